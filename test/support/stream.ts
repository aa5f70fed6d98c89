import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, type _Record } from '@aws-sdk/client-dynamodb-streams'
import type { TestPlatform } from './platform.ts'

/** Everything that the table's stream holds, oldest first, and the shard that it stands in. */
export async function streamOf({ platform: { table: { endpoint, streamArn } } }: TestPlatform): Promise<{ shardId: string; records: _Record[] }> {
  const client = new DynamoDBStreamsClient({ endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }))
  const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? ''
  let { ShardIterator: next } = await client.send(new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' }))
  const records: _Record[] = []
  while (next !== undefined) {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: next }))
    records.push(...Records)
    next = Records.length === 0 ? undefined : NextShardIterator
  }
  client.destroy()
  return { shardId, records }
}
