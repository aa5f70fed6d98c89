// @ts-check
// A live pitch as it goes: viewers' phones, the hall's screen and the host's own clock. Each [data-group] shows one group of the snapshot.

import { clockText, follow, leftOn, redraw, startFrom } from './snapshot.js'

const zh = document.documentElement.lang.startsWith('zh')
const root = document.querySelector('[data-live]')
/** @type {Map<string, import('./snapshot.js').Group>} */
const groups = new Map()
const follows = root instanceof HTMLElement ? root.dataset.follow : undefined
/** Seconds from which the clock turns to its warning. */
const SOON = 30

const said = {
  phase: zh
    ? { called: '请上台', talk: '路演', answers: '答辩', heard: '讲完了', absent: '没有到场' }
    : { called: 'Please come up', talk: 'Pitch', answers: 'Questions', heard: 'Done', absent: 'Not here' },
  paused: zh ? '暂停' : 'paused',
  /** @param {number} n @param {number} of */
  turn: (n, of) => (zh ? `第 ${n} 号，共 ${of} 个` : `No. ${n} of ${of}`),
  /** @param {number[]} places */
  open: (places) => (zh ? `评委正在评：第 ${places.join('、')} 号` : `Being scored: no. ${places.join(', ')}`),
  /** @param {string} title */
  next: (title) => (zh ? `下一个：${title}` : `Next: ${title}`),
}

if (root instanceof HTMLElement) {
  startFrom(root.dataset.now)
  let shape = ''
  follow(
    root.dataset.live ?? '',
    (snapshot) => {
      for (const group of snapshot.groups) groups.set(group.id, group)
      const now = JSON.stringify(snapshot.groups.map(shapeOf))
      if (shape !== '' && now !== shape) renew()
      shape = now
      draw()
    },
    (connected) => {
      for (const note of document.querySelectorAll('[data-offline]')) if (note instanceof HTMLElement) note.hidden = connected
    },
  )
  setInterval(tick, 200)
  // Who has sent a card stands on the desk alone, not in the snapshot.
  if (follows === 'desk') setInterval(() => void redraw(), 3000)
}

/**
 * What a page was made for. What the snapshot has no room for (the order, titles of scores, a desk's buttons) comes with the page, when this has changed.
 * @param {import('./snapshot.js').Group} group
 */
function shapeOf({ id, state, phase, title, clock, open }) {
  if (follows === 'desk') return [id, state, phase, title, clock.startedAt === null, open]
  return follows === 'screen' ? [id, state, phase === null, title] : [id, state]
}

function renew() {
  // Viewers' phones do not ask all at once.
  if (follows === 'all' || follows === 'screen') setTimeout(() => void redraw().then(draw), follows === 'all' ? Math.random() * 500 : 0)
  // Somebody else has done something at the desk; what this browser has just sent shows itself sooner.
  else if (follows !== undefined) setTimeout(() => { if (!(document.activeElement instanceof HTMLInputElement)) location.reload() }, 1500)
}

function draw() {
  for (const box of document.querySelectorAll('[data-group]')) {
    const group = box instanceof HTMLElement ? groups.get(box.dataset.group ?? '') : undefined
    if (!(box instanceof HTMLElement) || group === undefined) continue
    box.dataset.phase = group.phase ?? ''
    put(box, 'turn', group.turn === null ? '' : said.turn(group.turn, group.of))
    put(box, 'title', group.title ?? '')
    put(box, 'organisation', group.organisation ?? '')
    put(box, 'next', group.next === null || group.state !== 'running' ? '' : said.next(group.next))
    put(box, 'open', group.open.length === 0 ? '' : said.open(group.open))
    const phase = group.phase === null ? '' : (said.phase[/** @type {keyof typeof said.phase} */ (group.phase)] ?? '')
    const running = group.phase === 'talk' || group.phase === 'answers'
    put(box, 'phase', running && group.clock.startedAt === null ? `${phase}${zh ? '：' : ', '}${said.paused}` : phase)
  }
  tick()
}

function tick() {
  for (const box of document.querySelectorAll('[data-group]')) {
    const group = box instanceof HTMLElement ? groups.get(box.dataset.group ?? '') : undefined
    if (!(box instanceof HTMLElement) || group === undefined) continue
    const left = leftOn(group.clock)
    const shown = group.phase === 'called' || group.phase === 'talk' || group.phase === 'answers'
    put(box, 'clock', shown ? clockText(left) : '')
    box.dataset.time = !shown || group.phase === 'called' ? '' : left < 0 ? 'over' : left < SOON * 1000 ? 'soon' : 'fine'
  }
}

/**
 * @param {HTMLElement} box
 * @param {string} part
 * @param {string} text
 */
function put(box, part, text) {
  for (const out of box.querySelectorAll(`[data-part="${part}"]`)) if (out.textContent !== text) out.textContent = text
}
