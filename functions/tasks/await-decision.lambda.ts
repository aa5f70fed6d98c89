import * as z from 'zod'
import { derivedId } from '../../shared/kernel/ids.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { aboutOf, anyWait, executionStart, readWait } from './facts.ts'

const input = z.intersection(anyWait, z.object({ startedAt: executionStart, until: instant, /** Until the machine asks again by itself, as it was told when it read the date; an older definition does not say. */ seconds: z.int().optional(), token: z.string() }))

/** So much may lie between reading a date and waiting for it. Where it is more (a slow retry, a clock moved forward), the machine would ask again too late. */
const SLACK_SECONDS = 60

/**
 * Stores the waiting state's token with its decision; the newest replaces an older one. If meanwhile the decision was taken or the date
 * moved, the token is answered at once, in the same transaction.
 */
export async function handler(event: unknown): Promise<void> {
  const asked = input.parse(event)
  const { decision, startedAt, until, seconds, token } = asked
  const context = workflowContext()
  await act(context, async () => {
    const { wait, next } = await readWait(context, asked, startedAt)
    const inTime = seconds === undefined || seconds - next.seconds < SLACK_SECONDS
    const waits = next.then === 'wait' && next.until === until && inTime
    return {
      writes: [waitItem.put({ about: aboutOf(asked), decision, token: waits ? token : null, until: waits ? until : null, since: wait?.value.since ?? context.now, reminded: wait?.value.reminded ?? [] }, wait?.version ?? 'none')],
      trail: [],
      orders: waits ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'moved' } } }],
      answer: undefined,
    }
  })
}
