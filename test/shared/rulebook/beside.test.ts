import { expect, test } from 'vitest'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'
import { rulebook } from './sample.ts'

const base = rulebook('qingdao-2018')
const mistakes = (change: object) => {
  const parsed = parseRulebook({ ...base, ...change })
  return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path} ${code}`)
}
const vote = { weight: 10, mostWeight: 20, during: 'pitch', ballots: 'daily', choices: 3, score: 'share-of-most', live: false, shows: ['name'] }
const rounds = base.rounds.map((round) => (round.id === 'pitch' ? { ...round, weight: 50 } : round))

test('a vote makes 100 with the rounds, keeps to its cap and to the schema’s, and shows what judges may see', () => {
  expect(mistakes({ rounds, vote })).toEqual([])
  expect(mistakes({ vote })).toEqual(['/rounds WEIGHTS_NOT_100'])
  expect(mistakes({ rounds, vote: { ...vote, mostWeight: 5 } })).toEqual(['/vote/weight VOTE_ABOVE_CAP'])
  expect(mistakes({ rounds, vote: { ...vote, mostWeight: 31 } })).toEqual(['/vote/mostWeight TOO_MUCH'])
  expect(mistakes({ rounds, vote: { ...vote, during: 'final' } })).toEqual(['/vote/during NAME_UNKNOWN'])
  expect(mistakes({ rounds, vote: { ...vote, shows: ['lead'] } })).toEqual(['/vote/shows/0 FIELD_IDENTIFIES'])
  expect(mistakes({ rounds, vote: { ...vote, shows: ['nothing'] } })).toEqual(['/vote/shows/0 NAME_UNKNOWN'])
})

test('bonuses name what there is, and their cap can be reached', () => {
  const rule = (by: object, more: object = {}) => ({ id: 'a', label: { zh: '加分' }, points: 1, by, ...more })
  const bonuses = (...rules: object[]) => ({ bonuses: { most: 1, rules } })
  expect(mistakes(bonuses(rule({ rule: 'grade-at-least', grade: '3A' })))).toEqual([])
  expect(mistakes(bonuses(rule({ rule: 'category', category: 'art' })))).toEqual(['/bonuses/rules/0/by/category NAME_UNKNOWN'])
  expect(mistakes(bonuses(rule({ rule: 'field-at-least', field: 'name', value: 1 })))).toEqual(['/bonuses/rules/0/by/field KIND_WRONG'])
  expect(mistakes(bonuses(rule({ rule: 'past-award', years: 2 }, { points: 0.125 })))).toContain('/bonuses/rules/0/points TOO_MANY_DECIMALS')
  expect(mistakes({ bonuses: { most: 2, rules: [rule({ rule: 'past-award', years: 2 })] } })).toEqual(['/bonuses/most NEVER_REACHED'])
  expect(mistakes(bonuses(rule({ rule: 'past-award', years: 2 }), rule({ rule: 'past-award', years: 3 })))).toContain('/bonuses/rules/1/id ID_REPEATED')
})

test('groups are compared where there are several, each with a panel', () => {
  const first = (change: object) => ({ rounds: base.rounds.map((round, i) => (i === 1 ? { ...round, ...change } : round)) })
  const all = { rule: 'group-coefficient', within: 'all' }
  expect(mistakes(first({ normalisation: all }))).toEqual([])
  expect(mistakes(first({ normalisation: { ...all, within: 'category' } }))).toEqual([])
  expect(mistakes(first({ normalisation: all, assignment: 'spread' }))).toEqual(['/rounds/1/normalisation/rule NORMALISED_WITHOUT_PANELS'])
  expect(mistakes(first({ normalisation: all, grouping: { rule: 'even', count: 1 } }))).toContain('/rounds/1/normalisation/rule NORMALISED_WITHOUT_GROUPS')
  expect(mistakes(first({ normalisation: { ...all, within: 'category' }, grouping: { rule: 'by-category', count: 9 } }))).toContain('/rounds/1/normalisation/within NORMALISED_WITHOUT_GROUPS')
})
