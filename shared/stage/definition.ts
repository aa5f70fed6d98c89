import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { budgetSources } from '../rulebook/form.ts'
import { criterionSchema } from '../rulebook/round.ts'
import { leavesOf } from '../rulebook/sheet.ts'
import { shapeMistakes } from '../rulebook/shape.ts'
import { stageNames } from './lifecycle.ts'

/** The parts of a project's text, in the order in which they are written. */
export const contentParts = ['basics', 'need', 'beneficiaries', 'others', 'plan', 'resources', 'budget', 'contact'] as const
/** Everything of a project that can be worked on, and that a 'needs changes' can reopen by itself. */
export const parts = [...contentParts, 'showcase', 'activities', 'spending', 'reports', 'self-evaluation'] as const
export const part = z.enum(parts)
export type Part = z.infer<typeof part>
export type ContentPart = (typeof contentParts)[number]

const item = { id: slug, label: bilingual }
/** What a gate wants to see, by a named rule over what is recorded. */
export const evidenceSchema = z.discriminatedUnion('rule', [
  /** The part of the text has no mistake left. */
  z.strictObject({ ...item, rule: z.literal('part-complete'), part: z.enum(contentParts) }),
  z.strictObject({ ...item, rule: z.literal('mentor-assigned') }),
  z.strictObject({ ...item, rule: z.literal('mentor-sessions'), least: z.int().min(1).max(50) }),
  z.strictObject({ ...item, rule: z.literal('showcase-published') }),
  /** Every offer of help has an answer. */
  z.strictObject({ ...item, rule: z.literal('offers-answered') }),
  z.strictObject({ ...item, rule: z.literal('activities-reported'), least: z.int().min(1).max(1000) }),
  /** Every activity whose day is over is reported or called off. */
  z.strictObject({ ...item, rule: z.literal('no-activity-unreported') }),
  z.strictObject({ ...item, rule: z.literal('reports-accepted') }),
  z.strictObject({ ...item, rule: z.literal('no-change-open') }),
  z.strictObject({ ...item, rule: z.literal('spending-within-budget') }),
  /** Every entry that counts has a receipt, whether or not a report's period covers its day. */
  z.strictObject({ ...item, rule: z.literal('receipts-complete') }),
  /** Files of this kind that the organisation adds. */
  z.strictObject({ ...item, rule: z.literal('files'), kind: slug, least: z.int().min(1).max(20) }),
  z.strictObject({ ...item, rule: z.literal('self-evaluation') }),
  z.strictObject({ ...item, rule: z.literal('evaluator-card') }),
  z.strictObject({ ...item, rule: z.literal('satisfaction'), least: z.int().min(1).max(10_000) }),
])
export type Evidence = z.infer<typeof evidenceSchema>

const reminderDays = z.array(z.int().min(0).max(60)).max(5)

/** One stage's rules: how long it takes, what is worked on in it, and how it ends. */
export const stageRuleSchema = z.strictObject({
  /** Days from its beginning to its due date. */
  days: z.int().min(1).max(1095),
  reminderDays,
  parts: z.array(part).min(1),
  evidence: z.array(evidenceSchema).max(30),
  /** So many different administrators have to approve. */
  approvals: z.int().min(1).max(9),
  /** Reports during the stage: one every so many months, due so many days after its period. */
  reports: z.strictObject({ everyMonths: z.int().min(1).max(24), dueDays: z.int().min(0).max(90), reminderDays }).nullable(),
})
export type StageRule = z.infer<typeof stageRuleSchema>

/** The evaluator's sheet, in a rulebook's own format, and the grades its total (of 100) leads to, the best first. */
const rubricSchema = z.strictObject({
  criteria: z.array(criterionSchema).min(1).max(30),
  official: z.boolean(),
  entry: z.strictObject({ decimals: z.int().min(0).max(2), step: z.number().gt(0).max(10) }),
  grades: z.array(z.strictObject({ id: slug, name: bilingual, from: z.number().min(0).max(100) })).min(2).max(8),
})

/** What beneficiaries are asked, each on a scale from 1 to 5, and the one question they answer in words. */
const surveySchema = z.strictObject({
  questions: z.array(z.strictObject({ id: slug, text: bilingual })).min(3).max(5),
  comment: bilingual,
})

