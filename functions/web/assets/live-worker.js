// @ts-check
// The service worker of a judge's live page (现场评分), so that a reload in a hall without a network shows the page and not the browser's own.
// It is registered by live-cards.js for that page's path alone, and keeps that page and the files it is made of: no answer of the API, no
// other page, and nothing but GET passes through its hands. What a judge types is not here but in the queue (queue.js).
//
// The kept page belongs to one person. It stands in a cache named by judge and path, and goes when the server no longer gives the page to
// whoever asks (sent to sign in, 403, 404, another judge's page), when it is older than a session may last, and when another page of the
// platform is shown to anybody else (enhance.js).

/**
 * @typedef {Event & { waitUntil(work: Promise<unknown>): void }} Lasting
 * @typedef {Lasting & { request: Request, respondWith(answer: Promise<Response>): void }} Asked
 * @typedef {{ registration: ServiceWorkerRegistration, skipWaiting(): Promise<void>, addEventListener(type: 'install' | 'message', hear: (event: Lasting) => void): void, addEventListener(type: 'fetch', hear: (event: Asked) => void): void }} Worker
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self))
const path = new URL(worker.registration.scope).pathname
/** Milliseconds after which a network that does not answer is taken for none, where there is a copy. */
const PATIENCE = 4000
/** As long as a session (functions/web/session.ts). */
const LONGEST = 12 * 3600 * 1000
/** An asset with its content's hash: the same address never has another content. */
const ASSET = /\/assets\/[\w-]+\.[\w-]{10}\.\w+/g
const KEPT_AT = 'x-kept-at'

// A new version may take over at once: what is kept follows from the page, not from this file.
worker.addEventListener('install', () => void worker.skipWaiting())
// The page asks for this where it was loaded past this worker, and where what the server says of it has changed.
worker.addEventListener('message', (event) => event.waitUntil(fetch(path, { redirect: 'manual' }).then(keep).catch(() => undefined)))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === path) event.respondWith(page(event))
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(pathname, { ignoreVary: true }).then((kept) => kept ?? fetch(request)))
})

/** The network's page; the copy where there is no network, or a server in trouble. @param {Asked} event */
async function page(event) {
  const asked = fetch(event.request)
  event.waitUntil(asked.then((answer) => keep(answer.clone())).catch(() => undefined))
  const copy = await kept()
  if (copy === undefined) return asked.catch(nothing)
  /** @type {Promise<Response>} */
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy))
  return Promise.race([asked.then((answer) => (saysNothing(answer) ? copy : answer), () => copy), late])
}

/** In the browser's stead, which would say that the site is broken. */
const nothing = () => new Response(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>秀愿</title>
<p>没有连上网，这部手机上也没有存这一页。连上网后再打开；没有送到的评分还在。</p><p lang="en">No connection, and this page is not kept on this phone. Open it again once there is a network; scores that have not arrived are still here.</p></html>`, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } })

/** An answer that does not say to whom the page belongs. @param {Response} answer */
const saysNothing = ({ status }) => status >= 500 || status === 429

/** Keeps a judge's page with all that it is made of, or, where it is none, throws away what was kept. @param {Response} answer */
async function keep(answer) {
  if (saysNothing(answer)) return
  const text = answer.ok ? await answer.text() : ''
  const judge = /data-judge="([\w-]+)"/.exec(text)?.[1]
  const name = judge === undefined ? undefined : `live ${judge} ${path}`
  for (const other of await mine()) if (other !== name) await caches.delete(other)
  if (name === undefined) return
  const cache = await caches.open(name)
  /** @type {Set<string>} */
  const parts = new Set([path])
  await gather(text)
  const headers = new Headers(answer.headers)
  headers.set(KEPT_AT, String(Date.now()))
  // The body is no longer packed.
  headers.delete('content-encoding')
  headers.delete('content-length')
  await cache.put(path, new Response(text.replace('<html ', '<html data-kept-copy '), { headers }))
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

/** @returns {Promise<Response | undefined>} */
async function kept() {
  const [name] = await mine()
  const copy = name === undefined ? undefined : await (await caches.open(name)).match(path, { ignoreVary: true })
  if (name === undefined || copy === undefined || Date.now() - Number(copy.headers.get(KEPT_AT)) < LONGEST) return copy
  await caches.delete(name)
  return undefined
}

/** The caches of this path, whoever's they are. */
const mine = async () => (await caches.keys()).filter((name) => name.startsWith('live ') && name.endsWith(` ${path}`))
