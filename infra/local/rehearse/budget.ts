import type { BudgetField, BudgetSource, Form, FormCheck } from '../../../shared/rulebook/form.ts'
import type { Funding } from '../../../shared/rulebook/funding.ts'
import { fieldsOf, type Row } from '../../../shared/rulebook/content.ts'
import type { Numbers } from './numbers.ts'

/** What an applicant of the rehearsal asks for where neither the form nor the call sets a bound: up to 20,000 yuan a source, in fen. */
const USUAL = 2_000_000
/** Of a grant: between this share of the most that the call gives and all of it, in percent and whole hundreds of yuan. */
const LEAST_ASKED = 40
const HUNDRED_YUAN = 10_000

interface Bounds {
  min: number
  max: number
}
type TotalCheck = Extract<FormCheck, { rule: 'budget-total' }>

/** What a venture's call lets an applicant ask for, in fen. */
export interface GrantLimits extends Bounds {
  steps: readonly number[]
  share: Funding['share']
}

/** A budget's lines with the money fields that have to agree with them, and with the call's rules of the grant. */
export function budgetFor(form: Form, field: BudgetField, draw: Numbers, limits: GrantLimits | null): { lines: Row[]; totals: Record<string, number> } {
  const checks = form.checks.filter((check): check is TotalCheck => check.rule === 'budget-total' && check.budget === field.id)
  const boundsOf = (wanted: readonly TotalCheck[]): Bounds => wanted.reduce<Bounds>((bounds, { total }) => {
    const money = fieldsOf(form).find(({ id }) => id === total)
    return money?.kind === 'money' ? { min: Math.max(bounds.min, money.min), max: Math.min(bounds.max, money.max) } : bounds
  }, { min: 0, max: Number.MAX_SAFE_INTEGER })
  const whole = boundsOf(checks.filter(({ source }) => source === undefined))
  // With one line only there is room for one source.
  const sources = field.sources.slice(0, Math.max(1, field.maxRows))
  const parts = sources.map((source): Part => {
    const { min, max } = boundsOf(checks.filter((check) => check.source === source))
    return source === 'grant' && limits !== null ? { source, min: Math.max(min, limits.min), max: Math.min(max, limits.max), amount: 0 } : { source, min, max, amount: 0 }
  })
  for (const part of parts) part.amount = Math.min(part.max, part.source === 'grant' && limits !== null ? asked(part, draw) : part.min + draw.integer(1, 100) * (USUAL / 100))
  fit(parts, whole)
  if (limits !== null) obey(parts, limits, draw)
  const lines = linesOf(field, parts, draw)
  const total = parts.reduce((sum, { amount }) => sum + amount, 0)
  const totals = Object.fromEntries(checks.map(({ total: id, source }) => [id, source === undefined ? total : (parts.find((part) => part.source === source)?.amount ?? 0)]))
  return { lines, totals }
}

interface Part extends Bounds {
  source: BudgetSource
  amount: number
}

function asked({ min, max }: Bounds, draw: Numbers): number {
  const most = max === Number.MAX_SAFE_INTEGER ? USUAL : max
  return Math.max(min, Math.floor((most * draw.integer(LEAST_ASKED, 100)) / 100 / HUNDRED_YUAN) * HUNDRED_YUAN)
}

/** Moves the parts within their own bounds until their sum is within the whole's. */
function fit(parts: readonly Part[], whole: Bounds): void {
  for (const part of parts) {
    const sum = parts.reduce((all, { amount }) => all + amount, 0)
    if (sum > whole.max) part.amount = Math.max(part.min, part.amount - (sum - whole.max))
    else if (sum < whole.min) part.amount = Math.min(part.max, part.amount + (whole.min - sum))
  }
}

/** Asks for one of the sizes where there are any, and raises enough of its own. */
function obey(parts: readonly Part[], { steps, share }: GrantLimits, draw: Numbers): void {
  const part = (source: BudgetSource) => parts.find((one) => one.source === source)
  const [grant, own] = [part('grant'), part('own')]
  if (grant === undefined) return
  const sizes = steps.filter((step) => grant.min <= step && step <= grant.max)
  if (sizes.length > 0) grant.amount = draw.pick(sizes)
  if (share === null || own === undefined) return
  const counted = parts.reduce((sum, { source, amount }) => sum + (source === 'in-kind' && !share.inKind ? 0 : amount), 0)
  own.amount = Math.min(own.max, own.amount + Math.max(0, Math.ceil((grant.amount * 100) / share.mostPercent) - counted))
}

/** Each source's amount over the heads: no head takes more than its share of the total. */
function linesOf(field: BudgetField, parts: readonly Part[], draw: Numbers): Row[] {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0)
  const heads = field.heads.map(({ id, maxPercent }) => ({ id, left: maxPercent === undefined ? Number.MAX_SAFE_INTEGER : Math.floor((total * maxPercent) / 100) }))
  const open = heads.filter(({ left }) => left === Number.MAX_SAFE_INTEGER)
  const lines: Row[] = []
  for (const { source, amount } of parts) {
    let left = amount
    // Where a head takes any sum, one line is enough; otherwise the heads are filled one after the other.
    for (const head of open.length > 0 ? [draw.pick(open)] : heads) {
      const taken = Math.min(left, head.left)
      if (taken === 0) continue
      head.left -= taken
      left -= taken
      lines.push(line(head.id, source, taken, draw))
    }
  }
  const [first] = field.heads
  if (lines.length === 0 && field.required && first !== undefined) return [line(first.id, field.sources[0] ?? 'grant', 0, draw)]
  return lines
}

function line(head: string, source: string, amount: number, draw: Numbers): Row {
  const quantities = [10, 8, 5, 4, 2].filter((quantity) => amount % quantity === 0)
  const quantity = quantities.length === 0 ? 1 : draw.pick(quantities)
  return { head, activity: '服务活动', unitPrice: amount / quantity, unit: '次', quantity: String(quantity), source, note: '' }
}
