import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectId } from '../../shared/kernel/ids.ts'
import type { Project } from '../../shared/project/project.ts'
import { ok, poll } from '../support/contest.ts'
import { type Funded, fundedVenture } from '../support/grants.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

type Granted = Funded & { grant: Funded['grants'][number] }
async function granted(): Promise<Granted> {
  const funded = await fundedVenture(platform, { amounts: [10_000_001] })
  const [grant] = funded.grants
  if (grant === undefined) throw new Error('a grant expected')
  return { ...funded, grant }
}
async function agree({ administrator, grant }: Granted, body: object = { from: '2027-01-01', to: '2027-12-31' }): Promise<void> {
  const { version } = ok(await administrator.api('POST', `/grants/${grant.id}/agreements`, body))
  const { agreements } = ok(await administrator.api('GET', `/grants/${grant.id}/agreements`)) as { agreements: { version: number; digest: string }[] }
  const digest = agreements.find((one) => one.version === version)?.digest
  for (const [who, side] of [[grant.member, 'organisation'], [administrator, 'authority']] as const) ok(await who.api('POST', `/grants/${grant.id}/agreements/${version}/${side}`, { digest, title: '法定代表人' }))
}
const projectOf = async ({ administrator, grant }: Granted): Promise<{ id: string; read: () => Promise<Project> }> => {
  const { project } = ok(await administrator.api('GET', `/grants/${grant.id}`)).grant as { project: string }
  return { id: project, read: async () => ok(await administrator.api('GET', `/projects/${project}`)).project as Project }
}

test('once an agreement is in force its project is implemented: its reports are planned, its story says why, its machine follows', async () => {
  const stage = await granted()
  const { id, read } = await projectOf(stage)
  expect((await read()).current.name).toBe('incubation')
  await agree(stage)
  await poll(platform, async () => (await read()).current.name === 'implementation', () => 'its implementation did not begin')
  const before = await read()
  expect(before.current).toMatchObject({ number: 2, state: 'working' })
  expect(before.current.reports.length).toBeGreaterThan(0)
  const story = async () => (ok(await stage.administrator.api('GET', `/projects/${id}/story`)).entries as { action: string; sentence: { zh: string } }[]).filter(({ action }) => action === 'project.fund')
  expect((await story()).map(({ sentence }) => sentence.zh)).toEqual([expect.stringContaining('进入实施阶段')])
  await poll(platform, async () => ok(await stage.administrator.api('GET', `/projects/${id}/progress`)).now?.step !== undefined, () => 'no machine watches over its implementation')

  // An amendment begins nothing anew.
  await agree(stage, { from: '2027-01-01', to: '2027-11-30', reason: '活动减少' })
  await platform.platform.streams.caughtUp()
  expect((await read()).current.number).toBe(2)
  expect(await story()).toHaveLength(1)
})

test('a project that is further on stays where it is', async () => {
  const stage = await granted()
  const { id, read } = await projectOf(stage)
  await setProject(platform, projectId.parse(id), (project) => ({ ...project, current: { ...project.current, name: 'evaluation' } }))
  await agree(stage)
  await platform.platform.streams.caughtUp()
  expect((await read()).current).toMatchObject({ number: 1, name: 'evaluation' })
  expect(id).not.toBe('')
})
