import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Clawback, clawbackSchema } from './clawback.ts'

export const clawbackItem = itemKind('clawback', clawbackSchema, (clawback) => keys.clawback(clawback.grant, clawback.number))

/** Newest first. */
export async function clawbacksOf(table: Table, grant: string): Promise<Stored<Clawback>[]> {
  return (await table.queryAll(clawbackItem, keys.clawbacks(grant))).toReversed()
}

/** Throws NOT_FOUND. */
export async function loadClawback(table: Table, grant: string, number: number): Promise<Stored<Clawback>> {
  const found = await table.get(clawbackItem, keys.clawback(grant, number))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
