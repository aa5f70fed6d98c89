import * as z from 'zod'
import { competitionId, personId, type PersonId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { hashSchema } from '../seal/leaf.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table, type Write } from '../store/table.ts'

/** How far a round is. `planning`: judges are being assigned; `scoring`: cards are open; `closed`: no card is taken any more, the workflow counts. */
export const roundLifecycle = {
  planning: ['scoring'],
  scoring: ['closed'],
  /** Back to scoring when an administrator reassigns what nobody scored, or reopens a card before the tally is settled. */
  closed: ['scoring', 'tied', 'finished'],
  /** Decided, it is closed again with a ranking, and finishes. */
  tied: ['closed', 'finished'],
  finished: [],
} as const satisfies Record<string, readonly string[]>
export type RoundState = keyof typeof roundLifecycle

/** One round of one competition while it is run. Written by administrators and tasks only, never by a judge. */
export const roundRecordSchema = z.object({
  competition: competitionId,
  index: z.int(),
  /** Id in the rulebook. */
  round: z.string(),
  state: z.enum(Object.keys(roundLifecycle) as [RoundState, ...RoundState[]]),
  /** Proposals that are judged in it. */
  entries: z.int(),
  /** The groups and the plan in force, and one that was prepared but not confirmed yet. */
  plan: z.string().nullable(),
  preparedPlan: z.string().nullable(),
  standing: z.string().nullable(),
  /** Root of the tree over the cards that are counted, from the close of the scoring (shared/seal). */
  seal: hashSchema.nullable(),
  openedAt: instant,
  scoringOpenedAt: instant.nullable(),
  closedAt: instant.nullable(),
  /** When the administrator ended the scoring before its date, all cards being in; no card is taken from that moment. */
  endedAt: instant.nullable(),
  /** What the administrator decided about proposals with too few scores. */
  unscored: z.array(z.object({ proposal: proposalId, decision: z.enum(['exclude', 'accept-fewer']), reason: z.string(), by: personId })),
  /** Each of them is decided: the tally may be made. False again when scoring is reopened. */
  unscoredSettled: z.boolean(),
  /** Proposals tied across the line, by pool (category or group; null for all): `seats` of them go on, as the administrator decides. */
  ties: z.object({ pools: z.array(z.object({ pool: z.string().nullable(), seats: z.int(), tied: z.array(proposalId) })), chosen: z.array(proposalId).nullable(), reason: z.string().nullable() }).nullable(),
  /** Answers the competition's execution when the round is over. */
  parentToken: z.string().nullable(),
  execution: z.string().nullable(),
})
export type RoundRecord = z.infer<typeof roundRecordSchema>
export const roundItem = itemKind('round', roundRecordSchema, (round) => keys.round(round.competition, round.index))

/** Throws NOT_FOUND. */
export async function loadRound(table: Table, competition: string, index: number): Promise<Stored<RoundRecord>> {
  const found = await table.get(roundItem, keys.round(competition, index))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** A plan's groups; its judges' shares stand in items of their own (planJudgeItem), so that a judge's request reads just their own. */
export const planHeadSchema = z.object({
  competition: competitionId,
  index: z.int(),
  version: z.string(),
  groups: z.array(z.object({ id: z.string(), name: z.object({ zh: z.string(), en: z.string().optional() }), category: z.string().nullable(), proposals: z.array(proposalId), panel: z.array(personId) })),
  shortfalls: z.array(z.object({ proposal: proposalId, needed: z.int(), found: z.int() })),
  /** Why the deal could not fill all places, and what would mend it; absent where it could. */
  blocking: z.object({
    /** Proposals, or groups where panels were dealt. */
    places: z.array(z.string()), judges: z.array(personId), needed: z.int(), free: z.int(), invite: z.int(),
    raise: z.array(z.object({ judge: personId, by: z.int() })).nullable(), allow: z.array(z.object({ place: z.string(), judge: personId })).nullable(),
  }).optional(),
  madeAt: instant,
  /** How judges were dealt; absent while only the groups are made. */
  assignment: z.enum(['panel', 'spread']).optional(),
  /** The version this one was changed from: undo goes back to it. */
  previous: z.string().nullable().optional(),
})
export type PlanHead = z.infer<typeof planHeadSchema>
export const planHeadItem = itemKind('plan', planHeadSchema, (plan) => keys.planHead(plan.competition, plan.index, plan.version))

export const planJudgeSchema = z.object({ competition: competitionId, index: z.int(), version: z.string(), judge: personId, proposals: z.array(proposalId) })
export type PlanJudge = z.infer<typeof planJudgeSchema>
export const planJudgeItem = itemKind('plan-judge', planJudgeSchema, (share) => keys.planJudge(share.competition, share.index, share.version, share.judge))

/** One version of a plan as a whole. */
export interface LoadedPlan {
  head: PlanHead
  /** Proposal to its judges, in the order of their ids; every proposal of every group is in it. */
  assignments: Record<string, PersonId[]>
  /** By judge; only judges who have proposals. */
  shares: Map<string, Stored<PlanJudge>>
}

/** Throws NOT_FOUND. A version whose head is there is whole: the head is written last. */
export async function loadPlan(table: Table, competition: string, index: number, version: string): Promise<LoadedPlan> {
  const [head, shares] = await Promise.all([table.get(planHeadItem, keys.planHead(competition, index, version)), table.queryAll(planJudgeItem, keys.planJudges(competition, index, version))])
  if (head === undefined) throw new Refusal('NOT_FOUND')
  const assignments: Record<string, PersonId[]> = Object.fromEntries(head.value.groups.flatMap((group) => group.proposals).map((proposal) => [proposal, []]))
  for (const { value } of shares) for (const proposal of value.proposals) (assignments[proposal] ??= []).push(value.judge)
  return { head: head.value, assignments, shares: new Map(shares.map((share) => [share.value.judge, share])) }
}

/** DynamoDB takes 100 writes a transaction; the rest is room for what goes with them. */
const CHUNK = 90

/**
 * Writes a version that nobody reads yet: each judge's share, in the groups' order of proposals, then the head. It comes into force when
 * ROUND's pointer names it; a failure on the way leaves what is in force untouched.
 */
export async function writePlan(table: Table, head: PlanHead, assignments: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const byJudge = new Map<string, PlanJudge>()
  for (const proposal of head.groups.flatMap((group) => group.proposals)) {
    for (const judge of assignments[proposal] ?? []) {
      const share = byJudge.get(judge) ?? { competition: head.competition, index: head.index, version: head.version, judge: personId.parse(judge), proposals: [] }
      share.proposals.push(proposal)
      byJudge.set(judge, share)
    }
  }
  const writes: Write[] = [...byJudge.values()].map((share) => planJudgeItem.put(share, 'none'))
  for (let start = 0; start < writes.length; start += CHUNK) await table.transact(writes.slice(start, start + CHUNK))
  await table.transact([planHeadItem.put(head, 'none')])
}
