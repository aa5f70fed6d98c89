import { expect, test } from 'vitest'
import { type Ballot, ballotSchema } from '../../../shared/vote/ballot.ts'
import { burstsOf } from '../../../shared/vote/burst.ts'
import { newCompetitionId, newProposalId } from '../../../shared/kernel/ids.ts'

const competition = newCompetitionId()
const [a, b] = [newProposalId(), newProposalId()]
let voter = 0
const ballot = (network: string, minute: number, more: Partial<Ballot> = {}): Ballot => ballotSchema.parse({
  competition, voter: `person:${(voter += 1)}`, day: '2026-05-01', proposals: [a], at: `2026-05-01T04:${String(minute).padStart(2, '0')}:00.000Z`, network, browser: null, shadow: false, ...more,
})
const many = (n: number, network: string, more: (i: number) => Partial<Ballot> = () => ({}), minute = (i: number) => i % 10) => Array.from({ length: n }, (_, i) => ballot(network, minute(i), more(i)))

test('twenty of one network within ten minutes for the same project, and no fewer, no slower, no more mixed', () => {
  expect(burstsOf(many(20, 'n1'))).toMatchObject([{ kind: 'network', from: 'n1', ballots: 20, proposal: a, naming: 20 }])
  expect(burstsOf(many(19, 'n1'))).toEqual([])
  expect(burstsOf(many(20, 'n1', () => ({}), (i) => i * 2))).toEqual([])
  expect(burstsOf(many(20, 'n1', (i) => (i < 3 ? { proposals: [b] } : {})))).toEqual([])
  expect(burstsOf(many(20, 'n1', (i) => (i < 2 ? { proposals: [b] } : {})))).toHaveLength(1)
  expect(burstsOf(many(40, 'n1', () => ({ shadow: true })))).toEqual([])
  expect(burstsOf(many(40, 'n1', () => ({ network: null })))).toEqual([])
})

test('four voters on one browser a day', () => {
  const shared = (n: number) => many(n, 'n1', (i) => ({ browser: 'b1', network: `n${i}` }))
  expect(burstsOf(shared(3))).toEqual([])
  expect(burstsOf(shared(4))).toMatchObject([{ kind: 'browser', from: 'b1', ballots: 4 }])
})
