import { isRefusal } from '../../shared/kernel/refusal.ts'
import type { RoundRecord } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { receiptOf } from '../../shared/scorecard/scorecard.ts'
import { loadSeal, replacedBy } from '../../shared/seal/seal.store.ts'
import { type ArchiveEntry, type ArchiveRoom, word } from './archive-room.ts'
import { readBundle } from './bundle.ts'
import { cardsOfRound } from './round-cards.ts'

const json = (path: string, value: unknown): ArchiveEntry => ({ path: `${path}.json`, bytes: Buffer.from(JSON.stringify(value, null, 1)), pack: true })

/** A closed round's sealed cards, and the receipt of each card with its judge's name: what a judge's own is compared with when it is lost or doubted. */
export async function* archiveSeal(room: ArchiveRoom, folder: string, round: RoundRecord, rules: Round, names: ReadonlyMap<string, string>): AsyncGenerator<ArchiveEntry> {
  if (round.seal === null) return
  const { context: { table }, competition } = room
  const [seal, { cards }] = await Promise.all([loadSeal(table, competition.id, round.index, round.seal), cardsOfRound(table, competition, round)])
  yield json(`${folder}/${word(room, '封存', 'seal')}`, { ...seal, replaced: await replacedBy(table, competition.id, round.index, seal) })
  yield json(`${folder}/${word(room, '回执', 'receipts')}`, [...cards.values()].flat().map((card) => ({ judge: names.get(card.judge) ?? '', ...receiptOf(card, rules) })))
}

/** The bundle as everybody reads it, once a notice names the seals. */
export async function* archiveBundle(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry> {
  try {
    const { text } = await readBundle(room.context, room.competition.id)
    yield { path: `${folder}/${word(room, '核验包', 'bundle')}.json`, bytes: Buffer.from(text), pack: true }
  } catch (error) {
    if (!isRefusal(error, 'NOT_FOUND')) throw error
  }
}
