import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { derivedId, newCompetitionId, newSecret } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, typed } from '../../shared/kernel/text.ts'
import { competitionItem, competitionRulebookItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { closesAt, type Competition, windowName, type WindowName } from '../../shared/competition/competition.ts'
import { countMistakes, datesFrom, fitDates, moveWindow, orderMistakes, pastMistakes, windowsOf } from '../../shared/competition/dates.ts'
import { machineOf } from '../../shared/competition/steps.ts'
import { isOver } from '../../shared/competition/steps.ts'
import { publicationMistakes } from '../../shared/competition/publication.ts'
import { changedRulebook, changesRules, describedInput, disclosureMistakes, moment, settingsInput, type Settings } from '../../shared/competition/settings.ts'
import { may } from '../../shared/person/access.ts'
import { districtCode } from '../../shared/person/person.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { administered, districtOf } from '../queries/districts.ts'
import { findRulebook } from '../queries/rulebook.ts'

/** Where the command leaves the competition. */
export interface Competed {
  competition: Competition
}

export const createInput = z.strictObject({
  ...describedInput.shape,
  rulebook: z.string().min(1),
  name: describedInput.shape.name.unwrap(),
  authority: describedInput.shape.authority.unwrap(),
  district: districtCode.optional(),
})

/** A draft made from a rulebook; what is not given comes from it. Throws INVALID where there is no such rulebook or a date is wrong. */
export async function createCompetition(context: Context, input: z.infer<typeof createInput>): Promise<Competed> {
  const district = districtOf(context, input.district)
  authorise(context, 'competition.create', { district })
  const found = await findRulebook(context, input.rulebook, [...new Set([district, ...administered(context.actor)])])
  if (found === undefined) throw new Refusal('INVALID', { mistakes: [{ path: 'rulebook', code: 'NAME_UNKNOWN', zh: `没有名为“${input.rulebook}”的章程`, en: `There is no rulebook named "${input.rulebook}"` }] })
  const { rulebook } = found
  if (input.dates !== undefined) refuseDates(input.dates, rulebook, context, undefined)
  const id = newCompetitionId()
  const competition: Competition = {
    id, district, kind: rulebook.kind, name: input.name, authority: input.authority,
    contact: input.contact ?? { phone: '', email: '' },
    introduction: input.introduction ?? '',
    state: 'draft',
    rulebook: { id: rulebook.id, version: rulebook.version },
    seed: '',
    dates: input.dates ?? datesFrom(rulebook, context.now),
    createdAt: context.now,
    createdBy: personOf(context).id,
    publishedAt: null, round: null, eligibilityFinishedAt: null, notice: null, endedBecause: null, cancelledAt: null, awardsPublishedAt: null,
  }
  return act(context, async () => ({
    writes: [competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: id, rulebook }, 'none')],
    trail: bothScopes(competition, { action: 'competition.create', sentence: { zh: `用《${rulebook.name.zh}》新建了大赛`, en: `set the competition up from "${rulebook.name.en ?? rulebook.name.zh}"` }, to: 'draft' }),
    answer: { competition },
  }))
}

export const changeInput = settingsInput

/**
 * Changes a draft. Once the call is out only contact and introduction may change: everybody applies under the rules as published.
 * Throws INVALID with every mistake of the rules as a whole and of the dates, where an organiser changes what is promised, and where more
 * would be published of cards than judges have agreed to; WRONG_STATE for what is fixed already.
 */
export async function changeCompetition(context: Context, id: string, settings: Settings): Promise<Competed> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, id)
    const before = stored.value
    authorise(context, 'competition.change', { district: before.district, competition: id })
    if (before.state !== 'draft') refuseFixed(before, settings)
    const rules = await rulesOf(context, before)
    const rulebook = changesRules(settings) ? changedRulebook(rules.value, settings) : rules.value
    if (!isDeepStrictEqual(rulebook.funding, rules.value.funding)) requireAuthority(context, before)
    await refuseMoreThanAgreed(context, before, rules.value, rulebook, settings)
    const dates = settings.dates ?? fitDates(before.dates, rulebook)
    if (settings.dates !== undefined) refuseDates(settings.dates, rulebook, context, before)
    const after: Competition = {
      ...before, dates, kind: rulebook.kind,
      name: settings.name ?? before.name, authority: settings.authority ?? before.authority,
      contact: settings.contact ?? before.contact, introduction: settings.introduction ?? before.introduction,
    }
    const changed = changedParts(before, after, rules.value, rulebook)
    if (changed.length === 0) return { writes: [], trail: [], answer: { competition: before } }
    const writes: Write[] = [competitionItem.put(after, stored.version)]
    if (rulebook !== rules.value) writes.push(competitionRulebookItem.put({ competition: before.id, rulebook }, rules.version))
    return {
      writes,
      trail: [ofCompetition(after, { action: 'competition.change', sentence: { zh: `修改了${changed.map(({ zh }) => zh).join('、')}`, en: `changed ${changed.map(({ en }) => en).join(', ')}` } })],
      answer: { competition: after },
    }
  })
}

