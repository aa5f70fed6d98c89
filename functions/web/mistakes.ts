import type * as z from 'zod'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'

/** Sentences for the codes that the schemas of shared/ give as their message. */
const sentences: Record<string, { zh: string; en: string }> = {
  SLUG_MALFORMED: { zh: '请用小写字母、数字和短横线，以字母开头，最多 40 个字符', en: 'Use lower-case letters, digits and hyphens, starting with a letter, up to 40 characters' },
  FIELD_ID_MALFORMED: { zh: '字段名请用字母和数字，以小写字母开头', en: 'Use letters and digits, starting with a lower-case letter' },
  ID_MALFORMED: { zh: '编号的格式不对', en: 'This is not an id of the right kind' },
  INSTANT_MALFORMED: { zh: '请写成日期和时间，例如 2026-05-22 17:00', en: 'Give a date and time, for example 2026-05-22 17:00' },
  PHONE_MALFORMED: { zh: '请写手机号，或带区号的固定电话，例如 0573-8271 0000', en: 'Give a mobile number, or a landline with its area code, for example 0573-8271 0000' },
  CONSENT_MISSING: { zh: '请先看过并勾选', en: 'Read this and tick it first' },
  DISTRICT_MALFORMED: { zh: '行政区划代码是 6 位数字', en: 'A district code has 6 digits' },
  TIME_MALFORMED: { zh: '请写成时:分，例如 09:30', en: 'Give the time as hours:minutes, for example 09:30' },
}

/** Each thing that zod found wrong as a field and a sentence. `prefix` goes before each path. */
export function mistakesOf(error: z.ZodError, prefix = ''): Mistake[] {
  return error.issues.flatMap((issue) => {
    const path = [...(prefix === '' ? [] : [prefix]), ...issue.path.map(String)].join('.')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, code: 'UNKNOWN_FIELD', zh: `没有“${key}”这一项`, en: `There is no field "${key}"` }))
    return [{ path, ...sentence(issue) }]
  })
}

/** A form's body by the schema of its command. Throws INVALID with each mistake. */
export function readAs<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body, { reportInput: true })
  if (!result.success) throw new Refusal('INVALID', { mistakes: mistakesOf(result.error) })
  return result.data
}

function sentence(issue: z.core.$ZodIssue): { code: string; zh: string; en: string } {
  const known = sentences[issue.message]
  if (known !== undefined) return { code: issue.message, ...known }
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') return { code: 'REQUIRED', zh: '这一项要填', en: 'Fill this in' }
      return { code: 'WRONG_TYPE', zh: `这里要填${kinds[issue.expected]?.zh ?? issue.expected}`, en: `This has to be ${kinds[issue.expected]?.en ?? issue.expected}` }
    case 'too_small':
      if (issue.origin === 'string') return Number(issue.minimum) <= 1 ? { code: 'REQUIRED', zh: '这一项要填', en: 'Fill this in' } : { code: 'TOO_SHORT', zh: `至少 ${issue.minimum} 个字`, en: `At least ${issue.minimum} characters` }
      if (issue.origin === 'array') return { code: 'TOO_FEW', zh: `至少 ${issue.minimum} 项`, en: `At least ${issue.minimum}` }
      return { code: 'TOO_SMALL', zh: `不能小于 ${issue.minimum}`, en: `Not less than ${issue.minimum}` }
    case 'too_big':
      if (issue.origin === 'string') return { code: 'TOO_LONG', zh: `最多 ${issue.maximum} 个字`, en: `At most ${issue.maximum} characters` }
      if (issue.origin === 'array') return { code: 'TOO_MANY', zh: `最多 ${issue.maximum} 项`, en: `At most ${issue.maximum}` }
      return { code: 'TOO_BIG', zh: `不能大于 ${issue.maximum}`, en: `Not more than ${issue.maximum}` }
    case 'invalid_format':
      return issue.format === 'email' ? { code: 'NOT_EMAIL', zh: '请写完整的邮箱地址，例如 name@example.cn', en: 'Give a full e-mail address, for example name@example.cn' }
        : issue.format === 'date' ? { code: 'NOT_DATE', zh: '请写成年-月-日，例如 2026-05-22', en: 'Give the date as year-month-day, for example 2026-05-22' }
        : { code: 'WRONG_FORMAT', zh: '格式不对', en: 'This is not in the right format' }
    case 'invalid_value':
      if (issue.input === undefined || issue.input === '') return { code: 'REQUIRED', zh: '请选一项', en: 'Choose one' }
      return { code: 'NOT_A_CHOICE', zh: `请从这几项里选：${issue.values.map(String).join('、')}`, en: `Choose one of: ${issue.values.map(String).join(', ')}` }
    case 'custom': {
      // A rule of shared/ that knows more than its code: addIssue({ code: 'custom', message: CODE, params: { zh, en } }).
      const { zh, en } = issue.params ?? {}
      if (typeof zh === 'string' && typeof en === 'string') return { code: issue.message, zh, en }
      return { code: 'INVALID', zh: '这里填得不对', en: 'This is not right' }
    }
    default:
      return { code: 'INVALID', zh: '这里填得不对', en: 'This is not right' }
  }
}

const kinds: Record<string, { zh: string; en: string }> = {
  string: { zh: '文字', en: 'text' }, number: { zh: '数字', en: 'a number' }, int: { zh: '整数', en: 'a whole number' }, boolean: { zh: '是或否', en: 'yes or no' }, array: { zh: '列表', en: 'a list' }, object: { zh: '一组内容', en: 'a group of fields' },
}
