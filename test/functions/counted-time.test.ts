import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectSumsItem, volunteerSumsItem } from '../../shared/figures/figures.store.ts'
import { volunteerId } from '../../shared/kernel/ids.ts'
import { plusSeconds } from '../../shared/kernel/instant.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok } from '../support/contest.ts'
import { around, aTeam, aVolunteer, codeOf, planned, seen, type Team, timesOf, tomorrowAt } from '../support/hours.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let team: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构甲')
})
afterAll(async () => { await platform.close() })

const sign = async (deed: 'in' | 'out', activity: string, who: string) => ok(await platform.visitor.api('POST', `/activities/${activity}/sign-${deed}`, { pass: await codeOf(team, activity), who }))
const byLeader = async (activity: string, volunteer: string, deed: 'in' | 'out') => ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/now`, { volunteer, deed }))
const kinds = async (activity: string) => ((await seen(team, activity)).doubts as { kind: string }[]).map(({ kind }) => kind)

test('time before the activity does not count; when somebody came is kept', async () => {
  const activity = await planned(team, around(platform, -50, 110))
  const { phone, volunteer } = await aVolunteer(team)
  const came = platform.clock.now()
  await sign('in', activity, phone)
  platform.clock.forward({ minutes: 80 })
  expect((await sign('out', activity, phone)).minutes).toBeLessThanOrEqual(31)
  const { attendances: [record], activity: { startsAt }, sums } = await seen(team, activity)
  expect(Date.parse(record.from) - Date.parse(came)).toBeLessThan(60_000)
  expect(record.minutes).toBe(Math.floor((Date.parse(record.to) - Date.parse(startsAt)) / 60_000))
  expect(sums).toEqual({ checkedIn: record.minutes, backFilled: 0 })
  await platform.platform.streams.caughtUp()
  const [own, project] = [await platform.table.get(volunteerSumsItem, keys.volunteerSums(volunteerId.parse(volunteer))), await platform.table.get(projectSumsItem, keys.projectSums(team.project))]
  expect([own?.value.checkedIn, project?.value.checkedIn]).toEqual([record.minutes, record.minutes])
})

test('signed out before it begins: nothing counts', async () => {
  const activity = await planned(team, around(platform, -50, 110))
  const { phone } = await aVolunteer(team)
  await sign('in', activity, phone)
  platform.clock.forward({ minutes: 10 })
  expect(await sign('out', activity, phone)).toMatchObject({ state: 'counted', minutes: 0 })
})

test('after the end it counts only where the volunteer signed out by themselves, half an hour at most, and is pointed out', async () => {
  const activity = await planned(team, around(platform, 0, 60))
  const [own, led] = [await aVolunteer(team), await aVolunteer(team)]
  for (const { phone } of [own, led]) await sign('in', activity, phone)
  platform.clock.forward({ minutes: 80 })
  expect((await sign('out', activity, own.phone)).minutes).toBeGreaterThan(75)
  await byLeader(activity, led.volunteer, 'out')
  const { attendances, activity: { endsAt }, doubts } = await seen(team, activity)
  expect(attendances.find(({ volunteer }: { volunteer: string }) => volunteer === led.volunteer)).toMatchObject({ state: 'counted', to: endsAt })
  expect(doubts).toMatchObject([{ kind: 'over-length', volunteer: own.volunteer, length: 60 }])
})

test('an end that the leader gives may lie half an hour after the activity’s, not later; back-filled time before it does not count', async () => {
  const activity = await planned(team, around(platform, 150, -30))
  const { volunteer } = await aVolunteer(team)
  ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances`, { volunteers: [volunteer], rating: 'good' }))
  const { activity: { startsAt } } = await seen(team, activity)
  const clock = (minutes: number) => timesOf(plusSeconds(startsAt, minutes * 60), startsAt).from
  const correct = (from: number, to: number) => team.member.api('POST', `${team.path}/activities/${activity}/attendances/${volunteer}/correction`, { effect: 'times', from: clock(from), to: clock(to), reason: '留下收拾' })
  expect(((await correct(40, 155)).body.errors as { code: string }[]).map(({ code }) => code)).toEqual(['LONG_AFTER', 'IN_FUTURE'])
  expect(ok(await correct(40, 145)).minutes).toBe(105)
  expect(ok(await correct(-20, 90)).minutes).toBe(90)
  expect(await kinds(activity)).toEqual([])
})
