import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationHead } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import { anAgency, aTeam, joined } from '../support/organisations.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { csvOf, district, nextCode, type Register, registered, startRegistry } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
let register: Register
beforeAll(async () => { ({ platform, administrator, register } = await startRegistry()) })
afterAll(async () => { await platform.close() })

describe('joining', () => {
  test('an organisation that the registry knows joins as that entry; one it does not know is entered with its admission', async () => {
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('先登记后入驻', code)]))
    const [{ id: known }] = (await register.list('organisations', `?q=${code}`)).items
    const { id } = await joined(platform, { ...anAgency(code), name: '先登记后入驻' })
    expect(id).toBe(known)
    expect((await register.list('organisations', `?q=${code}`)).items).toMatchObject([{ id, joinedAt: null }])
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' }))
    expect((await register.list('organisations', `?q=${code}&joined=yes`)).items).toMatchObject([{ id, cells: { street: '示例街道甲' } }])
    const other = nextCode()
    const stranger = await joined(platform, { ...anAgency(other), name: '没有登记过的' })
    ok(await administrator.api('POST', `/organisations/${stranger.id}/admission`, { decision: 'admit' }))
    expect((await register.list('organisations', `?q=${other}`)).items).toMatchObject([{ id: stranger.id, cells: { name: '没有登记过的', kind: '专业社工机构' } }])
  })

  test('an administrator admits from the registry and hands the link to the first member; what is missing is named', async () => {
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('由登记册入驻', code, { 联系人: '甲', 联系电话: '0573-8270 0000' })]))
    const [{ id }] = (await register.list('organisations', `?q=${code}`)).items
    const admit = () => administrator.api('POST', `${district}/registry/organisations/entries/${id}/admission`, { name: '第一位成员', email: null })
    expect((await admit()).body.errors).toMatchObject([{ code: 'ENTRY_INCOMPLETE', detail: expect.stringContaining('邮箱') }])
    const { revision } = ok(await administrator.api('GET', `${district}/registry/organisations/entries/${id}`))
    ok(await administrator.api('PUT', `${district}/registry/organisations/entries/${id}`, { cells: { contactEmail: 'first@example.cn' }, reason: '补邮箱', revision }))
    const { link } = ok(await admit())
    expect(ok(await administrator.api('GET', `/organisations/${id}`))).toMatchObject({ state: 'admitted', askedBy: null, creditCode: code })
    const first = await platform.person('第一位成员')
    ok(await first.api('POST', `/invitations/${link.split('/').at(-1)}/acceptance`, {}))
    expect(ok(await first.api('GET', `/organisations/${id}/members`)).items).toHaveLength(1)
    expect((await admit()).body.code).toBe('WRONG_STATE')
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'suspend', reasons: '示例' }))
  })

  test('a filed group needs a host who accepts; its members, the host’s and the administrators see the answer', async () => {
    const code = nextCode()
    const host = await joined(platform, { ...anAgency(code), name: '挂靠单位甲' })
    ok(await administrator.api('POST', `/organisations/${host.id}/admission`, { decision: 'admit' }))
    const group = await joined(platform, { ...aTeam(), name: '想挂靠的队', host: { name: '挂靠单位甲', creditCode: code } })
    const home = async () => (await host.member.page('/home')).html
    expect(await home()).toContain('想挂靠的队想挂靠在贵单位')
    expect((await administrator.api('POST', `/organisations/${group.id}/admission`, { decision: 'admit' })).body.errors).toMatchObject([{ path: 'reasons', code: 'HOST_NOT_ACCEPTED' }])
    const answer = (by: Somebody, body: object, of = host.id) => by.api('POST', `/organisations/${of}/hosted/${group.id}`, body)
    expect((await answer(host.member, { answer: 'declined' })).body.errors).toMatchObject([{ path: 'reason', code: 'REQUIRED' }])
    expect((await answer(group.member, { answer: 'accepted' })).status).toBe(403)
    expect((await answer(group.member, { answer: 'accepted' }, group.id)).status).toBe(404)
    ok(await answer(host.member, { answer: 'declined', reason: '还不了解' }))
    expect((await group.member.page('/organisation')).html).toContain('还不了解')
    expect((await group.member.page('/home')).html).toContain('挂靠单位没有接受')
    ok(await answer(host.member, { answer: 'accepted' }))
    expect(await home()).not.toContain('想挂靠的队想挂靠在贵单位')
    expect((await administrator.page(`/organisations/${group.id}`)).html).toContain('挂靠单位已接受')
    const teams = async () => ok(await administrator.api('GET', '/figures')).teams
    const before = await teams()
    expect(ok(await administrator.api('POST', `/organisations/${group.id}/admission`, { decision: 'admit' })).state).toBe('admitted')
    expect([await teams(), (await register.list('teams')).all]).toEqual([before + 1, before + 1])
  })
})
