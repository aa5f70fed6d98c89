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
  'file.read': ['administrator', 'member', 'assigned'],

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
  /** Judges whom the plan in force gives the proposal, less those who recused themselves. */
  assigned?: readonly string[]
}

export function relations(actor: Actor, target: Target): Set<Relation> {
  const found = new Set<Relation>(['anyone'])
  if (actor.kind !== 'person') return found
  found.add('signed-in')
  if (target.person === actor.person.id) found.add('self')
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
