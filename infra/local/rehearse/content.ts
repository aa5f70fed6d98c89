import { checkContent } from '../../../shared/rulebook/content-check.ts'
import { type Content, type ContentValue, fieldsOf, type Row } from '../../../shared/rulebook/content.ts'
import type { Organisation } from '../../../shared/organisation/organisation.ts'
import { callMistakes, callRules } from '../../../shared/proposal/call-rules.ts'
import type { Column, Field, Form } from '../../../shared/rulebook/form.ts'
import type { Funding } from '../../../shared/rulebook/funding.ts'
import type { EligibilityCheck, Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { Trouble } from '../trouble.ts'
import { budgetFor, type GrantLimits } from './budget.ts'
import { drawnApplicant, standingsOf } from './cast.ts'
import { numbers, type Numbers } from './numbers.ts'

const themes = ['课后托管', '助老陪诊', '垃圾分类', '邻里食堂', '防溺水巡河', '非遗进社区', '心理陪伴', '无障碍改造', '图书漂流', '应急自救', '急救培训', '旧物新生']
const sentences = ['走访中居民多次提出这一需要。', '由固定的志愿者轮值，每次留有记录。', '分三个阶段推进，每个阶段都有可以核对的成果。', '与社区约好场地和时间，风险事先说明。', '以问卷和回访了解成效。', '项目结束后由社区接续。']

/** Optional answers are given this often. */
const GIVEN = 0.6
/** The first day that projects of a rehearsal may start. */
const FIRST_DAY = Date.UTC(2027, 2, 1)

/**
 * Answers to any form that it lets through: required fields, limits, caps, dates in order, a budget that adds up, what the checks of
 * eligibility ask, and what a venture's call rules do. Always the same for the same seed and number. Throws Trouble where the form asks for what no answer can be.
 */
export function contentFor(rulebook: Rulebook, seed: string, number: number): Content {
  const { form } = rulebook
  const draw = numbers(seed, 'content', number)
  const checked = new Set(form.checks.flatMap((check) => Object.values(check)))
  const least = leastOf(form, rulebook.eligibility.checks)
  const dates = datesOf(form, draw)
  const { standing } = drawnApplicant(seed, { kinds: rulebook.applicants.kinds, standings: standingsOf(rulebook) }, number)
  const answers: Content = {}
  for (const field of fieldsOf(form)) {
    if (!field.required && !checked.has(field.id) && !least.has(field.id) && !draw.chance(GIVEN)) continue
    if (field.kind === 'budget') continue
    answers[field.id] = field.id === form.nameField ? titleOf(field, number, draw) : answerTo(form, field, { draw, number, least, dates })
  }
  for (const field of fieldsOf(form)) {
    if (field.kind !== 'budget') continue
    const { lines, totals } = budgetFor(form, field, draw, field.id === rulebook.funding?.budgetField ? limitsOf(rulebook.funding, standing) : null)
    Object.assign(answers, totals, { [field.id]: lines })
  }
  const attachments = attachmentsOf(rulebook).map(({ id }) => ({ kind: id }))
  const facts = { standing, entered: 1, funded: [], ban: null }
  const mistakes = [...checkContent(form, answers, attachments), ...callMistakes(callRules(rulebook, { category: '', content: answers, project: null }, facts))]
  if (mistakes.length > 0) throw new Trouble(`No proposal can be written for this form:\n${mistakes.map(({ path, en }) => `  ${path}: ${en}`).join('\n')}`)
  return answers
}

/** What an applicant of that standing may ask for. */
function limitsOf({ caps, least, steps, share }: Funding, standing: Organisation['standing']): GrantLimits {
  return { min: least, max: caps.find((cap) => cap.standing === standing)?.most ?? Number.MAX_SAFE_INTEGER, steps, share }
}

/** The kinds of attachment that every proposal of the rehearsal has. */
export function attachmentsOf({ form, eligibility }: Rulebook): Form['attachments'] {
  const asked = new Set(eligibility.checks.flatMap(({ rule }) => (rule?.rule === 'attachment-present' ? [rule.attachment] : [])))
  return form.attachments.filter(({ id, required }) => required || asked.has(id))
}

/** Numbers and rows that the form or the eligibility check asks at least. */
function leastOf(form: Form, checks: readonly EligibilityCheck[]): Map<string, number> {
  const least = new Map<string, number>()
  const ask = (field: string, value: number) => least.set(field, Math.max(value, least.get(field) ?? 0))
  for (const check of form.checks) {
    if (check.rule === 'at-least') ask(check.field, check.value)
    if (check.rule === 'rows-at-least') ask(check.rows, check.value)
  }
  for (const { rule } of checks) if (rule?.rule === 'field-at-least') ask(rule.field, rule.value)
  return least
}

/** A day for each date field, later where another has to come before it; rows' dates by `rows.column`. */
function datesOf(form: Form, draw: Numbers): Map<string, string> {
  const rank = new Map<string, number>()
  const ordered = form.checks.flatMap((check) => (check.rule === 'dates-in-order' ? [check] : []))
  // As many passes as there are rules reach the end of the longest chain.
  for (const _ of ordered) for (const { from, to } of ordered) rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(from) ?? 0) + 1))
  const start = FIRST_DAY + draw.integer(0, 60) * 86_400_000
  const day = (id: string) => new Date(start + (rank.get(id) ?? 0) * 60 * 86_400_000).toISOString().slice(0, 10)
  const dates = new Map(fieldsOf(form).filter(({ kind }) => kind === 'date').map(({ id }) => [id, day(id)]))
  for (const check of form.checks) if (check.rule === 'rows-within-dates') dates.set(`${check.rows}.${check.column}`, latest(dates.get(`${check.rows}.${check.column}`), day(check.from)))
  return dates
}

