import type { Ban } from '../ban/ban.ts'
import { decimal, fixed, quotient } from '../kernel/decimal.ts'
import { type Fen, formatYuan } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import { type BudgetTotals, budgetTotals } from '../rulebook/budget.ts'
import { fieldsOf, nameOf, rowsOf } from '../rulebook/content.ts'
import type { BudgetField } from '../rulebook/form.ts'
import type { Funding } from '../rulebook/funding.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'

/** A project of the applicant that an earlier venture competition funds. `on` is the day in Shanghai of the award. */
export interface FundedProject {
  project: string | null
  title: string
  competition: Bilingual
  on: string
}

/** What the rules of a call ask about the applicant. */
export interface CallFacts {
  standing: 'registered' | 'filed'
  /** Proposals it has in this competition, this one included; withdrawn ones don't count. */
  entered: number
  /** Within the years that the rulebook asks about. */
  funded: readonly FundedProject[]
  /** Under which it stands when the call closes, where a check of eligibility asks. */
  ban: Pick<Ban, 'until'> | null
}

/** How one rule of the call stands with what is written so far. */
export interface CallRule {
  id: string
  rule: Bilingual
  /** null: nothing is written yet that it could be asked of. */
  holds: boolean | null
  found: Bilingual | null
  /** Where the rule stands. */
  source: Bilingual
  /** The field that it is about. */
  path: string
  /** Of the mistake that a broken one is; null where the form's own check of the field tells it already. */
  code: string | null
}

interface Written {
  category: string
  content: Readonly<Record<string, unknown>>
  /** The project that it enters. */
  project: string | null
}

const yuan = (fen: Fen): Bilingual & { en: string } => ({ zh: `${formatYuan(fen)} 元`, en: `${formatYuan(fen)} yuan` })
const standings = { registered: { zh: '登记的社会组织', en: 'registered organisations' }, filed: { zh: '备案的社区社会组织', en: 'filed community organisations' } } as const

/** Whether an organisation of that standing may be funded at all: where there are caps, only those who have one. */
export const standingAdmitted = ({ funding }: Pick<Rulebook, 'funding'>, standing: CallFacts['standing']): boolean =>
  funding === null || funding.caps.length === 0 || funding.caps.some((cap) => cap.standing === standing)

/**
 * The rules of a venture's call, in the order in which an applicant meets them, each with what was found and where it stands. The same
 * while writing and at sending. Empty for a contest.
 */
export function callRules(rulebook: Rulebook, written: Written, facts: CallFacts | null): CallRule[] {
  const { funding, form } = rulebook
  if (funding === null || facts === null) return []
  const field = fieldsOf(form).find((one): one is BudgetField => one.kind === 'budget' && one.id === funding.budgetField)
  const totals = field === undefined ? undefined : budgetTotals(field, rowsOf(written.content[field.id]))
  const typed = written.content[funding.asked]
  const asked = typeof typed === 'number' && Number.isSafeInteger(typed) && typed > 0 ? typed : null
  const book = rulebook.name
  return [
    ...banRules(rulebook, facts),
    ...standingRules(funding, facts),
    ...sumRules(funding, facts, asked, book),
    ...(totals === undefined ? [] : [addsUp(funding, asked, totals, book), ...shareRules(funding, asked, totals), ...headRules(funding, field, totals, book)]),
    ...projectRules(rulebook, funding, written, facts),
  ]
}

/** Told while it is written and no obstacle to sending: the check decides on the day the call closes, and a ban may be lifted before. */
function banRules({ eligibility, form, name }: Rulebook, { ban }: CallFacts): CallRule[] {
  const check = eligibility.checks.find(({ rule }) => rule?.rule === 'not-banned')
  if (check === undefined || ban === null) return []
  return [{
    id: check.id, path: form.nameField, code: null, source: name, holds: false, rule: check.label,
    found: { zh: `贵单位被禁止申报，到 ${ban.until} 为止；现在提交，资格审查也不会通过`, en: `You may not apply until ${ban.until}; what you send now will not pass the eligibility check` },
  }]
}

