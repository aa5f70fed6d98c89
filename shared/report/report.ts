import * as z from 'zod'
import { shanghaiDate } from '../kernel/calendar.ts'
import { inside, passing, personal } from '../kernel/exposure.ts'
import { fileId, personId, projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Project } from '../project/project.ts'
import { dueAfter } from '../stage/begin.ts'
import { type By, bySchema, type ReportStanding } from '../stage/stage.ts'

const text = z.string().optional()
const whole = z.int().nullable().optional()
/** A report's own text by field id, as its form (form.ts) keeps it. */
export const reportAnswersSchema = z.object({ done: inside(text), results: inside(text), difficulties: inside(text), next: inside(text), beneficiaries: inside(whole), attendances: inside(whole) })
export type ReportAnswers = z.infer<typeof reportAnswersSchema>

/** Figures of the period, read from the records when the report is sent: nobody types a figure twice. Money in fen, time in minutes. */
export const figuresSchema = z.object({
  /** Activities that were held and reported. */
  activities: z.int(),
  /** 人次, summed over their reports. */
  attendances: z.int(),
  /** Different people who served. */
  volunteers: z.int(),
  /** forms.md part 4 (1): two counters, never one. */
  checkedIn: z.int(),
  backFilled: z.int(),
  spending: z.object({ total: z.int(), entries: z.int(), bySource: z.record(z.string(), z.int()), byHead: z.record(z.string(), z.int()) }),
})
export type Figures = z.infer<typeof figuresSchema>

const reviewSchema = z.object({
  version: z.int(), decision: z.enum(['accepted', 'returned']), reasons: z.string(),
  /** What is to be corrected in which field. */
  fields: z.record(z.string(), z.string()),
  by: bySchema, at: instant,
})

/** A report's working copy and what was said about the versions that were sent. How it stands is in the project's stage. */
export const reportSchema = z.object({
  project: inside(projectId),
  /** Of the stage, and within it. */
  stage: inside(z.int()),
  number: inside(z.int()),
  /** Rises with every save. */
  revision: inside(z.int()),
  draft: passing(reportAnswersSchema),
  savedAt: inside(instant),
  savedBy: personal(personId),
  /** The newest that was sent; 0: none yet. */
  version: inside(z.int()),
  reviews: inside(z.array(reviewSchema)),
})
export type Report = z.infer<typeof reportSchema>

/** A report as it was sent: written once, never changed and never removed. */
export const reportVersionSchema = z.object({
  project: inside(projectId), stage: inside(z.int()), number: inside(z.int()), version: inside(z.int()),
  from: inside(z.string()), to: inside(z.string()), dueAt: inside(instant),
  /** It came after its date: taken all the same. */
  late: inside(z.boolean()),
  answers: inside(reportAnswersSchema),
  figures: inside(figuresSchema),
  files: personal(z.array(z.object({ file: fileId, kind: z.string(), name: z.string() }))),
  sentAt: inside(instant), sentBy: personal(bySchema),
})
export type ReportVersion = z.infer<typeof reportVersionSchema>

