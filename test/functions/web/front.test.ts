import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { LambdaEvent } from 'hono/aws-lambda'
import { describe, expect, test } from 'vitest'
import { throughEdge } from '../../../functions/web/edge.ts'
import { front } from '../../../functions/web/front.ts'
import { addressOf } from '../../../functions/web/session.ts'
import { useEnvironment } from '../../../shared/kernel/environment.ts'

const secret = 'a-secret-of-the-edge-0001'
const values = {
  XIUYUAN_TABLE: 'table', XIUYUAN_BASE_URL: 'https://xiuyuan.example.cn', XIUYUAN_MACHINE_VOLUNTEER_CONTEST: 'one', XIUYUAN_MACHINE_VENTURE_COMPETITION: 'three', XIUYUAN_MACHINE_ARCHIVE: 'm', XIUYUAN_MACHINE_GRANT: 'four', XIUYUAN_MACHINE_PROJECT_STAGE: 'arn:aws:states:x:0:stateMachine:p', XIUYUAN_MACHINE_JUDGING_ROUND: 'two', XIUYUAN_OIDC_ISSUER: 'https://sign-in.example.cn',
  XIUYUAN_OIDC_CLIENT_ID: 'xiuyuan', XIUYUAN_FILES_BUCKET: 'files', XIUYUAN_FILES_ORIGIN: 'https://files.example.cn', XIUYUAN_TRACE_SECRET: 'a secret of the test', XIUYUAN_MAIL_FROM: 'xiuyuan@example.cn',
}

/** What the HTTP API hands to its function (payload format 2.0). */
function asked(path: string, headers: Record<string, string> = {}): LambdaEvent {
  return {
    version: '2.0', routeKey: '$default', rawPath: path, rawQueryString: '', headers, body: null, isBase64Encoded: false,
    requestContext: {
      accountId: '111122223333', apiId: 'api', domainName: 'api.example', domainPrefix: 'api', requestId: 'one', routeKey: '$default', stage: '$default', time: '24/Nov/2026:00:00:00 +0000', timeEpoch: 0,
      authentication: null, authorizer: {}, http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
    },
  } as unknown as LambdaEvent
}

const long = '<p>秀洲区志愿服务项目大赛</p>'.repeat(200)
const app = new Hono()
  .get('/', (c) => c.html(long))
  .get('/api/list', (c) => c.body(JSON.stringify({ text: long }), 200, { 'content-type': 'application/json', etag: '"one"' }))
  .get('/address', (c) => c.text(addressOf(c) ?? 'none'))

describe('an app behind the HTTP API', () => {
  test('sends pages compressed to a browser that takes it', async () => {
    useEnvironment(values)
    const answer = await front(app)(asked('/', { 'accept-encoding': 'gzip, br' }))
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip' })
    expect(answer.isBase64Encoded).toBe(true)
    expect(gunzipSync(Buffer.from(answer.body, 'base64')).toString()).toBe(long)
  })

  test('sends pages as they are to one that does not', async () => {
    useEnvironment(values)
    expect(await front(app)(asked('/'))).toMatchObject({ statusCode: 200, body: long, isBase64Encoded: false })
  })

  test('leaves the API\'s answers and their ETags alone', async () => {
    useEnvironment(values)
    const answer = await front(app)(asked('/api/list', { 'accept-encoding': 'gzip' }))
    expect(answer.headers).toMatchObject({ etag: '"one"' })
    expect(JSON.parse(answer.body)).toEqual({ text: long })
  })
})

describe('behind CloudFront', () => {
  test('who goes past it is refused', async () => {
    useEnvironment({ ...values, XIUYUAN_EDGE_SECRET: secret })
    for (const headers of [undefined, { 'x-xiuyuan-edge': 'a-guess' }, { 'x-xiuyuan-edge': `${secret}x` }]) expect((await front(app)(asked('/', headers))).statusCode).toBe(403)
  })

  test('the visitor\'s address counts, not the network\'s', async () => {
    useEnvironment({ ...values, XIUYUAN_EDGE_SECRET: secret })
    expect((await front(app)(asked('/address', { 'x-xiuyuan-edge': secret, 'x-xiuyuan-address': '203.0.113.9' }))).body).toBe('203.0.113.9')
  })

  test('without it in front nobody can choose an address', async () => {
    useEnvironment(values)
    expect((await front(app)(asked('/address', { 'x-xiuyuan-address': '203.0.113.9' }))).body).toBe('198.51.100.7')
    expect(throughEdge(asked('/'), undefined)).toEqual(asked('/'))
  })
})
