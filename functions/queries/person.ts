import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { organisationNames } from '../../shared/organisation/organisation.store.ts'
import type { Membership, Person, Token } from '../../shared/person/person.ts'
import { tokenItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'

export interface Me {
  person: Person
  memberships: { membership: Membership; /** Of the organisation or the competition; null for a role in a district. */ name: Bilingual | null }[]
  /** The organisation the person acts for at present. */
  organisation: OrganisationId | null
}

/** Who asks: themselves, their roles by name, and which organisation they act for. */
export async function readMe(context: Context): Promise<Me> {
  const person = personOf(context)
  authorise(context, 'person.read', { person: person.id })
  if (context.actor.kind !== 'person') throw new TypeError('a person without memberships')
  const { memberships, organisation } = context.actor
  const [organisations, competitions] = await Promise.all([
    organisationNames(context.table, memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : []))),
    context.table.getMany(competitionItem, memberships.flatMap((one) => (one.role === 'judge' || one.role === 'organiser' || one.role === 'supervisor' ? [keys.competition(one.competition)] : []))),
  ])
  const nameOf = (one: Membership): Bilingual | null => {
    if (one.role === 'administrator' || one.role === 'evaluator' || one.role === 'finance') return null
    if (one.role === 'judge' || one.role === 'organiser' || one.role === 'supervisor') return competitions.find((found) => found?.value.id === one.competition)?.value.name ?? null
    const name = organisations.get(one.organisation)
    return name === undefined ? null : { zh: name }
  }
  return { person, memberships: memberships.map((membership) => ({ membership, name: nameOf(membership) })), organisation }
}

/** The person's tokens, newest first; revoked ones stay listed. */
export async function listTokens(context: Context): Promise<Token[]> {
  const person = personOf(context)
  authorise(context, 'token.list', { person: person.id })
  const found = await context.table.queryAll(tokenItem, keys.tokensOf(person.id))
  return found.map(({ value }) => value).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}
