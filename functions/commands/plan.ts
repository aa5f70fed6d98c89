import * as z from 'zod'
import type { Served } from '../../shared/assignment/problem.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { newSecret, personId } from '../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import { conflictTest } from '../../shared/round/plan.ts'
import { checkPlan } from '../../shared/round/plan-check.ts'
import { type LoadedPlan, loadPlan, type PlanHead, roundItem, writePlan } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import type { Context } from '../context.ts'
import { deal, missingIn, planView, type PlanView, servedBy } from '../queries/plan.ts'
import { cardsOf, type PlanBase, planBase, type Room, roomOf } from '../queries/round.ts'
import { freshFindings } from './conflict.ts'

export const makePlanInput = z.strictObject({ assignment: z.enum(['panel', 'spread']).optional() })

export interface Sentence {
  zh: string
  en: string
}

export const newVersion = () => newSecret().slice(0, 26)

/** The round's trail, under its own number. */
export const roundEntry = (room: Room, action: string, sentence: Sentence, more: Partial<Pick<Entry, 'from' | 'to' | 'reason'>> = {}): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'competition', id: room.competition.value.id }, action, about: { noun: 'round', id: String(room.round.value.index), label: room.rules.name.zh }, sentence, ...more,
})

/** ROUND naming another version: the one write by which a plan comes into force. */
export function switchPlan(room: Room, version: string, changes: Partial<Room['round']['value']> = {}): Write {
  const round = room.round.value
  return roundItem.put({ ...round, ...(round.state === 'planning' ? { preparedPlan: version } : { plan: version }), ...changes }, room.round.version)
}

/**
 * Deals the judges afresh, from ties looked for just now: the same judges, ties and seed make the same plan. The version is written before anybody reads it; switching
 * ROUND's pointer to it is one write. Throws WRONG_STATE once the plan is confirmed.
 */
export async function makeRoundPlan(context: Context, id: string, index: number, input: z.infer<typeof makePlanInput>): Promise<PlanView> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.plan', id, index)
    if (room.round.value.state !== 'planning') throw new Refusal('WRONG_STATE', { facts: { state: room.round.value.state } })
    const found = await freshFindings(context, room.competition.value)
    const base = await planBase(context, room, found.findings)
    const assignment = input.assignment ?? room.rules.assignment
    const dealt = deal(base, assignment)
    const head: PlanHead = {
      ...base.plan.head, version: newVersion(), assignment, previous: base.plan.head.version, madeAt: context.now, shortfalls: dealt.shortfalls, blocking: dealt.blocking,
      groups: base.plan.head.groups.map((group) => ({ ...group, panel: dealt.panels[group.id] ?? [] })),
    }
    await writePlan(context.table, head, dealt.assignments)
    return {
      writes: [switchPlan(room, head.version), ...found.writes],
      trail: [...found.trail, roundEntry(room, 'round.plan', { zh: `为${room.rules.name.zh}分配了评委`, en: `assigned the judges of ${room.rules.name.en ?? room.rules.name.zh}` })],
      answer: planView(room, base, { head, assignments: dealt.assignments }),
    }
  })
}

export const judgeList = z.array(personId).max(60)
export const changePlanInput = z.strictObject({
  /** The version that the change is made from. */
  version: z.string().max(60),
  /** New panels by group; each proposal of the group gets its panel, less those barred from it. */
  panels: z.record(z.string().max(20), judgeList).default({}),
  /** New judges of single proposals; goes before panels. */
  proposals: z.record(z.string().max(40), judgeList).default({}),
  /** Only says what it would lead to. */
  preview: z.boolean().default(false),
})

export interface ChangedPlan {
  /** What the change leads to, in sentences. */
  consequences: Sentence[]
  plan: PlanView
}

/**
 * Changes a plan by hand, in planning and during the scoring. What it leads to is listed. Throws STALE when somebody has changed the plan
 * since, INVALID for a judge who is barred or unknown (and, during the scoring, for a proposal left below the floor), WRONG_STATE after it.
 */
