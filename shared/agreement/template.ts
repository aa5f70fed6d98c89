import type { Competition } from '../competition/competition.ts'
import { type Grant, grantNumber } from '../grant/grant.ts'
import { capitalYuan, formatYuan } from '../kernel/money.ts'
import { say } from '../kernel/text.ts'
import type { Funding } from '../rulebook/funding.ts'
import type { Clause, Terms } from './agreement.ts'

const conditionWords: Record<Funding['tranches'][number]['conditions'][number], string> = { 'mid-term-passed': '中期评估通过', 'final-passed': '末期评估通过', 'report-accepted': '项目报告审核通过' }

/**
 * The text of the agreement with the figures filled in, in Chinese: it is the document that both sign, whatever language the page has. What
 * it has to hold is in forms.md part 9 (Binhai 2014): parties, period, annexes, tranches, own accounts, inspection, repayment, changes.
 */
export function agreementText(facts: { grant: Grant; competition: Competition; funding: Funding; terms: Terms; amount: number; tranches: readonly { id: string; amount: number }[]; version: number }): { title: string; clauses: Clause[] } {
  const { grant, competition, funding, terms, amount, tranches, version } = facts
  const name = say(competition.name, 'zh')
  const day = (date: string) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
  const sum = (fen: number) => `${formatYuan(fen)} 元（${capitalYuan(fen)}）`
  const special = terms.special.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const amended = version > 1
  return {
    title: `${name}资助协议${amended ? `（第 ${version} 版，取代以前各版）` : ''}`,
    clauses: [
      { heading: '一、双方', paragraphs: [
        `甲方（主办单位）：${say(competition.authority, 'zh')}`, `乙方（获资助单位）：${grant.organisation.name}`,
        ...(grant.payee.host ? [`乙方是备案社会组织，由挂靠单位${grant.payee.name}收款并监督使用。`] : []), `协议编号：${grantNumber(grant)}-${version}`,
      ] },
      { heading: '二、项目', paragraphs: [`甲方资助乙方实施《${grant.title}》。执行期自 ${day(terms.from)}起至 ${day(terms.to)}止。`, '乙方提交并公示的申报书及其预算是本协议的附件，与本协议有同等效力。'] },
      { heading: '三、资助金额和拨付', paragraphs: [
        `资助总额 ${sum(amount)}，分 ${tranches.length} 期拨付：`,
        ...grant.tranches.map(({ id, name: part, conditions }, i) => {
          const after = conditions.map((one) => conditionWords[one])
          return `${i + 1}. ${say(part, 'zh')}：${sum(tranches.find((one) => one.id === id)?.amount ?? 0)}${after.length === 0 ? (i === 0 ? `，在双方签字后 ${funding.firstMoneyWorkingDays} 个工作日内拨付` : '') : `，在${after.join('、')}后拨付`}；`
        }),
        `收款单位：${grant.payee.name}。款项只拨到该单位的账户。`,
      ] },
      { heading: '四、乙方的义务', paragraphs: ['按申报书的内容、人数和进度实施项目，单独记账，按预算使用资金；支出都要有票据。', '按期提交报告，接受中期和末期评估、检查和审计；内容、日期或预算的变更先申请、经同意后再执行。', '保护受益人的个人信息；对外宣传注明资助来源。'] },
      { heading: '五、停拨和追回', paragraphs: ['超出协议用途的支出、虚报冒领、评估不合格或无故不评估的，甲方可以停止拨付并追回相应资金。', `被追回资金或严重违约的，自决定之日起 ${funding.banYears} 年内不得申报甲方的公益创投项目。`] },
      ...(special.length === 0 ? [] : [{ heading: '六、补充约定', paragraphs: special }]),
      { heading: special.length === 0 ? '六、其他' : '七、其他', paragraphs: [...(amended ? [`变更理由：${terms.reason}`] : []), '双方都签字后生效。变更须双方另签新的版本。争议由双方协商，协商不成的，向甲方所在地人民法院提起诉讼。'] },
    ],
  }
}
