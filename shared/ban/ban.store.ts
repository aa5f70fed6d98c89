import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Ban, banSchema } from './ban.ts'

export const banItem = itemKind('ban', banSchema, (ban) => keys.ban(ban.district, ban.id))

/** Every ban of a district, those that are over too; the newest first. There are few. */
export async function bansOf(table: Table, district: string): Promise<Ban[]> {
  return (await table.queryAll(banItem, keys.bans(district))).map(({ value }) => value).toSorted((a, b) => b.at.localeCompare(a.at))
}
