import * as z from 'zod'
import { activityHeadSchema, activitySchema } from '../../../shared/activity/activity.ts'
import { activityHeadItem, activityItem } from '../../../shared/activity/activity.store.ts'
import { viewItem } from '../../../shared/board/board.store.ts'
import { viewSchema } from '../../../shared/board/view.ts'
import { changeSchema } from '../../../shared/change/change.ts'
import { changeItem } from '../../../shared/change/change.store.ts'
import { explainedSchema } from '../../../shared/doubt/doubt.ts'
import { explainedItem } from '../../../shared/doubt/doubt.store.ts'
import { evaluationCardSchema } from '../../../shared/evaluation/card.ts'
import { evaluationCardItem, selfEvaluationItem, surveyAnswerItem, surveyItem } from '../../../shared/evaluation/evaluation.store.ts'
import { selfEvaluationSchema } from '../../../shared/evaluation/self-evaluation.ts'
import { surveyAnswerSchema, surveySchema } from '../../../shared/evaluation/survey.ts'
import { projectPersonSchema, projectSumsSchema, volunteerSumsSchema } from '../../../shared/figures/figures.ts'
import { hoursCertificateSchema } from '../../../shared/hours/certificate.ts'
import { attendanceSchema, correctionAskedSchema, volunteerDaySchema } from '../../../shared/hours/hours.ts'
import { attendanceItem, correctionAskedItem, hoursCertificateItem } from '../../../shared/hours/hours.store.ts'
import { digestLineSchema } from '../../../shared/inbox/mail-choice.ts'
import { digestLineItem } from '../../../shared/inbox/mail-choice.store.ts'
import { mentorSessionSchema } from '../../../shared/mentor/mentor.ts'
import { mentorSessionItem } from '../../../shared/mentor/mentor.store.ts'
import { organisationSchema } from '../../../shared/organisation/organisation.ts'
import { organisationItem } from '../../../shared/organisation/organisation.store.ts'
import { personSchema } from '../../../shared/person/person.ts'
import { evaluatorItem, financeItem, officerSchema, personItem } from '../../../shared/person/person.store.ts'
import { assignmentSchema } from '../../../shared/project/assignment.store.ts'
import { contentSchema } from '../../../shared/project/content.ts'
import { projectFileItem, projectFileSchema } from '../../../shared/project/file.store.ts'
import { projectSchema } from '../../../shared/project/project.ts'
import { contentItem, pastStageItem, projectItem } from '../../../shared/project/project.store.ts'
import { classTableSchema } from '../../../shared/registry/classes.ts'
import { type Book, organisationBook, peopleBook } from '../../../shared/registry/registry.store.ts'
import { importSchema } from '../../../shared/registry/import.ts'
import { importItem } from '../../../shared/registry/import.store.ts'
import { loadBook, prepareSwitch } from '../../../shared/registry/registry.store.ts'
import { reportSchema, reportVersionSchema } from '../../../shared/report/report.ts'
import { reportItem, reportVersionItem } from '../../../shared/report/report.store.ts'
import { eventSchema } from '../../../shared/showcase/event.ts'
import { offerSchema } from '../../../shared/showcase/offer.ts'
import { showcaseSchema } from '../../../shared/showcase/showcase.ts'
import { offerItem, showcaseItem } from '../../../shared/showcase/showcase.store.ts'
import { spendingSchema } from '../../../shared/spending/spending.ts'
import { spendingItem } from '../../../shared/spending/spending.store.ts'
import { stageSchema } from '../../../shared/stage/stage.ts'
import { type Key, keys } from '../../../shared/store/keys.ts'
import type { ItemKind, Query } from '../../../shared/store/table.ts'
import { entrySchema as trailSchema } from '../../../shared/trail/trail.ts'
import { entryItem } from '../../../shared/trail/trail.store.ts'
import { enrolmentSchema, volunteerSchema } from '../../../shared/volunteer/volunteer.ts'
import { enrolmentItem, volunteerItem } from '../../../shared/volunteer/volunteer.store.ts'
import { marked, placesOf, type Planter, planter } from './marks.ts'
import { PAST, type RecordIds } from './records.ts'

export const DISTRICT = '330411'

/** What there is to be read: one of each kind of record, by its ids. */
export interface Made extends RecordIds {
  project: string
  organisation: string
  /** Of its people: a member, an evaluator of the district whom nobody appointed, and one of its finance people. */
  member: string
  evaluator: string
  finance: string
  administrator: string
  /** A picture of the public page, and one that is not public. */
  file: string
  unpublished: string
  offer: string
  event: string
  import: string
  view: string
  registered: string
  registeredPerson: string
}

const single = <T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, key: (made: Made) => Key, keep: readonly string[] = []): Planter<Made> =>
  planter(kind, item, schema, async (table, made) => [await table.get(item, key(made))], keep)
const each = <T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, query: (made: Made) => Query, keep: readonly string[] = []): Planter<Made> =>
  planter(kind, item, schema, async (table, made) => table.queryAll(item, query(made)), keep)

/** A register's entries stand together as text, and are switched. */
const register = <E extends { id: string }>(kind: string, book: Book<E>, keep: readonly string[]): Planter<Made> => ({
  kind, places: placesOf(book.schema, keep),
  plant: async (table, _, marks) => {
    const { head, entries } = await loadBook(table, DISTRICT, book)
    if (entries.length === 0) throw new Error(`there is no ${kind} to plant a canary in`)
    const places = new Set<string>()
    const put = entries.map((entry) => marked(kind, book.schema, entry, marks, places, keep))
    await table.transact([(await prepareSwitch(table, book, head, entries, { put, remove: [] })).write])
    return places
  },
})

