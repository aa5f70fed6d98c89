import { workflowContext } from '../context.ts'
import type { NextStep } from '../../shared/wait/wait.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { Conflict } from '../../shared/store/table.ts'
import { executionStart, readWait, waitInput } from './facts.ts'

const input = waitInput.extend({ startedAt: executionStart })

/** Says what the machine does next about a wait, by the table and the clock. */
export async function handler(event: unknown): Promise<NextStep> {
  const { competition, decision, startedAt } = input.parse(event)
  const context = workflowContext()
  const { wait, next } = await readWait(context, competition, decision, startedAt)
  if (wait === undefined) await beginWait(context, competition, decision)
  return next
}

/** From now on it is waited for: reminders and the tracking page count from here. */
async function beginWait(context: ReturnType<typeof workflowContext>, competition: string, decision: (typeof waitInput)['shape']['decision']['_output']): Promise<void> {
  try {
    await context.table.transact([waitItem.put({ competition, decision, token: null, until: null, since: context.now, reminded: [] }, 'none')])
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}
