import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { useClock } from '../../shared/kernel/clock.ts'
import { crawl } from './canary/crawl.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from './platform.ts'

/** A platform that was played to some point and stopped: it goes on from there in as many ways as are asked for, each on a copy of its own. */
export interface Fork {
  data: string
  /** At which every copy goes on; from there time moves only where it is moved, so that equal deeds have equal times. */
  at: number
}

/** Plays, stops and keeps what is in the folder. */
export async function forkAfter<T>(play: (platform: TestPlatform) => Promise<T>): Promise<{ fork: Fork; made: T; remove: () => void }> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-fork-'))
  const platform = await startTestPlatform({ data })
  try {
    const made = await play(platform)
    await platform.platform.streams.caughtUp()
    return { made, fork: { data, at: Date.now() }, remove: () => { rmSync(data, { recursive: true, force: true }) } }
  } finally {
    await platform.close()
  }
}

/** Goes on from a fork in one way. */
export async function goOn<T>({ data, at }: Fork, play: (platform: TestPlatform) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'xiuyuan-world-'))
  cpSync(data, copy, { recursive: true })
  const platform = await startTestPlatform({ data: copy })
  useClock(() => at + platform.platform.clock.ahead())
  try {
    return await play(platform)
  } finally {
    await platform.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Every page and every question of the API whose parameters are known, for each combination of their values. */
export function everyAddress(known: Readonly<Record<string, readonly string[]>>): string[] {
  const paths = [...pages.filter(({ method }) => method === 'get').map(({ path }) => path), ...routes.filter(({ method }) => method === 'get').map(({ path }) => `/api${path}`)]
  return paths.flatMap((path) => {
    let filled = [path]
    for (const [, braced, colon] of path.matchAll(/\{(\w+)\}|:(\w+)/g)) {
      const values = known[braced ?? colon ?? ''] ?? []
      filled = filled.flatMap((one) => values.map((value) => one.replace(/\{\w+\}|:\w+/, value)))
    }
    return filled
  })
}

/**
 * Without what is random by nature: the platform's port, the id that a form sends so that sending it twice is sending it once, the id and
 * signature of an upload that has not begun, the code that a QR picture draws of an address with the port, the machine's Date, the order in which a
 * table gives the keys of an object, a visitor's cookie, and salts with the hashes and receipts that follow from them. ETag and Content-Length are made from the body, which is compared itself.
 */
function masked(platform: TestPlatform, text: string): string {
  const end = text.indexOf('"]]') + '"]]'.length
  const headers = (JSON.parse(text.slice(0, end)) as [string, string][]).filter(([name]) => name !== 'date' && name !== 'etag' && name !== 'content-length')
  const body = text.slice(end)
  return plain(platform, `${JSON.stringify(headers)}${body.startsWith('{') ? JSON.stringify(inOrder(JSON.parse(body))) : body}`)
}

const plain = (platform: TestPlatform, text: string): string => text
  .replaceAll(platform.url, '<platform>').replaceAll(new URL(platform.url).host, '<host>')
  .replaceAll(/name="command" value="[^"]*"/g, 'name="command"')
  // What seals are made of: salts are drawn for each card, and hashes and receipts follow from them.
  .replaceAll(/(?:[0-9a-f]{8}<wbr\/>){8}|\b[0-9a-f]{64}\b/g, '<hash>').replaceAll(/\bPF-[0-9A-F]{5}-[0-9A-F]{5}\b/g, '<receipt>').replaceAll(/("salt": ?)"[0-9a-f]{32}"/g, '$1""')
  .replaceAll(/\bvisitor=[^;]*/g, 'visitor=')
  .replaceAll(/<svg class="qr.*?<\/svg>/gs, '<svg class="qr">')
  .replaceAll(/name="(success_action_redirect|key|policy|X-Amz-[A-Za-z-]+)" value="[^"]*"/gi, 'name="$1"')

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, inOrder(inner)]))
}

/** All that somebody reaches from the addresses and, with `follow`, by every link from there on, headers and all. */
export async function reachedBy(platform: TestPlatform, reader: Somebody, addresses: readonly string[], { follow } = { follow: true }): Promise<Map<string, string>> {
  const found = await crawl(platform, reader, addresses, { follow })
  return new Map([...found].map(([address, text]) => [plain(platform, address), masked(platform, text)]))
}

/** Where two readings differ: the address, and the text on both sides around the first difference. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((address) => {
    const [a, b] = [one.get(address), other.get(address)]
    if (a === b) return []
    if (a === undefined || b === undefined) return [`${address} is reached in ${a === undefined ? 'the other' : 'the first'} world only`]
    let at = 0
    while (a[at] === b[at]) at += 1
    const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 120), at + 120))
    return [`${address}\n  ${around(a)}\n  ${around(b)}`]
  })
}
