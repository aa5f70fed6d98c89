import districtDefault from './library/district-default.json' with { type: 'json' }
import { type Definition, parseDefinition } from './definition.ts'

/** Files of the library; the first is what new projects start with where the district has not imported its own under that id. */
const files: readonly unknown[] = [districtDefault]

let read: ReadonlyMap<string, Definition> | undefined

/** Every definition that comes with the platform, by id. Throws TypeError for a file with mistakes. */
export function definitionLibrary(): ReadonlyMap<string, Definition> {
  read ??= new Map(files.map((file) => {
    const parsed = parseDefinition(file)
    if (!parsed.ok) throw new TypeError(`shared/stage/library: ${parsed.mistakes.map(({ path, en }) => `${path} ${en}`).join('; ')}`)
    return [parsed.definition.id, parsed.definition] as const
  }))
  return read
}
