import * as z from 'zod'
import { competitionId, personId, type PersonId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Proposal } from '../proposal/proposal.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { cureUntil, isCurable } from './cure.ts'
import { type CheckOutcome, type EligibilityDecision, settleEligibility, verdicts } from './eligibility.ts'

const reviewSchema = z.object({
  by: z.object({ id: personId, name: z.string() }),
  verdict: z.enum(verdicts),
  reasons: z.string(),
  /** All checks, the machine's too. */
  checks: z.record(z.string(), z.boolean()),
  at: instant,
})
export type Review = z.infer<typeof reviewSchema>

/** One look at one version by as many reviewers as the rulebook asks for. */
const passSchema = z.object({
  version: z.int(),
  /** After a cure: the checks that are looked at again; null: all. */
  only: z.array(z.string()).nullable(),
  /** What had been found of the other checks. */
  carried: z.record(z.string(), z.boolean()),
  reviews: z.array(reviewSchema).max(2),
  /** Of somebody else, where two differ. */
  third: reviewSchema.nullable(),
})
export type Pass = z.infer<typeof passSchema>

const cureSchema = z.object({
  number: z.int(),
  /** Those that failed and can be cured. */
  checks: z.array(z.string()),
  reasons: z.string(),
  openedAt: instant,
  until: instant,
  ended: z.object({ how: z.enum(['sent', 'lapsed']), at: instant }).nullable(),
})
export type Cure = z.infer<typeof cureSchema>

/** Everything that was said of one proposal's eligibility, pass after pass, and the cures between them. */
export const eligibilitySchema = z.object({ competition: competitionId, proposal: proposalId, passes: z.array(passSchema).min(1), cures: z.array(cureSchema) })
export type Eligibility = z.infer<typeof eligibilitySchema>

export const firstPass = ({ id, competition, version }: Pick<Proposal, 'id' | 'competition' | 'version'>): Eligibility =>
  ({ competition, proposal: id, passes: [{ version, only: null, carried: {}, reviews: [], third: null }], cures: [] })

/** The pass under way, or the last. Throws TypeError where there is none, which the schema rules out. */
export function passOf({ passes }: Eligibility): Pass {
  const last = passes.at(-1)
  if (last === undefined) throw new TypeError('no pass')
  return last
}

export type Conclusion = Pick<Review, 'verdict' | 'reasons' | 'checks'>

/** Who is still to be heard: `one` or `two` reviewers, or a `third` since two differ; otherwise what stands. */
export function concluded({ reviews, third }: Pass, reviewers: 1 | 2): 'two' | 'one' | 'third' | Conclusion {
  if (third !== null) return third
  const [first, second] = reviews
  if (first === undefined) return reviewers === 2 ? 'two' : 'one'
  if (reviewers === 1) return first
  if (second === undefined) return 'one'
  if (first.verdict !== second.verdict) return 'third'
  return {
    verdict: first.verdict,
    reasons: [...new Set([first.reasons, second.reasons])].filter((reasons) => reasons !== '').join('\n'),
    checks: Object.fromEntries(Object.entries(first.checks).map(([id, holds]) => [id, holds && second.checks[id] === true])),
  }
}

/** Whether this person may say something of the pass now: what is missing, or their own word anew. Once two differ only somebody else may. */
export function mayReview(pass: Pass, reviewers: 1 | 2, person: PersonId): boolean {
  const own = pass.reviews.some(({ by }) => by.id === person)
  if (reviewers === 1) return true
  if (pass.third !== null) return pass.third.by.id === person
  return concluded(pass, reviewers) === 'third' ? !own : own || pass.reviews.length < 2
}

/** Whether this person's word is what the pass waits for. */
export function waitsFor(pass: Pass, reviewers: 1 | 2, person: PersonId): boolean {
  return typeof concluded(pass, reviewers) === 'string' && !pass.reviews.some(({ by }) => by.id === person)
}

/** What a person may read of a pass: of another's review nothing until both are in, so that neither follows the other. */
export function seenBy(pass: Pass, reviewers: 1 | 2, person: PersonId): Pass {
  return reviewers === 2 && pass.reviews.length < 2 ? { ...pass, reviews: pass.reviews.filter(({ by }) => by.id === person) } : pass
}

/** Whether what fails may be sent back for a cure: the rulebook has one left, and the last was not let pass unused. */
export function mayCure({ cures }: Eligibility, { eligibility: { cure } }: Rulebook): boolean {
  return cure !== null && cures.length < cure.rounds && cures.at(-1)?.ended?.how !== 'lapsed'
}