function standingRules(funding: Funding, { standing }: CallFacts): CallRule[] {
  const [first] = funding.caps
  if (first === undefined || funding.caps.some((cap) => cap.standing === standing)) return []
  return [{
    id: 'standing', path: funding.asked, code: 'STANDING_NOT_ADMITTED', source: first.source, holds: false,
    rule: { zh: `只资助${standings[first.standing].zh}`, en: `Only ${standings[first.standing].en} are funded` },
    found: { zh: standing === 'filed' ? '贵单位是备案的社区社会组织' : '贵单位是登记的社会组织', en: `Yours is one of the ${standings[standing].en}` },
  }]
}

function sumRules(funding: Funding, { standing }: CallFacts, asked: Fen | null, book: Bilingual): CallRule[] {
  const found = asked === null ? null : { zh: `申请 ${yuan(asked).zh}`, en: `Asked for: ${yuan(asked).en}` }
  const path = funding.asked
  const caps = funding.caps.filter((cap) => cap.standing === standing)
  const reached = funding.steps.filter((step) => caps.every(({ most }) => step <= most))
  return [
    ...caps.map(({ most, source }): CallRule => ({
      id: 'cap', path, code: 'ABOVE_GRANT_CAP', source, holds: asked === null ? null : asked <= most, found,
      rule: { zh: `${standings[standing].zh}每项最多申请 ${yuan(most).zh}`, en: `${yuan(most).en} at most for ${standings[standing].en}` },
    })),
    ...(funding.least === 0 ? [] : [{
      id: 'least', path, code: 'BELOW_LEAST_GRANT', source: book, holds: asked === null ? null : asked >= funding.least, found,
      rule: { zh: `每项至少申请 ${yuan(funding.least).zh}`, en: `${yuan(funding.least).en} at least` },
    }]),
    ...(reached.length === 0 ? [] : [{
      id: 'steps', path, code: 'NOT_A_GRANT_STEP', source: book, holds: asked === null ? null : reached.includes(asked), found,
      rule: { zh: `只能申请这几档之一：${reached.map((step) => formatYuan(step)).join('、')} 元`, en: `One of these sums: ${reached.map((step) => formatYuan(step)).join('; ')} yuan` },
    }]),
  ]
}

/** The form's own check says it too (it must have one): here it stands among the rules. */
function addsUp(funding: Funding, asked: Fen | null, { bySource }: BudgetTotals, book: Bilingual): CallRule {
  return {
    id: 'adds-up', path: funding.asked, code: null, source: book, holds: asked === null ? null : asked === bySource.grant,
    rule: { zh: '申请金额等于预算中“申请资助”各行的合计', en: 'What is asked for is the sum of the budget’s lines paid by the grant' },
    found: asked === null ? null : { zh: `申请 ${yuan(asked).zh}，各行合计 ${yuan(bySource.grant).zh}`, en: `Asked for: ${yuan(asked).en}; the lines make ${yuan(bySource.grant).en}` },
  }
}

function shareRules({ share, asked: path }: Funding, asked: Fen | null, totals: BudgetTotals): CallRule[] {
  if (share === null) return []
  const whole = share.inKind ? totals.total : totals.total - totals.bySource['in-kind']
  const percent = decimal(share.mostPercent)
  const rest = decimal(100).minus(percent).toFixed()
  const rule = {
    zh: `申请金额不超过总预算的 ${share.mostPercent}%，至少自筹 ${rest}%（实物折价${share.inKind ? '算自筹' : '不算'}）`,
    en: `${share.mostPercent}% of the whole budget at most; ${rest}% at least are self-raised (${share.inKind ? 'in kind counts' : 'without what is given in kind'})`,
  }
  const common = { id: 'share', path, code: 'ABOVE_GRANT_SHARE', source: share.source, rule }
  if (asked === null || whole === 0) return [{ ...common, holds: null, found: null }]
  const holds = decimal(asked).times(100).lte(percent.times(whole))
  const part = fixed(quotient(decimal(asked).times(100), whole, 2), 2)
  // Rounded up to the fen: with so much more, the rule holds.
  const lacking = decimal(asked).times(100).div(percent).round(0, 3).minus(whole).toNumber()
  return [{
    ...common, holds,
    found: holds
      ? { zh: `申请 ${yuan(asked).zh}，占总预算 ${yuan(whole).zh}的 ${part}%`, en: `Asked for: ${yuan(asked).en}, ${part}% of ${yuan(whole).en}` }
      : { zh: `申请 ${yuan(asked).zh}，占总预算 ${yuan(whole).zh}的 ${part}%，自筹还差 ${yuan(lacking).zh}`, en: `Asked for: ${yuan(asked).en}, ${part}% of ${yuan(whole).en}; ${yuan(lacking).en} more have to be self-raised` },
  }]
}

