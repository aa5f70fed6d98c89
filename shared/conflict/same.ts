/**
 * How one organisation or person is told again under another spelling. Widths, cases, blanks and brackets hide nobody: a name is compared
 * without them, a phone by its digits, an address without what mail servers ignore.
 */

/** A name as it is compared; '' for none. */
export const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/[\s·•.,，。、()（）[\]【】“”"'《》-]/g, '')

/** Digits of a phone without China's prefix; '' for what is too short to tell anybody by. */
export function plainPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replaceAll(/[^0-9]/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')
  return digits.length < 7 ? '' : digits
}

/** An address in lower case, without a tag behind '+' (RFC 5233); '' for none. */
export function plainEmail(email: string): string {
  const [local = '', domain = ''] = email.normalize('NFKC').trim().toLowerCase().split('@')
  return domain === '' ? '' : `${local.replace(/(?<=.)\+.*$/, '')}@${domain}`
}

/** An organisation as some record knows it; '' where that record does not say. */
export interface Body {
  /** Of the platform or the registry, which share ids. */
  id: string
  name: string
  creditCode: string
}

/** By any of these an organisation is told again: the same id, the same credit code, or the same name. */
export const marksOf = ({ id, name, creditCode }: Body): string[] => {
  const [plain, code] = [plainName(name), creditCode.trim().toUpperCase()]
  return [...(id === '' ? [] : [`id ${id}`]), ...(code === '' ? [] : [`code ${code}`]), ...(plain === '' ? [] : [`name ${plain}`])]
}
