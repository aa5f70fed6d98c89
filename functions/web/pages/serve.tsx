import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { environment } from '../../../shared/kernel/environment.ts'
import { may } from '../../../shared/person/access.ts'
import { Refusal, isRefusal, refusalStatus } from '../../../shared/kernel/refusal.ts'
import { makeContext, theTable } from '../../context.ts'
import { limitedBody } from '../body.ts'
import { navOf } from '../nav.ts'
import { setLanguage } from '../language.ts'
import { localPath } from '../local-path.ts'
import type { Look } from '../look/look.ts'
import { actorOf, addressOf, endSession, isOwnSite, languageOf } from '../session.ts'
import { pages } from './index.ts'
import { ExpiredPage, FailurePage, RefusedPage } from './refused.tsx'
import { type Asked, nest, type PageRoute, type Posted, type Shown } from './page.ts'

type C = Parameters<Parameters<Hono['onError']>[0]>[1]

/** Every page of ./index.ts, the language switch and the sign-out. */
export function pagesApp(): Hono {
  const app = new Hono()
  app.use(limitedBody)
  for (const route of pages) app.on(route.method, route.path, (c) => serve(c, route))
  app.get('/language/:language', (c) => {
    const language = c.req.param('language') === 'en' ? 'en' : 'zh'
    setLanguage(c, language)
    return c.redirect(localPath(c.req.query('to')), 303)
  })
  app.post('/sign-out', async (c) => {
    if (isOwnSite(c)) await endSession(c, theTable())
    return c.redirect('/', 303)
  })
  app.all('*', async (c) => c.html(<RefusedPage look={await lookOf(c)} code="NOT_FOUND" />, 404))
  app.onError(async (error, c) => {
    const look = await lookOf(c).catch(() => bareLook(c))
    if (isRefusal(error)) return c.html(<RefusedPage look={look} code={error.code} />, refusalStatus[error.code])
    console.error(JSON.stringify({ level: 'error', message: error.stack ?? error.message, path: c.req.path }))
    return c.html(<FailurePage look={look} />, 500)
  })
  return app
}

async function serve(c: C, route: PageRoute): Promise<Response> {
  const asked = await ask(c)
  let posted: Posted | undefined
  try {
    posted = route.method === 'post' ? await readForm(c) : undefined
    if (posted !== undefined && !isOwnSite(c)) return c.html(<RefusedPage look={asked.look} code="CROSS_SITE" />, 403)
    if (posted !== undefined) asked.context.command = commandOf(c, posted)
    const shown = route.method === 'get' ? await route.show(asked) : await route.send(asked, posted ?? { fields: {}, body: {}, lists: {}, files: {} })
    if (!asked.context.authorised.has(route.action)) throw new TypeError(`${route.method} ${route.path} answered without asking the access table for ${route.action}`)
    return await answer(c, shown)
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refused(c, route, asked, posted, error)
  }
}

async function answer(c: C, shown: Shown): Promise<Response> {
  if ('response' in shown) return shown.response
  if ('go' in shown) return c.redirect(shown.go, 303)
  c.header('cache-control', 'private, no-cache')
  return c.html(shown.page as string, shown.status ?? 200)
}

function refused(c: C, route: PageRoute, asked: Asked, posted: Posted | undefined, refusal: Refusal): Response | Promise<Response> {
  if (refusal.code === 'NOT_SIGNED_IN') {
    if (posted === undefined) return c.redirect(`/sign-in?to=${encodeURIComponent(asked.look.path)}`, 303)
    // What was typed is in the answer's own form, to be sent again after signing in.
    return c.html(<ExpiredPage look={asked.look} action={c.req.path} fields={posted.fields} />, 401)
  }
  const { actor } = asked.context
  // Somebody who has no organisation yet, on a page of organisations: not a dead end but the beginning.
  const join = refusal.code === 'NOT_ALLOWED' && route.path.startsWith('/proposals') && actor.kind === 'person' && !actor.memberships.some(({ role }) => role === 'member' || role === 'administrator')
  return c.html(<RefusedPage look={asked.look} code={refusal.code} join={join} mistakes={refusal.mistakes} />, refusalStatus[refusal.code])
}

async function ask(c: C): Promise<Asked> {
  const actor = await actorOf(c, theTable(), false)
  const language = languageOf(c)
  const context = makeContext(actor, { language, address: addressOf(c) })
  const url = new URL(c.req.url)
  return { context, params: c.req.param() as Record<string, string>, query: url.searchParams, hono: c, look: {
    language,
    now: context.now,
    path: url.pathname + url.search,
    allows: (action, target) => may(actor, action, target),
    person: actor.kind === 'person' ? { name: actor.person.name } : null,
    asker: actor.kind === 'person' ? actor.person.id : '',
    nav: navOf(actor, language, url.pathname),
    demo: environment().XIUYUAN_DEMO === 'yes',
    controls: environment().XIUYUAN_CONTROLS ?? null,
  } }
}

const lookOf = async (c: C): Promise<Look> => (await ask(c)).look
const bareLook = (c: C): Look => ({ language: languageOf(c), now: new Date().toISOString(), path: c.req.path, person: null, allows: () => false, nav: [], demo: false })

/** The id that the form was made with, so that a double click or a reload is the same deed. */
function commandOf(c: C, posted: Posted): { id: string; digest: string } | null {
  const id = posted.fields.command
  if (id === undefined || !/^[\w.-]{8,100}$/.test(id)) return null
  return { id, digest: createHash('sha256').update(`${c.req.path}\n${JSON.stringify(posted.fields)}`).digest('base64url') }
}

async function readForm(c: C): Promise<Posted> {
  const form = await c.req.formData().catch(() => {
    throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NOT_A_FORM', zh: '表单没有完整送到，请回到上一页再发一次', en: 'The form did not arrive whole; go back and send it again' }] })
  })
  const fields: Record<string, string> = {}
  // A name may be one of an object’s own workings, like `__proto__`.
  const lists = new Map<string, string[]>()
  const files: Record<string, File> = {}
  for (const [name, value] of form) {
    if (typeof value !== 'string') files[name] = value
    // Browsers send line ends as CRLF; kept as typed they would count twice.
    else {
      const text = value.replaceAll('\r\n', '\n')
      fields[name] = text
      lists.set(name, [...(lists.get(name) ?? []), text])
    }
  }
  return { fields, body: nest(fields), lists: Object.fromEntries(lists), files }
}
