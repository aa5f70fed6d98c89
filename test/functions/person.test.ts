import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const me = (token: string) => fetch(`${platform.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })

describe('my account', () => {
  test('tells who I am and takes my changes; nobody else’s', async () => {
    const person = await platform.person('社工 01')
    expect((await person.api('GET', '/me')).body).toMatchObject({ id: person.id, name: '社工 01', memberships: [], organisation: null })
    expect((await person.api('PUT', '/me', { name: '李𠮷', email: 'li@example.cn', language: 'en' })).body).toMatchObject({ name: '李𠮷', email: 'li@example.cn', language: 'en' })
    expect((await person.api('PUT', '/me', { name: ' ', email: 'nobody', language: 'fr', role: 'administrator' })).body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['email', 'language', 'name', 'role'])
    expect((await platform.visitor.api('GET', '/me')).status).toBe(401)
    expect((await person.api('GET', '/me')).body).not.toHaveProperty('identity')
  })

  test('the page keeps what was typed, puts each mistake at its field and remembers the language', async () => {
    const person = await platform.person('社工 02')
    const wrong = await person.post('/account', { name: '', email: 'nobody', language: 'zh' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('href="#f-email"')
    expect(wrong.html).toContain('value="nobody"')
    expect((await person.post('/account', { name: '社工 二', email: '', language: 'en' })).location).toBe('/account')
    expect((await person.api('GET', '/me')).body).toMatchObject({ name: '社工 二', email: null, language: 'en' })
  })

  test('without a session the form is kept and asks to sign in', async () => {
    const answer = await platform.visitor.post('/account', { name: '写了很久的名字', email: '', language: 'zh' })
    expect(answer.status).toBe(401)
    expect(answer.html).toContain('写了很久的名字')
    expect((await platform.visitor.page('/account')).status).toBe(303)
  })
})

describe('bearer tokens', () => {
  test('made, shown once, used, listed without the secret, revoked', async () => {
    const person = await platform.person('社工 03')
    const made = await person.api('POST', '/me/tokens', { name: '导出程序' }, { key: 'token-once' })
    expect(made.status).toBe(201)
    expect(await (await me(made.body.secret)).json()).toMatchObject({ id: person.id })
    expect((await person.api('POST', '/me/tokens', { name: '导出程序' }, { key: 'token-once' })).body).toMatchObject({ id: made.body.id, secret: null })
    const list = await person.api('GET', '/me/tokens')
    // The other is the one that this person's requests come with.
    expect(list.body.items).toHaveLength(2)
    expect(list.body.items[0]).toMatchObject({ id: made.body.id, name: '导出程序', revokedAt: null })
    expect(JSON.stringify(list.body)).not.toContain(made.body.secret)
    expect((await person.api('DELETE', `/me/tokens/${made.body.id}`)).body.revokedAt).not.toBeNull()
    expect((await me(made.body.secret)).status).toBe(401)
    expect((await person.api('DELETE', `/me/tokens/${made.body.id}`)).status).toBe(200)
  })

  test('another person’s token is not there to be revoked', async () => {
    const [owner, other] = [await platform.person('甲'), await platform.person('乙')]
    const made = await owner.api('POST', '/me/tokens', { name: '程序' })
    expect((await other.api('DELETE', `/me/tokens/${made.body.id}`)).status).toBe(404)
    expect((await me(made.body.secret)).status).toBe(200)
    expect((await other.api('DELETE', '/me/tokens/t_wrong')).status).toBe(404)
  })

  test('on the page: shown once, its mistake at its own field', async () => {
    const person = await platform.person('社工 04')
    const made = await person.post('/account/tokens', { tokenName: '报表' })
    const secret = /value="(p_[0-9a-z]{26}\.[0-9a-z]{52})"/.exec(made.html)?.[1] ?? ''
    expect(await (await me(secret)).json()).toMatchObject({ id: person.id })
    const account = await person.page('/account')
    expect(account.html).toContain('报表')
    expect(account.html).not.toContain(secret)
    const wrong = await person.post('/account/tokens', { tokenName: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('href="#f-tokenName"')
    const token = /name="token" value="(t_[0-9a-z]+)"/.exec(account.html)?.[1] ?? ''
    expect((await person.post('/account/tokens/revoke', { token })).location).toBe('/account#tokens')
    expect((await me(secret)).status).toBe(401)
  })

  test('at most fifty at a time', async () => {
    const person = await platform.person('社工 05')
    const answers = await Promise.all(Array.from({ length: 49 }, (_, n) => person.api('POST', '/me/tokens', { name: `程序 ${n}` })))
    expect(answers.every(({ status }) => status === 201)).toBe(true)
    expect((await person.api('POST', '/me/tokens', { name: '再一个' })).body.errors).toMatchObject([{ path: 'name', code: 'TOO_MANY' }])
  })
})
