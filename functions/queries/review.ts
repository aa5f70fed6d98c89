import type { Competition } from '../../shared/competition/competition.ts'
import type { CheckOutcome } from '../../shared/eligibility/eligibility.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { concluded, type Cure, cureEnded, cureUnderWay, firstPass, mayCure, mayReview, type Pass, passOf, type Review, seenBy, waitsFor } from '../../shared/eligibility/review.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Proposal, Version } from '../../shared/proposal/proposal.ts'
import { loadVersion, proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { outcomesOf } from './eligibility.ts'
import { readProposal, type ReadProposal } from './proposal.ts'

/** One proposal under the eligibility check, as one of its reviewers sees it. */
export interface ReadForCheck extends ReadProposal {
  /** What the rulebook's checks say of its newest version; empty where nothing was sent. */
  outcomes: CheckOutcome[]
  /** The last is under way or stands. */
  passes: Pass[]
  cures: Cure[]
  /** The version before the last cure that was sent, to see what has changed. */
  before: Version | null
  /** Who is still to be heard; null: it is decided, or being cured. */
  waits: { for: 'two' | 'one' | 'third'; mine: boolean } | null
  /** What the asker has said in that pass. */
  own: Review | null
  /** The asker may say something now, or say it anew. */
  mayReview: boolean
  mayCure: boolean
}

/** Throws NOT_FOUND. Of another's review nothing is told until both are in. */
export async function readForCheck(context: Context, id: string): Promise<ReadForCheck> {
  const read = await readProposal(context, id)
  const { proposal, rulebook, version } = read
  authorise(context, 'proposal.decide', { district: proposal.district, competition: proposal.competition })
  const { reviewers } = rulebook.eligibility
  const me = personOf(context).id
  const [outcomes, stored] = await Promise.all([version === null ? [] : outcomesOf(context.table, rulebook, proposal, version), context.table.get(eligibilityItem, keys.eligibility(proposal.competition, proposal.id))])
  const known = stored?.value ?? firstPass(proposal)
  // Over by the clock, whether or not anybody has closed it: it is looked at as it stands.
  const eligibility = isOver(cureUnderWay(known), context.now) ? cureEnded(known, reviewers, 'lapsed', proposal.version, context.now) : known
  const pass = passOf(eligibility)
  const left = concluded(pass, reviewers)
  const earlier = eligibility.passes.at(-2)
  const before = earlier === undefined || earlier.version === pass.version ? null : await loadVersion(context.table, id, earlier.version)
  const own = [...pass.reviews, ...(pass.third === null ? [] : [pass.third])].find(({ by }) => by.id === me) ?? null
  return {
    ...read, own, outcomes, before, cures: eligibility.cures, mayCure: mayCure(eligibility, rulebook), mayReview: mayReview(pass, reviewers, me),
    passes: eligibility.passes.map((one) => seenBy(one, reviewers, me)), waits: typeof left === 'string' ? { for: left, mine: waitsFor(pass, reviewers, me) } : null,
  }
}

const isOver = (cure: Cure | null, now: Instant): boolean => cure !== null && cure.until <= now

/** What is left of a competition's check, for the asker. */
export interface ReviewQueue {
  /** Those of which the asker's word is missing, in the order of numbers. */
  mine: Proposal[]
  /** Those that wait for other reviewers alone. */
  others: number
  curing: number
}

/** A cure whose time is over counts as to be decided, whether or not anybody has closed it yet. */
export async function reviewQueue(context: Context, competition: Competition, rulebook: Rulebook): Promise<ReviewQueue> {
  const { reviewers } = rulebook.eligibility
  const [stored, records] = await Promise.all([
    context.table.queryAll(proposalItem, keys.proposalsOf(competition.id)),
    reviewers === 1 ? [] : context.table.queryAll(eligibilityItem, keys.eligibilities(competition.id)),
  ])
  const proposals = stored.map(({ value }) => value)
  const running = ({ state, cure }: Proposal) => state === 'curing' && cure !== null && cure.until > context.now
  const open = proposals.filter((proposal) => proposal.state === 'submitted' || (proposal.state === 'curing' && !running(proposal)))
  const me = personOf(context).id
  const known = new Map(records.map(({ value }) => [value.proposal, value]))
  const waitsForMe = ({ id }: Proposal) => {
    const record = known.get(id)
    return record === undefined || cureUnderWay(record) !== null || waitsFor(passOf(record), reviewers, me)
  }
  const mine = open.filter(waitsForMe).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { mine, others: open.length - mine.length, curing: proposals.filter(running).length }
}