/** How projects are taken through their stages: data with versions, like a rulebook. A project keeps the version it started with. */
export const definitionShape = z.strictObject({
  id: slug,
  version: z.int().min(1),
  name: bilingual,
  /** Where it comes from, and what of it is a default of ours. */
  notes: z.array(bilingual).max(20),
  classes: z.array(z.strictObject({ id: slug, name: bilingual })).min(1).max(40),
  budget: z.strictObject({
    heads: z.array(z.strictObject({ id: slug, label: bilingual, maxPercent: z.number().gt(0).max(100).optional() })).min(1).max(30),
    sources: z.array(z.enum(budgetSources)).min(1),
    maxRows: z.int().min(1).max(200),
  }),
  stages: z.strictObject({ incubation: stageRuleSchema, showcase: stageRuleSchema, implementation: stageRuleSchema, evaluation: stageRuleSchema }),
  rubric: rubricSchema,
  survey: surveySchema,
  /** The stage with which a next cycle begins. */
  nextCycle: z.enum(stageNames),
})
export type Definition = z.infer<typeof definitionShape>

export const ruleFor = (definition: Definition, stage: keyof Definition['stages']): StageRule => definition.stages[stage]

/** So many answers of the satisfaction survey does a stage ask for; null: no survey. */
export function leastAnswers({ evidence }: StageRule): number | null {
  const found = evidence.find(({ rule }) => rule === 'satisfaction')
  return found?.rule === 'satisfaction' ? found.least : null
}

export type ParsedDefinition = { ok: true; definition: Definition } | { ok: false; mistakes: Mistake[] }

/** A definition from JSON, or every mistake in it at once, each with its JSON pointer and a sentence. */
export function parseDefinition(json: unknown): ParsedDefinition {
  const parsed = definitionShape.safeParse(json)
  if (!parsed.success) return { ok: false, mistakes: shapeMistakes(parsed.error.issues, json) }
  const mistakes = crossMistakes(parsed.data)
  return mistakes.length === 0 ? { ok: true, definition: parsed.data } : { ok: false, mistakes }
}

function crossMistakes({ stages, rubric, classes, budget, survey }: Definition): Mistake[] {
  const mistakes: Mistake[] = []
  const twice = (path: string, ids: readonly string[]) => {
    const again = ids.find((id, i) => ids.indexOf(id) !== i)
    if (again !== undefined) mistakes.push({ path, code: 'ID_TWICE', zh: `“${again}”出现了两次。`, en: `"${again}" stands here twice.` })
  }
  twice('/classes', classes.map(({ id }) => id))
  twice('/budget/heads', budget.heads.map(({ id }) => id))
  twice('/survey/questions', survey.questions.map(({ id }) => id))
  for (const [name, rule] of Object.entries(stages)) {
    twice(`/stages/${name}/evidence`, rule.evidence.map(({ id }) => id))
    const early = rule.reminderDays.find((days) => days >= rule.days)
    if (early !== undefined) mistakes.push({ path: `/stages/${name}/reminderDays`, code: 'REMINDER_TOO_EARLY', zh: `到期前 ${early} 天提醒，比这一阶段的 ${rule.days} 天还早。`, en: `A reminder ${early} days before the end comes before the stage of ${rule.days} days begins.` })
    if (rule.evidence.some((one) => one.rule === 'reports-accepted') && rule.reports === null) {
      mistakes.push({ path: `/stages/${name}/reports`, code: 'NO_REPORTS', zh: '关口要求报告已通过，这一阶段却没有报告。', en: 'The gate wants accepted reports, but this stage has none.' })
    }
  }
  for (const { id } of leavesOf(rubric.criteria).filter(({ computed }) => computed !== undefined)) mistakes.push({ path: '/rubric/criteria', code: 'COMPUTED_OUTSIDE', zh: `“${id}”不能由计划和实际算出：项目的评估表没有这些数。`, en: `"${id}" can't be computed: a project's sheet has no numbers planned and reached.` })
  const total = leavesOf(rubric.criteria).reduce((sum, { max }) => sum + max, 0)
  if (total !== 100) mistakes.push({ path: '/rubric/criteria', code: 'SHEET_TOTAL', zh: `评估表各项合计 ${total} 分，应为 100 分。`, en: `The sheet adds up to ${total}; it has to be 100.` })
  if (rubric.grades.some(({ from }, i) => i > 0 && from >= (rubric.grades[i - 1]?.from ?? 0))) mistakes.push({ path: '/rubric/grades', code: 'GRADES_ORDER', zh: '等次要从高到低排列。', en: 'Grades stand from the best to the worst.' })
  if (rubric.grades.at(-1)?.from !== 0) mistakes.push({ path: '/rubric/grades', code: 'GRADES_GAP', zh: '最后一个等次要从 0 分起。', en: 'The last grade begins at 0.' })
  return mistakes
}
