import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../shared/kernel/canonical.ts'
import { type Bundle, proofOf } from '../../../shared/seal/bundle.ts'
import { leafOf, type Slot } from '../../../shared/seal/leaf.ts'
import { rootOf } from '../../../shared/seal/merkle.ts'
import { readProof, readReceipt, verifyProof, verifyReceipt } from '../../../shared/seal/papers.ts'
import { isSealOf, letterOf, sealCards } from '../../../shared/seal/seal.ts'
import { readBundle, verifyBundle } from '../../../shared/seal/verify.ts'
import { Chance, counted, play, type Played } from './history.ts'

const copy = (bundle: Bundle): Bundle => structuredClone(bundle)
const differences = (bundle: Bundle, roots: readonly string[] = []) => verifyBundle(bundle, roots).filter(({ holds }) => !holds).map(({ what }) => what.zh)

/** As it comes out of the file. */
function read(bundle: Bundle): Bundle {
  const back = readBundle(JSON.parse(JSON.stringify(bundle)))
  if (!back.ok) throw new Error(back.finding.what.en)
  return back.value
}

test('1,000 random histories: counted again from the published bundle, and from the cards in any order, each gives the stored result', () => {
  let [ties, recused, lots] = [0, 0, 0]
  for (let n = 0; n < 1000; n += 1) {
    const { bundle, rounds } = play(`history-${n}`)
    expect(differences(read(bundle), bundle.notice.roots), `history-${n}`).toEqual([])
    const chance = new Chance(`again-${n}`)
    for (const { records, counted: stored } of rounds) {
      const again = counted({ ...records, cards: chance.shuffled(records.cards), entries: chance.shuffled(records.entries) })
      expect(canonicalJson(again), `history-${n}`).toBe(canonicalJson(stored))
      if (records.chosen.length > 0) ties += 1
      if (records.decisions.length > 0) recused += 1
      if (stored.standings.some(({ tie }) => tie?.decidedBy?.rule === 'lot')) lots += 1
    }
  }
  // The stories are not all smooth ones.
  expect([ties > 20, recused > 100, lots > 50]).toEqual([true, true, true])
})

/** A history in which the second round has cards of at least two proposals, and the slots of its first round. */
function story(n: number): Played {
  for (let i = 0; ; i += 1) {
    const played = play(`tamper-${n}-${i}`)
    if (played.bundle.rounds.every(({ opened }) => (opened?.slots.filter(({ card }) => card !== null).length ?? 0) >= 2) && played.bundle.rounds.length === 2) return played
  }
}

const firstRound = (bundle: Bundle) => bundle.rounds[0] as Bundle['rounds'][number]
const slotsOf = (bundle: Bundle) => firstRound(bundle).opened?.slots as Slot[]
const cardAt = (bundle: Bundle, chance: Chance) => chance.oneOf(slotsOf(bundle).flatMap(({ card }, i) => (card === null ? [] : [i])))
const nameOf = (bundle: Bundle, i: number) => ({ proposal: firstRound(bundle).entries[Math.floor(i / firstRound(bundle).seal.slots)]?.proposal ?? '', letter: letterOf(i % firstRound(bundle).seal.slots) })

/** Gives a card another score than it has. */
function rescore(bundle: Bundle, i: number): Slot {
  const slot = slotsOf(bundle)[i] as Slot
  const changed: Slot = { salt: slot.salt, card: { scores: { ...slot.card?.scores, breadth: slot.card?.scores.breadth === '1' ? '2' : '1' } } }
  slotsOf(bundle)[i] = changed
  return changed
}

