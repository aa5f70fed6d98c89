import { drawn } from '../kernel/draw.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Grouping } from '../rulebook/round.ts'

/** What a round judges: a proposal and its category. */
export interface Entry {
  id: string
  category: string
}

export interface Group {
  /** 'g01', 'g02', …: in the order of the rulebook's categories. */
  id: string
  name: Bilingual
  /** The category all its entries are of; null where they are mixed. */
  category: string | null
  /** Entry ids in the order drawn by lot: the order of pitches. */
  entries: string[]
}

/** Deals one by one, so that sizes differ by one at most; never a heap without entries. */
function dealt<T>(items: readonly T[], heaps: number): T[][] {
  const count = Math.min(heaps, items.length)
  return Array.from({ length: count }, (_, heap) => items.filter((_item, i) => i % count === heap))
}

/** How many groups each category has: one each, the others one by one to the category whose groups are the largest then. */
function groupsEach(sizes: readonly number[], count: number): number[] {
  const groups = sizes.map(() => 1)
  for (let left = count - sizes.length; left > 0; left -= 1) {
    let largest = -1
    for (const [i, size] of sizes.entries()) {
      const own = groups[i] ?? 1
      if (size <= own) continue
      if (largest === -1 || size * (groups[largest] ?? 1) > (sizes[largest] ?? 0) * own) largest = i
    }
    if (largest === -1) break
    groups[largest] = (groups[largest] ?? 1) + 1
  }
  return groups
}

/**
 * The groups that a round is judged in. Each entry is in exactly one; no group is empty; the same entries and seed make the same groups,
 * whatever order the entries come in. `categories` is the rulebook's order of categories; unknown ones follow by name.
 */
export function makeGroups(grouping: Grouping, entries: readonly Entry[], seed: string, categories: readonly string[] = []): Group[] {
  const known = [...new Set([...categories, ...entries.map(({ category }) => category).sort()])]
  const inLots = drawn(seed, entries, ({ id }) => id)
  const byCategory = known.map((category) => ({ category, entries: inLots.filter((entry) => entry.category === category) }))
    .filter((one) => one.entries.length > 0)
  const heaps = ((): { category: string | null; entries: Entry[] }[] => {
    switch (grouping.rule) {
      case 'one':
        return entries.length > 0 ? [{ category: null, entries: [...entries] }] : []
      case 'even':
        // Dealt category by category, so that each group has its share of each.
        return dealt(byCategory.flatMap((one) => one.entries), grouping.count).map((heap) => ({ category: null, entries: heap }))
      case 'by-category': {
        const groups = groupsEach(byCategory.map((one) => one.entries.length), grouping.count)
        return byCategory.flatMap((one, i) => dealt(one.entries, groups[i] ?? 1).map((heap) => ({ category: one.category, entries: heap })))
      }
    }
  })()
  return heaps.map(({ category, entries }, i) => ({
    id: `g${String(i + 1).padStart(2, '0')}`,
    name: { zh: `第 ${i + 1} 组`, en: `Group ${i + 1}` },
    category,
    entries: drawn(seed, entries, ({ id }) => id).map(({ id }) => id),
  }))
}
