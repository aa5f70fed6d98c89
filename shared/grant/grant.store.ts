import { createHash } from 'node:crypto'
import { awardsItem } from '../award/award.store.ts'
import { type GrantId, grantId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Grant, grantSchema } from './grant.ts'

/** Listed by competition and award list, in the list's order. */
export const grantItem = itemKind('grant', grantSchema, (grant) => ({ ...keys.grant(grant.id), lpk: keys.grantsOf(grant.competition, grant.list).pk, lsk: String(grant.number).padStart(6, '0') }))

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** Made of what it is given for, so that writing it twice writes the same item; as little to be guessed as the proposal's id. */
export const grantIdOf = (competition: string, list: string, proposal: string): GrantId =>
  grantId.parse(`g_${Array.from(createHash('sha256').update(['grant', competition, list, proposal].join('\u0000')).digest().subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)

/** Writes grants that nobody can see yet (they count once their award list is published), 90 a transaction. */
export async function writeGrants(table: Table, grants: readonly Grant[]): Promise<void> {
  for (let start = 0; start < grants.length; start += 90) await table.transact(grants.slice(start, start + 90).map((grant) => grantItem.put(grant, 'any')))
}

/** A grant of a published award list. Throws NOT_FOUND, also for one that was prepared and never published. */
export async function loadGrant(table: Table, id: string): Promise<Stored<Grant>> {
  const found = await table.get(grantItem, keys.grant(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  const awards = await table.get(awardsItem, keys.awards(found.value.competition))
  if (awards === undefined || awards.value.publishedAt === null || awards.value.list !== found.value.list) throw new Refusal('NOT_FOUND')
  return found
}

/** The grants of a competition in the order of its award list; none before it is published. From the index: up to a second old. */
export async function grantsOf(table: Table, competition: string): Promise<Grant[]> {
  const awards = await table.get(awardsItem, keys.awards(competition))
  if (awards === undefined || awards.value.publishedAt === null) return []
  return (await table.queryAll(grantItem, keys.grantsOf(competition, awards.value.list))).map(({ value }) => value)
}
