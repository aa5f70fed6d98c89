import { createHash } from 'node:crypto'
import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Finding, findingSchema, type Ruling, rulingSchema } from './conflict.ts'

/** Which findings of a competition are in force, and of how many judges and proposals they are made. */
const headSchema = z.object({ competition: competitionId, version: z.string(), foundAt: instant, pairs: z.int(), judges: z.int(), proposals: z.int() })
export type FindingsHead = z.infer<typeof headSchema>
export const findingsItem = itemKind('conflicts', headSchema, (head) => keys.conflicts(head.competition))

/** DynamoDB takes items of 400 KB; a pair has some hundred bytes, or thousands where both sides say much. */
const BYTES_A_PART = 250_000
const partItem = itemKind('conflict-part', z.object({ competition: competitionId, version: z.string(), part: z.int(), pairs: z.array(findingSchema) }), (part) => keys.conflictPart(part.competition, part.version, part.part))

export const conflictRulingItem = itemKind('conflict-ruling', rulingSchema, (ruling) => keys.conflictRuling(ruling.competition, ruling.proposal, ruling.judge))

/** Keeps findings and gives their version, made from the content: nobody reads it until the head names it, and written again it is the same. */
export async function writeFindings(table: Table, competition: FindingsHead['competition'], findings: readonly Finding[]): Promise<string> {
  const version = createHash('sha256').update(JSON.stringify(findings)).digest('base64url').slice(0, 26)
  for (const [part, pairs] of inParts(findings).entries()) await table.transact([partItem.put({ competition, version, part, pairs }, 'any')])
  return version
}

function inParts(findings: readonly Finding[]): Finding[][] {
  const parts: Finding[][] = []
  let bytes = Infinity
  for (const finding of findings) {
    const own = Buffer.byteLength(JSON.stringify(finding))
    if (bytes + own > BYTES_A_PART) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(finding)
    bytes += own
  }
  return parts
}

/** What was found last; undefined before anybody looked. */
export async function loadFindings(table: Table, competition: string): Promise<{ head: Stored<FindingsHead>; findings: Finding[] } | undefined> {
  const head = await table.get(findingsItem, keys.conflicts(competition))
  if (head === undefined) return undefined
  const parts = await table.queryAll(partItem, keys.conflictParts(competition, head.value.version))
  return { head, findings: parts.flatMap(({ value }) => value.pairs) }
}

export const loadRulings = async (table: Table, competition: string): Promise<Ruling[]> => (await table.queryAll(conflictRulingItem, keys.conflictRulings(competition))).map(({ value }) => value)