export async function changePlan(context: Context, id: string, index: number, input: z.infer<typeof changePlanInput>): Promise<ChangedPlan> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.plan', id, index)
    const { state } = room.round.value
    if (state !== 'planning' && state !== 'scoring') throw new Refusal('WRONG_STATE', { facts: { state } })
    const base = await planBase(context, room)
    if (input.version !== base.plan.head.version) throw new Refusal('STALE')
    const next = applied(base, input.panels, input.proposals)
    requirePossible(room, base, next.assignments, next.touched)
    const head: PlanHead = { ...base.plan.head, groups: next.groups, assignment: base.plan.head.assignment ?? room.rules.assignment, version: newVersion(), previous: base.plan.head.version, madeAt: context.now }
    const answer = { consequences: await consequencesOf(context, room, base, next.assignments), plan: planView(room, base, { head: input.preview ? { ...head, version: input.version } : head, assignments: next.assignments }) }
    if (input.preview) return { writes: [], trail: [], answer }
    await writePlan(context.table, head, next.assignments)
    return { writes: [switchPlan(room, head.version)], trail: [roundEntry(room, 'round.plan', { zh: `手工调整了${room.rules.name.zh}的评委分配`, en: `changed the assignment of ${room.rules.name.en ?? room.rules.name.zh} by hand` })], answer }
  })
}

interface Applied {
  groups: PlanHead['groups']
  assignments: LoadedPlan['assignments']
  touched: Set<string>
}

/** The plan with panels and single proposals replaced. */
export function applied(base: PlanBase, panels: Readonly<Record<string, readonly string[]>>, proposals: Readonly<Record<string, readonly string[]>>): Applied {
  const mistakes: Mistake[] = Object.keys(panels).filter((id) => !base.plan.head.groups.some((group) => group.id === id)).map((id) => ({ path: `panels.${id}`, code: 'GROUP_UNKNOWN', zh: `这一轮没有“${id}”组。`, en: `This round has no group "${id}".` }))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const inConflict = conflictTest(base.barred)
  const assignments = { ...base.plan.assignments }
  const touched = new Set<string>()
  const set = (entry: string, judges: readonly string[]) => {
    assignments[entry] = judges.map((judge) => personId.parse(judge))
    touched.add(entry)
  }
  const groups = base.plan.head.groups.map((group) => {
    const panel = panels[group.id]
    if (panel === undefined) return group
    for (const proposal of group.proposals) set(proposal, panel.filter((judge) => !inConflict(judge, proposal)))
    return { ...group, panel: panel.map((judge) => personId.parse(judge)) }
  })
  for (const [proposal, judges] of Object.entries(proposals)) set(proposal, judges)
  return { groups, assignments, touched }
}

/** What no plan may have, confirmed or not. During the scoring the proposals that are touched keep the floor, too. */
export function requirePossible(room: Room, base: PlanBase, assignments: LoadedPlan['assignments'], touched: ReadonlySet<string>): void {
  const never = new Set(['ENTRY_UNKNOWN', 'JUDGE_UNKNOWN', 'JUDGE_TWICE', 'CONFLICT', ...(room.round.value.state === 'planning' ? [] : ['TOO_FEW_JUDGES'])])
  const wrong = checkPlan(base.input, assignments).filter(({ path, code }) => never.has(code) && touched.has(path.replace('assignments.', '')))
  if (wrong.length === 0) return
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  throw new Refusal('INVALID', { mistakes: wrong.map((mistake) => {
    const proposal = mistake.path.replace('assignments.', '')
    const title = base.proposals.get(proposal)?.title ?? proposal
    const who = mistake.code === 'CONFLICT' ? (assignments[proposal] ?? []).filter((judge) => base.barred.some((one) => one.judge === judge && one.entry === proposal)).map((judge) => names.get(judge) ?? judge).join('、') : ''
    return { ...mistake, path: `proposals.${proposal}`, zh: `《${title}》${who === '' ? '' : `（${who}）`}：${mistake.zh}`, en: `"${title}"${who === '' ? '' : ` (${who})`}: ${mistake.en}` }
  }) })
}

/** What a change leads to: cards that count no more, proposals left short, loads, and how well proposals are served. */
export async function consequencesOf(context: Context, room: Room, base: PlanBase, after: LoadedPlan['assignments']): Promise<Sentence[]> {
  const before = base.plan.assignments
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  const name = (judge: string) => names.get(judge) ?? judge
  const title = (entry: string) => base.proposals.get(entry)?.title ?? entry
  const removed = Object.fromEntries(Object.entries(before).map(([entry, judges]) => [entry, judges.filter((judge) => !(after[entry] ?? []).includes(judge))]))
  const cards = room.round.value.state === 'planning' ? new Map() : await cardsOf(context, room.round.value.index, removed)
  const lost = [...cards.values()].map((card): Sentence => card.state === 'submitted'
    ? { zh: `${name(card.judge)}已交的《${title(card.proposal)}》评分表（${card.total} 分）不再计入`, en: `the card of ${name(card.judge)} for "${title(card.proposal)}" (${card.total}) will not count any more` }
    : { zh: `${name(card.judge)}填了一部分的《${title(card.proposal)}》评分表不再需要`, en: `the unfinished card of ${name(card.judge)} for "${title(card.proposal)}" is not needed any more` })
  const load = (of: LoadedPlan['assignments'], judge: string) => Object.values(of).filter((judges) => judges.some((one) => one === judge)).length
  const loads = base.judges.flatMap(({ person }): Sentence[] => {
    const [was, is] = [load(before, person), load(after, person)]
    return was === is ? [] : [{ zh: `${name(person)}：${was} 份 → ${is} 份`, en: `${name(person)}: ${was} → ${is} proposals` }]
  })
  const short = Object.entries(after).flatMap(([entry, judges]): Sentence[] =>
    (judges.length >= room.rules.panelSize || judges.length === (before[entry] ?? []).length ? [] : [{ zh: `《${title(entry)}》有 ${judges.length} 位评委，章程要 ${room.rules.panelSize} 位`, en: `"${title(entry)}" has ${judges.length} judges; the rulebook asks for ${room.rules.panelSize}` }]))
  return [...lost, ...short, ...loads, ...servedChange(servedBy(base, before), servedBy(base, after))]
}

