import { Refusal } from '../kernel/refusal.ts'
import type { Membership } from './person.ts'

/** What one of several roles of the same person can stand in the way of. Who may do it at all, the access table says. */
export type Duty =
  /** To admit or reject a proposal. */
  | 'decide-eligibility'
  /** To choose the winners and amounts under a budget. */
  | 'decide-portfolio'
  /** To decide who takes an award, and to publish the awards. */
  | 'decide-award'
  /** To set ballots of the public aside. */
  | 'strike-ballots'
  /** To rule on an objection. */
  | 'rule'
  /** To sign an agreement, for the authority or for the organisation. */
  | 'sign-authority'
  | 'sign-organisation'
  /** To approve that money is paid, or no longer claimed back; also to order a payment, and to say what the bank made of it. */
  | 'approve-release'
  | 'write-off'
  /** To claim money back, to put down that it came, and to lift a ban. */
  | 'claw-back'
  /** To evaluate a project. */
  | 'evaluate'
  /** To say whether a judge is tied to a proposal. */
  | 'decide-conflict'
  /** To look at what deserves a second look in a round's judging. */
  | 'read-radar'

/** How somebody is bound to what is to be decided. */
export type Hat = 'organiser' | 'applicant' | 'mentor' | 'evaluator' | 'preparer' | 'counterpart' | 'judge' | 'concerned'

/** Who wears the hats. */
export interface Wearer {
  person: string
  memberships: readonly Membership[]
  /** Organisations that apply through one of theirs (挂靠). */
  hosted?: readonly string[]
}

/** What the decision is about; what is left out binds nobody. */
export interface Concern {
  /** The competition it belongs to, or all that the project entered. */
  competitions?: readonly string[]
  /** Who applies, delivers or is paid. */
  organisations?: readonly string[]
  /** Persons: who guides the project, who evaluates it, who prepared what is decided, who signed or signs for the other side. */
  mentor?: string | null
  evaluator?: string | readonly string[] | null
  preparedBy?: string | null
  counterpart?: string | null
  /** Whose tie is decided on. */
  judge?: string | null
}

/**
 * The separation of duties. Authority, organiser and evaluator are three parties (facts.md, ventures: Luohu 2023), whoever prepared
 * something does not approve it, and nobody decides on their own.
 */
const bars: Record<Duty, readonly Hat[]> = {
  'decide-eligibility': ['applicant'],
  'decide-portfolio': ['organiser', 'applicant', 'mentor', 'preparer'],
  'decide-award': ['organiser', 'applicant'],
  'strike-ballots': ['organiser', 'applicant', 'mentor', 'judge'],
  rule: ['organiser', 'applicant', 'mentor'],
  'sign-authority': ['organiser', 'applicant', 'counterpart'],
  'sign-organisation': ['counterpart'],
  'approve-release': ['organiser', 'applicant', 'mentor', 'evaluator', 'preparer'],
  'write-off': ['organiser', 'applicant', 'mentor', 'evaluator', 'preparer'],
  'claw-back': ['organiser', 'applicant', 'mentor', 'evaluator'],
  evaluate: ['organiser', 'applicant', 'mentor'],
  'decide-conflict': ['applicant', 'mentor', 'concerned'],
  'read-radar': ['organiser', 'applicant', 'judge'],
}

const words: Record<Hat, { zh: string; en: string }> = {
  organiser: { zh: '在承办这个大赛', en: 'organises this competition' },
  applicant: { zh: '是相关单位或其挂靠单位的成员', en: 'belongs to the organisation concerned, or to its host' },
  mentor: { zh: '是这个项目的督导', en: 'is the project’s mentor' },
  evaluator: { zh: '是这个项目的评估员', en: 'evaluates the project' },
  preparer: { zh: '经办了这件事', en: 'prepared it' },
  counterpart: { zh: '代表另一方签字', en: 'signs for the other side' },
  concerned: { zh: '就是这位评委', en: 'is the judge concerned' },
  judge: { zh: '是这个大赛的评委', en: 'judges in this competition' },
}

/** Every way in which somebody is bound to it. */
export function hatsOf({ person, memberships, hosted = [] }: Wearer, { competitions = [], organisations = [], mentor, evaluator, preparedBy, counterpart, judge }: Concern): Set<Hat> {
  const found = new Set<Hat>()
  for (const held of memberships) {
    if (held.role === 'organiser' && competitions.includes(held.competition)) found.add('organiser')
    if (held.role === 'judge' && competitions.includes(held.competition)) found.add('judge')
    if (held.role === 'member' && organisations.includes(held.organisation)) found.add('applicant')
  }
  if (hosted.some((one) => organisations.includes(one))) found.add('applicant')
  if (mentor === person) found.add('mentor')
  if ([evaluator ?? []].flat().includes(person)) found.add('evaluator')
  if (preparedBy === person) found.add('preparer')
  if (counterpart === person) found.add('counterpart')
  if (judge === person) found.add('concerned')
  return found
}

export interface Bar {
  hat: Hat
  zh: string
  en: string
}

/** Why the person cannot do it though the access table lets them; null where nothing bars them. */
export function barredFrom(duty: Duty, wearer: Wearer, concern: Concern): Bar | null {
  const held = hatsOf(wearer, concern)
  const hat = bars[duty].find((one) => held.has(one))
  return hat === undefined ? null : { hat, zh: `您${words[hat].zh}，不能办理这件事，请由别人决定。`, en: `Who ${words[hat].en} cannot do this; let somebody else decide.` }
}

/** Throws CONFLICTED, saying why. `path`: the field that it is said beside. */
export function requireUnbarred(duty: Duty, wearer: Wearer, concern: Concern, path = ''): void {
  const bar = barredFrom(duty, wearer, concern)
  if (bar !== null) throw new Refusal('CONFLICTED', { mistakes: [{ path, code: `IS_${bar.hat.toUpperCase()}`, zh: bar.zh, en: bar.en }] })
}
