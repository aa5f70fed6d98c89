import * as z from 'zod'
import { competitionId, derivedId } from '../../shared/kernel/ids.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { successorName } from '../../shared/workflow/execution.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'

const input = z.object({ competition: competitionId, index: z.int().min(0).optional(), execution: z.string() })

/** Orders the successor of an execution that has run for 300 days; it starts from the record. */
export async function handler(event: unknown): Promise<void> {
  const { competition, index, execution } = input.parse(event)
  const name = successorName(execution)
  const order: Order = index === undefined
    ? { do: 'start', machine: 'volunteer-contest', name, input: { competition } }
    : { do: 'start', machine: 'judging-round', name, input: { competition, index } }
  await act<undefined>(workflowContext(), () => Promise.resolve({ writes: [], trail: [], orders: [{ key: derivedId('start', name), order }], answer: undefined }))
}
