import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { raw } from '../support/raw.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('healthz answers', async () => {
  expect((await fetch(`${platform.url}/healthz`)).status).toBe(200)
})

test('an unknown address is a problem in the API and a page elsewhere', async () => {
  const api = await platform.visitor.api('GET', '/nowhere')
  expect(api.status).toBe(404)
  expect(api.headers.get('content-type')).toContain('application/problem+json')
  expect(api.body).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  const page = await platform.visitor.page('/nowhere')
  expect(page.status).toBe(404)
  expect(page.html).toContain('没有找到')
  expect((await platform.visitor.page('/nowhere', { language: 'en' })).html).toContain('Not found')
})

test('pages forbid inline scripts and framing', async () => {
  const { headers } = await platform.visitor.page('/nowhere')
  expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(headers.get('content-security-policy')).not.toContain('unsafe-inline')
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('the language switch remembers and leads only to pages of this site', async () => {
  const response = await fetch(`${platform.url}/language/en?to=//elsewhere.example/`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe('/')
  expect(response.headers.get('set-cookie')).toContain('language=en')
})

test('a name that somebody else points at this machine opens nothing, not the mailbox either', async () => {
  const asked = async (host: string, path: string) => (await raw(platform.url, 'GET', path, { headers: { host } })).status
  for (const path of ['/', '/local', '/api/openapi.json']) expect(await asked('elsewhere.example', path)).toBe(421)
  expect(await asked(`localhost:${new URL(platform.url).port}`, '/local')).toBe(200)
})
