import type { Competition } from '../competition/competition.ts'
import type { Grant } from '../grant/grant.ts'
import type { Fen } from '../kernel/money.ts'
import { derivedId } from '../kernel/ids.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { awardsItem } from '../award/award.store.ts'
import { type Movement, movementSchema, move } from './ledger.ts'

export const movementItem = itemKind('movement', movementSchema, (movement) => keys.movement(movement.competition, movement.id))

/** Movements of an award list that is prepared: they count once the list is published. Apart, so that nobody reads them before. */
const promiseItem = itemKind('promise', movementSchema, (movement) => keys.promise(movement.competition, movement.because.id, movement.id))

/** Grants of one movement; two sides each. */
const GRANTS_A_MOVEMENT = 100

/**
 * Writes what an award list promises, for the moment of its publication: the budget, and from it each grant. Written again for the same
 * list it is the same. `by` and `at` are of the first time it was prepared.
 */
export async function writePromises(table: Table, competition: Competition, list: string, budget: Fen, grants: readonly Grant[], given: Pick<Movement, 'at' | 'by'>): Promise<void> {
  const name = competition.name
  const promise = (part: string, kind: 'budget' | 'promise', sentence: Movement['sentence'], sides: Movement['sides']): Movement => ({
    ...given, id: derivedId('promise', list, part), competition: competition.id, kind, because: { noun: 'award-list', id: list }, sentence, sides,
  })
  await table.transact([promiseItem.put(promise('budget', 'budget', { zh: `《${name.zh}》的资助总额`, en: `Budget of "${name.en ?? name.zh}"` }, move(budget, 'source', 'left', null)), 'any')])
  for (let start = 0; start < grants.length; start += GRANTS_A_MOVEMENT) {
    const part = grants.slice(start, start + GRANTS_A_MOVEMENT)
    const sentence = { zh: `公布资助名单第 ${start + 1}–${start + part.length} 项`, en: `Grants ${start + 1}–${start + part.length} of the list as published` }
    await table.transact([promiseItem.put(promise(String(start), 'promise', sentence, part.flatMap(({ id, amount }) => move(amount, 'left', 'promised', id))), 'any')])
  }
}

/** Every movement of a competition's money, oldest first; none before its award list is published. */
export async function movementsOf(table: Table, competition: string): Promise<Movement[]> {
  const awards = await table.get(awardsItem, keys.awards(competition))
  if (awards === undefined || awards.value.publishedAt === null) return []
  const [promised, moved] = await Promise.all([table.queryAll(promiseItem, keys.promises(competition, awards.value.list)), table.queryAll(movementItem, keys.movements(competition))])
  return [...promised, ...moved].map(({ value }) => value).toSorted((a, b) => a.at.localeCompare(b.at) || order(a) - order(b))
}

const order = ({ kind }: Movement): number => (kind === 'budget' ? 0 : kind === 'promise' ? 1 : 2)
