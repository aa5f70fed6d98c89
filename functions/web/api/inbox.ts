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
    method: 'get', path: '/inbox', action: 'inbox.read', summary: 'What waits for me in every role, the most urgent first',
    answer: z.object({ late: z.int(), due: z.array(z.object({ title: bilingual, about: bilingual, href: z.string(), until: instant.nullable(), state: z.enum(['late', 'wait', 'now']), since: instant.optional() })) }),
    query: z.object({ kind: z.enum(askKinds).optional() }),
    run: (context, { query }) => readInbox(context, query.kind),
  }),
  route({ method: 'get', path: '/inbox/mail', action: 'inbox.choose-mail', summary: 'How often I am mailed', answer: z.object({ choice, email: z.string().nullable() }), run: async (context) => { const { choice: chosen, email } = await readMailChoice(context); return { choice: chosen, email } } }),
  route({ method: 'put', path: '/inbox/mail', action: 'inbox.choose-mail', summary: 'Each mail, one a day, or none; invitations always come', body: mailChoiceInput, answer: z.object({ choice }), run: (context, { body }) => chooseMail(context, body) }),
]
