import { deliver, type Funded, fundedVenture, setGrant } from '../grants.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { organise, type World } from '../world.ts'
import { ownOrganisation } from './targets.ts'

/** A venture whose first grant is the owner's; made anew for what changes it. */
export async function granted(world: World): Promise<{ funded: Funded; params: { grant: string }; target: ReturnType<typeof targetOf> }> {
  const funded = await fundedVenture(world.platform, { amounts: [10_000_001, 5_000_000], owners: [{ organisation: world.owner, member: world.people.member }] })
  await organise(world, funded.competition)
  return { funded, params: { grant: funded.grants[0]?.id ?? '' }, target: targetOf(world, funded.competition) }
}
const targetOf = (world: World, competition: string) => ({ district: '330411', organisation: world.owner, competition })

const made = new WeakMap<World, ReturnType<typeof granted>>()
/** For what only reads. */
async function still(world: World) {
  const found = made.get(world) ?? granted(world)
  made.set(world, found)
  return found
}
const read = async (world: World) => { const { params, target } = await still(world); return { params, target } }
const listed = async (world: World) => { const { funded: { competition }, target } = await still(world); return { params: { competition }, target: { district: target.district, competition } } }
const own = async (world: World) => { await still(world); return { target: ownOrganisation } }
const ending = async (world: World) => { const { params, target } = await granted(world); return { params, target } }

/** Its final evaluation counts; nothing is paid. */
const closing = async (world: World) => {
  const { params, target } = await granted(world)
  const past = world.platform.clock.now()
  await deliver(world.platform, params.grant)
  await setGrant(world.platform, params.grant, (grant) => ({ ...grant, results: { ...grant.results, final: { passed: true, grade: 'a', total: '90', at: past, objectionsUntil: past, openObjections: 0 } } }))
  return { params, target }
}

/** One for each endpoint. */
export const grantSamples: Record<string, Make> = {
  'GET /competitions/{competition}/grants': listed,
  'GET /grants': own,
  'GET /grants/{grant}': read,
  'GET /grants/{grant}/trail': read,
  'POST /grants/{grant}/closing': async (world) => ({ ...(await closing(world)), body: { cancelRest: true, reason: '项目提前完成' } }),
  'POST /grants/{grant}/end': async (world) => ({ ...(await ending(world)), body: { reason: '单位来函放弃' } }),
}

/** One for each page and each form's target. */
export const grantPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/grants': listed,
  'GET /grants': own,
  'GET /grants/:grant': read,
  'GET /grants/:grant/story': read,
  'POST /grants/:grant/closing': async (world) => ({ ...(await closing(world)), fields: { cancelRest: 'true', reason: '项目提前完成' } }),
  'POST /grants/:grant/end': async (world) => ({ ...(await ending(world)), fields: { reason: '单位来函放弃' } }),
}
