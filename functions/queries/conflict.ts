import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type Conflict, conflictsOf, type Finding, tieKinds, type TieKind } from '../../shared/conflict/conflict.ts'
import { loadFindings, loadRulings } from '../../shared/conflict/conflict.store.ts'
import type { Recusal } from '../../shared/conflict/recusal.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Action } from '../../shared/person/access.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadPlan, roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { refuseApplicants } from './applicant.ts'
import { csv } from './csv.ts'
import { pageWithin } from './paging.ts'

/** The competition, for whoever may do it to its conflicts. Throws NOT_FOUND, NOT_ALLOWED. */
export async function requireConflicts(context: Context, action: Extract<Action, `conflict.${string}`>, id: string): Promise<Competition> {
  const { value } = await loadCompetition(context.table, id)
  authorise(context, action, { district: value.district, competition: id })
  return value
}

/** The same to read them: nobody who applied, whatever other hat they wear. */
async function requireReader(context: Context, id: string): Promise<Competition> {
  const competition = await requireConflicts(context, 'conflict.list', id)
  await refuseApplicants(context, id)
  return competition
}

/** Recusals of the rounds up to one: who recused in an earlier round stays away in the later ones. */
export async function recusalsUpTo(table: Table, competition: string, index: number): Promise<Recusal[]> {
  const rounds = await Promise.all(Array.from({ length: index + 1 }, (_, i) => table.queryAll(recusalItem, keys.recusals(competition, i))))
  return rounds.flat().map(({ value }) => value)
}

/** Every tie of a competition as it stands. `fresh`: findings that are about to come into force. */
export async function conflictsIn(table: Table, { id, round }: Pick<Competition, 'id' | 'round'>, fresh?: readonly Finding[]): Promise<Conflict[]> {
  const [found, rulings, recusals] = await Promise.all([fresh ?? loadFindings(table, id).then((loaded) => loaded?.findings ?? []), loadRulings(table, id), round === null ? [] : recusalsUpTo(table, id, round)])
  return conflictsOf(found, rulings, recusals)
}

export const conflictStates = ['found', 'confirmed', 'added', 'lifted', 'recused'] as const satisfies readonly Conflict['state'][]
export const CONFLICTS_A_PAGE = 50

