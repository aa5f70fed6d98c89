import type { Block, Rating } from '../../../shared/reliability/rating.ts'

/** A printed table: a row an entry, a column a judge; null where there is no score. */
export const ratings = (rows: readonly (readonly (number | null)[])[]): Rating[] =>
  rows.flatMap((row, i) => row.flatMap((value, j) => (value === null ? [] : [{ entry: `e${String(i + 1).padStart(3, '0')}`, judge: `j${String(j + 1).padStart(3, '0')}`, value }])))

export const block = (values: number[][]): Block => ({ values, entries: values.map((_, i) => `e${i}`), judges: (values[0] ?? []).map((_, j) => `j${j}`) })

/** Books print a row an observer. */
export const turned = <T>(rows: readonly (readonly T[])[]): T[][] => (rows[0] ?? []).map((_, i) => rows.flatMap((row) => row.slice(i, i + 1)))

/** The same numbers for the same seed, evenly from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Normally distributed around 0 (Box and Muller). */
export const normal = (draw: () => number, deviation: number): number => deviation * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
