import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import { withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, fullAnswers, projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation, openCompetition } from '../support/proposals.ts'
import { follow, look, press } from '../support/visits.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let member: Somebody
let idea: string
let asked: ProjectId
let returned: ProjectId
let paused: ProjectId
let extension: ProjectId
let underWay: ProjectId

const need = '入户走访了三百二十户，三成独居老人一周里没有和人说过十分钟的话；现有的电话问候每月一次，接通率不到三分之二，跌倒后常常两小时以上才被发现。'

beforeAll(async () => {
  platform = await startTestPlatform()
  const own: { id: OrganisationId; name: string } = { id: await admittedOrganisation(platform, '示例青禾社会工作发展中心', { kind: 'agency' }), name: '示例青禾社会工作发展中心' }
  const other = await admittedOrganisation(platform, '示例社工服务中心', { kind: 'agency' })
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  member = await platform.person('社工 01', { member: [own.id] })
  const at = platform.clock.now()
  await platform.table.transact([memberItem.put({ organisation: own.id, person: member.id, since: at, removedAt: null }, 'none'), administratorItem.put({ district: '330411', person: administrator.id }, 'none')])
  const by = { person: member.id, name: member.name }

  const neighbour = await platform.person('社工 02', { member: [other] })
  const { project: earlier } = ok(await neighbour.api('POST', '/projects', { name: '独居老人敲门行动' }))
  ok(await neighbour.api('PUT', `/projects/${earlier}/parts/need`, { revision: 1, content: { need } }))
  idea = ok(await member.api('POST', '/projects', { name: '敲敲门' })).project
  ok(await member.api('PUT', `/projects/${idea}/parts/need`, { revision: 1, content: { need: need.replace('三百二十户', '两百户') } }))

  asked = await projectIn(platform, 'implementation', own, {}, fullAnswers({ name: '河道观察员' }))
  await setProject(platform, asked, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by, at, note: '三期报告都已通过，请审。' }, approvals: [{ by: { person: neighbour.id, name: '管理员 02' }, at, note: '同意。', ending: null }] } }))
  returned = await projectIn(platform, 'incubation', own, {}, fullAnswers({ name: '楼道微更新' }))
  await setProject(platform, returned, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by, at, note: '' } } }))
  ok(await administrator.api('POST', `/projects/${returned}/gate/changes`, { reasons: '说明怎么知道没人照看。', parts: ['need', 'plan'] }))
  underWay = await projectIn(platform, 'showcase', own, {}, fullAnswers())
  paused = await projectIn(platform, 'implementation', own, {}, fullAnswers({ name: '放学后的一小时' }))
  ok(await administrator.api('POST', `/projects/${paused}/pause`, { reason: '活动室装修', until: null }))
  extension = await projectIn(platform, 'implementation', own, {}, fullAnswers({ name: '周末理发' }))
  ok(await member.api('POST', `/projects/${extension}/extension`, { to: addDays(shanghaiDate(at), 300), reason: '开班晚了两周' }))
  await openCompetition(platform)
  await openCompetition(platform)
  const { showcase } = defaultDefinition().stages
  ok(await administrator.api('POST', '/stage-definitions', { definition: { ...defaultDefinition(), version: 2, stages: { ...defaultDefinition().stages, showcase: { ...showcase, days: 90, approvals: 2, evidence: showcase.evidence.slice(1) } } } }))
  await platform.platform.streams.caughtUp()
})
afterAll(async () => { await platform.close() })