/** How much better or worse proposals are served. */
function servedChange(was: Served | null, is: Served | null): Sentence[] {
  if (was === null || is === null || (was.total === is.total && was.worst === is.worst)) return []
  return [{ zh: `适配度合计 ${was.total} → ${is.total}，最低的一份 ${was.worst} → ${is.worst}`, en: `points of expertise in all: ${was.total} → ${is.total}; of the worst-served proposal: ${was.worst} → ${is.worst}` }]
}

/**
 * Takes the last change back: the version before is in force again. Throws WRONG_STATE where there is none, or (during the scoring) once a
 * recusal has been settled in the present version.
 */
export async function undoPlan(context: Context, id: string, index: number): Promise<PlanView> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.plan', id, index)
    const { state } = room.round.value
    if (state !== 'planning' && state !== 'scoring') throw new Refusal('WRONG_STATE', { facts: { state } })
    const base = await planBase(context, room)
    const previous = base.plan.head.previous ?? null
    if (previous === null) throw new Refusal('WRONG_STATE', { facts: { state } })
    if (state === 'scoring') {
      const earlier = await loadPlan(context.table, id, index, previous)
      const recusals = await context.table.queryAll(recusalItem, keys.recusals(id, index))
      const settled = recusals.some(({ value }) => value.resolvedAt !== null && value.resolvedAt >= base.plan.head.madeAt)
      if (settled || missingIn(base, earlier.assignments).length > 0) throw new Refusal('WRONG_STATE', { facts: { state } })
    }
    const plan = await loadPlan(context.table, id, index, previous)
    return { writes: [switchPlan(room, previous)], trail: [roundEntry(room, 'round.plan', { zh: `撤回了${room.rules.name.zh}评委分配的上一次改动`, en: `took back the last change of the assignment of ${room.rules.name.en ?? room.rules.name.zh}` })], answer: planView(room, base, plan) }
  })
}

/**
 * Puts the prepared plan in force and opens the scoring. Throws PLAN_NOT_READY with everything that is missing: a proposal below the
 * floor, a barred judge, a closing date that has passed.
 */
export async function confirmPlan(context: Context, id: string, index: number): Promise<{ state: 'scoring'; scoringOpenedAt: string }> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.plan', id, index)
    const round = room.round.value
    if (round.state !== 'planning') throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
    const found = await freshFindings(context, room.competition.value)
    const base = await planBase(context, room, found.findings)
    const missing = missingIn(base, base.plan.assignments)
    if (closesAt(room.competition.value, `round-${index}`) <= context.now) missing.push({ path: 'closesAt', code: 'DATE_PASSED', zh: '这一轮的截止时间已经过了，请先改期。', en: 'The closing date of this round has passed; move it first.' })
    if (missing.length > 0) throw new Refusal('PLAN_NOT_READY', { mistakes: missing })
    const woken = await wake(context.table, id, `plan-${index}`, 'decided', context.now)
    return {
      writes: [roundItem.put({ ...round, state: 'scoring', plan: base.plan.head.version, preparedPlan: null, scoringOpenedAt: context.now }, room.round.version), ...woken.writes, ...found.writes],
      orders: woken.orders,
      trail: [...found.trail, roundEntry(room, 'round.plan', { zh: `确认了${room.rules.name.zh}的评委分配，开始评分`, en: `confirmed the assignment of ${room.rules.name.en ?? room.rules.name.zh}; scoring is open` }, { from: 'planning', to: 'scoring' })],
      answer: { state: 'scoring' as const, scoringOpenedAt: context.now },
    }
  })
}
