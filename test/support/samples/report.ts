import { reportRef } from '../../../shared/report/form.ts'
import { ok } from '../contest.ts'
import { aFile, reportContent } from '../money.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { SPICE, type World } from '../world.ts'
import { implemented } from './spending.ts'

const content = reportContent({ done: `办了三次活动。${SPICE}` })

/** The first report of a project of the owner, written with a photo, and sent if asked for. */
async function written(world: World, sent = false) {
  const { project, params, target } = await implemented(world)
  const { member } = world.people
  const at = `/projects/${project}/reports/1/1`
  ok(await member.api('PUT', `${at}/draft`, { revision: 0, content }))
  const file = await aFile(world.platform, project, 'photo', reportRef(1, 1), member.id)
  if (sent) ok(await member.api('POST', `${at}/submission`, {}))
  return { sample: { params: { ...params, stage: '1', number: '1' }, target }, file }
}
const fields = { revision: '1', ...Object.fromEntries(Object.entries(content).map(([id, value]) => [`content.${id}`, String(value)])) }

/** One for each endpoint. */
export const reportSamples: Record<string, Make> = {
  'GET /projects/{project}/reports': async (world) => (await written(world)).sample,
  'GET /projects/{project}/reports/{stage}/{number}': async (world) => (await written(world, true)).sample,
  'PUT /projects/{project}/reports/{stage}/{number}/draft': async (world) => ({ ...(await written(world)).sample, body: { revision: 1, content } }),
  'POST /projects/{project}/reports/{stage}/{number}/draft': async (world) => ({ ...(await written(world)).sample, body: { revision: 1, fields: { 'content.done': '办了' } } }),
  'POST /projects/{project}/reports/{stage}/{number}/submission': async (world) => ({ ...(await written(world)).sample, body: {} }),
  'POST /projects/{project}/reports/{stage}/{number}/review': async (world) => ({ ...(await written(world, true)).sample, body: { version: 1, decision: 'return', reasons: `请更正${SPICE}` } }),
  'DELETE /projects/{project}/reports/{stage}/{number}/files/{file}': async (world) => { const { sample, file } = await written(world); return { ...sample, params: { ...sample.params, file } } },
}

/** One for each page and each form's target. */
export const reportPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects/:project/reports': async (world) => (await written(world)).sample,
  'GET /projects/:project/reports/:stage/:number': async (world) => (await written(world, true)).sample,
  'POST /projects/:project/reports/:stage/:number': async (world) => ({ ...(await written(world)).sample, fields }),
  'GET /projects/:project/reports/:stage/:number/check': async (world) => (await written(world)).sample,
  'POST /projects/:project/reports/:stage/:number/submission': async (world) => ({ ...(await written(world)).sample, fields: { revision: '1' } }),
  'POST /projects/:project/reports/:stage/:number/files/removal': async (world) => { const { sample, file } = await written(world); return { ...sample, fields: { file } } },
  'POST /projects/:project/reports/:stage/:number/review': async (world) => ({ ...(await written(world, true)).sample, fields: { version: '1', decision: 'return', reasons: '', 'fields.done': `写明日期${SPICE}` } }),
  'GET /projects/:project/reports/:stage/:number/versions/:version': async (world) => { const { sample } = await written(world, true); return { ...sample, params: { ...sample.params, version: '1' } } },
}
