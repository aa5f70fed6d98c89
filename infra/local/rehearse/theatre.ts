import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { Trouble } from '../trouble.ts'
import type { Asked, StageInput, StageSeat, Told } from './protocol.ts'

type Of<T extends Told['told']> = Extract<Told, { told: T }>

/** A stage in a process of its own, with its table engine; it can be killed and started again on the same folder. */
export interface Theatre {
  /** Where the platform is, or was before it was killed. */
  origin(): string
  tableEndpoint(): string
  capacity(): Promise<Of<'capacity'>>
  /** Resolves when everything written before has been handled by the consumers. */
  caughtUp(): Promise<void>
  /** Writes another cast into the store, for another competition on the same platform. */
  seat(seed: string, seat: StageSeat): Promise<void>
  /** Ends all its processes at once with SIGKILL. */
  kill(): Promise<void>
  /** Starts it again after a kill. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Brings the platform up on `input.data`. Throws Trouble with what the stage said where it does not come up. */
export async function openTheatre(input: StageInput, options: { quiet?: boolean; nodeArguments?: readonly string[] } = {}): Promise<Theatre> {
  let stage = await raise(input, options)
  const ask = async <T extends Told['told']>(message: Asked, told: T): Promise<Of<T>> => {
    const answer = heard(stage.child, told)
    stage.child.send(message)
    return answer
  }
  return {
    origin: () => stage.ready.url,
    tableEndpoint: () => stage.ready.tableEndpoint,
    capacity: () => ask({ ask: 'capacity' }, 'capacity'),
    caughtUp: async () => { await ask({ ask: 'caught-up' }, 'caught-up') },
    seat: async (seed, seat) => { await ask({ ask: 'seat', seed, seat }, 'seated') },
    async kill() {
      const engine = enginePid(input.data)
      const gone = exited(stage.child)
      if (engine !== undefined) end(engine)
      stage.child.kill('SIGKILL')
      await gone
      while (engine !== undefined && isThere(engine)) await sleep(5)
    },
    async restart() {
      stage = await raise({ ...input, seat: null }, options)
    },
    async close() {
      if (stage.child.exitCode !== null || stage.child.signalCode !== null) return
      const gone = exited(stage.child)
      stage.child.send({ ask: 'close' } satisfies Asked)
      await Promise.race([gone, sleep(15_000, undefined, { ref: false }).then(() => stage.child.kill('SIGKILL'))])
    },
  }
}

async function raise(input: StageInput, options: { quiet?: boolean; nodeArguments?: readonly string[] }): Promise<{ child: ChildProcess; ready: Of<'ready'> }> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = fork(fileURLToPath(new URL('stage.ts', import.meta.url)), [JSON.stringify(input)], {
    execArgv: ['--import', loader, ...(options.nodeArguments ?? [])], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'json',
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
    if (options.quiet !== true) process.stderr.write(chunk)
  })
  const early = exited(child).then(() => { throw new Trouble(`The platform did not come up. ${said.trim()}`) })
  const ready = heard(child, 'ready')
  // Whichever of the two comes later is nobody's concern.
  early.catch(() => undefined)
  return { child, ready: await Promise.race([ready, early]) }
}

function heard<T extends Told['told']>(child: ChildProcess, told: T): Promise<Of<T>> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      const one = message as Told
      if (one.told !== told) return
      child.off('message', listen)
      resolve(one as Of<T>)
    }
    child.on('message', listen)
  })
}

const exited = (child: ChildProcess) => new Promise<void>((resolve) => {
  if (child.exitCode !== null || child.signalCode !== null) resolve()
  else child.once('exit', () => resolve())
})

function enginePid(data: string): number | undefined {
  const file = join(data, 'table.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

function isThere(pid: number): boolean {
  // A process that has ended but was not reaped yet (a zombie) holds nothing any more.
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}
