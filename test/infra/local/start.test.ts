import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownFolder, run } from '../../support/spawned.ts'

const start = (environment: Record<string, string>, until?: RegExp) => run('infra/local/start.ts', { environment, ...(until === undefined ? {} : { until }) })

test('a port in use is a sentence, not a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const { code, said } = await start({ XIUYUAN_DATA: ownFolder(), XIUYUAN_PORT: String(port) })
  server.close()
  expect(code).toBe(1)
  expect(said).toContain(`端口 ${port} 已被占用`)
  expect(said).not.toMatch(/\n\s+at /)
})

test('a data folder in use is a sentence; one whose platform is gone is not in use', async () => {
  const data = ownFolder()
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
  const { code, said } = await start({ XIUYUAN_DATA: ownFolder(), XIUYUAN_PORT: port })
  expect(code).toBe(1)
  expect(said).toContain('XIUYUAN_PORT')
})
