import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attendancesOf, hoursOf } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { codes, ok } from '../support/contest.ts'
import { aPhone, aPlan, around, aVolunteer, backFill, codeOf, planned, seen, signIn, signOut, startTeams, type Team } from '../support/hours.ts'
import type { TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let team: Team
let other: Team
beforeAll(async () => { ({ platform, team, other } = await startTeams()) })
afterAll(async () => { await platform.close() })

describe('sign-in by the code', () => {
  test('somebody new gives name and consent once; from then on phone or number is enough, and again adds nothing', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const phone = aPhone()
    expect(ok(await signIn(team, activity, phone)).state).toBe('unknown')
    expect(codes(await signIn(team, activity, phone, { name: '王小禾', adult: 'yes' }))).toEqual(['REQUIRED'])
    expect(ok(await signIn(team, activity, phone, { name: '王小禾', adult: 'yes', agree: true }))).toMatchObject({ state: 'open', fresh: true })
    expect(ok(await signIn(team, activity, ` ${phone} `))).toMatchObject({ state: 'open', fresh: false })
    const { attendances: [record] } = await seen(team, activity)
    expect(record).toMatchObject({ name: '王小禾', kind: 'checked-in', via: 'code', state: 'open', minutes: 0 })
    platform.clock.forward({ minutes: 45 })
    expect(ok(await signOut(team, activity, record.number))).toMatchObject({ state: 'counted', minutes: 45 })
    platform.clock.forward({ minutes: 5 })
    expect(ok(await signOut(team, activity, phone))).toMatchObject({ state: 'counted', minutes: 45 })
    expect(ok(await signIn(team, activity, phone))).toMatchObject({ state: 'counted', minutes: 45 })
    expect((await attendancesOf(platform.table, activity)).length).toBe(1)
    const { days } = await hoursOf(platform.table, record.volunteer)
    expect(days.flatMap(({ spans }) => spans).reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45)
  })

  test('an old code, a made-up one and another activity’s are refused', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const { phone } = await aVolunteer(team)
    const code = await codeOf(team, activity)
    platform.clock.forward({ seconds: 125 })
    for (const pass of [code, 'x'.repeat(10), await codeOf(team, await planned(team, around(platform, 10, 60)))]) {
      expect((await platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass, who: phone })).body.code).toBe('CODE_EXPIRED')
    }
  })

  test('it opens an hour before and closes at the end; a forgotten sign-out counts to the end', async () => {
    const { phone, volunteer } = await aVolunteer(team)
    const early = await planned(team, around(platform, -90, 150))
    // Not shown yet: the code leads nowhere.
    expect(ok(await team.member.api('GET', `${team.path}/activities/${early}/code`)).url).toBeNull()
    platform.clock.forward({ minutes: 31 })
    expect(ok(await signIn(team, early, phone)).state).toBe('open')
    platform.clock.forward({ minutes: 170 })
    ok(await team.member.api('POST', `${team.path}/activities/${early}/attendances/now`, { volunteer, deed: 'out' }))
    const { attendances: [record], activity } = await seen(team, early)
    expect(record).toMatchObject({ state: 'counted', kind: 'checked-in', to: activity.endsAt })
  })

  test('breaks are not counted, in proportion to the time spent', async () => {
    const activity = await planned(team, around(platform, 0, 120), { breakMinutes: 30 })
    const { phone } = await aVolunteer(team)
    ok(await signIn(team, activity, phone))
    platform.clock.forward({ minutes: 60 })
    expect(ok(await signOut(team, activity, phone))).toMatchObject({ minutes: 45 })
  })

  test('overlapping sign-ins of one person are refused; after signing out the next is taken', async () => {
    const [here, there] = [await planned(team, around(platform, 10, 90)), await planned(other, around(platform, 10, 90))]
    const { phone } = await aVolunteer(team)
    ok(await signIn(team, here, phone))
    const refused = await signIn(other, there, phone)
    expect(refused.body.code).toBe('HOURS_OVERLAP')
    expect(codes(refused)).toEqual(['SIGNED_IN_ELSEWHERE'])
    platform.clock.forward({ minutes: 30 })
    ok(await signOut(team, here, phone))
    expect(ok(await signIn(other, there, phone)).state).toBe('open')
  })

  test('of two sign-ins of one person at the same moment in two places exactly one is taken, every time', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [here, there] = [await planned(team, around(platform, 5, 60)), await planned(other, around(platform, 5, 60))]
      const { phone, volunteer } = await aVolunteer(team)
      ok(await other.member.api('POST', `/organisations/${other.organisation}/volunteers`, { name: '示例志愿者', phone }))
      const [a, b] = await Promise.all([codeOf(team, here), codeOf(other, there)])
      const answers = await Promise.all([
        platform.visitor.api('POST', `/activities/${here}/sign-in`, { pass: a, who: phone }), platform.visitor.api('POST', `/activities/${there}/sign-in`, { pass: b, who: phone }),
        platform.visitor.api('POST', `/activities/${here}/sign-in`, { pass: a, who: phone }), platform.visitor.api('POST', `/activities/${there}/sign-in`, { pass: b, who: phone }),
      ])
      const places = new Set(answers.flatMap(({ status }, i) => (status === 200 ? [i % 2] : [])))
      expect(places.size).toBe(1)
      expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code)).toEqual(['HOURS_OVERLAP', 'HOURS_OVERLAP'])
      const { days, records } = await hoursOf(platform.table, volunteer)
      expect(records).toHaveLength(1)
      expect(days.flatMap(({ spans }) => spans).map(({ activity }) => activity)).toEqual([records[0]?.activity])
    }
  })

  test('two who are new with one phone at the same moment become one volunteer', async () => {
    const activity = await planned(team, around(platform, 5, 60))
    const phone = aPhone()
    const pass = await codeOf(team, activity)
    const answers = await Promise.all([1, 2, 3].map(() => platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass, who: phone, name: '同一人', adult: 'yes', agree: true })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await seen(team, activity)).attendances).toHaveLength(1)
  })

  test('over midnight each day has its own minutes', async () => {
    const midnight = Date.parse(`${shanghaiDate(plusDays(platform.clock.now(), 1))}T00:00:00+08:00`)
    platform.clock.forward({ milliseconds: midnight - 50 * 60_000 - Date.parse(platform.clock.now()) })
    const activity = await planned(team, around(platform, 10, 90))
    const { phone } = await aVolunteer(team)
    ok(await signIn(team, activity, phone))
    platform.clock.forward({ minutes: 80 })
    expect(ok(await signOut(team, activity, phone)).minutes).toBe(80)
    const { attendances: [record] } = await seen(team, activity)
    // Some seconds went by since the clock was set, and a part of a minute goes to the day after.
    expect(record.days).toHaveLength(2)
    expect(record.days[0].minutes).toBeGreaterThanOrEqual(48)
    expect(record.days[0].minutes + record.days[1].minutes).toBe(80)
    const { days } = await hoursOf(platform.table, record.volunteer)
    expect(days.map(({ day, spans }) => [day, spans[0]?.minutes])).toEqual(record.days.map(({ day, minutes }: { day: string; minutes: number }) => [day, minutes]))
  })
})

