import type { Target } from '../../../shared/person/access.ts'
import type { Actor } from '../../../shared/person/person.ts'

// Apart from samples.ts, which reads the samples of every noun before its own constants are there.

/** Of the asker. */
export const own = (actor: Actor): Target => (actor.kind === 'person' ? { person: actor.person.id } : {})
/** The first district that the asker administers. */
export const ownDistrict = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'administrator') : undefined
  return found?.role === 'administrator' ? { district: found.district } : {}
}

/** The district whose money the asker may see: of an administrator, or of finance. */
export const ownMoney = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find((one) => one.role === 'administrator' || one.role === 'finance') : undefined
  return found?.role === 'administrator' || found?.role === 'finance' ? { district: found.district } : {}
}

/** The first organisation that the asker belongs to. */
export const ownOrganisation = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'member') : undefined
  return found?.role === 'member' ? { organisation: found.organisation } : {}
}

/** A competition that the asker watches over. */
export const ownSupervised = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'supervisor') : undefined
  return found?.role === 'supervisor' ? { competition: found.competition } : {}
}
