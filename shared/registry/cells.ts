import { creditCode } from '../organisation/credit-code.ts'

/** What is wrong with one cell, in words for whoever keeps the list. */
export interface Fault {
  code: string
  zh: string
  en: string
}
/** What a cell says, or why it cannot be read. */
export type Read<T> = { value: T } | { fault: Fault }

const fault = (code: string, zh: string, en: string): { fault: Fault } => ({ fault: { code, zh, en } })

/** As people type it to one form: full-width signs, odd spaces, line ends inside a cell. Text that a spreadsheet was kept from running (`'=…`) is itself again. */
export const tidyCell = (typed: string): string => typed.normalize('NFC').replaceAll(/[\s\u00A0\u3000\uFEFF]+/g, ' ').trim().replace(/^'(?=[=+\-@])/, '')

/** A code or number that a spreadsheet took for a figure: its last digits are lost. */
const isScientific = (text: string): boolean => /^[+-]?\d+(\.\d+)?E\+?\d+$/i.test(text.normalize('NFKC'))
const asScientific = (text: string) =>
  fault('NUMBER_AS_FIGURE', `“${text}”是表格软件把编号当成数字后的样子，后面几位已经丢了。请把这一列设成“文本”，再重新填`, `"${text}" is what a spreadsheet makes of a code it takes for a figure; its last digits are lost. Format the column as text and type it again`)

export function readText(text: string, most: number): Read<string> {
  if (isScientific(text)) return asScientific(text)
  return [...text].length <= most ? { value: text } : fault('TOO_LONG', `最多 ${most} 个字`, `At most ${most} characters`)
}

/** 统一社会信用代码, trimmed and upper-cased; '' where the cell is empty. */
export function readCreditCode(text: string): Read<string> {
  if (text === '') return { value: '' }
  if (isScientific(text)) return asScientific(text)
  const parsed = creditCode.safeParse(text)
  if (parsed.success) return { value: parsed.data }
  const [issue] = parsed.error.issues
  const { zh, en } = (issue?.code === 'custom' ? issue.params : undefined) ?? {}
  return typeof zh === 'string' && typeof en === 'string' && issue !== undefined ? fault(issue.message, zh, en) : fault('CREDIT_CODE_LENGTH', '统一社会信用代码是 18 位', 'A credit code has 18 characters')
}

const dayForms = [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/, /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/, /^(\d{4})(\d{2})(\d{2})$/]

/** A day as text in the usual forms (2026-05-22, 2026/5/22, 2026.5.22, 2026年5月22日, 20260522, 2026/5/22 0:00:00, a spreadsheet's 46164) to 'YYYY-MM-DD'; null where the cell is empty. */
export function readDay(text: string): Read<string | null> {
  // A spreadsheet saves a day as text with the hour 0:00, or as its number of days since 1899.
  const plain = text.normalize('NFKC').trim().replace(/(?<=\d|日)[ T]+0{1,2}:00(?::00(?:\.0+)?)?$/, '').replaceAll(' ', '')
  if (plain === '') return { value: null }
  if (/^[2-7]\d{4}$/.test(plain)) return { value: new Date(Date.UTC(1899, 11, 30 + Number(plain))).toISOString().slice(0, 10) }
  const found = dayForms.map((form) => form.exec(plain)).find((match) => match !== null)
  const malformed = fault('DATE_MALFORMED', `“${text}”不是日期，请写成 2026-05-22 的样子`, `"${text}" is not a date; write it as 2026-05-22`)
  if (found === undefined) return malformed
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number)
  const at = new Date(Date.UTC(year, month - 1, day))
  // A day that the month does not have would roll on into the next.
  if (year < 1900 || year > 2200 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return malformed
  return { value: at.toISOString().slice(0, 10) }
}

/** A whole number of people; null where the cell is empty. */
export function readCount(text: string): Read<number | null> {
  const plain = text.normalize('NFKC').replaceAll(/[\s,]|人$/g, '')
  if (plain === '') return { value: null }
  return /^\d{1,7}$/.test(plain) ? { value: Number(plain) } : fault('INTEGER_EXPECTED', `“${text}”不是人数，请只填整数，例如 24`, `"${text}" is no number of people; give a whole number, for example 24`)
}

/** A mobile number, or a landline with its area code; '' where the cell is empty. */
export function readPhone(text: string): Read<string> {
  if (isScientific(text)) return asScientific(text)
  const plain = text.normalize('NFKC').trim()
  if (plain === '' || /^\+?[0-9][0-9 ()-]{5,22}[0-9]$/.test(plain)) return { value: plain }
  return fault('PHONE_MALFORMED', '请写手机号，或带区号的固定电话，例如 0573-8271 0000', 'Give a mobile number, or a landline with its area code, for example 0573-8271 0000')
}

export function readEmail(text: string): Read<string> {
  return text === '' || (text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) ? { value: text } : fault('NOT_EMAIL', '请写完整的邮箱地址，例如 name@example.cn', 'Give a full e-mail address, for example name@example.cn')
}

/** One of some words; `none` where the cell is empty. */
export function readChoice<T extends string>(text: string, choices: Readonly<Record<T, readonly string[]>>, none: T | ''): Read<T | ''> {
  const plain = text.normalize('NFKC').replaceAll(' ', '').toUpperCase()
  if (plain === '') return { value: none }
  const names = Object.keys(choices) as T[]
  const found = names.find((name) => choices[name].some((word) => word.toUpperCase() === plain))
  const offered = names.map((name) => choices[name][0] ?? name)
  return found !== undefined ? { value: found } : fault('NOT_A_CHOICE', `没有“${text}”这一项，可填：${offered.join('、')}`, `There is no "${text}"; give one of ${offered.join(', ')}`)
}
