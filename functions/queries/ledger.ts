import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { grantsOf } from '../../shared/grant/grant.store.ts'
import { type Grant, grantNumber } from '../../shared/grant/grant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { type Account, accounts, type Balances, balances, type Movement } from '../../shared/ledger/ledger.ts'
import { movementsOf } from '../../shared/ledger/ledger.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { readPublic } from './public.ts'
import { xlsx } from './xlsx.ts'

export const ledgerGroups = ['competition', 'street', 'organisation'] as const
export type LedgerGroup = (typeof ledgerGroups)[number]

/** Accounts that a grant's money can stand in, in the order in which it goes through them. */
export const grantAccounts = accounts.filter((account) => account !== 'source' && account !== 'left')

/** A line of the ledger: where the money of some grants stands. `total` is what they were granted, in fen: all accounts of the line together. */
export interface LedgerLine {
  key: string
  name: string
  grants: number
  balances: Balances
  total: number
}

export interface Ledger {
  district: string
  /** Ventures whose list of grants is published, the newest first: what one may choose from. */
  competitions: Competition[]
  chosen: Competition | null
  lines: LedgerLine[]
  /** Of all that was chosen. `left` and the lines' totals together are the budget. */
  sum: Balances
  budget: number
}

interface Books {
  competition: Competition
  grants: Grant[]
  movements: Movement[]
}

/** The district whose money the asker may see: of an administrator, or of finance. */
function moneyDistrict({ actor }: Context): string | undefined {
  if (actor.kind !== 'person') return undefined
  return actor.memberships.flatMap((one) => (one.role === 'administrator' || one.role === 'finance' ? [one.district] : [])).toSorted()[0]
}

async function booksOf(context: Context, chosen: string | undefined): Promise<{ district: string; competitions: Competition[]; books: Books[] }> {
  const district = moneyDistrict(context)
  authorise(context, 'ledger.read', district === undefined ? {} : { district })
  const { table } = context
  const all = (await table.queryAll(competitionItem, keys.competitionsOf(district ?? ''))).map(({ value }) => value).filter(({ kind, awardsPublishedAt }) => kind === 'venture' && awardsPublishedAt !== null)
  const competitions = all.toSorted((a, b) => (b.awardsPublishedAt ?? '').localeCompare(a.awardsPublishedAt ?? ''))
  const read = competitions.filter(({ id }) => chosen === undefined || id === chosen)
  const books = await Promise.all(read.map(async (competition): Promise<Books> => {
    const [grants, movements] = await Promise.all([grantsOf(table, competition.id), movementsOf(table, competition.id)])
    return { competition, grants, movements }
  }))
  return { district: district ?? '', competitions, books }
}

/** Where the money of the district's ventures stands, or of one of them: by competition, street or organisation. Every line adds up to what was granted. */
export async function readLedger(context: Context, by: LedgerGroup, chosen?: string): Promise<Ledger> {
  const { district, competitions, books } = await booksOf(context, chosen)
  const movements = books.flatMap((one) => one.movements)
  const groups = Map.groupBy(books.flatMap(({ competition, grants }) => grants.map((grant) => ({ grant, ...groupOf(by, grant, competition, context.language) }))), ({ key }) => key)
  const lines = [...groups].map(([key, members]): LedgerLine => {
    const own = new Set<string>(members.map(({ grant }) => grant.id))
    const standing = balances(movements, (grant) => grant !== null && own.has(grant))
    return { key, name: members[0]?.name ?? '', grants: members.length, balances: standing, total: totalOf(standing) }
  }).toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name, 'zh'))
  const sum = balances(movements)
  return { district, competitions, chosen: competitions.find(({ id }) => id === chosen) ?? null, lines, sum, budget: -sum.source }
}

const totalOf = (standing: Balances): number => grantAccounts.reduce((total, account) => total + standing[account], 0)

function groupOf(by: LedgerGroup, grant: Grant, competition: Competition, language: 'zh' | 'en'): { key: string; name: string } {
  if (by === 'competition') return { key: competition.id, name: say(competition.name, language) }
  if (by === 'organisation') return { key: grant.organisation.id, name: grant.organisation.name }
  return { key: grant.street, name: grant.street === '' ? (language === 'zh' ? '未填街道' : 'No street given') : grant.street }
}

