import { sum } from '../kernel/decimal.ts'
import { formatYuan } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { fieldsOf, wantedKind } from './form-references.ts'
import { type Place, child, ids, items, number, numbers, repeated, text, texts, unknownName } from './loose.ts'
import { numbersOf, sheetMistakes } from './sheet-references.ts'

const yuan = (fen: number) => `${formatYuan(fen)} 元`
const inYuan = (fen: number) => `${formatYuan(fen)} yuan`

/** A venture competition has a money side, and a contest has none. */
function sideMistakes(rulebook: Place): Mistake[] {
  const kind = text(rulebook, 'kind')
  const has = rulebook.value['funding'] !== undefined && rulebook.value['funding'] !== null
  if (kind === 'venture' && !has) return [{ path: '/funding', code: 'FUNDING_MISSING', zh: '公益创投的章程要写明资助规则（funding）。', en: 'The rulebook of a venture competition says how it funds.' }]
  if (kind === 'contest' && has) return [{ path: '/funding', code: 'FUNDING_OUTSIDE', zh: '只有公益创投的章程才有资助规则（funding）。', en: 'Only a venture competition has a money side.' }]
  return []
}

/** What is asked for, and the budget lines that make it: both are required, and the form compares them. */
function fieldMistakes(rulebook: Place, funding: Place): Mistake[] {
  const form = child(rulebook, 'form')
  const fields = fieldsOf(form)
  const named = (key: string) => fields.get(text(funding, key) ?? '')
  const optional = (['asked', 'budgetField'] as const).flatMap((key): Mistake[] => (named(key)?.value['required'] !== false ? [] : [{
    path: `${funding.path}/${key}`, code: 'FIELD_OPTIONAL', zh: `字段“${text(funding, key)}”必须是必填项。`, en: `The field "${text(funding, key)}" must be required.`,
  }]))
  const wrong = [...wantedKind(funding, 'asked', 'money', fields), ...wantedKind(funding, 'budgetField', 'budget', fields)]
  const [asked, budget] = [named('asked'), named('budgetField')]
  if (wrong.length > 0 || asked === undefined || budget === undefined) return [...wrong, ...optional]
  const sources = texts(budget, 'sources').map(({ value }) => value)
  const missing = (source: string, zh: string, en: string): Mistake[] => (sources.includes(source) ? [] : [{ path: `${funding.path}/budgetField`, code: 'SOURCE_MISSING', zh, en }])
  const compared = items(form, 'checks').some((check) => text(check, 'rule') === 'budget-total' && text(check, 'source') === 'grant' && text(check, 'budget') === text(funding, 'budgetField') && text(check, 'total') === text(funding, 'asked'))
  return [
    ...optional,
    ...missing('grant', '预算字段的资金来源要有“申请资助”（grant）。', 'The budget field has the source "grant".'),
    ...(funding.value['share'] === null || funding.value['share'] === undefined ? [] : missing('own', '规定了资助占比的，预算字段的资金来源要有“自筹”（own）。', 'Where the grant is a share only, the budget field has the source "own".')),
    ...(compared ? [] : [{
      path: `${funding.path}/asked`, code: 'ASKED_NOT_COMPARED',
      zh: '申报书要核对申请金额与预算：form.checks 里加一条 budget-total，来源为 grant。',
      en: 'The form compares what is asked with the budget: form.checks needs a budget-total of the source "grant".',
    }]),
  ]
}

