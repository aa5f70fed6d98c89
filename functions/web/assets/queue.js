// @ts-check
// What a judge types during a live pitch, kept in order until the server has it. Pure: whoever uses it keeps the state (live-cards.js in the
// phone's storage, before anything is sent) and carries the letters. Nothing is lost: a letter leaves the queue only with its answer. Nothing
// is doubled: a letter keeps its id however often it is sent, and the server answers a second time what it answered first. Order stands:
// one letter at a time a card, each naming the revision that the one before it makes.

/**
 * @typedef {Record<string, string>} Scores
 * @typedef {{ scores: Scores, comment: string }} Sheet
 * @typedef {'waits' | 'taken' | 'stale' | 'refused'} Hold why a letter stays: the card is not open yet, is locked, was changed elsewhere, or has to be changed
 * @typedef {{ id: string, proposal: string, kind: 'save' | 'submit', body: Sheet & { revision: number }, tries: number }} Letter
 * @typedef {{ base: number, sheet: Sheet, hold: Hold | null, words: string, sent: { receipt: string, total: string } | null }} Card
 *   base: the revision that the server is known to have; words: why it is held, as the server said it
 * @typedef {{ cards: Record<string, Card>, letters: Letter[] }} Queue
 * @typedef {{ ok: true, revision: number, receipt?: string, total?: string } | { ok: false, code: string, words: string } | { ok: false, code: 'NO_ANSWER' }} Outcome
 */

/** @returns {Queue} */
export const emptyQueue = () => ({ cards: {}, letters: [] })

/** @param {Queue} queue @param {string} proposal @returns {Card} */
const cardIn = (queue, proposal) => queue.cards[proposal] ?? { base: 0, sheet: { scores: {}, comment: '' }, hold: null, words: '', sent: null }

/** @param {Queue} queue @param {string} proposal @param {Partial<Card>} change @returns {Queue} */
const withCard = (queue, proposal, change) => ({ ...queue, cards: { ...queue.cards, [proposal]: { ...cardIn(queue, proposal), ...change } } })

/** @param {Queue} queue @param {string} proposal */
const lettersOf = (queue, proposal) => queue.letters.filter((letter) => letter.proposal === proposal)

/** Whether something of the card has not reached the server. @param {Queue} queue @param {string} proposal */
export const isPending = (queue, proposal) => lettersOf(queue, proposal).length > 0

/** Cards of which something has not reached the server. @param {Queue} queue */
export const pendingCards = (queue) => new Set(queue.letters.map(({ proposal }) => proposal)).size

/**
 * What the judge has typed, or (`submit`) sends. A letter that was never tried is written anew; one that was may have arrived, so the new
 * one goes behind it. `id` is the command's, made on the phone.
 * @param {Queue} queue
 * @param {string} proposal
 * @param {Sheet} sheet
 * @param {'save' | 'submit'} kind
 * @param {string} id
 * @returns {Queue}
 */
export function write(queue, proposal, sheet, kind, id) {
  const card = cardIn(queue, proposal)
  if (card.sent !== null) return queue
  const kept = queue.letters.filter((letter) => letter.proposal !== proposal || letter.tries > 0)
  const before = kept.filter((letter) => letter.proposal === proposal)
  // A held letter was answered with a no: it changed nothing, and what is typed now takes its place.
  const letters = card.hold === null ? kept : kept.filter((letter) => letter.proposal !== proposal)
  const revision = card.base + (card.hold === null ? before.length : 0)
  const hold = card.hold === 'waits' || card.hold === 'taken' || card.hold === 'stale' ? card.hold : null
  return withCard({ ...queue, letters: [...letters, { id, proposal, kind, body: { ...sheet, revision }, tries: 0 }] }, proposal, { sheet, hold, words: hold === null ? '' : card.words })
}

/** The letter to be carried now: the first of a card that is not held; null when there is none. @param {Queue} queue @returns {Letter | null} */
export const nextLetter = (queue) => queue.letters.find(({ proposal }) => cardIn(queue, proposal).hold === null) ?? null

/** To be kept before it is carried: from now on it may have arrived. @param {Queue} queue @param {string} id @returns {Queue} */
export const carried = (queue, id) => ({ ...queue, letters: queue.letters.map((letter) => (letter.id === id ? { ...letter, tries: letter.tries + 1 } : letter)) })

/** @type {Record<string, Hold>} */
const holds = { CARD_WAITS: 'waits', CARD_TAKEN: 'taken', STALE: 'stale' }

