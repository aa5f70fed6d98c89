import type { Context as Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { environment } from '../../shared/kernel/environment.ts'

const secure = () => environment().XIUYUAN_BASE_URL.startsWith('https:')
const cookieName = () => (secure() ? '__Host-visitor' : 'visitor')
const DAYS = 60

/** Which browser a visitor of a vote has: no name and no person, only the same one again. Undefined for one that has not opened the page. */
export const visitorCookie = (c: Hono): string | undefined => {
  const cookie = getCookie(c, cookieName())
  return cookie !== undefined && /^[\w-]{16,100}$/.test(cookie) ? cookie : undefined
}

/** Gives it to a browser that has none yet. */
export function rememberVisitor(c: Hono, visitor: string): void {
  if (visitorCookie(c) === undefined) setCookie(c, cookieName(), visitor, { httpOnly: true, secure: secure(), sameSite: 'Lax', path: '/', maxAge: DAYS * 86_400 })
}