/** Caps, steps and the least: each sum can be asked for, and given. */
function sumMistakes(rulebook: Place, funding: Place): Mistake[] {
  const field = fieldsOf(child(rulebook, 'form')).get(text(funding, 'asked') ?? '')
  const fieldMost = field === undefined ? undefined : number(field, 'max')
  const budget = number(funding, 'budget')
  const least = number(funding, 'least')
  const caps = items(funding, 'caps').flatMap((cap) => {
    const most = number(cap, 'most')
    return most === undefined ? [] : [{ cap, most }]
  })
  const seen = new Set<string>()
  const repeatedCaps = items(funding, 'caps').flatMap((cap): Mistake[] => {
    const standing = text(cap, 'standing')
    if (standing === undefined || !seen.has(standing)) {
      if (standing !== undefined) seen.add(standing)
      return []
    }
    return [{ path: `${cap.path}/standing`, code: 'ID_REPEATED', zh: `“${standing}”的上限写了两次。`, en: `The cap of "${standing}" stands here twice.` }]
  })
  const never = (path: string, zh: string, en: string): Mistake => ({ path, code: 'NEVER_REACHED', zh, en })
  const highest = caps.length > 0 ? Math.max(...caps.map(({ most }) => most)) : undefined
  const lowest = caps.length > 0 ? Math.min(...caps.map(({ most }) => most)) : undefined
  return [
    ...repeatedCaps,
    ...caps.flatMap(({ cap, most }) => (fieldMost === undefined || most <= fieldMost ? [] : [never(`${cap.path}/most`, `上限 ${yuan(most)}，但申报书里最多只能申请 ${yuan(fieldMost)}。`, `A cap of ${inYuan(most)}, but the form takes ${inYuan(fieldMost)} at most.`)])),
    ...numbers(funding, 'steps').flatMap(({ path, value }, i, all): Mistake[] => {
      const before = all[i - 1]?.value
      if (before !== undefined && value <= before) return [{ path, code: 'ORDER_WRONG', zh: `各档应从小到大，${yuan(value)} 不能排在 ${yuan(before)} 后面。`, en: `Steps rise: ${inYuan(value)} cannot stand after ${inYuan(before)}.` }]
      if (highest !== undefined && value > highest) return [never(path, `这一档 ${yuan(value)} 高于资助上限 ${yuan(highest)}。`, `The step ${inYuan(value)} is above the cap of ${inYuan(highest)}.`)]
      if (i === 0 && lowest !== undefined && value > lowest) return [never(path, `最低一档 ${yuan(value)} 高于资助上限 ${yuan(lowest)}。`, `The lowest step, ${inYuan(value)}, is above the cap of ${inYuan(lowest)}.`)]
      return least !== undefined && value < least ? [never(path, `这一档 ${yuan(value)} 低于最低资助额 ${yuan(least)}。`, `The step ${inYuan(value)} is below the least grant of ${inYuan(least)}.`)] : []
    }),
    ...(least !== undefined && lowest !== undefined && least > lowest ? [never(`${funding.path}/least`, `最低资助额 ${yuan(least)} 高于资助上限 ${yuan(lowest)}。`, `The least grant, ${inYuan(least)}, is above the cap of ${inYuan(lowest)}.`)] : []),
    ...(least !== undefined && budget !== undefined && least > budget ? [never(`${funding.path}/budget`, `资金总额 ${yuan(budget)} 不够最低的一份资助 ${yuan(least)}。`, `The budget of ${inYuan(budget)} is less than the least grant, ${inYuan(least)}.`)] : []),
  ]
}

function quotaMistakes(rulebook: Place, funding: Place): Mistake[] {
  const categories = ids(items(rulebook, 'categories'))
  const seen = new Set<string>()
  return items(funding, 'quotas').flatMap((quota): Mistake[] => {
    const [by, least, most] = [text(quota, 'by'), number(quota, 'least'), number(quota, 'most')]
    const what = by === 'category' ? `category ${text(quota, 'category') ?? ''}` : (by ?? '')
    const again = seen.has(what)
    seen.add(what)
    return [
      ...(again ? [{ path: quota.path, code: 'ID_REPEATED', zh: '同一对象的名额写了两次。', en: 'This quota stands here twice.' }] : []),
      ...(by === 'category' ? unknownName(`${quota.path}/category`, text(quota, 'category'), categories, { zh: '类别', en: 'category' }) : []),
      ...(by === 'category' && least === undefined && most === undefined ? [{ path: quota.path, code: 'QUOTA_EMPTY', zh: '名额要写最少（least）或最多（most）几个。', en: 'A quota says how many at least or at most.' }] : []),
      ...(least !== undefined && most !== undefined && least > most ? [{ path: `${quota.path}/least`, code: 'RANGE_REVERSED', zh: `最少 ${least} 个，却最多 ${most} 个。`, en: `${least} at least, but ${most} at most.` }] : []),
    ]
  })
}

const evaluationOf: Readonly<Record<string, string>> = { 'mid-term-passed': 'mid-term', 'final-passed': 'final' }

