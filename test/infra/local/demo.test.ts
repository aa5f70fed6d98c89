import { expect, test } from 'vitest'
import { loadDemoDistrict } from '../../../infra/local/demo/district.ts'
import { creditCodes } from '../../../infra/local/demo/register.ts'
import { ok } from '../../support/contest.ts'
import { anAgency, joined } from '../../support/organisations.ts'
import { startTestPlatform } from '../../support/platform.ts'
import { ownFolder, run } from '../../support/spawned.ts'

const START = 'infra/local/start.ts'

test('a fresh start plays the whole demonstration, and the next one finds it', { timeout: 180_000 }, async () => {
  const environment = { XIUYUAN_DATA: ownFolder(), XIUYUAN_PORT: '0' }
  for (const expected of [/正在准备[\s\S]*Ctrl-C/, /^(?![\s\S]*正在准备)[\s\S]*Ctrl-C/]) {
    const { said, code, child } = await run(START, { environment, until: /Ctrl-C/ })
    expect([said, code]).toEqual([expect.stringMatching(expected), null])
    expect(await grantsOf(/http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '')).toEqual({ closed: 1, delivery: 3, agreement: 1, recovery: 1 })
    child.kill('SIGINT')
    await new Promise((resolve) => { child.once('close', resolve) })
  }
})

/** How many of the venture's grants are in which state, as anybody reads it. */
async function grantsOf(url: string): Promise<Record<string, number>> {
  const read = async (path: string) => (await fetch(`${url}/api/public/competitions${path}`)).json() as Promise<{ competitions: { id: string; state: string }[]; grants: { state: string }[] }>
  const venture = (await read('')).competitions.find(({ state }) => state === 'funding')
  const { grants } = await read(`/${venture?.id ?? ''}/grants`)
  return Object.fromEntries([...Map.groupBy(grants, ({ state }) => state)].map(([state, all]) => [state, all.length]))
}

test('a start that was killed while it prepared the demo data is refused the next time, with what to do', async () => {
  const data = ownFolder()
  const environment = { XIUYUAN_DATA: data, XIUYUAN_PORT: '0' }
  const { child } = await run(START, { environment, until: /正在准备/ })
  child.kill('SIGKILL')
  await new Promise((resolve) => { child.once('close', resolve) })
  for (const given of [[], ['--district']]) {
    const { code, said } = await run(START, { environment, given })
    expect(code).toBe(1)
    expect(said).toContain(data)
    expect(said).toContain('请删除这个文件夹')
    expect(said).not.toMatch(/\n\s+at /)
  }
})

test('a district stands in registers, board and figures; agencies that joined before are left as they are', async () => {
  const platform = await startTestPlatform({ people: true })
  try {
    const { seeded, streams } = platform.platform
    if (seeded === undefined) throw new Error('nobody was seeded')
    const administrator = await platform.person('管理员 09', { administrator: '330411' })
    const { id } = await joined(platform, anAgency(creditCodes(3)()))
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' }))
    const teams = async () => ok(await administrator.api('GET', '/figures')).teams as number
    const before = await teams()
    const size = { registered: 81, filed: 5, teams: 7, projects: 9, agencies: 2, volunteers: 20 }
    await loadDemoDistrict(seeded, () => undefined, size)
    await streams.caughtUp()
    expect(ok(await administrator.api('GET', '/board')).total).toBe(size.projects)
    expect(await teams()).toBe(before + size.teams)
    const { items } = ok(await administrator.api('GET', '/organisations?state=admitted'))
    expect(items.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['示例社工服务中心', '示例社会组织 1', '示例社会组织 41']))
  } finally {
    await platform.close()
  }
})
