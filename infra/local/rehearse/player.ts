import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import { drawn } from '../../../shared/kernel/draw.ts'
import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { apply, type Written } from './applying.ts'
import { type Cast, COMPETITION_STEP, DISTRICT, keyOf } from './cast.ts'
import { checkEligibility } from './checking.ts'
import type { Client } from './client.ts'
import { decide } from './deciding.ts'
import { fund, type FundingPlayed } from './funding.ts'
import { playRound, type RoundPlayed } from './judging.ts'
import type { Scene } from './scene.ts'
import { Patience, type Tracking } from './waiting.ts'

export interface Play {
  client: Client
  cast: Cast
  rulebook: Rulebook
  seed: string
  /** Requests at the same time; the outcome does not depend on it. */
  width: number
  /** Told in passing, for whoever watches. */
  tell: (line: string) => void
  /** A step of the competition begins. */
  step: (name: string) => Promise<void>
}

export interface AwardGiven {
  award: string
  place: number | null
  /** The proposal by its number in the rehearsal's order, from 1. */
  proposal: number
  total: string
  /** Fen; null in a contest. */
  amount: number | null
}

export interface Outcome {
  /** `completed`, or `ended` with `because`. */
  state: string
  because: string | null
  /** Proposals of the last round; 0 where it was not reached. */
  finalists: number
  awards: AwardGiven[]
  /** Awards with fewer takers than places, each in a sentence. */
  unfilled: string[]
  /** A venture's money; null in a contest, and where nothing was granted. */
  funding: FundingPlayed | null
  /** After each round that was played. */
  standings: RoundPlayed['standing'][]
  proposals: Written[]
  /** States that the executions have been in, over all of them, as their histories tell. */
  transitions: number
}

const any = z.unknown()
const competitionAnswer = z.object({ id: z.string(), publishedAt: z.string().nullable(), dates: z.object({ callClosesAt: z.string() }) })
const tiesAnswer = z.object({ ties: z.array(z.object({ award: z.string(), category: z.string().nullable(), places: z.int(), tied: z.array(z.object({ proposal: z.string() })) })), unfilled: z.array(z.object({ zh: z.string() })) })
const previewAnswer = z.object({ suggested: z.object({ basis: z.string(), process: z.string(), contact: z.object({ phone: z.string(), email: z.string() }) }) })
const awardsAnswer = z.object({ awards: z.array(z.object({ award: z.string(), place: z.int().nullable(), number: z.string(), total: z.string(), amount: z.int().nullable() })) })

/** Plays a whole competition as its people would: from setting it up to its awards, a venture to the last fen of its grants. Throws Refused with what the platform refuses. */
export async function play(given: Play): Promise<Outcome> {
  const { client, cast, rulebook, step } = given
  const administrator = client.as(cast.administrator.token)
  const scene: Scene = { ...given, administrator, patience: new Patience(client, administrator, cast.competition) }
  const { patience } = scene
  await step('征集 call')
  const { publishedAt, dates } = await setUp(scene)
  const written = await apply(scene, { opensAt: publishedAt ?? '', closesAt: dates.callClosesAt })
  await patience.pass(dates.callClosesAt, 'AwaitCall')
  let tracking = await patience.untilIn(['AwaitEligibility'])
  const rounds: RoundPlayed[] = []
  let unfilled: string[] = []
  let funding: FundingPlayed | null = null
  if (goesOn(tracking)) {
    await step('资格审查 eligibility')
    await checkEligibility(scene, written)
    tracking = await patience.untilIn(['AwaitPlan'], 0)
  }
  for (const [index, round] of rulebook.rounds.entries()) {
    if (!goesOn(tracking)) break
    await step(`${round.name.zh} ${round.name.en ?? round.id}`)
    rounds.push(await playRound(scene, index, written))
    tracking = index === rulebook.rounds.length - 1 ? await patience.untilIn(['AwaitPublication', 'AwaitPortfolio']) : await patience.untilIn(['AwaitPlan'], index + 1)
  }
  if (goesOn(tracking) && rulebook.kind === 'venture') {
    await step('资助决定 decision')
    await decide(scene)
    await patience.untilIn(['AwaitPublication'])
  }
  if (goesOn(tracking)) {
    await step('公示与奖项 notice and awards')
    unfilled = await conclude(scene)
  }
  if (goesOn(tracking) && rulebook.kind === 'venture') {
    await step('协议、拨款与评估 agreements, money and evaluations')
    await patience.untilIn(['AwaitGrants'])
    funding = await fund(scene, written)
  }
  return outcome(scene, written, rounds, unfilled, funding)
}

