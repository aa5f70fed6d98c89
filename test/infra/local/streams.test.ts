import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBRecord } from 'aws-lambda'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStreams } from '../../../infra/local/streams.ts'
import { failureItem } from '../../../shared/counts/counts.store.ts'
import { startTestPlatform, type TestPlatform } from '../../support/platform.ts'

let platform: TestPlatform
let data: string
beforeAll(async () => {
  platform = await startTestPlatform()
  data = mkdtempSync(join(tmpdir(), 'xiuyuan-streams-'))
  for (let n = 0; n < 9; n += 1) await platform.table.transact([failureItem.put({ id: `record ${n}`, at: platform.clock.now(), about: '', error: '' }, 'none')])
})
afterAll(async () => {
  await platform.close()
  rmSync(data, { recursive: true, force: true })
})

const idOf = (record: DynamoDBRecord): string => record.dynamodb?.NewImage?.data?.M?.id?.S ?? ''

test.each([5, 0, 8])('a consumer that throws for record %i loses that one alone, after its tries', async (bad) => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const [done, dead] = [new Set<string>(), [] as string[]]
  let alone = 0
  const streams = await startStreams({
    endpoint: platform.platform.table.endpoint, streamArn: platform.platform.table.streamArn, data: mkdtempSync(join(data, 'place-')),
    handler: async ({ Records }) => {
      const ids = Records.map(idOf)
      if (ids.includes(`record ${bad}`)) {
        if (ids.length === 1) alone += 1
        throw new Error('not this one')
      }
      for (const id of ids) done.add(id)
      return { batchItemFailures: [] }
    },
    onDead: async (record) => { dead.push(idOf(record)) },
  })
  await streams.caughtUp()
  await streams.close()
  told.mockRestore()
  expect(dead).toEqual([`record ${bad}`])
  expect(alone).toBe(5)
  expect([...done].filter((id) => id.startsWith('record '))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].filter((n) => n !== bad).map((n) => `record ${n}`))
})
