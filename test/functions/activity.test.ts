import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activityFacts } from '../../shared/activity/activity.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { codes, ok } from '../support/contest.ts'
import { aPlan, around, aVolunteer, codeOf, ended, planned, seen, signIn, startTeams, type Team } from '../support/hours.ts'
import type { TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
let team: Team
let other: Team
beforeAll(async () => { ({ platform, team, other } = await startTeams()) })
afterAll(async () => { await platform.close() })

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
    expect(codes(await plan({ to: '09:00' }))).toEqual(['NO_LENGTH'])
    expect(codes(await plan({ breakMinutes: 120 }))).toEqual(['BREAK_TOO_LONG'])
    expect(codes(await plan({ day: '2020-01-01' }))).toEqual(['DAY_TOO_EARLY'])
    expect(codes(await plan({ repeat: 'weekly', until: shanghaiDate(plusDays(platform.clock.now(), 350)) }))).toEqual(['TOO_MANY'])
    expect(codes(await plan({ from: '9 点' }))).toEqual(['TIME_MALFORMED'])
    expect((await other.member.api('POST', `${team.path}/activities`, aPlan({ day, from: '09:00', to: '11:00' }))).status).toBe(403)
  })

  test('a report needs the end, every hour and every rating; people and attendances stay apart; it can be taken back with a reason', async () => {
    const activity = await planned(team, around(platform, 30, 60))
    const volunteer = await aVolunteer(team)
    ok(await signIn(team, activity, volunteer.phone))
    const report = (more = {}) => team.member.api('POST', `${team.path}/activities/${activity}/report`, { what: '陪伴了六位老人。', beneficiaries: 6, attendances: 8, ...more })
    expect(codes(await report())).toEqual(['NOT_OVER'])
    platform.clock.forward({ minutes: 100 })
    expect(codes(await report())).toEqual(['STILL_OPEN', 'NOT_RATED'])
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/${volunteer.volunteer}/correction`, { effect: 'times', reason: '忘记签退' }))
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/ratings`, { rating: 'excellent' }))
    expect(codes(await report({ attendances: 5 }))).toEqual(['FEWER_THAN_PEOPLE'])
    ok(await report())
    expect((await seen(team, activity)).activity).toMatchObject({ state: 'reported', report: { beneficiaries: 6, attendances: 8 } })
    expect((await activityFacts(platform.table, team.project, platform.clock.now())).reported).toBe(1)
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/report/withdrawal`, { reason: '人数写错了' }))
    expect((await seen(team, activity)).activity).toMatchObject({ state: 'planned', report: null })
    expect((await activityFacts(platform.table, team.project, platform.clock.now())).unreported).toBe(1)
  })

  test('late shows from working day 11', async () => {
    const activity = await planned(team, ended(platform, 60))
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
    expect(codes(await platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass: code, who: phone }))).toEqual(['PART_LOCKED'])
    expect(codes(await other.member.api('POST', `${other.path}/activities`, aPlan(around(platform, 10, 60))))).toEqual(['PART_LOCKED'])
    await setProject(platform, other.project, (project) => ({ ...project, current: { ...project.current, state: 'working' } }))
  })
})
