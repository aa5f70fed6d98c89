import { grantFileKinds, type GrantFileKind } from '../../../shared/grant/file.ts'
import type { Target } from '../../../shared/person/access.ts'
import { ok } from '../contest.ts'
import { setGrant } from '../grants.ts'
import type { PageSample } from '../page-samples.ts'
import type { Somebody } from '../platform.ts'
import { pdf, postFile } from '../proposals.ts'
import type { Make } from '../samples.ts'
import { SPICE, type World } from '../world.ts'
import { signed } from './grant-agreement.ts'
import { begun, sent } from './grant-evaluation.ts'
import { granted } from './grant.ts'

interface Place {
  grant: string
  of: string
  target: Target
  /** Somebody who may attach there. */
  who: Somebody
}

/** Where something of each kind can be attached. */
const places: Record<GrantFileKind, (world: World) => Promise<Place>> = {
  scan: async (world) => { const { params, target } = await signed(world); return { grant: params.grant, of: '1', target, who: world.people.administrator } },
  self: async (world) => { const { params, target } = await begun(world); return { grant: params.grant, of: params.of, target, who: world.people.member } },
  desk: async (world) => { const { params, target } = await sent(world); return { grant: params.grant, of: params.of, target, who: world.people.unassigned } },
  payment: async (world) => {
    const { params, target } = await granted(world)
    await setGrant(world.platform, params.grant, (grant) => ({ ...grant, state: 'delivery', tranches: grant.tranches.map((one, i) => (i === 0 ? { ...one, state: 'paid', paidOn: '2026-01-01' } : one)) }))
    return { grant: params.grant, of: 'first', target, who: world.people.finance }
  },
}

const asked = async (world: World, kind: GrantFileKind) => {
  const { grant, of, target } = await places[kind](world)
  return { params: { grant }, target, body: { of, name: '扫描件.pdf', bytes: pdf.length } }
}
/** Come, and not checked yet. */
async function arrived(world: World, kind: GrantFileKind) {
  const { grant, of, target, who } = await places[kind](world)
  const announced = ok(await who.api('POST', `/grants/${grant}/files/${kind}`, { of, name: '扫描件.pdf', bytes: pdf.length })) as { file: string; url: string; fields: Record<string, string> }
  await postFile(announced, `扫描件${SPICE}.pdf`, pdf)
  return { params: { grant, file: announced.file }, target, who }
}
async function attached(world: World, kind: GrantFileKind) {
  const { params, target, who } = await arrived(world, kind)
  ok(await who.api('POST', `/grants/${params.grant}/files/${kind}/${params.file}/check`))
  return { params, target }
}
const one = async (world: World, kind: GrantFileKind) => { const { params, target } = await arrived(world, kind); return { params, target } }
const read = async (world: World) => { const { params: { grant }, target } = await attached(world, 'scan'); return { params: { grant }, target } }
/** Of the self-evaluation that was sent: whoever reads anything of a grant reads it. */
async function readable(world: World) {
  const made = await attached(world, 'self')
  const at = `/grants/${made.params.grant}/evaluations/mid-term/self`
  ok(await world.people.member.api('PUT', at, { content: { activities: 1, people: 8, attendances: 24, spent: 100, done: '开展', results: '有效', money: '按预算', difficulties: '无' } }))
  ok(await world.people.member.api('POST', `${at}/submission`))
  return made
}

/** One for each endpoint. */
export const grantFileSamples: Record<string, Make> = {
  'GET /grants/{grant}/files': read,
  'GET /grants/{grant}/files/{file}': readable,
  ...Object.fromEntries(grantFileKinds.flatMap((kind): [string, Make][] => [
    [`POST /grants/{grant}/files/${kind}`, (world) => asked(world, kind)],
    [`POST /grants/{grant}/files/${kind}/{file}/check`, (world) => one(world, kind)],
    [`DELETE /grants/{grant}/files/${kind}/{file}`, (world) => attached(world, kind)],
  ])),
}

/** One for each page and each form's target. */
export const grantFilePageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /grants/:grant/files/:file': readable,
  ...Object.fromEntries(grantFileKinds.flatMap((kind): [string, (world: World) => Promise<PageSample>][] => [
    [`GET /grants/:grant/files/${kind}/:file/arrived`, (world) => one(world, kind)],
    [`POST /grants/:grant/files/${kind}/removal`, async (world) => { const { params: { grant, file }, target } = await attached(world, kind); return { params: { grant }, target, fields: { file, to: `/grants/${grant}/evaluation` } } }],
  ])),
}
