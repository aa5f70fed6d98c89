import * as z from 'zod'
import { date, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { isRefusal, type Mistake, Refusal } from '../kernel/refusal.ts'
import { typed } from '../kernel/text.ts'
import { type Answers, answersSchema } from '../project/content.ts'
import { partMistakes, projectForm } from '../project/form.ts'
import { extend } from '../project/moves.ts'
import { isOpenFor, type Project } from '../project/project.ts'
import { parseDraft, withoutNulls } from '../rulebook/content.ts'
import { dueAfter } from '../stage/begin.ts'
import { type ContentPart, type Definition, ruleFor } from '../stage/definition.ts'
import { budgetField } from '../spending/budget.ts'
import { budgetMove } from './budget-move.ts'
import { type Proposed, scopeSchema } from './change.ts'

const reasons = typed(1000)
export const askChangeInput = z.discriminatedUnion('kind', [
  /** What is left out stays as it is. */
  z.strictObject({ kind: z.literal('dates'), endDate: date.optional(), dueDay: date.optional(), reasons }),
  /** `content.budget`: all lines of the new budget. `words`: needed where more than a tenth is moved. */
  z.strictObject({ kind: z.literal('budget'), content: z.strictObject({ budget: z.unknown() }), words: z.string().trim().max(500).default(''), reasons }),
  z.strictObject({ kind: z.literal('scope'), content: z.partialRecord(scopeSchema.keyof(), z.unknown()), reasons }),
])
export type AskChange = z.infer<typeof askChangeInput>

const invalid = (...mistakes: Mistake[]) => new Refusal('INVALID', { mistakes })
const unchanged = () => invalid({ path: '', code: 'NOTHING_CHANGED', zh: '和现在的内容一样，没有要变更的地方。', en: 'This is what stands already; nothing would change.' })
const locked = (code: string, zh: string, en: string) => new Refusal('WRONG_STATE', { mistakes: [{ path: '', code, zh, en }] })

/** The parts of the text that a change touches. */
export function partsOf(proposed: Proposed): ContentPart[] {
  if (proposed.kind === 'budget') return ['budget']
  if (proposed.kind === 'dates') return proposed.before.endDate === proposed.after.endDate ? [] : ['plan']
  const { before, after } = proposed
  const plan = before.goals !== after.goals || before.place !== after.place
  const people = before.who !== after.who || before.directPeople !== after.directPeople || before.indirectPeople !== after.indirectPeople || before.attendances !== after.attendances
  return [...(plan ? ['plan' as const] : []), ...(people ? ['beneficiaries' as const] : [])]
}

/** Throws WRONG_STATE while another request is open, while no work is under way, or where the part can simply be written. */
export function requireAskable(project: Project, definition: Definition, kind: Proposed['kind']): void {
  if (project.openChange !== null) throw locked('CHANGE_OPEN', '已有一份变更申请在等答复。答复后，或撤回后，才能再申请。', 'Another change request waits for its answer. Ask again once it is answered or withdrawn.')
  const { state } = project.current
  if (project.state !== 'active' || (state !== 'working' && state !== 'extension')) throw locked('PART_LOCKED', '项目正在审核、已暂停或已结束，现在不能申请变更。', 'The project is under review, paused or over; no change can be asked for now.')
  if (isOpenFor(project, kind === 'budget' ? 'budget' : 'plan', ruleFor(definition, project.current.name).parts)) throw locked('EDIT_DIRECTLY', '这一部分现在可以直接修改，不用申请变更。', 'This part can be written directly now; no request is needed.')
}

/** The change that is asked for, beside what stands now. Throws INVALID with each mistake (`content.…`, `endDate`, `dueDay`, `words`). */
export function proposedChange(project: Project, definition: Definition, answers: Answers, input: AskChange, now: Instant): Proposed {
  const proposed = input.kind === 'dates' ? datesFrom(project, definition, answers, input, now) : contentFrom(definition, answers, input)
  const mistakes = newMistakes(definition, answers, proposed)
  if (mistakes.length > 0) throw invalid(...mistakes)
  if (proposed.kind === 'budget') requireMovable(definition, proposed)
  return proposed
}

/** A budget moves between its heads: the grant does not grow, and much is moved only with words. Throws INVALID. */
function requireMovable(definition: Definition, { before, after, words }: Extract<Proposed, { kind: 'budget' }>): void {
  const move = budgetMove(budgetField(definition), before, after)
  if (move.grant.after > move.grant.before) throw invalid({ path: 'content.budget', code: 'GRANT_RAISED', zh: '变更后的资助金额比原来多。预算变更只能在科目之间调整，不能增加资助。', en: 'The grant would be larger than before. A change moves the budget between heads; it cannot raise the grant.' })
  if (move.grade === 'large' && words === '') throw invalid({ path: 'words', code: 'REQUIRED', zh: `调整了总预算的 ${move.percent}%，超过 10%，请写明为什么要调整这么多。`, en: `This moves ${move.percent}% of the budget, more than 10%; say why so much.` })
}

function datesFrom(project: Project, definition: Definition, answers: Answers, input: Extract<AskChange, { kind: 'dates' }>, now: Instant): Proposed {
  const before = { endDate: answers.endDate ?? '', dueDay: shanghaiDate(project.current.dueAt) }
  const proposed = { kind: 'dates' as const, before, after: { endDate: input.endDate ?? before.endDate, dueDay: input.dueDay ?? before.dueDay } }
  if (JSON.stringify(before) === JSON.stringify(proposed.after)) throw unchanged()
  try {
    withDates(project, definition, proposed, input.reasons, now)
  } catch (error) {
    if (!isRefusal(error, 'INVALID')) throw error
    throw invalid(...error.mistakes.map((mistake) => (mistake.path === 'to' ? { ...mistake, path: 'dueDay' } : mistake)))
  }
  return proposed
}

/** The stage prolonged to the day that was asked for, its reports with it. Throws WRONG_STATE, INVALID. */
function withDates(project: Project, definition: Definition, { before, after }: Extract<Proposed, { kind: 'dates' }>, reason: string, now: Instant): Project {
  return before.dueDay === after.dueDay ? project : extend(project, definition, { to: dueAfter(startOfShanghaiDay(after.dueDay), 0), reason }, now)
}

function contentFrom(definition: Definition, answers: Answers, input: Exclude<AskChange, { kind: 'dates' }>): Proposed {
  const parsed = parseDraft(projectForm(definition), { ...answers, ...input.content })
  if (!parsed.ok) throw invalid(...parsed.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })))
  const after = answersSchema.parse(withoutNulls(parsed.content))
  if (input.kind === 'budget') {
    const [old, next] = [answers.budget ?? [], after.budget ?? []]
    if (sameRows(old, next)) throw unchanged()
    return { kind: 'budget', before: old, after: next, words: input.words }
  }
  const [before, wanted] = [scopeSchema.parse(answers), scopeSchema.parse(after)]
  const proposed: Proposed = { kind: 'scope', before, after: wanted }
  if (partsOf(proposed).length === 0) throw unchanged()
  return proposed
}

