import { loadAwardList } from '../award/award.store.ts'
import type { Competition } from '../competition/competition.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { changesBetween, inForce } from './changes.ts'
import { type Notice, noticeSchema, type Objection, objectionSchema } from './notice.ts'

export const noticeItem = itemKind('notice', noticeSchema, (notice) => keys.notice(notice.competition, notice.number))
export const objectionItem = itemKind('objection', objectionSchema, (objection) => keys.objection(objection.competition, objection.id))

/** Throws NOT_FOUND. */
export async function loadNotice(table: Table, competition: string, number: number): Promise<Notice> {
  const found = await table.get(noticeItem, keys.notice(competition, number))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value
}

/** Every notice of a competition, newest first. */
export async function loadNotices(table: Table, competition: string): Promise<Notice[]> {
  const found = await table.queryAll(noticeItem, { ...keys.notices(competition), newestFirst: true })
  return found.map(({ value }) => value)
}

/** The notices whose days count, newest first; none before the first. */
export const loadNoticesInForce = async (table: Table, competition: string): Promise<Notice[]> => inForce(await loadNotices(table, competition))

/** What a notice published now is about: everything, or, after a ruling, what is different from the notice before. */
export async function noticeAbout(table: Table, { id, state, notice }: Competition, list: string): Promise<Pick<Notice, 'lines' | 'removed'>> {
  if (notice === null || state !== 'result') return { lines: 'all', removed: [] }
  const before = await loadNotice(table, id, notice)
  const [was, is] = await Promise.all([loadAwardList(table, id, before.list), loadAwardList(table, id, list)])
  return changesBetween(was, is)
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
