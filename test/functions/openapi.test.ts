import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { samples } from '../support/all-samples.ts'
import { knocks, nameOf, restore, rollOf, send } from '../support/walk.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
// oxlint-disable-next-line typescript/no-explicit-any -- the document is what is under test
let document: any
beforeAll(async () => {
  world = await startWorld()
  document = (await world.platform.visitor.api('GET', '/openapi.json')).body
})
afterAll(async () => { await world.platform.close() })

/** Formats are zod's own affair; shapes are what a reader of the document builds on. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })

/** What an answer has that its schema does not say, in words. */
function wrongWith(schema: object, answer: unknown): string[] {
  const holds = ajv.compile({ ...schema, components: document.components })
  return holds(answer) ? [] : (holds.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  test('holds every endpoint once, each under a name of its own, with its parameters and what it answers', () => {
    const listed = Object.entries(document.paths).flatMap(([path, item]) => Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api/, '')}`))
    expect(listed.toSorted()).toEqual(routes.map(nameOf).toSorted())
    const names = routes.map((route) => document.paths[`/api${route.path}`][route.method].operationId)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    for (const route of routes) {
      const operation = document.paths[`/api${route.path}`][route.method]
      const inPath = operation.parameters.filter((one: { in: string }) => one.in === 'path').map(({ name }: { name: string }) => name)
      expect(inPath.toSorted(), nameOf(route)).toEqual([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted())
      expect(operation.requestBody === undefined, nameOf(route)).toBe(route.body === null)
      expect(Object.keys(operation.responses)).toContain(String(route.status))
    }
  })

  test('every answer is what the document says, and nothing besides', { timeout: 600_000 }, async () => {
    const roll = await rollOf(world)
    const found: string[] = []
    for (const route of routes) {
      const name = nameOf(route)
      const make = samples[name]
      if (make === undefined) continue
      const sample = await make(world)
      const served = (await knocks(world, route.action, sample.target)).find(({ allowed }) => allowed)
      if (served === undefined) continue
      const { status, body, headers } = await send(world, served.persona, route, sample)
      const { schema } = document.paths[`/api${route.path}`][route.method].responses[status]?.content['application/json'] ?? {}
      if (schema === undefined) found.push(`${name}: ${status} is not in the document`)
      else found.push(...wrongWith(schema, body).map((wrong) => `${name}: ${wrong}`))
      if (headers.get('content-type') !== 'application/json; charset=utf-8') found.push(`${name}: ${headers.get('content-type')}`)
      await restore(world, roll)
    }
    expect(found.join('\n')).toBe('')
  })

  test('a refusal is the problem that the document describes', async () => {
    const schema = document.components.schemas.Problem
    for (const answer of [await world.platform.visitor.api('GET', '/me'), await world.people.member.api('PUT', '/me', { name: '' }), await world.people.member.api('GET', '/nowhere'), await world.people.stranger.api('GET', `/organisations/${world.owner}`)]) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(wrongWith(schema, answer.body)).toEqual([])
      expect(answer.body.status).toBe(answer.status)
    }
  })
})
