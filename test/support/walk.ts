import type { Route } from '../../functions/web/api/route.ts'
import { type Action, may, type Target } from '../../shared/person/access.ts'
import type { Actor, Membership } from '../../shared/person/person.ts'
import { membershipItem, membershipScope } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { PageRoute } from '../../functions/web/pages/page.ts'
import type { PageSample } from './page-samples.ts'
import type { Sample } from './samples.ts'
import { type Persona, personas, type World } from './world.ts'

export const nameOf = (route: { method: string; path: string }): string => `${route.method.toUpperCase()} ${route.path}`

/** The address of a sample; parameters in braces (API) or after a colon (pages). */
export function addressOf(path: string, { params = {}, query = {} }: Pick<Sample, 'params' | 'query'>): string {
  const filled = path.replaceAll(/\{(\w+)\}|:(\w+)/g, (_, braced: string | undefined, colon: string | undefined) => {
    const name = braced ?? colon ?? ''
    const value = params[name]
    if (value === undefined) throw new Error(`the sample of ${path} has no ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(query).toString()
  return search === '' ? filled : `${filled}?${search}`
}

export interface Knock {
  persona: Persona
  allowed: boolean
}

/** Who knocks, in order: those whom the table turns away first, so that nothing has changed yet when they come. */
export async function knocks(world: World, action: Action, target: Target | ((actor: Actor) => Target)): Promise<Knock[]> {
  const all = await Promise.all(personas.map(async (persona) => {
    const actor = await world.actorOf(persona)
    return { persona, allowed: may(actor, action, typeof target === 'function' ? target(actor) : target) }
  }))
  return [...all.filter(({ allowed }) => !allowed), ...all.filter(({ allowed }) => allowed)]
}

/** Those who are turned away knock at the same time; the others one after the other. */
export async function walk(all: readonly Knock[], knock: (one: Knock) => Promise<void>): Promise<void> {
  await Promise.all(all.filter(({ allowed }) => !allowed).map(knock))
  for (const one of all.filter(({ allowed }) => allowed)) await knock(one)
}

/** What the walk may not change: who belongs where. */
export type Roll = Map<Persona, Membership[]>

const heldBy = async (world: World, persona: Persona) => (await world.platform.table.queryAll(membershipItem, keys.memberships(world.people[persona].id))).map(({ value }) => value)

export async function rollOf(world: World): Promise<Roll> {
  return new Map(await Promise.all(personas.map(async (persona) => [persona, await heldBy(world, persona)] as const)))
}

/** Takes away memberships that somebody got on the way (an invitation accepted, an organisation founded), and gives back what was lost. */
export async function restore(world: World, roll: Roll): Promise<void> {
  for (const persona of personas) {
    const before = roll.get(persona) ?? []
    const now = await heldBy(world, persona)
    const scopes = (memberships: Membership[]) => new Set(memberships.map(membershipScope))
    const [then, today] = [scopes(before), scopes(now)]
    const writes = [
      ...now.filter((membership) => !then.has(membershipScope(membership))).map((membership) => ({ remove: keys.membership(membership.person, membershipScope(membership)), expect: 'any' as const })),
      ...before.filter((membership) => !today.has(membershipScope(membership))).map((membership) => membershipItem.put(membership, 'none')),
    ]
    for (let start = 0; start < writes.length; start += 90) await world.platform.table.transact(writes.slice(start, start + 90))
  }
}

/** Sends a sample to the API as somebody. */
export function send(world: World, persona: Persona, route: Route, sample: Sample) {
  return world.people[persona].api(route.method.toUpperCase(), addressOf(route.path, sample), route.body === null ? undefined : sample.body)
}

/** What a page has that its Content-Security-Policy forbids, or that somebody typed and a browser would obey. */
export function unsafeIn(html: string): string[] {
  const tags = html.match(/<[a-zA-Z][^>]*>/g) ?? []
  return [
    ...[...html.matchAll(/<script\b[^>]*>([^<]*)/g)].filter(([tag, inner]) => !/\bsrc="/.test(tag) || (inner ?? '').trim() !== '').map(([tag]) => `an inline script: ${tag.slice(0, 120)}`),
    ...(html.includes('<style') ? ['an inline style sheet'] : []),
    ...tags.filter((tag) => /\sstyle=/.test(tag)).map((tag) => `a style attribute: ${tag.slice(0, 120)}`),
    ...tags.filter((tag) => /\son\w+=/.test(tag.replaceAll(/"[^"]*"/g, '""'))).map((tag) => `a handler: ${tag.slice(0, 120)}`),
    ...tags.filter((tag) => /\s(href|src|action|formaction)="\s*(javascript|data|vbscript):/i.test(tag)).map((tag) => `a script as an address: ${tag.slice(0, 120)}`),
    ...(/<b id=xss|b id=xss>|xss&gt;"/.test(html) ? [`what somebody typed, as markup: ${html.slice(html.search(/<b id=xss|b id=xss>|xss&gt;"/) - 60).slice(0, 160)}`] : []),
  ]
}

/** Opens a page, or sends a form, as somebody. */
export async function visit(world: World, persona: Persona, route: PageRoute, sample: PageSample): Promise<{ status: number; html: string; location: string | null; headers: Headers | null }> {
  const address = addressOf(route.path, sample)
  if (route.method === 'post') return { ...(await world.people[persona].post(address, sample.fields ?? {})), headers: null }
  const { status, html, headers } = await world.people[persona].page(address)
  return { status, html, headers, location: headers.get('location') }
}
