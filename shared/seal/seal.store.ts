import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { slotSchema } from './bundle.ts'
import { hashSchema } from './leaf.ts'
import type { Seal } from './seal.ts'

/** A seal by its root. Never rewritten: cards that change after it are sealed anew, and the new seal names the old one. */
const sealHeadSchema = z.object({
  competition: competitionId,
  index: z.int(),
  root: hashSchema,
  slots: z.int(),
  proposals: z.array(z.string()),
  sealedAt: instant,
  /** The root that it takes the place of. */
  previous: hashSchema.nullable(),
})
type SealHead = z.infer<typeof sealHeadSchema>
const sealHeadItem = itemKind('seal', sealHeadSchema, (head) => keys.sealHead(head.competition, head.index, head.root))

const sealedSchema = z.array(z.object({ leaf: hashSchema, slot: slotSchema }))

/** Leaves and what is behind them as one JSON text, for the reason that a ranking's lines are (standing.store.ts). */
const sealPart = itemKind(
  'seal-part',
  z.object({ competition: competitionId, index: z.int(), root: hashSchema, part: z.int(), sealed: z.string() }),
  (part) => keys.sealPart(part.competition, part.index, part.root, part.part),
)

/** A slot has 600 bytes with the longest sheet, so that a part stays below DynamoDB's 400 KB. */
const SLOTS_A_PART = 500

export interface StoredSeal extends Seal, Pick<SealHead, 'sealedAt' | 'previous'> {}

/** Keeps a seal under its root; the head last. Nobody reads it until ROUND's `seal` names it. */
export async function writeSeal(table: Table, place: Pick<SealHead, 'competition' | 'index'>, { slots, proposals, opened, leaves, root, sealedAt, previous }: StoredSeal): Promise<void> {
  const sealed = leaves.map((leaf, i) => ({ leaf, slot: opened[i] }))
  for (let part = 0; part * SLOTS_A_PART < sealed.length; part += 1) {
    await table.transact([sealPart.put({ ...place, root, part, sealed: JSON.stringify(sealed.slice(part * SLOTS_A_PART, (part + 1) * SLOTS_A_PART)) }, 'any')])
  }
  await table.transact([sealHeadItem.put({ ...place, root, slots, proposals, sealedAt, previous }, 'any')])
}

/** Throws NOT_FOUND. */
export async function loadSeal(table: Table, competition: string, index: number, root: string): Promise<StoredSeal> {
  const [head, parts] = await Promise.all([table.get(sealHeadItem, keys.sealHead(competition, index, root)), table.queryAll(sealPart, keys.sealParts(competition, index, root))])
  if (head === undefined) throw new Refusal('NOT_FOUND')
  const sealed = parts.flatMap(({ value }) => sealedSchema.parse(JSON.parse(value.sealed)))
  const { slots, proposals, sealedAt, previous } = head.value
  return { root, slots, proposals, sealedAt, previous, leaves: sealed.map(({ leaf }) => leaf), opened: sealed.map(({ slot }) => slot) }
}

/** The seals that this one has taken the place of, the newest first. */
export async function replacedBy(table: Table, competition: string, index: number, { previous }: Pick<StoredSeal, 'previous'>): Promise<{ root: string; sealedAt: string }[]> {
  const found: { root: string; sealedAt: string }[] = []
  for (let root = previous; root !== null;) {
    const head = await table.get(sealHeadItem, keys.sealHead(competition, index, root))
    if (head === undefined) throw new Refusal('NOT_FOUND')
    found.push({ root, sealedAt: head.value.sealedAt })
    root = head.value.previous
  }
  return found
}
