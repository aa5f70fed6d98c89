import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadOrganisers, type Organiser } from '../../shared/competition/organiser.store.ts'
import { loadSupervisors, type Supervisor } from '../../shared/competition/supervisor.store.ts'
import { administratorItem, personItem } from '../../shared/person/person.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { officeHolders } from './officer.ts'

/** Who holds which role in a competition: the authority's people, those who run it, judge, evaluate and pay. */
export interface Roles {
  competition: Competition
  rulebook: Rulebook
  /** Names of the district's administrators, who act for the authority. */
  administrators: string[]
  organisers: Organiser[]
  supervisors: Supervisor[]
  /** Judges who have accepted. */
  judges: number
  /** Names: of the district. */
  evaluators: string[]
  finance: string[]
}

/** For administrators, organisers and supervisors of the competition and the district's finance people. Throws NOT_FOUND. */
export async function readRoles(context: Context, id: string): Promise<Roles> {
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'role.list', { district: competition.district, competition: id })
  const [rulebook, administrators, organisers, supervisors, judges, officers] = await Promise.all([
    loadRulebook(table, competition), administratorNames(table, competition.district), loadOrganisers(table, id), loadSupervisors(table, id), table.queryAll(judgeItem, keys.judges(id)), officeHolders(table, competition.district),
  ])
  return { competition, rulebook, administrators, organisers, supervisors, judges: judges.filter(({ value }) => value.removedAt === null).length, ...officers }
}

async function administratorNames(table: Table, district: string): Promise<string[]> {
  const found = await table.queryAll(administratorItem, keys.administrators(district))
  const people = await table.getMany(personItem, found.map(({ value }) => keys.person(value.person)))
  return people.flatMap((one) => (one === undefined ? [] : [one.value.name])).sort((a, b) => a.localeCompare(b, 'zh'))
}
