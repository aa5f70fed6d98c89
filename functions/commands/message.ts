import type * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { isMeant, type Message, messageInput } from '../../shared/message/message.ts'
import { loadMessages, messageItem } from '../../shared/message/message.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { applicantsOf, orderAll } from './applicants.ts'
import { mailsTo } from './news.ts'

export { messageInput }

/**
 * Writes to the applicants of a competition, as they are at this moment; the message is kept, and can't be taken back.
 * Throws WRONG_STATE before the call is out, INVALID where nobody is meant.
 */
export async function sendMessage(context: Context, id: string, input: z.infer<typeof messageInput>): Promise<Message> {
  return act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'competition.message', { district: competition.district, competition: id })
    if (competition.state === 'draft') throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
    const [all, [last]] = await Promise.all([context.table.queryAll(proposalItem, keys.proposalsOf(id)), loadMessages(context.table, id)])
    const proposals = all.flatMap(({ value }) => (isMeant(input.audience, value) ? [value.id] : []))
    if (proposals.length === 0) throw new Refusal('INVALID', { mistakes: [{ path: 'audience', code: 'NOBODY', zh: '现在没有这样的申报单位，消息没有发出', en: 'There is no such applicant now; nothing was sent' }] })
    const person = personOf(context)
    const message: Message = { competition: competition.id, number: (last?.number ?? 0) + 1, ...input, proposals, at: context.now, by: { id: person.id, name: person.name } }
    return {
      writes: [messageItem.put(message, 'none')],
      trail: [{
        scope: { of: 'competition', id }, action: 'competition.message', about: { noun: 'message', id: String(message.number), label: message.subject },
        sentence: { zh: `给 ${proposals.length} 份申报书的单位发了消息：${message.subject}`, en: `wrote to the applicants of ${proposals.length} proposals: ${message.subject}` },
      }],
      answer: message,
    }
  })
}

/** Mails a message to the members of those it is meant for. Called by the stream's consumer; called again, nobody is mailed twice. */
export async function mailMessage(context: Context, { competition: id, number, subject, text, proposals }: Message): Promise<void> {
  const { table, now, environment } = context
  const [{ value: { name } }, found] = await Promise.all([loadCompetition(table, id), table.getMany(proposalItem, proposals.map((proposal) => keys.proposal(proposal)))])
  const people = await applicantsOf(context, found.flatMap((one) => (one === undefined ? [] : [one.value])))
  const url = `${environment.XIUYUAN_BASE_URL}/inbox#messages`
  await orderAll(context, await mailsTo(context, people, url, (person, to) => mailOrder('applicantMessage', { competition: say(name, to.language), subject, text, url }, to, `${id}/${number}/${person.id}`, now)))
}
