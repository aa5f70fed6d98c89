import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activityFacts } from '../../shared/activity/activity.store.ts'
import { attendancesOf, hoursOf } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays, plusSeconds } from '../../shared/kernel/instant.ts'
import { ok } from '../support/contest.ts'
import { aPhone, aPlan, around, aTeam, aVolunteer, codeOf, planned, seen, type Team, timesOf } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
let team: Team
let other: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  team = await aTeam(platform, '示例机构甲')
  other = await aTeam(platform, '示例机构乙')
})
afterAll(async () => { await platform.close() })

const signIn = async (of: Team, activity: string, who: string, more: Record<string, unknown> = {}) => platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass: await codeOf(of, activity), who, ...more })
const signOut = async (of: Team, activity: string, who: string) => platform.visitor.api('POST', `/activities/${activity}/sign-out`, { pass: await codeOf(of, activity), who })
const errors = (answer: { body: { errors?: { code: string }[] } }) => (answer.body.errors ?? []).map(({ code }) => code)
const backFill = (of: Team, activity: string, body: Record<string, unknown>) => of.member.api('POST', `${of.path}/activities/${activity}/attendances`, { rating: 'good', ...body })
const ended = (minutes: number, ago = 60) => timesOf(plusSeconds(platform.clock.now(), -(minutes + ago) * 60), plusSeconds(platform.clock.now(), -ago * 60))

/** Goes on to eight in the evening, so that a long day behind is one day. */
function evening(): void {
  platform.clock.forward({ milliseconds: Date.parse(`${shanghaiDate(plusDays(platform.clock.now(), 1))}T20:00:00+08:00`) - Date.parse(platform.clock.now()) })
}

