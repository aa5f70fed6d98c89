import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hoursOf } from '../../shared/hours/hours.store.ts'
import { ok } from '../support/contest.ts'
import { aPhone, around, aTeam, aVolunteer, codeOf, planned, seen, type Team, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

/** A project of one organisation, the organisation that takes it over, and how that one sees it. */
async function twoTeams(): Promise<{ before: Team; after: Team; handOver: () => Promise<void> }> {
  const [before, taker] = [await aTeam(platform, '原来的机构'), await aTeam(platform, '接手的机构')]
  return {
    before, after: { ...before, organisation: taker.organisation, member: taker.member },
    handOver: async () => { ok(await administrator.api('POST', `${before.path}/organisation`, { organisation: taker.organisation, reason: '人手不够' })) },
  }
}
const sign = (deed: 'in' | 'out', activity: string, pass: string, who: string, more: Record<string, unknown> = {}) => platform.visitor.api('POST', `/activities/${activity}/sign-${deed}`, { pass, who, ...more })
const listed = async (team: Team) => (ok(await team.member.api('GET', `/organisations/${team.organisation}/volunteers`)).items as { volunteer: string }[]).map(({ volunteer }) => volunteer)
const recordedBy = async (team: Team, volunteer: string) => (ok(await team.member.api('GET', `/organisations/${team.organisation}/volunteers/${volunteer}`)).open.records as { activity: string; minutes: number }[])

describe('after a project was handed over', () => {
  test('somebody new who scans the code of an activity planned before is the new organisation’s volunteer, and the old one sees nothing of it', async () => {
    const { before, after, handOver } = await twoTeams()
    const activity = await planned(before, around(platform, 10, 60))
    await handOver()
    const pass = await codeOf(after, activity)
    ok(await sign('in', activity, pass, aPhone(), { name: '新来的人', adult: 'yes', agree: true }))
    const { attendances: [record] } = await seen(after, activity)
    expect(await listed(after)).toEqual([record.volunteer])
    expect(await listed(before)).toEqual([])
    expect(await recordedBy(after, record.volunteer)).toHaveLength(1)
    expect((await before.member.api('GET', `${before.path}/activities/${activity}`)).status).toBe(403)
  })

  test('a list and a leader’s deed on an activity planned before are of the new organisation’s volunteers', async () => {
    const { before, after, handOver } = await twoTeams()
    const activity = await planned(before, around(platform, 90, -30))
    const running = await planned(before, around(platform, 10, 60))
    const [old, own] = [await aVolunteer(before), await aVolunteer(after)]
    await handOver()
    const fill = (list: string) => after.member.api('POST', `${after.path}/activities/${activity}/attendances`, { list, rating: 'good', consent: true, adults: true })
    ok(await fill(`名单上的人,${aPhone()}`))
    expect(await listed(after)).toHaveLength(2)
    expect(await listed(before)).toEqual([old.volunteer])
    const now = (volunteer: string) => after.member.api('POST', `${after.path}/activities/${running}/attendances/now`, { volunteer, deed: 'in' })
    expect((await now(old.volunteer)).status).toBe(404)
    expect(ok(await now(own.volunteer)).state).toBe('open')
  })

  test('who was signed in at that moment signs out with the new organisation; what was over stays with the old one, and so does its certificate', async () => {
    const { before, after, handOver } = await twoTeams()
    const [past, running] = [await planned(before, around(platform, 200, -100)), await planned(before, around(platform, 30, 60))]
    const { volunteer, phone } = await aVolunteer(before)
    ok(await before.member.api('POST', `${before.path}/activities/${past}/attendances`, { volunteers: [volunteer], rating: 'good' }))
    const pass = await codeOf(before, running)
    ok(await sign('in', running, pass, phone))
    await handOver()
    platform.clock.forward({ minutes: 40 })
    expect(ok(await sign('out', running, await codeOf(after, running), phone))).toMatchObject({ state: 'counted', minutes: 40 })
    expect((await recordedBy(before, volunteer)).map(({ activity }) => activity)).toEqual([past])
    expect((await recordedBy(after, volunteer)).map(({ activity }) => activity)).toEqual([running])
    const { days } = await hoursOf(platform.table, volunteer)
    expect(new Set(days.flatMap(({ spans }) => spans.map(({ activity, organisation }) => `${activity} ${organisation}`)))).toEqual(new Set([`${past} ${before.organisation}`, `${running} ${after.organisation}`]))
    const day = days[0]?.day ?? ''
    const certificate = (team: Team) => team.member.api('POST', `/organisations/${team.organisation}/volunteers/${volunteer}/certificates`, { from: day, to: days.at(-1)?.day ?? '' })
    const told = async (team: Team) => ok(await platform.visitor.api('GET', `/hours-certificates/${ok(await certificate(team)).certificate}`))
    expect(await told(before)).toMatchObject({ checkedIn: 0, backFilled: 100, activities: 1, organisation: { name: '原来的机构' } })
    expect(await told(after)).toMatchObject({ checkedIn: 40, backFilled: 0, activities: 1, organisation: { name: '接手的机构' } })
  })

  test('signing in and handing over at the same moment end with one organisation that has both the record and the person', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { before, after, handOver } = await twoTeams()
      const activity = await planned(before, around(platform, 5, 60))
      const pass = await codeOf(before, activity)
      await Promise.all([handOver(), ...[1, 2, 3].map((nth) => sign('in', activity, pass, aPhone(), { name: `第${nth}位`, adult: 'yes', agree: true }))])
      const { attendances } = await seen(after, activity)
      expect(attendances).toHaveLength(3)
      const lists = { [before.organisation]: await listed(before), [after.organisation]: await listed(after) }
      for (const { volunteer, organisation } of attendances as { volunteer: string; organisation: string }[]) expect(Object.entries(lists).filter(([, of]) => of.includes(volunteer)).map(([id]) => id)).toEqual([organisation])
    }
  })

  test('a volunteer’s request for a correction reaches the organisation that can answer it', async () => {
    const { before, after, handOver } = await twoTeams()
    const past = await planned(before, around(platform, 200, -100))
    const { volunteer } = await aVolunteer(before)
    ok(await before.member.api('POST', `${before.path}/activities/${past}/attendances`, { volunteers: [volunteer], rating: 'good' }))
    await handOver()
    const correct = (team: Team) => team.member.api('POST', `${team.path}/activities/${past}/attendances/${volunteer}/correction`, { effect: 'times', breakMinutes: 10, reason: '中间休息' })
    expect((await correct(before)).status).toBe(403)
    expect(ok(await correct(after)).minutes).toBe(90)
    expect((await recordedBy(before, volunteer)).map(({ minutes }) => minutes)).toEqual([90])
  })
})
