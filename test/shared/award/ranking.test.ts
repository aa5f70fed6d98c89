import { expect, test } from 'vitest'
import type { AwardLine } from '../../../shared/award/line.ts'
import { rankWinners } from '../../../shared/award/ranking.ts'
import { newProposalId } from '../../../shared/kernel/ids.ts'

const [a, b, c, d] = [newProposalId(), newProposalId(), newProposalId(), newProposalId()]
const line = (proposal: AwardLine['proposal'], award: string): AwardLine => ({ award, awardName: { zh: award }, place: 1, proposal, title: '', organisation: '', category: 'other', total: '90.00', amount: null })
const ranked = (lines: AwardLine[], places: [string, number][]) => rankWinners(lines, new Map(places)).map(({ proposal, rank }) => [proposal, rank])

test('winners of all categories stand in the order of the final standing', () => {
  // Each category's first prize comes first on the list of awards.
  expect(ranked([line(a, 'first'), line(c, 'first'), line(b, 'second'), line(d, 'second')], [[a, 1], [b, 2], [c, 5], [d, 7]])).toEqual([[a, 1], [b, 2], [c, 3], [d, 4]])
})

test('equals share a rank, unless a decision gave one of them the better award', () => {
  const places: [string, number][] = [[a, 1], [b, 2], [c, 2], [d, 4]]
  expect(ranked([line(a, 'first'), line(b, 'second'), line(c, 'second'), line(d, 'third')], places)).toEqual([[a, 1], [b, 2], [c, 2], [d, 4]])
  expect(ranked([line(a, 'first'), line(c, 'second'), line(b, 'third'), line(d, 'third')], places)).toEqual([[a, 1], [c, 2], [b, 3], [d, 4]])
})
