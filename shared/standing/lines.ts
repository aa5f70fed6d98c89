import type { Bilingual } from '../kernel/text.ts'
import type { Proposal } from '../proposal/proposal.ts'
import type { Advanced } from './advance.ts'
import type { RoundResult } from './aggregate.ts'
import type { Standing } from './standing.ts'
import type { StandingLine } from './standing.store.ts'

/**
 * The lines of a ranking as they are stored, in the standing's order. `result` is that of the last counted round. Throws TypeError where a
 * proposal of the standing is not among `proposals` or has no score.
 */
export function standingLines(
  standings: readonly Standing[],
  advanced: Advanced,
  result: RoundResult,
  proposals: readonly Pick<Proposal, 'id' | 'title' | 'organisation'>[],
  groups: readonly { id: string; name: Bilingual }[],
): StandingLine[] {
  const known = new Map<string, (typeof proposals)[number]>(proposals.map((proposal) => [proposal.id, proposal]))
  const named = new Map(groups.map((group) => [group.id, { id: group.id, name: group.name }]))
  const advancing = new Set(advanced.advancing)
  const waiting = new Set(advanced.tied.flatMap(({ entries }) => entries))
  return standings.map((one) => {
    const proposal = known.get(one.entry)
    const score = result.scores[one.entry]
    if (proposal === undefined || score === undefined) throw new TypeError(`${one.entry} stands in the ranking without a record or a score`)
    return {
      proposal: proposal.id, title: proposal.title, organisation: proposal.organisation.name, category: one.category, group: named.get(one.group ?? '') ?? null,
      place: one.place, value: one.value, total: one.total, rounds: one.rounds, totals: score.totals, criteria: score.criteria, tie: one.tie?.sentence ?? null,
      ...(score.raw === undefined ? {} : { raw: score.raw }), ...(one.vote === undefined ? {} : { vote: one.vote }), ...(one.bonus === undefined ? {} : { bonus: one.bonus }),
      advances: advancing.has(one.entry), waits: waiting.has(one.entry),
    }
  })
}
