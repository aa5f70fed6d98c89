import * as z from 'zod'
import { instant } from '../../../shared/kernel/instant.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { rulebookShape } from '../../../shared/rulebook/rulebook.ts'
import { importInput, importRulebook } from '../../commands/rulebook.ts'
import { listRulebooks, readRulebook } from '../../queries/rulebook.ts'
import { route, type Route } from './route.ts'

const imported = z.object({ district: z.string(), at: instant, by: z.string() }).nullable()

export const rulebookRoutes: Route[] = [
  route({
    method: 'get', path: '/rulebooks', action: 'rulebook.list', summary: 'Rulebooks of the library and those your districts imported',
    answer: z.object({ rulebooks: z.array(z.object({ ...rulebookShape.pick({ id: true, version: true, name: true, kind: true, citation: true }).shape, imported })) }),
    run: async (context) => ({ rulebooks: (await listRulebooks(context)).map(({ rulebook, imported }) => ({ ...rulebook, imported })) }),
  }),
  route({
    method: 'get', path: '/rulebooks/{id}', action: 'rulebook.read', summary: 'A rulebook in full',
    params: z.object({ id: z.string() }), query: z.object({ district: districtCode.optional() }),
    answer: z.object({ rulebook: rulebookShape, imported }),
    run: (context, { params, query }) => readRulebook(context, params.id, query.district),
  }),
  route({
    method: 'post', path: '/rulebooks', action: 'rulebook.import', summary: 'Import a rulebook, or a newer version of it, for a district',
    body: importInput, status: 201,
    answer: z.object({ rulebook: rulebookShape }),
    run: async (context, { body }) => ({ rulebook: await importRulebook(context, body) }),
  }),
]