/**
 * One reviewer's word. Until the check is finished it can be changed by who gave it, but not once two differ. Throws INVALID with a mistake
 * beside its field, REVIEW_CLOSED where this person's word is not asked for.
 */
export function reviewed(before: Eligibility, rulebook: Rulebook, outcomes: readonly CheckOutcome[], given: EligibilityDecision, by: Review['by'], now: Instant): Eligibility {
  const pass = passOf(before)
  if (!mayReview(pass, rulebook.eligibility.reviewers, by.id)) throw new Refusal('REVIEW_CLOSED')
  const checks = settleEligibility(outcomes, { ...given, checks: { ...given.checks, ...pass.carried } })
  if (given.decision === 'cure') requireCurable(before, rulebook, checks)
  const review: Review = { by, verdict: given.decision, reasons: given.reasons, checks, at: now }
  return { ...before, passes: [...before.passes.slice(0, -1), heard(pass, review, rulebook.eligibility.reviewers)] }
}

function heard(pass: Pass, review: Review, reviewers: 1 | 2): Pass {
  const { reviews, third } = pass
  if (reviewers === 1) return { ...pass, reviews: [review] }
  if (third !== null || concluded(pass, reviewers) === 'third') return { ...pass, third: review }
  const others = reviews.filter(({ by }) => by.id !== review.by.id)
  return { ...pass, reviews: others.length === reviews.length ? [...reviews, review] : reviews.map((one) => (one.by.id === review.by.id ? review : one)) }
}

function requireCurable(eligibility: Eligibility, rulebook: Rulebook, checks: Record<string, boolean>): void {
  const mistake = (code: string, zh: string, en: string): Mistake => ({ path: 'decision', code, zh, en })
  const { cure } = rulebook.eligibility
  if (cure === null) throw new Refusal('INVALID', { mistakes: [mistake('NO_CURE', '章程没有规定补正。请选通过或不通过。', 'The rulebook knows no cure. Admit or reject.')] })
  if (!mayCure(eligibility, rulebook)) throw new Refusal('INVALID', { mistakes: [mistake('NO_CURE_LEFT', '补正机会已用完。请选通过或不通过。', 'There is no cure left. Admit or reject.')] })
  const failing = rulebook.eligibility.checks.filter(({ id }) => checks[id] === false)
  if (failing.some(({ id }) => isCurable(rulebook, id))) return
  const list = (language: 'zh' | 'en') => failing.map(({ label }) => label[language] ?? label.zh).join(language === 'zh' ? '、' : ', ')
  throw new Refusal('INVALID', { mistakes: [failing.length === 0
    ? mistake('NOTHING_FAILS', '各项都打了勾，没有要补正的。请先去掉不符合的那一项的勾。', 'Everything is ticked, so there is nothing to cure. First leave out the tick of what fails.')
    : mistake('NOT_CURABLE', `“${list('zh')}”不能补正：章程没有写明涉及哪些内容。请选通过或不通过。`, `Not curable, since the rulebook names nothing to repair: ${list('en')}. Admit or reject.`)] })
}

/** Opens the window for what the pass found failing. */
export function cureOpened(eligibility: Eligibility, rulebook: Rulebook, { checks, reasons }: Conclusion, days: number, now: Instant): { eligibility: Eligibility; cure: Cure } {
  const failing = rulebook.eligibility.checks.filter(({ id }) => checks[id] === false && isCurable(rulebook, id)).map(({ id }) => id)
  const cure: Cure = { number: eligibility.cures.length + 1, checks: failing, reasons, openedAt: now, until: cureUntil(now, days), ended: null }
  return { eligibility: { ...eligibility, cures: [...eligibility.cures, cure] }, cure }
}

/** The cure that is under way, whatever the clock says. */
export const cureUnderWay = ({ cures }: Eligibility): Cure | null => cures.find(({ ended }) => ended === null) ?? null

/** Ends the cure: reviewers look again at just what it was about, in the version that was sent or, where none was, in the old one. */
export function cureEnded(eligibility: Eligibility, reviewers: 1 | 2, how: 'sent' | 'lapsed', version: number, now: Instant): Eligibility {
  const cure = cureUnderWay(eligibility)
  if (cure === null) return eligibility
  const found = concluded(passOf(eligibility), reviewers)
  const carried = typeof found === 'string' ? {} : Object.fromEntries(Object.entries(found.checks).filter(([id]) => !cure.checks.includes(id)))
  return {
    ...eligibility,
    cures: eligibility.cures.map((one) => (one === cure ? { ...one, ended: { how, at: now } } : one)),
    passes: [...eligibility.passes, { version, only: cure.checks, carried, reviews: [], third: null }],
  }
}
