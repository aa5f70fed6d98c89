import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type FileOwner, fileSchema, type StoredFile } from './file.ts'

const partition = (owner: FileOwner) => keys.filesOf(`${owner.noun}#${owner.id}`).pk

/** Listed under its owner, by the time of its check. */
export const fileItem = itemKind('file', fileSchema, (file) => ({ ...keys.file(file.id), lpk: partition(file.owner), lsk: `${file.at}#${file.id}` }))

/** Throws NOT_FOUND. */
export async function loadFile(table: Table, id: string): Promise<Stored<StoredFile>> {
  const found = await table.get(fileItem, keys.file(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** The owner's files that may be used, newest first. */
export async function filesOf(table: Table, owner: FileOwner): Promise<StoredFile[]> {
  const found = await table.queryAll(fileItem, { index: 'list', pk: partition(owner), newestFirst: true })
  return found.map(({ value }) => value).filter(({ state }) => state === 'ready')
}

/** What an organisation has uploaded once for all its applications (forms.md part 1, consequence 4), newest first. */
export const reusableFiles = (table: Table, organisation: string): Promise<StoredFile[]> => filesOf(table, { noun: 'organisation', id: organisation })