/** Said by the form's own check of the budget too: here they stand among the rules. */
function headRules(funding: Funding, field: BudgetField | undefined, totals: BudgetTotals, book: Bilingual): CallRule[] {
  return (field?.heads ?? []).flatMap(({ id, label, maxPercent, source }): CallRule[] => {
    if (maxPercent === undefined) return []
    const amount = totals.byHead[id] ?? 0
    return [{
      id: `head-${id}`, path: funding.budgetField, code: null, source: source ?? book, holds: totals.total === 0 ? null : !totals.aboveShare.some(({ head }) => head === id),
      rule: { zh: `“${label.zh}”不超过总预算的 ${maxPercent}%`, en: `"${say(label, 'en')}": ${maxPercent}% of the whole budget at most` },
      found: totals.total === 0 ? null : { zh: `现为 ${yuan(amount).zh}，占 ${fixed(quotient(decimal(amount).times(100), totals.total, 2), 2)}%`, en: `Now ${yuan(amount).en}, ${fixed(quotient(decimal(amount).times(100), totals.total, 2), 2)}%` },
    }]
  })
}

/** Neither spaces nor marks nor widths make another project of it. */
const plain = (title: string) => title.normalize('NFKC').toLowerCase().replaceAll(/[\s\p{P}]/gu, '')

function projectRules(rulebook: Rulebook, { oneEach, doubleFunding }: Funding, written: Written, { entered, funded }: CallFacts): CallRule[] {
  const path = rulebook.form.nameField
  const title = plain(nameOf(rulebook.form, written.content))
  const before = funded.find((one) => (written.project !== null && one.project === written.project) || (title !== '' && plain(one.title) === title))
  return [
    ...(oneEach === null ? [] : [{
      id: 'one-each', path, code: null, source: oneEach.source, holds: true,
      rule: { zh: '每个单位只资助一个项目', en: 'An organisation has one project funded at most' },
      found: entered > 1 ? { zh: `贵单位在本届有 ${entered} 份申报书，最多资助其中一份`, en: `You have ${entered} proposals in this competition; one of them at most is funded` } : { zh: '贵单位在本届只有这一份', en: 'This is your only proposal in this competition' },
    }]),
    ...(doubleFunding === null ? [] : [{
      id: 'double-funding', path, code: 'FUNDED_BEFORE', source: doubleFunding.source, holds: before === undefined,
      rule: { zh: `${doubleFunding.years} 年内得到过资助的同一项目不再资助`, en: `The same project is not funded twice within ${doubleFunding.years === 1 ? 'a year' : `${doubleFunding.years} years`}` },
      found: before === undefined ? { zh: '没有查到同一项目', en: 'No such project was found' } : { zh: `《${before.title}》${before.on} 已由${before.competition.zh}资助`, en: `"${before.title}" has been funded since ${before.on} by ${say(before.competition, 'en')}` },
    }]),
  ]
}

/** What broken rules keep from being sent, as sentences with the rule's source. What the form's own checks tell is not told again. */
export function callMistakes(rules: readonly CallRule[]): Mistake[] {
  return rules.flatMap(({ rule, holds, found, source, path, code }) => (holds !== false || code === null ? [] : [{
    path, code,
    zh: `${rule.zh}；${found === null ? '' : `${found.zh}。`}依据：${source.zh}。`,
    en: `${say(rule, 'en')}. ${found === null ? '' : `${say(found, 'en')}. `}Rule: ${say(source, 'en')}.`,
  }]))
}
