import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Normalisation } from '../../../shared/rulebook/round.ts'
import type { RoundResult } from '../../../shared/standing/aggregate.ts'
import { nothingBeside } from '../../../shared/standing/beside.ts'
import { countRound } from '../../../shared/standing/count.ts'
import type { Standing } from '../../../shared/standing/standing.ts'
import { roundOf, smallRulebook } from './sample.ts'

const manual = readFileSync(new URL('../../../docs/scoring.md', import.meta.url), 'utf8')

type Given = readonly [entry: string, group: string, first: string, second: string]

/** Two rounds of one card each, the first of them normalised. */
function standingsOf(normalisation: Normalisation, given: readonly Given[]): Standing[] {
  const small = smallRulebook({ tieBreaks: [] })
  const whole = { ...roundOf(small, 0), weight: 50, criteria: [{ id: 'all', label: { zh: '总分' }, max: 100 }] }
  const rulebook = { ...small, rounds: [{ ...whole, id: 'first', normalisation }, { ...whole, id: 'second' }] }
  const results: RoundResult[] = []
  let standings: Standing[] = []
  for (const index of [0, 1]) {
    const count = countRound({
      rulebook, index, entries: given.map(([id, group]) => ({ id, category: 'other', group })), cards: given.map((one) => ({ entry: one[0], judge: 'j', scores: { all: one[index + 2] ?? '' } })),
      decisions: [], chosen: [], earlier: [...results], seed: 's', beside: nothingBeside,
    })
    if (!count.ok) throw new Error('everybody has a card')
    results.push(count.counted.result)
    standings = count.counted.standings
  }
  return standings
}

/** A row of the manual's table: what P is given, and what comes of it. */
function rowOf(points: string, all: readonly Standing[]): string {
  const of = (entry: string) => all.find((one) => one.entry === entry)
  return `| ${points} | ${of('P')?.rounds[0]?.score} | ${of('P')?.total} | ${of('Q')?.rounds[0]?.score} | ${of('Q')?.total} | ${all[0]?.entry} |`
}

describe('the manual’s counterexamples: P is given more by a judge, and Q passes it', () => {
  test.each<[string, Normalisation, (points: string) => Given[], [string, string]]>([
    ['standard scores', { rule: 'group-standard', within: 'all' }, (points) => [['P', 'A', points, '88'], ['a', 'A', '80', '70'], ['b', 'A', '80', '70'], ['Q', 'B', '90', '85'], ...['c', 'd', 'e', 'f'].map((id): Given => [id, 'B', '78', '70'])], ['86.00', '95.00']],
    ['coefficients', { rule: 'group-coefficient', within: 'all' }, (points) => [['P', 'A', points, '90'], ['Q', 'B', '90', '77.8'], ['a', 'B', '75', '70'], ['b', 'B', '72', '70'], ['c', 'B', '75', '70']], ['80.00', '92.00']],
  ])('%s', (_name, rule, given, [before, after]) => {
    const [there, then] = [standingsOf(rule, given(before)), standingsOf(rule, given(after))]
    expect([there[0]?.entry, there[1]?.entry]).toEqual(['P', 'Q'])
    expect([then[0]?.entry, then[1]?.entry]).toEqual(['Q', 'P'])
    expect(manual).toContain(rowOf(before, there))
    expect(manual).toContain(rowOf(after, then))
    // Without the rule the same scores leave P first.
    expect(standingsOf({ rule: 'none' }, given(after))[0]?.entry).toBe('P')
  })
})
