import { readFileSync, readdirSync } from 'node:fs'
import type { Mistake } from '../kernel/refusal.ts'
import { type Rulebook, parseRulebook } from './rulebook.ts'

/** Beside this module in the source, and beside the bundle where it is bundled. */
const folder = new URL('./library/', import.meta.url)

/** A file of the library that isn't a rulebook: named, with every mistake in it. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError'
  readonly file: string
  readonly mistakes: readonly Mistake[]

  constructor(file: string, mistakes: readonly Mistake[]) {
    super(`${file} is not a rulebook:\n${mistakes.map(({ path, en }) => `  ${path || '/'}: ${en}`).join('\n')}`)
    this.file = file
    this.mistakes = mistakes
  }
}

function readRulebook(file: string, folder: URL): Rulebook {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new LibraryError(file, [{
      path: '', code: 'JSON_MALFORMED',
      zh: `不是有效的 JSON：${error.message}`,
      en: `This is not JSON: ${error.message}`,
    }])
  }
  const parsed = parseRulebook(json)
  if (!parsed.ok) throw new LibraryError(file, parsed.mistakes)
  if (`${parsed.rulebook.id}.json` !== file) {
    const { id } = parsed.rulebook
    throw new LibraryError(file, [{
      path: '/id', code: 'ID_NOT_FILE',
      zh: `文件名应为 ${id}.json。`,
      en: `The file is to be called ${id}.json.`,
    }])
  }
  return parsed.rulebook
}

let read: readonly Rulebook[] | undefined

/** Every rulebook of a folder, by file name: a new one is a new file and needs no code. Throws a LibraryError at the first wrong file. */
export function rulebooksIn(folder: URL): Rulebook[] {
  return readdirSync(folder).filter((file) => file.endsWith('.json')).sort().map((file) => readRulebook(file, folder))
}

/** The rulebooks that come with the platform, read once a process. */
export function libraryRulebooks(): readonly Rulebook[] {
  read ??= rulebooksIn(folder)
  return read
}