// What stays is what the platform goes by: parts of keys, days that pages reckon with, names of rules; and a list of which publishing copies nothing.
const project = single('project', projectItem, projectSchema, (made) => keys.project(made.project), ['current.definition', 'current.execution', 'current.reports'])

/** Planted before the page is published, so that publishing copies from them. */
export const before: readonly Planter<Made>[] = [
  project,
  single('content', contentItem, contentSchema, (made) => keys.projectContent(made.project)),
  single('person', personItem, personSchema, ({ member }) => keys.person(member), ['identity', 'email']),
]

/** Every other kind of record that is not public as a whole. One that is added to the platform is added here by a line, and to ./records.ts. */
export const afterwards: readonly Planter<Made>[] = [
  project,
  single('content', contentItem, contentSchema, (made) => keys.projectContent(made.project)),
  single('past-stage', pastStageItem, z.object({ project: projectSchema.shape.id, stage: stageSchema }), (made) => keys.pastStage(made.project, PAST), ['stage.definition', 'stage.execution', 'stage.reports']),
  single('showcase', showcaseItem, showcaseSchema, (made) => keys.showcase(made.project), ['edition.answers.budget']),
  single('offer', offerItem, offerSchema, (made) => keys.offer(made.project, made.offer)),
  each('project-file', projectFileItem, projectFileSchema, (made) => keys.projectFiles(made.project), ['of']),
  each('trail', entryItem, trailSchema, (made) => keys.projectTrail(made.project), ['id', 'scope', 'action', 'by.person', 'about.noun', 'about.id']),
  each('activity', activityItem, activitySchema, (made) => keys.activities(made.project)),
  single('activity-head', activityHeadItem, activityHeadSchema, (made) => keys.activityHead(made.activity)),
  single('attendance', attendanceItem, attendanceSchema, (made) => keys.attendance(made.activity, made.volunteer)),
  single('attendance', attendanceItem, attendanceSchema, (made) => keys.attendance(made.over, made.volunteer)),
  each('correction-asked', correctionAskedItem, correctionAskedSchema, (made) => keys.correctionsAsked(made.project)),
  single('volunteer', volunteerItem, volunteerSchema, (made) => keys.volunteer(made.volunteer)),
  single('enrolment', enrolmentItem, enrolmentSchema, (made) => keys.enrolment(made.volunteer, made.organisation)),
  single('hours-certificate', hoursCertificateItem, hoursCertificateSchema, (made) => keys.hoursCertificate(made.certificate)),
  each('spending', spendingItem, spendingSchema, (made) => keys.spendings(made.project), ['id']),
  each('explained-doubt', explainedItem, explainedSchema, (made) => keys.explainedDoubts(made.project), ['doubt']),
  each('report', reportItem, reportSchema, (made) => keys.reports(made.project)),
  single('report-version', reportVersionItem, reportVersionSchema, (made) => keys.reportVersion(made.project, 1, 1, 1), ['from', 'to']),
  each('change', changeItem, changeSchema, (made) => keys.changes(made.project), ['before', 'after'].flatMap((when) => [`proposed.${when}.endDate`, `proposed.${when}.dueDay`])),
  each('mentor-session', mentorSessionItem, mentorSessionSchema, (made) => keys.sessions(made.project), ['id', 'day']),
  ...[PAST, 1].flatMap((stage) => [
    single('self-evaluation', selfEvaluationItem, selfEvaluationSchema, (made) => keys.selfEvaluation(made.project, stage)),
    single('evaluation-card', evaluationCardItem, evaluationCardSchema, (made) => keys.evaluationCard(made.project, stage)),
    single('survey', surveyItem, surveySchema, (made) => keys.survey(made.project, stage), ['secret', 'questions.*.id']),
    each('survey-answer', surveyAnswerItem, surveyAnswerSchema, (made) => keys.answers(made.project, stage), ['id']),
  ]),
  register('registry-entry', organisationBook, []),
  register('registry-person', peopleBook, ['id']),
  single('import', importItem, importSchema, (made) => keys.importOf(DISTRICT, made.import), ['columns', 'applied.before', 'applied.after']),
  single('organisation', organisationItem, organisationSchema, ({ organisation }) => keys.organisation(organisation), ['name', 'filing', 'host']),
  single('evaluator', evaluatorItem, officerSchema, ({ evaluator }) => keys.evaluator(DISTRICT, evaluator), ['district']),
  single('finance', financeItem, officerSchema, ({ finance }) => keys.finance(DISTRICT, finance), ['district']),
  single('board-view', viewItem, viewSchema, ({ administrator, view }) => keys.view(administrator, view), ['district', 'query']),
  each('digest-line', digestLineItem, digestLineSchema, ({ member }) => keys.digest(member), ['id', 'url']),
]

/** Kinds without a text that is not public: whoever adds one moves the kind up. */
export const nothingHidden = { event: placesOf(eventSchema), 'class-table': placesOf(classTableSchema), sums: placesOf(projectSumsSchema), person: placesOf(projectPersonSchema), 'volunteer-sums': placesOf(volunteerSumsSchema), 'volunteer-day': placesOf(volunteerDaySchema), assignment: placesOf(assignmentSchema) }
