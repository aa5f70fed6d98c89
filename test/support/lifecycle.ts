import { setTimeout as sleep } from 'node:timers/promises'
import { openTheatre, type Theatre } from '../../infra/local/rehearse/theatre.ts'
import { newCredential, newPersonId, newTokenId, type OrganisationId, type PersonId, secretHash } from '../../shared/kernel/ids.ts'
import { type Instant, toInstant } from '../../shared/kernel/instant.ts'
import { memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { organisationSchema } from '../../shared/organisation/organisation.ts'
import { newOrganisationId } from '../../shared/kernel/ids.ts'
import { administratorItem, evaluatorItem, membershipItem, personItem, tokenItem } from '../../shared/person/person.store.ts'
import type { Membership } from '../../shared/person/person.ts'
import { Table } from '../../shared/store/table.ts'

const DISTRICT = '330411'

export interface Player {
  id: PersonId
  name: string
  /** Answers the body of a success; throws with the problem's text otherwise. Tried again while the platform is down: the same key makes it the same request. */
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer of any endpoint; the journey asserts on what it reads
  call(method: string, path: string, body?: unknown): Promise<any>
}

/** The platform in a process of its own, which a journey kills and starts again, with people written into its store. */
export interface House {
  theatre: Theatre
  player(name: string, roles?: { administrator?: boolean; evaluator?: boolean; member?: OrganisationId }): Promise<Player>
  organisation(name: string, kind: 'organisation' | 'agency'): Promise<OrganisationId>
  /** Moves the platform's clock on. */
  pass(days: number): Promise<void>
  now(): Promise<Instant>
  /** Asks until it holds; fails after half a minute with what was seen. */
  until(what: string, holds: () => Promise<unknown>): Promise<void>
  /** Ends every process with SIGKILL, and starts the platform again on the same folder. */
  crash(): Promise<void>
  close(): Promise<void>
}

export async function openHouse(data: string): Promise<House> {
  const theatre = await openTheatre({ data, seed: 'lifecycle', seat: null }, { quiet: true })
  const table = () => new Table({ name: 'xiuyuan', endpoint: theatre.tableEndpoint(), region: 'local' })
  let calls = 0

  async function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<{ status: number; text: string }> {
    const deadline = Date.now() + 60_000
    for (;;) {
      try {
        const response = await fetch(theatre.origin() + path, { method, headers, ...(body === undefined ? {} : { body }) })
        const text = await response.text()
        if (response.status < 500 || Date.now() > deadline) return { status: response.status, text }
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
      await sleep(50)
    }
  }
  const now = async () => toInstant(Date.parse((JSON.parse((await ask('GET', '/local/clock', {})).text) as { now: string }).now))

  return {
    theatre, now,
    async player(name, roles = {}) {
      const id = newPersonId()
      const token = newCredential(id)
      const at = await now()
      const memberships: Membership[] = [
        ...(roles.administrator === true ? [{ role: 'administrator' as const, person: id, district: DISTRICT, since: at }] : []),
        ...(roles.evaluator === true ? [{ role: 'evaluator' as const, person: id, district: DISTRICT, since: at }] : []),
        ...(roles.member === undefined ? [] : [{ role: 'member' as const, person: id, organisation: roles.member, since: at }]),
      ]
      await table().transact([
        personItem.put({ id, name, email: `${id}@example.cn`, language: null, identity: { issuer: 'test', subject: id }, createdAt: at }, 'none'),
        tokenItem.put({ id: newTokenId(), hash: secretHash(token), person: id, name: 'test', createdAt: at, revokedAt: null }, 'none'),
        ...memberships.map((one) => membershipItem.put(one, 'none')),
        ...(roles.administrator === true ? [administratorItem.put({ district: DISTRICT, person: id }, 'none')] : []),
        ...(roles.evaluator === true ? [evaluatorItem.put({ district: DISTRICT, person: id, name, since: at, removedAt: null }, 'none')] : []),
        ...(roles.member === undefined ? [] : [memberItem.put({ organisation: roles.member, person: id, since: at, removedAt: null }, 'none')]),
      ])
      return {
        id, name,
        async call(method, path, body) {
          const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...(method === 'GET' ? {} : { 'idempotency-key': `journey-${(calls += 1)}-${id}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
          const { status, text } = await ask(method, `/api${path}`, headers, body === undefined ? undefined : JSON.stringify(body))
          if (status >= 300) throw new Error(`${name}: ${method} ${path} was answered with ${status}: ${text}`)
          return JSON.parse(text)
        },
      }
    },
    async organisation(name, kind) {
      const id = newOrganisationId()
      const at = await now()
      await table().transact([organisationItem.put(organisationSchema.parse({
        id, district: DISTRICT, state: 'admitted', reasons: null, askedBy: newPersonId(), askedAt: at, decidedAt: at, asked: 1, name, contact: { name: '联系人 01', phone: '0573-00000000', email: 'contact@example.cn' }, team: null, certificate: null,
        standing: 'registered', kind, registeredAs: 'service', creditCode: '52330411MJ9900020C',
      }), 'none')])
      return id
    },
    async pass(days) {
      await theatre.caughtUp()
      await ask('POST', '/local/clock', { 'content-type': 'application/json' }, JSON.stringify({ milliseconds: days * 86_400_000 }))
    },
    async until(what, holds) {
      const deadline = Date.now() + 60_000
      for (;;) {
        const seen = await holds()
        if (seen === true) return
        if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(seen)}`)
        await sleep(50)
      }
    },
    async crash() {
      await theatre.kill()
      await theatre.restart()
    },
    close: () => theatre.close(),
  }
}