/** What is promised is the authority's to say, whoever prepares the call. Not the bare refusal: what was typed stays on the page. */
function requireAuthority({ actor }: Context, { district, id }: Competition): void {
  if (may(actor, 'competition.fund', { district, competition: id })) return
  throw new Refusal('INVALID', { mistakes: [{ path: 'budget', code: 'NOT_YOURS', zh: '资助的总额和规则由主办单位决定，请让管理员来改', en: 'The budget and rules of the grants are the authority’s; let an administrator change them' }] })
}

/** A judge who accepts meanwhile moves the draft (becomeJudge), so that this is decided again. */
async function refuseMoreThanAgreed({ table }: Context, { id }: Competition, before: Rulebook, after: Rulebook, settings: Settings): Promise<void> {
  const mistakes = disclosureMistakes(before, after, settings)
  if (mistakes.length === 0) return
  const judges = await table.queryAll(judgeItem, keys.judges(id))
  if (judges.some(({ value }) => value.removedAt === null)) throw new Refusal('INVALID', { mistakes })
}

export const publishInput = z.strictObject({
  /** Of a draw held in public, if there was one; otherwise drawn here. It is published with the call. */
  seed: z.string().regex(/^[\w.-]{1,64}$/).optional(),
})

/**
 * Opens the call: the seed is drawn, the rules are fixed, the workflow starts. What is open already stays as it is.
 * Throws INVALID with everything that is missing or wrong.
 */
export async function publishCall(context: Context, id: string, input: z.infer<typeof publishInput>): Promise<Competed> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, id)
    const before = stored.value
    authorise(context, 'competition.publish', { district: before.district, competition: id })
    if (before.state !== 'draft') return { writes: [], trail: [], answer: { competition: before } }
    const rules = await rulesOf(context, before)
    const mistakes = publicationMistakes(before, rules.value, context.now)
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const after: Competition = { ...before, state: 'call', seed: input.seed ?? newSecret().slice(0, 12), publishedAt: context.now }
    const name = `${id}-1`
    return {
      // The rules that were checked are the rules that are published: had they changed meanwhile, this is tried again.
      writes: [competitionItem.put(after, stored.version), { check: rules.key, expect: rules.version }],
      trail: bothScopes(after, { action: 'competition.publish', sentence: { zh: `公布了征集，抽签种子 ${after.seed}`, en: `published the call; seed of the draws: ${after.seed}` }, from: 'draft', to: 'call' }),
      orders: [{ key: derivedId('start', name), order: { do: 'start', machine: machineOf(after), name, input: { competition: id } } }],
      answer: { competition: after },
    }
  })
}

export const moveInput = z.strictObject({
  window: windowName,
  to: moment,
  reason: typed(500),
  /** `shift`: all later windows move by the same time. */
  following: z.enum(['keep', 'shift']).default('keep'),
})

/** Another date for a window; the waiting execution follows at once. Throws as moveWindow does. */
export async function moveDate(context: Context, id: string, input: z.infer<typeof moveInput>): Promise<Competed> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, id)
    const before = stored.value
    authorise(context, 'competition.move-date', { district: before.district, competition: id })
    const rulebook = await loadRulebook(context.table, before)
    const { dates, moved } = moveWindow(before, rulebook, input, context.now)
    const after: Competition = { ...before, dates }
    const open = await roundStillOpen(context, before, input.window)
    const waits = await Promise.all(moved.map(({ window }) => wake(context.table, id, window, 'moved', context.now)))
    return {
      writes: [competitionItem.put(after, stored.version), ...open, ...waits.flatMap(({ writes }) => writes)],
      trail: moved.map(({ name, from, to }) => ofCompetition(after, { action: 'competition.move-date', sentence: { zh: `把${name.zh}从 ${shown(from)} 改到 ${shown(to)}`, en: `moved "${name.en}" from ${shown(from)} to ${shown(to)}` }, from, to, reason: input.reason })),
      orders: waits.flatMap(({ orders }) => orders),
      answer: { competition: after },
    }
  })
}

