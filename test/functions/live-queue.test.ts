import { describe, expect, test } from 'vitest'
import { answered, carried, emptyQueue, heard, type Queue, recalled, write } from '../../functions/web/assets/queue.js'

const sheet = (score: string) => ({ scores: { need: score }, comment: '' })
const seen = (revision: number, more: Partial<Parameters<typeof heard>[2]> = {}): Parameters<typeof heard>[2] => ({ gate: 'open', state: revision === 0 ? 'none' : 'draft', revision, scores: {}, comment: '', receipt: null, total: null, ...more })
/** A letter carried and answered. */
const gone = (queue: Queue, id: string, outcome: Parameters<typeof answered>[2]) => answered(carried(queue, id), id, outcome, `${id}-again`)

describe('a page that the phone has kept', () => {
  test('fills a card that the queue does not know', () => {
    expect(recalled(emptyQueue(), 'p', seen(2, { ...sheet('8') })).cards.p).toMatchObject({ base: 2, sheet: sheet('8'), sent: null })
  })

  test('changes nothing of what was typed after it, sent or not', () => {
    const typed = write(recalled(emptyQueue(), 'p', seen(0)), 'p', sheet('9'), 'save', 'one')
    expect(recalled(typed, 'p', seen(0))).toEqual(typed)
    const saved = gone(typed, 'one', { ok: true, revision: 1 })
    expect(recalled(saved, 'p', seen(0))).toEqual(saved)
    expect(recalled(saved, 'p', seen(1, { ...sheet('1') }))).toEqual(saved)
  })

  test('does not take a receipt away that has the same revision', () => {
    // Sent from elsewhere as it was saved: the card is locked, its revision the same.
    const sent = heard(recalled(emptyQueue(), 'p', seen(1, { ...sheet('9') })), 'p', seen(1, { ...sheet('9'), state: 'submitted', receipt: 'R', total: '90' }))
    expect(recalled(sent, 'p', seen(1, { ...sheet('9') })).cards.p?.sent).toEqual({ receipt: 'R', total: '90' })
  })

  test('opens no card: what its host has locked since stays held, with the host’s words', () => {
    const held = gone(write(recalled(emptyQueue(), 'p', seen(0)), 'p', sheet('9'), 'submit', 'one'), 'one', { ok: false, code: 'CARD_TAKEN', words: '已锁定' })
    expect(recalled(held, 'p', seen(0))).toEqual(held)
    expect(heard(held, 'p', seen(0)).cards.p).toMatchObject({ hold: null })
  })

  test('tells of a newer revision, but not over what waits to be sent', () => {
    const known = recalled(emptyQueue(), 'p', seen(1, { ...sheet('5') }))
    expect(recalled(known, 'p', seen(3, { ...sheet('7') })).cards.p).toMatchObject({ base: 3, sheet: sheet('7') })
    const waiting = write(known, 'p', sheet('6'), 'save', 'one')
    expect(recalled(waiting, 'p', seen(3, { ...sheet('7') }))).toEqual(waiting)
  })
})
