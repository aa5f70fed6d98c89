import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plusSeconds } from '../../shared/kernel/instant.ts'
import { codes, ok } from '../support/contest.ts'
import { aPhone, around, aVolunteer, backFill, ended, planned, seen, signIn, signOut, startTeams, type Team, timesOf, tomorrowAt } from '../support/hours.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let team: Team
let other: Team
beforeAll(async () => { ({ platform, administrator, team, other } = await startTeams()) })
afterAll(async () => { await platform.close() })

describe('the leader’s list', () => {
  test('a list sent again adds only those who are missing; both counters stay apart', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const checked = await aVolunteer(team, { name: '签到的人' })
    ok(await signIn(team, activity, checked.phone))
    platform.clock.forward({ minutes: 30 })
    ok(await signOut(team, activity, checked.phone))
    platform.clock.forward({ minutes: 60 })
    const [a, b] = [aPhone(), aPhone()]
    const first = ok(await backFill(team, activity, { list: `张三,${a}\n李四,${b}\n签到的人,${checked.phone}`, consent: true, adults: true }))
    expect(first.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['added', 'added', 'already'])
    const again = ok(await backFill(team, activity, { list: `张三,${a}\n李四,${b}\n王五,${aPhone()}`, consent: true, adults: true }))
    expect(again.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['already', 'already', 'added'])
    expect((await seen(team, activity)).sums).toEqual({ checkedIn: 30, backFilled: 3 * 70 })
  })

  test('back-filled hours are never longer than the activity, and another’s name is no way to hours', async () => {
    const activity = await planned(team, ended(platform, 120))
    const known = await aVolunteer(team, { name: '张三丰' })
    const { activity: { startsAt } } = await seen(team, activity)
    const clock = (minutes: number) => timesOf(plusSeconds(startsAt, minutes * 60), startsAt).from
    const { rows } = ok(await backFill(team, activity, { list: [`甲甲,${aPhone()},${clock(-20)},${clock(110)}`, `乙乙,${aPhone()},${clock(0)},${clock(90)}`, `冒名的,${known.phone}`].join('\n'), consent: true, adults: true }))
    expect(rows.map(({ outcome, minutes, mistakes }: { outcome: string; minutes: number; mistakes: { code: string }[] }) => [outcome, minutes, mistakes[0]?.code])).toEqual([['refused', 0, 'LONGER_THAN_ACTIVITY'], ['added', 90, undefined], ['refused', 0, 'NAME_DIFFERS']])
    expect(codes(await backFill(team, activity, { list: `甲甲,${aPhone()}\n没有号码的人` }))).toEqual(['LINE_UNREAD'])
  })

  test('signed in and out by the leader on the spot counts as checked in', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const { volunteer } = await aVolunteer(team)
    const now = (deed: string) => team.member.api('POST', `${team.path}/activities/${activity}/attendances/now`, { volunteer, deed })
    expect(ok(await now('in')).state).toBe('open')
    platform.clock.forward({ minutes: 20 })
    expect(ok(await now('out')).state).toBe('counted')
    expect((await seen(team, activity)).sums).toEqual({ checkedIn: 20, backFilled: 0 })
    const stranger = await aVolunteer(other)
    expect((await team.member.api('POST', `${team.path}/activities/${activity}/attendances/now`, { volunteer: stranger.volunteer, deed: 'in' })).status).toBe(404)
  })
})

