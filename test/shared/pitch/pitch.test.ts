import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newCompetitionId, newPersonId, newProposalId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusSeconds, toInstant } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import {
  addTime, beginAnswers, callTurn, closeLate, drawOrder, drawTurns, finishTurn, gateOf, leftOn, lockCard, missTurn, openCard, openLate, pauseClock, type Pitch, type PitchRules, requireGate, REVEAL_WAIT, reveal, revealWaits, setUp, startClock, untilScoring,
} from '../../../shared/pitch/pitch.ts'
import { snapshotOf } from '../../../shared/pitch/snapshot.ts'
import { proposalNumber } from '../../../shared/proposal/proposal.ts'

const T = toInstant(Date.UTC(2026, 5, 1, 1))
const at = (seconds: number): Instant => plusSeconds(T, seconds)
const rules = (more: Partial<NonNullable<PitchRules['pitch']>> = {}): PitchRules => ({ pitch: { talkSeconds: 300, answerSeconds: 180, ...more } })
const ids = Array.from({ length: 5 }, newProposalId)
const judge = newPersonId()
const fresh = (count = 5): Pitch => setUp({
  competition: newCompetitionId(), index: 0, group: 'g1', name: { zh: '第一组' }, entries: ids.slice(0, count).map((proposal, i) => ({ proposal, title: `项目 ${i + 1}`, organisation: null })),
}, rules())
const called = { said: '春暖花开 42', supervisor: '监督员 01', host: '管理员 01', published: 'seed', round: 'pitch' }
const drawnDesk = (count = 5) => drawTurns(fresh(count), called, T)
const turnOver = (pitch: Pitch, turn: number, by = rules()) => finishTurn(beginAnswers(startClock(callTurn(pitch, by, turn), T), by, T), by, T)
const code = (deed: () => unknown): string => {
  try {
    deed()
  } catch (error) {
    if (isRefusal(error)) return error.mistakes[0]?.code ?? error.code
    throw error
  }
  return 'done'
}
const allLocked = (count = 2) => ids.slice(0, count).reduce((pitch, proposal) => lockCard(pitch, proposal, at(10)), [...Array(count).keys()].reduce((pitch, turn) => turnOver(pitch, turn), drawnDesk(count)))

describe('the draw', () => {
  it('gives the order that anybody gets with sha256sum from the seed on the record', () => {
    const { draw, order } = drawnDesk()
    const lots = ids.map((id) => ({ id, lot: createHash('sha256').update(`${draw?.seed}\0${proposalNumber(id)}`).digest('hex') })).toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    expect(order).toEqual(lots.map(({ id }) => id))
    expect(draw).toMatchObject({ said: '春暖花开 42', seed: 'seed/pitch/pitch/g1/春暖花开 42', supervisor: '监督员 01', host: '管理员 01' })
  })

  it('does not depend on the order in which proposals are listed, and is not done twice', () => {
    fc.assert(fc.property(fc.shuffledSubarray(ids, { minLength: 5 }), fc.string(), (shuffled, seed) => {
      expect(drawOrder(seed, shuffled)).toEqual(drawOrder(seed, ids))
    }))
    expect(code(() => drawTurns(drawnDesk(), { ...called, said: 'again' }, T))).toBe('DRAWN_ALREADY')
  })
})

describe('the clock', () => {
  it('counts only while it runs, takes more time, and goes on to the answers', () => {
    const by = rules()
    let pitch = startClock(callTurn(drawnDesk(), by, 0), at(0))
    expect(leftOn(pitch.clock, at(100))).toBe(200_000)
    pitch = pauseClock(pitch, at(100))
    expect(leftOn(pitch.clock, at(500))).toBe(200_000)
    pitch = addTime(startClock(pitch, at(500)), 30)
    expect(leftOn(pitch.clock, at(510))).toBe(220_000)
    pitch = beginAnswers(pitch, by, at(520))
    expect([pitch.phase, leftOn(pitch.clock, at(521))]).toEqual(['answers', 179_000])
    expect(leftOn(finishTurn(pitch, by, at(530)).clock, at(9999))).toBe(170_000)
  })

  it('starting or pausing twice changes nothing, and nobody is called while another talks', () => {
    const talking = startClock(callTurn(drawnDesk(), rules(), 0), at(0))
    expect(startClock(talking, at(5))).toEqual(talking)
    const paused = pauseClock(talking, at(5))
    expect(pauseClock(paused, at(50))).toEqual(paused)
    expect(code(() => callTurn(talking, rules(), 1))).toBe('STILL_ON_STAGE')
    expect(code(() => pauseClock(drawnDesk(), T))).toBe('NOBODY_ON_STAGE')
  })
})