/**
 * What became of a letter. Without an answer it stays as it is, to be carried again. A no holds the card: what was typed since is joined to
 * one letter under an id of its own, for the moment when it may go.
 * @param {Queue} queue
 * @param {string} id
 * @param {Outcome} outcome
 * @param {string} fresh an id for the joined letter
 * @returns {Queue}
 */
export function answered(queue, id, outcome, fresh) {
  const letter = queue.letters.find((one) => one.id === id)
  if (letter === undefined) return queue
  const { proposal } = letter
  const rest = { ...queue, letters: queue.letters.filter((one) => one.id !== id) }
  if (outcome.ok) {
    if (letter.kind === 'save') return withCard(rest, proposal, { base: outcome.revision })
    return withCard({ ...rest, letters: rest.letters.filter((one) => one.proposal !== proposal) }, proposal, { base: outcome.revision, sheet: sheetOf(letter), sent: { receipt: outcome.receipt ?? '', total: outcome.total ?? '' } })
  }
  if (outcome.code === 'NO_ANSWER' || !('words' in outcome)) return queue
  // Sent from another phone: there is nothing more to say about it.
  if (outcome.code === 'CARD_LOCKED') return withCard({ ...rest, letters: rest.letters.filter((one) => one.proposal !== proposal) }, proposal, { sent: { receipt: '', total: '' } })
  const all = lettersOf(queue, proposal)
  const last = all.at(-1) ?? letter
  const kind = all.some((one) => one.kind === 'submit') ? 'submit' : 'save'
  const joined = { id: fresh, proposal, kind: /** @type {'save' | 'submit'} */ (kind), body: { ...sheetOf(last), revision: cardIn(queue, proposal).base }, tries: 0 }
  return withCard({ ...queue, letters: [...queue.letters.filter((one) => one.proposal !== proposal), joined] }, proposal, { hold: holds[outcome.code] ?? 'refused', words: outcome.words })
}

/** @param {Letter} letter @returns {Sheet} */
const sheetOf = ({ body: { scores, comment } }) => ({ scores, comment })

/**
 * What the server says of a card: whether it may go, and what stands there. A card with nothing on its way takes it over.
 * @param {Queue} queue
 * @param {string} proposal
 * @param {{ gate: 'open' | 'waiting' | 'locked', state: 'none' | 'draft' | 'submitted', revision: number, receipt: string | null, total: string | null } & Sheet} seen
 * @returns {Queue}
 */
export function heard(queue, proposal, seen) {
  const card = cardIn(queue, proposal)
  // Asked before a letter arrived, and answered after it.
  if (seen.revision < card.base) return queue
  const sheet = { scores: seen.scores, comment: seen.comment }
  const sent = seen.state === 'submitted' ? { receipt: seen.receipt ?? '', total: seen.total ?? '' } : null
  if (!isPending(queue, proposal)) return withCard(queue, proposal, { base: seen.revision, sheet, hold: null, words: '', sent })
  if ((card.hold === 'waits' || card.hold === 'taken') && seen.gate === 'open') return withCard(queue, proposal, { hold: null, words: '' })
  return queue
}

/**
 * What a page says of a card when it is opened. It may be an old one that the phone has kept (live-worker.js), so it tells only of cards that
 * the queue does not know, or knows less of, and nothing of gates: those are for the server to say.
 * @param {Queue} queue
 * @param {string} proposal
 * @param {Parameters<typeof heard>[2]} seen
 * @returns {Queue}
 */
export function recalled(queue, proposal, seen) {
  const known = queue.cards[proposal]
  return known === undefined || seen.revision > known.base ? heard(queue, proposal, { ...seen, gate: 'waiting' }) : queue
}

/**
 * The judge's choice where the card was changed elsewhere: what is on this phone goes over what stands there.
 * @param {Queue} queue
 * @param {string} proposal
 * @param {number} revision what the server has
 * @returns {Queue}
 */
export function keepMine(queue, proposal, revision) {
  const letters = queue.letters.map((letter) => (letter.proposal === proposal ? { ...letter, body: { ...letter.body, revision } } : letter))
  return withCard({ ...queue, letters }, proposal, { base: revision, hold: null, words: '' })
}

/** The other choice: what stands there. @param {Queue} queue @param {string} proposal @returns {Queue} */
export const dropMine = (queue, proposal) => withCard({ ...queue, letters: queue.letters.filter((letter) => letter.proposal !== proposal) }, proposal, { hold: null, words: '' })
