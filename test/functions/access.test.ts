import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { pageSamples, samples } from '../support/all-samples.ts'
import { knocks, nameOf, restore, type Roll, rollOf, send, unsafeIn, visit, walk } from '../support/walk.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let roll: Roll
beforeAll(async () => {
  world = await startWorld()
  roll = await rollOf(world)
})
afterAll(async () => { await world.platform.close() })

interface Seen {
  said: string
  allowed: boolean
  visitor: boolean
  status: number
}

/** What is wrong with an answer by the access table, in a sentence. `turnedAway`: how a visitor is told to sign in. */
function judge({ said, allowed, visitor, status }: Seen, action: string, turnedAway: boolean): string[] {
  if (status >= 500) return [`${said} is our mistake`]
  if (allowed) return status === 401 || status === 403 || turnedAway ? [`${said} though ${action} is theirs`] : []
  return (visitor ? turnedAway : status === 403 || status === 404) ? [] : [`${said} though ${action} is not theirs`]
}

describe('the API', () => {
  test('every endpoint has a sample, and no sample is left over', () => {
    expect(routes.map(nameOf).filter((name) => samples[name] === undefined).map((name) => `Endpoint ${name} has no sample: add one to test/support/samples/`)).toEqual([])
    expect(Object.keys(samples).filter((name) => !routes.some((route) => nameOf(route) === name)).map((name) => `The sample ${name} belongs to no endpoint any more`)).toEqual([])
  })

  test('everybody gets what the access table says, and nobody more', { timeout: 600_000 }, async () => {
    const found: string[] = []
    for (const route of routes) {
      const name = nameOf(route)
      const sample = await samples[name]?.(world)
      if (sample === undefined) continue
      if (route.body !== null) route.body.parse(sample.body)
      let served = false
      await walk(await knocks(world, route.action, sample.target), async ({ persona, allowed }) => {
        const { status, body } = await send(world, persona, route, sample)
        const said = `${name} as ${persona}: ${status} ${status >= 300 ? JSON.stringify(body).slice(0, 300) : ''}`
        found.push(...judge({ said, allowed, visitor: persona === 'visitor', status }, route.action, status === 401))
        if (allowed && !served && status !== route.status) found.push(`${said}: the first who may do it ought to get ${route.status}`)
        served ||= allowed
      })
      if (!served) found.push(`${name}: nobody of the cast may do it, so the sample proves nothing`)
      await restore(world, roll)
    }
    expect(found.join('\n')).toBe('')
  })
})

describe('pages', () => {
  test('every page and form has a sample, and no sample is left over', () => {
    expect(pages.map(nameOf).filter((name) => pageSamples[name] === undefined).map((name) => `Page ${name} has no sample: add one to test/support/samples/`)).toEqual([])
    expect(Object.keys(pageSamples).filter((name) => !pages.some((page) => nameOf(page) === name)).map((name) => `The sample ${name} belongs to no page any more`)).toEqual([])
  })

  test('everybody gets what the access table says, and nobody more; nothing that was typed is markup, and nothing runs inline', { timeout: 600_000 }, async () => {
    const found: string[] = []
    const spiced = new Set<string>()
    for (const page of pages) {
      const name = nameOf(page)
      const sample = await pageSamples[name]?.(world)
      if (sample === undefined) continue
      let served = false
      await walk(await knocks(world, page.action, sample.target), async ({ persona, allowed }) => {
        const { status, html, location, headers } = await visit(world, persona, page, sample)
        const said = `${name} as ${persona}: ${status} ${location ?? ''} ${status >= 400 ? titleOf(html) : ''}`
        const turnedAway = page.method === 'get' ? status === 303 && location?.startsWith('/sign-in?to=') === true : status === 401
        found.push(...judge({ said, allowed, visitor: persona === 'visitor', status }, page.action, turnedAway))
        if (headers?.get('content-type')?.startsWith('text/html') !== false) {
          found.push(...unsafeIn(html).map((unsafe) => `${name} as ${persona} has ${unsafe}`))
          if (html.includes('b id=xss')) spiced.add(name)
        }
        if (headers !== null && !forbids(headers)) found.push(`${name} as ${persona}: its Content-Security-Policy lets inline scripts run`)
        if (allowed && !served && ![200, 303, sample.ends].includes(status)) found.push(`${said}: the first who may do it ought to get the page`)
        served ||= allowed
      })
      if (!served) found.push(`${name}: nobody of the cast may do it, so the sample proves nothing`)
      await restore(world, roll)
    }
    expect(found.join('\n')).toBe('')
    // Otherwise nothing was shown that could have been obeyed.
    expect(spiced.size).toBeGreaterThan(30)
  })
})

function forbids(headers: Headers): boolean {
  const policy = headers.get('content-security-policy') ?? ''
  return policy.includes("default-src 'none'") && policy.includes("script-src 'self'") && policy.includes("frame-ancestors 'none'") && !policy.includes('unsafe')
}

/** What a page says: its heading, and what is wrong. */
const titleOf = (html: string): string => [/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '', ...[...html.matchAll(/class="(?:wrong|sum)[^"]*"[^>]*>(.*?)<\/(?:p|div|ul)>/gs)].map(([, text]) => text ?? '')].join(' | ').replaceAll(/<[^>]+>/g, ' ').slice(0, 300)
