import { createHash } from 'node:crypto'
import * as z from 'zod'
import { access } from '../../../shared/person/access.ts'
import { refusalStatus } from '../../../shared/kernel/refusal.ts'
import type { Route } from './route.ts'

type Json = Record<string, unknown>

/** Definitions that a schema refers to (recursive ones), under components: a reference is read from the root of the whole document. */
class Schemas {
  readonly shared: Record<string, Json> = {}

  of(type: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json & { $defs?: Record<string, Json> }
    const names = new Map(Object.entries($defs).map(([name, definition]) => [name, this.nameFor(name, definition)]))
    for (const [name, definition] of Object.entries($defs)) this.shared[names.get(name) ?? name] = moved(definition, names)
    return moved(rest, names)
  }

  /** The same definition always has the same name: the digest of what it says, after what it is called. */
  private nameFor(name: string, definition: Json): string {
    return `${name.replace(/^__schema\d+$/, 'Shape')}-${createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 8)}`
  }
}

const moved = (schema: Json, names: ReadonlyMap<string, string>): Json =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === '$ref' && typeof value === 'string' ? value.replace(/^#\/\$defs\/(.+)$/, (_, name: string) => `#/components/schemas/${names.get(name) ?? name}`) : value)) as Json

function parameters(schemas: Schemas, type: z.ZodObject, where: 'path' | 'query'): Json[] {
  const shape = schemas.of(type, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(shape.properties ?? {}).map(([name, property]) => ({ name, in: where, required: where === 'path' || shape.required?.includes(name) === true, schema: property }))
}

/** OpenAPI 3.1 from the routes: their zod schemas are the only source. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  const schemas = new Schemas()
  for (const route of routes) {
    const path = (paths[`/api${route.path}`] ??= {})
    path[route.method] = {
      operationId: `${route.method}${route.path.replaceAll(/[{}]/g, '').replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())}`,
      summary: route.summary,
      tags: [route.action.split('.')[0]],
      description: `Allowed for: ${access[route.action].join(', ')}.`,
      parameters: [
        ...parameters(schemas, route.params, 'path'),
        ...parameters(schemas, route.query, 'query'),
        ...(route.method === 'get' ? [] : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' }, description: 'The same key with the same request is carried out once; the answer is repeated for a week.' }]),
      ],
      ...(route.body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemas.of(route.body, 'input') } } } }),
      responses: {
        [route.status]: { description: 'Done', content: { 'application/json': { schema: schemas.of(route.answer, 'output') } } },
        '4XX': { description: 'Refused, with the reason', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Xiuyuan 秀愿', version: '1', description: 'Money is in fen, instants are UTC, scores are decimal strings.' },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      schemas: {
        ...schemas.shared,
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code'],
          properties: {
            type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string', enum: [...Object.keys(refusalStatus), 'INTERNAL'] },
            facts: { type: 'object' },
            errors: { type: 'array', items: { type: 'object', required: ['path', 'code', 'detail'], properties: { path: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } } } },
          },
        },
      },
    },
  }
}