const tampering: [string, (bundle: Bundle, chance: Chance) => RegExp | undefined][] = [
  ['a score of a card changed', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    rescore(bundle, i)
    return new RegExp(`${nameOf(bundle, i).proposal} 的评分表 ${nameOf(bundle, i).letter} 与封存时不同`)
  }],
  ['a card taken out of its slot', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    slotsOf(bundle)[i] = { card: null, salt: slotsOf(bundle)[i]?.salt ?? '' }
    return new RegExp(`${nameOf(bundle, i).proposal} 的评分表 ${nameOf(bundle, i).letter} 与封存时不同`)
  }],
  ['a card put into an empty slot', (bundle) => {
    const i = slotsOf(bundle).findIndex(({ card }) => card === null)
    if (i === -1) return undefined
    slotsOf(bundle)[i] = { card: { scores: { breadth: '4', plan: '6' } }, salt: slotsOf(bundle)[i]?.salt ?? '' }
    return new RegExp(`${nameOf(bundle, i).proposal} 的评分表 ${nameOf(bundle, i).letter} 与封存时不同`)
  }],
  ['a slot dropped with its hash', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    slotsOf(bundle).splice(i, 1)
    firstRound(bundle).leaves.splice(i, 1)
    return /应有 \d+ 个散列值，现有 \d+ 个/
  }],
  ['a slot added with its hash', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    slotsOf(bundle).splice(i, 0, structuredClone(slotsOf(bundle)[i] as Slot))
    firstRound(bundle).leaves.splice(i, 0, firstRound(bundle).leaves[i] ?? '')
    return /应有 \d+ 个散列值，现有 \d+ 个/
  }],
  ['two cards of a proposal in another order', (bundle, chance) => {
    const { seal: { slots }, leaves } = firstRound(bundle)
    const i = chance.below(leaves.length / slots) * slots
    ;[leaves[i], leaves[i + 1]] = [leaves[i + 1] ?? '', leaves[i] ?? '']
    ;[slotsOf(bundle)[i], slotsOf(bundle)[i + 1]] = [slotsOf(bundle)[i + 1] as Slot, slotsOf(bundle)[i] as Slot]
    return new RegExp(`${nameOf(bundle, i).proposal} 的散列值次序不对`)
  }],
  ['two opened cards in another order, their hashes as they were', (bundle, chance) => {
    const { seal: { slots } } = firstRound(bundle)
    const i = chance.below(slotsOf(bundle).length / slots) * slots
    ;[slotsOf(bundle)[i], slotsOf(bundle)[i + 1]] = [slotsOf(bundle)[i + 1] as Slot, slotsOf(bundle)[i] as Slot]
    return new RegExp(`${nameOf(bundle, i).proposal} 的评分表 A 与封存时不同`)
  }],
  ['a card changed with its hash', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    firstRound(bundle).leaves[i] = leafOf({ competition: bundle.competition, round: firstRound(bundle).round, proposal: nameOf(bundle, i).proposal }, rescore(bundle, i))
    return /次序不对|由散列值算出的封存码/
  }],
  ['a card changed with all hashes and the root', (bundle, chance) => {
    const i = cardAt(bundle, chance)
    rescore(bundle, i)
    sealAgain(bundle)
    return /公示里的封存码是/
  }],
  ['two proposals in another order', (bundle) => {
    const { entries } = firstRound(bundle)
    ;[entries[0], entries[1]] = [entries[1] as (typeof entries)[0], entries[0] as (typeof entries)[0]]
    return /的次序不对，或者重复/
  }],
  ['a place exchanged in the published ranking', (bundle) => {
    const { standing } = firstRound(bundle)
    const [first, second] = standing
    if (first === undefined || second === undefined) return undefined
    ;[standing[0], standing[1]] = [second, first]
    return /排名第 1 行不同/
  }],
  ['a total raised in the published ranking', (bundle) => {
    const line = firstRound(bundle).standing.at(-1)
    if (line === undefined) return undefined
    line.total = '99.99'
    return /排名第 \d+ 行不同/
  }],
  ['a line of the awards dropped', (bundle) => (bundle.awards === null || bundle.awards.lines.pop() === undefined ? undefined : /第 \d+ 行不同/)],
  ['an award given to somebody else', (bundle) => {
    const line = bundle.awards?.lines[0]
    if (line === undefined) return undefined
    line.proposal = 'XY-AAAA-AAAA'
    return /第 1 行不同/
  }],
]

function sealAgain(bundle: Bundle): void {
  const round = firstRound(bundle)
  const cards = slotsOf(bundle).flatMap(({ card, salt }, i) => (card === null ? [] : [{ card, salt, proposal: nameOf(bundle, i).proposal }]))
  const seal = sealCards({ competition: bundle.competition, round: round.round }, round.seal.slots, round.entries.map(({ proposal }) => proposal), cards, new Chance('again').salt)
  round.leaves = seal.leaves
  round.seal.root = seal.root
  if (round.opened !== null) round.opened.slots = seal.opened
}

describe('tampering with a bundle is found, and the first difference named', () => {
  test.each(tampering)('%s', (_, tamper) => {
    let tried = 0
    for (let n = 0; n < 25; n += 1) {
      const bundle = copy(story(n).bundle)
      expect(differences(bundle)).toEqual([])
      const expected = tamper(bundle, new Chance(`tamper ${n}`))
      if (expected === undefined) continue
      tried += 1
      expect(differences(bundle)[0], `story ${n}`).toMatch(expected)
    }
    expect(tried).toBeGreaterThan(5)
  })

  test('a whole bundle forged anew stands in itself, and not against the root of the printed notice', () => {
    const { bundle } = story(1)
    const forged = copy(bundle)
    rescore(forged, cardAt(forged, new Chance('forged')))
    sealAgain(forged)
    forged.notice.roots[0] = firstRound(forged).seal.root
    expect(differences(forged, bundle.notice.roots)[0]).toMatch(/您知道的封存码是/)
  })

  test('what is no bundle is said to be none, with the place', () => {
    for (const json of [null, [], {}, { kind: 'xiuyuan-bundle' }, 'text']) expect(readBundle(json).ok).toBe(false)
    const { bundle } = story(2)
    const broken = readBundle({ ...bundle, rounds: [{ ...bundle.rounds[0], leaves: ['xyz'] }] })
    expect(broken.ok ? '' : broken.finding.what.zh).toContain('rounds.0.leaves.0')
  })
})

