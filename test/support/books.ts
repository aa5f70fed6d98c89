import { expect } from 'vitest'
import type { Balances } from '../../shared/ledger/ledger.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { ok } from './contest.ts'
import type { Somebody } from './platform.ts'

interface Line {
  key: string
  name: string
  grants: number
  balances: Balances
  total: number
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/**
 * Where a competition's money stands, in yuan and without what is empty, as finance reads it; fails unless the books add up: all accounts
 * are zero together, every line makes its total, the lines and what is left make the budget by whatever they are grouped, and the parts
 * of each grant make its sum.
 */
export async function books(reader: Somebody, competition: string): Promise<Partial<Record<keyof Balances, number>>> {
  const ledgers = await Promise.all(['competition', 'street', 'organisation'].map(async (by) => ok(await reader.api('GET', `/ledger?by=${by}&competition=${competition}`)) as { lines: Line[]; sum: Balances; budget: number }))
  const { grants, balances } = ok(await reader.api('GET', `/competitions/${competition}/grants`)) as { grants: Grant[]; balances: Balances }
  for (const { lines, sum, budget } of ledgers) {
    expect(sumOf(Object.values(sum)), 'all accounts together').toBe(0)
    expect(sum).toEqual(balances)
    expect(budget).toBe(-sum.source)
    expect(sum.left + sumOf(lines.map(({ total }) => total)), 'lines and what is left').toBe(budget)
    expect(sumOf(lines.map(({ grants: count }) => count))).toBe(grants.length)
    for (const line of lines) expect(sumOf(Object.values(line.balances)), line.name).toBe(line.total)
  }
  for (const { amount, tranches, title } of grants) expect(sumOf(tranches.map((tranche) => tranche.amount)), title).toBe(amount)
  return Object.fromEntries(Object.entries(balances).filter(([account, fen]) => account !== 'source' && fen !== 0).map(([account, fen]) => [account, fen / 100]))
}
