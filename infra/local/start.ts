import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { lockData } from './lock.ts'
import { DEMO_PASSWORD, demoPeople } from './people.ts'
import { loadDemoDistrict } from './demo/district.ts'
import { playedIn, playPart } from './demo/played.ts'
import { DEMO_DAYS, isEmpty, playDemo } from './demo.ts'
import { type Platform, startPlatform } from './platform.ts'
import { Trouble, troubleOf } from './trouble.ts'

/** `npm start`: the whole platform on this machine, with demo data if the store is empty, with `-- --district` as much as a whole district has beside it, until Ctrl-C. */
async function main(): Promise<void> {
  const data = resolve(process.env.XIUYUAN_DATA ?? '.data')
  const port = portOf(process.env.XIUYUAN_PORT)
  const { values: { district } } = parseArgs({ options: { district: { type: 'boolean', default: false } } })
  const unlock = lockData(data)
  playedIn(data)
  const platform = await startPlatform({ data, port, demo: true, people: true, startAhead: process.env.XIUYUAN_DEMO_DATA === 'no' ? 0 : demoStart() - Date.now() })
  if (process.env.XIUYUAN_DEMO_DATA !== 'no') await prepare(platform, data, district)
  console.log(welcome(platform.url, data))
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    console.log('\n正在停止… Stopping; everything is kept.')
    await platform.close()
    unlock()
    process.exit(0)
  }
  process.on('SIGINT', () => { void stop() })
  process.on('SIGTERM', () => { void stop() })
}

const DAY = 86_400_000
/** Windows let late requests land for a minute before they are read. */
const SETTLE = 61_000

/** Half past five in the afternoon, Shanghai: whole days later, the windows that close at five have just closed. */
const demoStart = (): number => Math.floor(Date.now() / DAY) * DAY - (DEMO_DAYS + 1) * DAY + 9.5 * 3_600_000

/** Fills an empty store, and brings its clock to the present; adds the district where it is wanted and not there. */
async function prepare(platform: Platform, data: string, district: boolean): Promise<void> {
  const { clock, streams, seeded } = platform
  if (seeded === undefined) throw new TypeError('nobody was seeded')
  const pass = async (days: number) => {
    await streams.caughtUp()
    clock.forward(days * DAY + SETTLE)
    await streams.caughtUp()
  }
  const say = (line: string) => console.log(line)
  if (await isEmpty()) {
    await playPart(data, 'demo', async () => {
      await playDemo({ streams, pass, rest: (minutes) => clock.forward(minutes * 60_000) }, seeded, say)
      if (clock.ahead() < 0) clock.forward(-clock.ahead())
    })
  }
  if (!district) return
  const played = playedIn(data)
  if (played.demo === undefined) throw new Trouble(`--district adds to the demo data, and ${data} holds other data. Choose an empty folder with XIUYUAN_DATA. --district 只能加在演示数据上，请用 XIUYUAN_DATA 另选一个空文件夹。`)
  if (played.district !== undefined) return
  await playPart(data, 'district', async () => {
    await loadDemoDistrict(seeded, say)
    await streams.caughtUp()
  })
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 8600
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  console.error(`XIUYUAN_PORT has to be a number from 0 to 65535, not "${text}".`)
  process.exit(1)
}

const roles = { administrator: '管理员 administrator', member: '机构成员 member', judge: '评委 judge', evaluator: '评估员 evaluator', organiser: '承办 organiser', supervisor: '监督员 supervisor', finance: '财务 finance' } as const

function welcome(url: string, data: string): string {
  const shown = demoPeople.filter(({ role, subject }) => role !== 'judge' || Number(subject.slice(-2)) <= 5)
  const width = Math.max(...shown.map(({ subject }) => subject.length))
  return [
    '',
    `  秀愿 Xiuyuan   ${url}`,
    `  时钟与邮箱 clock and mailbox   ${url}/local`,
    '',
    `  演示账号 demo accounts (密码 password: ${DEMO_PASSWORD})`,
    ...shown.map(({ subject, name, role }) => `    ${subject.padEnd(width)}   ${name}   ${roles[role]}`),
    `    … 评委共 ${demoPeople.filter(({ role }) => role === 'judge').length} 位 judges in all`,
    '',
    `  数据 data   ${data}      停止 stop   Ctrl-C`,
    '',
  ].join('\n')
}

/** A fault of the machine is a sentence; one of ours is a stack. The table engine goes too: the next start would end it otherwise. */
function fail(error: unknown): never {
  const trouble = troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exit(1)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
await main().catch(fail)
