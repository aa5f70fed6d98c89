import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Notice, noticeSchema, type Objection, objectionSchema } from './notice.ts'

export const noticeItem = itemKind('notice', noticeSchema, (notice) => keys.notice(notice.competition, notice.number))
export const objectionItem = itemKind('objection', objectionSchema, (objection) => keys.objection(objection.competition, objection.id))

/** Throws NOT_FOUND. */
export async function loadNotice(table: Table, competition: string, number: number): Promise<Notice> {
  const found = await table.get(noticeItem, keys.notice(competition, number))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value
}

/** Throws NOT_FOUND. */
export async function loadObjection(table: Table, competition: string, objection: string): Promise<Stored<Objection>> {
  const found = await table.get(objectionItem, keys.objection(competition, objection))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** Every objection to a competition's notices, oldest first. */
export async function loadObjections(table: Table, competition: string): Promise<Stored<Objection>[]> {
  const found = await table.queryAll(objectionItem, keys.objections(competition))
  return found.toSorted((a, b) => a.value.at.localeCompare(b.value.at))
}
