import type { EvaluationCard } from '../../shared/evaluation/card.ts'
import { tieOf, type Tie } from '../../shared/evaluation/conflict.ts'
import { bondsOf } from '../../shared/evaluation/conflict.store.ts'
import { evaluationCardItem, selfEvaluationItem, surveyAnswers, surveyBySecret, surveyDeviceItem, deviceMark, surveyItem } from '../../shared/evaluation/evaluation.store.ts'
import { reachedFigures } from '../../shared/evaluation/reached.store.ts'
import { type Line, linesOf, plannedOf, type SelfEvaluation } from '../../shared/evaluation/self-evaluation.ts'
import { resultOf, type Survey, surveyIsOpen, surveyIsOver, surveyMistakes, type SurveyResult } from '../../shared/evaluation/survey.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { type Action, may } from '../../shared/person/access.ts'
import { evaluatorItem } from '../../shared/person/person.store.ts'
import { type Assignment, assignmentsOf } from '../../shared/project/assignment.store.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent, pastStageItem, projectItem } from '../../shared/project/project.store.ts'
import { type Definition, leastAnswers, ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { Stage } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context, personOf } from '../context.ts'

/** A project's newest evaluation, as those who take part in it see it. */
export interface EvaluationView {
  project: Project
  definition: Definition
  /** The evaluation stage that is under way, or the last one; null: it has never come to it. */
  stage: Stage | null
  /** It is under way, and its parts can be worked on now. */
  working: boolean
  /** The organisation's own draft can be changed now. */
  selfOpen: boolean
  /** undefined to those who may not see a draft. */
  self: SelfEvaluation | undefined
  selfState: 'none' | SelfEvaluation['state']
  lines: Line[]
  survey: (Survey & { open: boolean; result: SurveyResult }) | null
  /** What of the survey the evaluator's sheet waits for; only while the evaluation is under way. */
  surveyWaits: Mistake[]
  /** The evaluator's own draft, or the card that was sent. */
  card: EvaluationCard | undefined
  cardState: 'none' | EvaluationCard['state']
}

async function lastEvaluation(table: Table, project: Project): Promise<Stage | null> {
  if (project.current.name === 'evaluation') return project.current
  const past = await table.queryAll(pastStageItem, { ...keys.pastStages(project.id), newestFirst: true })
  return past.find(({ value: { stage } }) => stage.name === 'evaluation')?.value.stage ?? null
}

/** The project for a form of one of its pages: whoever may not send it is told before anything typed is looked at. Throws NOT_FOUND. */
export async function requireProject(context: Context, id: string, action: Action): Promise<Project> {
  const { value } = await loadProject(context.table, id)
  authorise(context, action, projectTarget(value))
  return value
}

/** Throws NOT_FOUND. A draft of the self-evaluation is its organisation's own, a draft of the card its evaluator's. */
export async function readEvaluation(context: Context, id: string): Promise<EvaluationView> {
  const { table, actor } = context
  const { project: { value: project }, content } = await loadWithContent(table, id)
  const target = projectTarget(project)
  authorise(context, 'evaluation.read', target)
  const stage = await lastEvaluation(table, project)
  const number = stage?.number ?? 0
  const [definition, [self, card, survey], answers, reached] = await Promise.all([
    loadDefinition(table, project.district, (stage ?? project.current).definition),
    table.getEach({ kind: selfEvaluationItem, key: keys.selfEvaluation(id, number) }, { kind: evaluationCardItem, key: keys.evaluationCard(id, number) }, { kind: surveyItem, key: keys.survey(id, number) }),
    stage === null ? [] : surveyAnswers(table, id, number), reachedFigures(table, project),
  ])
  const own = may(actor, 'evaluation.assess-self', target)
  const person = actor.kind === 'person' ? actor.person.id : ''
  const seen = self !== undefined && (own || self.value.state === 'sent') ? self.value : undefined
  const under = project.state === 'active' && project.current.name === 'evaluation'
  return {
    project, definition, stage,
    working: under && (project.current.state === 'working' || project.current.state === 'extension'),
    selfOpen: under && isOpenFor(project, 'self-evaluation', ruleFor(definition, 'evaluation').parts),
    self: seen, selfState: self?.value.state ?? 'none',
    lines: seen?.lines ?? linesOf(plannedOf(content.value.answers, definition), seen?.answers ?? {}, reached),
    survey: survey === undefined ? null : { ...survey.value, open: surveyIsOpen(survey.value, project), result: resultOf(survey.value, answers, surveyIsOver(survey.value, project)) },
    surveyWaits: under ? surveyMistakes(survey === undefined ? null : { over: surveyIsOver(survey.value, project), answers: answers.length }, leastAnswers(ruleFor(definition, 'evaluation'))) : [],
    card: card !== undefined && (card.value.state === 'submitted' || card.value.evaluator.person === person) ? card.value : undefined,
    cardState: card?.value.state ?? 'none',
  }
}

