import { makeVolunteer, drawVolunteer } from '../../../functions/commands/volunteer-make.ts'
import { admitFromRegistry } from '../../../functions/commands/registry-admission.ts'
import { applyImport, readImport } from '../../../functions/commands/registry-import.ts'
import { theTable } from '../../../functions/context.ts'
import { xlsx } from '../../../functions/queries/xlsx.ts'
import { now } from '../../../shared/kernel/clock.ts'
import type { OrganisationId, PersonId, VolunteerId } from '../../../shared/kernel/ids.ts'
import type { Register } from '../../../shared/registry/sheet.ts'
import { loadBook, loadHead, organisationBook } from '../../../shared/registry/registry.store.ts'
import { currentDefinition } from '../../../shared/stage/definition.store.ts'
import type { Write } from '../../../shared/store/table.ts'
import type { Seeded } from '../people.ts'
import { DISTRICT } from '../rehearse/cast.ts'
import { several } from '../rehearse/client.ts'
import { loadMany } from './many.ts'
import { organisationHead, organisationRows, teamHead, teamRows } from './register.ts'
import { as } from './stage.ts'

/** The article's figures (../shared/facts.md), and ten agencies among the registered that have the projects; every name is invented. */
const REAL = { registered: 395, filed: 2000, teams: 1161, projects: 1060, agencies: 10, volunteers: 900 }
/** Activities a project and hour records an activity: enough for pages and charts; the bench has 15,000 and 100,000. */
const ACTIVITIES = 1.5
const HOURS = [7, 6, 5] as const

/** A district of the real size beside the demonstration: the registers through the import, their agencies through admission, projects with their workflows, activities and hours. */
export async function loadDemoDistrict({ people }: Seeded, say: (line: string) => void, size: typeof REAL = REAL): Promise<void> {
  const administrator = people.get('administrator-01')
  if (administrator === undefined) throw new TypeError('nobody was seeded')
  say(`正在载入全区规模的数据：${size.registered + size.filed} 家组织、${size.teams} 支队伍、${size.projects} 个项目… a district's worth of organisations, teams and projects…`)
  await importRows(administrator, 'organisations', '社会组织.xlsx', [[...organisationHead, '邮箱'], ...organisationRows(size.registered, size.filed).map((row, nth) => [...row, `org-${nth + 1}@example.cn`])])
  await importRows(administrator, 'teams', '志愿服务队.xlsx', [teamHead, ...teamRows(size.teams)])
  const agencies = await admitAgencies(administrator, size.agencies)
  const volunteers = await enrol(administrator, agencies.map(({ id }) => id), size.volunteers)
  const table = theTable()
  await loadMany(table, { organisations: agencies, volunteers, definition: await currentDefinition(table, DISTRICT), from: 0, to: size.projects, now: now(), activities: ACTIVITIES, hours: HOURS, workflows: true })
}

async function importRows(administrator: PersonId, register: Register, name: string, [head = [], ...rows]: readonly string[][]): Promise<void> {
  const content = Buffer.from(await xlsx([{ name: '名单', head, rows }])).toString('base64')
  const { id } = await readImport(await as(administrator), DISTRICT, { register, name, content })
  const { value: { revision } } = await loadHead(theTable(), DISTRICT, register === 'people' ? 'people' : 'organisations')
  const { state } = await applyImport(await as(administrator), DISTRICT, id, { revision })
  if (state !== 'applied') throw new TypeError(`${name} was not taken in`)
}

/** The first agencies of the register that are not on the platform yet. */
async function admitAgencies(administrator: PersonId, number: number): Promise<{ id: OrganisationId; name: string }[]> {
  const { entries } = await loadBook(theTable(), DISTRICT, organisationBook)
  const agencies = entries.filter(({ kind, standing, creditCode, joinedAt }) => joinedAt === null && kind === 'agency' && standing === 'registered' && creditCode !== '').toSorted((a, b) => a.creditCode.localeCompare(b.creditCode)).slice(0, number)
  for (const [nth, { id }] of agencies.entries()) await admitFromRegistry(await as(administrator), DISTRICT, id, { name: `机构负责人 ${nth + 1}`, email: `agency-${nth + 1}@example.cn`, reasons: '' })
  return agencies.map(({ id, name }) => ({ id, name }))
}

/** Volunteers of the agencies, each of one. */
async function enrol(administrator: PersonId, agencies: readonly OrganisationId[], number: number): Promise<VolunteerId[]> {
  const context = await as(administrator)
  const made: VolunteerId[] = []
  const groups: Write[][] = []
  for (let nth = 0; nth < number; nth += 1) {
    const organisation = agencies[nth % agencies.length]
    if (organisation === undefined) throw new TypeError('no agency was admitted')
    const { volunteer, writes } = makeVolunteer(context, drawVolunteer(), DISTRICT, organisation, { name: `志愿者 ${nth + 1}`, phone: `1390001${String(nth).padStart(4, '0')}` }, [])
    made.push(volunteer.id)
    groups.push(writes)
  }
  // A volunteer is four items.
  const transactions = Array.from({ length: Math.ceil(groups.length / 24) }, (_, i) => groups.slice(i * 24, (i + 1) * 24).flat())
  await several(transactions, 2, (writes) => theTable().transact(writes))
  return made
}
