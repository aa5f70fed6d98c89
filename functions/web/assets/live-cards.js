// @ts-check
// A judge's cards during a live pitch. What is typed goes into the queue (queue.js), which is kept on this phone before anything is sent and
// is carried to the server in order, again and again until it is answered. Without a network one goes on scoring, also after a reload: then
// live-worker.js gives this page as it was kept, which says so.

import { forgetPage, keepPage } from './kept-page.js'
import { answered, carried, dropMine, emptyQueue, heard, isPending, keepMine, nextLetter, pendingCards, recalled, write } from './queue.js'
import { follow } from './snapshot.js'

/** @typedef {{ proposal: string, gate: 'open' | 'waiting' | 'locked', state: 'none' | 'draft' | 'submitted', revision: number, scores: Record<string, string>, comment: string, total: string | null, receipt: string | null }} Seen */

const zh = document.documentElement.lang.startsWith('zh')
const WAIT = 700
const AGAIN = 3000
/** Late lanes are opened without the snapshot's knowing. */
const LOOK = 4000

const said = zh ? {
  saved: '都已存好', keeping: '正在存…', offline: (/** @type {number} */ n) => (n === 0 ? '没有连上网。可以照常打分，都会存在这部手机上' : `没有连上网。${n} 份存在这部手机上，连上后自动送出`),
  left: (/** @type {number} */ n) => `还有 ${n} 份正在送出…`, signedOut: '登录已过期，内容都在这部手机上。请重新登录再回到这里', held: (/** @type {number} */ n) => `${n} 份还没有送到，请看下面的说明`, full: '这部手机存不下了：请不要关掉这一页',
  waitsNote: '主持人还没有开放。听完这一场后，这里会自动打开。', lockedNote: '主持人已锁定这份评分表，没有交的不计入。', offlineNote: '没有连上网，不知道主持人开放了没有。可以先打分，存在这部手机上。',
  goingNote: '已交出，等网络送到；不用守着，连上后自动送出。', missing: (/** @type {number} */ n) => `还有 ${n} 项没有打分`,
  staleNote: '这份评分表在别的设备上改过。请选用哪一份：', sentNote: (/** @type {string} */ receipt, /** @type {string} */ total) => `已收到，总分 ${total}，回执 ${receipt}`, sentElsewhere: '这份评分表已经在别处交了。',
} : {
  saved: 'All saved', keeping: 'Saving…', offline: (/** @type {number} */ n) => (n === 0 ? 'No connection. Go on scoring; it is kept on this phone' : `No connection. ${n} cards are kept on this phone and go out by themselves`),
  left: (/** @type {number} */ n) => `${n} cards on their way…`, signedOut: 'You have been signed out; everything is kept on this phone. Sign in again and come back', held: (/** @type {number} */ n) => `${n} cards have not arrived; see below`, full: 'This phone has no room left: keep this page open',
  waitsNote: 'The host has not opened it. It opens here by itself after the pitch.', lockedNote: 'The host has locked this card; what was not sent does not count.', offlineNote: 'No connection, so nobody knows whether the host has opened it. You can score; it is kept on this phone.',
  goingNote: 'Sent off; it arrives once there is a network. You need not wait.', missing: (/** @type {number} */ n) => `${n} without a score`,
  staleNote: 'This card was changed on another device. Choose:', sentNote: (/** @type {string} */ receipt, /** @type {string} */ total) => `Received: ${total} in all, receipt ${receipt}`, sentElsewhere: 'This card was sent from elsewhere.',
}

const root = document.querySelector('[data-cards]')
if (root instanceof HTMLElement) start(root)

