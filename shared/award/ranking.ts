import type { AwardLine } from './line.ts'

export interface RankedLine extends AwardLine {
  /** 1, 2, 2, 4 over all categories. */
  rank: number
}

/**
 * The winners in one order, best first, as the next level up asks for them (下一级推荐名单, forms.md part 1): by the final standing (`placeOf`, of
 * any line the place over all), and among equals by award, since people have decided such a tie. Who is equal in both shares a rank.
 */
export function rankWinners(lines: readonly AwardLine[], placeOf: ReadonlyMap<string, number>): RankedLine[] {
  const place = ({ proposal }: AwardLine) => placeOf.get(proposal) ?? Infinity
  const ordered = lines.toSorted((a, b) => place(a) - place(b))
  const ranks: number[] = []
  return ordered.map((line, i) => {
    const before = ordered[i - 1]
    const rank = before !== undefined && place(before) === place(line) && before.award === line.award ? (ranks[i - 1] ?? i + 1) : i + 1
    ranks.push(rank)
    return { ...line, rank }
  })
}
