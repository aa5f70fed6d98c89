import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadOrganisers, organisationsOf } from '../../shared/competition/organiser.store.ts'
import type { CompetitionState } from '../../shared/competition/lifecycle.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Notice } from '../../shared/notice/notice.ts'
import { noticeItem } from '../../shared/notice/notice.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

/** What the public looks for: calls that are open, lists under notice, awards that are out, or all there is. */
export const publicKinds = ['calls', 'notices', 'awards'] as const
export type PublicKind = (typeof publicKinds)[number]

const shown: Record<PublicKind, (competition: Competition) => boolean> = {
  calls: ({ state }) => state === 'call',
  notices: ({ state, notice }) => notice !== null && (state === 'notice' || state === 'ruling'),
  awards: ({ awardsPublishedAt }) => awardsPublishedAt !== null,
}

export interface PublicCompetition {
  competition: Competition
  /** The newest notice, where there is one. */
  notice: Notice | null
}

export interface PublicPage {
  found: PublicCompetition[]
  next: string | undefined
}

const PAGE = 20

/** Competitions whose call is out, newest first; `text` is looked for in their names and authorities. */
export async function listPublic(context: Context, filter: { kind?: PublicKind | undefined; text?: string | undefined; after?: string | undefined }): Promise<PublicPage> {
  authorise(context, 'competition.public', {})
  const text = filter.text?.trim().toLowerCase() ?? ''
  const found: Competition[] = []
  let after = filter.after
  do {
    const page = await context.table.query(competitionItem, { ...keys.competitionsOf(context.environment.XIUYUAN_DISTRICT), limit: PAGE, after, newestFirst: true })
    found.push(...page.items.map(({ value }) => value).filter((competition) => isPublic(competition) && (filter.kind === undefined || shown[filter.kind](competition)) && mentions(competition, text)))
    after = page.next
  } while (after !== undefined && found.length < PAGE / 2)
  return { found: await withNotices(context, found), next: after }
}

const hidden: readonly CompetitionState[] = ['draft']
const isPublic = ({ state }: Competition): boolean => !hidden.includes(state)

const mentions = ({ name, authority }: Competition, text: string): boolean =>
  text === '' || [name.zh, name.en, authority.zh, authority.en].some((words) => words?.toLowerCase().includes(text) === true)

async function withNotices(context: Context, competitions: readonly Competition[]): Promise<PublicCompetition[]> {
  const under = competitions.filter(({ notice }) => notice !== null)
  const notices = await context.table.getMany(noticeItem, under.map(({ id, notice }) => keys.notice(id, notice ?? 0)))
  const byCompetition = new Map(notices.flatMap((notice) => (notice === undefined ? [] : [[notice.value.competition, notice.value] as const])))
  return competitions.map((competition) => ({ competition, notice: byCompetition.get(competition.id) ?? null }))
}

/** A call as anybody may read it, with its rules. Throws NOT_FOUND for a draft. */
export async function readPublic(context: Context, competitionId: string): Promise<PublicCompetition & { rulebook: Rulebook; /** Organisations that run it for the authority. */ organisers: string[] }> {
  authorise(context, 'competition.public', {})
  const { value: competition } = await loadCompetition(context.table, competitionId)
  if (!isPublic(competition)) throw new Refusal('NOT_FOUND')
  const [rulebook, [found], organisers] = await Promise.all([loadRulebook(context.table, competition), withNotices(context, [competition]), loadOrganisers(context.table, competitionId)])
  return { competition, notice: found?.notice ?? null, rulebook, organisers: organisationsOf(organisers) }
}

export interface FrontPage {
  calls: PublicCompetition[]
  notices: PublicCompetition[]
  awards: PublicCompetition[]
}

/** What the start page shows of each kind: the newest few of the newest hundred competitions. */
export async function readFront(context: Context): Promise<FrontPage> {
  authorise(context, 'competition.public', {})
  const { items } = await context.table.query(competitionItem, { ...keys.competitionsOf(context.environment.XIUYUAN_DISTRICT), limit: 100, newestFirst: true })
  const all = items.map(({ value }) => value).filter(isPublic)
  const some = (kind: PublicKind) => withNotices(context, all.filter(shown[kind]).slice(0, 5))
  const [calls, notices, awards] = await Promise.all([some('calls'), some('notices'), some('awards')])
  return { calls, notices, awards }
}
