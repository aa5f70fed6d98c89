import { DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, TrimmedDataAccessException } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBRecord } from 'aws-lambda'

/** A stretch of one shard of the table's stream, both ends included. */
export interface Stretch {
  streamArn: string
  shardId: string
  startSequenceNumber: string
  endSequenceNumber: string
}

/** The records of a stretch, oldest first; none where the stream has let them go, which it does after a day. Reads at most `pages` pages. */
export async function readStretch(place: { region: string; endpoint: string | undefined }, stretch: Stretch, pages = 20): Promise<DynamoDBRecord[]> {
  const { region, endpoint } = place
  const client = new DynamoDBStreamsClient({ region, ...(endpoint === undefined ? {} : { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }) })
  const last = BigInt(stretch.endSequenceNumber)
  const found: DynamoDBRecord[] = []
  try {
    let { ShardIterator: next } = await client.send(new GetShardIteratorCommand({
      StreamArn: stretch.streamArn, ShardId: stretch.shardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: stretch.startSequenceNumber,
    }))
    for (let page = 0; next !== undefined && page < pages; page += 1) {
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: next }))
      // The SDK's record and the one that Lambda is handed differ only in how they write dates and bytes.
      const records = Records as unknown as DynamoDBRecord[]
      const within = records.filter((record) => BigInt(record.dynamodb?.SequenceNumber ?? 0) <= last)
      found.push(...within)
      if (within.length < records.length || BigInt(records.at(-1)?.dynamodb?.SequenceNumber ?? 0) >= last) break
      next = NextShardIterator
    }
  } catch (error) {
    if (!(error instanceof TrimmedDataAccessException)) throw error
  } finally {
    client.destroy()
  }
  return found
}