/**
 * The round under way takes another date while it is planned, or scored and not over; what is closed goes on by way of its unscored
 * proposals. Gives the check that it has not been closed meanwhile (only administrators and tasks write that item).
 */
async function roundStillOpen(context: Context, competition: Competition, window: WindowName): Promise<Write[]> {
  if (competition.state !== 'judging' || window !== `round-${competition.round}`) return []
  const round = await context.table.get(roundItem, keys.round(competition.id, competition.round ?? 0))
  if (round === undefined) return []
  const open = round.value.state === 'planning' || (round.value.state === 'scoring' && round.value.endedAt === null && closesAt(competition, window) > context.now)
  if (!open) throw new Refusal('WRONG_STATE', { mistakes: [{ path: 'window', code: 'WINDOW_OVER', zh: '这一轮已停止评分。还缺评分的，请在评分结果里改派评委并给新的截止时间', en: 'Scoring is over in this round. Where scores are missing, reassign judges with a new date from the results' }] })
  return [{ check: round.key, expect: round.version }]
}

async function rulesOf(context: Context, competition: Competition): Promise<Stored<Rulebook>> {
  const found = await context.table.get(competitionRulebookItem, keys.competitionRulebook(competition.id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return { ...found, value: found.value.rulebook }
}

function refuseFixed(competition: Competition, settings: Settings): void {
  const fixed = Object.entries(settings).filter(([part, value]) => value !== undefined && part !== 'contact' && part !== 'introduction').map(([part]) => part)
  if (fixed.length === 0 && !isOver(competition)) return
  throw new Refusal('WRONG_STATE', { mistakes: fixed.map((path) => path === 'dates'
    ? { path, code: 'USE_MOVE', zh: '征集已公布，改日期请用“修改日期”并写明理由', en: 'The call is out: move a date with a reason instead' }
    : { path, code: 'FIXED', zh: '征集已公布，这一项不能再改', en: 'The call is out, so this is fixed' }) })
}

/** Dates that stay as they were may have passed meanwhile: publishing asks about those. */
function refuseDates(dates: Competition['dates'], rulebook: Rulebook, { now }: Context, before: Competition | undefined): void {
  const windows = windowsOf(dates, rulebook)
  const kept = new Map(before === undefined ? [] : windowsOf(before.dates, rulebook).map(({ window, at }) => [window, at]))
  const mistakes = [...countMistakes(dates, rulebook), ...orderMistakes(windows), ...pastMistakes(windows.filter(({ window, at }) => kept.get(window) !== at), now)]
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

const parts = {
  name: { zh: '名称', en: 'the name' }, authority: { zh: '主办单位', en: 'the authority' }, contact: { zh: '联系方式', en: 'the contact' },
  introduction: { zh: '介绍', en: 'the introduction' }, dates: { zh: '日期', en: 'the dates' },
} as const

function changedParts(before: Competition, after: Competition, rules: Rulebook, changed: Rulebook): { zh: string; en: string }[] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
  const named = (Object.keys(parts) as (keyof typeof parts)[]).filter((part) => differs(before[part], after[part])).map((part) => parts[part])
  return differs(rules, changed) ? [...named, { zh: '规则', en: 'the rules' }] : named
}

type Deed = { action: string; sentence: Bilingual; from?: string; to?: string; reason?: string }
type Line = Omit<Entry, 'id' | 'at' | 'by'>

export const ofCompetition = (competition: Competition, deed: Deed): Line => ({ scope: { of: 'competition', id: competition.id }, about: { noun: 'competition', id: competition.id, label: competition.name.zh }, ...deed })

/** What the whole district follows: set up, published. */
export const bothScopes = (competition: Competition, deed: Deed): Line[] => [ofCompetition(competition, deed), { ...ofCompetition(competition, deed), scope: { of: 'district', id: competition.district } }]

/** As the trail keeps it: minutes in Shanghai, '2026-05-22 17:00'. */
const shown = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
