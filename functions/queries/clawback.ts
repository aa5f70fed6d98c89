import type { Ban } from '../../shared/ban/ban.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import type { Clawback } from '../../shared/clawback/clawback.ts'
import { clawbacksOf } from '../../shared/clawback/clawback.store.ts'
import type { Fen } from '../../shared/kernel/money.ts'
import { balances } from '../../shared/ledger/ledger.ts'
import { movementsOf } from '../../shared/ledger/ledger.store.ts'
import { type GrantRoom, grantRoom } from './grant-room.ts'
import { authorise, type Context } from '../context.ts'
import { districtOf } from './districts.ts'

/** A grant with all that was claimed back of it, newest first, and what could be claimed now, in fen. Throws NOT_FOUND. */
export async function readRecovery(context: Context, id: string): Promise<GrantRoom & { clawbacks: Clawback[]; claimable: Fen }> {
  const room = await grantRoom(context, id, 'clawback.read')
  const [clawbacks, movements] = await Promise.all([clawbacksOf(context.table, id), movementsOf(context.table, room.grant.competition)])
  return { ...room, clawbacks: clawbacks.map(({ value }) => value), claimable: balances(movements, (one) => one === id).paid }
}

/** Every ban of a district, newest first; of the asker's where none is named. */
export async function listBans(context: Context, district?: string): Promise<{ district: string; bans: Ban[] }> {
  const of = districtOf(context, district)
  authorise(context, 'ban.list', { district: of })
  return { district: of, bans: await bansOf(context.table, of) }
}
