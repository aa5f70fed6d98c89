import { expect, test } from 'vitest'
import { ownFolder, run } from '../../support/spawned.ts'

/** On a platform without demo data. */
const on = (data: string) => ({ environment: { XIUYUAN_DATA: data, XIUYUAN_PORT: '0', XIUYUAN_DEMO_DATA: 'no' } })

test('a rebuild works on a platform that runs, and on its folder when it has stopped', async () => {
  const data = ownFolder()
  const { said: welcome, child } = await run('infra/local/start.ts', { ...on(data), until: /Ctrl-C/ })
  const beside = await run('infra/local/rebuild.ts', on(data))
  expect(beside.said).toContain('all was right')
  expect(beside.code).toBe(0)
  // The platform has not noticed.
  const url = /http:\/\/[0-9.:]+/.exec(welcome)?.[0] ?? ''
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  child.kill('SIGINT')
  await new Promise((resolve) => child.once('exit', resolve))
  const alone = await run('infra/local/rebuild.ts', on(data))
  expect(alone.said).toContain('all was right')
  expect(alone.code).toBe(0)
})

test('a folder without data is a sentence, not a stack', async () => {
  const { code, said } = await run('infra/local/rebuild.ts', on(ownFolder()))
  expect(code).toBe(1)
  expect(said).toContain('没有平台数据')
  expect(said).not.toMatch(/\n\s+at /)
})
