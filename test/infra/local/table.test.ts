import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DynamoDBRecord } from 'aws-lambda'
import * as z from 'zod'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startStreams } from '../../../infra/local/streams.ts'
import { type LocalTable, startTable } from '../../../infra/local/table.ts'
import { Trouble, troubleOf } from '../../../infra/local/trouble.ts'
import { Conflict, itemKind, Table } from '../../../shared/store/table.ts'

const noteItem = itemKind('note', z.object({ id: z.string(), text: z.string() }), (note) => ({ pk: `NOTE#${note.id}`, sk: 'NOTE' }))
const keyOf = (id: string) => ({ pk: `NOTE#${id}`, sk: 'NOTE' })

let data = ''
let local: LocalTable
let table: Table
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'xiuyuan-table-'))
  local = await startTable(data)
  table = new Table({ name: local.name, endpoint: local.endpoint, region: 'local' })
})
afterEach(async () => {
  await local.close()
  rmSync(data, { recursive: true, force: true })
})

test('the index on stream records is there, and the query that every write makes uses it', () => {
  const database = new DatabaseSync(join(data, 'table.sqlite'), { readOnly: true })
  const plan = database.prepare('EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?').all('xiuyuan').map((row) => String(row.detail)).join(' ')
  database.close()
  expect(plan).toContain('xiuyuan_stream')
})

test('what was acknowledged is there after kill -9 of the engine, and a forgotten engine is ended', async () => {
  await table.transact([noteItem.put({ id: 'a', text: '第一条 𠮷' }, 'none')])
  // As after a kill of the platform: nobody ended the engine, and a new platform starts on the same folder.
  const again = await startTable(data)
  const reopened = new Table({ name: again.name, endpoint: again.endpoint, region: 'local' })
  expect((await reopened.get(noteItem, keyOf('a')))?.value.text).toBe('第一条 𠮷')
  await expect(fetch(local.endpoint)).rejects.toThrow()
  await again.close()
})

test('a transaction whose condition fails writes nothing and says which condition', async () => {
  await table.transact([noteItem.put({ id: 'a', text: '1' }, 'none')])
  const attempt = table.transact([noteItem.put({ id: 'b', text: '1' }, 'none'), noteItem.put({ id: 'a', text: '2' }, 'none')])
  await expect(attempt).rejects.toSatisfy((error) => error instanceof Conflict && error.failed.join() === '1')
  expect(await table.get(noteItem, keyOf('b'))).toBeUndefined()
  await table.transact([noteItem.put({ id: 'a', text: '2' }, 1)])
  await expect(table.transact([noteItem.put({ id: 'a', text: '3' }, 1)])).rejects.toBeInstanceOf(Conflict)
  expect((await table.get(noteItem, keyOf('a')))?.value.text).toBe('2')
})

test('the stream is read in order, from where it was left, and a record that fails five times is given up', async () => {
  const seen: string[] = []
  const dead: string[] = []
  const textOf = (record: DynamoDBRecord) => record.dynamodb?.NewImage?.data?.M?.text?.S ?? ''
  const open = () => startStreams({
    endpoint: local.endpoint, streamArn: local.streamArn, data,
    handler: (event) => {
      const bad = event.Records.find((record) => textOf(record) === 'bad')
      for (const record of event.Records) {
        if (record === bad) break
        seen.push(textOf(record))
      }
      return Promise.resolve({ batchItemFailures: bad?.dynamodb?.SequenceNumber === undefined ? [] : [{ itemIdentifier: bad.dynamodb.SequenceNumber }] })
    },
    onDead: (record) => { dead.push(textOf(record)); return Promise.resolve() },
  })
  const first = await open()
  for (const text of ['1', 'bad', '2']) await table.transact([noteItem.put({ id: text, text }, 'none')])
  await expect.poll(() => seen, { timeout: 60_000 }).toContain('2')
  expect(dead).toEqual(['bad'])
  await first.close()
  await table.transact([noteItem.put({ id: '3', text: '3' }, 'none')])
  const second = await open()
  await second.caughtUp()
  expect(seen).toEqual(['1', '2', '3'])
  await second.close()
})

test('faults of the machine are sentences', () => {
  expect(troubleOf(Object.assign(new Error('write'), { code: 'ENOSPC' }))?.message).toContain('disk is full')
  expect(troubleOf(new Error('database or disk is full'))?.message).toContain('磁盘已满')
  expect(troubleOf(Object.assign(new Error('open /x'), { code: 'EACCES' }))?.message).toContain('XIUYUAN_DATA')
  expect(troubleOf(new TypeError('x is undefined'))).toBeUndefined()
})

test('a file in place of the data folder is a sentence', async () => {
  const file = join(data, 'file')
  writeFileSync(file, '')
  await expect(startTable(join(file, 'inside'))).rejects.toSatisfy((error) => troubleOf(error) instanceof Trouble)
})
