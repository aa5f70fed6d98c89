import type { Reliability } from '../../shared/reliability/reliability.ts'
import { reliabilityItem } from '../../shared/reliability/reliability.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'
import type { Room } from './round.ts'
import { type Ranking, readStanding } from './standing.ts'

export interface ReliabilityView {
  room: Room
  ranking: Ranking
  /** null for the seconds that it takes to work out. */
  reliability: Reliability | null
  /** Of all who judge, or did. */
  names: Map<string, string>
}

/** How sure the result of a counted round is. Whoever reads it reads the judges' names on the round's other pages, too. Throws NOT_FOUND while the round is not counted. */
export async function readReliability(context: Context, id: string, index: number): Promise<ReliabilityView> {
  const { room, ranking } = await readStanding(context, id, index)
  const [reliability, judges] = await Promise.all([reliabilityOf(context.table, room), context.table.queryAll(judgeItem, keys.judges(id))])
  return { room, ranking, reliability, names: new Map(judges.map(({ value: { person, name } }) => [person, name])) }
}

/** By ranking: made again for the same ranking it is the same, and large, so that a process reads it once. */
const known = new Map<string, Reliability>()
const KNOWN = 24

/** What is kept about the ranking that ROUND names. A decision among those tied makes a new ranking of the same places, of which it is soon known again. */
export async function reliabilityOf(table: Table, { competition: { value: { id } }, round: { value: { index, standing } } }: Room): Promise<Reliability | null> {
  const key = `${id}#${index}#${standing}`
  const before = known.get(key)
  if (before !== undefined) return before
  const found = await table.get(reliabilityItem, keys.reliability(id, index))
  if (found === undefined || found.value.standing !== standing) return null
  if (known.size >= KNOWN) known.delete(known.keys().next().value ?? '')
  known.set(key, found.value)
  return found.value
}
