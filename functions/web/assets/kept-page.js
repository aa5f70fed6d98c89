// @ts-check
// A judge's live page keeps itself on the phone, with the files it is made of, for live-worker.js to hand out where there is no network. The
// page does it, not the worker: what is under way ends when somebody leaves it, so that nothing is kept after a sign-out.

/** An asset with its content's hash: the same address never has another content. */
const ASSET = /\/assets\/[\w-]+\.[\w-]{10}\.\w+/g

/** Named by judge and path: enhance.js throws away what is of anybody else. @param {string} judge */
const nameOf = (judge) => `live ${judge} ${location.pathname}`

/**
 * Asks for the page anew and keeps it, marked as a copy, in place of what was kept; of assets it keeps those that this page is made of.
 * Rejects, and changes nothing that counts, without a network or where the page is not this judge's any more.
 * @param {string} judge
 */
export async function keepPage(judge) {
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' }, redirect: 'manual', credentials: 'same-origin', signal: AbortSignal.timeout(15_000) })
  const text = answer.ok ? await answer.text() : ''
  if (!text.includes(` data-judge="${judge}"`)) throw new Error(`The page was not given: ${answer.status}`)
  const cache = await caches.open(nameOf(judge))
  const parts = new Set([location.pathname])
  await gather(text)
  const headers = new Headers(answer.headers)
  headers.set('x-kept-at', String(Date.now()))
  // The body is no longer packed.
  headers.delete('content-encoding')
  headers.delete('content-length')
  await cache.put(location.pathname, new Response(text.replace('<html ', '<html data-kept-copy '), { headers }))
  for (const { url } of await cache.keys()) if (!parts.has(new URL(url).pathname)) await cache.delete(url)

  /** What the text names, and what that names: modules import others. @param {string} text */
  async function gather(text) {
    await Promise.all(Array.from(text.matchAll(ASSET), async ([address]) => {
      if (parts.has(address)) return
      parts.add(address)
      const here = await cache.match(address, { ignoreVary: true })
      const part = here ?? await fetch(address)
      if (!part.ok) throw new Error(`${address}: ${part.status}`)
      if (here === undefined) await cache.put(address, part.clone())
      await gather(await part.text())
    }))
  }
}

/** @param {string} judge */
export const forgetPage = (judge) => caches.delete(nameOf(judge))
