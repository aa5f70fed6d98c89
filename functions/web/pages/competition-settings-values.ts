import type { Competition } from '../../../shared/competition/competition.ts'
import { windowsOf } from '../../../shared/competition/dates.ts'
import type { Advance } from '../../../shared/rulebook/round.ts'
import type { AwardRule, Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { readDateTime } from '../look/format.ts'
import { typedAmount } from '../typed-amount.ts'
import type { Values } from './typed-rows.ts'

/** The one figure of a rule, whatever the rule calls it. */
const amountOf = (rule: Advance | AwardRule): string =>
  'count' in rule ? String(rule.count) : 'percent' in rule ? String(rule.percent) : 'score' in rule ? String(rule.score) : ''

/** What the form shows of a competition: text by dotted name. */
export function settingsValues(competition: Competition, rulebook: Rulebook): Values {
  const values: Values = {
    'name.zh': competition.name.zh, 'name.en': competition.name.en ?? '',
    'authority.zh': competition.authority.zh, 'authority.en': competition.authority.en ?? '',
    'contact.phone': competition.contact.phone, 'contact.email': competition.contact.email,
    introduction: competition.introduction,
    proposalsEach: String(rulebook.applicants.proposalsEach ?? ''), blind: String(rulebook.blind), awardTie: rulebook.awardTie,
    'notice.workingDays': String(rulebook.notice.workingDays), 'notice.firstDayCounts': String(rulebook.notice.firstDayCounts), 'notice.rulingWorkingDays': String(rulebook.notice.rulingWorkingDays), 'notice.partial': String(rulebook.notice.partial),
  }
  if (rulebook.funding !== null) values.budget = formatYuan(rulebook.funding.budget)
  if (rulebook.vote !== null) values['vote.weight'] = String(rulebook.vote.weight)
  for (const { path, at } of windowsOf(competition.dates, rulebook)) values[path] = at
  rulebook.categories.forEach((category, i) => Object.assign(values, { [`categories.${i}.id`]: category.id, [`categories.${i}.name.zh`]: category.name.zh, [`categories.${i}.name.en`]: category.name.en ?? '' }))
  rulebook.rounds.forEach((round, i) => Object.assign(values, prefixed(`rounds.${i}`, {
    id: round.id, weight: String(round.weight), panelSize: String(round.panelSize), floor: String(round.floor), assignment: round.assignment, advanceTie: round.advanceTie, disclosure: round.disclosure,
    'grouping.rule': round.grouping.rule, 'grouping.count': 'count' in round.grouping ? String(round.grouping.count) : '',
    'advance.rule': round.advance.rule, 'advance.amount': amountOf(round.advance), 'advance.within': 'within' in round.advance ? round.advance.within : 'all',
  })))
  rulebook.awards.forEach((award, i) => Object.assign(values, prefixed(`awards.${i}`, {
    id: award.id, 'name.zh': award.name.zh, 'name.en': award.name.en ?? '', rule: award.rule, amount: amountOf(award), within: 'within' in award ? award.within : 'all', category: award.category ?? '',
  })))
  return values
}

const prefixed = (prefix: string, fields: Values): Values => Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]))

type Typed = Record<string, unknown>
const part = (value: unknown): Typed => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Typed) : {})
const parts = (value: unknown): Typed[] => (Array.isArray(value) ? value.map(part) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** A number where one was typed; otherwise what was typed, so that the schema says what is wrong with it. */
const numeric = (value: unknown): unknown => (/^-?\d+(\.\d+)?$/.test(text(value).normalize('NFKC')) ? Number(text(value).normalize('NFKC')) : value)
const instant = (value: unknown): unknown => readDateTime(text(value)) ?? value
const named = (value: unknown): Typed => Object.fromEntries(Object.entries(part(value)).filter(([language, name]) => language === 'zh' || text(name) !== ''))

/** The form's body as the command's input; what can't be read stays as it was typed. Throws INVALID for a sum of money that can't be read. */
export function settingsOf(body: Typed): Typed {
  const { then: _, ...rest } = body
  const described = { ...rest, ...('name' in rest ? { name: named(rest.name), authority: named(rest.authority) } : {}) }
  if (!('dates' in rest)) return described
  const dates = part(rest.dates)
  return {
    ...described,
    dates: { callClosesAt: instant(dates.callClosesAt), eligibilityClosesAt: instant(dates.eligibilityClosesAt), roundsCloseAt: Array.isArray(dates.roundsCloseAt) ? dates.roundsCloseAt.map(instant) : dates.roundsCloseAt },
    categories: parts(rest.categories).map((category, i) => ({ id: text(category.id) || `category-${i + 1}`, name: named(category.name) })),
    proposalsEach: text(rest.proposalsEach) === '' ? null : numeric(rest.proposalsEach),
    ...('budget' in rest ? { budget: typedAmount(text(rest.budget), 'budget') ?? '' } : {}),
    ...('vote' in rest ? { vote: { weight: numeric(part(rest.vote).weight) } } : {}),
    blind: rest.blind === 'true',
    notice: { workingDays: numeric(part(rest.notice).workingDays), firstDayCounts: part(rest.notice).firstDayCounts === 'true', rulingWorkingDays: numeric(part(rest.notice).rulingWorkingDays), partial: part(rest.notice).partial === 'true' },
    rounds: parts(rest.rounds).map(roundOf),
    awards: parts(rest.awards).map((award, i) => {
      const rule = text(award.rule)
      return {
        id: text(award.id) || `award-${i + 1}`, name: named(award.name), rule, ...(text(award.category) === '' ? {} : { category: award.category }),
        ...(rule === 'threshold' ? { score: numeric(award.amount) } : rule === 'share' ? { percent: numeric(award.amount), within: award.within } : { count: numeric(award.amount), within: award.within }),
      }
    }),
  }
}

function roundOf(round: Typed): Typed {
  const grouping = part(round.grouping)
  const advance = part(round.advance)
  const amount = numeric(advance.amount)
  return {
    id: round.id, weight: numeric(round.weight), panelSize: numeric(round.panelSize), floor: numeric(round.floor), assignment: round.assignment, disclosure: round.disclosure,
    grouping: grouping.rule === 'one' ? { rule: 'one' } : { rule: grouping.rule, count: numeric(grouping.count) },
    // The last round's form has no advance: its rulebook says `all`, and so it stays.
    ...('advance' in round ? {
      advanceTie: round.advanceTie,
      advance: advance.rule === 'all' ? { rule: 'all' } : advance.rule === 'threshold' ? { rule: 'threshold', score: amount } : advance.rule === 'share' ? { rule: 'share', percent: amount, within: advance.within } : { rule: 'top', count: amount, within: advance.within },
    } : {}),
  }
}

/** From where a mistake is in the input to the field that shows it. */
export const shownPath = (path: string): string => path
  .replace(/^rulebook\.(categories|awards|rounds)(?=\.|$)/, '$1')
  .replace(/^(rounds\.\d+\.advance|awards\.\d+)\.(count|percent|score)$/, '$1.amount')
  // How many scores are left out is the rulebook's; what can be changed here is how many there are.
  .replace(/^(rounds\.\d+)\.aggregation(\.drop)?$/, '$1.panelSize')
  // How groups are compared is the rulebook's, too; what can be changed here is how they are made.
  .replace(/^(rounds\.\d+)\.normalisation(\..*)?$/, '$1.grouping.rule')
