import * as z from 'zod'
import { closesAt, type Competition, type WindowName } from '../competition/competition.ts'
import { cureReminders } from '../eligibility/cure.ts'
import type { Cure } from '../eligibility/review.ts'
import { type Instant, instant, plusDays, plusSeconds, secondsUntil } from '../kernel/instant.ts'
import type { Decision } from '../portfolio/decision.ts'
import { gates, type Objection } from '../notice/notice.ts'
import { rulingReminders } from '../notice/ruling.ts'
import type { RoundRecord } from '../round/round.store.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'

/**
 * The decisions that a state machine waits for. Each has one item a competition, which every command that could take the decision
 * writes too (raising its version), so that a token stored and a decision taken at the same moment cannot miss each other.
 * `call`, `eligibility` and `round-<i>` also stand for their window's date: moving it wakes the machine up.
 */
export const decisionName = z.union([
  z.enum(['call', 'eligibility', 'decision', 'notice-publication', 'notice', 'rulings', 'awards', 'grants']),
  /** Of the i-th round: the plan's confirmation, the window of scoring, what to do about the unscored, and about ties. */
  z.templateLiteral([z.enum(['plan', 'round', 'unscored', 'tie']), '-', z.int()]),
  /** Of a project's n-th stage: its work, an answer about a later end, its gate, the end of a pause. */
  z.templateLiteral([z.enum(['work', 'extension', 'gate', 'pause']), '-', z.int()]),
  /** Of a grant: the end of the state it is in. */
  z.enum(['agreement', 'delivery', 'recovery']),
])
export type DecisionName = z.infer<typeof decisionName>

export const waitSchema = z.object({
  /** The competition, project or grant. */
  about: z.string(),
  decision: decisionName,
  /** The waiting state's task token; null when nothing waits. */
  token: z.string().nullable(),
  /** What the token waits until, for the page that shows who is asked until when. */
  until: instant.nullable(),
  since: instant,
  /** Reminders that have gone out. */
  reminded: z.array(instant),
})
export type Wait = z.infer<typeof waitSchema>

/** What the table says about a decision; everything `nextStep` needs. */
export interface Standing {
  /** Taken: the machine may go on. */
  decided: boolean
  /** A question is put to a task, and not answered yet. */
  asked?: boolean
  /** When the window closes by itself; null for what only a person ends. */
  closesAt: Instant | null
  /** The window was ended at this moment before its date: what closes it waits from here. */
  endedAt: Instant | null
  /** Days before `closesAt` on which those asked are reminded. */
  reminderDays: readonly number[]
  /** Since when it has been waited for. */
  since: Instant
  /** In place of reminders by days: the moments themselves, in order of time. */
  moments?: readonly { at: Instant; kind: 'remind' | 'escalate' }[]
}

/** What a machine does next about a wait. `seconds` is how long it waits for it, and `until` when that is over. */
export interface NextStep {
  then: 'wait' | 'remind' | 'escalate' | 'settle' | 'go' | 'hand-over' | 'propose'
  seconds: number
  until: Instant
}

/** Longer than the longest request (30 s): what was accepted before the end is in the table when the window's contents are read. */
export const SETTLE_SECONDS = 60
/** A Standard execution lives a year at most; it hands over well before. */
export const HAND_OVER_DAYS = 300
/** People who have no date are reminded every so many days. */
const NUDGE_DAYS = 2

/**
 * The one place that knows what a waiting machine does: wait for the token, remind, let late writes land, go on, or hand over to a
 * successor. `startedAt` is the execution's start.
 */
export function nextStep(standing: Standing, reminded: readonly Instant[], startedAt: Instant, now: Instant): NextStep {
  const handOverAt = plusDays(startedAt, HAND_OVER_DAYS)
  const over = standing.closesAt !== null && standing.closesAt <= now ? standing.closesAt : null
  const ended = standing.endedAt !== null && (over === null || standing.endedAt < over) ? standing.endedAt : over
  if (ended !== null) {
    const settled = plusSeconds(ended, SETTLE_SECONDS)
    return settled <= now ? step('go', now, now) : step('settle', now, settled)
  }
  if (standing.decided) return step('go', now, now)
  if (standing.asked === true) return step('propose', now, now)
  if (now >= handOverAt) return step('hand-over', now, now)
  const due = remindersOf(standing, reminded, now)
  if (due !== null && due.at <= now) return step(due.kind, now, now)
  const until = [standing.closesAt, due?.at ?? null, handOverAt].reduce<Instant>((first, at) => (at !== null && at < first ? at : first), handOverAt)
  return step('wait', now, until)
}

const step = (then: NextStep['then'], now: Instant, until: Instant): NextStep => ({ then, seconds: Math.max(1, secondsUntil(now, until)), until })

