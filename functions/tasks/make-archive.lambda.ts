import * as z from 'zod'
import { competitionId } from '../../shared/kernel/ids.ts'
import { makeArchive } from '../commands/archive-make.ts'
import { workflowContext } from '../context.ts'

const input = z.object({ competition: competitionId, number: z.int().min(1) })

/** Makes the archive, from the start each time it is tried; nothing is left to do where it is there. */
export async function handler(event: unknown): Promise<void> {
  const { competition, number } = input.parse(event)
  await makeArchive(workflowContext(), competition, number)
}
