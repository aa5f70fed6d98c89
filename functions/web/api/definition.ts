import * as z from 'zod'
import { districtCode } from '../../../shared/person/person.ts'
import { definitionShape } from '../../../shared/stage/definition.ts'
import { importDefinition, importDefinitionInput } from '../../commands/stage-definition.ts'
import { listDefinitions, readDefinition } from '../../queries/stage-definition.ts'
import { route, type Route } from './route.ts'

/** The rules by which projects go through their stages. */
export const definitionRoutes: Route[] = [
  route({
    method: 'get', path: '/stage-definitions', action: 'stage.read', summary: 'Versions of the stage rules, of the library and of a district', query: z.object({ district: districtCode.optional() }),
    answer: z.object({ definitions: z.array(z.object({ ...definitionShape.pick({ id: true, version: true, name: true, notes: true }).shape })) }), run: async (context, { query }) => ({ definitions: await listDefinitions(context, query.district) }),
  }),
  route({
    method: 'get', path: '/stage-definitions/{id}/{version}', action: 'stage.read', summary: 'One version in full', params: z.object({ id: z.string(), version: z.coerce.number().int().min(1) }), query: z.object({ district: districtCode.optional() }),
    answer: definitionShape, run: (context, { params, query }) => readDefinition(context, params, query.district),
  }),
  route({ method: 'post', path: '/stage-definitions', action: 'stage.import', summary: 'Import a new version of the stage rules', body: importDefinitionInput, status: 201, answer: definitionShape, run: (context, { body }) => importDefinition(context, body) }),
]
