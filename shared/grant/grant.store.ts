import { createHash } from 'node:crypto'
import * as z from 'zod'
import { awardsItem } from '../award/award.store.ts'
import { competitionId, type GrantId, grantId, organisationId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Grant, grantSchema } from './grant.ts'
import { isGrantOver } from './lifecycle.ts'

/** Listed by competition and award list, in the list's order. */
export const grantItem = itemKind('grant', grantSchema, (grant) => ({ ...keys.grant(grant.id), lpk: keys.grantsOf(grant.competition, grant.list).pk, lsk: String(grant.number).padStart(6, '0') }))

/** Under an organisation: what it was granted. */
export const ownGrantItem = itemKind('own-grant', z.object({ organisation: organisationId, grant: grantId, competition: competitionId }), (own) => keys.grantOfOrganisation(own.organisation, own.grant))

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** Made of what it is given for, so that writing it twice writes the same item; as little to be guessed as the proposal's id. */
export const grantIdOf = (competition: string, list: string, proposal: string): GrantId =>
  grantId.parse(`g_${Array.from(createHash('sha256').update(['grant', competition, list, proposal].join('\u0000')).digest().subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)

/**
 * Writes grants that nobody can see yet (they count once their award list is published), 90 a transaction. What was prepared before is
 * written over only as it was seen: throws Conflict where somebody else prepares it too, or has published it meanwhile and begun to work on it.
 */
export async function writeGrants(table: Table, grants: readonly Grant[]): Promise<void> {
  const earlier = await table.getMany(grantItem, grants.map(({ id }) => keys.grant(id)))
  const writes = grants.map((grant, i) => grantItem.put(grant, earlier[i]?.version ?? 'none'))
  for (let start = 0; start < writes.length; start += 90) await table.transact(writes.slice(start, start + 90))
}

/** A grant of a published award list. Throws NOT_FOUND, also for one that was prepared and never published. */
export async function loadGrant(table: Table, id: string): Promise<Stored<Grant>> {
  const found = await table.get(grantItem, keys.grant(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  const awards = await table.get(awardsItem, keys.awards(found.value.competition))
  if (awards === undefined || awards.value.publishedAt === null || awards.value.list !== found.value.list) throw new Refusal('NOT_FOUND')
  return found
}

/** How many grants of a competition are not over, by their own items: the index may not know yet of one that has just ended. */
export async function openGrants(table: Table, competition: string): Promise<number> {
  const all = await table.getMany(grantItem, (await grantsOf(table, competition)).map(({ id }) => keys.grant(id)))
  return all.filter((one) => one !== undefined && !isGrantOver(one.value)).length
}

/** The grants of a competition in the order of its award list; none before it is published. From the index: up to a second old. */
export async function grantsOf(table: Table, competition: string): Promise<Grant[]> {
  const awards = await table.get(awardsItem, keys.awards(competition))
  if (awards === undefined || awards.value.publishedAt === null) return []
  return (await table.queryAll(grantItem, keys.grantsOf(competition, awards.value.list))).map(({ value }) => value)
}
