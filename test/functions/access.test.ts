import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { samples } from '../support/samples.ts'
import { knocks, nameOf, restore, type Roll, rollOf, send } from '../support/walk.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let roll: Roll
beforeAll(async () => {
  world = await startWorld()
  roll = await rollOf(world)
})
afterAll(async () => { await world.platform.close() })

describe('the API', () => {
  test('every endpoint has a sample, and no sample is left over', () => {
    expect(routes.map(nameOf).filter((name) => samples[name] === undefined).map((name) => `Endpoint ${name} has no sample: add one to test/support/samples.ts`)).toEqual([])
    expect(Object.keys(samples).filter((name) => !routes.some((route) => nameOf(route) === name)).map((name) => `The sample ${name} belongs to no endpoint any more`)).toEqual([])
  })

  test('everybody gets what the access table says, and nobody more', { timeout: 180_000 }, async () => {
    const found: string[] = []
    for (const route of routes) {
      const name = nameOf(route)
      const sample = await samples[name]?.(world)
      if (sample === undefined) continue
      if (route.body !== null) route.body.parse(sample.body)
      let served = false
      for (const { persona, allowed } of await knocks(world, route.action, sample.target)) {
        const { status, body } = await send(world, persona, route, sample)
        const said = `${name} as ${persona}: ${status} ${status >= 300 ? JSON.stringify(body).slice(0, 300) : ''}`
        if (!allowed && status !== (persona === 'visitor' ? 401 : 403) && !(persona !== 'visitor' && status === 404)) found.push(`${said} though ${route.action} is not theirs`)
        if (allowed && [401, 403].includes(status)) found.push(`${said} though ${route.action} is theirs`)
        if (status >= 500) found.push(`${said} is our mistake`)
        if (allowed && !served && status !== route.status) found.push(`${said}: the first who may do it ought to get ${route.status}`)
        served ||= allowed
      }
      if (!served) found.push(`${name}: nobody of the cast may do it, so the sample proves nothing`)
      await restore(world, roll)
    }
    expect(found.join('\n')).toBe('')
  })
})
