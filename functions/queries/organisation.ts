import * as z from 'zod'
import { type Instant, plusSeconds } from '../../shared/kernel/instant.ts'
import { fileItem } from '../../shared/file/file.store.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { organisationStates } from '../../shared/organisation/lifecycle.ts'
import { type Organisation, organisationKinds, ownCreditCode, UNDO_MINUTES } from '../../shared/organisation/organisation.ts'
import { loadHosted, loadOrganisation, memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { districtCode, type Person } from '../../shared/person/person.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'
import { administered, districtOf } from './districts.ts'
import type { Due } from './due.ts'
import { pageWithin } from './paging.ts'

const sorts = ['name', '-name', 'askedAt', '-askedAt'] as const

export const organisationFilter = z.object({
  district: districtCode.optional(),
  state: z.enum(organisationStates).optional(),
  kind: z.enum(organisationKinds).optional(),
  /** Part of the name, of the credit code, or of the contact's name. */
  q: z.string().trim().max(100).optional(),
  sort: z.enum(sorts).default('-askedAt'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(30),
})
export type OrganisationFilter = z.infer<typeof organisationFilter>

export interface OrganisationList {
  items: Organisation[]
  total: number
  page: number
  size: number
}

/** A district's organisations, filtered and in order. Those who joined are hundreds (what the district knows of all others stands in the registry), so that one partition is read and searched. */
export async function listOrganisations(context: Context, filter: OrganisationFilter): Promise<OrganisationList> {
  const all = await foundOrganisations(context, filter)
  const page = pageWithin(filter.page, filter.size, all.length)
  const start = (page - 1) * filter.size
  return { items: all.slice(start, start + filter.size), total: all.length, page, size: filter.size }
}

async function foundOrganisations(context: Context, filter: Omit<OrganisationFilter, 'page' | 'size'>): Promise<Organisation[]> {
  const district = districtOf(context, filter.district)
  authorise(context, 'organisation.list', { district })
  const found = await context.table.queryAll(organisationItem, { ...keys.organisationsOf(district), ...(filter.state === undefined ? {} : { prefix: `${filter.state}#` }) })
  const q = filter.q?.toLowerCase() ?? ''
  const order = filter.sort.replace(/^-/, '')
  const way = filter.sort.startsWith('-') ? -1 : 1
  return found
    .map(({ value }) => value)
    .filter((one) => (filter.kind === undefined || one.kind === filter.kind) && (q === '' || searched(one).some((text) => text.toLowerCase().includes(q))))
    .sort((a, b) => way * (order === 'name' ? a.name.localeCompare(b.name, 'zh-CN') : a.askedAt.localeCompare(b.askedAt)))
}

/** Admitted organisations of a district by name, for a choice among them; asked by its administrators. */
export async function admittedOrganisations(context: Context, district: string): Promise<Organisation[]> {
  authorise(context, 'organisation.list', { district })
  const found = await context.table.queryAll(organisationItem, { ...keys.organisationsOf(district), prefix: 'admitted#' })
  return found.map(({ value }) => value).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}

const searched = (one: Organisation): string[] => [one.name, ownCreditCode(one) ?? '', one.contact.name, ...(one.standing === 'filed' ? [one.host.name, one.host.creditCode, one.filing.number] : [])]

/** Everything the list shows, for a spreadsheet. Credit codes stay text: they hold letters or are longer than a spreadsheet's numbers. */
export async function organisationsCsv(context: Context, filter: Omit<OrganisationFilter, 'page' | 'size'>): Promise<string> {
  const found = await foundOrganisations(context, filter)
  return csv([
    ['名称', '类别', '统一社会信用代码', '备案单位', '挂靠单位', '联系人', '电话', '邮箱', '状态', '申请时间'],
    ...found.map((one) => [
      one.name, one.kind, ownCreditCode(one) ?? '', one.standing === 'filed' ? one.filing.with : '', one.standing === 'filed' ? one.host.name : '',
      one.contact.name, one.contact.phone, one.contact.email, one.state, one.askedAt,
    ]),
  ])
}

interface Member {
  person: Person['id']
  name: string
  since: Instant
}
export interface OrganisationSeen {
  organisation: Organisation
  members: Member[]
  /** Removed so lately that it can be undone, and until when. */
  removed: (Member & { undoUntil: Instant })[]
}

/** An organisation with its members; for its members and the district's administrators. Throws NOT_FOUND. */
export async function readOrganisation(context: Context, id: string): Promise<OrganisationSeen> {
  const { value: organisation } = await loadOrganisation(context.table, id)
  authorise(context, 'organisation.read', { district: organisation.district, organisation: id })
  const all = (await context.table.queryAll(memberItem, keys.members(id))).map(({ value }) => value).sort((a, b) => a.since.localeCompare(b.since))
  const people = await context.table.getMany(personItem, all.map(({ person }) => keys.person(person)))
  const names = new Map(people.flatMap((stored) => (stored === undefined ? [] : [[stored.value.id, stored.value.name] as const])))
  const seen = all.map(({ person, since, removedAt }) => ({ person, since, removedAt, name: names.get(person) ?? '' }))
  return {
    organisation,
    members: seen.flatMap(({ removedAt, ...member }) => (removedAt === null ? [member] : [])),
    removed: seen.flatMap(({ removedAt, ...member }) => (removedAt === null ? [] : [{ ...member, undoUntil: plusSeconds(removedAt, UNDO_MINUTES * 60) }])).filter(({ undoUntil }) => context.now < undoUntil),
  }
}

/** Filed organisations that name this one as their host, those that wait for its answer first; for its members. */
export async function listHosted(context: Context, id: string): Promise<Organisation[]> {
  const { value: organisation } = await loadOrganisation(context.table, id)
  authorise(context, 'host.answer', { organisation: id })
  const code = ownCreditCode(organisation)
  return code === null ? [] : loadHosted(context.table, code)
}

/** A certificate that was not taken, and why; undefined for any other file. */
export async function refusedCertificate(context: Context, organisation: string, file: FileId): Promise<{ name: string; reason: Bilingual } | undefined> {
  const { value } = await loadOrganisation(context.table, organisation)
  authorise(context, 'organisation.read', { district: value.district, organisation })
  const found = await context.table.get(fileItem, keys.file(file))
  if (found === undefined || found.value.owner.id !== organisation || found.value.reason === null) return undefined
  return { name: found.value.name, reason: found.value.reason }
}

/** For an administrator: how many ask to join. For a member: what came back. */
export async function dueForOrganisations(context: Context): Promise<Due[]> {
  if (context.actor.kind !== 'person') return []
  const own = context.actor.memberships.flatMap((one) => (one.role === 'member' ? [keys.organisation(one.organisation)] : []))
  const [asked, mine] = await Promise.all([
    Promise.all(administered(context.actor).map((district) => context.table.queryAll(organisationItem, { ...keys.organisationsOf(district), prefix: 'asked#' }))),
    context.table.getMany(organisationItem, own),
  ])
  const waiting = asked.flat().length
  const hosts = mine.flatMap((stored) => (stored?.value.state === 'admitted' && stored.value.standing === 'registered' ? [stored.value] : []))
  const hosted = await Promise.all(hosts.map(async (host) => ({ host, groups: (await loadHosted(context.table, ownCreditCode(host) ?? '')).filter(({ hosting, state }) => hosting === null && state !== 'rejected') })))
  return [
    ...hosted.flatMap(({ host, groups }) => (groups.length === 0 ? [] : [{
      title: groups.length === 1 ? { zh: `${groups[0]?.name ?? ''}想挂靠在贵单位，等您答复`, en: `${groups[0]?.name ?? ''} names you as its host and waits for your answer` } : { zh: `${groups.length} 支队伍、组织想挂靠在贵单位，等您答复`, en: `${groups.length} groups name you as their host and wait for your answer` },
      about: { zh: host.name }, href: '/organisation/hosted', until: null, state: 'wait' as const,
    }])),
    ...(waiting === 0 ? [] : [{
      title: { zh: `${waiting} 家单位申请入驻，等您审核`, en: `${waiting} ${waiting === 1 ? 'organisation asks' : 'organisations ask'} to join` }, about: { zh: '社会组织入驻', en: 'Organisations' },
      href: '/organisations?state=asked', until: null, state: 'wait' as const,
    }]),
    ...mine.flatMap((stored) => (stored?.value.state === 'returned' ? [{
      title: { zh: '入驻申请退回补充，请修改后重新提交', en: 'Your request to join came back; change it and send it again' }, about: { zh: stored.value.name }, href: '/organisation/edit', until: null, state: 'wait' as const,
    }] : [])),
    ...mine.flatMap((stored) => (stored?.value.hosting?.state === 'declined' ? [{
      title: { zh: '挂靠单位没有接受，请联系对方或管理员', en: 'Your host has declined; talk to it, or to the administrators' }, about: { zh: stored.value.name }, href: '/organisation', until: null, state: 'wait' as const,
    }] : [])),
  ]
}
