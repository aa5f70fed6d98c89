import * as z from 'zod'
import { newCredential, secretHash } from '../../../shared/kernel/ids.ts'
import { sessionItem } from '../../../shared/person/person.store.ts'
import { loadRound, roundItem } from '../../../shared/round/round.store.ts'
import { loadStanding, loadStandingHead, writeStanding } from '../../../shared/standing/standing.store.ts'
import { Table } from '../../../shared/store/table.ts'
import type { Scene } from '../rehearse/scene.ts'
import type { Theatre } from '../rehearse/theatre.ts'
import { busyness, drive, type Figure, median, rounded, timed } from './figure.ts'

/** Versions of the ranking that nobody has seen yet, one for each cold look. */
const COLD = 12
const any = z.unknown()

/** The ranking of 500 as a page and as JSON, and one proposal with its cards. */
export async function measureRanking({ client, cast, administrator }: Scene, theatre: Theatre): Promise<Figure[]> {
  const { competition } = cast
  const table = new Table({ name: 'xiuyuan', endpoint: theatre.tableEndpoint(), region: 'local' })
  const session = newCredential(cast.administrator.id)
  await table.transact([sessionItem.put({ hash: secretHash(session), person: cast.administrator.id, organisation: null, createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 }, 'any')])
  const page = async () => {
    const { status, text } = await client.send('GET', `/competitions/${competition}/rounds/0/standings`, { cookie: `session=${session}`, 'accept-language': 'zh' })
    if (status !== 200 || !text.includes('<table')) throw new Error(`the ranking's page was answered with ${status}`)
    return text.length
  }
  const json = async () => { await administrator.call('GET', `/competitions/${competition}/rounds/0/standings?size=500`, any) }
  const first = rounded(median(await timed(1, async () => { await page() })))
  const cold: Record<'page' | 'json', number[]> = { page: [], json: [] }
  for (let nth = 0; nth < COLD; nth += 1) {
    await newVersion(table, competition, nth)
    await theatre.caughtUp()
    const look = nth % 2 === 0 ? 'page' : 'json'
    cold[look].push(...(await timed(1, async () => { await (look === 'page' ? page() : json()) })))
  }
  const [item] = (await administrator.call('GET', `/competitions/${competition}/rounds/0/standings?size=1`, z.object({ items: z.array(z.object({ proposal: z.string() })) }))).items
  const one = async () => { await administrator.call('GET', `/proposals/${item?.proposal}/scorecards`, any) }
  await timed(30, async () => { await page(); await json(); await one() })
  const busy = busyness()
  const warmPage = median(await timed(100, async () => { await page() }))
  const warmJson = median(await timed(100, json))
  const cards = median(await timed(100, one))
  const pages = await drive(8, Array.from({ length: 800 }, () => async () => { await page() }), 200)
  const jsons = await drive(8, Array.from({ length: 800 }, () => json), 200)
  const verdict = (value: number, aim: number, least = false) => ((least ? value >= aim : value <= aim) ? `aim ${aim}, met` : `aim ${aim}, missed`)
  const time = (name: string, value: number, aim: number | null, method: string): Figure => ({ name, value: rounded(value, 2), unit: 'ms', method: `${method}${aim === null ? '' : `; ${verdict(value, aim)}`}; ${busy}` })
  return [
    time('ranked page of 500, first request of a process', first, null, 'one request to a process that has just started and has drawn no page yet: loading and compiling are in it'),
    time('ranked page of 500, cold', median(cold.page), 40, `first look at a version of the ranking that nobody has seen: read from the table and drawn, ${(await page() / 1024).toFixed(0)} KB; median of ${cold.page.length} versions in one process`),
    time('ranked page of 500, warm', warmPage, 5, 'session, membership, competition and round are read at each request, the drawn table is kept by version; median of 100, one connection'),
    { name: 'ranked pages a second, warm, 8 connections', value: pages.rate, unit: '1/s', method: `800 requests, median of batches of 200 (fastest ${pages.best}); ${verdict(pages.rate, 200, true)}; ${busy}` },
    time('ranked list of 500 as JSON, cold', median(cold.json), null, `as the page; median of ${cold.json.length} versions`),
    time('ranked list of 500 as JSON, warm', warmJson, null, 'the whole of it in one answer (size=500), parsed by the client too; median of 100, one connection'),
    { name: 'ranked lists of 500 as JSON a second, warm, 8 connections', value: jsons.rate, unit: '1/s', method: `800 requests, median of batches of 200 (fastest ${jsons.best}); ${busy}` },
    time('one proposal with its five scorecards', cards, 8, 'GET of all its cards with judges’ names, as the administrator; median of 100, one connection'),
  ]
}

/** The same ranking with another title in its last line is another version, which no process has read or drawn. */
async function newVersion(table: Table, competition: string, nth: number): Promise<void> {
  const { value: round, version } = await loadRound(table, competition, 0)
  if (round.standing === null) throw new TypeError('the round has no ranking')
  const [head, lines] = await Promise.all([loadStandingHead(table, competition, 0, round.standing), loadStanding(table, competition, 0, round.standing)])
  const standing = await writeStanding(table, { ...head, lines: lines.map((line, i) => (i === lines.length - 1 ? { ...line, title: `${line.title} ${nth}` } : line)) })
  await table.transact([roundItem.put({ ...round, standing }, version)])
}
