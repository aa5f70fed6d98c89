import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { district, type Make } from '../samples.ts'
import type { World } from '../world.ts'

let views = 0
const nextName = () => `视图 ${views += 1}`

/** A view of the administrator's own. */
async function ownView(world: World): Promise<{ view: string }> {
  const { administrator } = world.people
  const { views: all } = ok(await administrator.api('GET', '/board/views'))
  // There is room for thirty.
  for (const { id } of all.slice(20)) ok(await administrator.api('DELETE', `/board/views/${id}`))
  return { view: ok(await administrator.api('POST', '/board/views', { name: nextName(), query: 'view=table&is=late' })).id }
}
const ofView = async (world: World) => ({ params: await ownView(world), target: district })
async function removedView(world: World) {
  const made = await ofView(world)
  ok(await world.people.administrator.api('DELETE', `/board/views/${made.params.view}`))
  return made
}
const records = { query: { figure: 'activities', month: '2027-04', district: district.district }, target: district }

/** One for each endpoint. */
export const boardSamples: Record<string, Make> = {
  'GET /board': () => ({ query: district, target: district }),
  'GET /board/counts': () => ({ query: district, target: district }),
  'GET /board/views': () => ({ query: district, target: district }),
  'POST /board/views': () => ({ body: { district: district.district, name: nextName(), query: 'view=table&is=late' }, target: district }),
  'PUT /board/views/{view}': async (world) => ({ ...(await ofView(world)), body: { name: nextName() } }),
  'DELETE /board/views/{view}': ofView,
  'POST /board/views/{view}/restoration': removedView,
  'GET /figures': () => ({ query: district, target: district }),
  'GET /figures/records': () => records,
}

/** One for each page and each form's target. */
export const boardPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /board': () => ({ query: district, target: district }),
  'GET /board/export': () => ({ query: district, target: district }),
  'POST /board/views': () => ({ fields: { district: district.district, name: nextName(), query: 'view=table&is=late' }, target: district }),
  'GET /board/views': () => ({ query: district, target: district }),
  'GET /board/views/:view': ofView,
  'POST /board/views/:view': async (world) => ({ ...(await ofView(world)), fields: { name: nextName() } }),
  'POST /board/views/:view/removal': async (world) => ({ ...(await ofView(world)), fields: {} }),
  'POST /board/views/:view/restoration': async (world) => ({ ...(await removedView(world)), fields: {} }),
  'GET /district': () => ({ query: district, target: district }),
  'GET /district/records': () => records,
}