describe('a seal', () => {
  test('has as many slots for each proposal, and tells nothing of how many cards are behind them', () => {
    const { bundle, rounds } = story(3)
    for (const [i, { seal }] of rounds.entries()) {
      expect(seal.leaves).toHaveLength((bundle.rounds[i]?.entries.length ?? 0) * seal.slots)
      expect(new Set(seal.leaves).size).toBe(seal.leaves.length)
      expect(rootOf(seal.leaves)).toBe(seal.root)
    }
  })

  test('is that of the same cards in any order, and of no others', () => {
    const place = { competition: 'c_1', round: 'review' }
    const chance = new Chance('seal')
    const cards = ['XY-1', 'XY-1', 'XY-2'].map((proposal) => ({ proposal, card: { scores: { plan: String(chance.below(6)) } }, salt: chance.salt() }))
    const seal = sealCards(place, 3, ['XY-2', 'XY-1'], cards, chance.salt)
    expect(isSealOf(seal, place, ['XY-1', 'XY-2'], cards.toReversed())).toBe(true)
    expect(isSealOf(seal, place, ['XY-1', 'XY-2'], cards.slice(1))).toBe(false)
    expect(isSealOf(seal, place, ['XY-1', 'XY-2'], cards.map((card, i) => (i === 0 ? { ...card, card: { scores: { plan: '99' } } } : card)))).toBe(false)
    expect(isSealOf(seal, place, ['XY-1', 'XY-2', 'XY-3'], cards)).toBe(false)
  })

  test('grows to as many slots as the proposal with most cards has', () => {
    const chance = new Chance('more')
    const cards = Array.from({ length: 4 }, () => ({ proposal: 'XY-1', card: { scores: { plan: '1' } }, salt: chance.salt() }))
    expect(sealCards({ competition: 'c_1', round: 'review' }, 3, ['XY-1', 'XY-2'], cards, chance.salt)).toMatchObject({ slots: 4, leaves: { length: 8 } })
  })
})

describe('receipts and proofs', () => {
  test('every receipt of a card that counts is found in the bundle, and no changed one is', () => {
    for (let n = 0; n < 20; n += 1) {
      const { bundle, rounds } = story(n)
      for (const receipt of rounds.flatMap(({ receipts }) => receipts)) {
        expect(verifyReceipt(receipt, bundle).every(({ holds }) => holds)).toBe(true)
        expect(verifyReceipt({ ...receipt, card: { scores: { ...receipt.card.scores, plan: receipt.card.scores.plan === '1' ? '2' : '1' } } }, bundle)[0]?.holds).toBe(false)
        const changed = { ...receipt, salt: receipt.salt.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }
        expect(verifyReceipt({ ...changed, leaf: leafOf(changed, changed) }, bundle).at(-1)?.holds).toBe(false)
      }
    }
  })

  test('a proposal’s proof leads to the seals, and fails when a card, a place or the seal is another', () => {
    for (let n = 0; n < 20; n += 1) {
      const { bundle, rounds } = story(n)
      const proposal = firstRound(bundle).entries[0]?.proposal ?? ''
      const proof = proofOf(bundle.competition, proposal, rounds.map(({ seal }, i) => ({ rules: bundle.rulebook.rounds[i] as Bundle['rulebook']['rounds'][number], seal, score: null })))
      expect(verifyProof(proof, bundle).map(({ holds }) => holds)).toEqual(proof.rounds.map(() => true))
      expect(verifyProof(proof).every(({ holds }) => holds)).toBe(true)
      const [round] = structuredClone(proof).rounds
      if (round === undefined) throw new Error('no round')
      const [first] = round.slots
      if (first === undefined) throw new Error('no slot')
      const wrong = (change: Partial<typeof first>) => verifyProof({ ...proof, rounds: [{ ...round, slots: [{ ...first, ...change }] }] }, bundle)[0]?.holds
      expect([wrong({ index: first.index + 1 }), wrong({ leaf: round.root }), wrong({ path: first.path.slice(1) }), wrong({ opened: { card: { scores: { plan: '0' } }, salt: first.opened?.salt ?? '' } })]).toEqual([false, false, false, false])
      expect(verifyProof({ ...proof, rounds: [{ ...round, root: first.leaf }] }, bundle)[0]?.holds).toBe(false)
    }
  })

  test('where only totals are published, a proof opens nothing', () => {
    const { bundle, rounds } = story(4)
    const proof = proofOf(bundle.competition, firstRound(bundle).entries[0]?.proposal ?? '', rounds.map(({ seal }, i) => ({ rules: { id: bundle.rulebook.rounds[i]?.id ?? '', disclosure: 'totals' as const }, seal, score: null })))
    expect(proof.rounds.flatMap(({ slots }) => slots.map(({ opened }) => opened))).toEqual(proof.rounds.flatMap(({ slots }) => slots.map(() => null)))
    expect(verifyProof(proof, bundle).every(({ holds }) => holds)).toBe(true)
  })

  test('what is no receipt or proof is said to be none', () => {
    expect([readReceipt({ kind: 'xiuyuan-receipt' }).ok, readProof([]).ok]).toEqual([false, false])
  })
})
