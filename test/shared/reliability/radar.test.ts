import { expect, test } from 'vitest'
import { type Clue, type RadarFacts, radarOf } from '../../../shared/reliability/radar.ts'
import { normal, random, ratings } from './sample.ts'

const none: RadarFacts = { ratings: [], cards: [], ties: [], applicantOf: new Map(), heard: false }
const at = (seconds: number) => new Date(Date.UTC(2026, 4, 1) + seconds * 1000).toISOString()
const card = (judge: string, entry: string, more: { comment?: string; begun?: number; sent?: number } = {}) => ({ judge, entry, comment: more.comment ?? '', begunAt: at(more.begun ?? 0), submittedAt: at(more.sent ?? 100_000) })
const kinds = (clues: readonly Clue[]) => clues.map(({ of }) => of)

/** Judges who differ as judges do: a level each, and chance. */
function usual(seed: number, judges: number, change: (judge: number, entry: number, value: number) => number = (_, __, value) => value) {
  const draw = random(seed)
  const levels = Array.from({ length: judges }, () => normal(draw, 1.5))
  return ratings(Array.from({ length: 12 }, (_, i) => { const own = 80 + normal(draw, 5); return levels.map((level, j) => change(j, i, own + level + normal(draw, 2))) }))
}

test('a judge far from all others is named, with how far and what is usual', () => {
  const clues = radarOf({ ...none, ratings: usual(1, 7, (judge, _, value) => (judge === 2 ? value - 25 : value)) })
  expect(clues).toMatchObject([{ of: 'far', judge: 'j003', cards: 12 }])
  const [clue] = clues
  if (clue?.of !== 'far') throw new Error('not far')
  expect(clue.distance).toBeGreaterThan(20)
  expect(clue.usual).toBeLessThan(8)
})

test('a judge who puts the entries the other way round is named', () => {
  expect(radarOf({ ...none, ratings: usual(2, 5, (judge, _, value) => (judge === 4 ? 160 - value : value)) })).toContainEqual(expect.objectContaining({ of: 'against', judge: 'j005' }))
})

test('judges who differ as judges do are left in peace: hardly a clue in a hundred rounds', () => {
  const clues = Array.from({ length: 100 }, (_, seed) => radarOf({ ...none, ratings: usual(seed + 100, 6) })).flat()
  expect(clues.length).toBeLessThanOrEqual(3)
})

test('mutual favours: each scored the other’s applicant far above the rest; one way alone is no clue', () => {
  const applicantOf = new Map([['e001', 'o1'], ['e002', 'o2']])
  const ties = [{ judge: 'j001', organisation: 'o1' }, { judge: 'j002', organisation: 'o2' }]
  // j001 is bound to o1 and recused there, j002 to o2.
  const table = (there: number, back: number) => ratings([[null, back, 70, 71], [there, null, 72, 70], [75, 74, 76, 75], [66, 68, 67, 66]])
  const clues = radarOf({ ...none, ratings: table(98, 97), ties, applicantOf })
  expect(clues).toMatchObject([{ of: 'favours', judges: ['j001', 'j002'], entries: [{ judge: 'j001', entry: 'e002', value: 98, others: 71 }, { judge: 'j002', entry: 'e001', value: 97, others: 70.5 }] }])
  expect(radarOf({ ...none, ratings: table(98, 70), ties, applicantOf })).toEqual([])
  expect(radarOf({ ...none, ratings: table(98, 97), ties: ties.slice(0, 1), applicantOf })).toEqual([])
})

test('cards filled in within seconds: sent one after the other, neither begun earlier', () => {
  const burst = [0, 10, 20, 30].map((sent, i) => card('j1', `e${i}`, { begun: sent, sent }))
  expect(radarOf({ ...none, cards: burst })).toEqual([{ of: 'hasty', judge: 'j1', hasty: 3, cards: 4, seconds: 10 }])
  expect(radarOf({ ...none, cards: burst, heard: true })).toEqual([])
  // Drafted over an hour and sent together at its end.
  expect(radarOf({ ...none, cards: burst.map((one) => ({ ...one, begunAt: at(-3600) })) })).toEqual([])
  expect(radarOf({ ...none, cards: [0, 600, 1200, 1800].map((sent, i) => card('j1', `e${i}`, { begun: sent, sent })) })).toEqual([])
})

test('the same words: by two judges, or by one on three cards; points and spaces hide nothing, short praise is no copy', () => {
  const words = '需求调研扎实，服务对象明确，预算合理。'
  expect(radarOf({ ...none, cards: [card('j1', 'e1', { comment: words }), card('j2', 'e1', { comment: ' 需求调研扎实,服务对象明确, 预算合理 ' })] })).toEqual([{ of: 'copied', comment: words, cards: [{ judge: 'j1', entry: 'e1' }, { judge: 'j2', entry: 'e1' }] }])
  expect(kinds(radarOf({ ...none, cards: ['e1', 'e2'].map((entry) => card('j1', entry, { comment: words })) }))).toEqual([])
  expect(kinds(radarOf({ ...none, cards: ['e1', 'e2', 'e3'].map((entry) => card('j1', entry, { comment: words })) }))).toEqual(['copied'])
  expect(kinds(radarOf({ ...none, cards: ['j1', 'j2', 'j3'].map((judge) => card(judge, 'e1', { comment: '很好，继续努力！' })) }))).toEqual([])
})

test('an empty round, and one card, give no clue', () => {
  expect(radarOf(none)).toEqual([])
  expect(radarOf({ ...none, ratings: ratings([[80]]), cards: [card('j1', 'e1')] })).toEqual([])
})
