import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { importedRulebookItem } from '../../shared/rulebook/rulebook.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { administered } from './districts.ts'

export interface HeldRulebook {
  rulebook: Rulebook
  /** null: it comes with the platform. */
  imported: { district: string; at: Instant; by: string } | null
}

/** The library's rulebooks, then those that the asker's districts imported. */
export async function listRulebooks(context: Context): Promise<HeldRulebook[]> {
  authorise(context, 'rulebook.list', {})
  const imported = await Promise.all(administered(context.actor).map((district) => context.table.queryAll(importedRulebookItem, keys.rulebooks(district))))
  return [
    ...libraryRulebooks().map((rulebook) => ({ rulebook, imported: null })),
    ...imported.flat().map(({ value }) => ({ rulebook: value.rulebook, imported: { district: value.district, at: value.importedAt, by: value.importedBy.name } })),
  ]
}

/** Anybody may read a rulebook: of the library, or of a district (the asker's own unless named). Throws NOT_FOUND. */
export async function readRulebook(context: Context, id: string, district?: string): Promise<HeldRulebook> {
  authorise(context, 'rulebook.read', {})
  const found = await findRulebook(context, id, district === undefined ? administered(context.actor) : [district])
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** For commands that make something of a rulebook; asks nobody's leave. */
export async function findRulebook({ table }: Context, id: string, districts: readonly string[]): Promise<HeldRulebook | undefined> {
  const library = libraryRulebooks().find((rulebook) => rulebook.id === id)
  if (library !== undefined) return { rulebook: library, imported: null }
  for (const district of districts) {
    const found = await table.get(importedRulebookItem, keys.rulebook(district, id))
    if (found !== undefined) return { rulebook: found.value.rulebook, imported: { district, at: found.value.importedAt, by: found.value.importedBy.name } }
  }
  return undefined
}
