import * as z from 'zod'
import { competitionId } from '../../shared/kernel/ids.ts'
import { giveUpArchive } from '../commands/archive.ts'
import { workflowContext } from '../context.ts'

const input = z.object({ competition: competitionId, number: z.int().min(1) })

/** Says on the archive that it could not be made. */
export async function handler(event: unknown): Promise<void> {
  const { competition, number } = input.parse(event)
  await giveUpArchive(workflowContext(), competition, number)
}
