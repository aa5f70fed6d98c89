import type { Ban } from '../ban/ban.ts'
import type { Grant, Tranche } from '../grant/grant.ts'
import { shanghaiDate } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Fen, formatYuan } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import { type Account, isPayees } from '../payment/account.ts'
import type { ReportStanding } from '../stage/stage.ts'

/** What a release depends on besides the grant itself. */
export interface ReleaseFacts {
  account: Account | undefined
  /** Of the linked project; null: none is linked. `over`: what of its spending is over the budget, a sentence each; `fromGrant`: what it has spent of the grant, in fen. */
  project: { reports: readonly ReportStanding[]; over: readonly Mistake[]; fromGrant: Fen } | null
  /** Objections to the proposal, or to the whole list, that wait for a ruling. */
  objections: number
  /** Under which the grantee or the payee stands today. */
  ban: Ban | undefined
}

/**
 * Everything that keeps a part of a grant from being paid, a sentence each, for both sides. Every part waits for an agreement, a confirmed
 * account of a payee who can be paid, the parts before it, spending within the budget, open objections and bans; the rest are the rulebook's.
 */
export function unmetConditions(grant: Grant, tranche: Tranche, { account, project, objections, ban }: ReleaseFacts, now: Instant): Mistake[] {
  const unmet = (code: string, zh: string, en: string): Mistake => ({ path: tranche.id, code, zh, en })
  const earlier = grant.tranches.slice(0, grant.tranches.indexOf(tranche)).filter(({ state, amount }) => amount > 0 && state !== 'paid' && state !== 'cancelled')
  return [
    ...(grant.agreement === null || grant.state === 'agreement' ? [unmet('AGREEMENT_MISSING', '协议还没有生效：要双方都签了才能拨款', 'The agreement is not in force: both sides have to sign it first')] : []),
    ...(grant.state === 'recovery' ? [unmet('IN_RECOVERY', '正在追回资金，不能再拨款', 'Money is being claimed back; none is paid')] : []),
    ...(tranche.amount === 0 ? [unmet('NOTHING_TO_PAY', '这一期金额是 0，没有要拨的', 'This part comes to nothing; there is nothing to pay')] : []),
    ...(grant.payee.creditCode === null ? [unmet('PAYEE_UNPAYABLE', `${grant.payee.name}还不能收款：挂靠单位没有接受`, `${grant.payee.name} cannot be paid yet: the host has not accepted`)] : []),
    ...accountConditions(grant, account, unmet),
    ...earlier.map(({ name }) => unmet('EARLIER_UNPAID', `前面的“${name.zh}”还没有到账`, `The part before it, "${say(name, 'en')}", is not paid yet`)),
    ...(objections > 0 ? [unmet('OBJECTION_OPEN', `还有 ${objections} 件异议没有处理`, objections === 1 ? 'An objection waits for its ruling' : `${objections} objections wait for their rulings`)] : []),
    ...(ban === undefined ? [] : [unmet('BANNED', `${ban.organisation.name}被禁止申报，到 ${ban.until} 为止，期间不拨款`, `${ban.organisation.name} is barred until ${ban.until}; no money is paid until then`)]),
    ...tranche.conditions.flatMap((condition) => {
      switch (condition) {
        case 'mid-term-passed': return resultConditions(grant.results['mid-term'], { zh: '中期评估', en: 'mid-term evaluation' }, unmet, now)
        case 'final-passed': return resultConditions(grant.results.final, { zh: '末期评估', en: 'final evaluation' }, unmet, now)
        case 'report-accepted': return reportConditions(project?.reports, unmet, now)
      }
    }),
    // The budget may still be the one that was asked for: what is given is what the agreement says.
    ...(project !== null && project.fromGrant > grant.amount ? [unmet('OVER_GRANT', `已支出资助 ${formatYuan(project.fromGrant)} 元，超出协议的 ${formatYuan(grant.amount)} 元`, `${formatYuan(project.fromGrant)} yuan of the grant are spent, and the agreement gives ${formatYuan(grant.amount)}`)] : []),
    ...(project?.over ?? []).map(({ zh, en }) => unmet('OVER_BUDGET', `支出超出预算：${zh}`, `Spending is over the budget: ${en}`)),
  ]
}

type Unmet = (code: string, zh: string, en: string) => Mistake

function accountConditions(grant: Grant, account: Account | undefined, unmet: Unmet): Mistake[] {
  if (account === undefined) return [unmet('ACCOUNT_MISSING', '还没有登记收款账户', 'No account has been given')]
  if (!isPayees(grant, account)) return [unmet('ACCOUNT_NOT_PAYEES', `户名“${account.holder}”不是收款单位“${grant.payee.name}”`, `The account is "${account.holder}", the payee "${grant.payee.name}"`)]
  return account.confirmed === null ? [unmet('ACCOUNT_UNCONFIRMED', '收款账户等财务确认', 'The account waits for finance to confirm it')] : []
}

function resultConditions(result: Grant['results']['final'], name: Bilingual & { en: string }, unmet: Unmet, now: Instant): Mistake[] {
  if (result === null) return [unmet('RESULT_MISSING', `${name.zh}还没有结果`, `The ${name.en} has no result yet`)]
  if (!result.passed) return [unmet('NOT_PASSED', `${name.zh}没有通过（${result.total} 分）`, `The ${name.en} was not passed (${result.total} points)`)]
  if (result.openObjections > 0) return [unmet('RESULT_OBJECTED', `对${name.zh}结果还有 ${result.openObjections} 件异议没有处理`, `Objections to the ${name.en} wait for their rulings: ${result.openObjections}`)]
  return now < result.objectionsUntil ? [unmet('RESULT_OBJECTABLE', `${name.zh}结果的异议期到 ${shanghaiDate(result.objectionsUntil)} 为止`, `The result of the ${name.en} can be objected to until ${shanghaiDate(result.objectionsUntil)}`)] : []
}

/** Whatever was sent or is due has to be accepted, and one report at least. */
function reportConditions(reports: readonly ReportStanding[] | undefined, unmet: Unmet, now: Instant): Mistake[] {
  if (reports === undefined) return [unmet('NO_PROJECT', '没有关联项目记录，无法核对报告', 'No project is linked, so there are no reports to go by')]
  const waiting = reports.filter(({ state, dueAt }) => state === 'submitted' || state === 'returned' || (state === 'open' && dueAt <= now))
  if (waiting.length > 0) return waiting.map(({ from, to }) => unmet('REPORT_NOT_ACCEPTED', `${from} 至 ${to} 的报告还没有通过`, `The report on ${from} to ${to} is not accepted`))
  return reports.some(({ state }) => state === 'accepted') ? [] : [unmet('REPORT_MISSING', '还没有通过的报告', 'No report has been accepted yet')]
}
