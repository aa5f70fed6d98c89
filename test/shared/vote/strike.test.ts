import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCompetitionId, newProposalId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { type Ballot, ballotSchema, countVotes } from '../../../shared/vote/ballot.ts'
import { burstsOf } from '../../../shared/vote/burst.ts'
import { counting, isStruck, setAsideOf, type Span, type Strike } from '../../../shared/vote/strike.ts'
import { traceOf } from '../../../shared/vote/trace.ts'

const competition = newCompetitionId()
const [a, b] = [newProposalId(), newProposalId()]
const noon = Date.parse('2026-05-01T04:00:00.000Z')
const at = (seconds: number) => toInstant(noon + seconds * 1000)
let voters = 0
const ballot = (seconds: number, more: Partial<Ballot> = {}): Ballot => ballotSchema.parse({ competition, voter: `person:${(voters += 1)}`, day: 'once', proposals: [a], at: at(seconds), network: 'n1', browser: null, shadow: false, ...more })
const strike = (span: Partial<Span>, reason = '反复投票', decided = 0): Span & Pick<Strike, 'reason' | 'at'> => ({ kind: 'network', trace: 'n1', since: at(0), until: at(60), ...span, reason, at: at(decided) })

test('a strike takes what came from one place between its two ends, both included, and nothing that comes later', () => {
  const all = [ballot(-1), ballot(0), ballot(30, { proposals: [b] }), ballot(60), ballot(61), ballot(30, { network: 'n2' }), ballot(30, { network: null, browser: 'n1' })]
  expect(all.map((one) => isStruck(one, [strike({})]))).toEqual([false, true, true, true, false, false, false])
})

test('struck ballots count as if they had never been cast, whatever else is cast and set aside', () => {
  const cast = fc.record({ seconds: fc.integer({ min: 0, max: 100 }), network: fc.constantFrom('n1', 'n2', null), browser: fc.constantFrom('b1', null), proposals: fc.subarray([a, b], { minLength: 1 }), shadow: fc.boolean() })
  const span = fc.record({ kind: fc.constantFrom('network' as const, 'browser' as const), trace: fc.constantFrom('n1', 'n2', 'b1'), since: fc.integer({ min: 0, max: 100 }).map(at), until: fc.integer({ min: 0, max: 100 }).map(at) })
  fc.assert(fc.property(fc.array(cast, { maxLength: 30 }), fc.array(span, { maxLength: 4 }), (given, spans) => {
    const all = given.map(({ seconds, ...more }) => ballot(seconds, more))
    const never = all.filter((one) => !spans.some(({ kind, trace, since, until }) => one[kind] === trace && one.at >= since && one.at <= until))
    expect(countVotes([a, b], counting(all, spans))).toEqual(countVotes([a, b], never))
    expect(setAsideOf(all, spans.map((one) => strike(one))).ballots).toBe(all.filter((one) => !one.shadow && !never.includes(one)).length)
    // In any order, and each twice.
    expect(counting(all, [...spans.toReversed(), ...spans])).toEqual(counting(all, spans))
  }))
})

test('the public is told each ballot once, and each reason once, in the order of the decisions', () => {
  const all = [ballot(10, { browser: 'b1' }), ballot(20), ballot(30, { shadow: true }), ballot(90)]
  const strikes = [strike({}, '同一台电脑', 5), strike({ kind: 'browser', trace: 'b1' }, '同一网络反复投票', 2), strike({ since: at(20) }, '同一台电脑', 9)]
  expect(setAsideOf(all, strikes)).toEqual({ ballots: 2, reasons: ['同一网络反复投票', '同一台电脑'] })
  expect(setAsideOf(all, [])).toEqual({ ballots: 0, reasons: [] })
})

test('a burst says how many of it are set aside; those that come later show as ones that count', () => {
  const first = Array.from({ length: 20 }, (_, i) => ballot(i))
  const [burst] = burstsOf(first)
  expect(burst).toMatchObject({ ballots: 20, struck: 0, since: at(0), until: at(19) })
  const decided = { ...strike({ until: at(19) }), id: '1', competition, ballots: 20, by: { person: 'p' as never, name: '' } }
  expect(burstsOf(first, [decided])).toMatchObject([{ ballots: 20, struck: 20 }])
  expect(burstsOf([...first, ballot(40), ballot(50)], [decided])).toMatchObject([{ ballots: 22, struck: 20, until: at(50) }])
})

test('ten minutes are any ten minutes, wherever the clock’s own begin; and a browser’s day is one of Shanghai', () => {
  expect(burstsOf(Array.from({ length: 20 }, (_, i) => ballot(595 + i)))).toMatchObject([{ ballots: 20 }])
  // Two lots an hour apart are two.
  expect(burstsOf([...Array.from({ length: 20 }, (_, i) => ballot(i)), ...Array.from({ length: 21 }, (_, i) => ballot(3600 + i))])).toMatchObject([{ ballots: 21 }, { ballots: 20 }])
  // A long one is one.
  expect(burstsOf(Array.from({ length: 100 }, (_, i) => ballot(i * 25)))).toMatchObject([{ ballots: 100 }])
  const midnight = (12 * 3600)
  expect(burstsOf(Array.from({ length: 4 }, (_, i) => ballot(midnight + i - 2, { network: null, browser: 'b1' })))).toEqual([])
  // Eight in the morning, where a day in UTC begins.
  expect(burstsOf(Array.from({ length: 4 }, (_, i) => ballot(-4 * 3600 + i - 2, { network: null, browser: 'b1' })))).toHaveLength(1)
})

test('a trace goes by secret, competition and kind, and is no digest of the address alone', () => {
  const traces = [traceOf('one secret', 'c', 'network', '10.0.0.1'), traceOf('another secret', 'c', 'network', '10.0.0.1'), traceOf('one secret', 'd', 'network', '10.0.0.1'), traceOf('one secret', 'c', 'browser', '10.0.0.1'), traceOf('one secret', 'c', 'network', '10.0.0.2')]
  expect(new Set(traces).size).toBe(5)
  expect(traceOf('one secret', 'c', 'network', '10.0.0.1')).toBe(traces[0])
})
