import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { secureHeaders } from 'hono/secure-headers'
import { environment } from '../../shared/kernel/environment.ts'
import { isRefusal } from '../../shared/kernel/refusal.ts'
import type { Person } from '../../shared/person/person.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { personOfClaims } from '../commands/person.ts'
import { makeContext, theTable } from '../context.ts'
import { countTry } from '../throttle.ts'
import type { Look } from '../web/look/look.ts'
import { addressOf, languageOf, startSession } from '../web/session.ts'
import { setLanguage } from '../web/language.ts'
import { localPath } from '../web/local-path.ts'
import { addPending, readPending, writePending } from './pending.ts'
import { beginSignIn, finishSignIn } from './provider.ts'
import { SignInPage } from './page.tsx'

/** Sign-ins from one address in an hour. An office shares one, so it is generous: guessing is stopped by the identity provider, this spares us its traffic. */
const MOST_SIGN_INS = 300
const TEN_MINUTES = 600

type C = Parameters<Parameters<Hono['onError']>[0]>[1]

const secure = () => environment().XIUYUAN_BASE_URL.startsWith('https:')
const cookieName = () => (secure() ? '__Host-sign-in' : 'sign-in')

/** Signing in by any OpenID provider: a function of its own, so that the web function does not carry the protocol's library. */
export function signInApp(): Hono {
  const app = new Hono()
  app.use(secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    referrerPolicy: 'same-origin', xFrameOptions: 'DENY', crossOriginResourcePolicy: 'same-origin',
  }))

  app.get('/sign-in', async (c) => {
    const env = environment()
    const to = localPath(c.req.query('to')).slice(0, 1000)
    const home = misnamed(c.req.url, env.XIUYUAN_BASE_URL)
    if (home !== undefined) return c.redirect(`${home}/sign-in?to=${encodeURIComponent(to)}`, 303)
    await countTry(makeContext({ kind: 'visitor' }, { address: addressOf(c) }), 'sign-in', MOST_SIGN_INS)
    const { url, pending } = await beginSignIn(env, to, languageOf(c))
    keep(c, addPending(readPending(getCookie(c, cookieName())), pending))
    return c.redirect(url.href, 303)
  })

  app.get('/sign-in/callback', async (c) => {
    const waiting = readPending(getCookie(c, cookieName()))
    const pending = waiting.find(({ state }) => state === c.req.query('state'))
    if (pending === undefined) return c.html(<SignInPage look={lookOf(c)} what="over" />, 400)
    const others = waiting.filter((one) => one !== pending)
    if (others.length > 0) keep(c, writePending(others))
    else deleteCookie(c, cookieName(), { path: '/', secure: secure() })
    let claims
    try {
      claims = await finishSignIn(environment(), new URL(c.req.url).search, pending)
    } catch (error) {
      // The address holds a code: it is left out of the log.
      console.error(JSON.stringify({ level: 'warn', message: `sign-in: ${error instanceof Error ? error.message : String(error)}` }))
      return c.html(<SignInPage look={lookOf(c)} what="refused" to={pending.to} />, 400)
    }
    const table = theTable()
    const person = await personOfClaims(table, claims, environment())
    await startSession(c, table, person.id, null)
    remember(c, person)
    return c.redirect(pending.to === '/' ? await firstPage(person) : pending.to, 303)
  })

  app.onError((error, c) => {
    if (isRefusal(error, 'TOO_MANY_TRIES')) return c.html(<SignInPage look={lookOf(c)} what="too-many" />, 429)
    console.error(JSON.stringify({ level: 'error', message: error.stack ?? error.message, path: c.req.path }))
    return c.html(<SignInPage look={lookOf(c)} what="away" />, 503)
  })
  return app
}

const keep = (c: C, value: string) => setCookie(c, cookieName(), value, { httpOnly: true, secure: secure(), sameSite: 'Lax', path: '/', maxAge: TEN_MINUTES })

/** On one machine the browser may have come by another name of it (localhost); the cookie has to stand under the name that the provider sends back to. */
function misnamed(url: string, base: string): string | undefined {
  const asked = new URL(url)
  const ours = new URL(base)
  const local = new Set(['127.0.0.1', 'localhost', '[::1]'])
  return local.has(asked.hostname) && local.has(ours.hostname) && asked.hostname !== ours.hostname ? ours.origin : undefined
}

/** A language that the person chose on their account page goes with them to a new browser. */
function remember(c: C, person: Person): void {
  if (person.language !== null && getCookie(c, 'language') === undefined) setLanguage(c, person.language)
}

/** Where work waits; a newcomer without any role is shown how to take part. */
async function firstPage(person: Person): Promise<string> {
  const { items } = await theTable().query(membershipItem, { ...keys.memberships(person.id), limit: 1 })
  return items.length > 0 ? '/home' : '/account'
}

const lookOf = (c: C): Look => ({ language: languageOf(c), now: new Date().toISOString(), path: '/sign-in', person: null, allows: () => false, nav: [], demo: environment().XIUYUAN_DEMO === 'yes' })