describe('cards', () => {
  it('wait until three pitches are heard where the rulebook says so, then open together', () => {
    const by = rules({ scoringStartsAfter: 3 })
    let pitch = turnOver(turnOver(drawnDesk(), 0, by), 1, by)
    const [first, second, third, fourth] = pitch.order
    if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw new Error('no order')
    expect([untilScoring(pitch, by), pitch.cards]).toEqual([1, {}])
    expect(code(() => openCard(pitch, by, first))).toBe('SCORING_WAITS')
    pitch = turnOver(pitch, 2, by)
    expect(pitch.cards).toEqual({ [first]: 'open', [second]: 'open', [third]: 'open' })
    expect(code(() => openCard(pitch, by, fourth))).toBe('NOT_HEARD')
  })

  it('do not wait for somebody who is absent', () => {
    const by = rules({ scoringStartsAfter: 3 })
    const pitch = missTurn(callTurn(turnOver(turnOver(drawnDesk(3), 0, by), 1, by), by, 2), by)
    expect(Object.values(pitch.cards)).toEqual(['open', 'open'])
    const back = startClock(callTurn(pitch, by, 2), T)
    expect(back.phase).toBe('talk')
  })

  it('are open to all, then to nobody, then to the one whom the host lets send late', () => {
    const open = turnOver(drawnDesk(), 0)
    const [proposal] = open.order
    if (proposal === undefined) throw new Error('no order')
    const other = newPersonId()
    expect([gateOf(drawnDesk(), proposal, judge), gateOf(open, proposal, judge)]).toEqual(['waiting', 'open'])
    const locked = lockCard(open, proposal, T)
    const late = openLate(locked, { proposal, judge })
    expect([gateOf(locked, proposal, judge), gateOf(late, proposal, judge), gateOf(late, proposal, other)]).toEqual(['locked', 'open', 'locked'])
    expect(gateOf(closeLate(late, { proposal, judge }, at(5)), proposal, judge)).toBe('locked')
    expect(code(() => requireGate(locked, proposal, judge))).toBe('CARD_TAKEN')
    expect(code(() => requireGate(drawnDesk(), proposal, judge))).toBe('CARD_WAITS')
    expect(code(() => openLate(open, { proposal, judge }))).toBe('NOT_LOCKED')
  })
})

describe('reading out', () => {
  const own = rules({ announced: 'after-own-group' })
  const next = rules({ announced: 'after-next-group' })

  it('waits for the last card, for the minute in which late requests arrive, and for the next group', () => {
    const pitch = allLocked()
    expect(pitch.state).toBe('finished')
    expect(revealWaits(turnOver(drawnDesk(2), 0), own, 'none', at(500))?.zh).toContain('还没有全部讲完')
    expect(revealWaits(pitch, own, 'none', at(40))?.zh).toContain('再等 30 秒')
    expect(revealWaits(pitch, own, 'not-set-up', at(10 + REVEAL_WAIT))).toBeNull()
    for (const unfinished of ['not-set-up', drawnDesk()] as const) expect(revealWaits(pitch, next, unfinished, at(500))?.zh).toContain('下一组')
    for (const done of ['none', allLocked()] as const) expect(revealWaits(pitch, next, done, at(500))).toBeNull()
  })

  it('closes everything: no card opens any more, and it is not done twice', () => {
    const pitch = allLocked()
    const [proposal] = pitch.order
    if (proposal === undefined) throw new Error('no order')
    const out = reveal(openLate(pitch, { proposal, judge }), own, 'none', [{ proposal, score: '90.00' }], at(100))
    expect([out.state, out.late]).toEqual(['revealed', []])
    expect(code(() => openCard(out, own, proposal))).toBe('WRONG_STATE')
    expect(code(() => openLate(out, { proposal, judge }))).toBe('NOT_LOCKED')
    expect(code(() => reveal(out, own, 'none', [], at(200)))).toBe('REVEALED_ALREADY')
  })

  it('begins anew where a card was opened again', () => {
    const pitch = allLocked()
    const [proposal] = pitch.order
    if (proposal === undefined) throw new Error('no order')
    const again = openCard(pitch, own, proposal)
    expect(again.state).toBe('running')
    expect(lockCard(again, proposal, at(90)).state).toBe('finished')
  })
})

describe('the snapshot', () => {
  it('is a few hundred bytes, and knows nothing of who has scored or may score late', () => {
    const pitch = turnOver(drawnDesk(), 0)
    const [proposal] = pitch.order
    if (proposal === undefined) throw new Error('no order')
    const locked = lockCard(pitch, proposal, T)
    expect(JSON.stringify(snapshotOf([locked], T)).length).toBeLessThan(500)
    expect(snapshotOf([openLate(locked, { proposal, judge })], T)).toEqual(snapshotOf([locked], T))
    expect(snapshotOf([pitch], T).groups[0]).toMatchObject({ turn: 1, of: 5, phase: 'heard', open: [1], scores: null, title: pitch.entries.find((one) => one.proposal === proposal)?.title })
  })

  it('shows places and scores once they are read out', () => {
    const pitch = allLocked()
    const [first, second] = pitch.order
    if (first === undefined || second === undefined) throw new Error('no order')
    const out = reveal(pitch, rules(), 'none', [{ proposal: second, score: '91.50' }, { proposal: first, score: '88.00' }], at(100))
    expect(snapshotOf([out], at(101)).groups[0]?.scores).toEqual([[2, '91.50'], [1, '88.00']])
  })
})
