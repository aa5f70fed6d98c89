import * as z from 'zod'
import type { DecisionName, NextStep } from '../../shared/wait/wait.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { Conflict } from '../../shared/store/table.ts'
import { type Context, workflowContext } from '../context.ts'
import { aboutOf, anyWait, executionStart, readWait } from './facts.ts'

const input = z.intersection(anyWait, z.object({ startedAt: executionStart }))

/** Says what the machine does next about a wait, by the table and the clock. */
export async function handler(event: unknown): Promise<NextStep> {
  const asked = input.parse(event)
  const context = workflowContext()
  const { wait, next } = await readWait(context, asked, asked.startedAt)
  if (wait === undefined) await beginWait(context, aboutOf(asked), asked.decision)
  return next
}

/** From now on it is waited for: reminders and the tracking page count from here. */
async function beginWait(context: Context, about: string, decision: DecisionName): Promise<void> {
  try {
    await context.table.transact([waitItem.put({ about, decision, token: null, until: null, since: context.now, reminded: [] }, 'none')])
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}
