import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { type Context, workflowContext } from '../context.ts'
import { changeOf, count } from '../commands/counts.ts'
import { type Upkeep, upkeepOf } from '../commands/keep.ts'
import { deliver } from '../commands/outbox.ts'
import { type Sequel, sequelOf } from '../commands/sequel.ts'

/**
 * The consumer of the table's stream: carries out the outbox, keeps the figures and the board, and sets off what follows from a change. One bad record does not hold up the
 * others of its batch: everything is tried, and the first that failed is where the stream comes back to (what is done already is not done
 * twice).
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const context = workflowContext()
  const orders: { record: DynamoDBRecord; id: string }[] = []
  const changes: { event: string; change: NonNullable<ReturnType<typeof changeOf>> }[] = []
  const upkeep = new Map<string, Upkeep & { records: DynamoDBRecord[] }>()
  const sequels = new Map<string, Sequel & { records: DynamoDBRecord[] }>()
  const failed = new Set<DynamoDBRecord>()
  for (const record of event.Records) {
    const [before, next] = [image(record.dynamodb?.OldImage), image(record.dynamodb?.NewImage)]
    if (next?.type === 'outbox' && record.eventName === 'INSERT') orders.push({ record, id: String((next.data as { id: string }).id) })
    const change = changeOf(before, next)
    if (change !== undefined && record.eventID !== undefined) changes.push({ event: record.eventID, change })
    try {
      const sequel = sequelOf(before, next)
      if (sequel !== undefined) {
        const of = sequel.of ?? `record ${sequels.size}`
        sequels.set(of, { ...sequel, records: [...(sequels.get(of)?.records ?? []), record] })
      }
      const one = upkeepOf(before, next)
      if (one === undefined) continue
      const known = upkeep.get(one.of)
      upkeep.set(one.of, { ...(known === undefined || one.version >= known.version ? one : known), records: [...(known?.records ?? []), record] })
    } catch (error) {
      tell('upkeep', error)
      failed.add(record)
    }
  }
  const delivered = await Promise.allSettled(orders.map(({ id }) => deliver(context, id)))
  orders.forEach(({ record }, i) => { if (delivered[i]?.status === 'rejected') failed.add(record) })
  for (const outcome of delivered) if (outcome.status === 'rejected') tell('outbox', outcome.reason)
  await count(context, changes)
  const work = [...[...upkeep.values()].map(({ run, records }) => ({ run, records })), ...[...sequels.values()].map(({ run, records }) => ({ run, records }))]
  for (const record of await inTurn(context, work)) failed.add(record)
  const first = event.Records.find((record) => failed.has(record))
  return { batchItemFailures: first?.dynamodb?.SequenceNumber === undefined ? [] : [{ itemIdentifier: first.dynamodb.SequenceNumber }] }
}

/** One after the other: most of them write the same counts. Returns the records of those that failed. */
async function inTurn(context: Context, work: readonly { run: (context: Context) => Promise<void>; records: DynamoDBRecord[] }[]): Promise<DynamoDBRecord[]> {
  const failed: DynamoDBRecord[] = []
  for (const { run, records } of work) {
    try {
      await run(context)
    } catch (error) {
      tell('upkeep', error)
      failed.push(...records)
    }
  }
  return failed
}

const tell = (what: string, error: unknown) => console.error(JSON.stringify({ level: 'error', message: `${what}: ${String(error)}` }))

function image(attributes: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Record<string, unknown> | undefined {
  return attributes === undefined || Object.keys(attributes).length === 0 ? undefined : unmarshall(attributes as Record<string, AttributeValue>)
}
