import { decimal, decimalsOf } from '../kernel/decimal.ts'
import { formatYuan } from '../kernel/money.ts'
import { type Bilingual, characters, say } from '../kernel/text.ts'
import { budgetTotals, isQuantity, lineAmount, mostQuantity } from './budget.ts'
import { type ContentMistake, budgetColumns, fieldsOf, isDate, isEmpty, rowsOf, typeMistake } from './content.ts'
import type { BudgetField, Column, Field, Form, FormCheck } from './form.ts'

/** What sending looks at of a file: its kind in the form. */
export interface AttachedFile {
  kind: string
}

type Values = Readonly<Record<string, unknown>>

const en = (text: Bilingual) => say(text, 'en')

function required(column: { label: Bilingual; kind: string }, path: string): ContentMistake {
  const { label, kind } = column
  if (kind === 'choice' || kind === 'date') return { path, code: 'REQUIRED', label, zh: `请选择“${label.zh}”。`, en: `Choose "${en(label)}".` }
  if (kind === 'yes') return { path, code: 'REQUIRED', label, zh: `请勾选“${label.zh}”。`, en: `Tick "${en(label)}".` }
  return { path, code: 'REQUIRED', label, zh: `请填写“${label.zh}”。`, en: `Fill in "${en(label)}".` }
}

function outOfRange(column: Extract<Column, { kind: 'integer' | 'money' }>, value: number, path: string): ContentMistake[] {
  const { label, min, max } = column
  const print = (amount: number) =>
    column.kind === 'money'
      ? { zh: `${formatYuan(amount)} 元`, en: `${formatYuan(amount)} yuan` }
      : { zh: `${amount}`, en: `${amount}` }
  const found = print(value)
  if (value > max) {
    const limit = print(max)
    return [{
      path, code: column.kind === 'money' ? 'ABOVE_CAP' : 'TOO_LARGE', label, limit: max, found: value,
      zh: `“${label.zh}”为 ${found.zh}，超过上限 ${limit.zh}。`, en: `"${en(label)}" is ${found.en}, above the cap of ${limit.en}.`,
    }]
  }
  if (value >= min) return column.kind === 'money' ? offSteps(column, value, path) : []
  const limit = print(min)
  return [{
    path, code: 'TOO_SMALL', label, limit: min, found: value,
    zh: `“${label.zh}”为 ${found.zh}，低于下限 ${limit.zh}。`, en: `"${en(label)}" is ${found.en}, below the least of ${limit.en}.`,
  }]
}

function offSteps({ label, steps }: Extract<Column, { kind: 'money' }>, value: number, path: string): ContentMistake[] {
  if (steps === undefined || steps.includes(value)) return []
  const amounts = steps.map(formatYuan)
  return [{
    path, code: 'NOT_A_STEP', label, found: value,
    zh: `“${label.zh}”为 ${formatYuan(value)} 元，只能是以下几档之一：${amounts.join('、')} 元。`, en: `"${en(label)}" is ${formatYuan(value)} yuan; it can only be one of ${amounts.join(', ')} yuan.`,
  }]
}

function tooLong(column: { label: Bilingual; limit: number }, value: string, path: string): ContentMistake[] {
  const { label, limit } = column
  // Never more characters than code units: most texts need no counting, which costs a millisecond each.
  if (value.length <= limit) return []
  const found = characters(value)
  if (found <= limit) return []
  return [{
    path, code: 'TOO_LONG', label, limit, found,
    zh: `“${label.zh}”限 ${limit} 字，现有 ${found} 字，请删减 ${found - limit} 字。`,
    en: `"${en(label)}" has a limit of ${limit} characters and now has ${found}: ${found - limit} too many.`,
  }]
}

function cellMistakes(column: Column | Extract<Field, { kind: 'yes' }>, value: unknown, path: string): ContentMistake[] {
  if (isEmpty(value) || (column.kind === 'yes' && value === false)) return column.required ? [required(column, path)] : []
  const type = typeMistake(column, value, path)
  if (type) return [type]
  if ((column.kind === 'text' || column.kind === 'longtext') && typeof value === 'string') return tooLong(column, value, path)
  if ((column.kind === 'integer' || column.kind === 'money') && typeof value === 'number') return outOfRange(column, value, path)
  return []
}

function rowCount(field: { label: Bilingual }, found: number, least: number, most: number, path: string): ContentMistake[] {
  const { label } = field
  if (found > most) {
    return [{
      path, code: 'TOO_MANY_ROWS', label, limit: most, found,
      zh: `“${label.zh}”最多 ${most} 行，现有 ${found} 行。`,
      en: `"${en(label)}" takes ${most} rows at most and has ${found}.`,
    }]
  }
  if (found >= least) return []
  return [{
    path, code: 'TOO_FEW_ROWS', label, limit: least, found,
    zh: `“${label.zh}”至少 ${least} 行，现有 ${found} 行。`,
    en: `"${en(label)}" takes ${least} rows at least and has ${found}.`,
  }]
}

