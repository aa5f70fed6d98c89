import { createHash } from 'node:crypto'
import * as z from 'zod'
import { canonicalJson } from '../kernel/canonical.ts'
import { competitionId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table, type Write } from '../store/table.ts'
import type { RoundResult } from './aggregate.ts'

/** One place of a stored ranking, with all that its page, its export and the next round's tally need: nothing is looked up again. */
export const standingLineSchema = z.object({
  proposal: proposalId,
  title: z.string(),
  organisation: z.string(),
  /** Id in the rulebook. */
  category: z.string(),
  group: z.object({ id: z.string(), name: bilingual }).nullable(),
  /** 1, 2, 2, 4. */
  place: z.int(),
  /** What the place is by, with its decimals. */
  value: z.string(),
  /** Weighted sum of the rounds so far, out of 100. */
  total: z.string(),
  rounds: z.array(z.object({ round: z.string(), score: z.string(), weighted: z.string() })),
  /** Judges' totals in this round, highest first, nameless. */
  totals: z.array(z.string()),
  /** This round's score before groups were brought to one yardstick; only where the round is normalised. */
  raw: z.string().optional(),
  /** Of the public, and of bonuses; only after the last round, where the rulebook has them. */
  vote: z.object({ votes: z.int(), score: z.string(), weighted: z.string() }).optional(),
  bonus: z.object({ points: z.string(), earned: z.array(z.string()) }).optional(),
  /** Mean of each criterion in this round, for tie-breaks to come. */
  criteria: z.record(z.string(), z.string()),
  /** How a place among equals came about. */
  tie: bilingual.nullable(),
  advances: z.boolean(),
  /** Tied across the line: the administrator decides. */
  waits: z.boolean(),
})
export type StandingLine = z.infer<typeof standingLineSchema>
const standingLines = z.array(standingLineSchema)

export const standingHeadSchema = z.object({
  competition: competitionId,
  index: z.int(),
  version: z.string(),
  /** Id of the round in the rulebook. */
  round: z.string(),
  madeAt: instant,
  lines: z.int(),
  cutLines: z.array(z.object({ pool: z.string().nullable(), count: z.int(), last: z.object({ entry: z.string(), value: z.string() }).optional(), next: z.object({ entry: z.string(), value: z.string() }).optional() })),
  /** Who is tied across the line, and for how many places. */
  tied: z.array(z.object({ pool: z.string().nullable(), entries: z.array(proposalId), seats: z.int() })),
  /** Left out or taken with fewer scores, by an administrator's decision. */
  decided: z.array(z.object({ entry: z.string(), decision: z.enum(['exclude', 'accept-fewer']), reason: z.string() })),
})
export type StandingHead = z.infer<typeof standingHeadSchema>
export const standingHeadItem = itemKind('standing-head', standingHeadSchema, (head) => keys.standingHead(head.competition, head.index, head.version))

/** The lines as one JSON text: as nested attributes the SDK takes ten times as long to read them, and so does the stream's consumer. */
const standingPart = itemKind(
  'standing',
  z.object({ competition: competitionId, index: z.int(), version: z.string(), part: z.int(), lines: z.string() }),
  (part) => keys.standing(part.competition, part.index, part.version, part.part),
)

/** A line has 1.5 KB at most with a long title, so that a part stays below DynamoDB's 400 KB. */
const LINES_A_PART = 200

/** A ranking's version, from what it says: the same ranking is the same version, on any day and in any process. */
export const standingVersion = ({ round, cutLines, tied, decided, lines }: Pick<StandingHead, 'round' | 'cutLines' | 'tied' | 'decided'> & { lines: readonly StandingLine[] }): string =>
  createHash('sha256').update(canonicalJson({ round, cutLines, tied, decided, lines })).digest('base64url').slice(0, 26)

/**
 * Keeps a ranking under a new version and gives that version, made from the content: the same ranking is the same version, and none is
 * ever rewritten. Nobody reads it until ROUND's `standing` names it; the caller switches that in its own transaction.
 */
export async function writeStanding(table: Table, standing: Omit<StandingHead, 'version' | 'lines'> & { lines: readonly StandingLine[] }): Promise<string> {
  const { competition, index, lines, madeAt, ...rest } = standing
  const version = standingVersion(standing)
  for (let part = 0; part * LINES_A_PART < lines.length; part += 1) {
    await table.transact([standingPart.put({ competition, index, version, part, lines: JSON.stringify(lines.slice(part * LINES_A_PART, (part + 1) * LINES_A_PART)) }, 'any')])
  }
  const head: Write = standingHeadItem.put({ ...rest, competition, index, version, madeAt, lines: lines.length }, 'any')
  await table.transact([head])
  return version
}

/** Throws NOT_FOUND. */
export async function loadStandingHead(table: Table, competition: string, index: number, version: string): Promise<StandingHead> {
  const found = await table.get(standingHeadItem, keys.standingHead(competition, index, version))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value
}

/** The lines of a ranking, best first. */
export async function loadStanding(table: Table, competition: string, index: number, version: string): Promise<StandingLine[]> {
  const parts = await table.queryAll(standingPart, keys.standingParts(competition, index, version))
  return parts.flatMap(({ value }) => standingLines.parse(JSON.parse(value.lines)))
}

/** A round as the tally had counted it: what the next round's tally puts its own beside. */
export function resultOf(head: StandingHead, lines: readonly StandingLine[]): RoundResult {
  return {
    round: head.round,
    scores: Object.fromEntries(lines.map((line) => [line.proposal, { score: line.rounds.find(({ round }) => round === head.round)?.score ?? line.value, ...(line.raw === undefined ? {} : { raw: line.raw }), totals: line.totals, criteria: line.criteria }])),
    decided: head.decided.map(({ entry, decision, reason }) => ({ entry, decision, reason })),
  }
}
