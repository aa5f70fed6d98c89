import { routes } from '../../../functions/web/api/index.ts'
import { pages } from '../../../functions/web/pages/index.ts'
import type { Somebody, TestPlatform } from '../platform.ts'

export interface Leak {
  as: string
  address: string
  found: string[]
}

/** Ends with which page it begins; what it must never walk into. */
const skipped = /^\/(language|sign-in|sign-out|assets|oidc)\b/
const MOST_PAGES = 1200

/**
 * Everything that somebody reaches: every address given and every link, picture and form's page from there on, the files behind them, and
 * what the API says at `/api` addresses; without `follow` only what stands at the addresses given. Returns each answer's text by its address.
 */
export async function crawl(platform: TestPlatform, reader: Somebody, starts: readonly string[], { follow } = { follow: true }): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  const waiting = [...starts]
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (seen.has(address) || skipped.test(address)) continue
    if (seen.size >= MOST_PAGES) throw new Error(`more than ${MOST_PAGES} pages: the walk has no end`)
    const { text, links } = await open(platform, reader, address)
    seen.set(address, text)
    if (follow) waiting.push(...links)
  }
  return seen
}

async function open(platform: TestPlatform, reader: Somebody, address: string): Promise<{ text: string; links: string[] }> {
  if (address.startsWith('/api/')) {
    const { body, headers } = await reader.api('GET', address.slice('/api'.length))
    return { text: `${JSON.stringify([...headers])}${JSON.stringify(body)}`, links: [] }
  }
  const { html, headers } = await reader.page(address)
  const location = headers.get('location')
  const there = location === null ? undefined : new URL(location, platform.url)
  const links = [...html.matchAll(/(?:href|src|action)="(\/[^"#]*)/g)].map(([, link]) => (link ?? '').replaceAll('&amp;', '&'))
  if (there?.origin === new URL(platform.url).origin) links.push(there.pathname + there.search)
  return { text: `${JSON.stringify([...headers])}${html}`, links: links.filter((link) => link !== '') }
}

/** The addresses of routes, their parameters filled in. Throws where one has no value: a new parameter needs one in the test's list. */
export function addresses(paths: readonly string[], known: Readonly<Record<string, string>>): string[] {
  return paths.map((path) => path.replaceAll(/\{(\w+)\}|:(\w+)/g, (_, braced: string | undefined, colon: string | undefined) => {
    const value = known[braced ?? colon ?? '']
    if (value === undefined) throw new Error(`nothing is known for the parameter ${braced ?? colon} of ${path}`)
    return value
  }))
}

/** Every page and every question of the API whose parameters all have a value in `known`; with `more`, those that name one of its parameters once again with its values. */
export function everywhereWith(known: Readonly<Record<string, string>>, ...more: readonly Readonly<Record<string, string>>[]): string[] {
  const asked = [...pages.filter(({ method }) => method === 'get').map(({ path }) => path), ...routes.filter(({ method }) => method === 'get').map(({ path }) => `/api${path}`)]
  const params = (path: string) => [...path.matchAll(/\{(\w+)\}|:(\w+)/g)].map(([, braced, colon]) => braced ?? colon ?? '')
  const paths = asked.filter((path) => params(path).every((name) => name in known))
  return [...addresses(paths, known), ...more.flatMap((change) => addresses(paths.filter((path) => params(path).some((name) => name in change)), { ...known, ...change }))]
}
