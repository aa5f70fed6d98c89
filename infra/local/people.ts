import { newOrganisationId, newPersonId, type OrganisationId, type PersonId } from '../../shared/kernel/ids.ts'
import { now } from '../../shared/kernel/clock.ts'
import { enterAdmitted } from '../../functions/commands/registry.ts'
import type { Organisation, Particulars } from '../../shared/organisation/organisation.ts'
import { creditCodeItem, hostedItem, memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { administratorItem, evaluatorItem, financeItem, identityItem, membershipItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table, Write } from '../../shared/store/table.ts'

/** Everybody's, in the demonstration: what it opens is invented, and the local home listens on this machine only. */
export const DEMO_PASSWORD = 'xiuyuan-demo'

/** Somebody who can sign in to the local home. All invented. */
export interface DemoPerson {
  /** What the identity provider calls them. */
  subject: string
  name: string
  email: string
  role: 'administrator' | 'member' | 'judge' | 'evaluator' | 'organiser' | 'supervisor' | 'finance'
  /** Organisations of `demoOrganisations` they belong to, by place. */
  organisations: readonly number[]
}

const two = (n: number) => String(n).padStart(2, '0')
const member = (subject: string, name: string, organisations: readonly number[]): DemoPerson => ({ subject, name, email: `${subject}@example.cn`, role: 'member', organisations })

export const demoPeople: readonly DemoPerson[] = [
  ...[1, 2].map((n): DemoPerson => ({ subject: `administrator-${two(n)}`, name: `管理员 ${two(n)}`, email: `administrator-${two(n)}@example.cn`, role: 'administrator', organisations: [] })),
  member('worker-01', '社工 01', [0]),
  member('worker-02', '社工 02', [0]),
  // A member of two organisations, who chooses which one to act for.
  member('worker-03', '社工 03', [0, 1]),
  member('volunteer-01', '队长 01', [1]),
  // Of another agency: guides the projects of the others.
  member('mentor-01', '督导 01', [2]),
  { subject: 'evaluator-01', name: '评估员 01', email: 'evaluator-01@example.cn', role: 'evaluator', organisations: [] },
  // Of a third party that runs the contests in judging and in their call, and the bureau's finance.
  { subject: 'organiser-01', name: '承办 01', email: 'organiser-01@example.cn', role: 'organiser', organisations: [] },
  { subject: 'supervisor-01', name: '监督员 01', email: 'supervisor-01@example.cn', role: 'supervisor', organisations: [] },
  { subject: 'finance-01', name: '财务 01', email: 'finance-01@example.cn', role: 'finance', organisations: [] },
  ...Array.from({ length: 15 }, (_, at): DemoPerson => ({ subject: `judge-${two(at + 1)}`, name: `评委 ${two(at + 1)}`, email: `judge-${two(at + 1)}@example.cn`, role: 'judge', organisations: [] })),
]

const DEMO_DISTRICT = '330411'
const contact = (name: string, subject: string) => ({ name, phone: '0573-8270 0000', email: `${subject}@example.cn` })

const demoOrganisations: readonly Particulars[] = [
  { standing: 'registered', kind: 'agency', name: '示例社工服务中心', registeredAs: 'service', creditCode: '52330411MJ9900020C', street: '示例街道', contact: contact('社工 01', 'worker-01'), team: null },
  {
    standing: 'filed', kind: 'team', name: '示例志愿队', filing: { with: '示例街道', number: '' }, host: { name: '示例社工服务中心', creditCode: '52330411MJ9900020C' },
    contact: contact('队长 01', 'volunteer-01'), team: { size: 36, core: 5 },
  },
  { standing: 'registered', kind: 'agency', name: '示例培力社工中心', registeredAs: 'service', creditCode: '52330411MJ99010077', street: '示例街道', contact: contact('督导 01', 'mentor-01'), team: null },
]

export interface Seeded {
  /** By subject. */
  people: Map<string, PersonId>
  /** In the order of the demonstration: the agency, the team, the agency that guides others. */
  organisations: OrganisationId[]
}

/** The issuer's place under which the seed finds its people again, whatever port the platform listens on this time. */
const SEED = 'demonstration'

/**
 * Writes the demonstration's people and organisations where they are not there yet, and lets them sign in through `issuer` (whose
 * address changes with the port). Running it again changes nothing.
 */
export async function seedPeople(table: Table, issuer: string): Promise<Seeded> {
  const people = new Map<string, PersonId>()
  for (const person of demoPeople) people.set(person.subject, await seedPerson(table, issuer, person))
  const organisations: OrganisationId[] = []
  for (const at of demoOrganisations.keys()) organisations.push(await seedOrganisation(table, at, people))
  return { people, organisations }
}

async function seedPerson(table: Table, issuer: string, { subject, name, email, role }: DemoPerson): Promise<PersonId> {
  const seeded = await table.get(identityItem, keys.identity(SEED, subject))
  const id = seeded?.value.person ?? newPersonId()
  const known = await table.get(identityItem, keys.identity(issuer, subject))
  const writes: Write[] = []
  if (seeded === undefined) {
    writes.push(
      identityItem.put({ issuer: SEED, subject, person: id }, 'none'),
      personItem.put({ id, name, email, language: null, identity: { issuer, subject }, createdAt: now() }, 'none'),
      ...(role === 'administrator' ? [membershipItem.put({ role, person: id, district: DEMO_DISTRICT, since: now() }, 'none'), administratorItem.put({ district: DEMO_DISTRICT, person: id }, 'none')] : []),
      ...(role === 'finance' ? [membershipItem.put({ role, person: id, district: DEMO_DISTRICT, since: now() }, 'none'), financeItem.put({ district: DEMO_DISTRICT, person: id, name, since: now(), removedAt: null }, 'none')] : []),
      ...(role === 'evaluator' ? [membershipItem.put({ role, person: id, district: DEMO_DISTRICT, since: now() }, 'none'), evaluatorItem.put({ district: DEMO_DISTRICT, person: id, name, since: now(), removedAt: null }, 'none')] : []),
    )
  }
  if (known === undefined) writes.push(identityItem.put({ issuer, subject, person: id }, 'none'))
  if (writes.length > 0) await table.transact(writes)
  return id
}

async function seedOrganisation(table: Table, at: number, people: ReadonlyMap<string, PersonId>): Promise<OrganisationId> {
  const particulars = demoOrganisations[at]
  if (particulars === undefined) throw new TypeError(`no demo organisation ${at}`)
  // Its code, or for one without a code its place here, says that it was seeded already.
  const mark = particulars.standing === 'registered' ? particulars.creditCode : `${SEED}#${at}`
  const seeded = await table.get(creditCodeItem, keys.creditCode(mark))
  if (seeded !== undefined) return seeded.value.organisation
  const id = newOrganisationId()
  const since = now()
  const members = demoPeople.filter(({ organisations }) => organisations.includes(at)).flatMap(({ subject }) => people.get(subject) ?? [])
  const [first] = members
  if (first === undefined) throw new TypeError(`${particulars.name} has no member`)
  const organisation: Organisation = { ...particulars, hosting: particulars.standing === 'filed' ? { state: 'accepted', at: since, by: '社工 01', reason: '' } : null, certificate: null, id, district: DEMO_DISTRICT, state: 'admitted', reasons: null, askedBy: first, askedAt: since, decidedAt: since, asked: 1 }
  const entered = await enterAdmitted(table, organisation, since)
  await table.transact([
    organisationItem.put(organisation, 'none'), entered.write,
    creditCodeItem.put({ code: mark, organisation: id }, 'none'),
    ...(particulars.standing === 'filed' ? [hostedItem.put({ code: particulars.host.creditCode, organisation: id }, 'none')] : []),
    ...members.flatMap((person) => [membershipItem.put({ role: 'member', person, organisation: id, since }, 'none'), memberItem.put({ organisation: id, person, since, removedAt: null }, 'none')]),
  ])
  return id
}
