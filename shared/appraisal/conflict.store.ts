import { tieOf, type Tie } from '../evaluation/conflict.ts'
import { bondsOf } from '../evaluation/conflict.store.ts'
import type { Grant } from '../grant/grant.ts'
import { hostedBy, memberItem } from '../organisation/organisation.store.ts'
import { hatsOf } from '../person/hats.ts'
import { membershipItem } from '../person/person.store.ts'
import { loadProject } from '../project/project.store.ts'
import { keys } from '../store/keys.ts'
import type { Table } from '../store/table.ts'

/** What binds a person to a grant so that they cannot evaluate it: who applies, hosts, guides the linked project or organises the competition. undefined for nothing. */
export async function tieToGrant(table: Table, grant: Pick<Grant, 'competition' | 'organisation' | 'project'>, person: string): Promise<Tie | undefined> {
  const [found, before] = await Promise.all([table.queryAll(membershipItem, keys.memberships(person)), table.get(memberItem, keys.member(grant.organisation.id, person))])
  if (before !== undefined) return 'deliverer'
  const memberships = found.map(({ value }) => value)
  const own = memberships.flatMap((one) => (one.role === 'member' ? [one.organisation as string] : []))
  if (own.includes(grant.organisation.id)) return 'deliverer'
  const hats = hatsOf({ person, memberships, hosted: await hostedBy(table, own) }, { competitions: [grant.competition], organisations: [grant.organisation.id] })
  if (hats.has('applicant')) return 'host'
  if (hats.has('organiser')) return 'organiser'
  if (grant.project === null) return undefined
  const { value: project } = await loadProject(table, grant.project)
  return tieOf(project, await bondsOf(table, project, person))
}
