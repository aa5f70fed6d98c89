import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { undoUntil } from '../../shared/competition/deletion.ts'
import { competitionLifecycle, type CompetitionState } from '../../shared/competition/lifecycle.ts'
import { isOver, stepClosesAt } from '../../shared/competition/steps.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { loadObjections, noticeItem } from '../../shared/notice/notice.store.ts'
import { firstLateFrom } from '../../shared/notice/ruling.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { type Action, may } from '../../shared/person/access.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { administered, financed } from './districts.ts'

export interface CompetitionFilter {
  district?: string | undefined
  /** One state, or `running`: published and not over. */
  state?: CompetitionState | 'running' | undefined
}

export const isRunning = (competition: Pick<Competition, 'state'>): boolean => competition.state !== 'draft' && !isOver(competition)
export const competitionStates = Object.keys(competitionLifecycle) as CompetitionState[]

/** Districts whose competitions concern the asker: administered ones, those whose money they handle, and those of the asker's organisations. */
async function ownDistricts({ actor, table }: Context): Promise<string[]> {
  const organisations = actor.kind === 'person' ? actor.memberships.flatMap((membership) => (membership.role === 'member' ? [keys.organisation(membership.organisation)] : [])) : []
  const found = organisations.length === 0 ? [] : await table.getMany(organisationItem, organisations)
  return [...new Set([...administered(actor), ...financed(actor), ...found.flatMap((stored) => (stored === undefined ? [] : [stored.value.district]))])]
}

/**
 * Competitions of a district (the asker's own unless one is named) and those the asker judges or organises, newest first. Drafts are seen
 * only by the district's administrators and the competition's organisers. A district has dozens of them, so they are read at once and cut into pages by whoever shows them.
 */
export async function listCompetitions(context: Context, filter: CompetitionFilter = {}): Promise<Competition[]> {
  authorise(context, 'competition.list', {})
  const { actor, table } = context
  const districts = filter.district === undefined ? await ownDistricts(context) : [filter.district]
  const named = actor.kind === 'person' && filter.district === undefined ? actor.memberships.flatMap((membership) => (membership.role === 'judge' || membership.role === 'organiser' ? [keys.competition(membership.competition)] : [])) : []
  const [own, others] = await Promise.all([
    Promise.all(districts.map((district) => table.queryAll(competitionItem, keys.competitionsOf(district)))),
    table.getMany(competitionItem, named),
  ])
  const all = new Map([...own.flat(), ...others].flatMap((stored) => (stored === undefined ? [] : [[stored.value.id, stored.value] as const])))
  return [...all.values()]
    .filter(({ deletedAt }) => deletedAt === undefined)
    .filter((competition) => competition.state !== 'draft' || may(actor, 'competition.change', { district: competition.district, competition: competition.id }))
    .filter((competition) => filter.state === undefined || (filter.state === 'running' ? isRunning(competition) : competition.state === filter.state))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

/** The end of each one's step under way, by id, where it has one; for a notice under way it stands on the notice, for rulings it is the first one's last day. */
export async function stepEnds({ table }: Context, competitions: readonly Competition[]): Promise<ReadonlyMap<string, Instant>> {
  const noticed = competitions.filter(({ state, notice }) => state === 'notice' && notice !== null)
  const notices = await table.getMany(noticeItem, noticed.map(({ id, notice }) => keys.notice(id, notice ?? 0)))
  const dated = competitions.map((competition) => [competition.id, stepClosesAt(competition)] as const)
  const rulings = await Promise.all(competitions.filter(({ state }) => state === 'ruling').map(async ({ id }) => [id, firstLateFrom((await loadObjections(table, id)).map(({ value }) => value))] as const))
  return new Map([...dated, ...rulings, ...notices.map((stored, i) => [noticed[i]?.id, stored?.value.endsAt] as const)].flatMap(([id, at]) => (id === undefined || at === undefined || at === null ? [] : [[id, at]])))
}

/** A draft that was deleted and can be brought back, for those who may; null otherwise. */
export async function deletedDraft(context: Context, id: string): Promise<{ competition: Competition; until: Instant } | null> {
  const competition = (await context.table.get(competitionItem, keys.competition(id)))?.value
  const until = competition?.deletedAt === undefined ? null : undoUntil(competition.deletedAt)
  return competition !== undefined && until !== null && until > context.now && may(context.actor, 'competition.delete', { district: competition.district, competition: id }) ? { competition, until } : null
}

/** The competition, for a page that asks the access table before it reads what was typed. Throws NOT_FOUND, NOT_ALLOWED. */
export async function requireCompetition(context: Context, id: string, action: Action): Promise<Competition> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, action, { district: competition.district, competition: id })
  return competition
}

/** A competition and its rules: for anybody once its call is out, before that for its administrators and organisers; for others it isn't there yet. */
export async function readCompetition(context: Context, id: string): Promise<{ competition: Competition; rulebook: Rulebook }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'competition.public', { district: competition.district, competition: id })
  if (competition.state === 'draft' && !may(context.actor, 'competition.change', { district: competition.district, competition: id })) throw new Refusal('NOT_FOUND')
  return { competition, rulebook: await loadRulebook(context.table, competition) }
}
