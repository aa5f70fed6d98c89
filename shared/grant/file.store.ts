import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type GrantFile, grantFileSchema } from './file.ts'

export const grantFileItem = itemKind('grant-file', grantFileSchema, (file) => keys.grantFile(file.grant, file.file))

/** All that is attached to a grant, oldest first. */
export async function grantFiles(table: Table, grant: string): Promise<GrantFile[]> {
  return (await table.queryAll(grantFileItem, keys.grantFiles(grant))).map(({ value }) => value).toSorted((a, b) => a.at.localeCompare(b.at) || a.file.localeCompare(b.file))
}
