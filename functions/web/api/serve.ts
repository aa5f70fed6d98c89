import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type * as z from 'zod'
import { type Mistake, Refusal, refusalStatus } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { access, type Relation } from '../../../shared/person/access.ts'
import type { Actor } from '../../../shared/person/person.ts'
import { makeContext, theTable } from '../../context.ts'
import { limitedBody } from '../body.ts'
import { mistakesOf } from '../mistakes.ts'
import { refusalSentences } from '../sentences.ts'
import { actorOf, addressOf, isOwnSite, languageOf } from '../session.ts'
import { openApi } from './openapi.ts'
import { Prepared, type Route } from './route.ts'
import { routes } from './index.ts'

/** The HTTP API: every route of ./index.ts, and the OpenAPI document made from them. */
export function apiApp(): Hono {
  const app = new Hono().basePath('/api')
  app.use(limitedBody)
  for (const route of routes) app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => serve(c, route))
  app.get('/openapi.json', (c) => c.json(openApi(routes)))
  app.onError((error, c) => problem(c, error))
  app.all('*', (c) => problem(c, new Refusal(routes.some((route) => matches(route.path, c.req.path)) ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')))
  return app
}

type C = Parameters<Parameters<Hono['onError']>[0]>[1]

/** The id of the person for whom a page of ours speaks: cards of one judge are never sent under the session that another began in a second tab. */
const SPEAKER = 'x-xiuyuan-person'

async function serve(c: C, route: Route): Promise<Response> {
  const table = theTable()
  const found = await actorOf(c, table, true)
  const speaker = c.req.header(SPEAKER)
  const actor: Actor = speaker === undefined || (found.kind === 'person' && found.person.id === speaker) ? found : { kind: 'visitor' }
  // Only a bearer token says who asks in a cookie's stead (actorOf); any other such header leaves the cookie in force.
  const byCookie = c.req.header('authorization')?.startsWith('Bearer ') !== true
  if (route.method !== 'get' && byCookie && !isOwnSite(c)) throw new Refusal('CROSS_SITE')
  const text = route.method === 'get' ? '' : await c.req.text()
  const key = route.method === 'get' ? undefined : c.req.header('idempotency-key')
  if (key !== undefined && !/^[\w.-]{8,100}$/.test(key)) throw new Refusal('INVALID', { mistakes: [{ path: 'Idempotency-Key', code: 'WRONG_FORMAT', zh: '请用 8 到 100 个字母、数字或 . _ -', en: 'Use 8 to 100 letters, digits or . _ -' }] })
  const command = key === undefined ? null : { id: key, digest: createHash('sha256').update(`${route.method} ${c.req.path}\n${text}`).digest('base64url') }
  const context = makeContext(actor, { language: languageOf(c), address: addressOf(c), command })
  const mistakes: Mistake[] = []
  const parse = (schema: z.ZodType, value: unknown, prefix = '') => {
    const result = schema.safeParse(value, { reportInput: true })
    if (result.success) return result.data
    mistakes.push(...mistakesOf(result.error, prefix))
    return undefined
  }
  const input = { params: parse(route.params, c.req.param()), query: parse(route.query, c.req.query(), 'query'), body: route.body === null ? undefined : parse(route.body, json(text)) }
  if (mistakes.length > 0) {
    // A stranger is told to sign in, not what is wrong with the input; an id that cannot be one is a thing that is not there.
    if (actor.kind === 'visitor' && !(access[route.action] as readonly Relation[]).includes('anyone')) throw new Refusal('NOT_SIGNED_IN')
    throw new Refusal(input.params === undefined ? 'NOT_FOUND' : 'INVALID', { mistakes })
  }
  const answer = await route.run(context, input)
  if (!context.authorised.has(route.action)) throw new TypeError(`${route.method} ${route.path} answered without asking the access table for ${route.action}`)
  const { body, etag } = answer instanceof Prepared ? answer : writtenOut(route, answer)
  if (etag !== undefined && c.req.header('if-none-match') === etag) return c.body(null, 304, { etag })
  return c.body(body, route.status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-cache', ...(etag === undefined ? {} : { etag }) })
}

function writtenOut(route: Route, answer: unknown): { body: string; etag: string | undefined } {
  const body = JSON.stringify(route.answer.parse(answer))
  return { body, etag: route.method === 'get' ? new Prepared(body).etag : undefined }
}

/** Half a character (cut off by a program that counts code units) becomes U+FFFD, as it does in a form: no store and no page can hold it. */
function json(text: string): unknown {
  try {
    return /\\u[dD][89a-fA-F]/.test(text) ? JSON.parse(text, (_, value: unknown) => wellFormed(value)) : JSON.parse(text)
  } catch {
    throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NOT_JSON', zh: '内容不是完整的 JSON', en: 'The body is not complete JSON' }] })
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).every((name) => name.isWellFormed())) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.toWellFormed(), part]))
}

/** RFC 9457, with each field's mistake under `errors`. */
function problem(c: C, error: unknown): Response {
  if (!(error instanceof Refusal)) {
    console.error(JSON.stringify({ level: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error), path: c.req.path }))
    return c.body(JSON.stringify({ type: 'about:blank', title: 'Internal error', status: 500, code: 'INTERNAL' }), 500, { 'content-type': 'application/problem+json' })
  }
  const language = languageOf(c)
  const status = refusalStatus[error.code]
  const body = {
    type: 'about:blank',
    title: say(refusalSentences[error.code], language),
    status,
    code: error.code,
    ...(Object.keys(error.facts).length === 0 ? {} : { facts: error.facts }),
    ...(error.mistakes.length === 0 ? {} : { errors: error.mistakes.map((mistake) => ({ path: mistake.path, code: mistake.code, detail: mistake[language] })) }),
  }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, { 'content-type': 'application/problem+json; charset=utf-8' })
}

const matches = (path: string, asked: string): boolean => new RegExp(`^(/api)?${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked)
