import type * as z from 'zod'
import type { Mistake } from '../kernel/refusal.ts'
import { pointer } from './loose.ts'

const malformed: Record<string, { zh: string; en: string }> = {
  SLUG_MALFORMED: {
    zh: '应为小写字母开头、由小写字母、数字和连字符组成的短名，最长 40 个字符。',
    en: 'Must be a short name of lower-case letters, digits and hyphens that starts with a letter, 40 characters at most.',
  },
  FIELD_ID_MALFORMED: {
    zh: '应为小写字母开头、只含字母和数字的字段名（如 startDate），最长 40 个字符。',
    en: 'Must be a field name of letters and digits that starts with a lower-case letter (like startDate), 40 characters at most.',
  },
}

const typeNames: Record<string, { zh: string; en: string }> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
}

function sizeSentence(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): { zh: string; en: string } {
  const most = issue.code === 'too_big'
  const bound = Number(most ? issue.maximum : issue.minimum)
  if (issue.origin === 'string') {
    return most
      ? { zh: `文字过长，最多 ${bound} 个字符。`, en: `The text is too long: ${bound} characters at most.` }
      : { zh: '不能为空。', en: 'Must not be empty.' }
  }
  if (issue.origin === 'array') {
    return most
      ? { zh: `项目过多，最多 ${bound} 项。`, en: `Too many items: ${bound} at most.` }
      : { zh: `项目过少，至少 ${bound} 项。`, en: `Too few items: ${bound} at least.` }
  }
  if (most) {
    return issue.inclusive === false
      ? { zh: `应小于 ${bound}。`, en: `Must be less than ${bound}.` }
      : { zh: `不能大于 ${bound}。`, en: `Must not be more than ${bound}.` }
  }
  return issue.inclusive === false
    ? { zh: `应大于 ${bound}。`, en: `Must be more than ${bound}.` }
    : { zh: `不能小于 ${bound}。`, en: `Must not be less than ${bound}.` }
}

function valueIn(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), json)
}

function sentence(issue: z.core.$ZodIssue, found: unknown): { code: string; zh: string; en: string } {
  const known = malformed[issue.message]
  if (issue.code === 'invalid_type') {
    if (found === undefined) return { code: 'MISSING', zh: '缺少此项。', en: 'This is missing.' }
    const expected = typeNames[issue.expected] ?? { zh: issue.expected, en: issue.expected }
    return { code: 'TYPE_WRONG', zh: `应为${expected.zh}。`, en: `Must be ${expected.en}.` }
  }
  if (known) return { code: issue.message, ...known }
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    return { code: issue.code === 'too_big' ? 'TOO_MUCH' : 'TOO_LITTLE', ...sizeSentence(issue) }
  }
  if (issue.code === 'invalid_value') {
    const list = issue.values.map(String).join(', ')
    return found === undefined
      ? { code: 'MISSING', zh: `缺少此项，可选：${list}。`, en: `This is missing; it is one of: ${list}.` }
      : { code: 'CHOICE_UNKNOWN', zh: `“${String(found)}”不在可选范围内：${list}。`, en: `"${String(found)}" is not one of: ${list}.` }
  }
  if (issue.code === 'invalid_union') {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(', ') : ''
    return found === undefined
      ? { code: 'MISSING', zh: `缺少此项${options && `，可选：${options}`}。`, en: `This is missing${options && `; it is one of: ${options}`}.` }
      : {
          code: 'CHOICE_UNKNOWN',
          zh: `“${String(found)}”不是认识的规则${options && `：${options}`}。`,
          en: `"${String(found)}" is not a known rule${options && `: ${options}`}.`,
        }
  }
  return { code: 'WRONG', zh: '此项不合要求。', en: 'This is not as required.' }
}

/** What zod found wrong with the JSON's shape, as sentences; an unknown key is one mistake each, at its own path. */
export function shapeMistakes(issues: readonly z.core.$ZodIssue[], json: unknown): Mistake[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: pointer([...issue.path, key]),
        code: 'KEY_UNKNOWN',
        zh: `不认识“${key}”，请检查拼写。`,
        en: `"${key}" is not known here; check its spelling.`,
      }))
    }
    return [{ path: pointer(issue.path), ...sentence(issue, valueIn(json, issue.path)) }]
  })
}
