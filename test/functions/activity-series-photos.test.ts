import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { newFileId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { projectFileItem, projectFiles } from '../../shared/project/file.store.ts'
import { ok } from '../support/contest.ts'
import { aPlan, around, aTeam, planned, type Team, tomorrowAt } from '../support/hours.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
let team: Team
let other: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构甲')
  other = await aTeam(platform, '示例机构乙')
})
afterAll(async () => { await platform.close() })

test('a series is called off from one date on with one reason; those before it stay, and each can be taken up again', async () => {
  const day = (n: number) => shanghaiDate(plusDays(platform.clock.now(), n))
  const plan = { ...aPlan({ day: day(7), from: '09:00', to: '11:00' }), repeat: 'weekly', until: day(30) }
  const { activities } = ok(await team.member.api('POST', `${team.path}/activities`, plan)) as { activities: string[] }
  const alone = await planned(team, { day: day(14), from: '15:00', to: '16:00' })
  const page = await team.member.page(`${team.path}/activities/${activities[1]}`)
  expect(page.html).toContain('这一场和以后各场')
  expect((await team.member.page(`${team.path}/activities/${activities[3]}`)).html).not.toContain('这一场和以后各场')
  expect((await team.member.post(`${team.path}/activities/${activities[1]}/cancellation`, { rest: 'yes', reason: '场地整修' })).status).toBe(303)
  const { items } = ok(await team.member.api('GET', `${team.path}/activities`)) as { items: { activity: { id: string; calledOff: { reason: string } | null }; standing: string }[] }
  const of = (id: string | undefined) => items.find(({ activity }) => activity.id === id)
  expect(activities.map((id) => of(id)?.standing)).toEqual(['ahead', 'called-off', 'called-off', 'called-off'])
  expect(activities.slice(1).map((id) => of(id)?.activity.calledOff?.reason)).toEqual(['场地整修', '场地整修', '场地整修'])
  expect(of(alone)?.standing).toBe('ahead')
  ok(await team.member.api('DELETE', `${team.path}/activities/${activities[2]}/cancellation`))
  ok(await team.member.api('POST', `${team.path}/activities/${activities[0]}/cancellation`, { reason: '下雨' }))
  expect(((await team.member.page(`${team.path}/story`)).html)).toContain('以后 2 场')
})

test('photos of an activity are seen, and taken off by its own people while it is worked on', async () => {
  const activity = await planned(team, around(platform, 90, -30))
  const add = async (of: string) => {
    const file = newFileId()
    await platform.table.transact([projectFileItem.put({ project: team.project, file, kind: 'photo', of, name: '合影.jpg', bytes: 1000, type: 'jpg', sha256: of + file, cycle: 1, at: platform.clock.now(), by: team.member.id, shown: false }, 'none')])
    return file
  }
  const [photo, foreign] = [await add(activity), await add(await planned(team, around(platform, 90, -30)))]
  const path = `${team.path}/activities/${activity}`
  const { html } = await team.member.page(path)
  expect(html).toContain(`<img class="thumb" src="/files/${photo}" alt="合影.jpg"`)
  const remove = (by: Team, file: string) => by.member.post(`${path}/photos/removal`, { file })
  expect((await remove(other, photo)).status).toBe(403)
  expect((await remove(team, foreign)).status).toBe(404)
  await setProject(platform, team.project, (project) => ({ ...project, current: { ...project.current, state: 'review' } }))
  expect((await team.member.page(path)).html).not.toContain('photos/removal')
  expect((await remove(team, photo)).status).toBe(409)
  await setProject(platform, team.project, (project) => ({ ...project, current: { ...project.current, state: 'working' } }))
  expect((await remove(team, photo)).status).toBe(303)
  expect((await remove(team, photo)).status).toBe(303)
  expect((await projectFiles(platform.table, team.project)).map(({ value }) => value.file)).toEqual([foreign])
})
