import type { Mistake } from '../kernel/refusal.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { ProjectFile } from '../project/file.store.ts'
import { type Answers } from '../project/content.ts'
import type { Project } from '../project/project.ts'
import { doubtId } from '../doubt/doubt.ts'
import { isDate } from '../rulebook/content.ts'
import type { Stage } from '../stage/stage.ts'
import { shanghaiDate } from '../kernel/calendar.ts'
import { counts, type Period, type Spending } from './spending.ts'
import { forbiddenPurposes } from './purposes.ts'

export const doubtCodes = ['OUTSIDE_PERIOD', 'IN_NO_REPORT', 'NO_RECEIPT', 'RECEIPT_TWICE', 'PAID_TWICE', 'SUBSIDY_AND_TRANSPORT', 'FORBIDDEN_PURPOSE'] as const
/** Something about an entry that somebody should look at: pointed out, never deleted. `with` are the other entries that it is about. */
export interface Doubt extends Bilingual {
  /** The same at each entry that it is about. */
  id: string
  code: (typeof doubtCodes)[number]
  en: string
  with: string[]
}

/** The days in which money of the project is spent: its plan's, or else its present stage's. */
export function periodOf(project: Project, { startDate, endDate }: Answers): Period {
  if (isDate(startDate) && isDate(endDate) && startDate <= endDate) return { from: startDate, to: endDate }
  return { from: shanghaiDate(project.current.startedAt), to: shanghaiDate(project.current.dueAt) }
}

/**
 * The days that some report covers: of each stage with reports, their periods; of each that comes after one of them and has none (an
 * evaluation), its whole time. null: no report is asked for at all. `stages` are those of one cycle, in their order.
 */
export function reportedDays(stages: readonly Pick<Stage, 'reports' | 'startedAt' | 'endedAt'>[]): Period[] | null {
  const first = stages.findIndex(({ reports }) => reports.length > 0)
  if (first === -1) return null
  return stages.slice(first).flatMap(({ reports, startedAt, endedAt }): Period[] => (reports.length > 0 ? reports : [{ from: shanghaiDate(startedAt), to: endedAt === null ? '9999-12-31' : shanghaiDate(endedAt) }]))
}

/** The receipts of a project's entries, by the entry's id. */
export const receiptsOf = (files: readonly ProjectFile[]): Map<string, ProjectFile[]> => Map.groupBy(files.filter(({ kind, of }) => kind === 'receipt' && of !== ''), ({ of }) => of)

/** Entries that count and have no receipt, a sentence each (forms.md part 2 (5)). */
export const withoutReceipt = (spendings: readonly Spending[], receipts: ReadonlyMap<string, readonly ProjectFile[]>): Mistake[] =>
  spendings.filter((one) => counts(one) && (receipts.get(one.id) ?? []).length === 0).map(({ id, what, day }) => ({ path: `spending.${id}`, code: 'RECEIPT_MISSING', zh: `缺凭证：${day} ${what}`, en: `No receipt: ${day} ${what}` }))

/** The doubts about each entry that counts, by its id; entries without one are not in it. `reported`: as reportedDays tells. */
export function doubtsOf(spendings: readonly Spending[], receipts: ReadonlyMap<string, readonly ProjectFile[]>, { period, reported }: { period: Period; reported: readonly Period[] | null }): Map<string, Doubt[]> {
  const counted = spendings.filter(counts)
  const papers = Map.groupBy(counted.flatMap(({ id }) => (receipts.get(id) ?? []).map(({ sha256 }) => ({ id, sha256 }))), ({ sha256 }) => sha256)
  const payments = Map.groupBy(counted, ({ day, amount, paidTo }) => `${day} ${amount} ${plain(paidTo)}`)
  const days = Map.groupBy(counted.flatMap((one) => (one.volunteerDay === null ? [] : [{ id: one.id, ...one.volunteerDay }])), ({ volunteer, day }) => `${day} ${volunteer}`)
  const found = counted.map((one): [string, Doubt[]] => {
    const own = receipts.get(one.id) ?? []
    const samePaper = own.flatMap(({ sha256 }) => (papers.get(sha256) ?? []).map(({ id }) => id))
    const samePayment = (payments.get(`${one.day} ${one.amount} ${plain(one.paidTo)}`) ?? []).map(({ id }) => id)
    const { volunteerDay } = one
    const otherPay = volunteerDay === null ? [] : (days.get(`${volunteerDay.day} ${volunteerDay.volunteer}`) ?? []).filter(({ kind }) => kind !== volunteerDay.kind).map(({ id }) => id)
    const within = ({ from, to }: Period) => one.day >= from && one.day <= to
    const doubts: (Omit<Doubt, 'id'> | false)[] = [
      reported !== null && !reported.some(within) && { code: 'IN_NO_REPORT', with: [], zh: `日期（${one.day}）不在任何一期报告之内，报告里不会有这一笔`, en: `Its day (${one.day}) lies in no report’s period: no report will tell of it` },
      !within(period) && { code: 'OUTSIDE_PERIOD', with: [], zh: `日期在项目期间（${period.from} 至 ${period.to}）之外`, en: `Its day lies outside the project’s period (${period.from} to ${period.to})` },
      own.length === 0 && { code: 'NO_RECEIPT', with: [], zh: '没有凭证', en: 'No receipt' },
      // The paper twice under this entry, or under another one too.
      samePaper.length > own.length && { code: 'RECEIPT_TWICE', with: others(samePaper, one.id), zh: '同一张凭证用了两次', en: 'The same receipt stands twice' },
      samePayment.length > 1 && { code: 'PAID_TWICE', with: others(samePayment, one.id), zh: '同一天、同一收款方、同样的金额记了两次', en: 'The same sum to the same payee on the same day stands twice' },
      otherPay.length > 0 && { code: 'SUBSIDY_AND_TRANSPORT', with: others(otherPay, one.id), zh: '同一位志愿者同一天既有补贴又报交通费', en: 'A subsidy and local transport for the same volunteer on the same day' },
      one.override !== null && { code: 'FORBIDDEN_PURPOSE', with: [], ...overridden(one.override) },
    ]
    return [one.id, doubts.flatMap((doubt) => (doubt === false ? [] : [{ ...doubt, id: doubtId(doubt.code, [one.id, ...doubt.with]) }]))]
  })
  return new Map(found.filter(([, doubts]) => doubts.length > 0))
}

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
const others = (ids: readonly string[], own: string): string[] => [...new Set(ids)].filter((id) => id !== own)

function overridden({ purposes, by, reason }: NonNullable<Spending['override']>): { zh: string; en: string } {
  const named = forbiddenPurposes.filter(({ id }) => purposes.includes(id)).map(({ label }) => label)
  return { zh: `提到了不得开支的用途（${named.map(({ zh }) => zh).join('、')}），${by.name}说明：${reason}`, en: `Names what the money is not for (${named.map(({ en }) => en).join(', ')}); ${by.name} explains: ${reason}` }
}
