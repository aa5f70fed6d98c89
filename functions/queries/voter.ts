import { plainName } from '../../shared/conflict/same.ts'
import { loadMembers, organisationItem } from '../../shared/organisation/organisation.store.ts'
import type { Person } from '../../shared/person/person.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { normalPhone } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, findVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import type { Context } from '../context.ts'
import { deviceOf } from './device.ts'

/** Under which names somebody votes. */
export interface Voters {
  /** That they show: as a person who is signed in, as the volunteer whose phone is proved, or both. */
  shown: string[]
  /** Volunteers who are the same person by the records. */
  known: string[]
}

export async function votersOf(context: Context, cookie: string | undefined): Promise<Voters> {
  const { actor, table } = context
  const device = await deviceOf(context, cookie)
  const shown = [...(actor.kind === 'person' ? [`person:${actor.person.id}`] : []), ...(device?.proved === true ? [`volunteer:${device.volunteer}`] : [])]
  const organisations = actor.kind === 'person' ? actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation as string] : [])) : []
  const known = actor.kind === 'person' ? (await Promise.all(organisations.map((one) => volunteersWhoAre(table, actor.person, one)))).flat() : []
  return { shown, known: [...new Set(known.map((id) => `volunteer:${id}`))].filter((one) => !shown.includes(one)) }
}

/**
 * Volunteers who are a member of an organisation by its records: the one volunteer of that name who is enrolled with it, where no other member
 * has the name; and whoever has the phone that it gives for its contact of that name. An account has no phone of its own: of somebody who
 * belongs to no organisation nothing can be told.
 */
async function volunteersWhoAre(table: Table, { id: self, name }: Pick<Person, 'id' | 'name'>, organisation: string): Promise<string[]> {
  const [enrolled, members, stored] = await Promise.all([
    table.queryAll(enrolmentItem, { ...keys.volunteersOf(organisation), prefix: `${name}#` }), loadMembers(table, organisation), table.get(organisationItem, keys.organisation(organisation)),
  ])
  const people = await table.getMany(personItem, members.map(({ value }) => keys.person(value.person)))
  const namesake = people.some((one) => one !== undefined && one.value.id !== self && plainName(one.value.name) === plainName(name))
  const byName = !namesake && enrolled.length === 1 ? enrolled.map(({ value }) => value.volunteer) : []
  const contact = stored?.value.contact
  const phone = contact !== undefined && plainName(contact.name) === plainName(name) ? normalPhone(contact.phone) : undefined
  const byPhone = phone === undefined || stored === undefined ? undefined : await findVolunteer(table, stored.value.district, phone)
  return [...byName, ...(byPhone !== undefined && plainName(byPhone.value.name) === plainName(name) ? [byPhone.value.id] : [])]
}
