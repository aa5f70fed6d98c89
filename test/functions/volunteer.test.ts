import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { codes, ok } from '../support/contest.ts'
import { aPhone, around, aVolunteer, backFill, ended, planned, signIn, signOut, startTeams, type Team } from '../support/hours.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let team: Team
let other: Team
beforeAll(async () => { ({ platform, administrator, team, other } = await startTeams()) })
afterAll(async () => { await platform.close() })

describe('volunteers', () => {
  test('a minor’s record asks a reason, and logs it', async () => {
    const { volunteer, number } = await aVolunteer(team, { name: '未成年的人', minor: true, guardian: { name: '监护的人', phone: aPhone() } })
    const path = `/organisations/${team.organisation}/volunteers/${volunteer}`
    const masked = ok(await team.member.api('GET', path))
    expect(masked).toMatchObject({ minor: true, open: null, volunteer: { name: '未**', phone: '', guardian: null } })
    expect((await team.member.api('PUT', path, { name: '换名', phone: aPhone() })).body.code).toBe('WRONG_STATE')
    expect(codes(await team.member.api('POST', `${path}/looks`, { reason: '' }))).toEqual(['REQUIRED'])
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
    expect(codes(await other.member.api('POST', `/organisations/${other.organisation}/volunteers`, { name: '别的人', phone: first.phone, consent: true }))).toEqual(['NAME_DIFFERS'])
    const activity = await planned(team, ended(platform, 60))
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
    expect(codes(await team.member.api('PUT', `/organisations/${team.organisation}/volunteers/${volunteer}`, { name, phone: taken.phone }))).toEqual(['PHONE_TAKEN'])
  })

  test('a certificate names both counters, is checked by its id, and has no phone, number or full name in public', async () => {
    const person = await aVolunteer(team, { name: '要证明的人' })
    const [past, running] = [await planned(team, ended(platform, 60)), await planned(team, around(platform, 0, 60))]
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
    expect(codes(await team.member.api('POST', path, { from: '2020-01-01', to: '2020-02-01' }))).toEqual(['NOTHING_RECORDED'])
  })
})