type Rows = readonly Readonly<Record<string, unknown>>[]
/** Whatever the order of a line's cells. */
const sameRows = (a: Rows, b: Rows): boolean => JSON.stringify(a.map(sorted)) === JSON.stringify(b.map(sorted))
const sorted = (row: Readonly<Record<string, unknown>>) => Object.entries(row).filter(([, value]) => value !== null && value !== '' && value !== undefined).toSorted(([x], [y]) => x.localeCompare(y))

/** Mistakes that the text would have afterwards and has not now: what was approved with a gap is not held against the change. */
function newMistakes(definition: Definition, answers: Answers, proposed: Proposed): Mistake[] {
  const form = projectForm(definition)
  const at = (given: Answers) => partsOf(proposed).flatMap((part) => partMistakes(form, given)[part])
  const known = new Set(at(answers).map(({ path, code }) => `${path} ${code}`))
  return at(withProposed(answers, proposed)).filter(({ path, code }) => !known.has(`${path} ${code}`)).map((mistake) => ({ ...mistake, path: proposed.kind === 'dates' ? 'endDate' : `content.${mistake.path}` }))
}

function withProposed(answers: Answers, proposed: Proposed): Answers {
  if (proposed.kind === 'budget') return { ...answers, budget: proposed.after }
  if (proposed.kind === 'dates') return proposed.after.endDate === '' ? answers : { ...answers, endDate: proposed.after.endDate }
  // What is left out of the scope that was asked for is empty afterwards, not as it was.
  const rest = Object.fromEntries(Object.entries(answers).filter(([id]) => !(id in scopeSchema.shape)))
  return answersSchema.parse({ ...rest, ...proposed.after })
}

/** Text and project as the change would have them. Throws WRONG_STATE, INVALID where its dates can no longer be had. */
export function applied(project: Project, definition: Definition, answers: Answers, proposed: Proposed, reason: string, now: Instant): { project: Project; answers: Answers } {
  return { project: proposed.kind === 'dates' ? withDates(project, definition, proposed, reason, now) : project, answers: withProposed(answers, proposed) }
}
