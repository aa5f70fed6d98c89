import * as z from 'zod'
import { clarificationSchema } from '../../../shared/clarification/clarification.ts'
import { competitionId, proposalId } from '../../../shared/kernel/ids.ts'
import { messageSchema } from '../../../shared/message/message.ts'
import { clarificationInput, publishClarification } from '../../commands/clarification.ts'
import { messageInput, sendMessage } from '../../commands/message.ts'
import { listClarifications, messagesTo, readCorrespondence } from '../../queries/message.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })

/** Nothing of who wrote it, nor of who asked. */
const clarification = clarificationSchema.pick({ number: true, question: true, answer: true, at: true })
const message = messageSchema.pick({ number: true, audience: true, subject: true, text: true, proposals: true, at: true, by: true })
const received = messageSchema.pick({ number: true, subject: true, text: true, at: true })

export const messageRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/clarifications', action: 'competition.public', summary: 'What was made clear about a call, the newest first',
    params, answer: z.object({ clarifications: z.array(clarification) }),
    run: async (context, { params }) => ({ clarifications: await listClarifications(context, params.competition) }),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/clarifications', action: 'competition.clarify', summary: 'Publish a clarification on the call’s page, for good; its applicants are told',
    params, body: clarificationInput, status: 201, answer: clarification, run: (context, { params, body }) => publishClarification(context, params.competition, body),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/messages', action: 'competition.message', summary: 'Messages to the applicants, the newest first; `sizes`: how many proposals a message now would be about',
    params, answer: z.object({ messages: z.array(message), sizes: z.record(z.string(), z.int()) }),
    run: (context, { params }) => readCorrespondence(context, params.competition),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/messages', action: 'competition.message', summary: 'Write to all applicants, or to those with drafts, with sent or with admitted proposals',
    params, body: messageInput, status: 201, answer: message, run: (context, { params, body }) => sendMessage(context, params.competition, body),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/messages', action: 'proposal.read', summary: 'What the authority wrote about a proposal to its applicant, the newest first',
    params: z.object({ proposal: proposalId }), answer: z.object({ messages: z.array(received) }),
    run: async (context, { params }) => ({ messages: await messagesTo(context, params.proposal) }),
  }),
]
