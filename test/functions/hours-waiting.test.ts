import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { ok } from '../support/contest.ts'
import { aTeam, aVolunteer, planned, seen, type Team } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let team: Team
let day: string
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  team = await aTeam(platform, '示例机构甲')
  day = shanghaiDate(plusDays(platform.clock.now(), -3))
})
afterAll(async () => { await platform.close() })

const recorded = async (volunteer: string, from: string, to: string, title: string) => {
  const activity = await planned(team, { day, from, to }, { title })
  ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances`, { volunteers: [volunteer], rating: 'good' }))
  return activity
}
const inbox = async (who: Somebody) => (await who.page('/home')).html
const stateOf = async (activity: string) => (await seen(team, activity)).attendances[0]?.state as string

describe('hours above eight a day', () => {
  test('stand on the administrator’s first page with how many and since when, and on nobody else’s', async () => {
    expect(await inbox(administrator)).not.toContain('一天超过 8 小时')
    const { volunteer } = await aVolunteer(team)
    const activity = await recorded(volunteer, '08:00', '17:00', '全天值守')
    const html = await inbox(administrator)
    expect(html).toContain('1 条一天超过 8 小时的时长等您同意')
    expect(html).toContain(`从 ${shanghaiDate(platform.clock.now())} 起`)
    expect(html).toContain('/hours/waiting?district=330411')
    expect(await inbox(team.member)).not.toContain('一天超过 8 小时')
    expect((await administrator.page('/district')).html).toContain('/hours/waiting')
    ok(await administrator.api('POST', `/activities/${activity}/attendances/${volunteer}/approval`, { granted: true }))
    expect(await inbox(administrator)).not.toContain('一天超过 8 小时')
  })

  test('are shown with the project, the organisation, the day’s total and what else was done that day', async () => {
    const { volunteer, number, name } = await aVolunteer(team, { name: '忙了一天的人' })
    await recorded(volunteer, '08:00', '14:00', '第一次入户')
    const second = await recorded(volunteer, '14:30', '17:00', '第二次入户')
    const { html } = await administrator.page('/hours/waiting')
    for (const part of ['第二次入户', number, '放学后的一小时', '示例机构甲', '8.5 小时', '2.5 小时', '08:00–14:00', '第一次入户', '6.0 小时']) expect(html, part).toContain(part)
    expect(html).not.toContain(name)
    const path = `/hours/waiting/${second}/${volunteer}?district=330411`
    const [granted, reason] = [`${second}-${volunteer}.granted`, `${second}-${volunteer}.reason`]
    const refused = await administrator.post(path, { [granted]: 'no', [reason]: '' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('不计入时请写明理由')
    expect((await administrator.post(path, { [granted]: 'yes', [reason]: '' })).status).toBe(303)
    expect(await stateOf(second)).toBe('counted')
  })

  test('several count with one yes; none ticked is said; who is decided already is passed over', async () => {
    const people = [await aVolunteer(team), await aVolunteer(team)]
    const activities: string[] = []
    for (const { volunteer } of people) activities.push(await recorded(volunteer, '08:00', '17:30', '运动会保障'))
    const ticked = people.map(({ volunteer }, i) => `${activities[i]}-${volunteer}`)
    const none = await administrator.post('/hours/waiting?district=330411', { 'all.reason': '' })
    expect([none.status, none.html.includes('请先勾选要一起同意的')]).toEqual([422, true])
    for (const record of [ticked[0] ?? '', ...ticked]) expect((await administrator.post('/hours/waiting?district=330411', { records: record, 'all.reason': '运动会' })).status).toBe(303)
    expect(await Promise.all(activities.map(stateOf))).toEqual(['counted', 'counted'])
    expect((await team.member.post('/hours/waiting', { records: ticked[0] ?? '' })).status).toBe(403)
  })
})
