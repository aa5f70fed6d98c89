import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webApp } from '../../functions/web/app.ts'
import { front } from '../../functions/web/front.ts'
import { assetUrl } from '../../functions/web/look/assets.ts'
import { ok } from '../support/contest.ts'
import { scoresOf } from '../support/judging.ts'
import { drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const WORKER = '/assets/live-worker.js'
const judgeOf = <T>([judge]: readonly T[]): T => {
  if (judge === undefined) throw new Error('no judge')
  return judge
}

test('the worker may be registered below /judging/ and nowhere else, is looked for at each visit, and asks nobody but this site', async () => {
  const { status, headers } = await fetch(platform.url + WORKER)
  expect([status, headers.get('content-type'), headers.get('service-worker-allowed'), headers.get('cache-control')]).toEqual([200, 'text/javascript; charset=utf-8', '/judging/', 'no-cache'])
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('content-security-policy')).toContain("connect-src 'self'")
  for (const other of [assetUrl('live-worker.js'), assetUrl('live-cards.js'), '/assets/queue.js']) expect((await fetch(platform.url + other)).headers.get('service-worker-allowed'), other).toBe(null)
})

test('the function behind the HTTP API sends it with the same headers, packed', async () => {
  const http = { method: 'GET', path: WORKER, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' }
  const event = { version: '2.0', routeKey: '$default', rawPath: WORKER, rawQueryString: '', headers: { 'accept-encoding': 'gzip' }, body: null, isBase64Encoded: false, requestContext: { domainName: 'api.example', http } }
  const { statusCode, headers, body } = await front(webApp({ filesOrigin: 'https://files.example.cn', issuerOrigin: 'https://sign-in.example.cn' }))(event as never)
  expect(statusCode).toBe(200)
  expect(headers).toMatchObject({ 'service-worker-allowed': '/judging/', 'cache-control': 'no-cache', 'content-type': 'text/javascript; charset=utf-8', 'content-encoding': 'gzip' })
  expect(gunzipSync(Buffer.from(body, 'base64')).toString()).toContain("addEventListener('fetch'")
})

test('pages may have workers of this site only; the live page says whose it is and, once it is a copy, from when', async () => {
  const made = await pitching(platform, { proposals: 2 })
  await drawnDesk(made)
  const judge = judgeOf(made.judges)
  const { headers, html } = await judge.page(`/judging/${made.competition}/0/live`)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("worker-src 'self';")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/unsafe|blob:/)
  expect(html).toContain(`data-judge="${judge.id}"`)
  expect(html).toContain(`data-asker="${judge.id}"`)
  expect(html).toMatch(/<div data-copy="true" hidden=""[^>]*>.*这是 \d\d:\d\d 存在这部手机上的一页/)
  expect((await judge.page(`/judging/${made.competition}/0/live`, { language: 'en' })).html).toMatch(/This is the page as this phone kept it at \d\d:\d\d/)
  expect((await platform.visitor.page('/public')).html).toContain('data-asker=""')
})

test('what a page sends for one judge does not go under the session of another', async () => {
  const made = await pitching(platform, { proposals: 2 })
  const [proposal] = await drawnDesk(made)
  await pitched(made, 1)
  const [judge, other] = [judgeOf(made.judges), judgeOf(made.judges.slice(1))]
  const ask = (method: string, path: string, speaker: string, body?: unknown) => fetch(`${platform.url}/api${path}`, {
    method, headers: { cookie: `session=${other.cookie}`, origin: platform.url, 'content-type': 'application/json', 'x-xiuyuan-person': speaker }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const card = `/proposals/${proposal}/scorecards/0`
  expect((await ask('GET', `${made.at}/live`, judge.id)).status).toBe(401)
  expect((await ask('POST', `${card}/submission`, judge.id, { scores: scoresOf(made.rulebook, 9), revision: 0 })).status).toBe(401)
  expect(ok(await other.api('GET', card))).toMatchObject({ state: 'none' })
  expect((await ask('GET', `${made.at}/live`, other.id)).status).toBe(200)
  expect((await ask('POST', `${card}/submission`, other.id, { scores: scoresOf(made.rulebook, 9), revision: 0 })).status).toBe(201)
  expect(ok(await other.api('GET', card))).toMatchObject({ state: 'submitted' })
})
