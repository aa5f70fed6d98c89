import { type MailChoice, mailChoices } from '../../shared/inbox/mail-choice.ts'
import { choicesOf } from '../../shared/inbox/mail-choice.store.ts'
import type { AskKind } from '../../shared/project/asks.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { dueOfKind } from './administrator-due.ts'
import { administered } from './districts.ts'
import type { Due } from './due.ts'
import { dueForAsker } from './home.ts'
import { type Received, receivedMessages } from './message.ts'

export interface Inbox {
  due: Due[]
  late: number
  /** What the asker's organisations were written about their proposals lately. */
  messages: Received[]
}

/** What waits for the asker in every role, the most urgent first: the same that the first page begins with; or all that waits for an administrator of one kind, which that may show as one line. */
export async function readInbox(context: Context, kind?: AskKind): Promise<Inbox> {
  authorise(context, 'inbox.read', {})
  const [due, messages] = kind === undefined ? await Promise.all([dueForAsker(context), receivedMessages(context)]) : [await dueOfKind(context, kind), []]
  return { due, late: due.filter((one) => isOverdue(one, context.now)).length, messages }
}

export const isOverdue = ({ state, until }: Due, now: string): boolean => state === 'late' || (until !== null && until < now)

/** `choices`: those that differ for the asker. Only administrators are told of others' dates, so that `usual` is `each` for everybody else. */
export async function readMailChoice(context: Context): Promise<{ choice: MailChoice; choices: MailChoice[]; email: string | null }> {
  const { id, email } = personOf(context)
  authorise(context, 'inbox.choose-mail', { person: id })
  const chosen = (await choicesOf(context.table, [id])).get(id) ?? 'usual'
  const administers = administered(context.actor).length > 0
  return { choice: chosen === 'usual' && !administers ? 'each' : chosen, choices: mailChoices.filter((one) => administers || one !== 'usual'), email }
}
