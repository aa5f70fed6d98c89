import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { creditCodes } from '../../infra/local/demo/register.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { aTeam, anAgency, joined } from '../support/organisations.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let stranger: Somebody
const code = creditCodes()
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  stranger = await platform.person('管理员 09', { administrator: '330402' })
})
afterAll(async () => { await platform.close() })

/** The mail that went to an address, once there is some. */
function mailTo(address: string): Promise<Mail[]> {
  return vi.waitFor(async () => {
    const mailbox = await platform.table.queryAll(mailItem, keys.mailbox)
    const found = mailbox.map(({ value }) => value).filter(({ to }) => to === address)
    expect(found).not.toEqual([])
    return found
  }, { timeout: 60_000 })
}

describe('joining', () => {
  test('an organisation that asks is seen by its member and the district, and by nobody else', async () => {
    const member = await platform.person('社工 01')
    const answer = await member.api('POST', '/organisations', anAgency(code()))
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ state: 'asked', district: '330411', name: '示例社工服务中心', askedBy: member.id })
    const path = `/organisations/${answer.body.id}`
    expect((await member.api('GET', path)).status).toBe(200)
    expect((await administrator.api('GET', path)).status).toBe(200)
    expect((await stranger.api('GET', path)).body).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect((await (await platform.person('路人')).api('GET', path)).status).toBe(403)
    expect((await platform.visitor.api('GET', path)).status).toBe(401)
    expect((await member.api('GET', `${path}/members`)).body.items).toMatchObject([{ person: member.id, name: '社工 01' }])
  })

  test.each([
    ['', 'REQUIRED'],
    ['5233041', 'CREDIT_CODE_LENGTH'],
    ['5233O411MJ9900020C', 'CREDIT_CODE_CHARACTER'],
    ['52330411MJ9900020D', 'CREDIT_CODE_CHECK'],
    ['52330411MJ9900021C', 'CREDIT_CODE_ORGANISATION'],
    [42, 'WRONG_TYPE'],
  ])('the credit code %j is refused at its field as %s', async (creditCode, mistake) => {
    const answer = await (await platform.person('社工 02')).api('POST', '/organisations', { ...anAgency(code()), creditCode })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([{ path: 'creditCode', code: mistake }])
  })

  test('every mistake is told at once, each at its field', async () => {
    const answer = await (await platform.person('社工 02')).api('POST', '/organisations', {
      ...anAgency('52330411MJ9900020D'), name: '長'.repeat(61), contact: { name: '', phone: '八二七一', email: 'nobody' }, colour: 'red',
    })
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(expect.arrayContaining([
      ['name', 'TOO_LONG'], ['contact.name', 'REQUIRED'], ['contact.phone', 'PHONE_MALFORMED'], ['contact.email', 'NOT_EMAIL'], ['creditCode', 'CREDIT_CODE_CHECK'], ['colour', 'UNKNOWN_FIELD'],
    ]))
  })

  test('sixty rare characters and emoji are sixty, and are kept as typed', async () => {
    const name = '𠮷👩‍👩‍👧'.repeat(30)
    const answer = await (await platform.person('社工 02')).api('POST', '/organisations', { ...anAgency(code()), name })
    expect(answer.status).toBe(201)
    expect(answer.body.name).toBe(name)
  })

  test('the kind must agree with the code, and a team tells its size', async () => {
    const person = await platform.person('社工 03')
    expect((await person.api('POST', '/organisations', { ...anAgency(code()), registeredAs: 'foundation' })).body.errors).toMatchObject([{ path: 'registeredAs', code: 'CREDIT_CODE_KIND' }])
    expect((await person.api('POST', '/organisations', { ...aTeam(), team: null })).body.errors).toMatchObject([{ path: 'team.size', code: 'REQUIRED' }])
    expect((await person.api('POST', '/organisations', { ...aTeam(), team: { size: 3, core: 4 } })).body.errors).toMatchObject([{ path: 'team.core', code: 'TOO_BIG' }])
    expect((await person.api('POST', '/organisations', aTeam())).status).toBe(201)
  })

  test('a credit code joins once, however it is typed and however many ask at once', async () => {
    const taken = code()
    const people = await Promise.all(['甲', '乙', '丙'].map((name) => platform.person(name)))
    const answers = await Promise.all(people.map((person) => person.api('POST', '/organisations', anAgency(` ${taken.toLowerCase()} `))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422])
    expect(answers.find(({ status }) => status === 422)?.body.errors).toMatchObject([{ path: 'creditCode', code: 'CREDIT_CODE_TAKEN' }])
  })

  test('the same request sent twice joins once', async () => {
    const person = await platform.person('社工 04')
    const body = anAgency(code())
    const [first, second] = await Promise.all([person.api('POST', '/organisations', body, { key: 'join-once-01' }), person.api('POST', '/organisations', body, { key: 'join-once-01' })])
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.id).toBe(first.body.id)
    expect((await person.api('GET', '/me')).body.memberships).toHaveLength(1)
    expect((await person.api('POST', '/organisations', anAgency(code()), { key: 'join-once-01' })).body.code).toBe('COMMAND_REUSED')
  })
})

