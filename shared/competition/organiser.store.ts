import * as z from 'zod'
import { competitionId, personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'

/** 承办单位: somebody of the third party that runs the competition for its authority. Written together with the membership; who was removed stays listed with the date. */
export const organiserSchema = z.object({ competition: competitionId, person: personId, name: z.string(), organisation: z.string(), since: instant, removedAt: instant.nullable() })
export type Organiser = z.infer<typeof organiserSchema>
export const organiserItem = itemKind('organiser', organiserSchema, (one) => keys.organiser(one.competition, one.person))

/** Those who run the competition now, by organisation and name. */
export async function loadOrganisers(table: Table, competition: string): Promise<Organiser[]> {
  const found = await table.queryAll(organiserItem, keys.organisers(competition))
  return found.flatMap(({ value }) => (value.removedAt === null ? [value] : [])).sort((a, b) => a.organisation.localeCompare(b.organisation, 'zh') || a.name.localeCompare(b.name, 'zh'))
}

/** The names of the organisations that run it, each once. */
export const organisationsOf = (organisers: readonly Organiser[]): string[] => [...new Set(organisers.map(({ organisation }) => organisation))]
