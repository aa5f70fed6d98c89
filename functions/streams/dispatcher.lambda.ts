import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { type Context, workflowContext } from '../context.ts'
import type { Change } from '../../shared/counts/counts.ts'
import { changeOf, count } from '../commands/counts.ts'
import { type Upkeep, upkeepOf } from '../commands/keep.ts'
import { deliver } from '../commands/outbox.ts'
import { sequelOf } from '../commands/sequel.ts'

/**
 * The consumer of the table's stream: carries out the outbox, keeps the figures and the board, and sets off what follows from a change. One bad record does not hold up the
 * others of its batch: everything is tried, and the first that failed is where the stream comes back to (what is done already is not done
 * twice). It never throws for a record, as then the whole batch would be blamed.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const context = workflowContext()
  const orders: { record: DynamoDBRecord; id: string }[] = []
  const changes: { record: DynamoDBRecord; event: string; change: Change }[] = []
  const upkeep = new Map<string, Upkeep & Work>()
  const sequels = new Map<string, Work>()
  const failed = new Set<DynamoDBRecord>()
  for (const record of event.Records) {
    try {
      const [before, next] = [image(record.dynamodb?.OldImage), image(record.dynamodb?.NewImage)]
      if (next?.type === 'outbox' && record.eventName === 'INSERT') orders.push({ record, id: String((next.data as { id: string }).id) })
      const change = changeOf(before, next)
      if (change !== undefined && record.eventID !== undefined) changes.push({ record, event: record.eventID, change })
      const sequel = sequelOf(before, next)
      if (sequel !== undefined) sequels.set(sequel.of ?? `record ${sequels.size}`, { run: sequel.run, records: [record] })
      const one = upkeepOf(before, next)
      if (one !== undefined && one.version >= (upkeep.get(one.of)?.version ?? 0)) upkeep.set(one.of, { ...one, records: [record] })
    } catch (error) {
      tell('record', error)
      failed.add(record)
    }
  }
  const delivered = await Promise.allSettled(orders.map(({ id }) => deliver(context, id)))
  orders.forEach(({ record }, i) => { if (delivered[i]?.status === 'rejected') failed.add(record) })
  for (const outcome of delivered) if (outcome.status === 'rejected') tell('outbox', outcome.reason)
  const figures = [...Map.groupBy(changes, ({ change }) => change.competition)].map(([competition, all]): Work => ({ run: () => count(context, competition, all), records: all.map(({ record }) => record) }))
  for (const record of await inTurn(context, [...figures, ...upkeep.values(), ...sequels.values()])) failed.add(record)
  const first = event.Records.find((record) => failed.has(record))
  return { batchItemFailures: first?.dynamodb?.SequenceNumber === undefined ? [] : [{ itemIdentifier: first.dynamodb.SequenceNumber }] }
}

/**
 * `records`: from the first of them on the stream is handed over again where it fails. Of several that ask for the same thing this is the last
 * one alone: asked once more it makes all of it anew, and what always fails costs one record's tries.
 */
interface Work {
  run: (context: Context, changedAt: number) => Promise<void>
  records: readonly DynamoDBRecord[]
}

/** One after the other: most of them write the same counts. Returns the records of those that failed. */
async function inTurn(context: Context, work: readonly Work[]): Promise<DynamoDBRecord[]> {
  const failed: DynamoDBRecord[] = []
  for (const { run, records } of work) {
    try {
      await run(context, Math.max(...records.map(changedAt)))
    } catch (error) {
      tell('upkeep', error)
      failed.push(...records)
    }
  }
  return failed
}

const changedAt = ({ dynamodb }: DynamoDBRecord): number => (dynamodb?.ApproximateCreationDateTime ?? Date.now() / 1000) * 1000

const tell = (what: string, error: unknown) => console.error(JSON.stringify({ level: 'error', message: `${what}: ${String(error)}` }))

function image(attributes: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Record<string, unknown> | undefined {
  return attributes === undefined || Object.keys(attributes).length === 0 ? undefined : unmarshall(attributes as Record<string, AttributeValue>)
}