describe('activities', () => {
  test('a series is planned at once; each date is moved or called off by itself', async () => {
    const day = shanghaiDate(plusDays(platform.clock.now(), 7))
    const { activities } = ok(await team.member.api('POST', `${team.path}/activities`, { ...aPlan({ day, from: '09:00', to: '11:00' }), repeat: 'weekly', until: shanghaiDate(plusDays(platform.clock.now(), 30)) }))
    expect(activities).toHaveLength(4)
    const [first, second] = activities
    ok(await team.member.api('PUT', `${team.path}/activities/${first}`, aPlan({ day, from: '14:00', to: '16:00' })))
    ok(await team.member.api('POST', `${team.path}/activities/${second}/cancellation`, { reason: '场地检修' }))
    const { items, counts } = ok(await team.member.api('GET', `${team.path}/activities`))
    expect(counts).toEqual({ ahead: 3, 'called-off': 1 })
    expect(items[0]).toMatchObject({ activity: { id: first, series: { number: 1, of: 4 }, startsAt: `${day}T06:00:00.000Z` } })
    ok(await team.member.api('DELETE', `${team.path}/activities/${second}/cancellation`))
    expect((await seen(team, second)).activity).toMatchObject({ state: 'planned', calledOff: null })
    expect(ok(await team.member.api('GET', `${team.path}/activities?standing=ahead&size=3&page=2`)).items).toHaveLength(1)
  })

  test('what is wrong with a plan is told at its field', async () => {
    const day = shanghaiDate(platform.clock.now())
    const plan = (more: Record<string, unknown>) => team.member.api('POST', `${team.path}/activities`, { ...aPlan({ day, from: '09:00', to: '11:00' }), ...more })
    expect(errors(await plan({ to: '09:00' }))).toEqual(['NO_LENGTH'])
    expect(errors(await plan({ breakMinutes: 120 }))).toEqual(['BREAK_TOO_LONG'])
    expect(errors(await plan({ day: '2020-01-01' }))).toEqual(['DAY_TOO_EARLY'])
    expect(errors(await plan({ repeat: 'weekly', until: shanghaiDate(plusDays(platform.clock.now(), 350)) }))).toEqual(['TOO_MANY'])
    expect(errors(await plan({ from: '9 点' }))).toEqual(['TIME_MALFORMED'])
    expect((await other.member.api('POST', `${team.path}/activities`, aPlan({ day, from: '09:00', to: '11:00' }))).status).toBe(403)
  })

  test('a report needs the end, every hour and every rating; people and attendances stay apart; it can be taken back with a reason', async () => {
    const activity = await planned(team, around(platform, 30, 60))
    const volunteer = await aVolunteer(team)
    ok(await signIn(team, activity, volunteer.phone))
    const report = (more = {}) => team.member.api('POST', `${team.path}/activities/${activity}/report`, { what: '陪伴了六位老人。', beneficiaries: 6, attendances: 8, ...more })
    expect(errors(await report())).toEqual(['NOT_OVER'])
    platform.clock.forward({ minutes: 100 })
    expect(errors(await report())).toEqual(['STILL_OPEN', 'NOT_RATED'])
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/${volunteer.volunteer}/correction`, { effect: 'times', reason: '忘记签退' }))
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/ratings`, { rating: 'excellent' }))
    expect(errors(await report({ attendances: 5 }))).toEqual(['FEWER_THAN_PEOPLE'])
    ok(await report())
    expect((await seen(team, activity)).activity).toMatchObject({ state: 'reported', report: { beneficiaries: 6, attendances: 8 } })
    expect((await activityFacts(platform.table, team.project, platform.clock.now())).reported).toBe(1)
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/report/withdrawal`, { reason: '人数写错了' }))
    expect((await seen(team, activity)).activity).toMatchObject({ state: 'planned', report: null })
    expect((await activityFacts(platform.table, team.project, platform.clock.now())).unreported).toBe(1)
  })

  test('late shows from working day 11', async () => {
    const activity = await planned(team, ended(60))
    expect(await seen(team, activity)).toMatchObject({ standing: 'to-report' })
    const from = Date.parse(`${(await seen(team, activity)).lateFrom}T00:00:00+08:00`)
    platform.clock.forward({ milliseconds: from - 60_000 - Date.parse(platform.clock.now()) })
    expect((await seen(team, activity)).standing).toBe('to-report')
    platform.clock.forward({ minutes: 2 })
    expect((await seen(team, activity)).standing).toBe('late')
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/report`, { what: '无人到场。', beneficiaries: 0, attendances: 0 }))
    expect((await seen(team, activity)).standing).toBe('reported')
  })

  test('while the project is paused nothing is planned and nobody signs in', async () => {
    const activity = await planned(other, around(platform, 10, 60))
    const { phone } = await aVolunteer(other)
    const code = await codeOf(other, activity)
    await setProject(platform, other.project, (project) => ({ ...project, current: { ...project.current, state: 'paused' } }))
    expect(errors(await platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass: code, who: phone }))).toEqual(['PART_LOCKED'])
    expect(errors(await other.member.api('POST', `${other.path}/activities`, aPlan(around(platform, 10, 60))))).toEqual(['PART_LOCKED'])
    await setProject(platform, other.project, (project) => ({ ...project, current: { ...project.current, state: 'working' } }))
  })
})

