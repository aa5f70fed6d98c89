import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stat } from 'node:fs/promises'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInApp } from '../../../functions/signin/sign-in.tsx'
import { createIdentity, type Identity, identityKeys } from '../../../infra/local/identity.ts'
import { DEMO_PASSWORD, demoPeople, seedPeople } from '../../../infra/local/people.ts'
import { environment, useEnvironment } from '../../../shared/kernel/environment.ts'
import { startTestPlatform, type TestPlatform } from '../../support/platform.ts'

let platform: TestPlatform
let server: Server
let identity: Identity
let base: string
const data = mkdtempSync(join(tmpdir(), 'xiuyuan-identity-'))

beforeAll(async () => {
  platform = await startTestPlatform()
  const signIn = getRequestListener(signInApp().fetch)
  server = createServer((request, response) => {
    if (request.url?.startsWith('/oidc')) identity.handler(request, response)
    else void signIn(request, response)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  useEnvironment({ ...environment(), XIUYUAN_BASE_URL: base, XIUYUAN_OIDC_ISSUER: `${base}/oidc`, XIUYUAN_OIDC_CLIENT_ID: 'xiuyuan', XIUYUAN_OIDC_CLIENT_SECRET: identityKeys(data).clientSecret, XIUYUAN_FIRST_ADMINISTRATORS: 'judge-15, Worker-02@example.cn' })
  identity = bring()
  await seedPeople(platform.table, `${base}/oidc`)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  identity.close()
  await platform.close()
  rmSync(data, { recursive: true, force: true })
})

const bring = () => createIdentity({ issuer: `${base}/oidc`, clientId: 'xiuyuan', clientSecret: identityKeys(data).clientSecret, data, people: demoPeople })

/** A browser without script: keeps cookies by name and path, follows nothing by itself. */
function browser() {
  const jar = new Map<string, { name: string; value: string; path: string }>()
  return {
    jar,
    cookie: (name: string) => [...jar.values()].find((one) => one.name === name)?.value,
    async ask(address: string, form?: Record<string, string>) {
      const url = new URL(address, base)
      const cookie = [...jar.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ name, value }) => `${name}=${value}`).join('; ')
      const response = await fetch(url, {
        redirect: 'manual', headers: { cookie, accept: 'text/html', 'accept-language': 'zh', ...(form === undefined ? {} : { origin: base }) },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      })
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split('; ')
        const name = pair.slice(0, pair.indexOf('='))
        const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
        const gone = attributes.some((one) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(one))
        if (gone) jar.delete(`${name} ${path}`)
        else jar.set(`${name} ${path}`, { name, value: pair.slice(pair.indexOf('=') + 1), path })
      }
      return { status: response.status, location: response.headers.get('location') ?? '', html: await response.text(), cookies: response.headers.getSetCookie() }
    },
  }
}
type Browser = ReturnType<typeof browser>

/** Goes to the login page. */
async function toLogin(visitor: Browser, to = '/proposals'): Promise<string> {
  const start = await visitor.ask(`/sign-in?to=${encodeURIComponent(to)}`)
  expect(start.status).toBe(303)
  const authorization = await visitor.ask(start.location)
  expect(authorization.status).toBe(303)
  return authorization.location
}

/** Follows ways of ours until a page that is not part of signing in. */
async function follow(visitor: Browser, location: string): Promise<string> {
  let at = location
  while (/^(http:\/\/[^/]+)?\/(oidc|sign-in)/.test(at)) {
    const next = await visitor.ask(at)
    expect(next.status, next.html).toBe(303)
    at = next.location
  }
  return at
}

async function signIn(visitor: Browser, account: string, to?: string): Promise<string> {
  const login = await toLogin(visitor, to)
  const answer = await visitor.ask(login, { account, password: DEMO_PASSWORD })
  expect(answer.status, answer.html).toBe(303)
  return follow(visitor, answer.location)
}

async function whoIs(visitor: Browser): Promise<{ name: string; memberships: { role: string }[] }> {
  const response = await fetch(`${platform.url}/api/me`, { headers: { cookie: `session=${visitor.cookie('session') ?? ''}` } })
  return response.json()
}

