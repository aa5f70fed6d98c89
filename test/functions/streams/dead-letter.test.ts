import type { SQSEvent } from 'aws-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handler } from '../../../functions/streams/dead-letter.lambda.ts'
import { failureItem } from '../../../shared/counts/counts.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import { startTestPlatform, type TestPlatform } from '../../support/platform.ts'
import { streamOf } from '../../support/stream.ts'

let here: TestPlatform
let shardId: string
let sequence: { number: string; pk: string; sk: string }[]

beforeAll(async () => {
  here = await startTestPlatform()
  await here.person('管理员 01', { administrator: '330411' })
  const stream = await streamOf(here)
  shardId = stream.shardId
  sequence = stream.records.map(({ dynamodb }) => ({ number: dynamodb?.SequenceNumber ?? '', pk: dynamodb?.Keys?.pk?.S ?? '', sk: dynamodb?.Keys?.sk?.S ?? '' }))
})
afterAll(() => here.close())

/** What Lambda sends to the queue about a batch that it gave up. */
const givenUp = (start: string, end: string): SQSEvent => ({
  Records: [{
    messageId: 'message-1',
    body: JSON.stringify({
      requestContext: { requestId: 'one', functionArn: 'dispatcher', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 6 },
      version: '1.0', timestamp: '2026-11-24T00:00:00.000Z',
      DDBStreamBatchInfo: { shardId, startSequenceNumber: start, endSequenceNumber: end, approximateArrivalOfFirstRecord: '2026-11-24T00:00:00Z', batchSize: 2, streamArn: here.platform.table.streamArn },
    }),
  }],
} as unknown as SQSEvent)
const failures = async () => (await here.table.queryAll(failureItem, keys.failures)).map(({ value }) => value)

test('each record of a stretch that was given up is kept by its key, with the reason, once', async () => {
  const [first, second] = sequence
  if (first === undefined || second === undefined) throw new TypeError('the stream has too few records')
  for (let times = 0; times < 2; times += 1) expect(await handler(givenUp(first.number, second.number))).toEqual({ batchItemFailures: [] })
  const kept = await failures()
  expect(kept.map(({ about }) => about).sort()).toEqual([`${first.pk} ${first.sk}`, `${second.pk} ${second.sk}`].sort())
  for (const { error } of kept) expect(error).toBe('RetryAttemptsExhausted after 6 tries')
})

test('a message that says nothing of a stream stays in the queue', async () => {
  const before = (await failures()).length
  expect(await handler({ Records: [{ messageId: 'message-2', body: '{}' }] } as unknown as SQSEvent)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] })
  expect(await failures()).toHaveLength(before)
})