const sight = () => [
  { name: 'project-home', path: '/home', as: member },
  { name: 'project-home-administrator', path: '/home', as: administrator },
  { name: 'project-inbox', path: '/inbox', as: member },
  { name: 'project-list', path: '/projects', as: member },
  { name: 'project-new', path: '/projects/new', as: member },
  { name: 'project-idea', path: `/projects/${idea}`, as: member },
  { name: 'project-part-basics', path: `/projects/${idea}/parts/basics`, as: member },
  { name: 'project-part-need', path: `/projects/${idea}/parts/need`, as: member },
  { name: 'project-part-plan', path: `/projects/${idea}/parts/plan`, as: member },
  { name: 'project-part-budget', path: `/projects/${underWay}/parts/budget`, as: member },
  { name: 'project-text', path: `/projects/${underWay}/text`, as: member },
  { name: 'project-story', path: `/projects/${returned}/story`, as: member },
  { name: 'project-returned', path: `/projects/${returned}`, as: member },
  { name: 'project-gate', path: `/projects/${asked}`, as: administrator },
  { name: 'project-gate-member', path: `/projects/${asked}`, as: member },
  { name: 'project-paused', path: `/projects/${paused}`, as: member },
  { name: 'project-extension-asked', path: `/projects/${extension}`, as: member },
  { name: 'project-ask-extension', path: `/projects/${underWay}/extension`, as: member },
  { name: 'project-steer', path: `/projects/${underWay}/steer`, as: administrator },
  { name: 'project-steer-version', path: `/projects/${underWay}/steer?id=district-default&version=2`, as: administrator },
  { name: 'project-steer-answer', path: `/projects/${extension}/steer`, as: administrator },
  { name: 'project-enter', path: `/projects/${underWay}/enter`, as: member },
  { name: 'project-evidence', path: `/projects/${underWay}/evidence`, as: member },
  { name: 'project-stage-rules', path: '/stage-rules', as: administrator },
  { name: 'project-stage-rule', path: '/stage-rules/district-default/1', as: administrator },
  { name: 'project-stage-rules-import', path: '/stage-rules/import', as: administrator },
]

describe('pages of projects and of the rules they go by', () => {
  sights(() => platform, sight)

  test('a newer version of the rules is shown before it is taken, in words', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto(`/projects/${underWay}/steer`)
      await follow(page, /第 2 版/)
      const preview = await page.getByRole('region', { name: '阶段规则的版本' }).innerText()
      expect(preview).toContain('1 → 2')
      expect(preview).toContain('展示页已公开')
      await press(page, '换成第 2 版')
      await page.goto(`/projects/${underWay}/steer`)
      expect(await page.getByRole('region', { name: '阶段规则的版本' }).innerText()).toContain('第 2 版')
    }))

  test('what is alike is shown while it is written, and nothing of it but name, organisation and day', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto(`/projects/${idea}/parts/need`)
      const alike = await page.getByRole('region', { name: '本区做过的相似项目' }).innerText()
      expect(alike).toContain('独居老人敲门行动')
      expect(alike).toContain('示例社工服务中心')
      expect(alike).not.toContain('接通率')
    }))

  test('what is alike comes up by itself once the draft is kept', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      const { project } = ok(await member.api('POST', '/projects', { name: '听门铃' }))
      await page.goto(`/projects/${project}/parts/need`)
      expect(await page.getByRole('region', { name: '本区做过的相似项目' }).count()).toBe(0)
      await page.locator('textarea').first().fill(need)
      await page.getByRole('region', { name: '本区做过的相似项目' }).getByText('独居老人敲门行动').waitFor()
      expect(await page.locator('textarea').first().inputValue()).toBe(need)
      await look(page, 'project-part-alike-1280-zh')
    }))

  test('a part with mistakes says each beside its field and keeps what was typed', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto(`/projects/${idea}/parts/beneficiaries`)
      await page.getByLabel('直接受益人数').fill('很多')
      await page.getByLabel('服务谁').fill('独居老人')
      await press(page, '保存并继续')
      await page.waitForSelector('.errsum')
      expect(await page.getByLabel('直接受益人数').inputValue()).toBe('很多')
      expect(await page.getByLabel('服务谁').inputValue()).toBe('独居老人')
      await look(page, 'project-part-mistake-390-zh')
    }))
})
