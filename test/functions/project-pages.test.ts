import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProjectId } from '../../shared/kernel/ids.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { ok } from '../support/contest.ts'
import { defaultDefinition, projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
let member: Somebody
let working: ProjectId
let asked: ProjectId
beforeAll(async () => {
  platform = await startTestPlatform()
  const id = await admittedOrganisation(platform, '示例机构')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  member = await platform.person('社工 01', { member: [id] })
  working = await projectIn(platform, 'incubation', { id })
  asked = await projectIn(platform, 'incubation', { id })
  await setProject(platform, asked, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by: { person: member.id, name: member.name }, at: platform.clock.now(), note: '' } } }))
})
afterAll(async () => { await platform.close() })

test.each(['pause', 'extend', 'hand-over', 'version', 'end'])('an empty form to %s a project comes back with what is missing', async (form) => {
  const { status, html } = await administrator.post(`/projects/${working}/steer/${form}`, {})
  expect(status).toBe(422)
  expect(html).toContain('errsum')
  expect((await member.post(`/projects/${working}/steer/${form}`, {})).status).toBe(403)
})

test('what was typed and what is missing stand with the form that was sent, and with no other', async () => {
  const { html } = await administrator.post(`/projects/${working}/steer/pause`, { 'pause.until': '2020-01-01', 'pause.reason': '活动室装修' })
  expect(html.match(/活动室装修<\/textarea>/g)).toHaveLength(1)
  expect(html).toMatch(/id="f-pause[.-]until"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="f-pause[.-]until"/)
})

test('an administrator who sends a gate back without parts and reasons is told beside the fields, and keeps what was typed', async () => {
  const { status, html } = await administrator.post(`/projects/${asked}/gate/changes`, { reasons: '请写清楚' })
  expect(status).toBe(422)
  expect(html).toContain('errsum')
  expect(html).toContain('请写清楚</textarea>')
  expect((await member.post(`/projects/${asked}/gate/changes`, {})).status).toBe(403)
})

test('a note that is too long comes back, for the gate asked for and for its approval', async () => {
  const note = '字'.repeat(1200)
  for (const [who, path] of [[member, `/projects/${working}/gate`], [administrator, `/projects/${asked}/gate/approval`]] as const) expect((await who.post(path, { note })).status).toBe(422)
})

test('a project without a name, or an extension without a day, comes back with what is missing', async () => {
  const { status, html } = await member.post('/projects/new', { name: '' })
  expect([status, html.includes('errsum')]).toEqual([422, true])
  expect((await member.post(`/projects/${working}/extension`, { reason: '开班晚了' })).html).toContain('开班晚了</textarea>')
})

test('the grade of an evaluation is said in the reader’s words', async () => {
  await setProject(platform, working, (one) => ({ ...one, grade: 'excellent' }))
  const [zh, en] = [await member.page(`/projects/${working}`), await member.page(`/projects/${working}`, { language: 'en' })]
  expect(zh.html).toContain('<dd>优秀</dd>')
  expect(en.html).toMatch(/<dd>Excellent<\/dd>/i)
})

test('stage rules that are wrong are told mistake by mistake, by the API and on the page, which keeps what was typed', async () => {
  const rules = defaultDefinition()
  const { showcase } = rules.stages
  const wrong = { ...rules, version: 2, stages: { ...rules.stages, showcase: { ...showcase, reminderDays: [showcase.days], evidence: [...showcase.evidence, ...showcase.evidence] } } }
  const { status, body } = await administrator.api('POST', '/stage-definitions', { definition: wrong })
  expect([status, body.code]).toEqual([422, 'INVALID'])
  const paths = (body.errors as { path: string }[]).map(({ path }) => path)
  expect(paths).toEqual(['/stages/showcase/evidence', '/stages/showcase/reminderDays'])
  const typed = JSON.stringify(wrong)
  const { html, status: shown } = await administrator.post('/stage-rules/import', { json: typed })
  expect(shown).toBe(422)
  expect([...paths, 'errsum'].filter((text) => !html.includes(text))).toEqual([])
  expect(html.includes(typed.replaceAll('"', '&quot;').replaceAll("'", '&#39;'))).toBe(true)
  expect((await administrator.post('/stage-rules/import', { json: '{"id":' })).status).toBe(422)
  const shape = await administrator.api('POST', '/stage-definitions', { definition: { ...rules, version: 2, notes: 'none', stages: { ...rules.stages, showcase: { ...showcase, days: 0 } } } })
  expect(shape.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['/notes', '/stages/showcase/days'])
  expect((await member.post('/stage-rules/import', { json: typed })).status).toBe(403)
  expect(ok(await administrator.api('GET', '/stage-definitions')).definitions.filter(({ id }: { id: string }) => id === rules.id)).toHaveLength(1)
})

test('a version of the stage rules that stands never changes', async () => {
  const rules = defaultDefinition()
  expect((await administrator.api('POST', '/stage-definitions', { definition: { ...rules, version: 3 } })).status).toBe(201)
  expect((await administrator.api('POST', '/stage-definitions', { definition: { ...rules, version: 3 } })).status).toBe(201)
  const { status, body } = await administrator.api('POST', '/stage-definitions', { definition: { ...rules, version: 3, notes: [] } })
  expect([status, body.errors[0].path]).toEqual([422, '/version'])
})
