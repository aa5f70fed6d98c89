import * as z from 'zod'
import { derivedId } from '../../shared/kernel/ids.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { executionStart, readWait, waitInput } from './facts.ts'

const input = waitInput.extend({ startedAt: executionStart, until: instant, token: z.string() })

/**
 * Stores the waiting state's token with its decision; the newest replaces an older one. If meanwhile the decision was taken or the date
 * moved, the token is answered at once, in the same transaction.
 */
export async function handler(event: unknown): Promise<void> {
  const { competition, decision, startedAt, until, token } = input.parse(event)
  const context = workflowContext()
  await act(context, async () => {
    const { wait, next } = await readWait(context, competition, decision, startedAt)
    const waits = next.then === 'wait' && next.until === until
    return {
      writes: [waitItem.put({ competition, decision, token: waits ? token : null, until: waits ? until : null, since: wait?.value.since ?? context.now, reminded: wait?.value.reminded ?? [] }, wait?.version ?? 'none')],
      trail: [],
      orders: waits ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'moved' } } }],
      answer: undefined,
    }
  })
}
