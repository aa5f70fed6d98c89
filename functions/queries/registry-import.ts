import * as z from 'zod'
import type { Import } from '../../shared/registry/import.ts'
import { loadImport, loadImports } from '../../shared/registry/import.store.ts'
import { planOf } from '../../shared/registry/plan.store.ts'
import { inRegister } from '../../shared/registry/registers.store.ts'
import { type PlannedRow, type RowState, rowStates } from '../../shared/registry/plan.ts'
import { authorise, type Context } from '../context.ts'
import { pageWithin } from './paging.ts'

export const previewFilter = z.object({
  /** Rows of one sort; all of them, the wrong first, where it is left out. */
  state: z.enum(rowStates).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
})

export interface Preview {
  import: Import
  /** null once it was applied: the register has moved on. */
  plan: { counts: Record<RowState, number>; rows: PlannedRow[]; total: number; page: number; size: number; revision: number } | null
}

/** A district's imports, the newest first. */
export async function listImports(context: Context, district: string): Promise<Import[]> {
  authorise(context, 'registry.import', { district })
  return loadImports(context.table, district)
}

/** Every row of an import with what is wrong with it and what applying it would change now. Throws NOT_FOUND. */
export async function previewImport(context: Context, district: string, id: string, filter: z.infer<typeof previewFilter>): Promise<Preview> {
  authorise(context, 'registry.import', { district })
  const { value } = await loadImport(context.table, district, id)
  if (value.state !== 'read') return { import: value, plan: null }
  const { plan, head } = await inRegister(value.register, async (of) => {
    const { plan: { counts, rows }, head } = await planOf(context.table, of, value)
    return { plan: { counts, rows }, head }
  })
  const shown = filter.state === undefined ? plan.rows.toSorted((a, b) => rowStates.indexOf(a.state) - rowStates.indexOf(b.state) || a.line - b.line) : plan.rows.filter(({ state }) => state === filter.state)
  const page = pageWithin(filter.page, filter.size, shown.length)
  const start = (page - 1) * filter.size
  return { import: value, plan: { counts: plan.counts, rows: shown.slice(start, start + filter.size), total: shown.length, page, size: filter.size, revision: head.value.revision } }
}
