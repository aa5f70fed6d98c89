// @ts-check
// Follows one small snapshot of a live pitch (shared/pitch/snapshot.ts) by its ETag, and tells the time as the server has it.

/**
 * @typedef {{ seconds: number, spent: number, startedAt: string | null }} Clock
 * @typedef {{ id: string, name: { zh: string, en?: string }, state: string, turn: number | null, of: number, phase: string | null, title: string | null, organisation: string | null, clock: Clock, next: string | null, open: number[], scores: [number, string][] | null }} Group
 * @typedef {{ now: string, groups: Group[] }} Snapshot
 */

/** With what a content network may keep for a second, everybody is at most two seconds behind. */
const EVERY = 750
const STALE_AFTER = 5000

/** The server's clock less this device's, in milliseconds: the greatest of all answers, as a slow one only makes it smaller. */
let ahead = Number.NEGATIVE_INFINITY

export const serverNow = () => Date.now() + (Number.isFinite(ahead) ? ahead : 0)

/** The server's time when a page was made: good enough until the first answer.
 * @param {string | undefined} now */
export function startFrom(now) {
  if (now !== undefined) ahead = Math.max(ahead, Date.parse(now) - Date.now())
}

/**
 * @param {string} address
 * @param {(snapshot: Snapshot) => void} changed
 * @param {(connected: boolean) => void} [health] told when the connection is lost for a while, and when it is back
 */
export function follow(address, changed, health) {
  let etag = ''
  let lastAnswer = Date.now()
  let connected = true
  const ask = async () => {
    try {
      const answer = await fetch(address, { headers: etag === '' ? {} : { 'if-none-match': etag }, cache: 'no-store', signal: AbortSignal.timeout(4000) })
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status))
      lastAnswer = Date.now()
      if (answer.status !== 304) {
        /** @type {Snapshot} */
        const snapshot = await answer.json()
        etag = answer.headers.get('etag') ?? ''
        // The local home's clock can be moved: then all that was known of it is void.
        const seen = Date.parse(snapshot.now) - Date.now()
        ahead = seen > ahead + 60_000 || seen < ahead - 60_000 ? seen : Math.max(ahead, seen)
        changed(snapshot)
      }
      tell(true)
    } catch {
      if (Date.now() - lastAnswer > STALE_AFTER || !navigator.onLine) tell(false)
    }
    // Not all in step: 300 phones that woke up together would ask together for ever.
    setTimeout(ask, EVERY * (0.9 + Math.random() * 0.2))
  }
  /** @param {boolean} now */
  function tell(now) {
    if (now !== connected) {
      connected = now
      health?.(now)
    }
  }
  void ask()
}

/** Milliseconds left; below zero past the end.
 * @param {Clock} clock */
export const leftOn = ({ seconds, spent, startedAt }) => seconds * 1000 - spent - (startedAt === null ? 0 : serverNow() - Date.parse(startedAt))

/** 4:05, and +0:12 past the end.
 * @param {number} milliseconds */
export function clockText(milliseconds) {
  const over = milliseconds < 0
  const seconds = over ? Math.floor(-milliseconds / 1000) : Math.ceil(milliseconds / 1000)
  return `${over && seconds > 0 ? '+' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Draws a page's parts anew: each element with data-fresh, by its id, from this very page. */
export async function redraw() {
  if (document.querySelector('[data-fresh]') === null) return false
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin', headers: { accept: 'text/html' } })
    if (!answer.ok) return false
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const place of document.querySelectorAll('[data-fresh]')) {
      const next = page.getElementById(place.id)
      if (next !== null && next.innerHTML !== place.innerHTML) place.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)))
    }
    return true
  } catch {
    return false
  }
}
