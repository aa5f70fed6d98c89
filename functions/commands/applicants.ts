import { derivedId } from '../../shared/kernel/ids.ts'
import { loadMembers } from '../../shared/organisation/organisation.store.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import type { Person } from '../../shared/person/person.ts'
import { personItem } from '../../shared/person/person.store.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'
import { inParallel } from './kept.ts'
import type { Orders } from './news.ts'

/** The present members of the organisations that some proposals are from, each once. */
export async function applicantsOf({ table }: Pick<Context, 'table'>, proposals: readonly Proposal[]): Promise<Person[]> {
  const ids = new Set<string>()
  await inParallel([...new Set(proposals.map(({ organisation }) => organisation.id))], async (organisation) => {
    for (const { value } of await loadMembers(table, organisation)) ids.add(value.person)
  })
  return peopleOf({ table }, [...ids].toSorted())
}

/** A competition's judges who are not removed. */
export async function judgesOf({ table }: Pick<Context, 'table'>, competition: string): Promise<Person[]> {
  const judges = await table.queryAll(judgeItem, keys.judges(competition))
  return peopleOf({ table }, judges.flatMap(({ value }) => (value.removedAt === null ? [value.person] : [])))
}

async function peopleOf({ table }: Pick<Context, 'table'>, ids: readonly string[]): Promise<Person[]> {
  const found = await table.getMany(personItem, ids.map((id) => keys.person(id)))
  return found.flatMap((one) => (one === undefined ? [] : [one.value]))
}

/** Orders of one transaction, below DynamoDB's hundred items. */
const CHUNK = 80

/** Orders mail to many, more than a transaction holds: those that were ordered before are left alone, so that a run repeated after a crash goes on where it stopped. */
export async function orderAll({ table, now }: Pick<Context, 'table' | 'now'>, orders: readonly Orders[]): Promise<void> {
  for (let start = 0; start < orders.length; start += CHUNK) {
    const chunk = orders.slice(start, start + CHUNK).map(({ key, order }) => ({ id: derivedId(key), order }))
    const known = await table.getMany(outboxItem, chunk.map(({ id }) => keys.outbox(id)))
    const missing = chunk.filter((_, i) => known[i] === undefined)
    if (missing.length === 0) continue
    try {
      await table.transact(missing.map(({ id, order }) => outboxItem.put({ id, at: now, done: false, tries: 0, order }, 'none')))
    } catch (error) {
      // Another run orders the same at this moment.
      if (!(error instanceof Conflict)) throw error
    }
  }
}
