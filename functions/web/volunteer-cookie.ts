import type { Context as Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { environment } from '../../shared/kernel/environment.ts'
import { DEVICE_DAYS } from '../commands/device.ts'

const secure = () => environment().XIUYUAN_BASE_URL.startsWith('https:')
const cookieName = () => (secure() ? '__Host-volunteer' : 'volunteer')

/** What a volunteer's phone was given to be known by (functions/commands/device.ts). */
export const volunteerCookie = (c: Hono): string | undefined => getCookie(c, cookieName())

/** Lax, so that it comes along when a code is scanned from outside; no script reads it. */
export function setVolunteerCookie(c: Hono, cookie: string): void {
  setCookie(c, cookieName(), cookie, { httpOnly: true, secure: secure(), sameSite: 'Lax', path: '/', maxAge: DEVICE_DAYS * 86_400 })
}

export const dropVolunteerCookie = (c: Hono): void => void deleteCookie(c, cookieName(), { path: '/', secure: secure() })
