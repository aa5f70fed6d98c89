import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { pageSamples, samples } from '../support/all-samples.ts'
import { raw } from '../support/raw.ts'
import { addressOf, knocks, nameOf, restore, type Roll, rollOf } from '../support/walk.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let roll: Roll
beforeAll(async () => {
  world = await startWorld()
  roll = await rollOf(world)
})
afterAll(async () => { await world.platform.close() })

/** What stands in a field's place, as JSON: it may hold what no object literal can (`__proto__`, half a character). */
const instead = ['null', 'true', '-1', '1e308', '0.5', '""', '"\\u0000"', '"\\ud800"', JSON.stringify('长'.repeat(9000)), '[]', '[null]', '{}', '{"__proto__":{"x":1}}', '{"zh":{"zh":1}}', '[[[[[[[[]]]]]]]]', `[${'0,'.repeat(3000)}0]`]

/** Every place in a body, with the body's JSON around it; of lists the first entry, and no more than twelve places of a large object. */
function* places(value: unknown, put: (inner: unknown) => unknown = (inner) => inner): Generator<{ at: unknown }> {
  yield { at: put('\u0001here\u0001') }
  if (Array.isArray(value)) {
    if (value.length > 0) yield* places(value[0], (inner) => put([inner, ...value.slice(1)]))
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value).slice(0, 12)) yield* places(part, (inner) => put({ ...value, [name]: inner }))
  }
}

/**
 * What is put in one of several places within a body or a form: a fifth of the values, the next place the next fifth (where there are fewer
 * places, as large a part as brings every value to every endpoint and form); each value in each place was most of the time that the whole
 * suite took. Where there are fewer than three places, each gets all.
 */
const turn = <T>(values: readonly T[], place: number, places: number): readonly T[] => (places < 3 ? values : values.filter((_, n) => (n + place) % Math.min(5, places) === 0))

test('no body of any endpoint is beyond us', { timeout: 600_000 }, async () => {
  const found: string[] = []
  for (const route of routes) {
    const name = nameOf(route)
    const sample = route.body === null ? undefined : await samples[name]?.(world)
    const allowed = sample === undefined ? undefined : (await knocks(world, route.action, sample.target)).find((one) => one.allowed)
    if (sample === undefined || allowed === undefined) continue
    const { token } = world.people[allowed.persona]
    // The first is the whole body.
    const bodies = [...places(sample.body)].slice(0, 40).flatMap(({ at }, n, { length }) => (n === 0 ? instead : turn(instead, n, length - 1)).map((text) => JSON.stringify(at).replace(JSON.stringify('\u0001here\u0001'), () => text)))
    for (let start = 0; start < bodies.length; start += 8) {
      await Promise.all(bodies.slice(start, start + 8).map(async (body) => {
        const { status } = await raw(world.platform.url, route.method.toUpperCase(), `/api${addressOf(route.path, sample)}`, { headers: { 'content-type': 'application/json', origin: world.platform.url, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }, body })
        if (status >= 500) found.push(`${status} ${name} ${body.slice(0, 300)}`)
      }))
    }
    await restore(world, roll)
  }
  expect(found.join('\n')).toBe('')
})

test('no fields of any form are beyond us', { timeout: 600_000 }, async () => {
  const found: string[] = []
  const texts = ['', '\u0000', '长'.repeat(9000), '-1', '1e308', '2026-02-31', '{"a":', '[]', 'null', '__proto__', '\uFFFD\n\n', '９９９９９９９９９９９９９９９９９９']
  for (const page of pages) {
    const name = nameOf(page)
    const sample = page.method === 'get' ? undefined : await pageSamples[name]?.(world)
    const allowed = sample === undefined ? undefined : (await knocks(world, page.action, sample.target)).find((one) => one.allowed)
    if (sample === undefined || allowed === undefined) continue
    const fields = sample.fields ?? {}
    const forms: Record<string, string>[] = [{}, { ...fields, command: 'x' }, { ...fields, revision: '-1' }, { ...fields, add: '__proto__' }, { ...fields, add: 'x' }, { ...fields, remove: 'x.0' }, { ...fields, remove: 'content.team.99999999999' }]
    for (const [n, field] of Object.keys(fields).slice(0, 12).entries()) {
      const { [field]: _, ...rest } = fields
      const [head] = field.split('.')
      const odd = [
        { ...rest, [`${field}.x`]: '1' }, { ...rest, [`${field}.0`]: '1' }, { ...rest, [`${field}.0.x.y.z.a.b.c`]: '1' }, { ...fields, [`${field}.__proto__`]: '1' }, { ...rest, [`${head}`]: 'x' }, { ...rest, [`${head}.99999999999.x`]: 'x' },
        ...texts.map((text) => ({ ...fields, [field]: text })),
      ]
      forms.push(rest, ...turn(odd, n, Object.keys(fields).length))
    }
    for (let start = 0; start < forms.length; start += 8) {
      await Promise.all(forms.slice(start, start + 8).map(async (form) => {
        const { status } = await world.people[allowed.persona].post(addressOf(page.path, sample), form)
        if (status >= 500) found.push(`${status} ${name} ${JSON.stringify(form).slice(0, 300)}`)
      }))
    }
    await restore(world, roll)
  }
  expect(found.join('\n')).toBe('')
})

test('no question of any address is beyond us', { timeout: 600_000 }, async () => {
  const found: string[] = []
  const texts = ['', '\u0000', '-1', '99999999999999999999', 'x'.repeat(3000), '__proto__', '𠮷', '2026-02-31']
  const asked = [
    ...routes.filter(({ method }) => method === 'get').map((route) => ({ route, prefix: '/api', make: samples[nameOf(route)], names: Object.keys(route.query.shape) })),
    ...pages.filter(({ method }) => method === 'get').map((route) => ({ route, prefix: '', make: pageSamples[nameOf(route)], names: ['page', 'q', 'state', 'sort', 'kind', 'text', 'after', 'district', 'person', 'from', 'to', 'number', 'window', 'firstDay', 'proposals', 'judges', 'category', 'result', 'files', 'refused', 'proposal', 'edit', 'group'] })),
  ]
  for (const [nth, { route, prefix, make, names }] of asked.entries()) {
    const sample = await make?.(world)
    const allowed = sample === undefined ? undefined : (await knocks(world, route.action, sample.target)).find((one) => one.allowed)
    if (sample === undefined || allowed === undefined) continue
    const { token, cookie } = world.people[allowed.persona]
    const headers: Record<string, string> = token === '' ? {} : prefix === '' ? { cookie: `session=${cookie}` } : { authorization: `Bearer ${token}` }
    const addresses = [
      ...texts.map((text) => addressOf(route.path, { params: sample.params ?? {}, query: Object.fromEntries(names.map((one) => [one, text])) })),
      // One of the two by turns: over all addresses every name gets both.
      ...names.map((one, i) => addressOf(route.path, { params: sample.params ?? {}, query: { ...sample.query, [one]: (i + nth) % 2 === 0 ? '1e308' : '__proto__' } })),
      ...Object.keys(sample.params ?? {}).flatMap((one) => texts.slice(1).map((text) => addressOf(route.path, { params: { ...sample.params, [one]: text } }))),
    ]
    for (let start = 0; start < addresses.length; start += 8) {
      await Promise.all(addresses.slice(start, start + 8).map(async (address) => {
        const { status } = await raw(world.platform.url, 'GET', prefix + address, { headers })
        if (status >= 500) found.push(`${status} GET ${prefix}${address.slice(0, 300)}`)
      }))
    }
    await restore(world, roll)
  }
  expect(found.join('\n')).toBe('')
})
