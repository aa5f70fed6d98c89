/** An integer. */
export type Fen = number
/** Just under ten billion yuan: far inside what a double holds exactly, whatever is summed. */
export const mostFen: Fen = 10 ** 12 - 1

type Refused = 'MONEY_MALFORMED' | 'MONEY_NEGATIVE' | 'MONEY_DECIMALS' | 'MONEY_TOO_LARGE'
export type ParsedYuan = { ok: true; fen: Fen } | { ok: false; code: Refused }

/**
 * What people type in yuan ("1,234.50", "￥1234.5", "1 234元", full-width digits too) in fen. Commas must stand between groups of
 * three digits, so that a decimal comma isn't taken for a thousand.
 */
export function parseYuan(text: string): ParsedYuan {
  const typed = text.normalize('NFKC').replaceAll(/\s/g, '').replace(/^[¥￥]/, '').replace(/元$/, '')
  if (/^[-−]\d/.test(typed)) return { ok: false, code: 'MONEY_NEGATIVE' }
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(typed)
  if (!match) return { ok: false, code: 'MONEY_MALFORMED' }
  const [, whole = '', decimals = ''] = match
  if (decimals.length > 2) return { ok: false, code: 'MONEY_DECIMALS' }
  const digits = whole.replaceAll(',', '').replace(/^0+(?=\d)/, '') + decimals.padEnd(2, '0')
  return digits.length > 15 || Number(digits) > mostFen ? { ok: false, code: 'MONEY_TOO_LARGE' } : { ok: true, fen: Number(digits) }
}

/** "54,000.00": yuan with grouping and always two decimals. */
export function formatYuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
}

/**
 * Splits an amount by shares (percents, persons, anything with a ratio): each part is rounded down to the fen and the last is the
 * remainder, so that the parts always add up. Throws a TypeError without shares or with a share that isn't a non-negative integer.
 */
export function splitFen(amount: Fen, shares: readonly number[]): Fen[] {
  const whole = shares.reduce((a, b) => a + b, 0)
  if (whole <= 0 || !shares.every((share) => Number.isSafeInteger(share) && share >= 0)) {
    throw new TypeError('shares are non-negative integers, one at least above zero')
  }
  const parts = shares.slice(0, -1).map((share) => Number((BigInt(amount) * BigInt(share)) / BigInt(whole)))
  return [...parts, amount - parts.reduce((a, b) => a + b, 0)]
}

const capitals = '零壹贰叁肆伍陆柒捌玖'
const places = ['仟', '佰', '拾', '']

/** Four digits in capitals, an inner run of zeros as one 零; a leading one is the caller's, who knows what stands before. */
function fourDigits(value: number): string {
  let words = ''
  let skipped = false
  for (const [i, digit] of String(value).padStart(4, '0').split('').entries()) {
    if (digit === '0') skipped = words !== ''
    else {
      words += `${skipped ? '零' : ''}${capitals.charAt(Number(digit))}${places[i] ?? ''}`
      skipped = false
    }
  }
  return words
}

/**
 * The amount in Chinese capitals (大写) as cheques and agreements want it (forms.md part 9): 人民币 joined on, 整 when it ends in
 * yuan, none after 角 or 分, inner zeros as one 零: 140950 is 人民币壹仟肆佰零玖元伍角. Throws a TypeError for what isn't whole,
 * non-negative fen.
 */
export function capitalYuan(amount: Fen): string {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > mostFen) throw new TypeError(`not an amount in fen: ${amount}`)
  const yuan = Math.floor(amount / 100)
  const jiao = Math.floor((amount % 100) / 10)
  const odd = amount % 10
  let words = ''
  let skipped = false
  for (const [unit, size] of [['亿', 10 ** 8], ['万', 10 ** 4], ['', 1]] as const) {
    const group = Math.floor(yuan / size) % 10 ** 4
    if (group === 0) {
      skipped = words !== ''
      continue
    }
    if (words !== '' && (skipped || group < 1000)) words += '零'
    words += fourDigits(group) + unit
    skipped = false
  }
  const whole = yuan > 0 ? `${words}元` : ''
  if (jiao === 0 && odd === 0) return `人民币${whole || '零元'}整`
  const tenths = jiao > 0 ? `${capitals.charAt(jiao)}角` : yuan > 0 ? '零' : ''
  return `人民币${whole}${tenths}${odd > 0 ? `${capitals.charAt(odd)}分` : ''}`
}
