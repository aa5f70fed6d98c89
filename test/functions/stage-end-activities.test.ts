import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endEarly } from '../../shared/project/moves.ts'
import { pastStageItem, projectItem, loadProject } from '../../shared/project/project.store.ts'
import { beginStage } from '../../shared/stage/begin.ts'
import type { StageName } from '../../shared/stage/lifecycle.ts'
import { ok } from '../support/contest.ts'
import { aPhone, around, aTeam, codeOf, planned, seen, type Team, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

/** The stage has passed, asked for a moment ago, and another has begun. */
async function passTo(team: Team, name: StageName, cycle = 1): Promise<void> {
  const now = platform.clock.now()
  const { value: project, version } = await loadProject(platform.table, team.project)
  const by = { person: team.member.id, name: '成员' }
  const past = { ...project.current, state: 'passed' as const, asked: { by, at: now, note: '' }, endedAt: now }
  const current = { ...beginStage({ project: team.project, number: project.current.number + 1, name, cycle, definition: defaultDefinition(), now }) }
  await platform.table.transact([projectItem.put({ ...project, cycle, current }, version), pastStageItem.put({ project: team.project, stage: past }, 'none')])
}
const standing = async (team: Team, activity: string) => (await seen(team, activity)).standing as string

describe('activities that lie ahead when their stage ends', () => {
  test('are named by the gate beforehand, to who asks and to who decides', async () => {
    const team = await aTeam(platform, '示例机构甲')
    await planned(team, around(platform, -24 * 60, 26 * 60), { title: '明天的入户' })
    for (const who of [team.member, administrator]) {
      const { html } = await who.page(team.path)
      expect(html).toContain('还有 1 场活动没有开始')
      expect(html).toContain('明天的入户')
    }
  })

  test('count as called off: not late, no code, not signed into, and said so on their page', async () => {
    const team = await aTeam(platform, '示例机构乙')
    const [ahead, running] = [await planned(team, around(platform, -20, 80)), await planned(team, around(platform, 10, 60))]
    const pass = await codeOf(team, running)
    await passTo(team, 'evaluation')
    platform.clock.forward({ minutes: 30 })
    expect(await standing(team, ahead)).toBe('called-off')
    expect(await standing(team, running)).toBe('unreported')
    expect(ok(await team.member.api('GET', `${team.path}/activities`)).counts).toEqual({ 'called-off': 1, unreported: 1 })
    expect((await team.member.page(`${team.path}/activities/${ahead}`)).html).toContain('算作取消')
    const code = await team.member.page(`${team.path}/activities/${ahead}/code`)
    expect(code.html).toContain('已取消，不能签到')
    expect(code.html).not.toContain('签到从')
    expect((await platform.visitor.api('POST', `/activities/${running}/sign-in`, { pass, who: aPhone(), name: '来晚的人', adult: 'yes', agree: true })).status).toBe(409)
    platform.clock.forward({ days: 40 })
    expect([await standing(team, ahead), await standing(team, running)]).toEqual(['called-off', 'unreported'])
  })

  test('stay called off where a later cycle works on activities again', async () => {
    const team = await aTeam(platform, '示例机构丙')
    const old = await planned(team, around(platform, -20, 80))
    await passTo(team, 'implementation', 2)
    platform.clock.forward({ minutes: 30 })
    const fresh = await planned(team, around(platform, 10, 60))
    expect((await seen(team, old)).takesSignIns).toBe(false)
    const report = await team.member.api('POST', `${team.path}/activities/${old}/cancellation`, { reason: '不办了' })
    expect([report.status, (report.body.errors as { code: string }[]).map(({ code }) => code)]).toEqual([409, ['STAGE_OVER']])
    expect(await codeOf(team, fresh)).toHaveLength(10)
    expect(ok(await team.member.api('GET', `${team.path}/activities/${old}/code`)).url).toBeNull()
  })

  test('so do those of a project that is ended early', async () => {
    const team = await aTeam(platform, '示例机构丁')
    const ahead = await planned(team, around(platform, -20, 80))
    await setProject(platform, team.project, (project) => endEarly(project, '停办', platform.clock.now()))
    platform.clock.forward({ days: 30 })
    expect(await standing(team, ahead)).toBe('called-off')
  })
})

test('the gate waits for an activity that is under way, and what begins while it is decided does not count against it', async () => {
  const unreported = async ({ member, path }: Team) => (ok(await member.api('GET', `${path}/gate`)).lines as { evidence: { id: string }; met: boolean }[]).find(({ evidence }) => evidence.id === 'unreported')?.met
  const team = await aTeam(platform, '示例机构戊')
  await planned(team, around(platform, 10, 60))
  expect(await unreported(team)).toBe(false)
  const other = await aTeam(platform, '示例机构己')
  await planned(other, around(platform, -20, 60))
  const asked = { by: { person: other.member.id, name: '成员' }, at: platform.clock.now(), note: '' }
  await setProject(platform, other.project, (project) => ({ ...project, current: { ...project.current, state: 'review', asked } }))
  platform.clock.forward({ minutes: 30 })
  expect(await unreported(other)).toBe(true)
})
