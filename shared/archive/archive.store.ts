import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Archive, archiveSchema } from './archive.ts'

export const archiveItem = itemKind('archive', archiveSchema, ({ competition, number }) => keys.archive(competition, number))

/** Newest first. */
export async function archivesOf(table: Table, competition: string): Promise<Archive[]> {
  return (await table.queryAll(archiveItem, { ...keys.archives(competition), newestFirst: true })).map(({ value }) => value)
}

/** Throws NOT_FOUND. */
export async function loadArchive(table: Table, competition: string, number: number): Promise<Stored<Archive>> {
  const found = Number.isInteger(number) && number > 0 ? await table.get(archiveItem, keys.archive(competition, number)) : undefined
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
