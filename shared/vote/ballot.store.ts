import { BALLOT_SHARDS, keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Ballot, ballotSchema } from './ballot.ts'

export const ballotItem = itemKind('ballot', ballotSchema, (ballot) => keys.ballot(ballot.competition, ballot.voter, ballot.day))

/** Every ballot of a competition, by voter. */
export async function ballotsOf(table: Table, competition: string): Promise<Ballot[]> {
  const parts = await Promise.all(Array.from({ length: BALLOT_SHARDS }, (_, shard) => table.queryAll(ballotItem, keys.ballots(competition, shard))))
  return parts.flat().map(({ value }) => value)
}