describe('sign-in by the code', () => {
  test('somebody new gives name and consent once; from then on phone or number is enough, and again adds nothing', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const phone = aPhone()
    expect(ok(await signIn(team, activity, phone)).state).toBe('unknown')
    expect(errors(await signIn(team, activity, phone, { name: '王小禾', adult: 'yes' }))).toEqual(['REQUIRED'])
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
    expect(errors(refused)).toEqual(['SIGNED_IN_ELSEWHERE'])
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
    expect(errors(await backFill(team, activity, { list: '示例志愿者,13900000000' }))).toEqual(['AGREEMENT_MISSING'])
    ok(await team.member.api('PUT', `${team.path}/activities/${activity}`, aPlan(times, { dangerous: true, insurance: 'PA-2026-001', agreement: '2026-05-01 全员已签' })))
    expect(ok(await signIn(team, activity, phone)).state).toBe('open')
    expect(errors(await signIn(team, activity, minor.phone))).toEqual(['ADULTS_ONLY'])
  })

  test('a minor needs the guardian’s consent, and who is younger than three is none', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const phone = aPhone()
    expect(errors(await signIn(team, activity, phone, { name: '小明', adult: 'no', agree: true }))).toEqual(['REQUIRED', 'REQUIRED'])
    expect(ok(await signIn(team, activity, phone, { name: '小明', adult: 'no', guardianName: '明父', guardianPhone: aPhone(), agree: true })).state).toBe('open')
    const { attendances: [record] } = await seen(team, activity)
    expect(record).toMatchObject({ minor: true, name: '小*' })
    const baby = await aVolunteer(team, { birthDate: shanghaiDate(plusDays(platform.clock.now(), -900)), guardian: { name: '监护人', phone: aPhone() } })
    expect(errors(await signIn(team, activity, baby.phone))).toEqual(['TOO_YOUNG'])
  })

  test('nobody meets minors without an offence check of less than twelve months', async () => {
    const activity = await planned(team, around(platform, 10, 60), { minors: true, guardians: '家长签了同意书' })
    const today = platform.clock.now()
    const unchecked = await aVolunteer(team)
    const old = await aVolunteer(team, { checkedOn: shanghaiDate(plusDays(today, -366)) })
    const fresh = await aVolunteer(team, { checkedOn: shanghaiDate(plusDays(today, -364)) })
    expect(errors(await signIn(team, activity, unchecked.phone))).toEqual(['CHECK_OLD'])
    expect(errors(await signIn(team, activity, old.phone))).toEqual(['CHECK_OLD'])
    expect(ok(await signIn(team, activity, fresh.phone)).state).toBe('open')
  })

  test('who took the consent back is not recorded any more', async () => {
    const activity = await planned(team, around(platform, 10, 60))
    const { phone, volunteer } = await aVolunteer(team)
    ok(await team.member.api('POST', `/organisations/${team.organisation}/volunteers/${volunteer}/consents`, { purpose: 'hours', given: false }))
    expect(errors(await signIn(team, activity, phone))).toEqual(['CONSENT_MISSING'])
  })
})

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
    const activity = await planned(team, ended(120))
    const known = await aVolunteer(team, { name: '张三丰' })
    const { activity: { startsAt } } = await seen(team, activity)
    const clock = (minutes: number) => timesOf(plusSeconds(startsAt, minutes * 60), startsAt).from
    const { rows } = ok(await backFill(team, activity, { list: [`甲甲,${aPhone()},${clock(-20)},${clock(110)}`, `乙乙,${aPhone()},${clock(0)},${clock(90)}`, `冒名的,${known.phone}`].join('\n'), consent: true, adults: true }))
    expect(rows.map(({ outcome, minutes, mistakes }: { outcome: string; minutes: number; mistakes: { code: string }[] }) => [outcome, minutes, mistakes[0]?.code])).toEqual([['refused', 0, 'LONGER_THAN_ACTIVITY'], ['added', 90, undefined], ['refused', 0, 'NAME_DIFFERS']])
    expect(errors(await backFill(team, activity, { list: `甲甲,${aPhone()}\n没有号码的人` }))).toEqual(['LINE_UNREAD'])
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
  test('more than eight a day wait for an administrator, and count only after a yes', async () => {
    evening()
    const long = await planned(team, ended(9 * 60))
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
    const [a, b] = [await planned(team, ended(300, 300)), await planned(team, ended(181, 60))]
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
    expect(errors(await team.member.api('POST', path, { effect: 'times', to: clock(30) }))).toEqual(['REQUIRED'])
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
    const times = ended(420)
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

describe('volunteers', () => {
  test('a minor’s record asks a reason, and logs it', async () => {
    const { volunteer, number } = await aVolunteer(team, { name: '未成年的人', minor: true, guardian: { name: '监护的人', phone: aPhone() } })
    const path = `/organisations/${team.organisation}/volunteers/${volunteer}`
    const masked = ok(await team.member.api('GET', path))
    expect(masked).toMatchObject({ minor: true, open: null, volunteer: { name: '未**', phone: '', guardian: null } })
    expect((await team.member.api('PUT', path, { name: '换名', phone: aPhone() })).body.code).toBe('WRONG_STATE')
    expect(errors(await team.member.api('POST', `${path}/looks`, { reason: '' }))).toEqual(['REQUIRED'])
    ok(await team.member.api('POST', `${path}/looks`, { reason: '核对监护人电话' }))
    expect(ok(await team.member.api('GET', path))).toMatchObject({ volunteer: { name: '未成年的人', guardian: { name: '监护的人' } } })
    const { entries } = ok(await administrator.api('GET', '/trail'))
    expect(entries[0]).toMatchObject({ action: 'volunteer.read', reason: '核对监护人电话', about: { label: number }, by: { name: team.member.name } })
    expect(ok(await team.member.api('GET', `/organisations/${team.organisation}/volunteers?q=${number}`)).items).toMatchObject([{ name: '未**' }])
  })

  test('one phone is one volunteer, with whichever organisation; each sees only what it recorded', async () => {
    const first = await aVolunteer(team, { name: '两边的人' })
    const second = ok(await other.member.api('POST', `/organisations/${other.organisation}/volunteers`, { name: '两边的人', phone: first.phone }))
    expect(second).toEqual({ volunteer: first.volunteer, number: first.number, known: true })
    expect(errors(await other.member.api('POST', `/organisations/${other.organisation}/volunteers`, { name: '别的人', phone: first.phone, consent: true }))).toEqual(['NAME_DIFFERS'])
    const activity = await planned(team, ended(60))
    ok(await backFill(team, activity, { volunteers: [first.volunteer] }))
    const records = async (of: Team) => ok(await of.member.api('GET', `/organisations/${of.organisation}/volunteers/${first.volunteer}`)).open.records
    expect([(await records(team)).length, (await records(other)).length]).toEqual([1, 0])
    expect((await other.member.api('GET', `/organisations/${team.organisation}/volunteers/${first.volunteer}`)).status).toBe(403)
  })

  test('a changed phone is looked up anew, and the old one is free', async () => {
    const { volunteer, phone, name } = await aVolunteer(team)
    const changed = aPhone()
    ok(await team.member.api('PUT', `/organisations/${team.organisation}/volunteers/${volunteer}`, { name, phone: changed }))
    const activity = await planned(team, around(platform, 10, 60))
    expect(ok(await signIn(team, activity, changed)).state).toBe('open')
    expect(ok(await signIn(team, activity, phone)).state).toBe('unknown')
    const taken = await aVolunteer(team)
    expect(errors(await team.member.api('PUT', `/organisations/${team.organisation}/volunteers/${volunteer}`, { name, phone: taken.phone }))).toEqual(['PHONE_TAKEN'])
  })

  test('a certificate names both counters, is checked by its id, and has no phone, number or full name in public', async () => {
    const person = await aVolunteer(team, { name: '要证明的人' })
    const [past, running] = [await planned(team, ended(60)), await planned(team, around(platform, 0, 60))]
    ok(await backFill(team, past, { volunteers: [person.volunteer] }))
    ok(await signIn(team, running, person.phone))
    platform.clock.forward({ minutes: 30 })
    ok(await signOut(team, running, person.phone))
    const path = `/organisations/${team.organisation}/volunteers/${person.volunteer}/certificates`
    const today = shanghaiDate(platform.clock.now())
    const { certificate } = ok(await team.member.api('POST', path, { from: shanghaiDate(plusDays(platform.clock.now(), -2)), to: today }))
    const told = await platform.visitor.api('GET', `/hours-certificates/${certificate}`)
    expect(ok(told)).toMatchObject({ organisation: { name: '示例机构甲' }, checkedIn: 30, backFilled: 60, activities: 2 })
    const text = JSON.stringify(told.body)
    for (const secret of [person.name, person.phone, person.number, person.volunteer]) expect(text).not.toContain(secret)
    expect((await platform.visitor.api('GET', `/hours-certificates/x_${'0'.repeat(26)}`)).status).toBe(404)
    expect(errors(await team.member.api('POST', path, { from: '2020-01-01', to: '2020-02-01' }))).toEqual(['NOTHING_RECORDED'])
  })
})
