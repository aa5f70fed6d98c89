import { keys, OUTBOX_SHARDS } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { outboxSchema } from './outbox.ts'

const shardOf = (id: string) => [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7) % OUTBOX_SHARDS

/** Stands in the sparse index until it is done. Done ones go after a week (the trail keeps what matters). */
export const outboxItem = itemKind(
  'outbox',
  outboxSchema,
  (outbox) => ({ ...keys.outbox(outbox.id), ...(outbox.done ? {} : { opk: keys.outboxShard(shardOf(outbox.id)).pk, osk: outbox.at }) }),
  (outbox) => Math.floor(Date.now() / 1000) + (outbox.done ? 7 : 400) * 86_400,
)

export const outboxShards = Array.from({ length: OUTBOX_SHARDS }, (_, shard) => keys.outboxShard(shard))
