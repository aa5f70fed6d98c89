import * as z from 'zod'
import { quotient } from '../kernel/decimal.ts'
import { inside, passing, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Answers } from '../project/content.ts'
import { budgetTotals } from '../rulebook/budget.ts'
import { parseDraft } from '../rulebook/content.ts'
import { checkContent } from '../rulebook/content-check.ts'
import type { Field, Form } from '../rulebook/form.ts'
import type { Definition } from '../stage/definition.ts'
import { type By, bySchema } from '../stage/stage.ts'

/** What is counted from the records of the present cycle: activities reported, people (each once), attendances, service minutes, money spent in fen. */
export interface ReachedFigures {
  activities: number
  people: number
  attendances: number
  minutes: number
  spent: number
}

export const lineNames = ['steps', 'people', 'attendances', 'spending'] as const
export type LineName = (typeof lineNames)[number]
/** One thing that was planned: what the project's text says, what the organisation says it reached, and what the records hold. Money in fen. */
const lineSchema = z.object({ name: z.enum(lineNames), planned: z.number().nullable(), said: z.number().nullable(), recorded: z.number().nullable() })
export type Line = z.infer<typeof lineSchema>

const answers = z.object({
  achievedSteps: inside(z.int().nullable().optional()),
  achievedPeople: inside(z.int().nullable().optional()),
  achievedAttendances: inside(z.int().nullable().optional()),
  spent: inside(z.int().nullable().optional()),
  difference: passing(z.string().optional()),
  results: inside(z.string().optional()),
  lessons: inside(z.string().optional()),
  next: inside(z.string().optional()),
})
export type SelfAnswers = z.infer<typeof answers>

/** 自评: what the organisation says of its own project in one evaluation stage. A draft until it is sent. */
export const selfEvaluationSchema = z.object({
  project: inside(projectId),
  stage: inside(z.int()),
  state: inside(z.enum(['draft', 'sent'])),
  revision: inside(z.int()),
  answers: inside(answers),
  savedAt: inside(instant),
  savedBy: personal(bySchema),
  sentAt: inside(instant.nullable()),
  /** How it stood when it was sent; while it is a draft the lines are counted afresh. */
  lines: inside(z.array(lineSchema).nullable()),
})
export type SelfEvaluation = z.infer<typeof selfEvaluationSchema>

const whole = (id: string, zh: string, en: string, unit: { zh: string; en: string }): Field => ({ id, kind: 'integer', label: { zh, en }, min: 0, max: 10_000_000, unit, required: true })
const long = (id: string, zh: string, en: string, limit: number, hint: { zh: string; en: string }, required = true): Field => ({ id, kind: 'longtext', label: { zh, en }, limit, required, hint })

/** In a rulebook's own format, so that what writes and checks proposals serves here too (forms.md part 1: limits block sending, not saving). */
export const selfEvaluationForm: Form & { sections: [Form['sections'][number]] } = {
  title: { zh: '自评', en: 'Self-evaluation' }, nameField: 'results', attachments: [], seals: [], checks: [],
  sections: [{
    id: 'self-evaluation', title: { zh: '自评', en: 'Self-evaluation' },
    fields: [
      whole('achievedSteps', '完成的步骤', 'Steps done', { zh: '步', en: 'steps' }),
      whole('achievedPeople', '直接受益人数', 'Direct beneficiaries', { zh: '人', en: 'persons' }),
      whole('achievedAttendances', '服务人次', 'Attendances', { zh: '人次', en: 'attendances' }),
      { id: 'spent', kind: 'money', label: { zh: '实际支出', en: 'Spent' }, min: 0, max: mostFen, required: true },
      long('difference', '与计划不同的地方', 'What came out otherwise than planned', 500, { zh: '哪里多了、少了、换了，为什么。没有就写“无”。', en: 'More, less or something else, and why. Write "none" if nothing did.' }),
      long('results', '成效', 'Results', 800, { zh: '受益人有了什么变化，怎么知道的。', en: 'What has changed for the beneficiaries, and how you know.' }),
      long('lessons', '经验和教训', 'Lessons', 800, { zh: '哪些做法可以推广，哪些下次要改。', en: 'What others could take over, and what you would do differently.' }),
      long('next', '下一步打算', 'What next', 500, { zh: '结项、继续，还是交给别人做。', en: 'Close, go on, or hand over.' }),
    ],
  }],
}

