import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditCodes } from '../../infra/local/demo/register.ts'
import { aTeam, anAgency, joined } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let competition: string
const code = creditCodes(300)
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const made = await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '示例大赛' }, authority: { zh: '示例主办单位' } })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  competition = made.body.competition?.id ?? made.body.id
})
afterAll(async () => { await platform.close() })

const secretOf = (link: string) => link.split('/').at(-1) ?? ''

describe('a link to an organisation', () => {
  test('shows who invites to what before signing in, and makes whoever accepts it a member, once', async () => {
    const { member, id } = await joined(platform, aTeam())
    const made = await member.api('POST', `/organisations/${id}/invitations`, { name: '小林' })
    expect(made.status).toBe(201)
    expect(made.body.link).toMatch(new RegExp(`^${platform.url}/invitation/[0-9a-z]{52}$`))
    expect(JSON.stringify(made.body)).not.toContain('hash')
    const secret = secretOf(made.body.link)
    expect((await platform.visitor.api('GET', `/invitations/${secret}`)).body).toMatchObject({ name: { zh: '示例志愿队' }, by: member.name, state: 'open', to: { role: 'member', organisation: id } })
    expect((await platform.visitor.api('POST', `/invitations/${secret}/acceptance`, {})).status).toBe(401)

    const [first, second] = await Promise.all(['队员 甲', '队员 乙'].map((name) => platform.person(name)))
    if (first === undefined || second === undefined) throw new TypeError('two people')
    const answers = await Promise.all([first, second].map((person) => person.api('POST', `/invitations/${secret}/acceptance`, {})))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('INVITATION_SPENT')
    const winner = answers[0]?.status === 201 ? first : second
    expect((await winner.api('POST', `/invitations/${secret}/acceptance`, {})).status).toBe(201)
    expect((await member.api('GET', `/organisations/${id}/members`)).body.items).toHaveLength(2)
    expect((await winner.api('GET', '/me')).body).toMatchObject({ organisation: id, memberships: [{ role: 'member', organisation: id, name: { zh: '示例志愿队' } }] })
  })

  test('a member who follows a link to their own organisation leaves it for somebody else', async () => {
    const { member, id } = await joined(platform, aTeam())
    const { body } = await member.api('POST', `/organisations/${id}/invitations`, { name: '小林' })
    expect((await member.api('POST', `/invitations/${secretOf(body.link)}/acceptance`, {})).body.code).toBe('ALREADY_EXISTS')
    expect((await (await platform.person('队员')).api('POST', `/invitations/${secretOf(body.link)}/acceptance`, {})).status).toBe(201)
  })

  test('works no more once it is revoked, or after fourteen days', async () => {
    const { member, id } = await joined(platform, aTeam())
    const make = async () => (await member.api('POST', `/organisations/${id}/invitations`, { name: '小林' })).body
    const [revoked, late] = [await make(), await make()]
    expect((await member.api('DELETE', `/organisations/${id}/invitations/${revoked.id}`)).body.revokedAt).not.toBeNull()
    const person = await platform.person('队员')
    expect((await person.api('POST', `/invitations/${secretOf(revoked.link)}/acceptance`, {})).body.code).toBe('INVITATION_SPENT')
    platform.clock.forward({ days: 14, minutes: 1 })
    expect((await person.api('POST', `/invitations/${secretOf(late.link)}/acceptance`, {})).body.code).toBe('INVITATION_SPENT')
    expect((await member.api('GET', `/organisations/${id}/invitations`)).body.items.map(({ state }: { state: string }) => state).sort()).toEqual(['expired', 'revoked'])
    expect((await person.api('GET', `/invitations/${'0'.repeat(52)}`)).status).toBe(404)
  })

  test('is mailed where an address is given, and never told a second time', async () => {
    const { member, id } = await joined(platform, aTeam())
    const body = { name: '小林', email: 'xiaolin@example.cn' }
    const first = await member.api('POST', `/organisations/${id}/invitations`, body, { key: 'invite-once' })
    const second = await member.api('POST', `/organisations/${id}/invitations`, body, { key: 'invite-once' })
    expect(second.body).toMatchObject({ id: first.body.id, link: null })
    expect((await member.api('GET', `/organisations/${id}/invitations`)).body.items).toHaveLength(1)
    expect((await member.api('POST', `/organisations/${id}/invitations`, { name: '', email: 'no' })).body.errors.map(({ path }: { path: string }) => path)).toEqual(['name', 'email'])
  })

  test('strangers neither make, see nor revoke any', async () => {
    const { member, id } = await joined(platform, aTeam())
    const { body } = await member.api('POST', `/organisations/${id}/invitations`, { name: '小林' })
    const other = (await joined(platform, anAgency(code()))).member
    for (const stranger of [other, administrator]) {
      expect((await stranger.api('POST', `/organisations/${id}/invitations`, { name: '小林' })).status).toBe(403)
      expect((await stranger.api('GET', `/organisations/${id}/invitations`)).status).toBe(403)
      expect((await stranger.api('DELETE', `/organisations/${id}/invitations/${body.id}`)).status).toBe(403)
    }
  })
})

