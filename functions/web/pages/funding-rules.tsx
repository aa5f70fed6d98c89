import { formatYuan } from '../../../shared/kernel/money.ts'
import { say, type Bilingual, type Language } from '../../../shared/kernel/text.ts'
import type { Form } from '../../../shared/rulebook/form.ts'
import type { Funding, GrantEvaluation, Tranche } from '../../../shared/rulebook/funding.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Facts, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { computedSentence, TriggersInWords } from './counting-rules.tsx'

const texts = (language: Language) =>
  words(language, {
    zh: {
      money: '资助与拨款', budget: '资金总额', yuan: (sum: string) => `${sum} 元`, caps: '每项最高', standings: { registered: '登记的社会组织', filed: '备案的社区社会组织' },
      onlyThese: '其他单位不能申报。', least: '每项最低', steps: '资助档次', share: '资助占比', shareIs: (percent: number, rest: string, inKind: boolean) => `不超过项目总预算的 ${percent}%，其余 ${rest}% 以上自筹；实物折价${inKind ? '算自筹' : '不算自筹，也不计入总预算'}`,
      quotas: '名额', ofCategory: (name: string, least: number | undefined, most: number | undefined) => `${name}${[least !== undefined && `至少 ${least} 项`, most !== undefined && `至多 ${most} 项`].filter(Boolean).join('、')}`, ofStreet: (most: number) => `每个街道（镇）至多 ${most} 项`,
      oneEach: '每个单位', oneOnly: '只资助一个项目', double: '不重复资助', doubleIs: (years: number) => `同一项目 ${years} 年内得到过资助的，不再资助`, heads: '预算限额', headIs: (name: string, percent: number) => `${name}不超过总预算的 ${percent}%`,
      tranches: '怎么拨款', signed: '双方签好协议、账户已确认', waits: { 'mid-term-passed': '中期评估合格', 'final-passed': '末期评估合格', 'report-accepted': '报告通过验收' },
      always: '每期都要：协议已签、收款账户已确认、没有未处理的异议、没有被禁止申报、支出在预算之内。', first: (days: number) => `签完协议后 ${days} 个工作日内付首期款。`, sign: (days: number) => `结果公布后 ${days} 天内签协议。`, ban: (years: number) => `被追回资金或违约的，${years} 年内不能申报。`,
      tranche: '期', share100: '比例', when: '什么时候付', and: '、', sheet: (n: number) => `评估表（${n} 项）`, criterion: '评估指标', points: '满分',
      passes: (mark: number, total: number) => `满分 ${total} 分，${mark} 分及以上合格。`, self: (days: number, final: boolean) => `${final ? '项目结束' : '实施过半'}后 ${days} 天内交自评，无故逾期按不合格处理。`, objection: (days: number) => `结果公布后 ${days} 天内可以提出异议。`,
      grade: (name: string, from: number, to: number | null, back: boolean) => `${name}：${to === null ? `${from} 分及以上` : from === 0 ? `${to} 分以下` : `${from} 分及以上、不到 ${to} 分`}${back ? '，追回资金' : ''}`,
      bonus: (name: string, most: number) => `${name}，最多加 ${most} 分`, deduction: (name: string, most: number) => `${name}，最多扣 ${most} 分`, extras: '另有加分和扣分，在总分之外，总分可以超过满分', notOfficial: '分值是平台的默认值，不是官方规定。',
      source: '依据：', list: '；', colon: '：',
    },
    en: {
      money: 'Grants and payment', budget: 'Budget', yuan: (sum) => `${sum} yuan`, caps: 'At most', standings: { registered: 'registered organisations', filed: 'filed community organisations' },
      onlyThese: 'Nobody else can apply.', least: 'At least', steps: 'Sizes of grants', share: 'Share of the grant', shareIs: (percent, rest, inKind) => `${percent}% of the whole budget at most; ${rest}% and more are self-raised. What is given in kind ${inKind ? 'counts as self-raised' : 'counts neither as self-raised nor in the whole budget'}`,
      quotas: 'Numbers', ofCategory: (name, least, most) => `${name}: ${[least !== undefined && `${least} at least`, most !== undefined && `${most} at most`].filter(Boolean).join(', ')}`, ofStreet: (most) => `each street or town: ${most} at most`,
      oneEach: 'An organisation', oneOnly: 'has one project funded at most', double: 'No second grant', doubleIs: (years) => `A project funded within the last ${years === 1 ? 'year' : `${years} years`} is not funded again`, heads: 'Limits in the budget', headIs: (name, percent) => `${name}: ${percent}% of the whole at most`,
      tranches: 'How it is paid', signed: 'agreement signed by both sides, account confirmed', waits: { 'mid-term-passed': 'mid-term evaluation passed', 'final-passed': 'final evaluation passed', 'report-accepted': 'report accepted' },
      always: 'Every payment needs a signed agreement, a confirmed account, no open objection, no ban, and spending within the budget.', first: (days) => `The first money comes within ${days} working days of signing.`, sign: (days) => `The agreement is signed within ${days} days of the award.`, ban: (years) => `Whoever money is claimed back from, or who breaks the agreement, is barred for ${years === 1 ? 'a year' : `${years} years`}.`,
      tranche: 'Payment', share100: 'Share', when: 'When', and: ', ', sheet: (n) => `The sheet (${n} criteria)`, criterion: 'Criterion', points: 'Points',
      passes: (mark, total) => `Out of ${total}; ${mark} and above passes.`, self: (days, final) => `The self-evaluation is due ${days} days after ${final ? 'the end' : 'half'} of the work; late without cause is a fail.`, objection: (days) => `The result can be objected to for ${days} days.`,
      grade: (name, from, to, back) => `${name}: ${to === null ? `${from} and above` : from === 0 ? `below ${to}` : `${from} and above, below ${to}`}${back ? ', money is claimed back' : ''}`,
      bonus: (name, most) => `${name}: up to ${most} added`, deduction: (name, most) => `${name}: up to ${most} taken off`, extras: 'Bonuses and deductions lie outside the total, which may pass its maximum', notOfficial: 'The points are a default of this platform and not official.',
      source: 'Rule: ', list: '; ', colon: ': ',
    },
  })
