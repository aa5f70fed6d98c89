import { createHash } from 'node:crypto'
import * as z from 'zod'
import { competitionId, proposalId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type CandidateLine, candidateLineSchema } from './candidate.ts'
import { decisionSchema, type Decision } from './decision.ts'
import type { Proposed } from './propose.ts'

export const decisionItem = itemKind('decision', decisionSchema, ({ competition }) => keys.decision(competition))

/** Throws NOT_FOUND while nobody has asked for a portfolio. */
export async function loadDecision(table: Table, competition: string): Promise<Stored<Decision>> {
  const found = await table.get(decisionItem, keys.decision(competition))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

const selection = { proposals: z.array(proposalId), score: z.string(), total: z.int() }
export const proposedSchema = z.object({
  constraints: z.array(z.object({ id: z.string(), sentence: bilingual, source: bilingual.nullable() })),
  rank: z.object({ ...selection, passed: z.array(z.object({ proposal: proposalId, because: z.string() })), unmet: z.array(z.string()) }),
  best: z.object({ ...selection, over: z.string() }).nullable(),
  clash: z.array(z.string()),
  costs: z.array(z.object({ constraint: z.string(), gain: z.string(), projects: z.int(), atLeast: z.boolean() })),
})

/** An answer of the programme: what it was chosen from stands in parts. */
export interface Portfolio {
  budget: number
  /** In the order of the ranking. */
  lines: CandidateLine[]
  proposed: z.infer<typeof proposedSchema>
}

const headItem = itemKind('portfolio', z.object({ competition: competitionId, version: z.string(), budget: z.int(), parts: z.int(), proposed: z.string() }), ({ competition, version }) => keys.portfolio(competition, version))
const partItem = itemKind('portfolio-part', z.object({ competition: competitionId, version: z.string(), part: z.int(), lines: z.string() }), ({ competition, version, part }) => keys.portfolioPart(competition, version, part))
const linesSchema = z.array(candidateLineSchema)

/** A line has 1 KB at most. */
const LINES_A_PART = 200

/** Keeps an answer under a version made from its content, and gives that version. Nobody reads it until DECISION names it. */
export async function writePortfolio(table: Table, competition: Decision['competition'], { budget, lines, proposed }: { budget: number; lines: readonly CandidateLine[]; proposed: Proposed }): Promise<string> {
  const text = JSON.stringify(proposed)
  const version = createHash('sha256').update(JSON.stringify([budget, lines, text])).digest('base64url').slice(0, 26)
  const parts = Math.ceil(lines.length / LINES_A_PART)
  for (let part = 0; part < parts; part += 1) {
    await table.transact([partItem.put({ competition, version, part, lines: JSON.stringify(lines.slice(part * LINES_A_PART, (part + 1) * LINES_A_PART)) }, 'any')])
  }
  await table.transact([headItem.put({ competition, version, budget, parts, proposed: text }, 'any')])
  return version
}

/** Throws NOT_FOUND. */
export async function loadPortfolio(table: Table, competition: string, version: string): Promise<Portfolio> {
  const [head, parts] = await Promise.all([table.get(headItem, keys.portfolio(competition, version)), table.queryAll(partItem, keys.portfolioParts(competition, version))])
  if (head === undefined) throw new Refusal('NOT_FOUND')
  return { budget: head.value.budget, lines: parts.flatMap(({ value }) => linesSchema.parse(JSON.parse(value.lines))), proposed: proposedSchema.parse(JSON.parse(head.value.proposed)) }
}
