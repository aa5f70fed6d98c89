import type { Clarification } from '../../shared/clarification/clarification.ts'
import { loadClarifications } from '../../shared/clarification/clarification.store.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { countsItem } from '../../shared/counts/counts.store.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Audience, audienceSizes, type Message } from '../../shared/message/message.ts'
import { loadMessages } from '../../shared/message/message.store.ts'
import { proposalTarget } from '../../shared/proposal/proposal.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { ownProposals } from './proposal.ts'

/** What was made clear about a call, for anybody, the newest first. Throws NOT_FOUND for a draft. */
export async function listClarifications(context: Context, id: string): Promise<Clarification[]> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'competition.public', { district: competition.district, competition: id })
  if (competition.state === 'draft') throw new Refusal('NOT_FOUND')
  return loadClarifications(context.table, id)
}

export interface Correspondence {
  competition: Competition
  rulebook: Rulebook
  messages: Message[]
  clarifications: Clarification[]
  /** Proposals that a message now would be about. */
  sizes: Record<Audience, number>
}

/** What a competition's administrators wrote to its applicants, the newest first. */
export async function readCorrespondence(context: Context, id: string): Promise<Correspondence> {
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'competition.message', { district: competition.district, competition: id })
  const [rulebook, messages, clarifications, counts] = await Promise.all([loadRulebook(table, competition), loadMessages(table, id), loadClarifications(table, id), table.get(countsItem, keys.counts(id))])
  return { competition, rulebook, messages, clarifications, sizes: audienceSizes(counts?.value.proposals ?? {}) }
}

/** The messages that one proposal's applicant was sent, the newest first. */
export async function messagesTo(context: Context, id: string): Promise<Message[]> {
  const { value: proposal } = await loadProposal(context.table, id)
  authorise(context, 'proposal.read', proposalTarget(proposal))
  return (await loadMessages(context.table, proposal.competition)).filter(({ proposals }) => proposals.includes(proposal.id))
}

/** An inbox shows what came in so many days, from so many of the competitions that were entered last. */
const DAYS = 60
const COMPETITIONS = 10

export interface Received {
  message: Message
  competition: Competition
}

/** What the asker's organisations were written about their proposals lately, the newest first. */
export async function receivedMessages(context: Context): Promise<Received[]> {
  const { actor, table, now } = context
  if (actor.kind !== 'person' || !actor.memberships.some(({ role }) => role === 'member')) return []
  const own = await ownProposals(context)
  const mine = new Set<string>(own.map(({ proposal }) => proposal.id))
  const competitions = [...new Map(own.map(({ competition }) => [competition.id, competition])).values()].slice(0, COMPETITIONS)
  const since = plusDays(now, -DAYS)
  const found = await Promise.all(competitions.map(async (competition) => (await loadMessages(table, competition.id))
    .filter(({ at, proposals }) => at >= since && proposals.some((proposal) => mine.has(proposal))).map((message): Received => ({ message, competition }))))
  return found.flat().toSorted((a, b) => b.message.at.localeCompare(a.message.at))
}
