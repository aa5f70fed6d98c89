import { giveAwards } from '../award/award.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { leavesOf } from '../rulebook/sheet.ts'
import type { RoundResult, UnscoredDecision } from './aggregate.ts'
import { type Beside } from './beside.ts'
import { countRound, type RoundRecords } from './count.ts'
import type { Standing } from './standing.ts'

/** What one round of an earlier competition was counted from. */
export type TrialRound = Pick<RoundRecords, 'entries' | 'cards' | 'decisions'>

/** Why rules can't be tried on an earlier competition: its cards don't say what the sheets ask. One sentence each; none: they can. */
export function trialObstacles(rules: Rulebook, earlier: Rulebook): Bilingual[] {
  if (rules.rounds.length !== earlier.rounds.length) {
    return [{ zh: `这份章程有 ${rules.rounds.length} 轮，那次大赛有 ${earlier.rounds.length} 轮。`, en: `These rules have ${rules.rounds.length} rounds, and that competition had ${earlier.rounds.length}.` }]
  }
  return rules.rounds.flatMap((round, i) => {
    const known = new Map(leavesOf(earlier.rounds[i]?.criteria ?? []).map(({ id, max }) => [id, max]))
    const lacking = leavesOf(round.criteria).filter(({ id, max }) => known.get(id) !== max)
    return lacking.length === 0 ? [] : [{
      zh: `“${round.name.zh}”的评分表不同：那次没有${lacking.map(({ label, max }) => `“${label.zh}”（满分 ${max}）`).join('、')}。`,
      en: `The sheet of "${round.name.en ?? round.name.zh}" differs: that competition had no ${lacking.map(({ label, max }) => `"${label.en ?? label.zh}" out of ${max}`).join(', ')}.`,
    }]
  })
}

export interface Trial {
  /** Of each round: who would have gone on by these rules, and who would be tied across the line. */
  rounds: { round: string; advancing: string[]; tied: string[] }[]
  /** The final standing, best first, among those who were judged in the last round. */
  standings: Standing[]
  /** By entry: the id of the award it would have taken. Ties that people would decide leave it to nobody. */
  awards: Map<string, string>
}

/**
 * An earlier competition's cards counted by other rules. Each round has the entries that it had: who would have gone on instead has no later
 * cards, and so no later place. Entries below these rules' floor count with what they have. Throws TypeError where `trialObstacles` has any.
 */
export function tryRules(rules: Rulebook, rounds: readonly TrialRound[], seed: string, beside: Beside): Trial {
  const results: RoundResult[] = []
  const trial: Trial = { rounds: [], standings: [], awards: new Map() }
  for (const [index, { entries, cards, decisions }] of rounds.entries()) {
    const round = rules.rounds[index]
    if (round === undefined) throw new TypeError(`the rulebook ${rules.id} has no round ${index}`)
    const carded = new Set(cards.map(({ entry }) => entry))
    const fewer = entries.filter(({ id }) => !decisions.some(({ entry }) => entry === id)).map(({ id }): UnscoredDecision => ({ entry: id, decision: carded.has(id) ? 'accept-fewer' : 'exclude', reason: '' }))
    const count = countRound({ rulebook: rules, index, entries, cards, decisions: [...decisions, ...fewer], earlier: [...results], chosen: [], seed, beside })
    if (!count.ok) throw new TypeError('every entry is decided about')
    results.push(count.counted.result)
    const { advanced, standings } = count.counted
    trial.rounds.push({ round: round.id, advancing: advanced.advancing, tied: advanced.tied.flatMap(({ entries: tied }) => tied) })
    trial.standings = standings
  }
  trial.awards = new Map(giveAwards(rules, trial.standings.map(({ entry, category, group, place, total }) => ({ entry, category, group, place, total }))).awards.map(({ entry, award }) => [entry, award]))
  return trial
}
