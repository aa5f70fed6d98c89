import type { Actor } from './person.ts'

/** How a person stands to the thing that is asked for. */
export type Relation =
  /** Also without signing in. */
  | 'anyone'
  | 'signed-in'
  /** Administers the district of the thing. */
  | 'administrator'
  /** Runs the competition of the thing for its authority (承办单位). */
  | 'organiser'
  /** Watches over the judging of the competition of the thing (监督员). */
  | 'supervisor'
  /** Handles the money of the district of the thing (财务). */
  | 'finance'
  /** A member of the organisation that the thing belongs to. */
  | 'member'
  /** An administrator of the district, of what was entered there from paper. */
  | 'clerk'
  /** Guides the project (督导). */
  | 'mentor'
  /** Evaluates the project or the grant (评估员). */
  | 'evaluator'
  /** A judge of the competition. */
  | 'judge'
  /** A judge whom the current plan gives this proposal. */
  | 'assigned'
  /** The person the thing belongs to. */
  | 'self'

/**
 * Who may do what: the whole of it. What is not here is denied. Every route names one of these actions. An organiser runs a competition
 * (call, eligibility, plan of rounds, tracking) and decides neither results nor money: notice, rulings, awards and all that follows are
 * the authority's, whose people the administrators are.
 */
export const access = {
  // people
  'person.read': ['self'],
  'person.change': ['self'],
  'token.list': ['self'],
  'token.make': ['self'],
  'token.revoke': ['self'],
  'invitation.read': ['anyone'],
  'invitation.accept': ['signed-in'],
  'home.read': ['signed-in'],

  // organisations
  'organisation.join': ['signed-in'],
  'organisation.list': ['administrator'],
  'organisation.read': ['administrator', 'member'],
  'organisation.change': ['member'],
  'organisation.decide': ['administrator'],
  'organisation.invite': ['member'],
  'organisation.remove-member': ['member'],
  'organisation.choose': ['member'],

  // rulebooks and competitions
  'rulebook.list': ['signed-in'],
  'rulebook.read': ['anyone'],
  'rulebook.import': ['administrator'],
  'competition.create': ['administrator'],
  'competition.change': ['administrator', 'organiser'],
  /** A draft; and to bring it back. */
  'competition.delete': ['administrator'],
  /** To say what is promised in all, and by which rules it is given. */
  'competition.fund': ['administrator'],
  'competition.preview': ['administrator', 'organiser'],
  'competition.publish': ['administrator', 'organiser'],
  'competition.cancel': ['administrator'],
  'competition.clarify': ['administrator', 'organiser'],
  /** To write to the applicants, and to read what was written. */
  'competition.message': ['administrator', 'organiser'],
  'competition.list': ['signed-in'],
  'competition.track': ['administrator', 'organiser'],
  'competition.move-date': ['administrator', 'organiser'],
  'competition.restart': ['administrator'],
  'competition.public': ['anyone'],
  'calendar.correct': ['administrator'],
  'trail.read': ['administrator', 'organiser'],
  /** All of a competition in one file: to make it, to see which were made, to take one. Nobody who applied. */
  'archive.make': ['administrator'],
  'judge.list': ['administrator', 'organiser'],
  'judge.invite': ['administrator', 'organiser'],
  'judge.remove': ['administrator', 'organiser'],
  'judge.limit': ['administrator', 'organiser'],
  'judge.declare': ['judge'],
  /** Who holds which role in a competition. */
  'role.list': ['administrator', 'organiser', 'supervisor', 'finance'],
  'organiser.invite': ['administrator'],
  'organiser.remove': ['administrator'],
  'supervisor.invite': ['administrator'],
  'supervisor.remove': ['administrator'],
  /** What one watches over. */
  'supervision.read': ['supervisor'],

  // proposals
  'proposal.create': ['member'],
  'proposal.list': ['administrator', 'organiser'],
  'proposal.list-own': ['member'],
  'proposal.read': ['administrator', 'organiser', 'member'],
  'proposal.read-blind': ['assigned'],
  /** To enter what an organisation handed in on paper. */
  'proposal.enter': ['administrator'],
  'proposal.edit': ['member', 'clerk'],
  'proposal.submit': ['member', 'clerk'],
  'proposal.withdraw': ['member', 'clerk'],
  'proposal.attach': ['member', 'clerk'],
  'proposal.decide': ['administrator', 'organiser'],
  'file.read': ['administrator', 'organiser', 'member', 'assigned', 'mentor', 'evaluator'],

  // projects
  'project.create': ['member'],
  'project.list-own': ['member'],
  /** Those that one guides or evaluates. */
  'project.list-assigned': ['self'],
  'project.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'project.edit': ['member'],
  'project.similar': ['administrator', 'member', 'mentor'],
  'project.attach': ['member'],
  'project.ask': ['member'],
  'project.decide': ['administrator'],
  /** Pause, resume, extend, hand over, end early. */
  'project.steer': ['administrator'],
  'project.ask-extension': ['member'],
  'project.staff': ['administrator'],
  'project.advise': ['mentor'],
  /** What a mentor writes is between the mentor, the organisation and the administrators. */
  'mentoring.read': ['administrator', 'member', 'mentor'],
  'project.migrate': ['administrator'],
  'project.restart': ['administrator'],
  'project.enter': ['member'],
  'stage.read': ['signed-in'],
  'stage.import': ['administrator'],
  'evaluator.invite': ['administrator'],
  'evaluator.remove': ['administrator'],
  'finance.invite': ['administrator'],
  'finance.remove': ['administrator'],

  // showcase
  'showcase.read': ['anyone'],
  'showcase.preview': ['administrator', 'member', 'mentor'],
  'showcase.edit': ['member'],
  'showcase.take-down': ['administrator', 'member'],
  'offer.make': ['anyone'],
  'offer.list': ['administrator', 'member'],
  'offer.answer': ['member'],
  'event.read': ['anyone'],
  'event.arrange': ['administrator'],

  // implementation
  'activity.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'activity.plan': ['member'],
  'activity.report': ['member'],
  'attendance.sign-in': ['anyone'],
  'attendance.record': ['member'],
  'hours.approve': ['administrator'],
  'hours.correct': ['member'],
  'hours.verify': ['anyone'],
  'volunteer.own': ['anyone'],
  'volunteer.list': ['member'],
  'volunteer.read': ['member'],
  'volunteer.change': ['member'],
  /** To say what was found out about a doubtful record. */
  'doubt.explain': ['administrator', 'member'],
  'spending.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'spending.record': ['member'],
  'report.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'report.write': ['member'],
  'report.review': ['administrator'],
  'change.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'change.ask': ['member'],
  'change.decide': ['administrator'],

  // evaluation
  'evaluation.read': ['administrator', 'member', 'mentor', 'evaluator'],
  'evaluation.assess-self': ['member'],
  'evaluation.survey': ['member'],
  'evaluation.close-survey': ['administrator', 'member'],
  'evaluation.score': ['evaluator'],
  'survey.answer': ['anyone'],

  // board and figures
  'board.read': ['administrator'],
  'board.keep-view': ['administrator'],
  'figures.read': ['administrator'],

  // registry
  'registry.read': ['administrator'],
  'registry.change': ['administrator'],
  'registry.import': ['administrator'],
  'registry.export': ['administrator'],
  'host.answer': ['member'],

  // inbox
  'inbox.read': ['signed-in'],
  'inbox.choose-mail': ['self'],

  // rounds
  'round.read': ['administrator', 'organiser'],
  'round.plan': ['administrator', 'organiser'],
  'round.close': ['administrator', 'organiser'],
  'round.resolve': ['administrator'],
  'standing.read': ['administrator', 'organiser'],
  /** What deserves a second look in the judging. Nobody who applied, judges or runs it (hats.ts). */
  /** Two made-up cases that judges score before a round. */
  'calibration.prepare': ['administrator', 'organiser'],
  'calibration.score': ['judge'],
  'radar.read': ['administrator', 'supervisor'],
  /** The desk of a live pitch: to run it, and to see who has not sent a card. */
  'pitch.run': ['administrator', 'organiser'],
  /** The record of a draw. */
  'pitch.record': ['administrator', 'organiser', 'supervisor'],
  'pitch.watch': ['anyone'],
  /** Score sheets and the summary, to be printed and signed. */
  'pitch.print': ['administrator', 'organiser'],
  /** What judges are paid. */
  'pitch.fees': ['administrator'],
  'assignment.list': ['judge'],
  'scorecard.read': ['assigned'],
  'scorecard.save': ['assigned'],
  'scorecard.submit': ['assigned'],
  'scorecard.reopen': ['administrator'],
  'scorecard.list': ['administrator', 'organiser'],
  'recusal.ask': ['assigned'],
  'recusal.list': ['administrator', 'organiser', 'supervisor'],
  'recusal.resolve': ['administrator', 'organiser'],
  /** Ties of judges to proposals: to read them, to look for them again, and to put one in by hand; who is bound neither confirms nor lifts one (hats.ts). */
  'conflict.list': ['administrator', 'organiser', 'supervisor'],
  'conflict.find': ['administrator', 'organiser'],
  'conflict.rule': ['administrator'],
  /** Whom an applicant asks to stay away from their proposal. */
  'exclusion.read': ['member', 'clerk'],
  'exclusion.ask': ['member', 'clerk'],

  // public vote
  'vote.read': ['anyone'],
  'vote.cast': ['signed-in'],
  /** On the vote's own page, where a volunteer's phone may say who it is; the command asks. */
  'vote.cast-here': ['anyone'],
  /** How many ballots came when, and what deserves a second look. */
  'vote.watch': ['administrator', 'organiser', 'supervisor'],
  /** To set a burst of ballots aside before the last ranking is fixed, and to take that back; who is bound may not (hats.ts). */
  'vote.strike': ['administrator'],

  // grants of a venture competition: an organiser prepares who is funded, and the authority decides
  'decision.prepare': ['administrator', 'organiser'],
  'decision.take': ['administrator'],

  // notice, awards
  'notice.prepare': ['administrator'],
  'notice.publish': ['administrator'],
  'notice.read': ['anyone'],
  /** What a result can be counted again from, as far as the rulebook publishes it. */
  'bundle.read': ['anyone'],
  /** That one's own cards are among those counted. */
  'proof.read': ['administrator', 'organiser', 'member'],
  /** A result counted again, and what would be different without a card. Nobody who applied. */
  'result.replay': ['administrator'],
  'objection.make': ['anyone'],
  'objection.list': ['administrator', 'supervisor'],
  'objection.rule': ['administrator'],
  'award.decide': ['administrator'],
  'award.publish': ['administrator'],
  'award.read': ['anyone'],
  'certificate.verify': ['anyone'],

  // grants
  'grant.list': ['administrator', 'organiser', 'finance'],
  'grant.list-own': ['member'],
  'agreement.read': ['administrator', 'organiser', 'finance', 'member'],
  'agreement.offer': ['administrator', 'organiser'],
  /** The paper with both seals. */
  'agreement.attach': ['administrator', 'organiser', 'member'],
  'agreement.sign-organisation': ['member'],
  'agreement.sign-authority': ['administrator'],
  'clawback.read': ['administrator', 'organiser', 'finance', 'member'],
  'clawback.open': ['administrator'],
  'clawback.receive': ['finance'],
  'clawback.ask-write-off': ['administrator'],
  'clawback.write-off': ['finance'],
  'ban.list': ['administrator'],
  'ban.lift': ['administrator'],
  /** Where the money of a district's ventures stands. */
  'ledger.read': ['administrator', 'finance'],
  'grant.public': ['anyone'],
  'grant.end': ['administrator'],
  'grant.close': ['administrator'],
  'grant.read': ['administrator', 'organiser', 'finance', 'member'],
  /** Each reads those of what they read. */
  'grant.files': ['administrator', 'organiser', 'finance', 'member', 'evaluator'],

  // payments: who prepares one does not approve it (hats.ts)
  'payment.read': ['administrator', 'organiser', 'finance'],
  /** Export is final; whole accounts are in it. */
  'payment.order': ['finance'],
  'account.give': ['member'],
  'account.confirm': ['finance'],
  'release.prepare': ['administrator', 'organiser'],
  'release.approve': ['finance'],
  /** A preparation, before it is approved. */
  'release.undo': ['administrator', 'organiser', 'finance'],

  // mid-term and final evaluation of grants
  'appraisal.read': ['administrator', 'organiser', 'finance', 'member', 'evaluator'],
  /** Self-evaluation, what is asked for in addition, to ask for a later date. */
  'appraisal.write': ['member'],
  /** To name the evaluator, to answer about a later date. */
  'appraisal.steer': ['administrator'],
  'appraisal.score': ['evaluator'],
  /** The grantee for itself; the others for somebody who came with a name and facts. */
  'appraisal.object': ['administrator', 'organiser', 'member'],
  'appraisal.rule': ['administrator'],
} as const satisfies Record<string, readonly Relation[]>
export type Action = keyof typeof access

/** What is known of the thing that is asked for; what is left out relates to nobody. */
export interface Target {
  district?: string
  organisation?: string | undefined
  competition?: string | undefined
  person?: string
  /** Persons who guide and evaluate the project. */
  mentor?: string | undefined
  evaluator?: string | readonly string[] | undefined
  /** It was entered from paper. */
  paper?: boolean
  /** Judges whom the plan in force gives the proposal, less those who recused themselves. */
  assigned?: readonly string[]
}

export function relations(actor: Actor, target: Target): Set<Relation> {
  const found = new Set<Relation>(['anyone'])
  if (actor.kind !== 'person') return found
  found.add('signed-in')
  if (target.person === actor.person.id) found.add('self')
  if (target.mentor === actor.person.id) found.add('mentor')
  if (target.evaluator !== undefined && [target.evaluator].flat().includes(actor.person.id)) found.add('evaluator')
  if (target.assigned?.includes(actor.person.id) === true) found.add('assigned')
  for (const membership of actor.memberships) {
    if (membership.role === 'administrator' && membership.district === target.district) {
      found.add('administrator')
      if (target.paper === true) found.add('clerk')
    }
    if (membership.role === 'member' && membership.organisation === target.organisation) found.add('member')
    if (membership.role === 'judge' && membership.competition === target.competition) found.add('judge')
    if (membership.role === 'organiser' && membership.competition === target.competition) found.add('organiser')
    if (membership.role === 'supervisor' && membership.competition === target.competition) found.add('supervisor')
    if (membership.role === 'finance' && membership.district === target.district) found.add('finance')
  }
  return found
}

/** Whether the table lets `actor` do `action` to `target`. */
export function may(actor: Actor, action: Action, target: Target): boolean {
  const allowed: readonly Relation[] = access[action]
  const held = relations(actor, target)
  return allowed.some((relation) => held.has(relation))
}