/** What the project's text promised, by line. */
export function plannedOf(text: Answers, definition: Pick<Definition, 'budget'>): Record<LineName, number | null> {
  const { heads, sources, maxRows } = definition.budget
  const field = { id: 'budget', kind: 'budget' as const, label: { zh: '预算明细' }, required: true, heads, sources, maxRows }
  return { steps: text.steps?.length ?? null, people: text.directPeople ?? null, attendances: text.attendances ?? null, spending: text.budget === undefined ? null : budgetTotals(field, text.budget).total }
}

/** Planned, said and recorded side by side. */
export function linesOf(planned: Record<LineName, number | null>, said: SelfAnswers, reached: ReachedFigures | null): Line[] {
  const saids = { steps: said.achievedSteps, people: said.achievedPeople, attendances: said.achievedAttendances, spending: said.spent }
  const recorded = reached === null ? null : { steps: reached.activities, people: reached.people, attendances: reached.attendances, spending: reached.spent }
  return lineNames.map((name) => ({ name, planned: planned[name], said: saids[name] ?? null, recorded: recorded?.[name] ?? null }))
}

/** Whole percent of the plan, rounded half up from the exact quotient; null where nothing was planned. */
export const percentOf = (reached: number | null, planned: number | null): string | null => (reached === null || planned === null || planned === 0 ? null : quotient(reached * 100, planned, 0).toFixed())

/** Throws INVALID for what cannot be kept, WRONG_STATE once it is sent, STALE. */
export function saveSelf(place: Pick<SelfEvaluation, 'project' | 'stage'>, before: SelfEvaluation | undefined, given: { answers: Record<string, unknown>; revision: number | null }, by: By, now: Instant): SelfEvaluation {
  if (before?.state === 'sent') throw new Refusal('WRONG_STATE', { facts: { state: 'sent' } })
  if (given.revision !== null && given.revision !== (before?.revision ?? 0)) throw new Refusal('STALE', { facts: { revision: before?.revision ?? 0 } })
  const parsed = parseDraft(selfEvaluationForm, { ...before?.answers, ...given.answers })
  if (!parsed.ok) throw new Refusal('INVALID', { mistakes: parsed.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
  return { ...place, state: 'draft', revision: (before?.revision ?? 0) + 1, answers: answers.parse(parsed.content), savedAt: now, savedBy: by, sentAt: null, lines: null }
}

/** What keeps it from being sent, a sentence a field. */
export const selfMistakes = (self: SelfEvaluation | undefined): Mistake[] => checkContent(selfEvaluationForm, self?.answers ?? {}, [])

/** Throws WRONG_STATE, INVALID with what is missing. */
export function sendSelf(self: SelfEvaluation | undefined, lines: Line[], now: Instant): SelfEvaluation {
  const mistakes = selfMistakes(self)
  if (self === undefined || mistakes.length > 0) throw new Refusal('INVALID', { mistakes: mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
  if (self.state === 'sent') throw new Refusal('WRONG_STATE', { facts: { state: 'sent' } })
  return { ...self, state: 'sent', revision: self.revision + 1, sentAt: now, lines }
}

/** Back to a draft, to be corrected and sent again. Throws WRONG_STATE. */
export function takeBackSelf(self: SelfEvaluation | undefined): SelfEvaluation {
  if (self?.state !== 'sent') throw new Refusal('WRONG_STATE', { facts: { state: self?.state ?? 'none' } })
  return { ...self, state: 'draft', revision: self.revision + 1, sentAt: null, lines: null }
}
