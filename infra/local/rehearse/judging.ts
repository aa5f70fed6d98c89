import * as z from 'zod'
import { drawn } from '../../../shared/kernel/draw.ts'
import type { Round as Rules } from '../../../shared/rulebook/round.ts'
import { FOUND, foundOn, leavesOf, type Sheet } from '../../../shared/rulebook/sheet.ts'
import { Trouble } from '../trouble.ts'
import type { Written } from './applying.ts'
import { type Actor, keyOf } from './cast.ts'
import { Refused, several, Unreached } from './client.ts'
import { numbers } from './numbers.ts'
import type { Scene } from './scene.ts'
import type { Tracking } from './waiting.ts'

/** How often a judge finds a tie to an applicant only on reading, and how many such recusals a round may have. */
const RECUSED = 0.004
const MOST_RECUSED = 3

/** How often a judge gives a bonus or takes a deduction. */
const EXTRA = 0.2
/** How often a judge finds what makes an item or the card 0. */
const FOUND_OUT = 0.02
/** Ballots of the public; the platform takes 600 an hour from one network. */
const MOST_VOTERS = 200

const any = z.unknown()
const sentence = z.object({ zh: z.string() })
const planAnswer = z.object({
  made: z.boolean(), ready: z.boolean(), missing: z.array(sentence), shortfalls: z.array(z.object({ entry: z.string() })), judges: z.array(z.object({ id: z.string(), load: z.int() })),
  groups: z.array(z.object({ proposals: z.array(z.object({ proposal: z.string(), judges: z.array(z.string()) })) })),
})
type Plan = z.infer<typeof planAnswer>
const assignments = z.object({ items: z.array(z.object({ proposal: z.string(), state: z.enum(['none', 'draft', 'submitted']) })) })
const recusals = z.object({ items: z.array(z.object({ proposal: z.string(), judge: z.string(), state: z.string(), mayGoOn: z.boolean(), candidates: z.array(z.object({ judge: z.string() })) })) })
const unscored = z.object({ items: z.array(z.object({ proposal: z.string(), cards: z.int(), decision: z.unknown().nullable() })) })
const standingAnswer = z.object({
  tied: z.array(z.object({ entries: z.array(z.string()), seats: z.int() })),
  items: z.array(z.object({ proposal: z.string(), place: z.int(), total: z.string() })),
})
const roundAnswer = z.object({ entries: z.int(), closesAt: z.string() })

/** What a round came to, by the proposals' numbers. */
export interface RoundPlayed {
  entries: number
  standing: { proposal: number; place: number; total: string }[]
}

/** One round as administrator and judges play it: plan, recusals, cards, the early end, and what is left to decide. */
export async function playRound(scene: Scene, index: number, written: readonly Written[]): Promise<RoundPlayed> {
  const { administrator, cast, seed, tell } = scene
  const rules = scene.rulebook.rounds[index]
  if (rules === undefined) throw new TypeError(`no round ${index}`)
  const at = `/competitions/${cast.competition}/rounds/${index}`
  const numberOf = new Map(written.map(({ id, number }) => [id, number]))
  const plan = await makePlan(scene, at)
  if (plan.shortfalls.length > 0) tell(`  ${plan.shortfalls.length} 份的评委少于 ${rules.panelSize} 位，但不低于 ${rules.floor} 位 fewer judges than the rulebook asks, though not below its floor`)
  await administrator.call('POST', `${at}/plan/confirmation`, any, { key: keyOf(seed, 'confirm', index) })
  const recused = await recuse(scene, index, at, plan, numberOf)
  const cards = await scoreAll(scene, index, at, rules, numberOf)
  const ballots = scene.rulebook.vote?.during === rules.id ? await vote(scene) : 0
  const { entries, closesAt } = await administrator.call('GET', at, roundAnswer)
  tell(`  ${entries} 份，${cards} 张评分表，${recused} 次回避${ballots === 0 ? '' : `，${ballots} 张选票`} entries, cards, recusals${ballots === 0 ? '' : ', ballots'}`)
  await close(scene, index, at, closesAt)
  await settle(scene, index, at)
  const { items } = await administrator.call('GET', `${at}/standings?size=1000`, standingAnswer)
  return { entries, standing: items.map(({ proposal, place, total }) => ({ proposal: numberOf.get(proposal) ?? 0, place, total })) }
}

