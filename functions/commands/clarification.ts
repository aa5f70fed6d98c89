import type * as z from 'zod'
import { type Clarification, clarificationInput } from '../../shared/clarification/clarification.ts'
import { clarificationItem, loadClarifications } from '../../shared/clarification/clarification.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { isOver } from '../../shared/competition/steps.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { isMeant } from '../../shared/message/message.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { applicantsOf, orderAll } from './applicants.ts'
import { mailsTo } from './news.ts'

export { clarificationInput }

/** Publishes the next clarification of a call, for good. Throws WRONG_STATE before the call is out and once the competition is over. */
export async function publishClarification(context: Context, id: string, input: z.infer<typeof clarificationInput>): Promise<Clarification> {
  return act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'competition.clarify', { district: competition.district, competition: id })
    if (competition.state === 'draft' || isOver(competition)) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
    const [last] = await loadClarifications(context.table, id)
    const person = personOf(context)
    const clarification: Clarification = { competition: competition.id, number: (last?.number ?? 0) + 1, ...input, at: context.now, by: { id: person.id, name: person.name } }
    return {
      writes: [clarificationItem.put(clarification, 'none')],
      trail: [{
        scope: { of: 'competition', id }, action: 'competition.clarify', about: { noun: 'clarification', id: String(clarification.number), label: `${competition.name.zh}第 ${clarification.number} 号澄清` },
        sentence: { zh: `发布了第 ${clarification.number} 号澄清`, en: `published clarification ${clarification.number}` },
      }],
      answer: clarification,
    }
  })
}

/** All applicants are told of a clarification, with its words. Called by the stream's consumer; called again, nobody is told twice. */
export async function tellOfClarification(context: Context, { competition: id, number, question, answer }: Clarification): Promise<void> {
  const { table, now, environment } = context
  const [{ value: { name } }, proposals] = await Promise.all([loadCompetition(table, id), table.queryAll(proposalItem, keys.proposalsOf(id))])
  const people = await applicantsOf(context, proposals.map(({ value }) => value).filter((proposal) => isMeant('all', proposal)))
  const url = `${environment.XIUYUAN_BASE_URL}/public/competitions/${id}#clarification-${number}`
  await orderAll(context, await mailsTo(context, people, url, (person, to) => mailOrder('clarified', { competition: say(name, to.language), number, question, answer, url }, to, `${id}/${number}/${person.id}`, now)))
}
