import * as z from 'zod'
import { derivedId } from '../../shared/kernel/ids.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { aboutOf, anyWait, executionStart, readWait } from './facts.ts'

const input = z.intersection(anyWait, z.object({ startedAt: executionStart, until: instant, token: z.string() }))

/**
 * Stores the waiting state's token with its decision; the newest replaces an older one. If meanwhile the decision was taken or the date
 * moved, the token is answered at once, in the same transaction.
 */
export async function handler(event: unknown): Promise<void> {
  const asked = input.parse(event)
  const { decision, startedAt, until, token } = asked
  const context = workflowContext()
  await act(context, async () => {
    const { wait, next } = await readWait(context, asked, startedAt)
    const waits = next.then === 'wait' && next.until === until
    return {
      writes: [waitItem.put({ about: aboutOf(asked), decision, token: waits ? token : null, until: waits ? until : null, since: wait?.value.since ?? context.now, reminded: wait?.value.reminded ?? [] }, wait?.version ?? 'none')],
      trail: [],
      orders: waits ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'moved' } } }],
      answer: undefined,
    }
  })
}
