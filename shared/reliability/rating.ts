import * as z from 'zod'
import type { Round } from '../rulebook/round.ts'
import { cardTotal } from '../rulebook/sheet.ts'
import type { Card } from '../standing/aggregate.ts'

/** One judge's total for one entry, in points of the sheet. Floats are enough here: nothing of this is a score, all of it is advice. */
export interface Rating {
  entry: string
  judge: string
  value: number
}

export const ratingsOf = (round: Round, cards: readonly Card[]): Rating[] => cards.map(({ entry, judge, scores }) => ({ entry, judge, value: cardTotal(round, scores).toNumber() }))

/** A table without gaps: `values[entry][judge]`. */
export interface Block {
  entries: string[]
  judges: string[]
  values: number[][]
}

/**
 * The largest table without gaps that a panel left behind: judges who scored at least half of its entries, and the entries that all of them
 * scored. A recusal therefore costs an entry, and whoever stood in for it is passed over.
 */
export function blockOf(ratings: readonly Rating[]): Block {
  const byEntry = Map.groupBy(ratings, ({ entry }) => entry)
  const judges = [...Map.groupBy(ratings, ({ judge }) => judge)].flatMap(([judge, own]) => (own.length * 2 >= byEntry.size ? [judge] : [])).toSorted()
  const rows = [...byEntry].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([entry, own]) => {
    const valueOf = new Map(own.map(({ judge, value }) => [judge, value]))
    const row = judges.flatMap((judge) => valueOf.get(judge) ?? [])
    return row.length === judges.length && row.length > 0 ? [{ entry, row }] : []
  })
  return { entries: rows.map(({ entry }) => entry), judges, values: rows.map(({ row }) => row) }
}

/** A set of judges and entries that no card connects with the rest. */
export const componentSchema = z.object({ judges: z.array(z.string()), entries: z.array(z.string()) })
type Component = z.infer<typeof componentSchema>

/** The parts of the graph of who scored what, the largest first: scores in different ones cannot be compared by anything but the sheet. */
export function componentsOf(ratings: readonly Rating[]): Component[] {
  const [byJudge, byEntry] = [Map.groupBy(ratings, ({ judge }) => judge), Map.groupBy(ratings, ({ entry }) => entry)]
  const seen = new Set<string>()
  const found: Component[] = []
  for (const start of [...byJudge.keys()].toSorted()) {
    if (seen.has(start)) continue
    const [judges, entries] = [new Set([start]), new Set<string>()]
    // A set that grows while it is walked through is walked to its end.
    for (const judge of judges) {
      for (const { entry } of byJudge.get(judge) ?? []) {
        if (entries.has(entry)) continue
        entries.add(entry)
        for (const other of byEntry.get(entry) ?? []) judges.add(other.judge)
      }
    }
    for (const judge of judges) seen.add(judge)
    found.push({ judges: [...judges].toSorted(), entries: [...entries].toSorted() })
  }
  return found.toSorted((a, b) => b.entries.length - a.entries.length)
}

/** Asked before anything is divided: the mean of equal decimals may differ from them by the last bit. */
export const allTheSame = (values: readonly number[]): boolean => values.every((value) => value === values[0])

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
