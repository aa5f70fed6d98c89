import * as z from 'zod'
import { organisationId, personId } from '../kernel/ids.ts'
import { instant, milliseconds } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { hostCodeOf, type Organisation, organisationSchema, ownCreditCode } from './organisation.ts'

/** Listed in its district by state, then by the time it asked. */
export const organisationItem = itemKind('organisation', organisationSchema, (organisation) => ({
  ...keys.organisation(organisation.id), lpk: keys.organisationsOf(organisation.district).pk, lsk: `${organisation.state}#${organisation.askedAt}#${organisation.id}`,
}))

/** The other side of a membership: under the organisation, so that its members can be listed. One who was removed stays as long as a project may take, because who once belonged to an organisation does not evaluate its projects. */
export const memberItem = itemKind(
  'member',
  z.object({ organisation: organisationId, person: personId, since: instant, removedAt: instant.nullable().default(null) }),
  (member) => keys.member(member.organisation, member.person),
  (member) => (member.removedAt === null ? undefined : Math.floor(milliseconds(member.removedAt) / 1000) + 1095 * 86_400),
)
/** Taken by the organisation that uses the code. */
export const creditCodeItem = itemKind('credit-code', z.object({ code: z.string(), organisation: organisationId }), (taken) => keys.creditCode(taken.code))

/** A filed organisation under its host's code, whether or not that host has joined yet. */
export const hostedItem = itemKind('hosted', z.object({ code: z.string(), organisation: organisationId }), (hosted) => keys.hosted(hosted.code, hosted.organisation))

/** Filed organisations that name the one with this code as their host, those that wait for its answer first. */
export async function loadHosted(table: Table, code: string): Promise<Organisation[]> {
  const named = await table.queryAll(hostedItem, keys.hostedBy(code))
  const found = await table.getMany(organisationItem, named.map(({ value }) => keys.organisation(value.organisation)))
  return found.flatMap((stored) => (stored === undefined ? [] : [stored.value])).sort((a, b) => Number(a.hosting !== null) - Number(b.hosting !== null) || b.askedAt.localeCompare(a.askedAt))
}

/** Ids of those that apply through one of the hosts; a host that declined is none. */
export async function hostedBy(table: Table, hosts: readonly string[]): Promise<string[]> {
  const found = await table.getMany(organisationItem, hosts.map((id) => keys.organisation(id)))
  const codes = found.flatMap((host) => (host === undefined ? [] : (ownCreditCode(host.value) ?? [])))
  const hosted = await Promise.all(codes.map(async (code) => (await loadHosted(table, code)).filter((one) => hostCodeOf(one) === code && one.hosting?.state !== 'declined')))
  return hosted.flat().map(({ id }) => id)
}

/** Throws NOT_FOUND. */
export async function loadOrganisation(table: Table, id: string): Promise<Stored<Organisation>> {
  const found = await table.get(organisationItem, keys.organisation(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** The names of some organisations, for lists that hold their ids. Those that are gone are left out. */
export async function organisationNames(table: Table, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  const found = await table.getMany(organisationItem, wanted.map((id) => keys.organisation(id)))
  return new Map(found.flatMap((stored) => (stored === undefined ? [] : [[stored.value.id, stored.value.name] as const])))
}

/** Its present members, the longest-standing first. */
export async function loadMembers(table: Table, organisation: string) {
  const found = await table.queryAll(memberItem, keys.members(organisation))
  return found.filter(({ value }) => value.removedAt === null).sort((a, b) => a.value.since.localeCompare(b.value.since))
}