function quantityMistakes(line: Values, path: string): ContentMistake[] {
  const { quantity, unitPrice } = line
  const label = { zh: '数量', en: 'Quantity' }
  const at = `${path}.quantity`
  if (typeof quantity !== 'string' || isEmpty(quantity)) return []
  if (!isQuantity(quantity)) {
    const many = /^\d+\.\d+$/.test(quantity) && decimalsOf(quantity) > 2
    if (many) {
      return [{
        path: at, code: 'QUANTITY_DECIMALS', label, limit: 2, found: quantity,
        zh: `数量“${quantity}”最多两位小数。`,
        en: `The quantity "${quantity}" may have two decimals at most.`,
      }]
    }
    return [{
      path: at, code: 'QUANTITY_MALFORMED', label, limit: mostQuantity, found: quantity,
      zh: `数量“${quantity}”应为大于 0、不超过 ${mostQuantity} 的数。`,
      en: `The quantity "${quantity}" must be a number above 0 and up to ${mostQuantity}.`,
    }]
  }
  const priced = typeof unitPrice === 'number' && Number.isSafeInteger(unitPrice) && unitPrice >= 0
  if (!priced || lineAmount(unitPrice, quantity) !== undefined) return []
  const yuan = decimal(unitPrice).times(decimal(quantity)).div(100).toFixed()
  return [{
    path: at, code: 'AMOUNT_NOT_WHOLE_FEN', label, found: yuan,
    zh: `单价 ${formatYuan(unitPrice)} 元 × 数量 ${quantity} = ${yuan} 元，不是整分或金额过大，请调整单价或数量。`,
    en: `Unit price ${formatYuan(unitPrice)} × quantity ${quantity} = ${yuan} yuan: not whole fen, or too large. Change one of them.`,
  }]
}

function budgetMistakes(field: BudgetField, value: unknown): ContentMistake[] {
  const rows = rowsOf(value)
  const columns = budgetColumns(field)
  const least = field.required ? 1 : 0
  const mistakes = [
    ...rowCount(field, rows.length, least, field.maxRows, field.id),
    ...rows.flatMap((row, i) => [
      ...columns.flatMap((column) => cellMistakes(column, row[column.id], `${field.id}.${i}.${column.id}`)),
      ...quantityMistakes(row, `${field.id}.${i}`),
    ]),
  ]
  if (mistakes.length > 0) return mistakes
  return budgetTotals(field, rows).aboveShare.map(({ head, amount, most, maxPercent }) => {
    const known = field.heads.find(({ id }) => id === head)
    const label = known?.label ?? { zh: head }
    const by = known?.source === undefined ? { zh: '', en: '' } : { zh: `依据：${known.source.zh}。`, en: ` Rule: ${en(known.source)}.` }
    return {
      path: field.id, code: 'HEAD_ABOVE_SHARE', label, limit: most, found: amount,
      zh: `“${label.zh}”合计 ${formatYuan(amount)} 元，超过总预算的 ${maxPercent}%（${formatYuan(most)} 元）。${by.zh}`,
      en: `"${en(label)}" makes ${formatYuan(amount)} yuan, above ${maxPercent}% of the whole budget (${formatYuan(most)} yuan).${by.en}`,
    }
  })
}

function fieldMistakes(field: Field, value: unknown): ContentMistake[] {
  if (field.kind !== 'rows' && field.kind !== 'budget') return cellMistakes(field, value, field.id)
  if (isEmpty(value)) return field.required ? [required(field, field.id)] : []
  const type = typeMistake(field, value, field.id)
  if (type) return [type]
  if (field.kind === 'budget') return budgetMistakes(field, value)
  const rows = rowsOf(value)
  return [
    ...rowCount(field, rows.length, field.minRows, field.maxRows, field.id),
    ...rows.flatMap((row, i) => field.columns.flatMap((column) => cellMistakes(column, row[column.id], `${field.id}.${i}.${column.id}`))),
  ]
}

