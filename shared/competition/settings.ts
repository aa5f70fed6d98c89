import * as z from 'zod'
import { toInstant } from '../kernel/instant.ts'
import { mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { advanceSchema, disclosesMore, disclosures, groupingSchema, mostDisclosed } from '../rulebook/round.ts'
import { awardRuleSchema, parseRulebook, type Rulebook } from '../rulebook/rulebook.ts'
import { MOST_VOTE_WEIGHT } from '../rulebook/vote.ts'

/** An instant as people and programs write it: with any offset, with or without seconds' fractions. */
export const moment = z.iso.datetime({ offset: true, error: 'INSTANT_MALFORMED' }).transform((text) => toInstant(Date.parse(text)))

const name = z.strictObject({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(120).optional() })

const datesInput = z.strictObject({ callClosesAt: moment, eligibilityClosesAt: moment, roundsCloseAt: z.array(moment).min(1).max(6) })

/** What an administrator may set of a competition beside its rules. */
export const describedInput = z.strictObject({
  name: name.optional(),
  authority: name.optional(),
  contact: z.strictObject({ phone: z.string().trim().max(40), email: z.union([z.literal(''), z.email().max(254)]) }).optional(),
  introduction: z.string().trim().max(5000).optional(),
  dates: datesInput.optional(),
})

const roundChange = z.strictObject({
  /** Which round of the rulebook. */
  id: z.string(),
  weight: z.int().min(0).max(100).optional(),
  panelSize: z.int().min(1).max(30).optional(),
  floor: z.int().min(1).max(30).optional(),
  grouping: groupingSchema.optional(),
  assignment: z.enum(['panel', 'spread']).optional(),
  advance: advanceSchema.optional(),
  advanceTie: z.enum(['include', 'decide']).optional(),
  disclosure: z.enum(disclosures).optional(),
})

/** The rules that are set for one competition. What is left out stays as the rulebook has it; lists are given whole, rounds by their id. */
const rulesInput = z.strictObject({
  categories: z.array(z.strictObject({ id: z.string(), name: bilingual })).max(40).optional(),
  rounds: z.array(roundChange).max(6).optional(),
  awards: z.array(awardRuleSchema).max(20).optional(),
  awardTie: z.enum(['include', 'decide']).optional(),
  notice: z.strictObject({ workingDays: z.int().min(1).max(30), firstDayCounts: z.boolean(), rulingWorkingDays: z.int().min(1).max(60).optional(), partial: z.boolean().optional() }).optional(),
  proposalsEach: z.int().min(1).max(100).nullable().optional(),
  blind: z.boolean().optional(),
  /** What may be given in all, in fen; only of a venture competition. */
  budget: z.int().min(1).max(mostFen).optional(),
  /** Of a rulebook with a public vote: what it counts, up to the rulebook's cap. */
  vote: z.strictObject({ weight: z.int().min(1).max(MOST_VOTE_WEIGHT) }).optional(),
  /** The whole of the rules, for programs: replaces the competition's copy before the other parts apply. */
  rulebook: z.unknown().optional(),
})
export const settingsInput = z.strictObject({ ...describedInput.shape, ...rulesInput.shape })
export type Settings = z.infer<typeof settingsInput>

export const changesRules = (settings: Settings): boolean => Object.keys(rulesInput.shape).some((part) => settings[part as keyof typeof rulesInput.shape] !== undefined)

/**
 * The competition's copy of its rules with the settings in it, validated as a whole. Throws INVALID with every mistake: at the
 * settings' own field where one was given (`rounds.0.weight`), below `rulebook.` otherwise.
 */
export function changedRulebook(rulebook: Rulebook, settings: Settings): Rulebook {
  const base = settings.rulebook ?? rulebook
  if (typeof base !== 'object' || base === null || Array.isArray(base)) throw new Refusal('INVALID', { mistakes: [{ path: 'rulebook', code: 'WRONG_TYPE', zh: '章程应为一个 JSON 对象', en: 'A rulebook is a JSON object' }] })
  const rounds: unknown = Reflect.get(base, 'rounds')
  const known = Array.isArray(rounds) ? rounds.map((round: unknown) => (typeof round === 'object' && round !== null ? String(Reflect.get(round, 'id')) : '')) : []
  const unknown = (settings.rounds ?? []).flatMap(({ id }, i): Mistake[] => (known.includes(id) ? [] : [{ path: `rounds.${i}.id`, code: 'NAME_UNKNOWN', zh: `章程里没有“${id}”这一轮（有：${known.join('、')}）`, en: `The rulebook has no round "${id}" (it has: ${known.join(', ')})` }]))
  const funding: unknown = Reflect.get(base, 'funding')
  const funds = typeof funding === 'object' && funding !== null
  if (settings.budget !== undefined && !funds) unknown.push({ path: 'budget', code: 'FUNDING_OUTSIDE', zh: '只有公益创投才有资金总额', en: 'Only a venture competition has a budget' })
  const vote: unknown = Reflect.get(base, 'vote')
  const votes = typeof vote === 'object' && vote !== null
  if (settings.vote !== undefined && !votes) unknown.push({ path: 'vote.weight', code: 'VOTE_OUTSIDE', zh: '章程里没有公众投票', en: 'The rulebook has no public vote' })
  const changed = {
    ...base,
    ...(settings.categories === undefined ? {} : { categories: settings.categories }),
    ...(settings.rounds === undefined || !Array.isArray(rounds) ? {} : { rounds: rounds.map((round: unknown, i) => ({ ...(typeof round === 'object' ? round : {}), ...settings.rounds?.find(({ id }) => id === known[i]) })) }),
    ...(settings.awards === undefined ? {} : { awards: settings.awards }),
    ...(settings.awardTie === undefined ? {} : { awardTie: settings.awardTie }),
    ...(settings.notice === undefined ? {} : { notice: { ...Reflect.get(base, 'notice'), ...settings.notice } }),
    ...(settings.blind === undefined ? {} : { blind: settings.blind }),
    ...(settings.budget === undefined || !funds ? {} : { funding: { ...funding, budget: settings.budget } }),
    ...(settings.vote === undefined || !votes ? {} : { vote: { ...vote, ...settings.vote } }),
    ...(settings.proposalsEach === undefined ? {} : { applicants: { ...Reflect.get(base, 'applicants'), proposalsEach: settings.proposalsEach } }),
  }
  const parsed = parseRulebook(changed)
  if (parsed.ok && unknown.length === 0) return parsed.rulebook
  throw new Refusal('INVALID', { mistakes: [...unknown, ...(parsed.ok ? [] : parsed.mistakes.map((mistake) => ({ ...mistake, path: fieldOf(mistake.path, settings, known) })))] })
}

/**
 * Judges agree to what is published of their cards when they accept: from the first of them on it may become less, never more. Gives a
 * mistake at each round that would show more than was agreed to.
 */
export function disclosureMistakes(agreed: Rulebook, changed: Rulebook, settings: Settings): Mistake[] {
  const most = mostDisclosed(agreed.rounds)
  return changed.rounds.filter(({ disclosure }) => disclosesMore(disclosure, most)).map(({ id }) => {
    const given = settings.rounds?.findIndex((round) => round.id === id && round.disclosure !== undefined) ?? -1
    return {
      path: given === -1 ? `rulebook.rounds.${changed.rounds.findIndex((round) => round.id === id)}.disclosure` : `rounds.${given}.disclosure`, code: 'JUDGES_AGREED_TO_LESS',
      zh: '已有评委按原来的规定接受了邀请，不能改成公开得更多。要改的话，请先移除他们，改好后重新邀请', en: 'Judges have accepted on what it said before, so it can’t show more now. To change it, remove them first and invite them again afterwards',
    }
  })
}

/** From a JSON pointer into the rulebook to the field of the settings that it was set by. */
function fieldOf(pointer: string, settings: Settings, rounds: readonly string[]): string {
  const [part = '', ...rest] = pointer.split('/').slice(1)
  if (part === 'rounds') {
    // What is wrong with the rounds together (their weights' sum) stands at the first weight.
    if (rest.length === 0) return settings.rounds === undefined ? 'rulebook.rounds' : 'rounds.0.weight'
    const given = settings.rounds?.findIndex(({ id }) => id === rounds[Number(rest[0])]) ?? -1
    return given === -1 ? ['rulebook', part, ...rest].join('.') : ['rounds', given, ...rest.slice(1)].join('.')
  }
  if (part === 'funding' && rest[0] === 'budget' && settings.budget !== undefined) return 'budget'
  if (part === 'applicants' && settings.proposalsEach !== undefined) return 'proposalsEach'
  return part in settings ? [part, ...rest].join('.') : ['rulebook', part, ...rest].join('.')
}
