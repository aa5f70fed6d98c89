import { bodyLimit } from 'hono/body-limit'
import { Refusal } from '../../shared/kernel/refusal.ts'

/** A body that is larger goes through files: Lambda takes 6 MB at most. */
const MAX_BODY = 1024 * 1024

/** What is taken in and thrown away before the refusal: whoever is cut off while sending sees a broken connection instead of our answer. */
const MAX_DRAINED = 16 * MAX_BODY

/** Refuses a body that is too large with TOO_LARGE. Used by each app by itself, so that each says so in its own way: as a problem, as a page. */
export const limitedBody = bodyLimit({
  maxSize: MAX_BODY,
  onError: async (c) => {
    await drain(c.req.raw.body)
    throw new Refusal('TOO_LARGE')
  },
})

async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null || body.locked) return
  const reader = body.getReader()
  for (let taken = 0; taken < MAX_DRAINED;) {
    const { done, value } = await reader.read()
    if (done) return
    taken += value.length
  }
}