export const conflictFilter = z.object({
  q: z.string().trim().max(100).optional(),
  state: z.enum(conflictStates).optional(),
  kind: z.enum(tieKinds).optional(),
  /** Only those whom the plan gives the proposal all the same. */
  assigned: z.literal('yes').optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export type ConflictFilter = z.infer<typeof conflictFilter>

export interface ConflictRow extends Omit<Conflict, 'bars'> {
  judgeName: string
  number: string
  title: string
  organisation: string
  /** The judge's words, where they recused. */
  recusal: string | null
  /** The plan gives the judge the proposal, though they are barred from it. */
  assigned: boolean
}

export interface ConflictList {
  competition: Competition
  /** When ties were last looked for; null: not yet. */
  foundAt: Instant | null
  /** Of how many judges and proposals. */
  judges: number
  proposals: number
  items: ConflictRow[]
  total: number
  page: number
  /** Of all, unfiltered. */
  barred: number
  assigned: number
}

/** Ties of a competition, what needs a replacement first, then by judge and proposal. */
export async function listConflicts(context: Context, id: string, filter: ConflictFilter): Promise<ConflictList> {
  const competition = await requireReader(context, id)
  const [rows, found] = await Promise.all([conflictRows(context.table, competition), loadFindings(context.table, id)])
  const matching = rows.filter((row) => matches(row, filter))
  const page = pageWithin(filter.page, CONFLICTS_A_PAGE, matching.length)
  const head = found?.head.value
  return {
    competition, foundAt: head?.foundAt ?? null, judges: head?.judges ?? 0, proposals: head?.proposals ?? 0, items: matching.slice((page - 1) * CONFLICTS_A_PAGE, page * CONFLICTS_A_PAGE), total: matching.length, page,
    barred: rows.filter(({ state }) => state !== 'lifted').length, assigned: rows.filter(({ assigned }) => assigned).length,
  }
}

/** One pair. Throws NOT_FOUND where nothing ties them. */
export async function readConflict(context: Context, id: string, proposal: string, judge: string): Promise<{ competition: Competition; row: ConflictRow }> {
  const competition = await requireReader(context, id)
  const row = (await conflictRows(context.table, competition)).find((one) => one.proposal === proposal && one.judge === judge)
  if (row === undefined) throw new Refusal('NOT_FOUND')
  return { competition, row }
}

async function conflictRows(table: Table, competition: Competition): Promise<ConflictRow[]> {
  const { id, round } = competition
  const [conflicts, recusals, listed, judges, plan] = await Promise.all([
    conflictsIn(table, competition), round === null ? [] : recusalsUpTo(table, id, round), table.queryAll(proposalItem, keys.proposalsOf(id)), table.queryAll(judgeItem, keys.judges(id)), planUnderWay(table, competition),
  ])
  const proposals = new Map(listed.map(({ value }) => [value.id, value]))
  const names = new Map(judges.map(({ value }) => [value.person, value.name]))
  const words = new Map(recusals.map(({ proposal, judge, reason }) => [`${proposal}#${judge}`, reason]))
  return conflicts.map(({ bars, ...one }): ConflictRow => {
    const proposal = proposals.get(one.proposal)
    return {
      ...one, judgeName: names.get(one.judge) ?? '', number: proposalNumber(one.proposal), title: proposal?.title ?? '', organisation: proposal?.organisation.name ?? '', recusal: words.get(`${one.proposal}#${one.judge}`) ?? null,
      assigned: bars && plan.get(one.proposal)?.includes(one.judge) === true,
    }
  }).toSorted((a, b) => Number(b.assigned) - Number(a.assigned) || a.judgeName.localeCompare(b.judgeName, 'zh-CN') || a.title.localeCompare(b.title, 'zh-CN') || (a.proposal < b.proposal ? -1 : 1))
}

/** Who scores what, as it is being prepared or scored; nobody before there is a plan and after the scoring. */
async function planUnderWay(table: Table, { id, round: index }: Competition): Promise<ReadonlyMap<string, readonly string[]>> {
  const round = index === null ? undefined : (await table.get(roundItem, keys.round(id, index)))?.value
  const version = round?.state === 'planning' ? (round.preparedPlan ?? round.plan) : round?.state === 'scoring' ? round.plan : null
  return round === undefined || version === null ? new Map() : new Map(Object.entries((await loadPlan(table, id, round.index, version)).assignments))
}

function matches(row: ConflictRow, { q = '', state, kind, assigned }: ConflictFilter): boolean {
  if (state !== undefined && row.state !== state) return false
  if (kind !== undefined && !row.ties.some((tie) => tie.kind === kind)) return false
  if (assigned !== undefined && !row.assigned) return false
  return q === '' || [row.judgeName, row.title, row.organisation, row.number].some((text) => text.toLowerCase().includes(q.toLowerCase()))
}

export const kindNames: Record<TieKind, { zh: string; en: string }> = {
  organisation: { zh: '同一单位', en: 'Same organisation' }, employer: { zh: '工作单位', en: 'Employer' }, office: { zh: '任职', en: 'Office held' }, person: { zh: '同一个人', en: 'Same person' }, host: { zh: '挂靠', en: 'Host' },
  mentor: { zh: '督导、结对', en: 'Mentor' }, competes: { zh: '同场申报', en: 'Competes' }, funding: { zh: '资金往来', en: 'Funding' }, judge: { zh: '评委申明', en: 'Declared by the judge' }, applicant: { zh: '申报单位请求', en: 'Asked by the applicant' },
}
export const stateNames: Record<Conflict['state'], { zh: string; en: string }> = {
  found: { zh: '查出', en: 'Found' }, confirmed: { zh: '已确认', en: 'Confirmed' }, added: { zh: '已补充', en: 'Added' }, lifted: { zh: '已解除', en: 'Lifted' }, recused: { zh: '评委回避', en: 'Recused' },
}

/** The list as it is filtered, all pages, for a spreadsheet. */
export async function exportConflicts(context: Context, id: string, filter: ConflictFilter): Promise<{ name: string; rows: number; text: string }> {
  const competition = await requireReader(context, id)
  const rows = (await conflictRows(context.table, competition)).filter((row) => matches(row, filter))
  const english = context.language === 'en'
  const heading = english ? ['Judge', 'Number', 'Project', 'Applicant', 'Ties', 'State', 'Reason given', 'By', 'At'] : ['评委', '编号', '项目', '申报单位', '利益关系', '状态', '处理理由', '处理人', '处理时间']
  return {
    name: `${competition.name.zh}-利益关系.csv`, rows: rows.length,
    text: csv([heading, ...rows.map((row) => [
      row.judgeName, row.number, row.title, row.organisation, reasonsOf(row, context.language).join('；'), stateNames[row.state][context.language], row.ruling?.reason ?? '', row.ruling?.by.name ?? '', row.ruling?.at ?? '',
    ])]),
  }
}

/** Why, a sentence each. */
export function reasonsOf({ ties, ruling, recusal }: Pick<ConflictRow, 'ties' | 'ruling' | 'recusal'>, language: 'zh' | 'en'): string[] {
  return [
    ...(recusal === null ? [] : [language === 'zh' ? `评委申请回避：${recusal}` : `the judge recused: ${recusal}`]), ...ties.map((tie) => tie[language]),
    ...(ruling?.state === 'added' ? [language === 'zh' ? `管理员补充：${ruling.reason}` : `added by an administrator: ${ruling.reason}`] : []),
  ]
}

/** Who judges the competition and which proposals are judged or may be, for a form that adds a tie. */
export async function conflictPicks(context: Context, id: string): Promise<{ competition: Competition; judges: { id: string; name: string }[]; proposals: { id: string; name: string }[] }> {
  const competition = await requireConflicts(context, 'conflict.rule', id)
  const [judges, listed] = await Promise.all([context.table.queryAll(judgeItem, keys.judges(id)), context.table.queryAll(proposalItem, keys.proposalsOf(id))])
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'zh-CN')
  return {
    competition, judges: judges.flatMap(({ value }) => (value.removedAt === null ? [{ id: value.person, name: value.name }] : [])).toSorted(byName),
    proposals: listed.flatMap(({ value }) => (value.state === 'submitted' || value.state === 'curing' || value.state === 'admitted' ? [{ id: value.id, name: `${value.title} · ${value.organisation.name}` }] : [])).toSorted(byName),
  }
}
