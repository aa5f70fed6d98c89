import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { may } from '../../shared/person/access.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'
import { trialObstacles, tryRules } from '../../shared/standing/trial.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { earnedIn } from './beside.ts'
import { recordsOfRound } from './round-records.ts'

/** How one project stood then, and would have stood. */
export interface TrialLine {
  proposal: string
  title: string
  organisation: string
  then: { place: number; total: string; award: Bilingual | null }
  now: { place: number; total: string; award: Bilingual | null }
}

export interface TrialOutcome {
  /** Of each round but the last: who would have gone on and did not, and the other way round; ties that people would have decided. */
  rounds: { name: Bilingual; gained: string[]; lost: string[]; tied: string[] }[]
  /** The public had voted. */
  voted: boolean
  /** By the place that they would have. */
  lines: TrialLine[]
}

export interface RuleTrial {
  competition: Competition
  rulebook: Rulebook
  /** On which the rules can be tried: counted to the end, newest first. */
  earlier: Competition[]
  /** The one that is tried on; null where none is chosen or there is none. */
  of: Competition | null
  obstacles: Bilingual[]
  outcome: TrialOutcome | null
}

/** A competition's rules tried on an earlier one's cards: who would have changed places. Reads only; nothing of the earlier one changes. Throws NOT_FOUND, NOT_ALLOWED. */
export async function tryOn(context: Context, id: string, of: string | undefined): Promise<RuleTrial> {
  const { table, actor } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'competition.preview', { district: competition.district, competition: id })
  const rulebook = await loadRulebook(table, competition)
  const listed = await table.queryAll(competitionItem, { ...keys.competitionsOf(competition.district), newestFirst: true })
  const earlier = listed.map(({ value }) => value).filter((one) => one.id !== id && one.awardsPublishedAt !== null && one.deletedAt === undefined && may(actor, 'standing.read', { district: one.district, competition: one.id }))
  // One of another kind gives other awards: it is looked at when it is asked for.
  const chosen = of === undefined ? (earlier.find(({ kind }) => kind === competition.kind) ?? earlier[0] ?? null) : earlier.find((one) => one.id === of)
  if (chosen === undefined) throw new Refusal('NOT_FOUND')
  if (chosen === null) return { competition, rulebook, earlier, of: null, obstacles: [], outcome: null }
  const theirs = await loadRulebook(table, chosen)
  const obstacles = trialObstacles(rulebook, theirs)
  return { competition, rulebook, earlier, of: chosen, obstacles, outcome: obstacles.length > 0 ? null : await replay(context, rulebook, chosen, theirs) }
}

async function replay({ table }: Context, rules: Rulebook, earlier: Competition, theirs: Rulebook): Promise<TrialOutcome> {
  const loaded = await Promise.all(theirs.rounds.map(async (_, index) => recordsOfRound(table, earlier, (await loadRound(table, earlier.id, index)).value)))
  const [first, last] = [loaded[0], loaded.at(-1)]
  if (first === undefined || last === undefined) throw new TypeError(`${earlier.id} has no rounds`)
  const bonuses = rules.bonuses === null ? {} : await earnedIn(table, earlier, rules.bonuses, last.proposals)
  const trial = tryRules(rules, loaded.map(({ records }) => records), earlier.seed, { bonuses, votes: last.records.beside.votes })
  const { value: { standing } } = await loadRound(table, earlier.id, theirs.rounds.length - 1)
  const [then, { value: awards }] = await Promise.all([standing === null ? [] : loadStanding(table, earlier.id, theirs.rounds.length - 1, standing), loadAwards(table, earlier.id)])
  const taken = new Map<string, Bilingual>((await loadAwardList(table, earlier.id, awards.list)).map(({ proposal, awardName }) => [proposal, awardName]))
  const named = new Map<string, Bilingual>(rules.awards.map(({ id, name }) => [id, name]))
  const titles = new Map<string, string>(first.proposals.map(({ id, title }) => [id, title]))
  const title = (proposal: string) => titles.get(proposal) ?? proposal
  const before = new Map<string, (typeof then)[number]>(then.map((line) => [line.proposal, line]))
  return {
    voted: theirs.vote !== null,
    rounds: trial.rounds.slice(0, -1).map(({ advancing, tied }, index) => {
      const went = new Set<string>(loaded[index + 1]?.proposals.map(({ id }) => id))
      const goes = new Set([...advancing, ...tied])
      return {
        name: rules.rounds[index]?.name ?? { zh: '' }, tied: tied.map(title), gained: advancing.filter((entry) => !went.has(entry)).map(title),
        lost: [...went].filter((entry) => !goes.has(entry)).map(title),
      }
    }),
    lines: trial.standings.flatMap(({ entry, place, total }): TrialLine[] => {
      const line = before.get(entry)
      return line === undefined ? [] : [{
        proposal: entry, title: line.title, organisation: line.organisation, then: { place: line.place, total: line.total, award: taken.get(entry) ?? null },
        now: { place, total, award: named.get(trial.awards.get(entry) ?? '') ?? null },
      }]
    }),
  }
}
