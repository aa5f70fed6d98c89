// @ts-check
// On the leader's screen: fetches the next sign-in code when it is due, and the counts in between. Asks by ETag, so that a snapshot that
// has not changed costs nothing.

const screen = document.querySelector('[data-code]')
const figures = document.querySelectorAll('.figs dd:first-of-type')

const stale = document.querySelector('[data-stale]')

/** @type {string | null} */
let etag = null
const EVERY = 5
/** Seconds out of reach after which the code on the screen may no longer be good: it stands for a minute, and is taken for another. */
const OLD_AFTER = 60
let heard = Date.now()

/** @param {number} index @param {number} value */
function count(index, value) {
  const text = figures[index]?.firstChild
  if (text !== null && text !== undefined) text.textContent = String(value)
}

async function look() {
  const address = screen?.getAttribute('data-code')
  if (address === null || address === undefined) return
  let seconds = EVERY
  try {
    const response = await fetch(address, { headers: etag === null ? {} : { 'if-none-match': etag }, signal: AbortSignal.timeout(10_000) })
    if (response.status !== 200 && response.status !== 304) throw new Error(`answered ${response.status}`)
    seconds = Math.min(EVERY, Number(response.headers.get('x-next-code') ?? EVERY))
    if (response.status === 200) {
      etag = response.headers.get('etag')
      show(await response.json())
    }
    heard = Date.now()
  } catch {
    // Out of reach, or signed out: the next look may succeed. What that means for the code on the screen is said below.
  }
  if (stale instanceof HTMLElement) stale.hidden = Date.now() - heard < OLD_AFTER * 1000
  setTimeout(() => void look(), Math.max(1, seconds) * 1000)
}

/** @param {{ svg: string | null, here: number, gone: number }} snapshot */
function show({ svg, here, gone }) {
  const place = screen?.querySelector('[data-qr]')
  if (svg === null) return location.reload()
  const drawn = new DOMParser().parseFromString(svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" '), 'image/svg+xml').documentElement
  place?.replaceChildren(document.importNode(drawn, true))
  count(0, here)
  count(1, gone)
}

if (screen !== null) setTimeout(() => void look(), 1000)
