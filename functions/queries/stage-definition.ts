import type { Definition } from '../../shared/stage/definition.ts'
import { definitionsOf, loadDefinition } from '../../shared/stage/definition.store.ts'
import { authorise, type Context } from '../context.ts'
import { administered } from './districts.ts'

/** The district named, the first that the asker administers, or the platform's own. */
const districtFor = (context: Context, named: string | undefined): string => named ?? administered(context.actor)[0] ?? context.environment.XIUYUAN_DISTRICT

/** All versions of the stage rules, the library's first. */
export async function listDefinitions(context: Context, district: string | undefined): Promise<Definition[]> {
  authorise(context, 'stage.read', {})
  return definitionsOf(context.table, districtFor(context, district))
}

/** Throws NOT_FOUND. */
export async function readDefinition(context: Context, wanted: { id: string; version: number }, district: string | undefined): Promise<Definition> {
  authorise(context, 'stage.read', {})
  return loadDefinition(context.table, districtFor(context, district), wanted)
}
