import { describe, expect, test } from 'vitest'
import { type Bundle, type Proof, proofOf } from '../../../shared/seal/bundle.ts'
import { verifyProof } from '../../../shared/seal/papers.ts'
import { verifyBundle } from '../../../shared/seal/verify.ts'
import { play, type Played } from './history.ts'

/** A history of two rounds with all cards open, and what its first proposal of the second round is given. */
function story(): Played & { proof: Proof } {
  for (let i = 0; ; i += 1) {
    const played = play(`short-${i}`)
    const { bundle, rounds } = played
    const proposal = bundle.rounds[1]?.standing[0]?.proposal
    if (proposal === undefined || bundle.rounds.some(({ opened, entries }) => opened === null || entries.length < 2)) continue
    const proof = proofOf(bundle.competition, proposal, rounds.map(({ seal }, n) => {
      const rules = bundle.rulebook.rounds[n]
      if (rules === undefined) throw new Error('no rules')
      return { rules, seal, score: bundle.rounds[n]?.standing.find((line) => line.proposal === proposal)?.rounds.find(({ round }) => round === rules.id)?.score ?? null }
    }))
    return { ...played, proof }
  }
}

const { bundle, proof } = story()
const wrong = (given: Bundle): string[] => verifyBundle(given).filter(({ holds }) => !holds).map(({ what }) => what.en ?? '')
const refused = (given: Proof, against: Bundle | undefined = bundle): string[] => verifyProof(given, against).filter(({ holds }) => !holds).map(({ what }) => what.en ?? '')
const rounds = (change: (round: Proof['rounds'][number], at: number) => Proof['rounds'][number]): Proof => ({ ...proof, rounds: proof.rounds.map(change) })

test('as they are made, both hold', () => {
  expect([wrong(bundle), refused(proof), refused(proof, undefined)]).toEqual([[], [], []])
})

describe('a proof', () => {
  test('that leaves out one of the cards does not hold, with the bundle or without', () => {
    const short = rounds((round) => ({ ...round, slots: round.slots.slice(1) }))
    expect(refused(short)).not.toEqual([])
    expect(refused(rounds((round) => ({ ...round, slots: [...round.slots.slice(0, 1), ...round.slots.slice(2)] })), undefined)).not.toEqual([])
  })

  test('that leaves out a round does not hold', () => {
    expect(refused({ ...proof, rounds: proof.rounds.slice(0, 1) })).toEqual([expect.stringContaining('says nothing of round')])
  })

  test('that holds hashes of another proposal’s does not hold', () => {
    const other = bundle.rounds[0]?.entries.find(({ proposal }) => proposal !== proof.proposal)?.proposal ?? ''
    const closed = rounds((round) => ({ ...round, score: null, slots: round.slots.map((slot) => ({ ...slot, opened: null })) }))
    expect(refused(closed)).toEqual([])
    expect(refused({ ...closed, proposal: other })).not.toEqual([])
  })

  test('that says another score than is published does not hold, though no card is open', () => {
    const closed = rounds((round) => ({ ...round, score: '99.00', slots: round.slots.map((slot) => ({ ...slot, opened: null })) }))
    expect(refused(closed).every((text) => text.includes('the proof says 99.00'))).toBe(true)
    expect(refused(closed)).toHaveLength(2)
  })
})

describe('a bundle', () => {
  test('without its last round and its awards does not hold', () => {
    const cut = { ...structuredClone(bundle), awards: null }
    cut.rounds.pop()
    expect(wrong(cut)).toEqual(['2 rounds are sealed by the notice; the bundle has 1 only.'])
  })

  test('that keeps cards back which the rulebook publishes does not hold', () => {
    const closed = { ...bundle, rounds: bundle.rounds.map((round) => ({ ...round, opened: null })) }
    expect(wrong(closed)[0]).toContain('by the rulebook all cards are published')
  })

  test('whose second round has lost somebody who went on does not hold', () => {
    const lost = structuredClone(bundle)
    const last = lost.rounds[1]
    const gone = last?.entries.pop()?.proposal
    if (last !== undefined) last.standing = last.standing.filter(({ proposal }) => proposal !== gone)
    expect(wrong(lost).some((text) => text.includes(`${gone} went on from the round before`))).toBe(true)
  })
})
