import type { Actor } from '../../shared/person/person.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Context } from '../context.ts'

/** Districts the asker administers, in order of code. */
export function administered(actor: Actor): string[] {
  if (actor.kind !== 'person') return []
  return actor.memberships.flatMap((membership) => (membership.role === 'administrator' ? [membership.district] : [])).toSorted()
}

/** Districts whose money the asker handles. */
export const financed = (actor: Actor): string[] => (actor.kind === 'person' ? actor.memberships.flatMap((membership) => (membership.role === 'finance' ? [membership.district] : [])) : [])

/** The district that a request is about: the one named, or else the first that the asker administers. Throws NOT_SIGNED_IN or NOT_ALLOWED where there is none. */
export function districtOf(context: Context, named: string | undefined): string {
  const district = named ?? administered(context.actor)[0]
  if (district === undefined) throw new Refusal(context.actor.kind === 'visitor' ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED')
  return district
}
