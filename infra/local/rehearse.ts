import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rehearsalArguments } from './rehearse/arguments.ts'
import { castOf, standingsOf } from './rehearse/cast.ts'
import { createClient, Refused } from './rehearse/client.ts'
import { play } from './rehearse/player.ts'
import { capacityOf, printed, type Report } from './rehearse/report.ts'
import { openTheatre } from './rehearse/theatre.ts'
import { Trouble, troubleOf } from './trouble.ts'

/** Requests at the same time: the platform answers on one processor, and the other one asks. */
const WIDTH = 6

/** `npm run rehearse`: a whole competition, a venture to the last fen, through the HTTP API in fast time, on a store that is thrown away. */
async function main(): Promise<void> {
  const { rulebook, proposals, judges, seed, json } = rehearsalArguments(process.argv.slice(2))
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-rehearsal-'))
  const theatre = await openTheatre({ data: folder, seed, seat: { proposals, judges, kinds: rulebook.applicants.kinds, standings: standingsOf(rulebook) } }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  const leave = async () => {
    await theatre.close()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('SIGINT', () => { void leave().then(() => process.exit(130)) })
  const client = createClient({ origin: theatre.origin, patience: 0, connections: WIDTH })
  try {
    const steps: { name: string; seconds: number; read: number; written: number }[] = []
    let ended: (() => Promise<void>) | undefined
    const step = async (name: string) => {
      await ended?.()
      const [before, from] = [await theatre.capacity(), performance.now()]
      ended = async () => {
        await theatre.caughtUp()
        const after = await theatre.capacity()
        steps.push({ name, seconds: (performance.now() - from) / 1000, read: after.total.read - before.total.read, written: after.total.written - before.total.written })
      }
      if (name !== '') console.log(name)
    }
    const outcome = await play({ client, cast: castOf(seed, { proposals, judges }), rulebook, seed, width: WIDTH, tell: (line) => console.log(line), step })
    await step('')
    const report: Report = {
      rulebook: rulebook.id, seed, state: outcome.state, finalists: outcome.finalists, awards: outcome.awards, funding: outcome.funding,
      notes: [...(outcome.because === null ? [] : [outcome.because]), ...outcome.unfilled],
      apiCalls: client.calls(), transitions: outcome.transitions, capacity: capacityOf((await theatre.capacity()).steps),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }
    console.log(printed(report, rulebook, steps))
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
  } finally {
    client.close()
    await leave()
  }
}

await main().catch((error: unknown) => {
  const trouble = error instanceof Refused ? new Trouble(`The platform refuses what the rehearsal asks. 平台没有接受：${error.message}`) : troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exit(1)
})
