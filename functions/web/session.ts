import type { Context as Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { environment } from '../../shared/kernel/environment.ts'
import { claimantOf, newCredential, type OrganisationId, type PersonId, secretHash } from '../../shared/kernel/ids.ts'
import type { Language } from '../../shared/kernel/text.ts'
import type { Actor, Membership, Person, Session } from '../../shared/person/person.ts'
import { membershipItem, personItem, sessionItem, tokenItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { ItemKind, Table } from '../../shared/store/table.ts'

/** Twelve hours: a working day. The typed text of a form survives its end (pages/expired.tsx). */
const SESSION_MILLISECONDS = 12 * 3600 * 1000

const secure = () => environment().XIUYUAN_BASE_URL.startsWith('https:')
/** The prefix makes browsers refuse the cookie from anywhere but this very host over TLS. */
const cookieName = () => (secure() ? '__Host-session' : 'session')

/**
 * Who asks, by the session cookie, or (in the API only) by a bearer token. Person, memberships and credentials stand in one partition
 * and are read at each request: what was revoked is gone at once.
 */
export async function actorOf(c: Hono, table: Table, bearer: boolean): Promise<Actor> {
  const header = bearer ? c.req.header('authorization') : undefined
  const token = header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined
  const credential = token ?? getCookie(c, cookieName())
  const claimant = credential === undefined ? undefined : claimantOf(credential)
  if (credential === undefined || claimant === undefined) return { kind: 'visitor' }
  const { items } = await table.queryRaw({ pk: keys.person(claimant).pk })
  const of = <T>(kind: ItemKind<T>): T[] => items.filter(({ type }) => type === kind.type).map((item) => kind.parse(item).value)
  const hash = secretHash(credential)
  const session = token === undefined ? of(sessionItem).find((one) => one.hash === hash && one.expiresAt > Date.now()) : undefined
  const isGood = token === undefined ? session !== undefined : of(tokenItem).some((one) => one.hash === hash && one.revokedAt === null)
  const [person] = of(personItem)
  return isGood && person !== undefined ? actor(person, of(membershipItem), session ?? null) : { kind: 'visitor' }
}

function actor(person: Person, memberships: Membership[], session: Session | null): Actor {
  const own = memberships.flatMap((membership) => (membership.role === 'member' ? [membership.organisation] : []))
  const chosen = session?.organisation ?? null
  return { kind: 'person', person, memberships, organisation: chosen !== null && own.includes(chosen) ? chosen : (own[0] ?? null), session }
}

/** Starts a session and sets its cookie. A new secret each time, so that none from before sign-in goes on. */
export async function startSession(c: Hono, table: Table, person: PersonId, organisation: OrganisationId | null): Promise<void> {
  const secret = newCredential(person)
  const createdAt = Date.now()
  await table.transact([sessionItem.put({ hash: secretHash(secret), person, organisation, createdAt, expiresAt: createdAt + SESSION_MILLISECONDS }, 'none')])
  setCookie(c, cookieName(), secret, { httpOnly: true, secure: secure(), sameSite: 'Lax', path: '/', maxAge: SESSION_MILLISECONDS / 1000 })
}

export async function endSession(c: Hono, table: Table): Promise<void> {
  const cookie = getCookie(c, cookieName())
  const claimant = cookie === undefined ? undefined : claimantOf(cookie)
  if (cookie !== undefined && claimant !== undefined) await table.transact([{ remove: keys.session(claimant, secretHash(cookie)), expect: 'any' }])
  deleteCookie(c, cookieName(), { path: '/', secure: secure() })
}

/** The switch remembers (cookie); before it is used, the browser's own wish counts. */
export function languageOf(c: Hono): Language {
  const chosen = getCookie(c, 'language')
  if (chosen === 'zh' || chosen === 'en') return chosen
  const wished = (c.req.header('accept-language') ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return wished.find((language): language is Language => language === 'zh' || language === 'en') ?? 'zh'
}

/**
 * Whether a request that changes something comes from our own pages. Browsers say so in Sec-Fetch-Site, older ones in Origin; a
 * program with a bearer token sends no cookie that could be abused, and is not asked.
 */
export function isOwnSite(c: Hono): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  return origin !== undefined && origin === new URL(environment().XIUYUAN_BASE_URL).origin
}

/**
 * Where a request comes from, as the server that took it says: API Gateway's source address, or the socket's. A forwarding header is not
 * believed, because anybody can write one.
 */
export function addressOf(c: Hono): string | null {
  const from = c.env as { requestContext?: { http?: { sourceIp?: string } }; incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return from?.requestContext?.http?.sourceIp ?? from?.incoming?.socket?.remoteAddress ?? null
}
