import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { theTable } from '../../functions/context.ts'
import { startPlatform } from '../../infra/local/platform.ts'
import { organiserItem } from '../../shared/competition/organiser.store.ts'
import { supervisorItem } from '../../shared/competition/supervisor.store.ts'
import { now } from '../../shared/kernel/clock.ts'
import { newCredential, newPersonId, newTokenId, type OrganisationId, organisationId, type PersonId, secretHash, competitionId } from '../../shared/kernel/ids.ts'
import type { Membership } from '../../shared/person/person.ts'
import { evaluatorItem, financeItem, membershipItem, personItem, sessionItem, tokenItem } from '../../shared/person/person.store.ts'

export interface ApiAnswer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer of any endpoint; tests assert on what they read
  body: any
  headers: Headers
}

/** Somebody who uses the platform: through the API by a token, through pages by a session cookie. */
export interface Somebody {
  id: PersonId
  name: string
  token: string
  cookie: string
  api(method: string, path: string, body?: unknown, options?: { key?: string }): Promise<ApiAnswer>
  page(path: string, options?: { language?: 'zh' | 'en' }): Promise<{ status: number; html: string; headers: Headers }>
  /** Sends a form; `command` is made up unless given. Redirects are not followed: `location` tells. */
  post(path: string, fields: Record<string, string>): Promise<{ status: number; html: string; location: string | null }>
}

export interface Roles {
  administrator?: string
  member?: string[]
  judge?: string[]
  /** A district. */
  evaluator?: string
  /** A district. */
  finance?: string
  /** Competitions. */
  organiser?: string[]
  /** Competitions. */
  supervisor?: string[]
}

/** Whom organisers work for. */
const ORGANISATION = '示例承办中心'

/**
 * The real platform on a folder of its own: the table engine, the web app, the workflow runner. People are written directly into the
 * store, because how they sign in is not what most tests are about.
 */
export async function startTestPlatform(options: { data?: string; people?: boolean } = {}) {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'xiuyuan-test-'))
  const platform = await startPlatform({ data, port: 0, demo: false, people: options.people ?? false })

  async function call(method: string, path: string, headers: Record<string, string>, body?: string) {
    return fetch(platform.url + path, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) })
  }

  function somebody(id: PersonId, name: string, token: string | null, cookie: string | null): Somebody {
    const auth: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
    const session: Record<string, string> = cookie === null ? {} : { cookie: `session=${cookie}` }
    return {
      id, name, token: token ?? '', cookie: cookie ?? '',
      async api(method, path, body, { key } = {}) {
        const response = await call(method, `/api${path}`, { ...auth, origin: platform.url, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(key === undefined ? {} : { 'idempotency-key': key }) }, body === undefined ? undefined : JSON.stringify(body))
        const text = await response.text()
        return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
      },
      async page(path, { language = 'zh' } = {}) {
        const response = await call('GET', path, { ...session, 'accept-language': language })
        return { status: response.status, html: await response.text(), headers: response.headers }
      },
      async post(path, fields) {
        const form = new URLSearchParams({ command: randomBytes(12).toString('hex'), ...fields })
        const response = await call('POST', path, { ...session, origin: platform.url, 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'zh' }, form.toString())
        return { status: response.status, html: await response.text(), location: response.headers.get('location') }
      },
    }
  }

  return {
    url: platform.url,
    data,
    platform,
    table: theTable(),
    clock: {
      now,
      /** Moves the platform's time; workflows follow. */
      forward: (by: { days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number }) =>
        platform.clock.forward((by.days ?? 0) * 86_400_000 + (by.hours ?? 0) * 3_600_000 + (by.minutes ?? 0) * 60_000 + (by.seconds ?? 0) * 1000 + (by.milliseconds ?? 0)),
    },
    /** Somebody who has not signed in. */
    visitor: somebody(newPersonId(), '', null, null),
    async person(name: string, roles: Roles = {}): Promise<Somebody> {
      const id = newPersonId()
      const token = newCredential(id)
      const cookie = newCredential(id)
      const at = now()
      const memberships: Membership[] = [
        ...(roles.administrator === undefined ? [] : [{ role: 'administrator' as const, person: id, district: roles.administrator, since: at }]),
        ...(roles.member ?? []).map((organisation) => ({ role: 'member' as const, person: id, organisation: organisationId.parse(organisation), since: at })),
        ...(roles.evaluator === undefined ? [] : [{ role: 'evaluator' as const, person: id, district: roles.evaluator, since: at }]),
        ...(roles.finance === undefined ? [] : [{ role: 'finance' as const, person: id, district: roles.finance, since: at }]),
        ...(roles.organiser ?? []).map((competition) => ({ role: 'organiser' as const, person: id, competition: competitionId.parse(competition), organisation: ORGANISATION, since: at })),
        ...(roles.supervisor ?? []).map((competition) => ({ role: 'supervisor' as const, person: id, competition: competitionId.parse(competition), since: at })),
        ...(roles.judge ?? []).map((competition) => ({ role: 'judge' as const, person: id, competition: competitionId.parse(competition), since: at })),
      ]
      const organisation: OrganisationId | null = memberships.find((membership) => membership.role === 'member')?.organisation ?? null
      await theTable().transact([
        personItem.put({ id, name, email: null, language: null, identity: { issuer: 'test', subject: id }, createdAt: at }, 'none'),
        ...memberships.map((membership) => membershipItem.put(membership, 'none')),
        ...(roles.evaluator === undefined ? [] : [evaluatorItem.put({ district: roles.evaluator, person: id, name, since: at, removedAt: null }, 'none')]),
        ...(roles.finance === undefined ? [] : [financeItem.put({ district: roles.finance, person: id, name, since: at, removedAt: null }, 'none')]),
        ...(roles.organiser ?? []).map((competition) => organiserItem.put({ competition: competitionId.parse(competition), person: id, name, organisation: ORGANISATION, since: at, removedAt: null }, 'none')),
        ...(roles.supervisor ?? []).map((competition) => supervisorItem.put({ competition: competitionId.parse(competition), person: id, name, since: at, removedAt: null }, 'none')),
        tokenItem.put({ id: newTokenId(), hash: secretHash(token), person: id, name: 'test', createdAt: at, revokedAt: null }, 'none'),
        sessionItem.put({ hash: secretHash(cookie), person: id, organisation, createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 }, 'none'),
      ])
      return somebody(id, name, token, cookie)
    },
    /** Somebody of an earlier run on the same folder. */
    again: ({ id, name, token, cookie }: Somebody): Somebody => somebody(id, name, token === '' ? null : token, cookie === '' ? null : cookie),
    /** Stops it; the folder stays where one was given (to be started again). */
    async close() {
      await platform.close()
      if (options.data === undefined) rmSync(data, { recursive: true, force: true })
    },
  }
}
export type TestPlatform = Awaited<ReturnType<typeof startTestPlatform>>
