import * as z from 'zod'

/** 统一社会信用代码, GB 32100-2015: 18 of these 31 characters (I O S V Z are left out because they look like 1 0 5 U 2). */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^(i−1) mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
/** GB 11714: places 9 to 16 are weighed, place 17 is their check character. There letters count 10 to 35 in the full alphabet. */
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
const fullAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const at = (text: string, place: number): string => text.charAt(place)
const sum = (factors: readonly number[], value: (place: number) => number): number => factors.reduce((total, factor, place) => total + factor * value(place), 0)

/** As people type it (full-width digits, spaces, lower case) to as it is printed. */
const tidyCreditCode = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()

export interface CodeFault {
  code: 'REQUIRED' | 'CREDIT_CODE_LENGTH' | 'CREDIT_CODE_CHARACTER' | 'CREDIT_CODE_DISTRICT' | 'CREDIT_CODE_ORGANISATION' | 'CREDIT_CODE_CHECK'
  zh: string
  en: string
}

/** What is wrong with a tidied code, the first thing a reader should look at; undefined when nothing is. Never tells which check character would be right. */
export function creditCodeFault(code: string): CodeFault | undefined {
  if (code === '') return { code: 'REQUIRED', zh: '这一项要填', en: 'Fill this in' }
  const strange = [...code].filter((character) => !alphabet.includes(character))
  if (strange.length > 0) return characterFault([...new Set(strange)])
  if (code.length !== 18) return { code: 'CREDIT_CODE_LENGTH', zh: `统一社会信用代码是 18 位，现在是 ${code.length} 位`, en: `A credit code has 18 characters; this has ${code.length}` }
  if (!/^\d{6}$/.test(code.slice(2, 8))) return { code: 'CREDIT_CODE_DISTRICT', zh: '第 3 到 8 位是登记机关的行政区划代码，应当全是数字', en: 'Characters 3 to 8 are the district of registration: digits only' }
  if (organisationCheck(code.slice(8, 16)) !== at(code, 16)) return { code: 'CREDIT_CODE_ORGANISATION', zh: '第 17 位校验码不符，请对照登记证书检查第 9 到 17 位', en: 'Character 17 does not match; compare characters 9 to 17 with the certificate' }
  if (codeCheck(code) !== at(code, 17)) return { code: 'CREDIT_CODE_CHECK', zh: '末位校验码不符，请对照登记证书逐位检查', en: 'The last character does not match; compare the code with the certificate' }
  return undefined
}

function characterFault(strange: readonly string[]): CodeFault {
  const lookalikes = { I: '1', O: '0', S: '5', V: 'U', Z: '2' } as const
  const swapped = strange.flatMap((character) => (character in lookalikes ? [`${character} → ${lookalikes[character as keyof typeof lookalikes]}`] : []))
  const named = strange.slice(0, 5)
  return {
    code: 'CREDIT_CODE_CHARACTER',
    zh: `统一社会信用代码里没有 ${named.join('、')}${swapped.length > 0 ? `（字母 I、O、S、V、Z 不用，可能是 ${swapped.join('，')}）` : ''}`,
    en: `A credit code has no ${named.join(', ')}${swapped.length > 0 ? ` (the letters I, O, S, V, Z are not used; perhaps ${swapped.join(', ')})` : ''}`,
  }
}

const codeCheck = (code: string): string => at(alphabet, (31 - (sum(weights, (place) => alphabet.indexOf(at(code, place))) % 31)) % 31)

function organisationCheck(body: string): string {
  const rest = 11 - (sum(organisationWeights, (place) => fullAlphabet.indexOf(at(body, place))) % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

/** What the register calls the organisation: told by the code's first two characters (5 civil affairs; 1, 2, 3 its kinds). */
export const registeredKinds = ['association', 'service', 'foundation', 'other'] as const
export type RegisteredKind = (typeof registeredKinds)[number]

/** 社会团体, 社会服务机构 (民办非企业单位), 基金会; whatever else has a code (a company, an institution, a community) is `other`. */
export function registeredKindOf(code: string): RegisteredKind {
  if (!code.startsWith('5')) return 'other'
  return ({ 1: 'association', 2: 'service', 3: 'foundation' } as const)[at(code, 1)] ?? 'other'
}

/** A valid code, tidied. */
export const creditCode = z
  .string()
  .max(60)
  .overwrite(tidyCreditCode)
  .superRefine((code, context) => {
    const fault = creditCodeFault(code)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.code, params: { zh: fault.zh, en: fault.en } })
  })
