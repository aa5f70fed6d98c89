import type { Mistake } from '../kernel/refusal.ts'
import { type Place, child, items, number, numbers, repeated, text, texts, unknownName } from './loose.ts'

const kindNames: Record<string, { zh: string; en: string }> = {
  text: { zh: '单行文字', en: 'text' },
  date: { zh: '日期', en: 'date' },
  integer: { zh: '整数', en: 'integer' },
  money: { zh: '金额', en: 'money' },
  rows: { zh: '表格', en: 'rows' },
  budget: { zh: '预算', en: 'budget' },
}

const sourceName = { zh: '资金来源', en: 'source of that budget' }

/** All fields of the form by id; of a repeated id, the first. */
export function fieldsOf(form: Place): Map<string, Place> {
  const fields = new Map<string, Place>()
  for (const field of items(form, 'sections').flatMap((section) => items(section, 'fields'))) {
    const id = text(field, 'id')
    if (id !== undefined && !fields.has(id)) fields.set(id, field)
  }
  return fields
}

/** The named thing exists and is a field of that kind. */
export function wantedKind(place: Place, key: string, kind: string, fields: ReadonlyMap<string, Place>): Mistake[] {
  const path = `${place.path}/${key}`
  const name = text(place, key)
  const field = name === undefined ? undefined : fields.get(name)
  if (!field) return unknownName(path, name, new Set(fields.keys()), { zh: '字段', en: 'field' })
  const found = text(field, 'kind')
  if (found === undefined || found === kind) return []
  const wanted = kindNames[kind] ?? { zh: kind, en: kind }
  return [{
    path,
    code: 'KIND_WRONG',
    zh: `此处需要${wanted.zh}（${kind}）字段，而“${name}”是 ${found}。`,
    en: `A field of kind ${kind} belongs here, but "${name}" is of kind ${found}.`,
  }]
}

function reversed(place: Place, low: string, high: string): Mistake[] {
  const from = number(place, low)
  const to = number(place, high)
  if (from === undefined || to === undefined || from <= to) return []
  return [{
    path: `${place.path}/${low}`,
    code: 'RANGE_REVERSED',
    zh: `${low}（${from}）不能大于 ${high}（${to}）。`,
    en: `The value of ${low} (${from}) must not be more than ${high} (${to}).`,
  }]
}

function above(path: string, value: number | undefined, most: number | undefined): Mistake[] {
  if (value === undefined || most === undefined || value <= most) return []
  return [{
    path, code: 'NEVER_REACHED',
    zh: `要求至少 ${value}，但字段最多只能填 ${most}。`,
    en: `At least ${value} is asked for, but the field holds ${most} at most.`,
  }]
}

/** Steps rise, and each can be asked for. */
function stepMistakes(field: Place): Mistake[] {
  const [min = 0, max = Infinity] = [number(field, 'min'), number(field, 'max')]
  return numbers(field, 'steps').flatMap(({ path, value }, i, all): Mistake[] => {
    if (value < min || value > max) return [{ path, code: 'NEVER_REACHED', zh: `这一档（${value}）不在 ${min} 到 ${max} 之间。`, en: `The step ${value} is not between ${min} and ${max}.` }]
    const before = all[i - 1]?.value
    return before !== undefined && value <= before ? [{ path, code: 'ORDER_WRONG', zh: `各档应从小到大，${value} 不能排在 ${before} 后面。`, en: `Steps rise: ${value} cannot stand after ${before}.` }] : []
  })
}

function ofField(field: Place): Mistake[] {
  return [
    ...reversed(field, 'min', 'max'),
    ...reversed(field, 'minRows', 'maxRows'),
    ...stepMistakes(field),
    ...repeated(items(field, 'options')),
    ...repeated(items(field, 'heads')),
    ...repeated(items(field, 'columns')),
    ...items(field, 'columns').flatMap(ofField),
  ]
}

function ofCheck(check: Place, fields: ReadonlyMap<string, Place>): Mistake[] {
  const named = (key: string) => fields.get(text(check, key) ?? '')
  switch (text(check, 'rule')) {
    case 'dates-in-order':
      return [...wantedKind(check, 'from', 'date', fields), ...wantedKind(check, 'to', 'date', fields)]
    case 'rows-within-dates': {
      const rows = named('rows')
      const columns = new Map(rows ? items(rows, 'columns').flatMap((column) => [[text(column, 'id') ?? '', column] as const]) : [])
      return [
        ...wantedKind(check, 'rows', 'rows', fields),
        ...(rows && text(rows, 'kind') === 'rows' ? wantedKind(check, 'column', 'date', columns) : []),
        ...wantedKind(check, 'from', 'date', fields),
        ...wantedKind(check, 'to', 'date', fields),
      ]
    }
    case 'budget-total': {
      const budget = named('budget')
      const sources = new Set(budget ? texts(budget, 'sources').map(({ value }) => value) : [])
      return [
        ...wantedKind(check, 'budget', 'budget', fields),
        ...wantedKind(check, 'total', 'money', fields),
        ...(sources.size > 0 ? unknownName(`${check.path}/source`, text(check, 'source'), sources, sourceName) : []),
      ]
    }
    case 'at-least': {
      const field = named('field')
      const most = field && number(field, 'max')
      return [...wantedKind(check, 'field', 'integer', fields), ...above(`${check.path}/value`, number(check, 'value'), most)]
    }
    case 'rows-at-least': {
      const rows = named('rows')
      const most = rows && number(rows, 'maxRows')
      return [...wantedKind(check, 'rows', 'rows', fields), ...above(`${check.path}/value`, number(check, 'value'), most)]
    }
    default:
      return []
  }
}

function ofNameField(form: Place, fields: ReadonlyMap<string, Place>): Mistake[] {
  const mistakes = wantedKind(form, 'nameField', 'text', fields)
  const field = fields.get(text(form, 'nameField') ?? '')
  if (field?.value['required'] !== false) return mistakes
  return [...mistakes, {
    path: `${form.path}/nameField`,
    code: 'NAME_FIELD_OPTIONAL',
    zh: '作为项目名称的字段必须是必填项。',
    en: 'The field that names the proposal must be required.',
  }]
}

/** The rules between the parts of a form: ids are unique, ranges are in order, checks name fields of the right kind. */
export function formMistakes(rulebook: Place): Mistake[] {
  const form = child(rulebook, 'form')
  const sections = items(form, 'sections')
  const all = sections.flatMap((section) => items(section, 'fields'))
  const fields = fieldsOf(form)
  return [
    ...repeated(sections),
    ...repeated(all),
    ...all.flatMap(ofField),
    ...ofNameField(form, fields),
    ...items(form, 'checks').flatMap((check) => ofCheck(check, fields)),
    ...repeated(items(form, 'attachments')),
  ]
}