const latest = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b)

interface Given {
  draw: Numbers
  number: number
  least: ReadonlyMap<string, number>
  dates: ReadonlyMap<string, string>
}

function answerTo(form: Form, field: Exclude<Field, { kind: 'budget' }>, given: Given): ContentValue {
  if (field.kind === 'yes') return true
  if (field.kind !== 'rows') return cell(field, field.id, given)
  const { draw, least } = given
  const fewest = Math.max(field.minRows, field.required ? 1 : 0, least.get(field.id) ?? 0)
  const count = Math.min(field.maxRows, fewest + draw.integer(0, 2))
  const checked = new Set(form.checks.flatMap((check) => (check.rule === 'rows-within-dates' && check.rows === field.id ? [check.column] : [])))
  return Array.from({ length: count }, (): Row => Object.fromEntries(field.columns
    .filter((column) => column.required || checked.has(column.id) || draw.chance(GIVEN))
    .map((column) => [column.id, cell(column, `${field.id}.${column.id}`, given)])))
}

function cell(column: Column, path: string, { draw, number, least, dates }: Given): string | number {
  switch (column.kind) {
    case 'text':
    case 'longtext':
      return column.identifies === true ? identifying(column, path, number) : prose(column.limit, draw)
    case 'integer':
    case 'money': {
      const from = Math.max(column.min, least.get(column.id) ?? column.min)
      return draw.integer(from, Math.min(column.max, from + (column.kind === 'money' ? 1_000_000 : 200)))
    }
    case 'date':
      return dates.get(path) ?? dates.get(column.id) ?? new Date(FIRST_DAY).toISOString().slice(0, 10)
    case 'choice':
      return draw.pick(column.options).id
  }
}

/** Names that prose never has: a blind competition finds none where judges read. */
const identifying = ({ limit, label }: { limit: number; label: { zh: string } }, path: string, number: number): string => {
  if (/电话|手机|phone/i.test(label.zh)) return `1300000${String(number).padStart(4, '0')}`.slice(0, limit)
  return `示例${number}-${path}`.slice(0, limit)
}

function prose(limit: number, draw: Numbers): string {
  let text = ''
  for (let wanted = draw.integer(1, 4); wanted > 0; wanted -= 1) text += draw.pick(sentences)
  return [...text].slice(0, Math.min(limit, 200)).join('')
}

function titleOf(field: Field, number: number, draw: Numbers): string {
  const limit = field.kind === 'text' ? field.limit : 30
  const own = `${number} 号`
  return [...`${draw.pick(themes)}${own}`].length <= limit ? `${draw.pick(themes)}${own}` : [...own].slice(0, limit).join('')
}