/** How a report stands. Throws NOT_FOUND where the present stage has none of that number. */
export function standingOf(project: Project, number: number): ReportStanding {
  const found = project.current.reports.find((one) => one.number === number)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

const withStanding = (project: Project, standing: ReportStanding, reopened = project.current.reopened): Project => ({
  ...project, current: { ...project.current, reopened, reports: project.current.reports.map((one) => (one.number === standing.number ? standing : one)) },
})

/** Throws WRONG_STATE for a report that is with the administrators, or accepted: it is locked. */
export function requireWritable({ state }: ReportStanding): void {
  if (state !== 'open' && state !== 'returned') throw new Refusal('WRONG_STATE', { facts: { state } })
}

interface Sent {
  missing: readonly Mistake[]
  figures: Figures
  files: ReportVersion['files']
  by: By
}

/**
 * A report as it would be sent now. The last period of a stage ends with the day on which its report is sent, so that a project that is done
 * early need not wait for the stage's date; it never ends after that date. What is paid later is pointed out as standing in no report.
 */
export function asSentNow({ current: { reports, dueAt } }: Project, standing: ReportStanding, now: Instant): ReportStanding {
  if (reports.at(-1)?.number !== standing.number) return standing
  const [today, end] = [shanghaiDate(now), shanghaiDate(dueAt)]
  const to = today < end ? today : end
  return to < standing.from ? standing : { ...standing, to }
}

/** From its period's last day a report can be sent: earlier, what happens until then would stand in no report. */
export const canBeSent = ({ to }: Pick<ReportStanding, 'to'>, now: Instant): boolean => shanghaiDate(now) >= to

/** Sends what the working copy holds as a new version; late is late, and taken. Throws WRONG_STATE, INVALID with everything that is missing, or before the period's last day. */
export function submitReport(project: Project, report: Report, { missing, figures, files, by }: Sent, now: Instant): { project: Project; report: Report; version: ReportVersion } {
  const standing = asSentNow(project, standingOf(project, report.number), now)
  requireWritable(standing)
  if (!canBeSent(standing, now)) {
    const { to } = standing
    throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'PERIOD_RUNNING', zh: `这一期到 ${to} 为止，${to} 起才能提交；在那之前可以先写好存着`, en: `The period runs until ${to}; it can be sent from that day on. Until then it is kept as a draft` }] })
  }
  if (missing.length > 0) throw new Refusal('INVALID', { mistakes: missing })
  const { from, to, dueAt } = standing
  const version = report.version + 1
  return {
    project: withStanding(project, { ...standing, state: 'submitted', sentAt: now }),
    report: { ...report, version },
    version: { project: report.project, stage: report.stage, number: report.number, version, from, to, dueAt, late: now > dueAt, answers: report.draft, figures, files, sentAt: now, sentBy: by },
  }
}

/** Fewest days that somebody gets to correct a report. */
const LEAST_DAYS = 1

/** Takes a report: locked for good. Throws WRONG_STATE unless it waits for it. */
export function acceptReport(project: Project, report: Report, given: { by: By; reasons: string }, now: Instant): { project: Project; report: Report } {
  const standing = requireSubmitted(project, report)
  return { project: withStanding(project, { ...standing, state: 'accepted' }), report: reviewed(report, { decision: 'accepted', reasons: given.reasons, fields: {}, by: given.by, at: now }) }
}

/** Back for correction, with reasons and a date of its own: as many days as a report has after its period. Throws WRONG_STATE, INVALID without a reason. */
export function returnReport(project: Project, report: Report, given: { by: By; reasons: string; fields: Readonly<Record<string, string>> }, dueDays: number, now: Instant): { project: Project; report: Report } {
  const standing = requireSubmitted(project, report)
  // While the gate is being decided nobody could correct it.
  if (project.current.state === 'review') throw new Refusal('WRONG_STATE', { facts: { state: 'review' } })
  const fields = Object.fromEntries(Object.entries(given.fields).filter(([, reason]) => reason !== ''))
  if (given.reasons === '' && Object.keys(fields).length === 0) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'REQUIRED', zh: '退回时请写明要改什么，对方会看到', en: 'Say what has to be corrected; they will read it' }] })
  }
  const { reopened } = project.current
  return {
    project: withStanding(project, { ...standing, state: 'returned', dueAt: dueAfter(now, Math.max(LEAST_DAYS, dueDays)) }, reopened === null || reopened.includes('reports') ? reopened : [...reopened, 'reports']),
    report: reviewed(report, { decision: 'returned', reasons: given.reasons, fields, by: given.by, at: now }),
  }
}

function requireSubmitted(project: Project, report: Report): ReportStanding {
  const standing = standingOf(project, report.number)
  if (project.state !== 'active' || standing.state !== 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: standing.state } })
  return standing
}

const reviewed = (report: Report, review: Omit<Report['reviews'][number], 'version'>): Report => ({ ...report, reviews: [...report.reviews, { version: report.version, ...review }] })

/** What was said of a version; undefined while it waits. */
export const reviewOf = (report: Report, version: number): Report['reviews'][number] | undefined => report.reviews.findLast((one) => one.version === version)
