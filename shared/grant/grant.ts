import * as z from 'zod'
import type { AwardLine } from '../award/line.ts'
import type { Competition } from '../competition/competition.ts'
import { open } from '../kernel/exposure.ts'
import { competitionId, type GrantId, grantId, organisationId, personId, projectId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant, plusDays } from '../kernel/instant.ts'
import { type Fen, splitFen } from '../kernel/money.ts'
import { bilingual } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'
import { type Funding, trancheConditions } from '../rulebook/funding.ts'
import { grantStates } from './lifecycle.ts'
import { newStandings, standingSchema } from './standing.ts'

const fen = z.int().min(0)
const done = z.object({ by: personId, name: z.string(), at: instant })

/**
 * waiting 待拨 → prepared 待审批 → approved 已批准 → ordered 已出清单 → paid 已到账, or failed 退票 (and prepared again);
 * cancelled 不再拨付.
 */
export const trancheStates = ['waiting', 'prepared', 'approved', 'ordered', 'paid', 'failed', 'cancelled'] as const

/** A part of a grant as it is paid. Its share and its conditions are the rulebook's at the time of the award. */
export const trancheSchema = z.object({
  id: z.string(),
  name: bilingual,
  percent: z.number(),
  amount: fen,
  conditions: z.array(z.enum(trancheConditions)),
  state: z.enum(trancheStates),
  /** Who prepared the release that runs, and who approved it: two people. */
  prepared: done.nullable(),
  approved: done.nullable(),
  /** The payment order that has its line. */
  order: z.string().nullable(),
  paidOn: z.iso.date().nullable(),
  /** Payments that the bank sent back, oldest first. */
  returned: z.array(z.object({ order: z.string(), on: z.iso.date(), reason: z.string() })),
})
export type Tranche = z.infer<typeof trancheSchema>

/** The result of an evaluation, once there is one. It counts when nobody has objected by `objectionsUntil`, and no objection is open. */
const resultSchema = z.object({ passed: z.boolean(), grade: z.string().nullable(), total: z.string(), at: instant, objectionsUntil: instant, openObjections: z.int().min(0) })

/** 资助: what one proposal is given, from the published award to its last fen. Anybody may know whose project it is and what it is given. */
export const grantSchema = z.object({
  id: grantId,
  competition: competitionId,
  district: districtCode,
  /** The award list it was made from: only grants of the list that was published count. */
  list: z.string(),
  /** Place in that list, from 1. */
  number: z.int().min(1),
  proposal: proposalId,
  project: open(projectId.nullable()),
  title: open(z.string()),
  category: open(z.string()),
  street: z.string(),
  /** Who applied and delivers. */
  organisation: open(z.object({ id: organisationId, name: open(z.string()) })),
  /** Who is paid: the applicant, or the host of a filed one (forms.md part 9). `creditCode` is null where nobody can be paid yet. */
  payee: z.object({ name: z.string(), creditCode: z.string().nullable(), host: z.boolean() }),
  amount: open(fen),
  state: open(z.enum(grantStates)),
  since: instant,
  signBy: instant,
  /** Version of the agreement that is in force; null before both have signed one. */
  agreement: z.int().nullable(),
  /** The version that waits for signatures, and which sides have signed it; null while none does. */
  offer: z.object({ version: z.int().min(1), organisation: z.boolean(), authority: z.boolean() }).nullable(),
  signedAt: instant.nullable(),
  /** Until when the first part is to be paid, by the working days as they were known at the signing. */
  firstMoneyBy: instant.nullable(),
  /** First and last day of delivery, as the agreement in force says. */
  period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
  tranches: z.array(trancheSchema).min(1),
  /** In the rulebook's order. */
  evaluations: z.array(standingSchema),
  results: z.object({ 'mid-term': resultSchema.nullable(), final: resultSchema.nullable() }),
  /** While money is claimed back: the instalment that comes next. */
  recovery: z.object({ on: z.iso.date(), amount: fen }).nullable(),
  execution: z.string(),
  /** Why it ended without an agreement. */
  endedBecause: z.string().nullable(),
})
export type Grant = z.infer<typeof grantSchema>

/** The parts of `amount` by the rulebook's shares: each rounded down to the fen, the last is the remainder. Shares have two decimals at most. */
export function trancheAmounts(amount: Fen, shares: readonly { percent: number }[]): Fen[] {
  return splitFen(amount, shares.map(({ percent }) => Math.round(percent * 100)))
}

export interface GrantFacts {
  id: GrantId
  number: number
  list: string
  line: AwardLine & { amount: Fen }
  organisation: Grant['organisation']
  street: string
  payee: Grant['payee']
  project: Grant['project']
}

/** The grant of a published award. */
export function newGrant(competition: Competition, funding: Pick<Funding, 'tranches' | 'evaluations' | 'signDays'>, facts: GrantFacts, now: Instant): Grant {
  const { id, number, list, line, organisation, street, payee, project } = facts
  const amounts = trancheAmounts(line.amount, funding.tranches)
  return {
    id, competition: competition.id, district: competition.district, list, number, proposal: line.proposal, project, title: line.title, category: line.category, street, organisation, payee, amount: line.amount,
    state: 'agreement', since: now, signBy: plusDays(now, funding.signDays), agreement: null, offer: null, signedAt: null, firstMoneyBy: null, period: null,
    tranches: funding.tranches.map(({ id, name, percent, conditions }, i) => ({ id, name, percent, conditions, amount: amounts[i] ?? 0, state: 'waiting', prepared: null, approved: null, order: null, paidOn: null, returned: [] })),
    evaluations: newStandings(funding), results: { 'mid-term': null, final: null }, recovery: null, execution: `${id}-1`, endedBecause: null,
  }
}

/** The number on agreements and payment orders, 'ZZ-4K7M2P-007': the six signs in the middle are of the competition's id, the last are its place in the list. */
export const grantNumber = ({ number, competition }: Pick<Grant, 'number' | 'competition'>): string => `ZZ-${competition.slice(2, 8).toUpperCase()}-${String(number).padStart(3, '0')}`

/** What the access table is asked about. */
export const grantTarget = ({ district, organisation, competition, evaluations }: Grant): { district: string; organisation: string; competition: string; evaluator: string[] } =>
  ({ district, organisation: organisation.id, competition, evaluator: evaluations.flatMap(({ evaluator }) => evaluator?.person ?? []) })
