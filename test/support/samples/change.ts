import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { fullAnswers } from '../projects.ts'
import type { Make } from '../samples.ts'
import { SPICE, type World } from '../world.ts'
import { implemented } from './spending.ts'

const body = { kind: 'scope', content: { place: `示例街道文化站${SPICE}` }, reasons: `场地变了${SPICE}` }

async function asked(world: World) {
  const { project, params, target } = await implemented(world)
  ok(await world.people.member.api('POST', `/projects/${project}/changes`, body))
  return { params: { ...params, number: '1' }, target }
}
async function askable(world: World) {
  const { params, target } = await implemented(world)
  return { params, target }
}
const { goals = '', who = '' } = fullAnswers()
const fields = { kind: 'scope', 'content.goals': goals, 'content.place': '示例街道文化站', 'content.who': who, 'content.directPeople': '40', 'content.indirectPeople': '80', 'content.attendances': '2000', reasons: '场地变了' }

/** One for each endpoint. */
export const changeSamples: Record<string, Make> = {
  'GET /projects/{project}/changes': asked,
  'POST /projects/{project}/changes': async (world) => ({ ...(await askable(world)), body }),
  'POST /projects/{project}/changes/{number}/decision': async (world) => ({ ...(await asked(world)), body: { decision: 'approve' } }),
  'POST /projects/{project}/changes/{number}/withdrawal': asked,
}

/** One for each page and each form's target. */
export const changePageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects/:project/changes': asked,
  'GET /projects/:project/changes/new': askable,
  'POST /projects/:project/changes': async (world) => ({ ...(await askable(world)), fields }),
  'GET /projects/:project/changes/:number': asked,
  'POST /projects/:project/changes/:number/decision': async (world) => ({ ...(await asked(world)), fields: { decision: 'approve', reasons: '' } }),
  'POST /projects/:project/changes/:number/withdrawal': asked,
}
