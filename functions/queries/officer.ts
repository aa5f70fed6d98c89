import type { PersonId, ProjectId } from '../../shared/kernel/ids.ts'
import { type Instant, plusSeconds } from '../../shared/kernel/instant.ts'
import { UNDO_MINUTES } from '../../shared/organisation/organisation.ts'
import { evaluatorItem, financeItem, type Officer } from '../../shared/person/person.store.ts'
import { openEvaluations } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'

export interface OfficerList {
  /** By name, for evaluators with the projects that they are to evaluate. */
  items: { person: PersonId; name: string; since: Instant; open: { id: ProjectId; title: string }[] }[]
  /** Removed, while that can be undone. */
  removed: { person: PersonId; name: string; undoUntil: Instant }[]
}

/** The district's evaluators. */
export async function listEvaluators(context: Context, district: string): Promise<OfficerList> {
  authorise(context, 'evaluator.invite', { district })
  const { items, removed } = listOf(await evaluatorsOf(context.table, district), context.now)
  return { removed, items: await Promise.all(items.map(async (one) => ({ ...one, open: (await openEvaluations(context.table, district, one.person)).map(({ id, title }) => ({ id, title })) }))) }
}

/** The district's finance people. */
export async function listFinance(context: Context, district: string): Promise<OfficerList> {
  authorise(context, 'finance.invite', { district })
  return listOf(await financeOf(context.table, district), context.now)
}

const evaluatorsOf = async (table: Table, district: string): Promise<Officer[]> => (await table.queryAll(evaluatorItem, keys.evaluators(district))).map(({ value }) => value)
const financeOf = async (table: Table, district: string): Promise<Officer[]> => (await table.queryAll(financeItem, keys.financeOf(district))).map(({ value }) => value)

function listOf(officers: readonly Officer[], now: Instant): OfficerList {
  const found = officers.toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  return {
    items: found.flatMap(({ person, name, since, removedAt }) => (removedAt === null ? [{ person, name, since, open: [] }] : [])),
    removed: found.flatMap(({ person, name, removedAt }) => (removedAt === null ? [] : [{ person, name, undoUntil: plusSeconds(removedAt, UNDO_MINUTES * 60) }])).filter(({ undoUntil }) => now < undoUntil),
  }
}

/** Names of those who hold the district's offices now, for queries that have asked the access table themselves. */
export async function officeHolders(table: Table, district: string): Promise<{ evaluators: string[]; finance: string[] }> {
  const names = (officers: readonly Officer[]) => officers.flatMap(({ name, removedAt }) => (removedAt === null ? [name] : [])).sort((a, b) => a.localeCompare(b, 'zh'))
  const [evaluators, finance] = await Promise.all([evaluatorsOf(table, district), financeOf(table, district)])
  return { evaluators: names(evaluators), finance: names(finance) }
}
