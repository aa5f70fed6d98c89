/**
 * How one organisation or person is told again under another spelling. Widths, cases, blanks and brackets hide nobody: a name is compared
 * without them, a phone by its digits, an address without what mail servers ignore.
 */

/** A name as it is compared, its letters and digits alone: brackets, points and what nobody sees (a zero-width blank) hide no one. '' for none. */
export const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Digits of a phone without China's prefix; '' for what is too short to tell anybody by. */
export function plainPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replaceAll(/[^0-9]/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')
  return digits.length < 7 ? '' : digits
}

/** Domains of one provider that delivers whatever points stand in the name (support.google.com/mail/answer/7436150). */
const pointless: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com'])

/** An address in lower case, without a tag behind '+' (RFC 5233) and without points where they mean nothing; '' for none. */
export function plainEmail(email: string): string {
  const [local = '', domain = ''] = email.normalize('NFKC').trim().toLowerCase().split('@')
  const name = local.replace(/(?<=.)\+.*$/, '')
  if (domain === '') return ''
  return pointless.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`
}

/** A credit code as it is compared; '' for none. */
export const plainCode = (code: string): string => code.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** An organisation as some record knows it; '' where that record does not say. */
export interface Body {
  /** Of the platform or the registry, which share ids. */
  id: string
  name: string
  creditCode: string
}

/** By any of these an organisation is told again: the same id, the same credit code, or the same name. */
export const marksOf = ({ id, name, creditCode }: Body): string[] => {
  const [plain, code] = [plainName(name), plainCode(creditCode)]
  return [...(id === '' ? [] : [`id ${id}`]), ...(code === '' ? [] : [`code ${code}`]), ...(plain === '' ? [] : [`name ${plain}`])]
}
