import { describe, expect, test } from 'vitest'
import type { Round } from '../../../shared/rulebook/round.ts'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'
import { cardTotal, scoreMistakes, totalSoFar } from '../../../shared/rulebook/sheet.ts'
import { makeStandings } from '../../../shared/standing/standing.ts'
import { scoreRound } from '../../../shared/standing/aggregate.ts'
import { roundOf, smallRulebook } from '../standing/sample.ts'
import { rulebook } from './sample.ts'

const extras: Round['extras'] = [{ id: 'prize', label: { zh: '获奖', en: 'Prize' }, kind: 'bonus', most: 5 }, { id: 'late', label: { zh: '逾期', en: 'Late' }, kind: 'deduction', most: 10 }]
const small = smallRulebook()
const only: Round = { ...roundOf(small, 0), extras }
const full = { need: '60', plan: '40' }

describe('bonus and deduction lie outside the sheet', () => {
  test('a bonus passes the total, a deduction is taken off, and nothing goes below 0', () => {
    expect(cardTotal(only, { ...full, prize: '4.5' }).toFixed()).toBe('104.5')
    expect(cardTotal(only, { ...full, prize: '5', late: '7.25' }).toFixed()).toBe('97.75')
    expect(cardTotal(only, { need: '0', plan: '3', late: '10' }).toFixed()).toBe('0')
    expect(totalSoFar(only, { need: '60', prize: '5' }).toFixed()).toBe('65')
  })

  test('they may stay empty, and are held to their own most, typed above 0', () => {
    expect(scoreMistakes(only, full, true)).toEqual([])
    expect(scoreMistakes(only, { ...full, prize: '5.01', late: '-1' }, true).map(({ path, code }) => `${path} ${code}`)).toEqual(['scores.prize SCORE_OUT_OF_RANGE', 'scores.late SCORE_OUT_OF_RANGE'])
    expect(scoreMistakes({ ...only, extras: [] }, { ...full, prize: '1' }, true)).toMatchObject([{ path: 'scores.prize', code: 'CRITERION_UNKNOWN' }])
  })

  test('a tally of them passes 100, and ranks by it', () => {
    const book = { ...small, rounds: [only] }
    const cards = [
      { entry: 'a', judge: '1', scores: { ...full, prize: '5' } }, { entry: 'a', judge: '2', scores: { ...full, prize: '2' } },
      { entry: 'b', judge: '1', scores: full }, { entry: 'b', judge: '2', scores: { ...full, late: '1' } },
    ]
    const scored = scoreRound(only, ['a', 'b'], cards, [])
    if (!scored.ok) throw new Error('two cards each')
    const standings = makeStandings(book, [scored.result], [{ id: 'b', category: 'x' }, { id: 'a', category: 'x' }], 'seed')
    expect(standings.map(({ entry, total, place }) => [entry, total, place])).toEqual([['a', '103.50', 1], ['b', '99.50', 2]])
    expect(scored.result.scores.a?.totals).toEqual(['105.00', '102.00'])
  })

  test('rulebooks name each but once, in points that a judge may enter', () => {
    const base = rulebook('jiaxing-default')
    const mistakes = (given: unknown) => {
      const parsed = parseRulebook({ ...base, rounds: base.rounds.map((round) => ({ ...round, extras: given })) })
      return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path} ${code}`)
    }
    expect(mistakes(extras)).toEqual([])
    expect(mistakes([{ ...extras[0], id: 'breadth' }])).toContain('/rounds/0/extras/0/id ID_REPEATED')
    expect(mistakes([extras[0], extras[0]])).toContain('/rounds/1/extras/1/id ID_REPEATED')
    expect(mistakes([{ ...extras[0], most: 2.5 }])).toContain('/rounds/0/extras/0/most TOO_MANY_DECIMALS')
    expect(mistakes([{ ...extras[0], most: 0 }])).toContain('/rounds/0/extras/0/most TOO_LITTLE')
    expect(mistakes([{ ...extras[0], kind: 'malus' }])).toContain('/rounds/0/extras/0/kind CHOICE_UNKNOWN')
  })
})
