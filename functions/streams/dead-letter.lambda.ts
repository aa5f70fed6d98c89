import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod'
import { environment } from '../../shared/kernel/environment.ts'
import { readStretch } from '../../shared/store/stream.ts'
import { recordFailure } from './failure.ts'

/** What Lambda sends to the failure destination of a stream: where the records stand, not the records. */
const message = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  DDBStreamBatchInfo: z.object({ shardId: z.string(), startSequenceNumber: z.string(), endSequenceNumber: z.string(), streamArn: z.string() }),
})

/**
 * The consumer of what the stream's consumer gave up: each record is looked up in the stream and kept where an administrator sees it.
 * One that the stream has let go already is kept by its place. A message that fails stays in the queue.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const outcomes = await Promise.allSettled(event.Records.map(keep))
  for (const outcome of outcomes) if (outcome.status === 'rejected') console.error(JSON.stringify({ level: 'error', message: `dead letter: ${String(outcome.reason)}` }))
  return { batchItemFailures: event.Records.flatMap(({ messageId }, i) => (outcomes[i]?.status === 'rejected' ? [{ itemIdentifier: messageId }] : [])) }
}

async function keep({ body }: SQSRecord): Promise<void> {
  const { requestContext, DDBStreamBatchInfo: stretch } = message.parse(JSON.parse(body))
  const error = `${requestContext.condition} after ${requestContext.approximateInvokeCount} tries`
  const { AWS_REGION: region, XIUYUAN_TABLE_ENDPOINT: endpoint } = environment()
  const records = await readStretch({ region, endpoint }, stretch)
  if (records.length === 0) return recordFailure({ eventID: `${stretch.shardId} ${stretch.startSequenceNumber}` }, `${error}; the stream no longer holds ${stretch.shardId} from ${stretch.startSequenceNumber} to ${stretch.endSequenceNumber}`)
  for (const record of records) await recordFailure(record, error)
}
