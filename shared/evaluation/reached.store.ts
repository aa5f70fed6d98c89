import * as z from 'zod'
import type { Project } from '../project/project.ts'
import { keys } from '../store/keys.ts'
import type { Table } from '../store/table.ts'
import type { ReachedFigures } from './self-evaluation.ts'

/** Of the sums that the stream's consumer keeps of a project, and of its spending records, what planned and reached are compared by. */
const sums = z.object({ type: z.literal('project-sums'), data: z.object({ activities: z.int(), beneficiaries: z.int(), attendances: z.int(), checkedIn: z.int(), backFilled: z.int() }) })
const spending = z.object({ type: z.literal('spending'), data: z.object({ cycle: z.int(), amount: z.int(), struck: z.unknown() }) })

/** What the records hold; null while nothing has been counted. People are those that the activities' reports name, spending is of the present cycle and in fen. */
export async function reachedFigures(table: Table, { id, cycle }: Pick<Project, 'id' | 'cycle'>): Promise<ReachedFigures | null> {
  const [kept, spent] = await Promise.all([table.queryRaw({ pk: keys.projectSums(id).pk, prefix: keys.projectSums(id).sk }), spentIn(table, id, cycle)])
  const found = kept.items.flatMap((item) => sums.safeParse(item).data?.data ?? [])[0]
  if (found === undefined && spent === 0) return null
  const { activities = 0, beneficiaries = 0, attendances = 0, checkedIn = 0, backFilled = 0 } = found ?? {}
  return { activities, people: beneficiaries, attendances, minutes: checkedIn + backFilled, spent }
}

async function spentIn(table: Table, project: string, cycle: number): Promise<number> {
  let total = 0
  let after: string | undefined
  do {
    const page = await table.queryRaw({ pk: keys.spendings(project).pk, after })
    for (const item of page.items) {
      const one = spending.safeParse(item).data?.data
      if (one !== undefined && one.cycle === cycle && one.struck === null) total += one.amount
    }
    after = page.next
  } while (after !== undefined)
  return total
}
