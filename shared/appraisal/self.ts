import { addDays, endOfShanghaiDay, shanghaiDate } from '../kernel/calendar.ts'
import { type Instant, plusDays } from '../kernel/instant.ts'
import { mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { selfWindow } from '../grant/standing.ts'
import { parseDraft } from '../rulebook/content.ts'
import { checkContent } from '../rulebook/content-check.ts'
import type { Field, Form } from '../rulebook/form.ts'
import type { By } from '../stage/stage.ts'
import { type AppraisalAnswers, appraisalAnswersSchema, type AppraisalFigures, type Case, requireStep, withStanding } from './appraisal.ts'

const long = (id: string, zh: string, en: string, limit: number, hint: { zh: string; en: string }, required = true): Field => ({ id, kind: 'longtext', label: { zh, en }, limit, required, hint })
const whole = (id: string, zh: string, en: string, unit: { zh: string; en: string }): Field => ({ id, kind: 'integer', label: { zh, en }, min: 0, max: 10_000_000, unit, required: true })

const texts = [
  long('done', '完成情况', 'What was done', 800, { zh: '对照协议写做了什么、完成了多少。', en: 'By the agreement: what was done and how much of it.' }),
  long('results', '成效', 'Results', 800, { zh: '受益人有了什么变化，怎么知道的。', en: 'What has changed for those served, and how you know.' }),
  long('money', '资金使用', 'Use of the money', 500, { zh: '花在哪里；与预算不同的，写明原因。', en: 'What it was spent on; where it differs from the budget, why.' }),
  long('difficulties', '困难和变化', 'Difficulties and changes', 500, { zh: '没有就写“无”。', en: 'Write "none" if there were none.' }),
  long('next', '下一步', 'What next', 500, { zh: '后面怎么做，或者怎么收尾。', en: 'How it goes on, or how it is brought to its end.' }, false),
]
/** What was reached, as a self-evaluation asks for it. */
export const figures = [
  whole('activities', '开展活动', 'Activities held', { zh: '次', en: 'activities' }),
  whole('people', '直接受益人数', 'Direct beneficiaries', { zh: '人', en: 'persons' }),
  whole('attendances', '服务人次', 'Attendances', { zh: '人次', en: 'attendances' }),
  { id: 'spent', kind: 'money' as const, label: { zh: '实际支出', en: 'Spent' }, min: 0, max: mostFen, required: true },
]

/** The self-evaluation in a rulebook's own format. Figures are asked for only where no project's records have them: nobody types a figure twice. */
export function selfForm(linked: boolean): Form & { sections: [Form['sections'][number]] } {
  return {
    title: { zh: '自评', en: 'Self-evaluation' }, nameField: 'done', attachments: [], seals: [], checks: [],
    sections: [{ id: 'self', title: { zh: '自评', en: 'Self-evaluation' }, fields: linked ? texts : [...figures, ...texts] }],
  }
}

const linkedTo = ({ grant }: Case): boolean => grant.project !== null

/** Throws WRONG_STATE with a sentence before its first day and after its last. */
function requireOpen(one: Case, now: Instant): void {
  const window = selfWindow(one.grant, requireStep(one, 'self'))
  const wrong = (code: string, zh: string, en: string) => new Refusal('WRONG_STATE', { facts: { state: code }, mistakes: [{ path: '', code, zh, en }] })
  if (window === null || now < window.opensAt) throw wrong('NOT_YET', '自评还没有开始', 'The self-evaluation has not begun')
  if (window.dueAt <= now) throw wrong('TOO_LATE', '自评已经截止', 'The date for the self-evaluation has passed')
}

/** A draft kept; it may be partial. Throws WRONG_STATE, STALE, INVALID for what cannot be kept. */
export function saveSelf(one: Case, given: { answers: Record<string, unknown>; revision: number | null }, by: By, now: Instant): Case {
  requireOpen(one, now)
  const { self } = one.appraisal
  if (given.revision !== null && given.revision !== (self?.revision ?? 0)) throw new Refusal('STALE', { facts: { revision: self?.revision ?? 0 } })
  const parsed = parseDraft(selfForm(linkedTo(one)), { ...self?.answers, ...given.answers })
  if (!parsed.ok) throw new Refusal('INVALID', { mistakes: parsed.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
  return { ...one, appraisal: { ...one.appraisal, self: { answers: appraisalAnswersSchema.parse(parsed.content), revision: (self?.revision ?? 0) + 1, savedAt: now, savedBy: by, sentAt: null, figures: null } } }
}

/** What keeps it from being sent, a sentence a field. */
export const selfMistakes = (one: Case): Mistake[] =>
  checkContent(selfForm(linkedTo(one)), one.appraisal.self?.answers ?? {}, []).map((mistake) => ({ ...mistake, path: `content.${mistake.path}` }))

/** Figures as they were typed, where the grant has no project. */
const typedFigures = ({ activities, people, attendances, spent }: AppraisalAnswers): AppraisalFigures => ({ activities: activities ?? 0, people: people ?? 0, attendances: attendances ?? 0, spent: spent ?? 0, from: 'typed' })

/** Days for the desk check once the self-evaluation is in, and for naming who makes it. */
const DESK_DAYS = 14
const APPOINT_DAYS = 5
export const deskDue = (evaluator: unknown, now: Instant): Instant => plusDays(now, evaluator === null ? APPOINT_DAYS : DESK_DAYS)

/** Sent: it is with the evaluator. `recorded`: what the linked project's records hold now. Throws WRONG_STATE, INVALID with what is missing. */
export function sendSelf(one: Case, recorded: AppraisalFigures | null, now: Instant): Case {
  requireOpen(one, now)
  const mistakes = selfMistakes(one)
  const { self } = one.appraisal
  if (self === null || mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const { evaluator } = requireStep(one, 'self')
  return withStanding({ ...one, appraisal: { ...one.appraisal, self: { ...self, revision: self.revision + 1, sentAt: now, figures: recorded ?? typedFigures(self.answers) } } }, { step: 'desk', dueAt: deskDue(evaluator, now) })
}

/** A new date may lie at most so many days after the present one. */
const MOST_POSTPONED_DAYS = 180
/** A refusal leaves at least so many days: the grantee has waited for the answer. */
const GRACE_DAYS = 3

/** Throws INVALID at `until` for a day that is not after the present date, or too far. */
function requireLater(one: Case, until: string, now: Instant): void {
  const due = selfWindow(one.grant, requireStep(one, 'self'))?.dueAt
  if (due === undefined) throw new Refusal('WRONG_STATE')
  // The last day of the present window: `dueAt` is the first moment after it.
  const last = addDays(shanghaiDate(due), -1)
  const today = shanghaiDate(now)
  const wrong = (code: string, zh: string, en: string) => new Refusal('INVALID', { mistakes: [{ path: 'until', code, zh, en }] })
  if (until <= last || until < today) throw wrong('NOT_LATER', `新的日期要晚于现在的截止日期（${last}）`, `The new date has to be after the present one (${last})`)
  if (until > addDays(last, MOST_POSTPONED_DAYS)) throw wrong('TOO_FAR', `最多延后 ${MOST_POSTPONED_DAYS} 天`, `At most ${MOST_POSTPONED_DAYS} days later`)
}

/** 延期申请: while it waits for an answer, the date fails nobody. Throws WRONG_STATE, also while one waits or the date has passed; INVALID. */
export function askPostponement(one: Case, { reason, until }: { reason: string; until: string }, by: By, now: Instant): Case {
  const standing = requireStep(one, 'self')
  const window = selfWindow(one.grant, standing)
  if (standing.asked !== null || window === null || window.dueAt <= now) throw new Refusal('WRONG_STATE', { facts: { state: standing.asked === null ? 'late' : 'asked' } })
  requireLater(one, until, now)
  return withStanding({ ...one, appraisal: { ...one.appraisal, postponements: [...one.appraisal.postponements, { reason, until, at: now, by, answer: null }] } }, { asked: now })
}

/** Granted, to the date asked for or another; or refused, and then the date stands, at least three days from now. Throws WRONG_STATE where none waits, INVALID. */
export function answerPostponement(one: Case, { granted, until, reason }: { granted: boolean; until: string | null; reason: string }, by: By, now: Instant): Case {
  const standing = requireStep(one, 'self')
  const last = one.appraisal.postponements.at(-1)
  const window = selfWindow(one.grant, standing)
  if (standing.asked === null || last === undefined || last.answer !== null || window === null) throw new Refusal('WRONG_STATE', { facts: { state: 'not-asked' } })
  const to = granted ? (until ?? last.until) : null
  if (to !== null) requireLater(one, to, now)
  const grace = endOfShanghaiDay(addDays(shanghaiDate(now), GRACE_DAYS))
  const dueAt = to !== null ? endOfShanghaiDay(to) : window.dueAt < grace ? grace : standing.dueAt
  const postponements = [...one.appraisal.postponements.slice(0, -1), { ...last, answer: { granted, until: to, reason, at: now, by } }]
  return withStanding({ ...one, appraisal: { ...one.appraisal, postponements } }, { asked: null, dueAt })
}
