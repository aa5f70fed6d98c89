import type { Context as Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { environment } from '../../shared/kernel/environment.ts'
import type { Language } from '../../shared/kernel/text.ts'

/** Remembers the language in this browser for a year. */
export function setLanguage(c: Hono, language: Language): void {
  setCookie(c, 'language', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true, secure: environment().XIUYUAN_BASE_URL.startsWith('https:') })
}
