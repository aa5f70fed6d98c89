import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Change, changeSchema } from './change.ts'

export const changeItem = itemKind('change', changeSchema, (change) => keys.change(change.project, change.number))

/** Throws NOT_FOUND. */
export async function loadChange(table: Table, project: string, number: number): Promise<Stored<Change>> {
  const found = await table.get(changeItem, keys.change(project, number))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
