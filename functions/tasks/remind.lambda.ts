import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { derivedId, type PersonId } from '../../shared/kernel/ids.ts'
import { say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import type { Person } from '../../shared/person/person.ts'
import { administratorItem, personItem } from '../../shared/person/person.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadRound, planJudgeItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import type { DecisionName } from '../../shared/wait/wait.ts'
import { mailsTo, type Orders } from '../commands/news.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'
import { cardsOfRound } from '../queries/round-cards.ts'
import { waitInput } from './facts.ts'

/** Orders of one transaction, below DynamoDB's hundred items. */
const CHUNK = 80

/**
 * Reminds those whose part is missing and notes that it did. Mail goes by an id made of the reminder and the person, so that a run
 * repeated after a crash sends nobody a second message that could not be seen to be the first.
 */
export async function handler(event: unknown): Promise<{ reminded: number }> {
  const { competition: id, decision } = waitInput.parse(event)
  const context = workflowContext()
  const wait = await context.table.get(waitItem, keys.wait(id, decision))
  if (wait === undefined) return { reminded: 0 }
  const { value: competition } = await loadCompetition(context.table, id)
  const people = await askedPeople(context, competition, decision)
  const reminder = `${id}/${decision}/${wait.value.since}/${wait.value.reminded.length}`
  const mails = await mailsFor(people, competition, decision, reminder, context)
  for (let start = 0; start < mails.length; start += CHUNK) {
    await context.table.transact(mails.slice(start, start + CHUNK).map(({ key, order }) => outboxItem.put({ id: derivedId(key), at: context.now, done: false, tries: 0, order }, 'any')))
  }
  await act<undefined>(context, async () => {
    const found = await context.table.get(waitItem, keys.wait(id, decision))
    if (found === undefined || found.value.since !== wait.value.since || found.value.reminded.length !== wait.value.reminded.length) return { writes: [], trail: [], answer: undefined }
    return {
      writes: [waitItem.put({ ...found.value, reminded: [...found.value.reminded, context.now] }, found.version)],
      trail: [{ scope: { of: 'competition', id }, action: 'remind', about: { noun: 'competition', id, label: say(competition.name, 'zh') }, sentence: { zh: `提醒了 ${people.length} 人`, en: `reminded ${people.length} people` } }],
      answer: undefined,
    }
  })
  return { reminded: people.length }
}

/** Whose part is missing: applicants with unsent drafts, judges with open cards, otherwise the district's administrators. */
async function askedPeople(context: Context, competition: Competition, decision: DecisionName): Promise<Person[]> {
  if (decision === 'call') return people(context, await draftWriters(context, competition))
  if (decision.startsWith('round-')) return people(context, await slowJudges(context, competition))
  const administrators = await context.table.queryAll(administratorItem, keys.administrators(competition.district))
  return people(context, administrators.map(({ value }) => value.person))
}

async function draftWriters(context: Context, competition: Competition): Promise<PersonId[]> {
  const proposals = await context.table.queryAll(proposalItem, keys.proposalsOf(competition.id))
  const organisations = [...new Set(proposals.filter(({ value }) => value.state === 'draft').map(({ value }) => value.organisation.id))]
  const members = await Promise.all(organisations.map((organisation) => context.table.queryAll(memberItem, keys.members(organisation))))
  return members.flat().map(({ value }) => value.person)
}

async function slowJudges(context: Context, competition: Competition): Promise<PersonId[]> {
  const { value: round } = await loadRound(context.table, competition.id, competition.round ?? 0)
  if (round.plan === null) return []
  const [{ cards }, shares] = await Promise.all([cardsOfRound(context.table, competition, round), context.table.queryAll(planJudgeItem, keys.planJudges(competition.id, round.index, round.plan))])
  const submitted = new Set([...cards.values()].flat().map((card) => `${card.judge} ${card.proposal}`))
  return shares.flatMap(({ value }) => (value.proposals.some((proposal) => !submitted.has(`${value.judge} ${proposal}`)) ? [value.judge] : []))
}

async function people(context: Context, ids: readonly PersonId[]): Promise<Person[]> {
  const found = await context.table.getMany(personItem, [...new Set(ids)].map((id) => keys.person(id)))
  return found.flatMap((one) => (one === undefined ? [] : [one.value]))
}

function mailsFor(people: readonly Person[], competition: Competition, decision: DecisionName, reminder: string, context: Context): Promise<Orders[]> {
  const template = decision === 'call' ? 'callReminder' : decision.startsWith('round-') ? 'scoringReminder' : 'decisionReminder'
  const url = `${context.environment.XIUYUAN_BASE_URL}/home`
  return mailsTo(context, people, url, (person, to) => mailOrder(template, { competition: say(competition.name, to.language), url }, to, `${reminder}/${person.id}`, context.now))
}