const goesOn = ({ competition }: Tracking) => competition.state !== 'ended'

/** Imports the rulebook, sets the competition up by it and publishes its call. */
export async function setUp({ cast, rulebook, seed, administrator, tell }: Scene) {
  // The library's names are its own: a rulebook of the same name is imported under another.
  const id = libraryRulebooks().some((one) => one.id === rulebook.id) ? `rehearsed-${rulebook.id}`.slice(0, 40) : rulebook.id
  await administrator.call('POST', '/rulebooks', any, { body: { district: DISTRICT, rulebook: { ...rulebook, id } }, key: keyOf(seed, 'rulebook') })
  const created = await administrator.call('POST', '/competitions', competitionAnswer, {
    key: keyOf(seed, COMPETITION_STEP),
    body: { rulebook: id, district: DISTRICT, name: { zh: '彩排大赛', en: 'Rehearsal' }, authority: { zh: '示例主办单位', en: 'Sample authority' }, contact: { phone: '0573-82700000', email: 'rehearsal@example.cn' } },
  })
  if (created.id !== cast.competition) throw new TypeError(`the competition is ${created.id}, not ${cast.competition} as the seed makes it`)
  tell(`  ${cast.applicants.length} 家单位 applicants，${cast.judges.length} 位评委 judges`)
  return administrator.call('POST', `/competitions/${created.id}/publication`, competitionAnswer, { body: { seed }, key: keyOf(seed, 'publication') })
}

/** Ties by lot, the notice and its days, the awards. Gives a sentence for each award that is not filled. */
async function conclude({ cast, seed, administrator, patience, tell }: Scene): Promise<string[]> {
  const at = `/competitions/${cast.competition}`
  let proposed = await administrator.call('GET', `${at}/awards/ties`, tiesAnswer)
  for (let nth = 0; ; nth += 1) {
    const [tie] = proposed.ties
    if (tie === undefined) break
    const chosen = drawn(`${seed}/award/${tie.award}/${tie.category ?? ''}`, tie.tied.map(({ proposal }) => proposal), (proposal) => proposal).slice(0, tie.places)
    await administrator.call('POST', `${at}/awards/ties`, any, { body: { award: tie.award, category: tie.category, chosen, reason: '按公布的种子抽签' }, key: keyOf(seed, 'award-tie', nth) })
    tell(`  奖项 ${tie.award} 的并列由抽签决定 tie decided by lot`)
    proposed = await administrator.call('GET', `${at}/awards/ties`, tiesAnswer)
  }
  const { suggested } = await administrator.call('GET', `${at}/notice/preview`, previewAnswer)
  const { endsAt } = await administrator.call('POST', `${at}/notice`, z.object({ endsAt: z.string() }), { body: suggested, key: keyOf(seed, 'notice') })
  await patience.pass(endsAt, 'AwaitNotice')
  await patience.untilIn(['AwaitAwards'])
  await administrator.call('POST', `${at}/awards`, any, { key: keyOf(seed, 'awards') })
  return proposed.unfilled.map(({ zh }) => zh)
}

async function outcome({ cast, administrator, patience }: Scene, proposals: Written[], rounds: readonly RoundPlayed[], unfilled: string[], funding: FundingPlayed | null): Promise<Outcome> {
  const ended = new Set(['Done', 'EndedWithoutAwards'])
  const isOver = ({ path }: Tracking) => path.length > 0 && path.every(({ visits }) => ended.has(visits.at(-1)?.state ?? ''))
  // 'ended' stands in the record before the machine has come to its end; and what is looked up first may be older than the histories.
  await patience.until('the end', isOver)
  while (!isOver(await patience.look())) await setTimeout(20)
  const tracking = await patience.look()
  const { state, endedBecause } = tracking.competition
  const numberOf = new Map(proposals.map(({ shown, number }) => [shown, number]))
  const { awards } = state === 'completed' ? await administrator.call('GET', `/competitions/${cast.competition}/awards`, awardsAnswer) : { awards: [] }
  return {
    state, because: endedBecause?.zh ?? null,
    finalists: rounds.at(-1)?.entries ?? 0,
    awards: awards.map(({ award, place, number, total, amount }) => ({ award, place, proposal: numberOf.get(number) ?? 0, total, amount })),
    unfilled, funding, proposals,
    standings: rounds.map(({ standing }) => standing),
    transitions: tracking.path.reduce((sum, { visits }) => sum + visits.length, 0),
  }
}
