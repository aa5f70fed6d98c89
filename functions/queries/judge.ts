import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { closesAt, type Competition } from '../../shared/competition/competition.ts'
import { byPace, type Pace, paceOf } from '../../shared/competition/pace.ts'
import { countsItem } from '../../shared/counts/counts.store.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { organisationNames } from '../../shared/organisation/organisation.store.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import { planJudgeItem, type RoundRecord, roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

export interface JudgeLoad {
  person: PersonId
  name: string
  ties: { organisation: string; name: string; reason: string }[]
  acceptedAt: Instant
  removedAt: Instant | null
  /** Of the round under way. */
  assigned: number
  submitted: number
  /** Proposals the judge takes at most in a round. */
  maxLoad: number | null
  lastAt: string | null
  pace: Pace
}

/** The competition's judges with their load in the round under way: who is behind first. Removed ones come last. */
export async function listJudges(context: Context, id: string): Promise<{ competition: Competition; round: RoundRecord | null; judges: JudgeLoad[] }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'judge.list', { district: competition.district, competition: id })
  return { competition, ...(await judgeLoads(context, competition)) }
}

/** For queries that have asked the access table themselves. */
export async function judgeLoads(context: Context, competition: Competition): Promise<{ round: RoundRecord | null; judges: JudgeLoad[] }> {
  const { table, now } = context
  const [judges, round, counts] = await Promise.all([
    table.queryAll(judgeItem, keys.judges(competition.id)),
    competition.round === null ? undefined : table.get(roundItem, keys.round(competition.id, competition.round)),
    table.get(countsItem, keys.counts(competition.id)),
  ])
  const plan = round?.value.plan ?? null
  const shares = round === undefined || plan === null ? [] : await table.queryAll(planJudgeItem, keys.planJudges(competition.id, round.value.index, plan))
  const names = await organisationNames(table, judges.flatMap(({ value }) => value.ties.map(({ organisation }) => organisation)))
  const assigned = new Map(shares.map(({ value }) => [value.judge, value.proposals.length]))
  const cards = round === undefined ? undefined : counts?.value.cards[String(round.value.index)]
  const window = round === undefined ? undefined : { from: round.value.scoringOpenedAt, to: closesAt(competition, `round-${round.value.index}`) }
  const load = ({ person, name, ties, maxLoad, acceptedAt, removedAt }: Judge): JudgeLoad => {
    const own = { assigned: assigned.get(person) ?? 0, submitted: cards?.[person]?.submitted ?? 0 }
    return {
      person, name, acceptedAt, removedAt, maxLoad, ...own,
      ties: ties.map((tie) => ({ ...tie, name: names.get(tie.organisation) ?? tie.organisation })),
      lastAt: cards?.[person]?.lastAt ?? null,
      pace: window === undefined ? 'idle' : paceOf(own, window, now),
    }
  }
  return {
    round: round?.value ?? null,
    judges: judges.map(({ value }) => load(value)).toSorted((a, b) => Number(a.removedAt !== null) - Number(b.removedAt !== null) || byPace(a, b) || a.name.localeCompare(b.name, 'zh-CN')),
  }
}
