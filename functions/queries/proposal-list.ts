import * as z from 'zod'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { organisationId } from '../../shared/kernel/ids.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { type ProposalState, proposalLifecycle } from '../../shared/proposal/lifecycle.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'
import type { Due } from './due.ts'
import { pageWithin } from './paging.ts'
import { type ReviewQueue, reviewQueue } from './review.ts'

const states = Object.keys(proposalLifecycle) as [ProposalState, ...ProposalState[]]
export const proposalSorts = ['number', 'title', 'organisation', 'category', 'submittedAt'] as const
type Sort = (typeof proposalSorts)[number]
export const PAGE_SIZE = 50

export const listFilter = z.object({
  state: z.enum(states).optional(),
  category: z.string().max(40).optional(),
  organisation: organisationId.optional(),
  /** Part of a title, an organisation's name or a number. */
  q: z.string().max(100).optional(),
  sort: z.enum([...proposalSorts, ...proposalSorts.map((sort) => `-${sort}` as const)]).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
})
export type ListFilter = z.infer<typeof listFilter>

export interface ProposalList {
  competition: Competition
  rulebook: Rulebook
  /** The page given: the last where a later one was asked for. */
  page: number
  /** Its part of what passes the filter. */
  proposals: Proposal[]
  total: number
  /** Of all, whatever the filter. */
  counts: Record<ProposalState, number>
  /** While eligibility is checked. */
  queue: ReviewQueue | null
}

const sortKeys: Record<Sort, (proposal: Proposal) => string> = {
  number: ({ id }) => proposalNumber(id),
  title: ({ title }) => title,
  organisation: ({ organisation }) => organisation.name,
  category: ({ category }) => category,
  submittedAt: ({ submittedAt }) => submittedAt ?? '',
}

/**
 * A competition's proposals for its administrator. A competition has hundreds, of half a kilobyte each: they are read at once, and
 * searched and sorted here.
 */
export async function listProposals(context: Context, id: string, filter: ListFilter): Promise<ProposalList> {
  const { competition, rulebook, all, found } = await filtered(context, id, filter)
  const counts = Object.fromEntries(states.map((state) => [state, all.filter((proposal) => proposal.state === state).length])) as Record<ProposalState, number>
  const page = pageWithin(filter.page, PAGE_SIZE, found.length)
  const checking = competition.state === 'eligibility' && competition.eligibilityFinishedAt === null
  const queue = checking ? await reviewQueue(context, competition, rulebook) : null
  return { competition, rulebook, page, queue, proposals: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), total: found.length, counts }
}

async function filtered(context: Context, id: string, filter: ListFilter) {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'proposal.list', { district: competition.district, competition: id })
  const [rulebook, stored] = await Promise.all([loadRulebook(context.table, competition), context.table.queryAll(proposalItem, keys.proposalsOf(id))])
  const all = stored.map(({ value }) => value)
  const wanted = filter.q?.trim().toLowerCase() ?? ''
  const found = all.filter((proposal) =>
    (filter.state === undefined || proposal.state === filter.state)
    && (filter.category === undefined || proposal.category === filter.category)
    && (filter.organisation === undefined || proposal.organisation.id === filter.organisation)
    && (wanted === '' || [proposal.title, proposal.organisation.name, proposalNumber(proposal.id)].some((text) => text.toLowerCase().includes(wanted))))
  const sort = filter.sort ?? 'number'
  const key = sortKeys[sort.replace(/^-/, '') as Sort]
  const order = (a: Proposal, b: Proposal) => key(a).localeCompare(key(b), 'zh') || (a.id < b.id ? -1 : 1)
  return { competition, rulebook, all, found: found.toSorted(sort.startsWith('-') ? (a, b) => order(b, a) : order) }
}

export const stateNames: Record<ProposalState, { zh: string; en: string }> = {
  draft: { zh: '草稿', en: 'Draft' }, submitted: { zh: '已提交', en: 'Sent' }, curing: { zh: '补正中', en: 'Being cured' }, withdrawn: { zh: '已撤回', en: 'Withdrawn' }, admitted: { zh: '通过资格审查', en: 'Admitted' }, rejected: { zh: '未通过', en: 'Not admitted' },
}

/** The list as a table file, under the same filter, all pages. */
export async function exportProposals(context: Context, id: string, filter: ListFilter): Promise<{ name: string; text: string }> {
  const { competition, rulebook, found } = await filtered(context, id, filter)
  const zh = context.language === 'zh'
  const head = zh ? ['编号', '项目名称', '申报单位', '类别', '状态', '提交时间', '版本', '审查意见'] : ['Number', 'Project', 'Applicant', 'Category', 'State', 'Sent at', 'Version', 'Reasons']
  const rows = found.map((proposal) => [
    proposalNumber(proposal.id), proposal.title, proposal.organisation.name, categoryName(rulebook, proposal.category)[context.language] ?? proposal.category,
    stateNames[proposal.state][context.language], proposal.submittedAt === null ? '' : beijing(proposal.submittedAt), String(proposal.version), proposal.eligibility?.reasons ?? '',
  ])
  return { name: `${competition.name[context.language] ?? competition.name.zh}-${zh ? '申报书' : 'proposals'}-${shanghaiDate(context.now)}.csv`, text: csv([head, ...rows]) }
}

const beijing = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

export const categoryName = (rulebook: Rulebook, id: string) => rulebook.categories.find((category) => category.id === id)?.name ?? { zh: id }

/** The next that waits for the asker's word, in the order of numbers, after the one just looked at; null when none is left. */
export async function nextUndecided(context: Context, id: string, after: string | null): Promise<{ next: Proposal | null }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'proposal.list', { district: competition.district, competition: id })
  const { mine } = await reviewQueue(context, competition, await loadRulebook(context.table, competition))
  const others = mine.filter((proposal) => proposal.id !== after)
  return { next: others.find((proposal) => proposal.id > (after ?? '')) ?? others[0] ?? null }
}

/** What waits for those who run them: of these competitions, the ones in the eligibility check, unless all that is left waits for others. */
export async function dueForEligibility(context: Context, competitions: readonly Competition[]): Promise<Due[]> {
  const open = competitions.filter(({ state, eligibilityFinishedAt }) => state === 'eligibility' && eligibilityFinishedAt === null)
  return (await Promise.all(open.map(async (competition): Promise<Due[]> => {
    const { mine, others, curing } = await reviewQueue(context, competition, await loadRulebook(context.table, competition))
    if (mine.length === 0 && others + curing > 0) return []
    return [{
      title: mine.length > 0 ? { zh: `资格审查：还有 ${mine.length} 份要决定`, en: `Eligibility: ${mine.length} to decide` } : { zh: '资格审查已逐份决定，可以结束', en: 'Eligibility is decided for all; it can be finished' },
      about: competition.name, href: `/competitions/${competition.id}/proposals`, until: competition.dates.eligibilityClosesAt,
      state: competition.dates.eligibilityClosesAt <= context.now ? 'late' : 'wait',
    }]
  }))).flat()
}
