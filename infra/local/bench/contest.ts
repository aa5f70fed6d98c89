import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { type Paper, write } from '../rehearse/applying.ts'
import { type Actor, castOf, keyOf } from '../rehearse/cast.ts'
import { checkEligibility } from '../rehearse/checking.ts'
import { type Caller, createClient, several } from '../rehearse/client.ts'
import { close, makePlan, scoresFor, settle } from '../rehearse/judging.ts'
import { setUp } from '../rehearse/player.ts'
import { capacityOf } from '../rehearse/report.ts'
import type { Scene } from '../rehearse/scene.ts'
import { openTheatre, type Theatre } from '../rehearse/theatre.ts'
import { Patience } from '../rehearse/waiting.ts'
import { busyness, drive, type Driven, type Figure, rounded } from './figure.ts'
import { measureRanking } from './ranking.ts'
import { benchRules } from './rules.ts'

const SEED = 'bench'
const PROPOSALS = 500
const JUDGES = 25
/** Cards that are being sent when everything is killed. */
const AT_THE_KILL = 60

const any = z.unknown()
const assignments = z.object({ items: z.array(z.object({ proposal: z.string(), state: z.string() })) })
const listed = z.object({ total: z.int() })

/** Sends 500 proposals and 2,500 scorecards to a platform in another process, kills it in between, and looks at the ranking. */
export async function measureContest(tell: (line: string) => void, nodeArguments: readonly string[] = []): Promise<Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-'))
  const rulebook = benchRules()
  const seat = { proposals: PROPOSALS, judges: JUDGES }
  const cast = castOf(SEED, seat)
  const theatre = await openTheatre({ data, seed: SEED, seat: { ...seat, kinds: rulebook.applicants.kinds } }, { nodeArguments })
  const client = createClient({ origin: theatre.origin, patience: 0, connections: 16 })
  const administrator = client.as(cast.administrator.token)
  const patience = new Patience(client, administrator, cast.competition)
  const scene: Scene = { client, cast, rulebook, seed: SEED, width: 6, administrator, patience, tell }
  try {
    const { dates } = await setUp(scene)
    const papers: (Paper & { number: number })[] = []
    await several(cast.applicants, scene.width, async (applicant, i) => { papers.push({ ...(await write(scene, client.as(applicant.token), i + 1)), number: i + 1 }) })
    tell('  submit')
    const submitted = await measureSubmitting(papers, theatre)
    const total = (await administrator.call('GET', `/competitions/${cast.competition}/proposals?state=submitted`, listed)).total
    if (total !== PROPOSALS) throw new Error(`${PROPOSALS} submissions were acknowledged and ${total} are there`)
    await patience.pass(dates.callClosesAt, 'AwaitCall')
    await patience.untilIn(['AwaitEligibility'])
    await checkEligibility(scene, papers)
    await patience.untilIn(['AwaitPlan'], 0)
    const at = `/competitions/${cast.competition}/rounds/0`
    await makePlan(scene, at)
    await administrator.call('POST', `${at}/plan/confirmation`, any)
    tell('  score')
    const scored = await measureScoring(scene, theatre, at)
    const capacity = capacityOf((await theatre.capacity()).steps)
    const survived = await killAndCompare(scene, theatre, at, scored.left)
    const { closesAt } = await administrator.call('GET', at, z.object({ closesAt: z.string() }))
    await close(scene, 0, at, closesAt)
    await settle(scene, 0, at)
    tell('  ranking')
    const ranking = await measureRanking(scene, theatre)
    return [...submitted, ...scored.figures, survived, ...ranking, ...capacity.map(({ step, calls, read, written }): Figure => ({
      name: `capacity of ${step}`, value: rounded(read + written), unit: 'capacity units', method: `ConsumedCapacity of the call itself, median of ${calls}: ${read} read (consistent), ${written} written (in transactions, each unit counted twice)`,
    }))]
  } finally {
    client.close()
    await theatre.close()
    rmSync(data, { recursive: true, force: true })
  }
}

const aims = { submit: { 1: 100, 8: 150 }, score: { 1: 100, 8: 150 } } as const

async function figureOf(what: 'submit' | 'score', connections: 1 | 8, driven: Driven, theatre: Theatre, noun: string): Promise<Figure> {
  const from = performance.now()
  await theatre.caughtUp()
  const behind = Math.round(performance.now() - from)
  const aim = aims[what][connections]
  const verdict = driven.rate >= aim ? `aim ${aim}, met` : `aim ${aim}, missed; ${driven.each} ms a request: most of it the reads of who asks and of what stands (each a round trip to the table engine), the transaction with its fsync, and on two processors the table engine, the platform, its consumers and the client at once`
  return {
    name: `${what} requests a second, ${connections} ${connections === 1 ? 'connection' : 'connections'}`, value: driven.rate, unit: '1/s',
    method: `${noun}, token API over HTTP, server and client in processes of their own, every write fsynced, consumers running and caught up ${behind} ms after the last; median of batches of 100 (fastest ${driven.best}); ${verdict}; ${busyness()}`,
  }
}

