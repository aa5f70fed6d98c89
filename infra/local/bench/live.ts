import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { snapshotSchema } from '../../../shared/pitch/snapshot.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { write } from '../rehearse/applying.ts'
import { castOf } from '../rehearse/cast.ts'
import { checkEligibility } from '../rehearse/checking.ts'
import { createClient, several } from '../rehearse/client.ts'
import { makePlan, scoresFor } from '../rehearse/judging.ts'
import { setUp } from '../rehearse/player.ts'
import type { Scene } from '../rehearse/scene.ts'
import { openTheatre } from '../rehearse/theatre.ts'
import { Patience } from '../rehearse/waiting.ts'
import { busyness, type Figure, rounded } from './figure.ts'
import { benchRules } from './rules.ts'

const SEED = 'live'
const [PROPOSALS, JUDGES, VIEWERS] = [8, 7, 300]
/** Changes that the host makes, and the milliseconds between them. */
const [CHANGES, PAUSE] = [30, 1500]
/** As functions/web/assets/snapshot.js polls. */
const EVERY = 750
const any = z.unknown()

function pitchRules(): Rulebook {
  const rulebook = benchRules()
  return { ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, mode: 'pitch' as const, panelSize: JUDGES, assignment: 'panel' as const, pitch: { talkSeconds: 300, answerSeconds: 180 } })) }
}

/** A hall: 300 viewers follow the snapshot while the host changes the clock and seven judges save their cards. How old is what they see? */
export async function measureLive(tell: (line: string) => void): Promise<Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-'))
  const rulebook = pitchRules()
  const seat = { proposals: PROPOSALS, judges: JUDGES }
  const cast = castOf(SEED, seat)
  const theatre = await openTheatre({ data, seed: SEED, seat: { ...seat, kinds: rulebook.applicants.kinds } })
  const client = createClient({ origin: theatre.origin, patience: 0, connections: 16 })
  const administrator = client.as(cast.administrator.token)
  const scene: Scene = { client, cast, rulebook, seed: SEED, width: 4, administrator, patience: new Patience(client, administrator, cast.competition), tell }
  try {
    const { dates } = await setUp(scene)
    const papers: (Awaited<ReturnType<typeof write>> & { number: number })[] = []
    await several(cast.applicants, scene.width, async (applicant, i) => { papers.push({ ...(await write(scene, client.as(applicant.token), i + 1)), number: i + 1 }) })
    for (const { member, id, revision } of papers) await member.call('POST', `/proposals/${id}/submission`, any, { body: { revision, acknowledgeNames: true } })
    await scene.patience.pass(dates.callClosesAt, 'AwaitCall')
    await scene.patience.untilIn(['AwaitEligibility'])
    await checkEligibility(scene, papers)
    await scene.patience.untilIn(['AwaitPlan'], 0)
    const at = `/competitions/${cast.competition}/rounds/0`
    await makePlan(scene, at)
    await administrator.call('POST', `${at}/plan/confirmation`, any)
    tell(`  ${VIEWERS} viewers`)
    return await hall(scene, theatre.origin(), at)
  } finally {
    client.close()
    await theatre.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function hall({ client, cast, rulebook, administrator }: Scene, origin: string, at: string): Promise<Figure[]> {
  const perform = (body: Record<string, unknown>) => administrator.call('POST', `${at}/desk/g01`, z.object({ order: z.array(z.string()) }), { body })
  await perform({ do: 'set-up' })
  const { order } = await perform({ do: 'draw', said: SEED, supervisor: '监督员 01' })
  for (const deed of [{ do: 'call', turn: 1 }, { do: 'start' }, { do: 'finish' }, { do: 'call', turn: 2 }, { do: 'start' }]) await perform(deed)
  const [first = ''] = order

  const address = `${origin}/live/${cast.competition}/0/snapshot`
  const hallNow = { open: true }
  /** When each change was begun, by the seconds that the clock has then. */
  const begun = new Map<number, number>()
  const ages: number[] = []
  let [asked, bytes, failed] = [0, 0, 0]
  const viewer = async () => {
    await sleep(Math.random() * EVERY)
    let [etag, seen] = ['', 300]
    while (hallNow.open) {
      try {
        const answer = await fetch(address, { headers: etag === '' ? {} : { 'if-none-match': etag } })
        asked += 1
        const text = await answer.text()
        if (answer.status === 200) {
          etag = answer.headers.get('etag') ?? ''
          bytes = Math.max(bytes, text.length)
          const now = performance.now()
          const seconds = snapshotSchema.parse(JSON.parse(text)).groups[0]?.clock.seconds ?? seen
          for (let one = seen + 1; one <= seconds; one += 1) ages.push(now - (begun.get(one) ?? now))
          seen = seconds
        } else if (answer.status !== 304) failed += 1
      } catch {
        failed += 1
      }
      await sleep(EVERY * (0.9 + Math.random() * 0.2))
    }
  }
  const saves: number[] = []
  const rules = rulebook.rounds[0]
  if (rules === undefined) throw new TypeError('no round')
  const judge = async (token: string, place: number) => {
    const caller = client.as(token)
    for (let nth = 0; hallNow.open; nth += 1) {
      const from = performance.now()
      await caller.call('PUT', `/proposals/${first}/scorecards/0`, any, { body: { scores: scoresFor(SEED, nth, rules, nth, place), comment: '', revision: null } })
      saves.push(performance.now() - from)
      await sleep(1000 + Math.random() * 1000)
    }
  }
  const everybody = [...Array.from({ length: VIEWERS }, viewer), ...cast.judges.map(({ token }, place) => judge(token, place))]
  await sleep(2000)
  const from = performance.now()
  const before = asked
  for (let change = 1; change <= CHANGES; change += 1) {
    begun.set(300 + change, performance.now())
    await perform({ do: 'add-time', seconds: 1 })
    await sleep(PAUSE)
  }
  await sleep(2500)
  const rate = rounded(((asked - before) / (performance.now() - from)) * 1000)
  hallNow.open = false
  await Promise.all(everybody)
  const wanted = VIEWERS * CHANGES
  const method = `${CHANGES} changes by the host, ${VIEWERS} viewers polling each ${EVERY} ms by ETag, ${JUDGES} judges saving a card each 1 to 2 s; from the host’s request to the viewer’s having it, ${ages.length} of ${wanted} seen; snapshot of ${bytes} bytes at most, ${rate} requests a second, ${failed} failed; server and viewers in processes of their own; ${busyness()}`
  const sorted = ages.toSorted((a, b) => a - b)
  const within = (values: readonly number[], share: number) => Math.round(values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN)
  return [
    { name: 'age of what a viewer sees, median', value: within(sorted, 0.5), unit: 'ms', method },
    { name: 'age of what a viewer sees, 95%', value: within(sorted, 0.95), unit: 'ms', method: 'the same' },
    { name: 'age of what a viewer sees, worst', value: within(sorted, 1), unit: 'ms', method: `the same; aim 2,000, ${within(sorted, 1) <= 2000 && ages.length === wanted && failed === 0 ? 'met' : 'missed'}` },
    { name: 'saving a card meanwhile, 95%', value: within(saves.toSorted((a, b) => a - b), 0.95), unit: 'ms', method: `${saves.length} saves by ${JUDGES} judges during the same minute` },
  ]
}
