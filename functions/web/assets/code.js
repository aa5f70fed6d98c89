// @ts-check
// On the leader's screen: fetches the next sign-in code when it is due, and the counts in between. Asks by ETag, so that a snapshot that
// has not changed costs nothing.

const screen = document.querySelector('[data-code]')
const figures = document.querySelectorAll('.figs dd:first-of-type')

/** @type {string | null} */
let etag = null
const EVERY = 5

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
    const response = await fetch(address, { headers: etag === null ? {} : { 'if-none-match': etag } })
    seconds = Math.min(EVERY, Number(response.headers.get('x-next-code') ?? EVERY))
    if (response.status === 200) {
      etag = response.headers.get('etag')
      show(await response.json())
    }
  } catch {
    // Out of reach for a moment: the code on the screen is good for another minute, and the next look may succeed.
  }
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