describe('hours', () => {
  /** So that a long day behind is one day. */
  const evening = () => tomorrowAt(platform, '20:00')

  test('more than eight a day wait for an administrator, and count only after a yes', async () => {
    evening()
    const long = await planned(team, ended(platform, 9 * 60))
    const person = await aVolunteer(team)
    const { rows } = ok(await backFill(team, long, { volunteers: [person.volunteer] }))
    expect(rows).toMatchObject([{ outcome: 'added', state: 'waiting', minutes: 540 }])
    expect((await seen(team, long)).sums).toEqual({ checkedIn: 0, backFilled: 0 })
    const waiting = ok(await administrator.api('GET', '/hours/waiting')).items.filter(({ activity }: { activity: string }) => activity === long)
    expect(waiting).toMatchObject([{ number: person.number, minutes: 540 }])
    expect(Object.keys(waiting[0])).not.toContain('name')
    const approve = (who: Somebody, body: unknown) => who.api('POST', `/activities/${long}/attendances/${person.volunteer}/approval`, body)
    expect((await approve(team.member, { granted: true, reason: '防汛值守' })).status).toBe(403)
    expect(ok(await approve(administrator, { granted: true, reason: '防汛值守' })).state).toBe('counted')
    expect((await approve(administrator, { granted: false, reason: '再想想' })).body.code).toBe('WRONG_STATE')
    expect((await seen(team, long)).sums).toEqual({ checkedIn: 0, backFilled: 540 })
    expect(ok(await administrator.api('GET', '/hours/waiting')).items.filter(({ activity }: { activity: string }) => activity === long)).toEqual([])
  })

  test('eight hours in two activities of a day and a minute more wait', async () => {
    evening()
    const [a, b] = [await planned(team, ended(platform, 300, 300)), await planned(team, ended(platform, 181, 60))]
    const { volunteer } = await aVolunteer(team)
    expect(ok(await backFill(team, a, { volunteers: [volunteer] })).rows[0].state).toBe('counted')
    expect(ok(await backFill(team, b, { volunteers: [volunteer] })).rows[0].state).toBe('waiting')
    const path = `${team.path}/activities/${b}/attendances/${volunteer}/correction`
    expect(ok(await team.member.api('POST', path, { effect: 'times', breakMinutes: 1, reason: '中间休息' }))).toMatchObject({ state: 'counted', minutes: 180 })
  })

  test('a correction keeps the old value, the reason and both names; shorter stays checked in, longer does not', async () => {
    const activity = await planned(team, around(platform, 0, 60))
    const { phone, volunteer } = await aVolunteer(team)
    ok(await signIn(team, activity, phone))
    platform.clock.forward({ minutes: 40 })
    ok(await signOut(team, activity, phone))
    platform.clock.forward({ minutes: 60 })
    const { attendances: [before], activity: { startsAt } } = await seen(team, activity)
    const clock = (minutes: number) => timesOf(plusSeconds(startsAt, minutes * 60), startsAt).from
    const path = `${team.path}/activities/${activity}/attendances/${volunteer}/correction`
    expect(codes(await team.member.api('POST', path, { effect: 'times', to: clock(30) }))).toEqual(['REQUIRED'])
    expect(ok(await team.member.api('POST', path, { effect: 'times', from: clock(10), to: clock(30), reason: '提前离开' }))).toMatchObject({ kind: 'checked-in', minutes: 20 })
    expect(ok(await team.member.api('POST', path, { effect: 'times', from: clock(0), to: clock(60), reason: '签退之后又留下收拾' }))).toMatchObject({ kind: 'back-filled', minutes: 60 })
    expect(ok(await team.member.api('POST', path, { effect: 'strike', reason: '记错了人' })).state).toBe('struck')
    const { attendances: [after], sums } = await seen(team, activity)
    expect(after.corrections).toMatchObject([
      { reason: '提前离开', by: { name: team.member.name }, recordedBy: null, before: { minutes: before.minutes, kind: 'checked-in', to: before.to } },
      { reason: '签退之后又留下收拾', by: { name: team.member.name }, recordedBy: { name: team.member.name }, before: { minutes: 20 } },
      { reason: '记错了人', before: { minutes: 60, state: 'counted' } },
    ])
    expect(sums).toEqual({ checkedIn: 0, backFilled: 0 })
  })

  test('the same person in two places and a day too long are pointed out, not deleted', async () => {
    const times = ended(platform, 420)
    const [a, b] = [await planned(team, times), await planned(team, times)]
    const { volunteer } = await aVolunteer(team)
    for (const activity of [a, b]) ok(await backFill(team, activity, { volunteers: [volunteer] }))
    const kinds = (await seen(team, a)).doubts.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toContain('two-places')
    const { items } = ok(await team.member.api('GET', `${team.path}/doubts`))
    const found = items.find(({ activity }: { activity: string }) => activity === b)
    expect(found.doubts).toContainEqual(expect.objectContaining({ kind: 'two-places', volunteer, other: a }))
    expect((await seen(team, b)).attendances).toHaveLength(1)
  })
})
