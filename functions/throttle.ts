import * as z from 'zod'
import { secretHash } from '../shared/kernel/ids.ts'
import { Refusal } from '../shared/kernel/refusal.ts'
import { keys } from '../shared/store/keys.ts'
import { Conflict, itemKind } from '../shared/store/table.ts'
import type { Context } from './context.ts'

const HOUR = 3_600_000

/** Counts tries of one kind from one address within an hour of the real clock; gone an hour later. */
const throttleItem = itemKind(
  'throttle',
  z.object({ what: z.string(), window: z.string(), tries: z.int(), endsAt: z.number() }),
  (throttle) => keys.throttle(throttle.what, throttle.window),
  (throttle) => Math.floor(throttle.endsAt / 1000) + 3600,
)

/** Counts a try by the asker's address, or by whom it is about (kept only as a digest). Throws TOO_MANY_TRIES above `most` an hour. */
export async function countTry(context: Context, kind: string, most: number, by = context.address ?? 'unknown'): Promise<void> {
  const start = Math.floor(Date.now() / HOUR) * HOUR
  const what = `${kind}#${secretHash(by)}`
  const window = new Date(start).toISOString()
  for (;;) {
    const found = await context.table.get(throttleItem, keys.throttle(what, window))
    const tries = (found?.value.tries ?? 0) + 1
    if (tries > most) throw new Refusal('TOO_MANY_TRIES')
    try {
      await context.table.transact([throttleItem.put({ what, window, tries, endsAt: start + HOUR }, found?.version ?? 'none')])
      return
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
}
