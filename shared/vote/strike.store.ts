import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import type { Ballot } from './ballot.ts'
import { ballotsOf } from './ballot.store.ts'
import { type Strike, strikeSchema } from './strike.ts'

/** Written, and removed, together with the list's mark and on condition that no last ranking is fixed. */
export const strikeItem = itemKind('strike', strikeSchema, (strike) => keys.strike(strike.competition, strike.id))

export async function strikesOf(table: Table, competition: string): Promise<Strike[]> {
  return (await table.queryAll(strikeItem, keys.strikes(competition))).map(({ value }) => value)
}

/** Every ballot of a competition, by voter, and what was set aside of them. */
export async function ballotsAndStrikes(table: Table, competition: string): Promise<{ ballots: Ballot[]; strikes: Strike[] }> {
  const [ballots, strikes] = await Promise.all([ballotsOf(table, competition), strikesOf(table, competition)])
  return { ballots, strikes }
}