describe('signing in', () => {
  test('the whole way: to the login page, back with a session, on to where one wanted to go', async () => {
    const visitor = browser()
    const login = await toLogin(visitor, '/proposals?state=draft')
    const page = await visitor.ask(login)
    expect(page.html).toContain('管理员 01')
    expect(page.html).toContain('type="password"')
    const answer = await visitor.ask(login, { account: 'worker-01', password: DEMO_PASSWORD })
    expect(await follow(visitor, answer.location)).toBe('/proposals?state=draft')
    expect(await whoIs(visitor)).toMatchObject({ name: '社工 01', memberships: [{ role: 'member' }] })
    expect(visitor.cookie('sign-in')).toBeUndefined()
  })

  test('the session cookie is out of scripts’ reach and new each time', async () => {
    const visitor = browser()
    await signIn(visitor, 'worker-01')
    const first = visitor.cookie('session')
    await signIn(visitor, 'worker-01')
    expect(visitor.cookie('session')).not.toBe(first)
    const other = browser()
    const login = await toLogin(other)
    let at = (await other.ask(login, { account: 'judge-01', password: DEMO_PASSWORD })).location
    let cookies: string[] = []
    while (/oidc|sign-in/.test(at)) {
      const next = await other.ask(at)
      cookies = next.cookies
      at = next.location
    }
    const cookie = cookies.find((line) => line.startsWith('session='))
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
  })

  test('one browser signs in as one person after the other, and is asked each time', async () => {
    const visitor = browser()
    await signIn(visitor, 'administrator-01')
    expect((await whoIs(visitor)).name).toBe('管理员 01')
    await signIn(visitor, 'judge-02')
    expect((await whoIs(visitor)).name).toBe('评委 02')
  })

  test.each(['//elsewhere.example/', '/\\elsewhere.example', 'https://elsewhere.example/', '/\t/elsewhere.example'])('never leads out of the site: %j', async (to) => {
    const target = await signIn(browser(), 'worker-01', to)
    expect(new URL(target, base).origin).toBe(base)
    expect(target).not.toContain('elsewhere')
  })

  test('two tabs that sign in at the same time both arrive', async () => {
    const visitor = browser()
    const first = await toLogin(visitor, '/first')
    const second = await toLogin(visitor, '/second')
    expect(await follow(visitor, (await visitor.ask(second, { account: 'worker-01', password: DEMO_PASSWORD })).location)).toBe('/second')
    expect(await follow(visitor, (await visitor.ask(first, { account: 'worker-01', password: DEMO_PASSWORD })).location)).toBe('/first')
  })

  test('an answer that this browser did not ask for signs nobody in', async () => {
    const thief = browser()
    const login = await toLogin(thief)
    let at = (await thief.ask(login, { account: 'worker-01', password: DEMO_PASSWORD })).location
    while (!at.includes('/sign-in/callback')) at = (await thief.ask(at)).location
    const victim = browser()
    const answer = await victim.ask(at)
    expect(answer.status).toBe(400)
    expect(answer.html).toContain('重新登录')
    expect(victim.cookie('session')).toBeUndefined()
    // Nor does a code of one's own under another state.
    await toLogin(victim)
    const state = new URL(at, base).searchParams.get('state')
    expect(state).not.toBeNull()
    expect((await victim.ask(at)).status).toBe(400)
  })

  test('a person is made at the first sign-in and is the same ever after, also when two sign in at once', async () => {
    const [one, two] = [browser(), browser()]
    await Promise.all([signIn(one, 'judge-03'), signIn(two, 'judge-03')])
    const ids = await Promise.all([one, two].map(async (visitor) => (await whoIs(visitor) as unknown as { id: string }).id))
    expect(ids[0]).toBe(ids[1])
  })

  test('those whom the installation names become administrators, by subject or by verified address', async () => {
    for (const account of ['judge-15', 'worker-02']) {
      const visitor = browser()
      await signIn(visitor, account)
      await signIn(visitor, account)
      expect((await whoIs(visitor)).memberships.filter(({ role }) => role === 'administrator')).toHaveLength(1)
    }
  })
})

describe('the local identity', () => {
  test('a wrong password is told; after ten the account waits, also for the right one', async () => {
    const visitor = browser()
    const login = await toLogin(visitor)
    for (let time = 1; time <= 10; time += 1) {
      const wrong = await visitor.ask(login, { account: 'judge-14', password: `guess-${time}` })
      expect(wrong.status).toBe(422)
      expect(wrong.html).toContain('账号或密码不对')
    }
    const stopped = await visitor.ask(login, { account: 'judge-14', password: DEMO_PASSWORD })
    expect(stopped.status).toBe(429)
    expect(stopped.html).toContain('试的次数太多')
    expect(await signIn(browser(), 'judge-13')).toBe('/proposals')
    // Not even a restart forgets.
    identity.close()
    identity = bring()
    const again = browser()
    expect((await again.ask(await toLogin(again), { account: 'judge-14', password: DEMO_PASSWORD })).status).toBe(429)
  })

  test('a restart keeps the keys and the sign-in that somebody was in the middle of', async () => {
    const keysBefore = await (await fetch(`${base}/oidc/jwks`)).json()
    const visitor = browser()
    const login = await toLogin(visitor, '/middle')
    identity.close()
    identity = bring()
    expect(await (await fetch(`${base}/oidc/jwks`)).json()).toEqual(keysBefore)
    const answer = await visitor.ask(login, { account: 'worker-03', password: DEMO_PASSWORD })
    expect(await follow(visitor, answer.location)).toBe('/middle')
    expect((await stat(join(data, 'identity-keys.json'))).mode & 0o077).toBe(0)
  })

  test('no code without PKCE', async () => {
    const query = new URLSearchParams({ client_id: 'xiuyuan', response_type: 'code', redirect_uri: `${base}/sign-in/callback`, scope: 'openid', state: 's', nonce: 'n' })
    const { status, location } = await browser().ask(`/oidc/auth?${query.toString()}`)
    expect(status).toBe(303)
    expect(location).toContain('error=invalid_request')
  })

  test('answers nobody but this machine', async () => {
    expect(() => createIdentity({ issuer: 'http://192.0.2.1:8600/oidc', clientId: 'x', clientSecret: 'y', data, people: [] })).toThrow('loopback')
    const { request } = await import('node:http')
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${base}/oidc/.well-known/openid-configuration`, { headers: { host: 'rebound.example:8600' } }, (response) => { response.resume(); resolve(response.statusCode) }).on('error', reject).end()
    })
    expect(status).toBe(403)
  })

  test('a form from elsewhere is not taken', async () => {
    const visitor = browser()
    const login = await toLogin(visitor)
    const cookie = [...visitor.jar.values()].map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(login, base), { method: 'POST', redirect: 'manual', headers: { cookie, origin: 'https://elsewhere.example' }, body: new URLSearchParams({ account: 'worker-01', password: DEMO_PASSWORD }) })
    expect(response.status).toBe(403)
  })
})

test('seeding the demonstration again, or under another port, changes nobody', async () => {
  const first = await seedPeople(platform.table, `${base}/oidc`)
  const second = await seedPeople(platform.table, 'http://127.0.0.1:1/oidc')
  expect(second).toEqual(first)
  expect(first.organisations).toHaveLength(3)
})