/** @param {HTMLElement} root */
function start(root) {
  const store = `live:${root.dataset.key}`
  const line = document.querySelector('[data-kept]')
  /** Another person may sign in in another tab: nothing of this page goes under their session. */
  const judge = root.dataset.judge ?? ''
  const speaker = { 'x-xiuyuan-person': judge }
  /** Whether this is the page as the phone has kept it. */
  const isCopy = 'keptCopy' in document.documentElement.dataset
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  /** Whether the phone keeps this page as the server last gave it; null while nobody has asked.
   * @type {boolean | null} */
  let isKept = null
  let keeping = false
  /** @type {Map<string, { box: HTMLDetailsElement, form: HTMLFormElement, place: number }>} */
  const boxes = new Map()
  /** @type {Map<string, Seen>} */
  const seen = new Map()
  let queue = restored()
  let online = navigator.onLine && !isCopy
  let signedOut = false
  let full = false
  let carrying = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again
  /** Which turn is on stage, by group. */
  let turns = ''

  for (const box of root.querySelectorAll('[data-card]')) {
    const form = box.querySelector('form')
    if (!(box instanceof HTMLDetailsElement) || form === null) continue
    const proposal = box.dataset.card ?? ''
    boxes.set(proposal, { box, form, place: Number(box.dataset.place) })
    /** @type {Seen} */
    const first = JSON.parse(box.dataset.seen ?? '{}')
    seen.set(proposal, first)
    queue = recalled(queue, proposal, first)
    fill(proposal)
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    form.addEventListener('input', () => {
      queue = write(queue, proposal, sheetOf(form), 'save', crypto.randomUUID())
      keep()
      show()
      clearTimeout(timer)
      timer = setTimeout(() => void carry(), WAIT)
    })
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      event.stopPropagation()
      clearTimeout(timer)
      const missing = missingIn(form)
      note(proposal, missing.length === 0 ? '' : said.missing(missing.length))
      const [empty] = missing
      if (empty !== undefined) {
        empty.focus()
        return
      }
      queue = write(queue, proposal, sheetOf(form), 'submit', crypto.randomUUID())
      keep()
      show()
      void carry()
    })
    box.querySelector('[data-change]')?.addEventListener('click', () => {
      queue = write(queue, proposal, sheetOf(form), 'save', crypto.randomUUID())
      keep()
      show()
    })
    box.querySelector('[data-mine]')?.addEventListener('click', () => {
      queue = keepMine(queue, proposal, Math.max(seen.get(proposal)?.revision ?? 0, queue.cards[proposal]?.base ?? 0))
      keep()
      void carry()
    })
    box.querySelector('[data-theirs]')?.addEventListener('click', () => {
      queue = dropMine(queue, proposal)
      const there = seen.get(proposal)
      if (there !== undefined) queue = heard(queue, proposal, there)
      keep()
      fill(proposal)
      show()
    })
  }

  // Who was on stage when the page was kept is nobody's business now.
  if (isCopy) for (const part of root.querySelectorAll('.strip [data-part]')) part.textContent = ''
  if (isCopy) for (const { box } of boxes.values()) box.removeAttribute('data-on')
  // Where it can't be registered (a private window), a reload needs the network as before.
  workers?.register('/assets/live-worker.js', { scope: location.pathname }).catch(() => undefined)
  show()
  void look()
  void carry()
  setInterval(() => void look(), LOOK)
  window.addEventListener('online', () => {
    online = true
    void look()
    void carry()
  })
  window.addEventListener('offline', () => {
    online = false
    show()
  })
  // Another tab of this phone has written: of two queues the one kept last would lose the other's letters.
  window.addEventListener('storage', ({ key }) => {
    if (key !== store) return
    queue = restored()
    for (const [proposal, { form }] of boxes) if (!form.contains(document.activeElement)) fill(proposal)
    show()
  })
  follow(root.dataset.snapshot ?? '', (snapshot) => {
    const now = JSON.stringify(snapshot.groups.map(({ id, turn, open, state }) => [id, turn, open, state]))
    if (now === turns) return
    turns = now
    const on = new Set(snapshot.groups.flatMap(({ id, turn, phase }) => (turn === null || phase === null ? [] : [`${id}#${turn}`])))
    for (const { box, place } of boxes.values()) {
      const here = on.has(`${box.dataset.of}#${place}`)
      box.toggleAttribute('data-on', here)
      // Whoever is typing stays where they are.
      if (here && !(document.activeElement instanceof HTMLInputElement) && !(document.activeElement instanceof HTMLTextAreaElement)) box.open = true
    }
    void look()
  })

  /** Carries one letter after the other. */
  async function carry() {
    if (carrying) return
    carrying = true
    clearTimeout(again)
    show()
    try {
      for (let letter = nextLetter(queue); letter !== null; letter = nextLetter(queue)) {
        queue = carried(queue, letter.id)
        keep()
        const outcome = await send(letter)
        if (!outcome.ok && outcome.code === 'NO_ANSWER') {
          again = setTimeout(() => void carry(), AGAIN)
          break
        }
        queue = answered(queue, letter.id, outcome, crypto.randomUUID())
        keep()
        show()
      }
    } finally {
      carrying = false
      show()
    }
  }

  /** @param {import('./queue.js').Letter} letter @returns {Promise<import('./queue.js').Outcome>} */
  async function send({ id, proposal, kind, body }) {
    const address = `/api/proposals/${proposal}/scorecards/${root.dataset.round}`
    try {
      const answer = await fetch(kind === 'save' ? address : `${address}/submission`, {
        method: kind === 'save' ? 'PUT' : 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': id, ...speaker }, body: JSON.stringify(body), credentials: 'same-origin', signal: AbortSignal.timeout(15_000),
      })
      online = true
      signedOut = answer.status === 401
      if (signedOut || answer.status >= 500 || answer.status === 429) return { ok: false, code: 'NO_ANSWER' }
      const told = await answer.json()
      if (answer.ok) return { ok: true, revision: told.revision, receipt: told.receipt, total: told.total }
      const code = told.errors?.[0]?.code
      return { ok: false, code: code === 'CARD_WAITS' || code === 'CARD_TAKEN' ? code : told.code, words: [told.title, ...(told.errors ?? []).map((/** @type {{ detail: string }} */ { detail }) => detail)].slice(told.errors?.length > 0 && told.code === 'CARD_NOT_OPEN' ? 1 : 0).join(' ') }
    } catch {
      online = false
      return { ok: false, code: 'NO_ANSWER' }
    }
  }

  /** What the server has: gates, and what was done elsewhere. */
  async function look() {
    try {
      const answer = await fetch(root.dataset.cards ?? '', { headers: { accept: 'application/json', ...speaker }, credentials: 'same-origin', signal: AbortSignal.timeout(8000) })
      online = true
      signedOut = answer.status === 401
      if (answer.ok || signedOut || answer.status === 403 || answer.status === 404) void keepUp(answer.ok)
      if (!answer.ok) {
        show()
        return
      }
      for (const { cards } of (await answer.json()).groups) {
        for (const card of /** @type {Seen[]} */ (cards)) {
          const before = queue.cards[card.proposal]
          seen.set(card.proposal, card)
          queue = heard(queue, card.proposal, card)
          const now = queue.cards[card.proposal]
          const typing = boxes.get(card.proposal)?.form.contains(document.activeElement) === true
          if (!isPending(queue, card.proposal) && now !== undefined && !typing && JSON.stringify(before?.sheet) !== JSON.stringify(now.sheet)) fill(card.proposal)
        }
      }
      keep()
      show()
      void carry()
    } catch {
      online = false
      show()
    }
  }

  /** Keeps the page on the phone while the server gives it to this judge, throws it away when it does not. @param {boolean} given */
  async function keepUp(given) {
    if (workers === undefined || given === isKept || keeping) return
    keeping = true
    try {
      await (given ? keepPage(judge) : forgetPage(judge))
      isKept = given
    } catch {
      // No network, or a phone that is full: not with each look again.
      await new Promise((resolve) => setTimeout(resolve, 10 * LOOK))
    } finally {
      keeping = false
    }
  }

  /** @param {string} proposal */
  function fill(proposal) {
    const own = boxes.get(proposal)
    const sheet = queue.cards[proposal]?.sheet
    if (own === undefined || sheet === undefined) return
    for (const control of own.form.elements) {
      if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) || control.name === '') continue
      const path = control.name.slice(control.name.indexOf('.') + 1)
      const value = path === 'comment' ? sheet.comment : path.startsWith('scores.') ? (sheet.scores[path.slice(7)] ?? '') : undefined
      if (value === undefined) continue
      if (control instanceof HTMLInputElement && control.type === 'checkbox') {
        if (control.checked === (value !== '')) continue
        control.checked = value !== ''
      } else {
        if (control.value === value) continue
        control.value = value
      }
      // Bands and totals follow; it is not typed, so it must not be sent.
      control.dispatchEvent(new Event('input', { bubbles: false }))
    }
  }

  function show() {
    for (const [proposal, { box, form }] of boxes) {
      const card = queue.cards[proposal]
      const there = seen.get(proposal)
      if (card === undefined || there === undefined) continue
      const letters = queue.letters.filter((letter) => letter.proposal === proposal)
      const going = letters.at(-1)?.kind === 'submit'
      const how = card.sent !== null ? 'sent' : card.hold === 'stale' ? 'elsewhere' : card.hold === 'refused' ? 'change' : card.hold === 'taken' ? 'waits' : going ? 'going'
        : there.gate === 'waiting' && online ? 'waiting' : there.gate === 'locked' && online ? 'taken' : card.base > 0 || letters.length > 0 ? 'draft' : 'open'
      for (const tag of box.querySelectorAll('[data-state]')) if (tag instanceof HTMLElement) tag.hidden = tag.dataset.state !== how
      // While nobody knows what the host does, one may score.
      const mayWrite = card.sent === null && (how === 'open' || how === 'draft' || how === 'change' || how === 'waits' || how === 'elsewhere')
      form.hidden = how === 'waiting' || how === 'sent' || (how === 'taken' && letters.length === 0 && card.base === 0)
      for (const control of form.elements) if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLButtonElement) control.disabled = !mayWrite
      const why = how === 'sent' ? (card.sent?.receipt ? said.sentNote(card.sent.receipt, card.sent.total) : said.sentElsewhere) : how === 'waiting' ? said.waitsNote : how === 'taken' ? said.lockedNote : how === 'elsewhere' ? said.staleNote
        : how === 'going' ? said.goingNote : card.words !== '' ? card.words : there.gate === 'waiting' && !online ? said.offlineNote : ''
      for (const out of box.querySelectorAll('[data-why]')) if (out instanceof HTMLElement) {
        out.hidden = why === ''
        if (out.textContent !== why) out.textContent = why
      }
      const last = letters.at(-1)
      for (const one of box.querySelectorAll('[data-change]')) if (one instanceof HTMLElement) one.hidden = !(how === 'going' && last?.tries === 0)
      for (const one of box.querySelectorAll('[data-choose]')) if (one instanceof HTMLElement) one.hidden = how !== 'elsewhere'
    }
    for (const note of document.querySelectorAll('[data-copy]')) if (note instanceof HTMLElement) note.hidden = !isCopy
    for (const way of document.querySelectorAll('[data-anew]')) if (way instanceof HTMLElement) way.hidden = !online
    if (line === null) return
    const left = pendingCards(queue)
    const held = new Set(queue.letters.filter(({ proposal }) => queue.cards[proposal]?.hold !== null).map(({ proposal }) => proposal)).size
    const text = full ? said.full : signedOut ? said.signedOut : !online ? said.offline(left) : held > 0 ? said.held(held) : left > 0 ? (carrying ? said.keeping : said.left(left)) : said.saved
    const tone = full || signedOut || !online || held > 0 ? 'late' : left > 0 ? 'idle' : 'done'
    line.classList.toggle('late', tone === 'late')
    line.classList.toggle('is-kept', tone === 'done')
    if (line.textContent !== text) line.textContent = text
  }

  /** @param {string} proposal @param {string} text */
  function note(proposal, text) {
    for (const out of boxes.get(proposal)?.box.querySelectorAll('[data-note]') ?? []) if (out instanceof HTMLElement) {
      out.hidden = text === ''
      out.textContent = text
    }
  }

  function keep() {
    try {
      localStorage.setItem(store, JSON.stringify(queue))
      full = false
    } catch {
      full = true
    }
  }

  /** @returns {import('./queue.js').Queue} */
  function restored() {
    try {
      return JSON.parse(localStorage.getItem(store) ?? 'null') ?? emptyQueue()
    } catch {
      return emptyQueue()
    }
  }
}

/** @param {HTMLFormElement} form @returns {import('./queue.js').Sheet} */
function sheetOf(form) {
  /** @type {Record<string, string>} */
  const scores = {}
  let comment = ''
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) || control.name === '') continue
    const path = control.name.slice(control.name.indexOf('.') + 1)
    if (control instanceof HTMLInputElement && control.type === 'checkbox' && !control.checked) continue
    if (path === 'comment') comment = control.value
    else if (path.startsWith('scores.') && control.value.trim() !== '') scores[path.slice(7)] = control.value
  }
  return { scores, comment }
}

/** @param {HTMLFormElement} form */
function missingIn(form) {
  return [...form.querySelectorAll('[data-score]:not([data-extra]) input.inp')].flatMap((input) => (input instanceof HTMLInputElement && input.value.trim() === '' ? [input] : []))
}
