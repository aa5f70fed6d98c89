// @ts-check
// The service worker of a judge's live page (现场评分), so that a reload in a hall without a network shows the page and not the browser's own.
// It is registered by that page for its path alone, and hands out what the page has kept of itself (kept-page.js): the page where there is no
// network, its assets always. It keeps nothing, and passes everything else by: other pages, the API, whatever is not GET. What a judge types is
// in the queue (queue.js).
//
// The kept page belongs to one person. It is thrown away when the server gives whoever asks anything else (sent to sign in, 403, 404, another
// judge's page), when it is older than a session may last, and when any page of the platform is shown to somebody else or to nobody (enhance.js).

/**
 * @typedef {Event & { waitUntil(work: Promise<unknown>): void }} Lasting
 * @typedef {Lasting & { request: Request, respondWith(answer: Promise<Response>): void }} Asked
 * @typedef {{ registration: ServiceWorkerRegistration, skipWaiting(): Promise<void>, addEventListener(type: 'install', hear: (event: Lasting) => void): void, addEventListener(type: 'fetch', hear: (event: Asked) => void): void }} Worker
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self))
const path = new URL(worker.registration.scope).pathname
/** Milliseconds after which a network that does not answer is taken for none, where there is a copy. */
const PATIENCE = 4000
/** Milliseconds that a page takes to be gone, at most, once the next is there. */
const LEAVING = 3000
/** As long as a session (functions/web/session.ts). */
const LONGEST = 12 * 3600 * 1000

// A new version may take over at once: what is kept follows from the page, not from this file.
worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === path) event.respondWith(page(event))
  // Only those with their content's hash in their name are kept.
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(pathname, { ignoreVary: true }).then((kept) => kept ?? fetch(request)))
})

/** The network's page; the copy where there is no network, or a server in trouble. @param {Asked} event */
async function page(event) {
  const asked = fetch(event.request)
  event.waitUntil(asked.then((answer) => answer.clone()).then(heed).catch(() => undefined))
  const copy = await kept()
  if (copy === undefined) return asked.catch(nothing)
  /** @type {Promise<Response>} */
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy))
  return Promise.race([asked.then((answer) => (isTrouble(answer) ? copy : answer), () => copy), late])
}

/** An answer that does not say to whom the page belongs. @param {Response} answer */
const isTrouble = ({ status }) => status >= 500 || status === 429

/** Throws away the page of whomever the server does not give it to now. @param {Response} answer */
async function heed(answer) {
  if (isTrouble(answer)) return
  const text = answer.ok ? await answer.text() : ''
  // Twice: a page that is just being left may have been about to keep itself.
  for (const wait of [0, LEAVING]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    for (const name of await mine()) if (!text.includes(` data-judge="${name.split(' ')[1]}"`)) await caches.delete(name)
  }
}

/** @returns {Promise<Response | undefined>} */
async function kept() {
  const [name] = await mine()
  const copy = name === undefined ? undefined : await (await caches.open(name)).match(path, { ignoreVary: true })
  if (name === undefined || copy === undefined || Date.now() - Number(copy.headers.get('x-kept-at')) < LONGEST) return copy
  await caches.delete(name)
  return undefined
}

/** The caches of this path, whoever's they are. */
const mine = async () => (await caches.keys()).filter((name) => name.startsWith('live ') && name.endsWith(` ${path}`))

/** In the browser's stead, which would say that the site is broken. */
const nothing = () => new Response(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>秀愿</title>
<p>没有连上网，这部手机上也没有存这一页。连上网后再打开；没有送到的评分还在。</p><p lang="en">No connection, and this page is not kept on this phone. Open it again once there is a network; scores that have not arrived are still here.</p></html>`, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } })
