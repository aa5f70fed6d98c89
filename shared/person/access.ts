import type { Actor } from './person.ts'

/** How a person stands to the thing that is asked for. */
export type Relation =
  /** Also without signing in. */
  | 'anyone'
  | 'signed-in'
  /** Administers the district of the thing. */
  | 'administrator'
  /** A member of the organisation that the thing belongs to. */
  | 'member'
  /** Guides the project (督导). */
  | 'mentor'
  /** Evaluates the project (评估员). */
  | 'evaluator'
  /** A judge of the competition. */
  | 'judge'
  /** A judge whom the current plan gives this proposal. */
  | 'assigned'
  /** The person the thing belongs to. */
  | 'self'

/** Who may do what: the whole of it. What is not here is denied. Every route names one of these actions. */
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
  'competition.change': ['administrator'],
  'competition.preview': ['administrator'],
  'competition.publish': ['administrator'],
  'competition.list': ['signed-in'],
  'competition.track': ['administrator'],
  'competition.move-date': ['administrator'],
  'competition.restart': ['administrator'],
  'competition.public': ['anyone'],
  'calendar.correct': ['administrator'],
  'trail.read': ['administrator'],
  'judge.list': ['administrator'],
  'judge.invite': ['administrator'],
  'judge.remove': ['administrator'],
  'judge.declare': ['judge'],

  // proposals
  'proposal.create': ['member'],
  'proposal.list': ['administrator'],
  'proposal.list-own': ['member'],
  'proposal.read': ['administrator', 'member'],
  'proposal.read-blind': ['assigned'],
  'proposal.edit': ['member'],
  'proposal.submit': ['member'],
  'proposal.withdraw': ['member'],
  'proposal.attach': ['member'],
  'proposal.decide': ['administrator'],
  'file.read': ['administrator', 'member', 'assigned', 'mentor', 'evaluator'],

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
  'round.read': ['administrator'],
  'round.plan': ['administrator'],
  'round.close': ['administrator'],
  'round.resolve': ['administrator'],
  'standing.read': ['administrator'],
  'assignment.list': ['judge'],
  'scorecard.read': ['assigned'],
  'scorecard.save': ['assigned'],
  'scorecard.submit': ['assigned'],
  'scorecard.reopen': ['administrator'],
  'scorecard.list': ['administrator'],
  'recusal.ask': ['assigned'],
  'recusal.list': ['administrator'],
  'recusal.resolve': ['administrator'],

  // notice, awards
  'notice.prepare': ['administrator'],
  'notice.publish': ['administrator'],
  'notice.read': ['anyone'],
  'objection.make': ['anyone'],
  'objection.list': ['administrator'],
  'objection.rule': ['administrator'],
  'award.decide': ['administrator'],
  'award.publish': ['administrator'],
  'award.read': ['anyone'],
  'certificate.verify': ['anyone'],
} as const satisfies Record<string, readonly Relation[]>
export type Action = keyof typeof access

/** What is known of the thing that is asked for; what is left out relates to nobody. */
export interface Target {
  district?: string
  organisation?: string | undefined
  competition?: string
  person?: string
  /** Persons who guide and evaluate the project. */
  mentor?: string | undefined
  evaluator?: string | undefined
  /** Judges whom the plan in force gives the proposal, less those who recused themselves. */
  assigned?: readonly string[]
}

export function relations(actor: Actor, target: Target): Set<Relation> {
  const found = new Set<Relation>(['anyone'])
  if (actor.kind !== 'person') return found
  found.add('signed-in')
  if (target.person === actor.person.id) found.add('self')
  if (target.mentor === actor.person.id) found.add('mentor')
  if (target.evaluator === actor.person.id) found.add('evaluator')
  if (target.assigned?.includes(actor.person.id) === true) found.add('assigned')
  for (const membership of actor.memberships) {
    if (membership.role === 'administrator' && membership.district === target.district) found.add('administrator')
    if (membership.role === 'member' && membership.organisation === target.organisation) found.add('member')
    if (membership.role === 'judge' && membership.competition === target.competition) found.add('judge')
  }
  return found
}

/** Whether the table lets `actor` do `action` to `target`. */
export function may(actor: Actor, action: Action, target: Target): boolean {
  const allowed: readonly Relation[] = access[action]
  const held = relations(actor, target)
  return allowed.some((relation) => held.has(relation))
}
