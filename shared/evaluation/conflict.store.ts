import { hostedBy, memberItem } from '../organisation/organisation.store.ts'
import { hatsOf } from '../person/hats.ts'
import { membershipItem } from '../person/person.store.ts'
import { assignmentItem } from '../project/assignment.store.ts'
import type { Project } from '../project/project.ts'
import { ownProjectItem, projectEntryItem } from '../project/project.store.ts'
import { keys } from '../store/keys.ts'
import type { Table } from '../store/table.ts'
import type { Bonds } from './conflict.ts'

/** What binds a person to a project, from their own records and from those of the two organisations that stand behind it. */
export async function bondsOf(table: Table, { id, organisation, mentor }: Pick<Project, 'id' | 'organisation' | 'mentor'>, person: string): Promise<Bonds> {
  const behind = [organisation.id, ...(mentor === null ? [] : [mentor.organisation])]
  const [memberships, before, guided, entries] = await Promise.all([
    table.queryAll(membershipItem, keys.memberships(person)),
    table.getMany(memberItem, behind.map((one) => keys.member(one, person))),
    table.get(assignmentItem, keys.projectOfPerson(person, 'mentor', id)),
    table.queryAll(projectEntryItem, keys.entries(id)),
  ])
  const present = memberships.flatMap(({ value }) => (value.role === 'member' ? [value.organisation as string] : []))
  const delivered = await table.getMany(ownProjectItem, present.map((one) => keys.projectOfOrganisation(one, id)))
  const wearer = { person, memberships: memberships.map(({ value }) => value), hosted: await hostedBy(table, present) }
  return {
    hats: hatsOf(wearer, { competitions: entries.map(({ value }) => value.competition), organisations: [organisation.id], mentor: mentor?.person ?? null }), guided: guided !== undefined,
    organisations: new Set([...present, ...before.flatMap((one) => (one === undefined ? [] : [one.value.organisation]))]),
    delivered: new Set(delivered.flatMap((one) => (one === undefined ? [] : [one.value.organisation]))),
  }
}
