import type { Grant, Tranche } from '../grant/grant.ts'
import type { DateString } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { By } from '../stage/stage.ts'

/** A part of a grant by its id. Throws NOT_FOUND. */
export function trancheOf(grant: Grant, id: string): Tranche {
  const found = grant.tranches.find((one) => one.id === id)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** Which time it is to be paid, from 1: each payment that the bank sent back was one. */
export const attemptOf = ({ returned }: Pick<Tranche, 'returned'>): number => returned.length + 1

const withTranche = (grant: Grant, tranche: Tranche): Grant => ({ ...grant, tranches: grant.tranches.map((one) => (one.id === tranche.id ? tranche : one)) })

function inState(grant: Grant, id: string, ...states: Tranche['state'][]): Tranche {
  const tranche = trancheOf(grant, id)
  if (!states.includes(tranche.state)) throw new Refusal('WRONG_STATE', { facts: { state: tranche.state } })
  return tranche
}

const unprepared = (tranche: Tranche): Tranche => ({ ...tranche, state: tranche.returned.length === 0 ? 'waiting' : 'failed', prepared: null, approved: null })

/** Asks for a part to be paid, or paid again. Throws WRONG_STATE, RELEASE_NOT_READY with every condition that is not met. */
export function prepareRelease(grant: Grant, id: string, unmet: readonly Mistake[], by: By, now: Instant): Grant {
  const tranche = inState(grant, id, 'waiting', 'failed')
  if (unmet.length > 0) throw new Refusal('RELEASE_NOT_READY', { mistakes: unmet })
  return withTranche(grant, { ...tranche, state: 'prepared', prepared: { by: by.person, name: by.name, at: now } })
}

/** Finance agrees; who prepared it was kept from it before. Throws WRONG_STATE, RELEASE_NOT_READY. */
export function approveRelease(grant: Grant, id: string, unmet: readonly Mistake[], by: By, now: Instant): Grant {
  const tranche = inState(grant, id, 'prepared')
  if (tranche.prepared?.by === by.person) throw new Refusal('CONFLICTED')
  if (unmet.length > 0) throw new Refusal('RELEASE_NOT_READY', { mistakes: unmet })
  return withTranche(grant, { ...tranche, state: 'approved', approved: { by: by.person, name: by.name, at: now } })
}

/** One step back, as long as no payment order has it: an approval waits again, a preparation is taken back or refused. Throws WRONG_STATE. */
export function undoApproval(grant: Grant, id: string): Grant {
  return withTranche(grant, { ...inState(grant, id, 'approved'), state: 'prepared', approved: null })
}
export function undoPreparation(grant: Grant, id: string): Grant {
  return withTranche(grant, unprepared(inState(grant, id, 'prepared')))
}

/** In a payment order: final. Throws WRONG_STATE. */
export function orderTranche(grant: Grant, id: string, order: string): Grant {
  return withTranche(grant, { ...inState(grant, id, 'approved'), state: 'ordered', order })
}

/** What the bank says of the payment that `order` asked for: paid on a day, or sent back, so that it can be prepared again. Throws WRONG_STATE. */
export function settleTranche(grant: Grant, id: string, order: string, outcome: { paid: boolean; on: DateString; reason: string }): Grant {
  const tranche = inState(grant, id, 'ordered')
  if (tranche.order !== order) throw new Refusal('WRONG_STATE', { facts: { order: tranche.order ?? '' } })
  if (outcome.paid) return withTranche(grant, { ...tranche, state: 'paid', paidOn: outcome.on })
  return withTranche(grant, { ...tranche, state: 'failed', prepared: null, approved: null, order: null, returned: [...tranche.returned, { order, on: outcome.on, reason: outcome.reason }] })
}
