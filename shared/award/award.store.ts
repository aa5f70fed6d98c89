import { createHash } from 'node:crypto'
import * as z from 'zod'
import { competitionId, objectionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type AwardLine, awardLineSchema } from './line.ts'

const tiedSchema = z.object({ proposal: proposalId, title: z.string(), organisation: z.string(), total: z.string() })

/** The proposed awards of one competition and what people decided about them; its lines stand in the award list that `list` names. */
export const awardsSchema = z.object({
  competition: competitionId,
  /** The standing they were given from. */
  standing: z.object({ round: z.int(), version: z.string() }),
  list: z.string(),
  /** Number of lines. */
  lines: z.int(),
  /** Tied across the last place of an award: the administrator decides who of `tied` takes its `places`. */
  ties: z.array(z.object({ award: z.string(), awardName: bilingual, category: z.string().nullable(), places: z.int(), tied: z.array(tiedSchema) })),
  /** Awards not given yet, because such a tie decides who is left for them. */
  waiting: z.array(bilingual),
  decisions: z.array(z.object({
    award: z.string(), awardName: bilingual, category: z.string().nullable(), tied: z.array(tiedSchema), chosen: z.array(tiedSchema), reason: z.string(), at: instant, by: personId, byName: z.string(),
  })),
  /** Taken out by a ruling; with their names, because no line has them any more. */
  annulled: z.array(z.object({ proposal: proposalId, title: z.string(), organisation: z.string(), reasons: z.string(), objection: objectionId, at: instant })),
  /** Names put right by a ruling, and, in a venture, sums brought down. */
  corrected: z.array(z.object({ proposal: proposalId, title: z.string().nullable(), organisation: z.string().nullable(), amount: z.int().min(1).nullable(), objection: objectionId, at: instant })),
  /** One sentence for each award that has fewer takers than places. */
  unfilled: z.array(bilingual),
  /** Published before the rest, while objections to others waited for their rulings. */
  early: z.array(z.object({ proposal: proposalId, at: instant })),
  /** All of them. */
  publishedAt: instant.nullable(),
  publishedBy: personId.nullable(),
})
export type Awards = z.infer<typeof awardsSchema>
export const awardsItem = itemKind('awards', awardsSchema, (awards) => keys.awards(awards.competition))

/** A line has 3 KB at most (a title and an organisation of the longest kind), so 100 of them stay below 300 KB. */
const LINES_A_PART = 100

const awardListPart = itemKind(
  'award-list',
  z.object({ competition: competitionId, list: z.string(), part: z.int(), lines: z.array(awardLineSchema) }),
  (part) => keys.awardList(part.competition, part.list, part.part),
)

/**
 * Keeps a list of lines and gives its version, which is made from the content: the same lines are the same list, and no list is ever
 * rewritten. Nobody reads it until an AWARDS or NOTICE item names it.
 */
export async function writeAwardList(table: Table, competition: Awards['competition'], lines: readonly AwardLine[]): Promise<string> {
  const list = createHash('sha256').update(JSON.stringify(lines)).digest('base64url').slice(0, 26)
  for (let part = 0; part * LINES_A_PART < lines.length; part += 1) {
    await table.transact([awardListPart.put({ competition, list, part, lines: lines.slice(part * LINES_A_PART, (part + 1) * LINES_A_PART) }, 'any')])
  }
  return list
}

/** The lines of a list in their order; none where the list is empty. */
export async function loadAwardList(table: Table, competition: string, list: string): Promise<AwardLine[]> {
  const parts = await table.queryAll(awardListPart, keys.awardListParts(competition, list))
  return parts.flatMap(({ value }) => value.lines)
}

/** Throws NOT_FOUND where none are proposed yet. */
export async function loadAwards(table: Table, competition: string): Promise<Stored<Awards>> {
  const found = await table.get(awardsItem, keys.awards(competition))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