export const accountNames: Record<Account, { zh: string; en: string }> = {
  source: { zh: '资金来源', en: 'Source' }, left: { zh: '未安排', en: 'Not granted' }, promised: { zh: '已公布待签', en: 'Published, not signed' }, signed: { zh: '已签待拨', en: 'Signed, not released' }, released: { zh: '已出清单待到账', en: 'Ordered, not confirmed' },
  paid: { zh: '已到账', en: 'Paid' }, claimed: { zh: '待追回', en: 'Claimed back' }, returned: { zh: '已退回', en: 'Returned' }, 'written-off': { zh: '已核销', en: 'Written off' },
}

const kindNames: Record<Movement['kind'], { zh: string; en: string }> = {
  budget: { zh: '预算', en: 'Budget' }, promise: { zh: '公布资助', en: 'Grant published' }, forgo: { zh: '放弃', en: 'Given up' }, sign: { zh: '签订协议', en: 'Agreement signed' }, amend: { zh: '协议变更', en: 'Agreement amended' }, release: { zh: '出付款清单', en: 'Payment ordered' }, pay: { zh: '到账', en: 'Paid' }, bounce: { zh: '退票', en: 'Sent back' },
  claim: { zh: '追回', en: 'Claimed back' }, return: { zh: '退回', en: 'Returned' }, 'write-off': { zh: '核销', en: 'Written off' },
}

const yuan = (fen: number): number => fen / 100

/** Both sides of every movement, and the sums by grant, as a workbook: sums in yuan with two decimals, each movement with what caused it. */
export async function ledgerFile(context: Context, chosen?: string): Promise<Uint8Array> {
  const { books } = await booksOf(context, chosen)
  const { language } = context
  const zh = language === 'zh'
  const sums = books.flatMap(({ competition, grants, movements }) => grants.map((grant) => {
    const own = balances(movements, (one) => one === grant.id)
    return [grantNumber(grant), say(competition.name, language), grant.title, grant.organisation.name, grant.street, ...grantAccounts.map((account) => yuan(own[account])), yuan(totalOf(own))]
  }))
  const rows = books.flatMap(({ competition, grants, movements }) => {
    const named = new Map<string, Grant>(grants.map((grant) => [grant.id, grant]))
    return movements.flatMap((movement) => movement.sides.map(({ account, grant, fen }) => {
      const of = grant === null ? undefined : named.get(grant)
      return [shanghaiDate(movement.at), say(competition.name, language), of === undefined ? '' : grantNumber(of), of?.title ?? '', say(kindNames[movement.kind], language), say(accountNames[account], language), yuan(fen), `${movement.because.noun} ${movement.because.id}`, say(movement.sentence, language), movement.by?.name ?? '']
    }))
  })
  const head = zh ? ['编号', '大赛', '项目', '单位', '街道'] : ['No.', 'Competition', 'Project', 'Organisation', 'Street']
  return xlsx([
    { name: zh ? '按资助汇总' : 'By grant', head: [...head, ...grantAccounts.map((account) => `${say(accountNames[account], language)}${zh ? '（元）' : ' (yuan)'}`), zh ? '合计（元）' : 'Total (yuan)'], rows: sums, money: [...grantAccounts, 'total'].map((_, i) => head.length + i) },
    { name: zh ? '明细' : 'Movements', head: zh ? ['日期', '大赛', '编号', '项目', '事由', '科目', '金额（元）', '依据', '说明', '经办'] : ['Day', 'Competition', 'No.', 'Project', 'Kind', 'Account', 'Yuan', 'Because of', 'What', 'By'], rows, money: [6], widths: [12, 28, 18, 28, 12, 16, 14, 40, 40, 12] },
  ])
}

/** What everybody may know of a grant: names, sum and result. */
export interface PublicGrant {
  title: string
  organisation: string
  category: string
  amount: number
  state: Grant['state']
  /** Of the final evaluation, once its objection days are over. */
  grade: string | null
  project: string | null
}

/** What became of a venture's money; no grants before the list is published. Throws NOT_FOUND for a contest or a draft. */
export async function publicGrants(context: Context, id: string): Promise<{ competition: Competition; rulebook: Rulebook; grants: PublicGrant[] }> {
  authorise(context, 'grant.public', {})
  const { competition, rulebook } = await readPublic(context, id)
  if (competition.kind !== 'venture') throw new Refusal('NOT_FOUND')
  const grants = (await grantsOf(context.table, id)).map(({ title, organisation, category, amount, state, results, project }) => ({ title, organisation: organisation.name, category, amount, state, grade: results.final !== null && results.final.objectionsUntil <= context.now && results.final.openObjections === 0 ? results.final.grade : null, project }))
  return { competition, rulebook, grants }
}