type Texts = ReturnType<typeof texts>

const decimals = (percent: number) => String(Math.round(percent * 100) / 100)

/** The money side of a rulebook in plain words; nothing for a contest. */
export function FundingInWords({ rulebook }: { rulebook: Rulebook }) {
  const { language } = useLook()
  const t = texts(language)
  const { funding } = rulebook
  if (funding === null) return null
  return (
    <Section title={t.money} id="funding">
      <Facts facts={factsOf(t, funding, rulebook, language)} />
      <Section title={t.tranches} id="tranches" level={3}>
        <Table caption={t.tranches} rows={funding.tranches} columns={[
          { header: t.tranche, names: true, cell: ({ name }) => say(name, language) },
          { header: t.when, cell: (tranche) => whenPaid(t, tranche, tranche === funding.tranches[0]) },
          { header: t.share100, align: 'end', cell: ({ percent }) => `${percent}%` },
        ]} />
        <div class="read"><p>{t.always}{language === 'zh' ? '' : ' '}{[t.sign(funding.signDays), t.first(funding.firstMoneyWorkingDays), t.ban(funding.banYears)].join(language === 'zh' ? '' : ' ')}</p></div>
      </Section>
      {funding.evaluations.map((evaluation) => <EvaluationInWords t={t} evaluation={evaluation} form={rulebook.form} language={language} />)}
    </Section>
  )
}

const whenPaid = (t: Texts, { conditions }: Tranche, first: boolean): string => [...(first ? [t.signed] : []), ...conditions.map((condition) => t.waits[condition])].join(t.and)