describe('admission', () => {
  test('an administrator admits; the contact is told by mail and the trail says so', async () => {
    const { member, id } = await joined(platform, anAgency(code()), 'admit-01@example.cn')
    const answer = await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' })
    expect(answer.body).toMatchObject({ state: 'admitted', reasons: null })
    expect((await member.api('GET', `/organisations/${id}`)).body.state).toBe('admitted')
    expect(await mailTo('admit-01@example.cn')).toMatchObject([{ subject: '示例社工服务中心已入驻' }])
    const again = await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' })
    expect(again.body).toMatchObject({ status: 409, code: 'WRONG_STATE' })
  })

  test('a return needs its reasons, lets the member change everything and ask again', async () => {
    const first = code()
    const { member, id } = await joined(platform, anAgency(first), 'return-01@example.cn')
    expect((await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'return' })).body.errors).toMatchObject([{ path: 'reasons', code: 'REQUIRED' }])
    expect((await member.api('PUT', `/organisations/${id}`, anAgency(first))).body.code).toBe('WRONG_STATE')
    await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'return', reasons: '证书上的名称不同' })
    expect((await mailTo('return-01@example.cn'))[0]?.text).toContain('证书上的名称不同')
    const second = code()
    const asked = await member.api('PUT', `/organisations/${id}`, { ...anAgency(second), name: '示例社工服务社' })
    expect(asked.body).toMatchObject({ state: 'asked', name: '示例社工服务社', asked: 2 })
    // The code that was given back is free, the new one is taken.
    const other = await platform.person('别家')
    expect((await other.api('POST', '/organisations', anAgency(second))).status).toBe(422)
    expect((await other.api('POST', '/organisations', anAgency(first))).status).toBe(201)
  })

  test('rejected is taken up again, admitted is suspended and reinstated', async () => {
    const { id } = await joined(platform, aTeam())
    const decide = async (decision: string, reasons = '理由') => (await administrator.api('POST', `/organisations/${id}/admission`, { decision, reasons })).body.state
    expect([await decide('reject'), await decide('reopen', ''), await decide('admit', '挂靠单位已书面同意'), await decide('suspend'), await decide('reinstate', '')]).toEqual(['rejected', 'asked', 'admitted', 'suspended', 'admitted'])
  })

  test('nobody but an administrator of the district decides', async () => {
    const { member, id } = await joined(platform, aTeam())
    for (const somebody of [member, stranger]) expect((await somebody.api('POST', `/organisations/${id}/admission`, { decision: 'admit' })).status).toBe(403)
    expect((await platform.visitor.api('POST', `/organisations/${id}/admission`, { decision: 'admit' })).status).toBe(401)
  })

  test('the list filters by state, searches, sorts and pages', async () => {
    const { id } = await joined(platform, { ...aTeam(), name: '唯一可寻队' })
    expect((await administrator.api('GET', `/organisations?q=${encodeURIComponent('可寻')}`)).body).toMatchObject({ total: 1, items: [{ id }] })
    expect((await administrator.api('GET', `/organisations?state=admitted&q=${encodeURIComponent('可寻')}`)).body.total).toBe(0)
    const page = (await administrator.api('GET', '/organisations?size=2&page=2&sort=askedAt')).body
    expect(page.items).toHaveLength(2)
    expect(page.total).toBeGreaterThan(4)
    expect((await stranger.api('GET', '/organisations')).body.total).toBe(0)
    expect((await stranger.api('GET', '/organisations?district=330411')).status).toBe(403)
    expect((await administrator.api('GET', '/organisations?state=merry')).status).toBe(422)
  })
})

