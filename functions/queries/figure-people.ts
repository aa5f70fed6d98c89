import { volunteerSumsItem } from '../../shared/figures/figures.store.ts'
import { addService, ALL, isNothing, type Month, noService, type Service } from '../../shared/figures/figures.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { maskedName } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem } from '../../shared/volunteer/volunteer.store.ts'

/** Somebody who served, as an administrator may see them: by number and organisation, the name masked. */
export interface FigurePerson extends Service {
  number: string
  name: string
  organisations: string[]
}

/**
 * The people whom a figure of volunteers counts, who served most often first. They are found through the organisations that have them on
 * their lists: a district has no list of volunteers of its own, so that nobody sees one by name.
 */
export async function peopleOf(table: Table, district: string, month: Month | typeof ALL): Promise<FigurePerson[]> {
  const organisations = (await table.queryAll(organisationItem, { ...keys.organisationsOf(district) })).map(({ value }) => value)
  const people = new Map<string, FigurePerson>()
  const lists = await Promise.all(organisations.map(({ id }) => table.queryAll(enrolmentItem, keys.volunteersOf(id))))
  for (const [i, { name: organisation }] of organisations.entries()) {
    for (const { value: { volunteer, number, name } } of lists[i] ?? []) {
      const known = people.get(volunteer)
      people.set(volunteer, known === undefined ? { number, name: maskedName(name), organisations: [organisation], ...noService } : { ...known, organisations: [...known.organisations, organisation] })
    }
  }
  const sums = await table.getMany(volunteerSumsItem, [...people.keys()].map((id) => keys.volunteerSums(id)))
  return [...people.values()].flatMap((person, i) => {
    const months = sums[i]?.value.months[district] ?? {}
    const service = month === ALL ? Object.values(months).reduce((sum, one) => addService(sum, one), noService) : (months[month] ?? noService)
    return isNothing(service) || service.services === 0 ? [] : [{ ...person, ...service }]
  }).toSorted((a, b) => b.services - a.services || a.number.localeCompare(b.number))
}
