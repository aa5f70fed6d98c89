import * as z from 'zod'
import { now } from '../../shared/kernel/clock.ts'
import type { Environment } from '../../shared/kernel/environment.ts'
import { newPersonId } from '../../shared/kernel/ids.ts'
import { characters, typed } from '../../shared/kernel/text.ts'
import type { Membership, Person } from '../../shared/person/person.ts'
import { identityItem, membershipItem, personItem } from '../../shared/person/person.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { orderedId } from '../../shared/kernel/ids.ts'
import { type Instant, milliseconds } from '../../shared/kernel/instant.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type Table, type Write } from '../../shared/store/table.ts'
import { recordEntry } from '../../shared/trail/trail.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

export const personInput = z.strictObject({
  name: typed(60),
  email: z.string().trim().min(1).max(254).pipe(z.email()).nullable(),
  /** null: as the browser asks. */
  language: z.enum(['zh', 'en']).nullable(),
})

/** A person's own name, address and language. */
export async function changePerson(context: Context, input: z.infer<typeof personInput>): Promise<Person> {
  const { id } = personOf(context)
  authorise(context, 'person.change', { person: id })
  return act<Person>(context, async () => {
    const found = await context.table.get(personItem, keys.person(id))
    if (found === undefined) throw new Refusal('NOT_FOUND')
    const changed: Person = { ...found.value, ...input }
    return { writes: [personItem.put(changed, found.version)], trail: [], answer: changed }
  })
}

/** What an identity provider says of somebody; anything but `sub` may be missing. */
export const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
})
export type Claims = z.infer<typeof claimsSchema>

/**
 * The person whom an identity provider vouches for, made at the first sign-in. Those whom the installation names as its first
 * administrators become that. Called by functions/signin only, after the provider's answer was checked; there is no actor yet.
 */
export async function personOfClaims(table: Table, claims: Claims, environment: Environment): Promise<Person> {
  for (;;) {
    const known = await table.get(identityItem, keys.identity(claims.iss, claims.sub))
    const found = known === undefined ? undefined : await table.get(personItem, keys.person(known.value.person))
    const person = found?.value ?? newcomer(claims, now())
    const writes: Write[] = [
      ...(known === undefined ? [identityItem.put({ issuer: claims.iss, subject: claims.sub, person: person.id }, 'none'), personItem.put(person, 'none')] : []),
      ...(await firstAdministrator(table, claims, person, environment)),
    ]
    if (writes.length === 0) return person
    try {
      await table.transact(writes)
      return person
    } catch (error) {
      // Two first sign-ins at once: the other one made the person.
      if (!(error instanceof Conflict)) throw error
    }
  }
}

function newcomer(claims: Claims, at: Instant): Person {
  const email = z.email().max(254).safeParse(claims.email).data ?? null
  const names = [claims.name, claims.preferred_username, claims.email?.split('@')[0]].map((name) => name?.trim() ?? '')
  const name = names.find((candidate) => candidate !== '' && characters(candidate) <= 60) ?? '新用户'
  return { id: newPersonId(), name, email, language: null, identity: { issuer: claims.iss, subject: claims.sub }, createdAt: at }
}

async function firstAdministrator(table: Table, claims: Claims, person: Person, environment: Environment): Promise<Write[]> {
  const named = environment.XIUYUAN_FIRST_ADMINISTRATORS.split(',').map((one) => one.trim()).filter((one) => one !== '')
  const isNamed = named.includes(claims.sub) || (claims.email_verified === true && claims.email !== undefined && named.some((one) => one.toLowerCase() === claims.email?.toLowerCase()))
  if (!isNamed) return []
  const at = now()
  const district = environment.XIUYUAN_DISTRICT
  const membership: Membership = { role: 'administrator', person: person.id, district, since: at }
  if ((await table.get(membershipItem, keys.membership(person.id, `ADMINISTRATOR#${district}`))) !== undefined) return []
  return [
    membershipItem.put(membership, 'none'),
    recordEntry({
      id: orderedId(milliseconds(at)), at, scope: { of: 'district', id: district }, by: { person: person.id, name: person.name }, action: 'person.sign-in', about: { noun: 'person', id: person.id, label: person.name },
      sentence: { zh: '首次登录，按安装设置成为管理员', en: 'signed in for the first time and became administrator, as the installation says' },
    }),
  ]
}
