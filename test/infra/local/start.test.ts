import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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
  const made = mkdtempSync(join(tmpdir(), 'xiuyuan-start-'))
  folders.push(made)
  return made
}

/** `npm start` without npm; resolves with what it said when it ends, or when it has said what is waited for. */
function start(environment: Record<string, string>, until?: RegExp): Promise<{ code: number | null; said: string; child: ChildProcess }> {
  const child = spawn(join(root, 'node_modules/.bin/tsx'), ['infra/local/start.ts'], { cwd: root, env: { ...process.env, ...environment } })
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

test('a port in use is a sentence, not a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const { code, said } = await start({ XIUYUAN_DATA: folder(), XIUYUAN_PORT: String(port) })
  server.close()
  expect(code).toBe(1)
  expect(said).toContain(`端口 ${port} 已被占用`)
  expect(said).not.toMatch(/\n\s+at /)
})

test('a data folder in use is a sentence; one whose platform is gone is not in use', async () => {
  const data = folder()
  writeFileSync(join(data, 'platform.pid'), '999999')
  const first = await start({ XIUYUAN_DATA: data, XIUYUAN_PORT: '0', XIUYUAN_DEMO_DATA: 'no' }, /Ctrl-C/)
  expect(first.said).toContain('administrator-01')
  const second = await start({ XIUYUAN_DATA: data, XIUYUAN_PORT: '0', XIUYUAN_DEMO_DATA: 'no' })
  expect(second.code).toBe(1)
  expect(second.said).toContain('already runs')
  first.child.kill('SIGINT')
  expect(await new Promise((resolve) => first.child.once('exit', resolve))).toBe(0)
})

test.each(['abc', '70000'])('a port that is no port (%s) is a sentence', async (port) => {
  const { code, said } = await start({ XIUYUAN_DATA: folder(), XIUYUAN_PORT: port })
  expect(code).toBe(1)
  expect(said).toContain('XIUYUAN_PORT')
})
