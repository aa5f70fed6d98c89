import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb'
import { indexes } from '../../shared/store/keys.ts'
import { isHeld } from './lock.ts'
import { Trouble } from './trouble.ts'

export interface LocalTable {
  endpoint: string
  name: string
  streamArn: string
  /** Removes stream records that every consumer has passed and that are older than a day. */
  prune(passed: number): void
  close(): Promise<void>
}

const NAME = 'xiuyuan'

/**
 * DynamoDB on this machine: dynoxide as a child process with its data in `data`/table.sqlite, or (XIUYUAN_TABLE_ENDPOINT) whatever
 * speaks DynamoDB at that address. Throws Trouble where the binary is missing or does not come up.
 */
export async function startTable(data: string): Promise<LocalTable> {
  const elsewhere = process.env.XIUYUAN_TABLE_ENDPOINT
  if (elsewhere !== undefined) return { endpoint: elsewhere, name: NAME, streamArn: await createTable(elsewhere), prune: () => undefined, close: () => Promise.resolve() }
  mkdirSync(data, { recursive: true })
  const file = join(data, 'table.sqlite')
  const pidFile = join(data, 'table.pid')
  await endForgotten(pidFile, file)
  const port = await freePort()
  const child = spawn(binary(), ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2000) })
  writeFileSync(pidFile, String(child.pid))
  // Not left behind by a platform that ends without closing; what it has acknowledged is on disk.
  const orphaned = () => child.kill('SIGKILL')
  process.once('exit', orphaned)
  const endpoint = `http://127.0.0.1:${port}`
  await answers(endpoint, child, () => said)
  const streamArn = await createTable(endpoint)
  indexStream(file)
  return {
    endpoint,
    name: NAME,
    streamArn,
    prune: (passed) => prune(file, passed),
    close: async () => {
      process.off('exit', orphaned)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await Promise.race([ended, sleep(5000).then(() => child.kill('SIGKILL'))])
      }
      rmSync(pidFile, { force: true })
    },
  }
}

/** The engine of a platform that runs on this folder; undefined where none does. */
export function runningTable(data: string): { name: string; endpoint: string } | undefined {
  if (process.env.XIUYUAN_TABLE_ENDPOINT !== undefined || !isHeld(data)) return undefined
  const pidFile = join(data, 'table.pid')
  const commandLine = existsSync(pidFile) ? `/proc/${readFileSync(pidFile, 'utf8').trim()}/cmdline` : ''
  const words = existsSync(commandLine) ? readFileSync(commandLine, 'utf8').split('\0') : []
  const port = words[words.indexOf('--port') + 1]
  return words.includes(join(data, 'table.sqlite')) && port !== undefined ? { name: NAME, endpoint: `http://127.0.0.1:${port}` } : undefined
}

function binary(): string {
  const require = createRequire(import.meta.url)
  try {
    const path = join(dirname(require.resolve('@dynoxide/linux-x64/package.json')), 'dynoxide')
    if (existsSync(path)) return path
  } catch {
    // Not installed: said below.
  }
  throw new Trouble(`There is no table engine for ${process.platform}-${process.arch} in node_modules (dynoxide comes for linux-x64). Run "npm ci" again, or set XIUYUAN_TABLE_ENDPOINT to any DynamoDB endpoint. 没有找到本机的数据表程序：请重新运行 npm ci，或用 XIUYUAN_TABLE_ENDPOINT 指定一个 DynamoDB 地址。`)
}

/** A table process whose platform was killed goes on; two of them on one file would not see each other's writes. */
async function endForgotten(pidFile: string, file: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8'))
  const commandLine = `/proc/${pid}/cmdline`
  const isOurs = () => existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(file)
  if (!Number.isInteger(pid) || pid <= 1 || !isOurs()) return
  process.kill(pid, 'SIGKILL')
  for (let tries = 0; tries < 100 && isOurs(); tries += 1) await sleep(20)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Trouble('No free port'))))
    })
  })
}

async function answers(endpoint: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (child.exitCode !== null) throw new Trouble(`The table engine stopped at once: ${said().trim()}`)
    try {
      await fetch(endpoint)
      return
    } catch {
      await sleep(20)
    }
  }
  throw new Trouble(`The table engine does not answer at ${endpoint}: ${said().trim()}`)
}

async function createTable(endpoint: string): Promise<string> {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
  const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const })
  const key = (pk: string, sk: string) => [{ AttributeName: pk, KeyType: 'HASH' as const }, { AttributeName: sk, KeyType: 'RANGE' as const }]
  try {
    await client.send(new CreateTableCommand({
      TableName: NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', ...Object.values(indexes).flatMap(({ pk, sk }) => [pk, sk])].map(attribute),
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: Object.entries(indexes).map(([name, { pk, sk }]) => ({ IndexName: name, KeySchema: key(pk, sk), Projection: { ProjectionType: 'ALL' } })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName: NAME }))
  client.destroy()
  if (Table?.LatestStreamArn === undefined) throw new Trouble(`The table at ${endpoint} has no stream; it needs one with new and old images`)
  return Table.LatestStreamArn
}

/**
 * dynoxide 1.2.1 reads all stream records of a table on every write; with this index it reads the newest only (measured in
 * infra/local/bench.ts: the last thousand of 20,000 writes against the first).
 */
function indexStream(file: string): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec('CREATE INDEX IF NOT EXISTS xiuyuan_stream ON _stream_records (table_name, CAST(sequence_number AS INTEGER))')
  database.close()
}

function prune(file: string, passed: number): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000')
  database.prepare('DELETE FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ? AND created_at < ?').run(NAME, passed, Math.floor(Date.now() / 1000) - 86_400)
  database.close()
}
