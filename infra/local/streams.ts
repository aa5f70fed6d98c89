import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

export interface Streams {
  /** Something was written: read now rather than at the next tick. */
  poke(): void
  /** Resolves when everything written before the call has been handled. */
  caughtUp(): Promise<void>
  /** The newest sequence number handled. */
  passed(): number
  close(): Promise<void>
}

const BATCH = 100
const TRIES = 5
const IDLE_MILLISECONDS = 250
const KEEP_MILLISECONDS = 1000

/**
 * What an event source mapping does: reads the table's stream in order, hands batches to the consumer, halves one that it throws for, tries a failing
 * record five times and then gives it to `onDead`. The place reached is kept in `data`; a crash in between means that a batch is handed over again.
 */
export async function startStreams(options: { endpoint: string; streamArn: string; data: string; handler: StreamHandler; onDead: (record: DynamoDBRecord, error: string) => Promise<void> }): Promise<Streams> {
  const client = new DynamoDBStreamsClient({ endpoint: options.endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
  // As in shared/store/table.ts: it copies every record read, for nobody.
  client.middlewareStack.remove('loggerMiddleware')
  const file = join(options.data, 'stream.json')
  let passed = existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).passed) : 0
  let iterator: string | undefined
  let kept = passed
  let keptAt = 0
  let closed = false
  let wake: () => void = () => undefined
  let quiet = 0
  const tries = new Map<string, number>()
  let most = BATCH
  const tell = (message: string): undefined => { console.error(JSON.stringify({ level: 'error', message: `stream: ${message}` })) }

  const shard = async (): Promise<string | undefined> => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: options.streamArn }))
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId
    if (ShardId === undefined) return undefined
    const { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamArn: options.streamArn, ShardId, ...(passed === 0 ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: String(passed) }) }))
    return ShardIterator
  }

  /** Not after every batch: what is handed over again after a crash has no second effect, and a file renamed at every batch costs more than the batch. */
  const keepPlace = (now: boolean) => {
    if (kept === passed || (!now && Date.now() - keptAt < KEEP_MILLISECONDS)) return
    kept = passed
    keptAt = Date.now()
    writeFileSync(`${file}.new`, JSON.stringify({ passed }))
    renameSync(`${file}.new`, file)
  }

  /** Returns how many records were handled. */
  const step = async (): Promise<number> => {
    iterator ??= await shard()
    if (iterator === undefined) return 0
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: most }))
    iterator = NextShardIterator
    if (Records.length === 0) return 0
    // The SDK makes a date of what Lambda hands over in seconds.
    const records = Records.map((record) => ({ ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: (record.dynamodb?.ApproximateCreationDateTime ?? new Date()).getTime() / 1000 } })) as unknown as DynamoDBRecord[]
    const answer = await options.handler({ Records: records }).catch((error: unknown) => tell(`the consumer threw: ${String(error)}`))
    if (answer === undefined && records.length > 1) {
      // As Lambda does (bisectBatchOnError): halves, until the record that it throws for stands alone.
      most = Math.ceil(records.length / 2)
      iterator = undefined
      return records.length
    }
    most = BATCH
    const first = answer === undefined ? records[0]?.dynamodb?.SequenceNumber : answer.batchItemFailures[0]?.itemIdentifier
    const failedAt = first === undefined ? -1 : records.findIndex((record) => record.dynamodb?.SequenceNumber === first)
    const failing = records[failedAt]
    if (failing === undefined) {
      passed = Number(records.at(-1)?.dynamodb?.SequenceNumber ?? passed)
    } else {
      // As Lambda does: what stands before the failing record is done; the rest is handed over again.
      const number = String(failing.dynamodb?.SequenceNumber)
      const tried = (tries.get(number) ?? 0) + 1
      tries.set(number, tried)
      const dead = tried >= TRIES
      if (dead) {
        await options.onDead(failing, `failed ${TRIES} times`)
        tries.delete(number)
      } else await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tried))
      const last = dead ? failing : records[failedAt - 1]
      if (last !== undefined) passed = Number(last.dynamodb?.SequenceNumber ?? passed)
      iterator = undefined
    }
    keepPlace(false)
    return records.length
  }

  const loop = (async () => {
    while (!closed) {
      let handled = 0
      try {
        handled = await step()
        if (handled === 0) keepPlace(true)
      } catch (error) {
        iterator = undefined
        if (!closed) tell(String(error))
      }
      if (handled > 0) continue
      quiet += 1
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, IDLE_MILLISECONDS)
        wake = () => { clearTimeout(timer); resolve() }
      })
    }
  })()

  return {
    poke: () => wake(),
    passed: () => passed,
    async caughtUp() {
      // Two empty reads begun after the call: the first may have started before the last write.
      const from = quiet
      while (quiet < from + 2 && !closed) {
        wake()
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async close() {
      closed = true
      wake()
      await loop
      keepPlace(true)
      client.destroy()
    },
  }
}
