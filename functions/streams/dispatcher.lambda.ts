import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { workflowContext } from '../context.ts'
import { changeOf, count } from '../commands/counts.ts'
import { deliver } from '../commands/outbox.ts'

/**
 * The consumer of the table's stream: carries out the outbox and keeps the figures. One bad record does not hold up the others of its
 * batch: everything is tried, and the first that failed is where the stream comes back to (what is done already is not done twice).
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const context = workflowContext()
  const orders: { record: DynamoDBRecord; id: string }[] = []
  const changes: { event: string; change: NonNullable<ReturnType<typeof changeOf>> }[] = []
  for (const record of event.Records) {
    const next = image(record.dynamodb?.NewImage)
    if (next?.type === 'outbox' && record.eventName === 'INSERT') orders.push({ record, id: String((next.data as { id: string }).id) })
    const change = changeOf(image(record.dynamodb?.OldImage), next)
    if (change !== undefined && record.eventID !== undefined) changes.push({ event: record.eventID, change })
  }
  const delivered = await Promise.allSettled(orders.map(({ id }) => deliver(context, id)))
  const failed = orders.flatMap(({ record }, i) => (delivered[i]?.status === 'rejected' ? [record] : []))
  for (const outcome of delivered) if (outcome.status === 'rejected') console.error(JSON.stringify({ level: 'error', message: `outbox: ${String(outcome.reason)}` }))
  await count(context, changes)
  const first = event.Records.find((record) => failed.includes(record))
  return { batchItemFailures: first?.dynamodb?.SequenceNumber === undefined ? [] : [{ itemIdentifier: first.dynamodb.SequenceNumber }] }
}

function image(attributes: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Record<string, unknown> | undefined {
  return attributes === undefined || Object.keys(attributes).length === 0 ? undefined : unmarshall(attributes as Record<string, AttributeValue>)
}
