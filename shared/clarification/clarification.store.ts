import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Clarification, clarificationSchema } from './clarification.ts'

export const clarificationItem = itemKind('clarification', clarificationSchema, ({ competition, number }) => keys.clarification(competition, number))

/** A competition's, the newest first. */
export async function loadClarifications(table: Table, competition: string): Promise<Clarification[]> {
  return (await table.queryAll(clarificationItem, { ...keys.clarifications(competition), newestFirst: true })).map(({ value }) => value)
}