async function measureSubmitting(papers: readonly Paper[], theatre: Theatre): Promise<Figure[]> {
  const jobs = papers.map(({ member, id, revision }, i) => async () => { await member.call('POST', `/proposals/${id}/submission`, any, { body: { revision, acknowledgeNames: true }, key: keyOf(SEED, 'submit', i) }) })
  const half = jobs.length / 2
  const one = await figureOf('submit', 1, await drive(1, jobs.slice(0, half)), theatre, `${half} of 500 proposals`)
  const eight = await figureOf('submit', 8, await drive(8, jobs.slice(half)), theatre, `the other ${half} of 500 proposals`)
  return [one, eight]
}

interface Card {
  caller: Caller
  judge: Actor
  proposal: string
  send(): Promise<void>
}

async function measureScoring({ client, cast, rulebook }: Scene, theatre: Theatre, at: string): Promise<{ figures: Figure[]; left: Card[] }> {
  const rules = rulebook.rounds[0]
  if (rules === undefined) throw new TypeError('no round')
  const shares = await Promise.all(cast.judges.map(async (judge, place) => {
    const caller = client.as(judge.token)
    const { items } = await caller.call('GET', `${at}/assignments`, assignments)
    return items.map(({ proposal }, i): Card => {
      const body = { scores: scoresFor(SEED, 0, rules, i, place), comment: '', revision: null }
      return { caller, judge, proposal, send: async () => { await caller.call('POST', `/proposals/${proposal}/scorecards/0/submission`, any, { body, key: keyOf(SEED, 'card', proposal, place) }) } }
    })
  }))
  // Judges take turns, as they do.
  const most = Math.max(...shares.map(({ length }) => length))
  const cards = Array.from({ length: most }, (_, i) => shares.flatMap((share) => share[i] ?? [])).flat()
  const jobs = cards.map(({ send }) => send)
  const one = await figureOf('score', 1, await drive(1, jobs.slice(0, 1000)), theatre, '1,000 of 500 × 5 scorecards')
  const eight = await figureOf('score', 8, await drive(8, jobs.slice(1000, jobs.length - AT_THE_KILL)), theatre, `the other ${jobs.length - 1000 - AT_THE_KILL} of 500 × 5 scorecards`)
  return { figures: [one, eight], left: cards.slice(jobs.length - AT_THE_KILL) }
}

/** Kills everything while the last cards come in, starts it again, and looks for every one that was acknowledged. */
async function killAndCompare({ cast, client }: Scene, theatre: Theatre, at: string, left: readonly Card[]): Promise<Figure> {
  const acknowledged = new Set<Card>()
  const sending = several(left, 8, async (card) => {
    try {
      await card.send()
      acknowledged.add(card)
    } catch {
      // Nobody promised anything for this one; it is sent again below.
    }
  })
  while (acknowledged.size < AT_THE_KILL / 2) await new Promise((resolve) => setTimeout(resolve, 1))
  await theatre.kill()
  await sending
  const promised = acknowledged.size
  await theatre.restart()
  const found = new Map(await Promise.all(cast.judges.map(async (judge) => {
    const { items } = await client.as(judge.token).call('GET', `${at}/assignments`, assignments)
    return [judge.id as string, new Set(items.flatMap(({ proposal, state }) => (state === 'submitted' ? [proposal] : [])))] as const
  })))
  const lost = [...acknowledged].filter(({ judge, proposal }) => found.get(judge.id)?.has(proposal) !== true).length
  const total = [...found.values()].reduce((sum, { size }) => sum + size, 0)
  const before = PROPOSALS * 5 - AT_THE_KILL
  await several(left.filter((card) => !acknowledged.has(card)), 4, (card) => card.send())
  if (lost > 0 || total < before + promised) throw new Error(`${before + promised} cards were acknowledged, ${total} are there after the kill, ${lost} of those in flight are lost`)
  return { name: 'acknowledged scorecards lost by kill -9', value: lost, unit: 'cards', method: `all processes killed while cards came in over 8 connections; of ${before + promised} acknowledged ${total} were there after the start (more than acknowledged: written, and the answer lost)` }
}