function factsOf(t: Texts, funding: Funding, rulebook: Rulebook, language: Language) {
  const { caps, share, quotas, oneEach, doubleFunding } = funding
  const money = (fen: number) => t.yuan(formatYuan(fen))
  const because = (source: Bilingual) => <span class="soft small"> {t.source}{say(source, language)}</span>
  const category = (id: string) => { const found = rulebook.categories.find((one) => one.id === id); return found === undefined ? id : say(found.name, language) }
  const heads = rulebook.form.sections.flatMap(({ fields }) => fields).flatMap((field) => (field.kind === 'budget' && field.id === funding.budgetField ? field.heads : []))
  const limited = heads.flatMap(({ label, maxPercent, source }) => (maxPercent === undefined ? [] : [{ label, maxPercent, source }]))
  return [
    { term: t.budget, detail: <strong>{money(funding.budget)}</strong> },
    caps.length > 0 && { term: t.caps, detail: <>{caps.map(({ standing, most, source }) => <p>{t.standings[standing]}{t.colon}<span class="nw">{money(most)}</span>{because(source)}</p>)}{caps.length === 1 ? <p>{t.onlyThese}</p> : null}</> },
    funding.least > 0 && { term: t.least, detail: money(funding.least) },
    funding.steps.length > 0 && { term: t.steps, detail: funding.steps.map(money).join(t.list) },
    share !== null && { term: t.share, detail: <>{t.shareIs(share.mostPercent, decimals(100 - share.mostPercent), share.inKind)}{because(share.source)}</> },
    limited.length > 0 && { term: t.heads, detail: <ul>{limited.map(({ label, maxPercent, source }) => <li>{t.headIs(say(label, language), maxPercent)}{source === undefined ? null : because(source)}</li>)}</ul> },
    quotas.length > 0 && { term: t.quotas, detail: <ul>{quotas.map((quota) => <li>{quota.by === 'street' ? t.ofStreet(quota.most) : t.ofCategory(category(quota.category), quota.least, quota.most)}{because(quota.source)}</li>)}</ul> },
    oneEach !== null && { term: t.oneEach, detail: <>{t.oneOnly}{because(oneEach.source)}</> },
    doubleFunding !== null && { term: t.double, detail: <>{t.doubleIs(doubleFunding.years)}{because(doubleFunding.source)}</> },
  ]
}

function EvaluationInWords({ t, evaluation, form, language }: { t: Texts; evaluation: GrantEvaluation; form: Form; language: Language }) {
  const { id, name, grades, extras } = evaluation
  const between = language === 'zh' ? '' : ' '
  const rows = evaluation.criteria.flatMap((branch) => leavesOf([branch]).map((leaf) => ({ branch, leaf })))
  return (
    <Section title={say(name, language)} id={`evaluation-${id}`} level={3}>
      <div class="read">
        <p>{[t.passes(evaluation.passMark, evaluation.sheetTotal), t.self(evaluation.selfDays, id === 'final'), t.objection(evaluation.objectionDays), ...(evaluation.official ? [] : [t.notOfficial])].join(between)}</p>
        {grades.length === 0 ? null : <p>{grades.map((grade, i) => t.grade(say(grade.name, language), grade.from, grades[i - 1]?.from ?? null, grade.clawback)).join(t.list)}</p>}
        {extras.length === 0 ? null : <p>{t.extras}{t.colon}{extras.map(({ label, kind, most }) => t[kind](say(label, language), most)).join(t.list)}</p>}
      </div>
      <details class="more">
        <summary>{t.sheet(rows.length)}</summary>
        <Table caption={`${say(name, language)} ${t.criterion}`} rows={rows} columns={[
          { header: t.criterion, names: true, cell: ({ branch, leaf }) => <>{branch === leaf ? null : <span class="soft">{say(branch.label, language)} · </span>}{say(leaf.label, language)}{leaf.computed === undefined ? null : <p class="soft small">{computedSentence(leaf.computed, form, 'grant', language)}</p>}</> },
          { header: t.points, align: 'end', cell: ({ leaf }) => leaf.max },
        ]} />
      </details>
      <TriggersInWords criteria={evaluation.criteria} triggers={evaluation.triggers} />
    </Section>
  )
}