describe('the certificate', () => {
  const announce = (somebody: Somebody, id: string, name: string, bytes: number) => somebody.api('POST', `/organisations/${id}/certificate`, { name, bytes })

  test('is uploaded once, checked by its content, and read by members and the district only', async () => {
    const { member, id } = await joined(platform, anAgency(code()))
    const form = await announce(member, id, '登记证书.pdf', pdf.length)
    expect(form.status).toBe(201)
    expect((await member.api('POST', `/organisations/${id}/certificate/${form.body.file}/check`)).body.code).toBe('FILE_NOT_READY')
    await postFile(form.body, '登记证书.pdf', pdf)
    expect((await member.api('POST', `/organisations/${id}/certificate/${form.body.file}/check`)).body).toMatchObject({ state: 'ready', reason: null })
    expect((await member.api('GET', `/organisations/${id}`)).body.certificate).toBe(form.body.file)
    expect((await administrator.page(`/organisations/${id}`)).html).toContain(`/files/${form.body.file}`)
    for (const [somebody, status] of [[member, 200], [administrator, 200], [stranger, 403], [platform.visitor, 401]] as const) expect((await somebody.api('GET', `/files/${form.body.file}`)).status).toBe(status)
    await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'return', reasons: '名称' })
    expect((await member.api('PUT', `/organisations/${id}`, anAgency(code()))).body.certificate).toBe(form.body.file)
  })

  test('what is no PDF or picture is refused, by name, by size and by content; another’s upload is not taken', async () => {
    const { member, id } = await joined(platform, anAgency(code()))
    expect((await announce(member, id, '证书.docx', 10)).status).toBe(422)
    expect((await announce(member, id, '证书.pdf', 11 * 1024 * 1024)).status).toBe(422)
    const form = await announce(member, id, '证书.pdf', 5)
    await postFile(form.body, '证书.pdf', Buffer.from('hello'))
    const other = await joined(platform, anAgency(code()))
    expect((await other.member.api('POST', `/organisations/${other.id}/certificate/${form.body.file}/check`)).body.code).toBe('FILE_NOT_READY')
    expect((await other.member.api('POST', `/organisations/${id}/certificate`, { name: '证书.pdf', bytes: 5 })).status).toBe(403)
    const { location } = await redirected(member, `/organisation/certificate/${form.body.file}`)
    expect(location).toBe(`/organisation?refused=${form.body.file}#certificate`)
    expect((await member.page(`/organisation?refused=${form.body.file}`)).html).toContain('证书.pdf：')
    expect((await member.api('GET', `/organisations/${id}`)).body.certificate).toBeNull()
  })

  const redirected = async (somebody: Somebody, path: string) => ({ location: (await somebody.page(path)).headers.get('location') })
})

