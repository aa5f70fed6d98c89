import * as z from 'zod'
import { mailChoices } from '../../../shared/inbox/mail-choice.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { askKinds } from '../../../shared/project/asks.ts'
import { chooseMail, mailChoiceInput } from '../../commands/mail-choice.ts'
import { readInbox, readMailChoice } from '../../queries/inbox.ts'
import { route, type Route } from './route.ts'

const choice = z.enum(mailChoices)

export const inboxRoutes: Route[] = [
  route({
    method: 'get', path: '/inbox', action: 'inbox.read', summary: 'What waits for me in every role, the most urgent first; and what my organisations were written about their proposals',
    answer: z.object({ late: z.int(), due: z.array(z.object({ title: bilingual, about: bilingual, href: z.string(), until: instant.nullable(), state: z.enum(['late', 'wait', 'now']), since: instant.optional() })), messages: z.array(z.object({ competition: bilingual, subject: z.string(), text: z.string(), at: instant })) }),
    query: z.object({ kind: z.enum(askKinds).optional() }),
    run: async (context, { query }) => {
      const { due, late, messages } = await readInbox(context, query.kind)
      return { due, late, messages: messages.map(({ message: { subject, text, at }, competition }) => ({ competition: competition.name, subject, text, at })) }
    },
  }),
  route({ method: 'get', path: '/inbox/mail', action: 'inbox.choose-mail', summary: 'How often I am mailed', answer: z.object({ choice, email: z.string().nullable() }), run: async (context) => { const { choice: chosen, email } = await readMailChoice(context); return { choice: chosen, email } } }),
  route({ method: 'put', path: '/inbox/mail', action: 'inbox.choose-mail', summary: 'Each mail, one a day, or none; invitations always come', body: mailChoiceInput, answer: z.object({ choice }), run: (context, { body }) => chooseMail(context, body) }),
]