/** The next reminder: before a date by the rulebook's days, otherwise every NUDGE_DAYS. One that was due before the last sent one is not caught up. */
function remindersOf(standing: Standing, reminded: readonly Instant[], now: Instant): { at: Instant; kind: 'remind' | 'escalate' } | null {
  const last = reminded.reduce<Instant | null>((latest, at) => (latest === null || at > latest ? at : latest), null)
  const ahead = (at: Instant) => at > standing.since && (last === null || at > last)
  if (standing.moments !== undefined) {
    const still = standing.moments.filter(({ at }) => ahead(at))
    // Several may have come at once (the clock was moved): what is graver is told, and tells of the others too.
    return still.find(({ at, kind }) => at <= now && kind === 'escalate') ?? still[0] ?? null
  }
  const { closesAt: end } = standing
  if (end === null) return { at: plusDays(last ?? standing.since, NUDGE_DAYS), kind: 'remind' }
  const moments = standing.reminderDays.map((days) => plusDays(end, -days)).filter(ahead)
  const first = moments.reduce<Instant | null>((earliest, at) => (earliest === null || at < earliest ? at : earliest), null)
  return first === null ? null : { at: first, kind: 'remind' }
}

/** When administrators are reminded of what has no date, while an execution may wait for it. */
export const nudges = (since: Instant): Instant[] => Array.from({ length: HAND_OVER_DAYS / NUDGE_DAYS }, (_, i) => plusDays(since, (i + 1) * NUDGE_DAYS))

/** Eligibility has no date that ends it: administrators are reminded every NUDGE_DAYS, applicants before the end of their cures, and at that end the machine comes to close them. */
function eligibilityMoments(since: Instant, cures: Facts['cures']): NonNullable<Standing['moments']> {
  const all = [...nudges(since), ...cures.flatMap((cure) => [...cureReminders(cure), cure.until])]
  return all.toSorted().map((at) => ({ at, kind: 'remind' }))
}

/** What is needed to say how a decision stands. */
export interface Facts {
  competition: Competition
  rulebook: Rulebook
  round: RoundRecord | undefined
  /** When the last window of a notice in force is over. */
  noticesEnd: Instant | null
  objections: readonly Objection[]
  /** Grants of the competition that are not over; counted where its machine waits for them. */
  openGrants: number
  /** Those under way. */
  cures: readonly Pick<Cure, 'openedAt' | 'until'>[]
  /** Of the grants, once anybody has asked for a portfolio. */
  decision: Decision | undefined
  since: Instant
  now: Instant
}

/** How a decision stands by the table. Throws TypeError for a round's decision without its round. */
export function standingOf(decision: DecisionName, facts: Facts): Standing {
  const { competition, rulebook, since } = facts
  const reminders = () => ({ moments: rulingReminders(facts.objections, facts.now) })
  const open = { closesAt: null, endedAt: null, reminderDays: [], since }
  switch (decision) {
    case 'call':
      return { ...open, decided: competition.state !== 'call', closesAt: competition.dates.callClosesAt, reminderDays: rulebook.call.reminderDays }
    case 'eligibility':
      // Only the administrator's word that every admission is decided ends it, and it isn't taken while a cure is under way.
      return { ...open, decided: competition.state !== 'eligibility' || competition.eligibilityFinishedAt !== null, moments: eligibilityMoments(since, facts.cures) }
    case 'decision':
      return { ...open, decided: competition.state !== 'decision', asked: facts.decision === undefined || facts.decision.answered < facts.decision.asked }
    case 'notice-publication':
      return { ...open, decided: competition.state !== 'result' }
    case 'notice':
      return { ...open, decided: competition.state !== 'notice', closesAt: competition.state === 'notice' ? facts.noticesEnd : null, ...reminders() }
    case 'rulings':
      return { ...open, decided: competition.state !== 'ruling' || !facts.objections.some(gates), ...reminders() }
    case 'awards':
      return { ...open, decided: competition.awardsPublishedAt !== null }
    case 'grants':
      return { ...open, decided: competition.state !== 'funding' || facts.openGrants === 0, moments: [] }
    default:
      return roundStanding(decision, facts, open)
  }
}

function roundStanding(decision: DecisionName, { competition, rulebook, round }: Facts, open: Omit<Standing, 'decided'>): Standing {
  if (round === undefined) throw new TypeError(`no round for ${decision}`)
  const [kind, index] = decision.split('-')
  if (kind === 'plan') return { ...open, decided: round.state !== 'planning' }
  if (kind === 'unscored') return { ...open, decided: round.state !== 'closed' || round.unscoredSettled }
  if (kind === 'tie') return { ...open, decided: round.state !== 'tied' || (round.ties?.chosen ?? null) !== null }
  const window: WindowName = `round-${Number(index)}`
  return { ...open, decided: round.state !== 'scoring', closesAt: closesAt(competition, window), endedAt: round.endedAt, reminderDays: rulebook.rounds[Number(index)]?.reminderDays ?? [] }
}
