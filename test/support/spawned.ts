import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

const root = new URL('../..', import.meta.url)
const folders: string[] = []
const running: ChildProcess[] = []

// What a test leaves behind goes however the test ends; this stands at the top so that every importing file has it.
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder of this test's own. */
export function ownFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'xiuyuan-spawned-'))
  folders.push(made)
  return made
}

export interface Spawned {
  /** Null while it runs, and where a signal ended it. */
  code: number | null
  /** Both streams, in the order in which they came. */
  said: string
  child: ChildProcess
}

/**
 * A command of ours in a process of its own, as its npm script starts it: `file` from the root, with arguments. Resolves when it ends, or
 * when it has said what is waited for. It is the process itself, with no wrapper that a signal would have to pass.
 */
export function run(file: string, options: { given?: readonly string[]; environment?: Readonly<Record<string, string>>; until?: RegExp } = {}): Promise<Spawned> {
  const { given = [], environment = {}, until } = options
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...given], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let said = ''
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      if (until?.test(said) === true) resolve({ code: null, said, child })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    // Not `exit`, after which more may still come out of it.
    child.on('close', (code) => resolve({ code, said, child }))
  })
}
