import * as z from 'zod'
import { competitionId, personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'

/** 监督员: somebody who watches over the competition's judging. Written together with the membership; who was removed stays listed with the date. */
export const supervisorSchema = z.object({ competition: competitionId, person: personId, name: z.string(), since: instant, removedAt: instant.nullable() })
export type Supervisor = z.infer<typeof supervisorSchema>
export const supervisorItem = itemKind('supervisor', supervisorSchema, (one) => keys.supervisor(one.competition, one.person))

/** Those who watch over the competition now, by name. */
export async function loadSupervisors(table: Table, competition: string): Promise<Supervisor[]> {
  const found = await table.queryAll(supervisorItem, keys.supervisors(competition))
  return found.flatMap(({ value }) => (value.removedAt === null ? [value] : [])).sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}
