/** What tells of a person and is never on a public page (forms.md part 7, consequence 5). */
export type PersonalKind = 'id' | 'mobile' | 'card' | 'landline' | 'wechat' | 'qq' | 'email'

export interface PersonalFound {
  kind: PersonalKind
  /** Masked: whoever reads the warning need not read the number again. */
  masked: string
}

/** `330***********1234` */
export const maskId = (id: string): string => `${id.slice(0, 3)}${'*'.repeat(Math.max(0, id.length - 7))}${id.slice(-4)}`
/** `138****5678` */
export const maskMobile = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
/** The last four figures of a bank account. */
export const maskAccount = (account: string): string => `****${account.slice(-4)}`
/** `l***@example.cn` */
export const maskEmail = (email: string): string => `${email.slice(0, 1)}***${email.slice(email.indexOf('@'))}`

/** How somebody is reached, for a list: a mobile and an e-mail masked, any other telephone by its last four. */
export function maskContact(contact: string): string {
  if (contact.includes('@')) return maskEmail(contact)
  const digits = contact.replaceAll(/\D/g, '')
  return isMobile(digits) ? maskMobile(digits) : maskAccount(digits)
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** The check digit of a Chinese ID (GB 11643-1999): Σ weight × digit mod 11, looked up. */
export const idCheckDigit = (seventeen: string): string => '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(seventeen[i]), 0) % 11] ?? ''

/** Codes of the provinces, Hong Kong, Macau and Taiwan, with which every ID begins. */
const province = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/

function isBirthday(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)]
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return /^(19|20)/.test(year) && !Number.isNaN(at.getTime()) && at.getUTCDate() === Number(day)
}

/**
 * 18 figures (the last may be X) that begin with a province and either hold a day of birth or end in the right check digit: one mistyped
 * figure does not make somebody's ID fit for publishing.
 */
const isId = (text: string): boolean => /^\d{17}[\dX]$/.test(text) && province.test(text) && (isBirthday(text.slice(6, 14)) || idCheckDigit(text.slice(0, 17)) === text[17])

const isMobile = (digits: string): boolean => /^1[3-9]\d{9}$/.test(digits)

/** Luhn's formula, which every bank card keeps. */
function isCard(digits: string): boolean {
  if (!/^[3-6]\d{15,18}$/.test(digits)) return false
  const sum = [...digits].toReversed().reduce((total, digit, i) => {
    const n = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (n > 9 ? n - 9 : n)
  }, 0)
  return sum % 10 === 0
}

const hanDigits = '零一二三四五六七八九'
const hanDigit = (sign: string): string => (sign === '〇' || sign === '○' ? '0' : sign === '幺' ? '1' : String(hanDigits.indexOf(sign)))

/** Full-width and Chinese figures as ASCII ones, every dash as '-', without invisible signs. */
const plain = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '').replaceAll(/[\p{Pd}−]/gu, '-')
    .replaceAll(/[〇○零一二三四五六七八九幺](?:[ -]{0,2}[〇○零一二三四五六七八九幺]){9,}/g, (run) => run.replaceAll(/[〇○零一二三四五六七八九幺]/g, hanDigit))

/** Figures in one or more groups, with spaces, dashes or dots between; X for an ID's last. */
const figures = /\d+(?:[^\S\n\r]{0,2}[-._·•]?[^\S\n\r]{0,2}\d+)*(?:[^\S\n\r]?[-]?[xX](?![a-zA-Z]))?/g
const address = /[\w.%+-]{1,64}\s?@\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,8}/g
// With its area code, or after a word that says what it is.
const landline = /(?<![\d.])(?:0|(?:\+|00)86[\s-]{0,2}0?|[(]0)(?:10|2\d|[3-9]\d{2})[)]?[\s-]{0,2}[1-9]\d{2,3}[\s-]?\d{4}(?!\d)|(?:固话|座机|电话|热线|拨打|致电|(?<![a-z])(?:tel|phone))(?:号码?|是|为)?[.:\s]{0,3}[2-8]\d{2,3}[\s-]?\d{4}(?!\d)/gi
// A word for it with a colon or the like, or right before something that is no word of a language. An account of an organisation (公众号) is no person's.
const wechat = /(?:微信|薇信|威信|wechat|weixin|(?<![a-z])(?:wx|vx))(?:(?:号码?|账号|id)\s*[:是为]?\s*|\s*[:是为]\s*)([a-z][\w-]{5,19}|\d{5,19})(?![\w@-])|(?:微信|薇信|威信|wechat|weixin|(?<![a-z])(?:wx|vx))\s*([a-z](?=[a-z_-]*[\d_-])[\w-]{5,19}|\d{5,19})(?![\w@-])/gi
const qq = /(?<![a-z])(?:qq|扣扣|企鹅)\s*(?:群|号码?|账号)*\s*[:是为]?\s*(\d{5,12})(?!\d)/gi
/** A run of figures that is longer is no number of a person, and need not be taken apart. */
const MOST_GROUPS = 400

/**
 * IDs, mobile numbers, bank cards, landlines, e-mail addresses and accounts of WeChat and QQ in a text, however they are typed: full-width
 * or Chinese figures, in groups with spaces or dashes. A number counts only whole: figures in the middle of a longer group are not one.
 */
export function personalIn(text: string): PersonalFound[] {
  const read = plain(text)
  const numbers = [...read.matchAll(figures)].flatMap(([run]) => numbersIn(run))
  const emails = [...read.matchAll(address)].map(([email]): PersonalFound => ({ kind: 'email', masked: maskEmail(email.replaceAll(/\s/g, '')) }))
  const landlines = [...read.matchAll(landline)].map(([number]): PersonalFound => ({ kind: 'landline', masked: maskAccount(number.replaceAll(/\D/g, '')) }))
  const accounts = ([['wechat', wechat], ['qq', qq]] as const).flatMap(([kind, pattern]) => [...read.matchAll(pattern)].map(([, labelled, bare]): PersonalFound => ({ kind, masked: `${(labelled ?? bare ?? '').slice(0, 2)}****` })))
    // 微信同号 13912345678 has been found as what it is.
    .filter(({ masked }) => !numbers.some((one) => one.kind === 'mobile' && one.masked.startsWith(masked.slice(0, 2))))
  const seen = new Set<string>()
  return [...numbers, ...landlines, ...accounts, ...emails].filter(({ kind, masked }) => !seen.has(kind + masked) && seen.add(kind + masked))
}

function numbersIn(run: string): PersonalFound[] {
  const groups = (run.match(/\d+|[xX]/g) ?? []).slice(0, MOST_GROUPS)
  const found: PersonalFound[] = []
  for (let from = 0; from < groups.length; from += 1) {
    // The longest that begins here: the first eleven figures of an ID may read like a mobile number.
    let [joined, last, longest]: [string, number, PersonalFound | undefined] = ['', from, undefined]
    for (let to = from; to < groups.length && joined.length <= 20; to += 1) {
      joined += (groups[to] ?? '').toUpperCase()
      const one = numberOf(joined)
      if (one !== undefined) [last, longest] = [to, one]
    }
    if (longest !== undefined) found.push(longest)
    from = last
  }
  return found
}

function numberOf(digits: string): PersonalFound | undefined {
  if (isId(digits)) return { kind: 'id', masked: maskId(digits) }
  const mobile = digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '')
  if (isMobile(mobile)) return { kind: 'mobile', masked: maskMobile(mobile) }
  return isCard(digits) ? { kind: 'card', masked: maskAccount(digits) } : undefined
}