describe('members', () => {
  test('the last member cannot be removed, not even by two who remove each other at once', async () => {
    const { member, id } = await joined(platform, aTeam())
    expect((await member.api('DELETE', `/organisations/${id}/members/${member.id}`)).body.code).toBe('LAST_MEMBER')
    const other = await platform.person('队员 02')
    const { body } = await member.api('POST', `/organisations/${id}/invitations`, { name: '队员 02' })
    await other.api('POST', `/invitations/${body.link.split('/').at(-1)}/acceptance`, {})
    const answers = await Promise.all([member.api('DELETE', `/organisations/${id}/members/${other.id}`), other.api('DELETE', `/organisations/${id}/members/${member.id}`)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = [member, other][answers.findIndex(({ status }) => status === 200)]
    expect((await left?.api('GET', `/organisations/${id}/members`))?.body.items).toHaveLength(1)
  })

  test('who is removed is out at once, their open invitations with them; undone within ten minutes', async () => {
    const { member, id } = await joined(platform, aTeam())
    const other = await platform.person('队员 03')
    const link = async (by: Somebody) => (await by.api('POST', `/organisations/${id}/invitations`, { name: '某人' })).body.link.split('/').at(-1)
    await other.api('POST', `/invitations/${await link(member)}/acceptance`, {})
    const theirs = await link(other)
    expect((await member.api('DELETE', `/organisations/${id}/members/${other.id}`)).status).toBe(200)
    expect((await other.api('GET', `/organisations/${id}`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/invitations/${theirs}`)).body.state).toBe('revoked')
    expect((await member.api('POST', `/organisations/${id}/members`, { person: other.id })).status).toBe(200)
    expect((await other.api('GET', `/organisations/${id}`)).status).toBe(200)
    await member.api('DELETE', `/organisations/${id}/members/${other.id}`)
    platform.clock.forward({ minutes: 11 })
    expect((await member.api('POST', `/organisations/${id}/members`, { person: other.id })).body.code).toBe('WRONG_STATE')
    expect((await member.api('POST', `/organisations/${id}/members`, { person: stranger.id })).status).toBe(404)
  })

  test('contact and team change at any time, what it is does not', async () => {
    const { member, id } = await joined(platform, aTeam())
    const contact = { name: '新联系人', phone: '0573-8271 0000', email: 'new@example.cn' }
    expect((await member.api('PUT', `/organisations/${id}/contact`, { contact, team: { size: 30, core: 5 } })).body).toMatchObject({ contact, team: { size: 30, core: 5 }, state: 'asked' })
    expect((await member.api('PUT', `/organisations/${id}/contact`, { contact, team: null })).body.errors).toMatchObject([{ path: 'team.size' }])
  })
})

describe('the forms', () => {
  test('join, come back, ask again: what was typed is kept, each mistake stands at its field', async () => {
    const person = await platform.person('队长 05')
    const typed = { as: 'team', name: '示例红领巾队', 'filing.with': '示例街道', 'host.name': '示例社工服务中心', 'host.creditCode': '52330411MJ9900020C', 'team.size': '十', 'team.core': '3', 'contact.name': '王队', 'contact.phone': '13800000000', 'contact.email': 'team5@example.cn' }
    const wrong = await person.post('/join/team', typed)
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('href="#f-team.size"')
    expect(wrong.html).toContain('value="十"')
    expect((await person.post('/join/team', { ...typed, 'team.size': '20' })).location).toBe('/organisation')
    const id = (await person.api('GET', '/me')).body.organisation
    expect((await person.page('/organisation')).html).toContain('待审核')
    expect((await administrator.page('/organisations?state=asked')).html).toContain('示例红领巾队')

    const unreasoned = await administrator.post(`/organisations/${id}/admission`, { decision: 'return', reasons: '' })
    expect(unreasoned.status).toBe(422)
    expect(unreasoned.html).toContain('href="#f-reasons"')
    expect((await administrator.post(`/organisations/${id}/admission`, { decision: 'return', reasons: '骨干太少' })).location).toBe(`/organisations/${id}`)
    expect((await person.page('/organisation/edit')).html).toContain('value="示例红领巾队"')
    expect((await person.post('/organisation/edit', { ...typed, 'team.size': '20', 'host.creditCode': 'X' })).status).toBe(422)
    expect((await person.post('/organisation/edit', { ...typed, 'team.size': '20', 'team.core': '6' })).location).toBe('/organisation')
    expect((await person.api('GET', `/organisations/${id}`)).body).toMatchObject({ state: 'asked', team: { size: 20, core: 6 } })
    expect((await person.post('/organisation/contact', { 'contact.name': '', 'contact.phone': '1', 'contact.email': '', 'team.size': '20', 'team.core': '6' })).html).toContain('href="#f-contact.phone"')
    expect((await person.page('/join/nothing')).status).toBe(404)
  })

  test('a person of two organisations chooses which one to act for, and only among their own', async () => {
    const { member, id } = await joined(platform, anAgency(code()))
    await member.api('POST', '/organisations', { ...aTeam(), name: '另一支队伍' })
    const other = (await member.api('GET', '/me')).body.memberships.map(({ organisation }: { organisation: string }) => organisation).find((one: string) => one !== id)
    expect((await member.post('/organisation/choose', { organisation: other })).location).toBe('/organisation')
    expect((await member.page('/organisation/contact')).html).toContain('另一支队伍')
    expect((await member.post('/organisation/choose', { organisation: id })).location).toBe('/organisation')
    expect((await member.page('/organisation/contact')).html).toContain('示例社工服务中心')
    const foreign = await joined(platform, aTeam())
    expect((await member.post('/organisation/choose', { organisation: foreign.id })).status).toBe(403)
  })

  test('the export is for spreadsheets, and nothing in it runs as a formula', async () => {
    await joined(platform, { ...aTeam(), name: '=1+1' })
    const { html, headers } = await administrator.page('/organisations/export?q=%3D1')
    expect(headers.get('content-type')).toContain('text/csv')
    expect(html).toContain("'=1+1")
    expect((await stranger.page('/organisations/export')).html).not.toContain('=1+1')
    expect((await (await platform.person('路人')).page('/organisations/export')).status).toBe(403)
  })

  test('strangers see no page of an organisation', async () => {
    const { id } = await joined(platform, aTeam())
    const passer = await platform.person('路人')
    expect((await passer.page(`/organisations/${id}`)).status).toBe(403)
    expect((await passer.page('/organisations')).status).toBe(403)
    expect((await passer.page('/organisation')).html).toContain('您还没有加入机构')
    for (const path of ['/organisation/edit', '/organisation/contact']) expect((await passer.page(path)).status).toBe(403)
    for (const path of ['/organisation/invitations', '/organisation/members/remove', '/organisation/contact']) expect((await passer.post(path, {})).status).toBe(403)
  })
})
