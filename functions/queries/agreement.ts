import type { Agreement } from '../../shared/agreement/agreement.ts'
import { agreementsOf, loadAgreement } from '../../shared/agreement/agreement.store.ts'
import { type GrantRoom, grantRoom } from './grant-room.ts'
import type { Context } from '../context.ts'

/** A grant with every version of its agreement, newest first. Throws NOT_FOUND. */
export async function readAgreements(context: Context, id: string): Promise<GrantRoom & { agreements: Agreement[] }> {
  const room = await grantRoom(context, id, 'agreement.read')
  return { ...room, agreements: (await agreementsOf(context.table, id)).map(({ value }) => value) }
}

/** One version. Throws NOT_FOUND. */
export async function readAgreement(context: Context, id: string, version: number): Promise<GrantRoom & { agreement: Agreement }> {
  const room = await grantRoom(context, id, 'agreement.read')
  return { ...room, agreement: (await loadAgreement(context.table, id, version)).value }
}
