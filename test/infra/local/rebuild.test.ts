import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const root = new URL('../../..', import.meta.url).pathname
const folders: string[] = []
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'xiuyuan-rebuild-'))
  folders.push(made)
  return made
}

/** A front door without npm; resolves with what it said when it ends, or when it has said what is waited for. */
function run(file: string, data: string, until?: RegExp): Promise<{ code: number | null; said: string; child: ChildProcess }> {
  const child = spawn(join(root, 'node_modules/.bin/tsx'), [file], { cwd: root, env: { ...process.env, XIUYUAN_DATA: data, XIUYUAN_PORT: '0', XIUYUAN_DEMO_DATA: 'no' } })
  running.push(child)
  let said = ''
  return new Promise((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      if (until?.test(said) === true) resolve({ code: null, said, child })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('exit', (code) => resolve({ code, said, child }))
  })
}

test('a rebuild works on a platform that runs, and on its folder when it has stopped', async () => {
  const data = folder()
  const { said: welcome, child } = await run('infra/local/start.ts', data, /Ctrl-C/)
  const beside = await run('infra/local/rebuild.ts', data)
  expect(beside.said).toContain('all was right')
  expect(beside.code).toBe(0)
  // The platform has not noticed.
  const url = /http:\/\/[0-9.:]+/.exec(welcome)?.[0] ?? ''
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  child.kill('SIGINT')
  await new Promise((resolve) => child.once('exit', resolve))
  const alone = await run('infra/local/rebuild.ts', data)
  expect(alone.said).toContain('all was right')
  expect(alone.code).toBe(0)
}, 60_000)

test('a folder without data is a sentence, not a stack', async () => {
  const { code, said } = await run('infra/local/rebuild.ts', folder())
  expect(code).toBe(1)
  expect(said).toContain('没有平台数据')
  expect(said).not.toMatch(/\n\s+at /)
})