/** A rule between fields, asked only where the fields by themselves are right: their own mistakes are said already. */
function checkMistakes(form: Form, content: Values, check: FormCheck, isRight: (id: string) => boolean): ContentMistake[] {
  const field = (id: string) => fieldsOf(form).find((one) => one.id === id)
  const labelOf = (id: string): Bilingual => field(id)?.label ?? { zh: id }
  switch (check.rule) {
    case 'dates-in-order': {
      const [from, to] = [content[check.from], content[check.to]]
      if (!isDate(from) || !isDate(to) || from <= to) return []
      return [{
        path: check.to, code: 'DATES_REVERSED', label: labelOf(check.to), limit: from, found: to,
        zh: `“${labelOf(check.to).zh}”（${to}）早于“${labelOf(check.from).zh}”（${from}）。`,
        en: `"${en(labelOf(check.to))}" (${to}) is before "${en(labelOf(check.from))}" (${from}).`,
      }]
    }
    case 'rows-within-dates': {
      const [from, to] = [content[check.from], content[check.to]]
      if (!isDate(from) || !isDate(to) || from > to) return []
      const rows = field(check.rows)
      const label = (rows?.kind === 'rows' ? rows.columns.find(({ id }) => id === check.column)?.label : undefined) ?? labelOf(check.rows)
      return rowsOf(content[check.rows]).flatMap((row, i) => {
        const date = row[check.column]
        if (!isDate(date) || (from <= date && date <= to)) return []
        return [{
          path: `${check.rows}.${i}.${check.column}`, code: 'DATE_OUTSIDE', label, limit: `${from}/${to}`, found: date,
          zh: `“${labelOf(check.rows).zh}”第 ${i + 1} 行的日期 ${date} 不在项目起止时间 ${from} 至 ${to} 之内。`,
          en: `The date ${date} in row ${i + 1} of "${en(labelOf(check.rows))}" is not within the project's dates, ${from} to ${to}.`,
        }]
      })
    }
    case 'budget-total': {
      const budget = field(check.budget)
      const stated = content[check.total]
      if (budget?.kind !== 'budget' || typeof stated !== 'number' || !isRight(check.budget) || !isRight(check.total)) return []
      const totals = budgetTotals(budget, rowsOf(content[check.budget]))
      const found = check.source ? totals.bySource[check.source] : totals.total
      if (found === stated) return []
      const gap = formatYuan(Math.abs(found - stated))
      const label = labelOf(check.total)
      return [{
        path: check.total, code: 'BUDGET_TOTAL', label, limit: found, found: stated,
        zh: `“${label.zh}”填 ${formatYuan(stated)} 元，预算明细中相应各行合计 ${formatYuan(found)} 元，相差 ${gap} 元。`,
        en: `"${en(label)}" is ${formatYuan(stated)} yuan, but its budget lines make ${formatYuan(found)}: a difference of ${gap}.`,
      }]
    }
    case 'at-least': {
      const found = content[check.field]
      if (typeof found !== 'number' || !isRight(check.field) || found >= check.value) return []
      const label = labelOf(check.field)
      return [{
        path: check.field, code: 'BELOW_LEAST', label, limit: check.value, found,
        zh: `“${label.zh}”至少为 ${check.value}，现为 ${found}，未达到参赛要求。`,
        en: `"${en(label)}" must be ${check.value} at least to take part; it is ${found}.`,
      }]
    }
    case 'rows-at-least': {
      const found = rowsOf(content[check.rows]).length
      if (found === 0 && !isRight(check.rows)) return []
      if (found >= check.value) return []
      const label = labelOf(check.rows)
      return [{
        path: check.rows, code: 'BELOW_LEAST', label, limit: check.value, found,
        zh: `“${label.zh}”至少 ${check.value} 行，现有 ${found} 行，未达到参赛要求。`,
        en: `"${en(label)}" must have ${check.value} rows at least to take part; it has ${found}.`,
      }]
    }
  }
}

function attachmentMistakes(form: Form, attachments: readonly AttachedFile[]): ContentMistake[] {
  return form.attachments.flatMap(({ id, label, required, maxFiles }): ContentMistake[] => {
    const path = `attachments.${id}`
    const found = attachments.filter(({ kind }) => kind === id).length
    if (required && found === 0) {
      return [{
        path, code: 'ATTACHMENT_MISSING', label, limit: 1, found,
        zh: `请上传“${label.zh}”。`,
        en: `Attach "${en(label)}".`,
      }]
    }
    if (found <= maxFiles) return []
    return [{
      path, code: 'TOO_MANY_FILES', label, limit: maxFiles, found,
      zh: `“${label.zh}”最多 ${maxFiles} 个文件，现有 ${found} 个。`,
      en: `"${en(label)}" takes ${maxFiles} files at most and has ${found}.`,
    }]
  })
}

/**
 * What keeps a proposal from being sent, in the form's order: empty required fields, limits (in characters as readers count them), caps,
 * budget lines that don't come to whole fen, rules between fields, missing attachments. An empty list: ready.
 */
export function checkContent(form: Form, content: Values, attachments: readonly AttachedFile[]): ContentMistake[] {
  const fields = fieldsOf(form)
  const own = fields.flatMap((field) => fieldMistakes(field, content[field.id]))
  const wrong = new Set(own.map(({ path }) => path.split('.')[0]))
  const isRight = (id: string) => !wrong.has(id)
  const between = form.checks.flatMap((check) => checkMistakes(form, content, check, isRight))
  const order = new Map(fields.map(({ id }, i) => [id, i]))
  const position = ({ path }: ContentMistake) => order.get(path.split('.')[0] ?? '') ?? fields.length
  return [...[...own, ...between].toSorted((a, b) => position(a) - position(b)), ...attachmentMistakes(form, attachments)]
}