describe('a link to judge', () => {
  const inviteJudge = async (name: string) => secretOf((await administrator.api('POST', `/competitions/${competition}/invitations`, { name })).body.link)

  test('makes a judge who declares ties, with those to their own organisation added', async () => {
    const { member, id: own } = await joined(platform, anAgency(code()))
    const { id: other } = await joined(platform, anAgency(code()))
    const secret = await inviteJudge('评委 01')
    const unknown = await member.api('POST', `/invitations/${secret}/acceptance`, { ties: [{ organisation: `o_${'0'.repeat(26)}`, reason: '顾问' }, { organisation: other, reason: '' }] })
    expect(unknown.body.errors).toMatchObject([{ path: 'ties.1.reason', code: 'REQUIRED' }])
    expect((await member.api('POST', `/invitations/${secret}/acceptance`, { ties: [{ organisation: `o_${'0'.repeat(26)}`, reason: '顾问' }] })).body.errors).toMatchObject([{ path: 'ties.0.organisation', code: 'NOT_FOUND' }])
    expect((await member.api('POST', `/invitations/${secret}/acceptance`, { ties: [{ organisation: other, reason: '顾问' }] })).status).toBe(201)
    const me = (await member.api('GET', '/me')).body
    expect(me.memberships.map(({ role }: { role: string }) => role).sort()).toEqual(['judge', 'member'])
    const declared = await member.api('PUT', `/competitions/${competition}/ties`, { ties: [] })
    expect(declared.body.ties).toEqual([{ organisation: own, reason: '本人所在单位' }])
    const twice = await member.api('PUT', `/competitions/${competition}/ties`, { ties: [{ organisation: other, reason: '顾问' }, { organisation: other, reason: '亲属' }] })
    expect(twice.body.errors).toMatchObject([{ path: 'ties.1.organisation', code: 'TWICE' }])
  })

  test('only the district’s administrators invite; only judges declare', async () => {
    const { member } = await joined(platform, aTeam())
    const elsewhere = await platform.person('管理员 09', { administrator: '330402' })
    for (const stranger of [member, elsewhere]) {
      expect((await stranger.api('POST', `/competitions/${competition}/invitations`, { name: '评委' })).status).toBe(403)
      expect((await stranger.api('GET', `/competitions/${competition}/invitations`)).status).toBe(403)
      expect((await stranger.api('PUT', `/competitions/${competition}/ties`, { ties: [] })).status).toBe(403)
    }
    await inviteJudge('评委 02')
    expect((await administrator.api('GET', `/competitions/${competition}/invitations`)).body.items[0]).toMatchObject({ name: '评委 02', state: 'open' })
  })

  test('is in the competition’s trail, with who accepted', async () => {
    const judge = await platform.person('评委 03')
    await judge.api('POST', `/invitations/${await inviteJudge('评委 03')}/acceptance`, {})
    const { body } = await administrator.api('GET', `/competitions/${competition}/trail`)
    expect(body.entries.slice(0, 2)).toMatchObject([{ action: 'invitation.accept', by: { name: '评委 03' } }, { action: 'judge.invite', by: { name: '管理员 01' } }])
  })
})

describe('in the browser', () => {
  test('a stranger sees the invitation, signs in, and accepts; the page tells when it is spent', async () => {
    const { member, id } = await joined(platform, aTeam())
    const page = await member.post('/organisation/invitations', { name: '小林', email: '' })
    expect(page.status).toBe(200)
    const link = /value="(http[^"]+\/invitation\/[0-9a-z]{52})"/.exec(page.html)?.[1] ?? ''
    expect(page.html).toContain('class="qr"')
    const path = new URL(link).pathname
    const seen = await platform.visitor.page(path)
    expect(seen.html).toContain('示例志愿队')
    expect(seen.html).toContain(`/sign-in?to=${encodeURIComponent(path)}`)
    const person = await platform.person('小林')
    expect((await person.post(path, {})).location).toBe('/organisation')
    expect((await person.page('/organisation')).html).toContain('示例志愿队')
    expect((await platform.visitor.page(path)).html).toContain('已经有人接受')
    expect((await member.page('/organisation', { language: 'en' })).html).toContain('Members')
    expect((await person.api('GET', '/me')).body.organisation).toBe(id)
  })

  test('the judge’s ties come back with what was typed and what is wrong, without script', async () => {
    const { id: other } = await joined(platform, anAgency(code()))
    await administrator.api('POST', `/organisations/${other}/admission`, { decision: 'admit' })
    const path = `/invitation/${secretOf((await administrator.api('POST', `/competitions/${competition}/invitations`, { name: '评委 04' })).body.link)}`
    const judge = await platform.person('评委 04')
    expect((await judge.page(path)).html).toContain(`value="${other}"`)
    const more = await judge.post(path, { 'ties.0.organisation': other, 'ties.0.reason': '顾问', add: 'ties' })
    expect(more.html).toContain('ties.1.organisation')
    expect(more.html).toContain('value="顾问"')
    const wrong = await judge.post(path, { 'ties.0.organisation': '', 'ties.0.reason': '', 'ties.1.organisation': other, 'ties.1.reason': '' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('href="#f-ties.0.reason"')
    expect((await judge.post(path, { 'ties.0.organisation': other, 'ties.0.reason': '顾问', 'ties.1.organisation': '', 'ties.1.reason': '' })).location).toBe('/home')
    expect((await judge.page('/account')).html).toContain(`href="/ties/${competition}"`)
    expect((await judge.page(`/ties/${competition}`)).html).toContain('value="顾问"')
    expect((await judge.post(`/ties/${competition}`, {})).location).toBe('/judging')
    expect((await judge.page(`/ties/${competition}`)).html).not.toContain('value="顾问"')
  })
})
