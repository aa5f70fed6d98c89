import { derivedId } from '../kernel/ids.ts'

/** Which version of an answer somebody's page began with: the same for equal answers, '' for none. */
export type Mark = string

export function markOf(answer: unknown): Mark {
  const plain = plainOf(answer)
  return plain === undefined ? '' : derivedId('answer', JSON.stringify(plain))
}

/** Without what means nothing: empty texts, rows and ticks, the order of a row's columns, a browser's line ends. */
function plainOf(value: unknown): unknown {
  if (value === null || value === undefined || value === false) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.replaceAll('\r\n', '\n')
  if (Array.isArray(value)) {
    const rows = value.map(plainOf).filter((row) => row !== undefined)
    return rows.length === 0 ? undefined : rows
  }
  if (typeof value !== 'object') return value
  const columns = Object.entries(value).map(([column, cell]) => [column, plainOf(cell)] as const).filter(([, cell]) => cell !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return columns.length === 0 ? undefined : columns
}

export interface Merged {
  /** Answers that the writer changed and nobody else did: theirs to keep. */
  taken: string[]
  /** Changed by both, to different answers: neither is thrown away unseen. */
  clashing: string[]
  /** Changed by somebody else only: what stands stays, though the writer's page does not show it yet. */
  behind: string[]
}

/**
 * Three ways at each answer: `was` marks what the writer's page began with, `mine` is what it holds now, `stands` what is kept meanwhile.
 * An answer without a mark counts as seen as it stands.
 */
export function mergeAnswers(ids: readonly string[], was: Readonly<Record<string, Mark>>, mine: Readonly<Record<string, unknown>>, stands: Readonly<Record<string, unknown>>): Merged {
  const merged: Merged = { taken: [], clashing: [], behind: [] }
  for (const id of ids) {
    const [own, now] = [markOf(mine[id]), markOf(stands[id])]
    const began = was[id] ?? now
    if (own === now) continue
    merged[own === began ? 'behind' : now === began ? 'taken' : 'clashing'].push(id)
  }
  return merged
}
