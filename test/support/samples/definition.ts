import type { PageSample } from '../page-samples.ts'
import { defaultDefinition } from '../projects.ts'
import { anyone, district, type Make } from '../samples.ts'
import type { World } from '../world.ts'

let versions = 100
const next = () => ({ ...defaultDefinition(), id: 'district-special', version: (versions += 1) })
const ownDistrict: PageSample['target'] = (actor) => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'administrator') : undefined
  return found?.role === 'administrator' ? { district: found.district } : {}
}

/** One for each endpoint. */
export const definitionSamples: Record<string, Make> = {
  'GET /stage-definitions': () => ({ target: anyone }),
  'GET /stage-definitions/{id}/{version}': () => ({ params: { id: 'district-default', version: '1' }, target: anyone }),
  'POST /stage-definitions': () => ({ body: { district: '330411', definition: next() }, target: district }),
}

/** One for each page and each form's target. */
export const definitionPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /stage-rules': () => ({ target: anyone }),
  'GET /stage-rules/import': () => ({ target: ownDistrict }),
  'POST /stage-rules/import': () => ({ fields: { json: JSON.stringify(next()) }, target: ownDistrict }),
  'GET /stage-rules/:definition/:version': () => ({ params: { definition: 'district-default', version: '1' }, target: anyone }),
}