/** The tranches make the whole grant, and what each waits for is evaluated. */
function trancheMistakes(funding: Place): Mistake[] {
  const tranches = items(funding, 'tranches')
  const evaluations = ids(items(funding, 'evaluations'))
  const percents = tranches.flatMap((tranche) => number(tranche, 'percent') ?? [])
  const whole = sum(percents)
  return [
    ...repeated(tranches),
    ...(tranches.length > 0 && percents.length === tranches.length && !whole.eq(100)
      ? [{ path: `${funding.path}/tranches`, code: 'PERCENTS_NOT_100', zh: `各期拨款比例合计应为 100%，现为 ${whole.toString()}%（${percents.join(' + ')}）。`, en: `The tranches make 100%, not ${whole.toString()}% (${percents.join(' + ')}).` }]
      : []),
    ...tranches.flatMap((tranche) => texts(tranche, 'conditions').flatMap(({ path, value }, i, all): Mistake[] => {
      if (all.findIndex((other) => other.value === value) < i) return [{ path, code: 'ID_REPEATED', zh: `条件“${value}”写了两次。`, en: `The condition "${value}" stands here twice.` }]
      const evaluation = evaluationOf[value]
      if (evaluation === undefined || evaluations.has(evaluation)) return []
      return [{ path, code: 'NAME_UNKNOWN', zh: `这期拨款要等“${value}”，但章程里没有“${evaluation}”评估。`, en: `This tranche waits for "${value}", but there is no evaluation "${evaluation}".` }]
    })),
  ]
}

/** Best first, down to 0; money is claimed back from the lowest grades only. */
function gradeMistakes(evaluation: Place): Mistake[] {
  const grades = items(evaluation, 'grades')
  const total = number(evaluation, 'sheetTotal')
  const froms = grades.map((grade) => number(grade, 'from'))
  const mistakes = grades.flatMap((grade, i): Mistake[] => {
    const [from, before] = [froms[i], froms[i - 1]]
    if (from === undefined) return []
    if (before !== undefined && from >= before) return [{ path: `${grade.path}/from`, code: 'ORDER_WRONG', zh: `等级应从高到低，${from} 分不能排在 ${before} 分后面。`, en: `Grades fall: ${from} cannot stand after ${before}.` }]
    if (total !== undefined && from > total) return [{ path: `${grade.path}/from`, code: 'NEVER_REACHED', zh: `评分表满分 ${total}，达不到 ${from} 分。`, en: `The sheet's total is ${total} and never reaches ${from}.` }]
    const better = grades[i - 1]
    return better?.value['clawback'] === true && grade.value['clawback'] === false ? [{ path: `${grade.path}/clawback`, code: 'CLAWBACK_ABOVE', zh: '上一等级要追回资金，更低的等级也应追回。', en: 'The grade above is clawed back, so this one is too.' }] : []
  })
  const [last, lowest] = [grades.at(-1), froms.at(-1)]
  if (last === undefined || lowest === undefined || lowest === 0) return mistakes
  return [...mistakes, { path: `${last.path}/from`, code: 'GRADES_LEAVE_GAP', zh: `最低等级应从 0 分起，现从 ${lowest} 分起。`, en: `The lowest grade starts at 0, not at ${lowest}.` }]
}

/** What is known of what was reached, by the name in a self-evaluation. */
const figures: ReadonlySet<string> = new Set(['activities', 'people', 'attendances', 'spent'])

function evaluationMistakes(evaluation: Place, sections: ReadonlySet<string>, planned: ReadonlySet<string>): Mistake[] {
  const [pass, total] = [number(evaluation, 'passMark'), number(evaluation, 'sheetTotal')]
  return [
    ...sheetMistakes(evaluation, sections, { planned, actual: figures }),
    ...(pass !== undefined && total !== undefined && pass > total ? [{ path: `${evaluation.path}/passMark`, code: 'NEVER_REACHED', zh: `评分表满分 ${total}，达不到合格线 ${pass} 分。`, en: `The sheet's total is ${total} and never reaches the pass mark of ${pass}.` }] : []),
    ...repeated(items(evaluation, 'grades')),
    ...gradeMistakes(evaluation),
  ]
}

/** The rules between the money side of a venture competition and the rest of its rulebook, and within it. */
export function fundingMistakes(rulebook: Place): Mistake[] {
  const side = sideMistakes(rulebook)
  const given = rulebook.value['funding']
  if (given === undefined || given === null) return side
  const funding = child(rulebook, 'funding')
  const sections = ids(items(child(rulebook, 'form'), 'sections'))
  return [
    ...side,
    ...fieldMistakes(rulebook, funding),
    ...sumMistakes(rulebook, funding),
    ...quotaMistakes(rulebook, funding),
    ...trancheMistakes(funding),
    ...repeated(items(funding, 'evaluations')),
    ...items(funding, 'evaluations').flatMap((evaluation) => evaluationMistakes(evaluation, sections, numbersOf(child(rulebook, 'form')))),
  ]
}
