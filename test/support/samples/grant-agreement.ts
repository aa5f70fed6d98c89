import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { SPICE, type World } from '../world.ts'
import { granted } from './grant.ts'

const terms = { from: '2027-01-01', to: '2027-12-31', special: `每季度交一次小结${SPICE}` }
const title = '法定代表人'

async function fresh(world: World) {
  const { params, target } = await granted(world)
  return { params, target }
}
async function offered(world: World) {
  const { params, target } = await fresh(world)
  ok(await world.people.administrator.api('POST', `/grants/${params.grant}/agreements`, terms))
  const { agreements: [{ digest }] } = ok(await world.people.administrator.api('GET', `/grants/${params.grant}/agreements`)) as { agreements: [{ digest: string }] }
  return { params, target, digest }
}
const read = async (world: World) => { const { params, target } = await offered(world); return { params, target } }
const one = async (world: World) => { const { params, target, digest } = await offered(world); return { params: { ...params, version: '1' }, target, digest } }

/** In force. */
export async function signed(world: World) {
  const { params, target, digest } = await offered(world)
  ok(await world.people.member.api('POST', `/grants/${params.grant}/agreements/1/organisation`, { digest, title }))
  ok(await world.people.administrator.api('POST', `/grants/${params.grant}/agreements/1/authority`, { digest, title }))
  return { params, target }
}

/** One for each endpoint. */
export const agreementSamples: Record<string, Make> = {
  'GET /grants/{grant}/agreements': read,
  'POST /grants/{grant}/agreements': async (world) => ({ ...(await fresh(world)), body: terms }),
  'POST /grants/{grant}/agreements/{version}/organisation': async (world) => { const { digest, ...sample } = await one(world); return { ...sample, body: { digest, title } } },
  'POST /grants/{grant}/agreements/{version}/authority': async (world) => { const { digest, ...sample } = await one(world); return { ...sample, body: { digest, title } } },
}

const typed = (name: string, fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).map(([path, value]) => [`${name}.${path}`, value]))
/** One for each page and each form's target. */
export const agreementPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /grants/:grant/agreement': read,
  'POST /grants/:grant/agreement': async (world) => ({ ...(await fresh(world)), fields: typed('terms', terms) }),
  'GET /grants/:grant/agreement/:version': async (world) => { const { params, target } = await one(world); return { params, target } },
  'POST /grants/:grant/agreement/:version/organisation': async (world) => { const { digest, ...sample } = await one(world); return { ...sample, fields: typed('organisation', { digest, title }) } },
  'POST /grants/:grant/agreement/:version/authority': async (world) => { const { digest, ...sample } = await one(world); return { ...sample, fields: typed('authority', { digest, title }) } },
}
