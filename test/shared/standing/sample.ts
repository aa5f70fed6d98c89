import type { Card } from '../../../shared/standing/aggregate.ts'
import type { Aggregation, Round } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { rulebook } from '../rulebook/sample.ts'

export function roundOf(book: Rulebook, index: number): Round {
  const round = book.rounds[index]
  if (!round) throw new Error(`no round ${index}`)
  return round
}

/** A one-round rulebook of two criteria (60 and 40), to two decimals, ties by the second criterion only. */
export function smallRulebook(changes: Partial<Rulebook> = {}, aggregation: Aggregation = { rule: 'mean' }): Rulebook {
  const base = rulebook('jiaxing-default')
  return {
    ...base,
    rounds: [{
      ...roundOf(base, 0), id: 'only', weight: 100, floor: 1, aggregation, entry: { decimals: 2, step: 0.5 }, advance: { rule: 'all' },
      criteria: [{ id: 'need', label: { zh: '需求' }, max: 60 }, { id: 'plan', label: { zh: '方案' }, max: 40 }],
    }],
    tieBreaks: [{ rule: 'criterion', round: 'only', criterion: 'plan' }],
    ...changes,
  }
}

export const card = (entry: string, judge: string, need: string, plan: string): Card => ({ entry, judge, scores: { need, plan } })

/** A card that gives each leaf its max times `share`, in whole points. */
export function fullCard(round: Round, entry: string, judge: string, share: number): Card {
  return { entry, judge, scores: Object.fromEntries(leavesOf(round.criteria).map(({ id, max }) => [id, String(Math.floor(max * share))])) }
}
