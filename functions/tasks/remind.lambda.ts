import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { derivedId, type PersonId } from '../../shared/kernel/ids.ts'
import { type Language, say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { gates } from '../../shared/notice/notice.ts'
import { loadObjections } from '../../shared/notice/notice.store.ts'
import { isLate } from '../../shared/notice/ruling.ts'
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
import { remindOfCures, reviewersAreAsked } from './remind-cures.ts'

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
  const letter = await letterFor(context, competition, decision)
  const reminder = `${id}/${decision}/${wait.value.since}/${wait.value.reminded.length}`
  const last = wait.value.reminded.at(-1) ?? wait.value.since
  const applicants = decision === 'eligibility' ? await remindOfCures(context, competition, last) : { people: 0, mails: [] }
  const asked = letter !== null && (decision !== 'eligibility' || (await reviewersAreAsked(context, competition, wait.value.since, last)))
  const people = asked ? await askedPeople(context, competition, decision) : []
  const mails = [...applicants.mails, ...(letter === null ? [] : await mailsTo(context, people, letter.url, (person, to) => letter.write(to, `${reminder}/${person.id}`)))]
  const reached = people.length + applicants.people
  for (let start = 0; start < mails.length; start += CHUNK) {
    await context.table.transact(mails.slice(start, start + CHUNK).map(({ key, order }) => outboxItem.put({ id: derivedId(key), at: context.now, done: false, tries: 0, order }, 'any')))
  }
  await act<undefined>(context, async () => {
    const found = await context.table.get(waitItem, keys.wait(id, decision))
    if (found === undefined || found.value.since !== wait.value.since || found.value.reminded.length !== wait.value.reminded.length) return { writes: [], trail: [], answer: undefined }
    return {
      writes: [waitItem.put({ ...found.value, reminded: [...found.value.reminded, context.now] }, found.version)],
      trail: reached === 0 ? [] : [{ scope: { of: 'competition', id }, action: 'remind', about: { noun: 'competition', id, label: say(competition.name, 'zh') }, sentence: { zh: `提醒了 ${reached} 人`, en: `reminded ${reached} people` } }],
      answer: undefined,
    }
  })
  return { reminded: reached }
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

interface Letter {
  /** Where it leads. */
  url: string
  write: (to: { email: string; language: Language }, key: string) => Orders
}

/** What they are told; null where nothing is left to remind of. */
async function letterFor(context: Context, competition: Competition, decision: DecisionName): Promise<Letter | null> {
  const nameIn = (language: Language) => say(competition.name, language)
  if (decision !== 'notice' && decision !== 'rulings') {
    const template = decision === 'call' ? 'callReminder' : decision.startsWith('round-') ? 'scoringReminder' : 'decisionReminder'
    const url = `${context.environment.XIUYUAN_BASE_URL}/home`
    return { url, write: (to, key) => mailOrder(template, { competition: nameIn(to.language), url }, to, key, context.now) }
  }
  const open = (await loadObjections(context.table, competition.id)).map(({ value }) => value).filter(gates)
  if (open.length === 0) return null
  const late = open.filter((objection) => isLate(objection, context.now))
  const until = open.filter((objection) => !late.includes(objection)).flatMap(({ deadline }) => (deadline === null ? [] : [deadline.day])).toSorted()[0] ?? null
  const url = `${context.environment.XIUYUAN_BASE_URL}/competitions/${competition.id}/result/objections`
  return { url, write: (to, key) => mailOrder('rulingReminder', { competition: nameIn(to.language), open: open.length, late: late.length, until, url }, to, key, context.now) }
}