/** Deals the judges by the rulebook. An answer that was lost on the way is no reason to deal again: it is looked up. */
export async function makePlan({ administrator }: Scene, at: string): Promise<Plan> {
  for (;;) {
    let plan = await administrator.call('GET', `${at}/plan`, planAnswer)
    if (!plan.made) {
      try {
        plan = await administrator.call('POST', `${at}/plan`, planAnswer, { body: {}, once: true })
      } catch (error) {
        if (error instanceof Unreached) continue
        throw error
      }
    }
    if (plan.ready) return plan
    const reasons = plan.missing.slice(0, 5).map(({ zh }) => `  ${zh}`)
    throw new Trouble(`这一轮的评委分配不能确认，请增加评委 The plan of the round cannot be confirmed; take more judges:\n${reasons.join('\n')}${plan.missing.length > 5 ? `\n  … ${plan.missing.length}` : ''}`)
  }
}

async function recuse(scene: Scene, index: number, at: string, plan: Plan, numberOf: ReadonlyMap<string, number>): Promise<number> {
  const { administrator, cast, seed, client } = scene
  const byId = new Map<string, { judge: Actor; place: number }>(cast.judges.map((judge, place) => [judge.id, { judge, place }]))
  const pairs = plan.groups.flatMap(({ proposals }) => proposals).flatMap(({ proposal, judges }) => judges.map((judge) => ({ proposal, number: numberOf.get(proposal) ?? 0, judge: byId.get(judge) })))
    .toSorted((a, b) => a.number - b.number || (a.judge?.place ?? 0) - (b.judge?.place ?? 0))
  const drawnPairs = pairs.filter(({ number, judge }) => judge !== undefined && numbers(seed, 'recusal', index, number, judge.place).chance(RECUSED)).slice(0, MOST_RECUSED)
  for (const { proposal, number, judge } of drawnPairs) {
    if (judge === undefined) continue
    await client.as(judge.judge.token).call('POST', `/proposals/${proposal}/recusals`, any, { body: { reason: '与申报单位有过合作' }, key: keyOf(seed, 'recuse', index, number, judge.place) })
  }
  if (drawnPairs.length === 0) return 0
  // One after the other: who stands in depends on who has how much.
  for (const { proposal, number, judge } of drawnPairs) {
    const { items } = await administrator.call('GET', `${at}/recusals`, recusals)
    const asked = items.find((one) => one.proposal === proposal && one.judge === judge?.judge.id && one.state === 'asked')
    const [candidate] = asked?.candidates ?? []
    if (asked === undefined || (candidate === undefined && !asked.mayGoOn)) continue
    const body = candidate === undefined ? { decision: 'without', reason: '其余评委已够章程的最低人数' } : { decision: 'replace', replacement: candidate.judge }
    await administrator.call('POST', `${at}/recusals/${proposal}/${asked.judge}`, any, { body, key: keyOf(seed, 'resolve', index, number, judge?.place ?? 0) })
  }
  return drawnPairs.length
}

async function scoreAll(scene: Scene, index: number, at: string, rules: Rules, numberOf: ReadonlyMap<string, number>): Promise<number> {
  const { administrator, cast, seed, client, width } = scene
  const { judges } = await administrator.call('GET', `${at}/plan`, planAnswer)
  const loads = new Map(judges.map(({ id, load }) => [id, load]))
  let cards = 0
  await several(cast.judges.map((judge, place) => ({ judge, place })).filter(({ judge }) => (loads.get(judge.id) ?? 0) > 0), width, async ({ judge, place }) => {
    const caller = client.as(judge.token)
    const { items } = await caller.call('GET', `${at}/assignments`, assignments)
    for (const [i, { proposal }] of items.toSorted((a, b) => (numberOf.get(a.proposal) ?? 0) - (numberOf.get(b.proposal) ?? 0)).entries()) {
      const number = numberOf.get(proposal) ?? 0
      const scores = scoresFor(seed, index, rules, number, place)
      let revision: number | null = null
      if (i === 0) {
        // The first is read and begun, left, and come back to.
        await caller.call('GET', `/proposals/${proposal}/reading`, any)
        const begun = Object.fromEntries(Object.entries(scores).slice(0, 1))
        revision = (await caller.call('PUT', `/proposals/${proposal}/scorecards/${index}`, z.object({ revision: z.int() }), { body: { scores: begun }, key: keyOf(seed, 'begin', index, number, place) })).revision
      }
      await caller.call('POST', `/proposals/${proposal}/scorecards/${index}/submission`, any, { body: { scores, comment: foundOn(rules, scores).map(({ label }) => `查到：${label.zh}`).join('；'), revision }, key: keyOf(seed, 'card', index, number, place) })
      cards += 1
    }
  })
  return cards
}

