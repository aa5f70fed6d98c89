import type { MailChoice } from '../../shared/inbox/mail-choice.ts'
import { choicesOf } from '../../shared/inbox/mail-choice.store.ts'
import { authorise, type Context, personOf } from '../context.ts'
import type { Due } from './due.ts'
import { dueForAsker } from './home.ts'

export interface Inbox {
  due: Due[]
  late: number
}

/** What waits for the asker in every role, the most urgent first: the same that the first page begins with. */
export async function readInbox(context: Context): Promise<Inbox> {
  authorise(context, 'inbox.read', {})
  const due = await dueForAsker(context)
  return { due, late: due.filter((one) => isOverdue(one, context.now)).length }
}

export const isOverdue = ({ state, until }: Due, now: string): boolean => state === 'late' || (until !== null && until < now)

export async function readMailChoice(context: Context): Promise<{ choice: MailChoice; email: string | null }> {
  const { id, email } = personOf(context)
  authorise(context, 'inbox.choose-mail', { person: id })
  return { choice: (await choicesOf(context.table, [id])).get(id) ?? 'each', email }
}
