import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rebuild } from '../../functions/commands/rebuild.ts'
import { Table } from '../../shared/store/table.ts'
import { lockData } from './lock.ts'
import { runningTable, startTable } from './table.ts'
import { Trouble, troubleOf } from './trouble.ts'

const USAGE = 'npm run rebuild -- [--district CODE] [--table NAME --region REGION]'
/** The local home's district. */
const DISTRICT = '330411'

/**
 * `npm run rebuild`: makes board, counts, sums and figures again from the records, and says what was not as it should be. It works on the
 * data folder of a platform that runs (through the engine that it runs on) or does not, and with `--table` on a deployed one, as whom the
 * AWS credentials of the shell name.
 */
async function main(): Promise<void> {
  const { district = DISTRICT, table: name, region } = options()
  const opened = name === undefined ? await openLocal(resolve(process.env.XIUYUAN_DATA ?? '.data')) : { table: new Table({ name, region: regionOf(region) }), close: () => Promise.resolve() }
  try {
    const began = performance.now()
    const { mended, ...seen } = await rebuild({ table: opened.table }, district, (line) => console.log(`  ${line}`))
    const wrong = Object.entries(mended).filter(([, n]) => n > 0).map(([what, n]) => `${what} ${n}`)
    console.log(`${Object.entries(seen).map(([what, n]) => `${what} ${n}`).join(', ')}: ${wrong.length === 0 ? 'all was right' : `mended ${wrong.join(', ')}`} (${Math.round(performance.now() - began)} ms)`)
  } finally {
    await opened.close()
  }
}

async function openLocal(data: string): Promise<{ table: Table; close: () => Promise<void> }> {
  if (!existsSync(join(data, 'table.sqlite')) && process.env.XIUYUAN_TABLE_ENDPOINT === undefined) throw new Trouble(`There is no platform's data in ${data}. Name the folder with XIUYUAN_DATA. 这个文件夹里没有平台数据：${data}`)
  const running = runningTable(data)
  if (running !== undefined) return { table: new Table({ name: running.name, endpoint: running.endpoint, region: 'local' }), close: () => Promise.resolve() }
  const unlock = lockData(data)
  const local = await startTable(data)
  return {
    table: new Table({ name: local.name, endpoint: local.endpoint, region: 'local' }),
    async close() {
      await local.close()
      unlock()
    },
  }
}

function regionOf(given: string | undefined): string {
  const region = given ?? process.env.AWS_REGION
  if (region === undefined) throw new Trouble(`Name the region of the table.\n${USAGE}`)
  return region
}

function options() {
  try {
    return parseArgs({ options: { district: { type: 'string' }, table: { type: 'string' }, region: { type: 'string' } } }).values
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

await main().catch((error: unknown) => {
  const trouble = troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exit(1)
})