/** The applicants vote as residents do, each for what their own seed draws; a hall's worth of them. */
async function vote({ cast, client, seed, width }: Scene): Promise<number> {
  const voters = cast.applicants.slice(0, MOST_VOTERS)
  await several(voters.map((voter, n) => ({ voter, n })), width, async ({ voter, n }) => {
    const caller = client.as(voter.token)
    const { most, projects } = await caller.call('GET', `/competitions/${cast.competition}/vote`, z.object({ most: z.int(), projects: z.array(z.object({ proposal: z.string(), title: z.string() })) }))
    const proposals = drawn(`${seed}/ballot/${n}`, projects, ({ title }) => title).slice(0, most).map(({ proposal }) => proposal)
    await caller.call('POST', `/competitions/${cast.competition}/ballots`, any, { body: { proposals }, key: keyOf(seed, 'ballot', n) })
  })
  return voters.length
}

/**
 * A card by the proposal's quality, the judge's severity and the day's chance, each of them seeded; in the sheet's decimals and steps. About
 * two in three proposals are between 66 and 86 of a hundred. `of`: the round or the evaluation.
 */
export function scoresFor(seed: string, of: number | string, { criteria, extras = [], triggers = [], entry }: Sheet, number: number, judge: number): Record<string, string> {
  const quality = 0.76 + 0.1 * numbers(seed, 'quality', number).around()
  const severity = 0.03 * numbers(seed, 'severity', judge).around()
  const chance = numbers(seed, 'card', of, number, judge)
  const steps = 1 / entry.step
  const points = (share: number, max: number) => (Math.min(Math.round(share * max * steps), Math.floor(max * steps)) / steps).toFixed(entry.decimals)
  const scores = leavesOf(criteria).map(({ id, max }) => [id, points(Math.min(1, Math.max(0, quality + severity + 0.05 * chance.around())), max)])
  const given = extras.flatMap(({ id, most }) => (chance.chance(EXTRA) ? [[id, points(chance.integer(1, 10) / 10, most)]] : []))
  const found = triggers.flatMap(({ id }) => (chance.chance(FOUND_OUT) ? [[id, FOUND]] : []))
  return Object.fromEntries([...scores, ...given, ...found])
}

/** Ends the round as soon as all cards are in; where a recusal nobody could stand in for keeps it open, its date does. */
export async function close({ administrator, patience, seed }: Scene, index: number, at: string, closesAt: string): Promise<void> {
  try {
    const { endedAt } = await administrator.call('POST', `${at}/closing`, z.object({ endedAt: z.string() }), { key: keyOf(seed, 'close', index) })
    await patience.pass(endedAt, 'SettleScoring', index)
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'SCORES_MISSING') throw error
    await patience.pass(closesAt, 'AwaitScoring', index)
  }
}

/** Decides what the closed round leaves to people, until it is over. */
export async function settle({ administrator, patience, seed, cast, tell }: Scene, index: number, at: string): Promise<void> {
  const over = ({ now, competition }: Tracking) => competition.state !== 'judging' || competition.round !== index || now?.state === 'AwaitPublication'
  const waitsIn = (state: string) => ({ now }: Tracking) => now?.state === state && now.execution.startsWith(`${cast.competition}-r${index}-`)
  const [unscoredWaits, tiesWait] = [waitsIn('AwaitUnscored'), waitsIn('AwaitTies')]
  let tracking = await patience.until('the tally', (one) => over(one) || unscoredWaits(one) || tiesWait(one))
  if (unscoredWaits(tracking)) {
    const { items } = await administrator.call('GET', `${at}/unscored`, unscored)
    const decisions = items.map(({ proposal, cards }) => ({ proposal, decision: cards === 0 ? 'exclude' : 'accept-fewer', reason: '回避后无人可补' }))
    await administrator.call('POST', `${at}/unscored/decisions`, any, { body: { decisions }, key: keyOf(seed, 'unscored', index) })
    tracking = await patience.until('the tally', (one) => over(one) || tiesWait(one))
  }
  if (tiesWait(tracking)) {
    const { tied } = await administrator.call('GET', `${at}/standings?size=1`, standingAnswer)
    const chosen = tied.flatMap(({ entries, seats }) => drawn(`${seed}/tie/${index}`, entries, (entry) => entry).slice(0, seats))
    await administrator.call('POST', `${at}/ties`, any, { body: { chosen, reason: '按公布的种子抽签' }, key: keyOf(seed, 'ties', index) })
    tell(`  ${tied.length} 处并列由抽签决定 ties decided by lot`)
    await patience.until('the end of the round', over)
  }
}
