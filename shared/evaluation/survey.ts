import * as z from 'zod'
import { fixed, quotient } from '../kernel/decimal.ts'
import { inside, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { bilingual, characters } from '../kernel/text.ts'
import { SMALLEST_GROUP } from '../project/content.ts'
import type { Project } from '../project/project.ts'
import { type By, bySchema } from '../stage/stage.ts'

/** 满意度调查 of one evaluation stage. Its secret stands here so that the poster can be printed again; it opens nothing but the questions. */
export const surveySchema = z.object({
  project: inside(projectId),
  stage: inside(z.int()),
  secret: inside(z.string()),
  /** As the definition had them when it was opened. */
  questions: inside(z.array(z.object({ id: z.string(), text: bilingual }))),
  comment: inside(bilingual),
  openedAt: inside(instant),
  openedBy: personal(bySchema),
  /** Once somebody closed it; it ends with its stage in any case. */
  closedAt: inside(instant.nullable()),
})
export type Survey = z.infer<typeof surveySchema>

/** Best is 5. */
export const scale = [5, 4, 3, 2, 1] as const

/**
 * One answer. It holds no person, no address, no device and no time, and its id is drawn by lot, so that neither who nor the order in
 * which answers came can be read off it.
 */
export const surveyAnswerSchema = z.object({
  project: inside(projectId),
  stage: inside(z.int()),
  id: inside(z.string()),
  /** `paper`: typed in by a member from a sheet; counted apart. */
  way: inside(z.enum(['link', 'paper'])),
  scores: inside(z.record(z.string(), z.int().min(1).max(5))),
  text: inside(z.string()),
})
export type SurveyAnswer = z.infer<typeof surveyAnswerSchema>

/** Characters of the free text. */
export const TEXT_LIMIT = 300

/** Answers are taken until somebody closes the survey or its stage ends. */
export function surveyIsOpen(survey: Survey, { state, current }: Pick<Project, 'state' | 'current'>): boolean {
  return survey.closedAt === null && state === 'active' && current.number === survey.stage && current.state !== 'paused' && current.state !== 'passed' && current.state !== 'ended'
}

/** Nothing comes in any more: what was answered may be read. Before that, a look before and after an answer would tell what it says. */
export const surveyIsOver = (survey: Survey, { state, current }: Pick<Project, 'state' | 'current'>): boolean => survey.closedAt !== null || state !== 'active' || current.number !== survey.stage

/** What somebody ticked and wrote. Throws INVALID: every question has an answer, and the text names nobody by number. */
export function readAnswer(survey: Survey, given: { scores: Readonly<Record<string, number>>; text: string }): Pick<SurveyAnswer, 'scores' | 'text'> {
  const mistakes: Mistake[] = survey.questions.flatMap(({ id }) => (given.scores[id] === undefined ? [{ path: `scores.${id}`, code: 'REQUIRED', zh: '请选一项', en: 'Choose one' }] : []))
  const strangers = Object.keys(given.scores).filter((id) => !survey.questions.some((question) => question.id === id))
  mistakes.push(...strangers.map((id) => ({ path: `scores.${id}`, code: 'UNKNOWN_FIELD', zh: `没有“${id}”这一问`, en: `There is no question "${id}"` })))
  const text = given.text.trim()
  if (characters(text) > TEXT_LIMIT) mistakes.push({ path: 'text', code: 'TOO_LONG', zh: `最多 ${TEXT_LIMIT} 个字`, en: `At most ${TEXT_LIMIT} characters` })
  if (/(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)/.test(text.normalize('NFKC').replaceAll(/[\s-]/g, ''))) {
    mistakes.push({ path: 'text', code: 'NAMES_SOMEBODY', zh: '这里不要写电话或证件号码：调查不记名', en: 'Leave out telephone and ID numbers: this survey names nobody' })
  }
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return { scores: { ...given.scores }, text }
}

/** One way of answering, counted by itself. Below five answers only their number is told. */
export interface Tally {
  count: number
  /** By question, two decimals, rounded half up once from the exact quotient; null while they may not be read. */
  averages: { id: string; average: string }[] | null
  texts: string[] | null
}

export interface SurveyResult {
  over: boolean
  link: Tally
  paper: Tally
}

/** The survey as the organisation, the evaluator and the administrators may read it. `answers` in the order of their ids, which is drawn by lot. */
export function resultOf(survey: Survey, answers: readonly SurveyAnswer[], over: boolean): SurveyResult {
  const tally = (way: SurveyAnswer['way']): Tally => {
    const all = answers.filter((answer) => answer.way === way)
    if (!over || all.length < SMALLEST_GROUP) return { count: all.length, averages: null, texts: null }
    const average = (id: string) => fixed(quotient(all.reduce((sum, { scores }) => sum + (scores[id] ?? 0), 0), all.length, 2), 2)
    return { count: all.length, averages: survey.questions.map(({ id }) => ({ id, average: average(id) })), texts: all.flatMap(({ text }) => (text === '' ? [] : [text])) }
  }
  return { over, link: tally('link'), paper: tally('paper') }
}

/**
 * What keeps the evaluator's sheet and the gate waiting: results are read only once the survey is over, and the sheet is judged by them.
 * `least`: as many answers as the rules ask for; null where they ask for no survey, and one that was begun all the same has to end.
 */
export function surveyMistakes(found: { over: boolean; answers: number } | null, least: number | null): Mistake[] {
  const mistake = (code: string, zh: string, en: string): Mistake[] => [{ path: 'survey', code, zh, en }]
  if (found === null) return least === null ? [] : mistake('SURVEY_NOT_OPENED', '满意度调查还没有打开，由项目单位打开', 'The satisfaction survey has not been opened; the organisation opens it')
  if (!found.over) return mistake('SURVEY_OPEN', '满意度调查还在收，结束后才看得到结果；由项目单位或管理员结束', 'The satisfaction survey is still open, and its results are read once it is closed; the organisation or an administrator closes it')
  if (least !== null && found.answers < least) return mistake('SURVEY_TOO_FEW', `满意度调查只有 ${found.answers} 份，至少要 ${least} 份；项目单位可以重新打开`, `The satisfaction survey has ${found.answers} answers of at least ${least}; the organisation can open it again`)
  return []
}

/** Opened for the first time, or again while nothing of it has been read. Throws WRONG_STATE. */
export function openSurvey(before: Survey | undefined, result: SurveyResult | null, fresh: Omit<Survey, 'openedAt' | 'openedBy' | 'closedAt'>, by: By, now: Instant): Survey {
  if (before === undefined) return { ...fresh, openedAt: now, openedBy: by, closedAt: null }
  const read = result !== null && (result.link.averages !== null || result.paper.averages !== null)
  if (before.closedAt === null || read) throw new Refusal('WRONG_STATE', { facts: { state: before.closedAt === null ? 'open' : 'read' } })
  return { ...before, closedAt: null }
}