/** A project that somebody guides or evaluates, or did. */
export interface AssignedProject {
  project: Project
  assignment: Assignment
  /** They are still named in its record. */
  present: boolean
}

export async function assignedProjects(context: Context, role: Assignment['role']): Promise<AssignedProject[]> {
  const { id } = personOf(context)
  authorise(context, 'project.list-assigned', { person: id })
  const assignments = await assignmentsOf(context.table, id, role)
  const projects = await context.table.getMany(projectItem, assignments.map(({ project }) => keys.project(project)))
  return assignments.flatMap((assignment, i) => {
    const project = projects[i]?.value
    return project === undefined ? [] : [{ project, assignment, present: assignment.endedAt === null && project[role]?.person === id }]
  })
}

export interface Evaluation extends AssignedProject {
  /** How the card of the evaluation under way stands; null while the project has not come to it. */
  card: EvaluationView['cardState'] | null
}

/** What the asker evaluates and evaluated; those that wait come first, by their date. */
export async function myEvaluations(context: Context): Promise<Evaluation[]> {
  const all = await assignedProjects(context, 'evaluator')
  const cards = await context.table.getMany(evaluationCardItem, all.map(({ project: { id, current } }) => keys.evaluationCard(id, current.number)))
  const found = all.map((one, i): Evaluation => ({ ...one, card: one.project.current.name === 'evaluation' ? (cards[i]?.value.state ?? 'none') : null }))
  const rank = (one: Evaluation) => (waitsForCard(one) ? `0${one.project.current.dueAt}` : one.present ? `1${one.project.current.dueAt}` : '2')
  return found.toSorted((a, b) => rank(a).localeCompare(rank(b)))
}

export const waitsForCard = ({ project: { state, current }, present, card }: Evaluation): boolean =>
  present && state === 'active' && card !== null && card !== 'submitted' && (current.state === 'working' || current.state === 'extension')

export interface Candidate {
  person: PersonId
  name: string
  /** What bars them from this project. */
  tie: Tie | null
}

/** Who may be named as evaluator of a project, and who may not and why. */
export async function evaluatorsFor(context: Context, project: Project): Promise<Candidate[]> {
  authorise(context, 'project.staff', projectTarget(project))
  const found = await context.table.queryAll(evaluatorItem, keys.evaluators(project.district))
  const candidates = await Promise.all(found.filter(({ value: { removedAt } }) => removedAt === null).map(async ({ value: { person, name } }): Promise<Candidate> => ({ person, name, tie: tieOf(project, await bondsOf(context.table, project, person)) ?? null })))
  return candidates.toSorted((a, b) => Number(a.tie !== null) - Number(b.tie !== null) || a.name.localeCompare(b.name, 'zh'))
}

/** What somebody with the link sees: whom it is about and the questions, and whether this device has answered. */
export interface SurveySeen {
  project: string
  organisation: string
  questions: Survey['questions']
  comment: Survey['comment']
  state: 'open' | 'answered' | 'over'
}

/** Throws NOT_FOUND. */
export async function readSurvey(context: Context, secret: string, device: string | null): Promise<SurveySeen> {
  authorise(context, 'survey.answer', {})
  const survey = await surveyBySecret(context.table, secret)
  if (survey === undefined) throw new Refusal('NOT_FOUND')
  const { value: project } = await loadProject(context.table, survey.value.project)
  const mark = device === null ? undefined : await context.table.get(surveyDeviceItem, keys.surveyDevice(deviceMark(survey.value, device).digest))
  const { questions, comment } = survey.value
  return { project: project.title, organisation: project.organisation.name, questions, comment, state: mark !== undefined ? 'answered' : surveyIsOpen(survey.value, project) ? 'open' : 'over' }
}
