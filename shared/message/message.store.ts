import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Message, messageSchema } from './message.ts'

export const messageItem = itemKind('message', messageSchema, ({ competition, number }) => keys.message(competition, number))

/** A competition's, the newest first. */
export async function loadMessages(table: Table, competition: string): Promise<Message[]> {
  return (await table.queryAll(messageItem, { ...keys.messages(competition), newestFirst: true })).map(({ value }) => value)
}
