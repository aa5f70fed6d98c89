import { Big } from 'big.js'
import * as z from 'zod'

export type Decimal = Big

/** What travels and is stored: plain digits, at most 12 before the point and 6 behind it, no exponent ("19.5"). */
export const decimalString = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, { error: 'DECIMAL_MALFORMED' })

/** An exact decimal. A number is taken as it prints: 0.1 is a tenth. Throws a TypeError for text that isn't a plain decimal. */
export function decimal(value: string | number | Decimal): Decimal {
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value)) throw new TypeError(`not a decimal: ${JSON.stringify(value)}`)
  return new Big(value)
}

export function sum(values: readonly (string | number | Decimal)[]): Decimal {
  return values.reduce<Decimal>((total, value) => total.plus(decimal(value)), new Big(0))
}

/** `decimals` behind the point, half away from zero (half up, for the scores and sums here, which are never negative). */
export function rounded(value: string | number | Decimal, decimals: number): Decimal {
  return decimal(value).round(decimals, Big.roundHalfUp)
}

const constructors = new Map<number, typeof Big>()

/** The quotient rounded once, from its exact value: a third never becomes 0.333… before it is rounded. */
export function quotient(dividend: string | number | Decimal, divisor: string | number | Decimal, decimals: number): Decimal {
  let Rounding = constructors.get(decimals)
  if (Rounding === undefined) {
    Rounding = Big()
    Rounding.DP = decimals
    Rounding.RM = Big.roundHalfUp
    constructors.set(decimals, Rounding)
  }
  return new Big(new Rounding(decimal(dividend)).div(decimal(divisor)))
}

/** How many digits stand behind the point as written: 2 for "19.50". */
export function decimalsOf(value: string): number {
  return value.split('.')[1]?.length ?? 0
}

/** With all its decimals, as score tables print it: fixed("3", 2) is "3.00". */
export function fixed(value: string | number | Decimal, decimals: number): string {
  return decimal(value).toFixed(decimals, Big.roundHalfUp)
}

/** Below zero when a is less than b, as sort() wants it. */
export function compareDecimals(a: string | number | Decimal, b: string | number | Decimal): number {
  return decimal(a).cmp(decimal(b))
}