describe('who may take part', () => {
  test('a dangerous activity opens only with policy number and agreement, and for adults only', async () => {
    const times = around(platform, 10, 60)
    const activity = await planned(team, times, { dangerous: true, insurance: 'PA-2026-001' })
    const { phone } = await aVolunteer(team)
    const minor = await aVolunteer(team, { minor: true, guardian: { name: '监护人', phone: aPhone() } })
    expect(await seen(team, activity)).toMatchObject({ takesSignIns: false, opening: [{ code: 'AGREEMENT_MISSING' }] })
    expect(ok(await team.member.api('GET', `${team.path}/activities/${activity}/code`)).url).toBeNull()
    expect(codes(await backFill(team, activity, { list: '示例志愿者,13900000000' }))).toEqual(['AGREEMENT_MISSING'])
    ok(await team.member.api('PUT', `${team.path}/activities/${activity}`, aPlan(times, { dangerous: true, insurance: 'PA-2026-001', agreement: '2026-05-01 全员已签' })))
    expect(ok(await signIn(team, activity, phone)).state).toBe('open')
    expect(codes(await signIn(team, activity, minor.phone))).toEqual(['ADULTS_ONLY'])
  })

  test('a minor needs the guardian’s consent, and who is younger than three is none', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const phone = aPhone()
    expect(codes(await signIn(team, activity, phone, { name: '小明', adult: 'no', agree: true }))).toEqual(['REQUIRED', 'REQUIRED'])
    expect(ok(await signIn(team, activity, phone, { name: '小明', adult: 'no', guardianName: '明父', guardianPhone: aPhone(), agree: true })).state).toBe('open')
    const { attendances: [record] } = await seen(team, activity)
    expect(record).toMatchObject({ minor: true, name: '小*' })
    const baby = await aVolunteer(team, { birthDate: shanghaiDate(plusDays(platform.clock.now(), -900)), guardian: { name: '监护人', phone: aPhone() } })
    expect(codes(await signIn(team, activity, baby.phone))).toEqual(['TOO_YOUNG'])
  })

  test('nobody meets minors without an offence check of less than twelve months', async () => {
    const activity = await planned(team, around(platform, 10, 60), { minors: true, guardians: '家长签了同意书' })
    const today = platform.clock.now()
    const unchecked = await aVolunteer(team)
    const old = await aVolunteer(team, { checkedOn: shanghaiDate(plusDays(today, -366)) })
    const fresh = await aVolunteer(team, { checkedOn: shanghaiDate(plusDays(today, -364)) })
    expect(codes(await signIn(team, activity, unchecked.phone))).toEqual(['CHECK_OLD'])
    expect(codes(await signIn(team, activity, old.phone))).toEqual(['CHECK_OLD'])
    expect(ok(await signIn(team, activity, fresh.phone)).state).toBe('open')
  })

  test('who took the consent back is not recorded any more', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const { phone, volunteer } = await aVolunteer(team)
    ok(await team.member.api('POST', `/organisations/${team.organisation}/volunteers/${volunteer}/consents`, { purpose: 'hours', given: false }))
    expect(codes(await signIn(team, activity, phone))).toEqual(['CONSENT_MISSING'])
  })
})
