import * as z from 'zod'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Definition, definitionShape } from './definition.ts'
import { definitionLibrary } from './library.ts'
import { bySchema, type Stage } from './stage.ts'

/** A version of a definition that a district imported. Versions stay: running projects keep theirs. */
export const definitionItem = itemKind(
  'stage-definition',
  z.object({ district: districtCode, definition: definitionShape, importedAt: instant, importedBy: bySchema }),
  ({ district, definition }) => keys.definition(district, definition.id, definition.version),
)

/** The version a stage goes by. Throws NOT_FOUND where nobody has it any more. */
export async function loadDefinition(table: Table, district: string, wanted: Stage['definition']): Promise<Definition> {
  const ours = definitionLibrary().get(wanted.id)
  if (ours?.version === wanted.version) return ours
  const found = await table.get(definitionItem, keys.definition(district, wanted.id, wanted.version))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value.definition
}

/** All versions a district can choose from, the newest of each id last. */
export async function definitionsOf(table: Table, district: string): Promise<Definition[]> {
  const imported = (await table.queryAll(definitionItem, keys.definitions(district))).map(({ value }) => value.definition)
  return [...definitionLibrary().values(), ...imported]
}

/** What a new project starts with: the newest version of the library's first, or of what the district imported under its id. */
export async function currentDefinition(table: Table, district: string): Promise<Definition> {
  const [first] = definitionLibrary().keys()
  const versions = (await definitionsOf(table, district)).filter(({ id }) => id === first)
  const newest = versions.reduce<Definition | undefined>((best, one) => (best === undefined || one.version > best.version ? one : best), undefined)
  if (newest === undefined) throw new TypeError('the library has no definition')
  return newest
}
