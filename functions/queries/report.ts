import type { DateString } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent, ownProjectItem, pastStageItem, projectItem } from '../../shared/project/project.store.ts'
import { notReady } from '../../shared/report/form.ts'
import { asSentNow, type Report, type ReportVersion } from '../../shared/report/report.ts'
import { type PeriodRecords, periodRecords, reportItem, reportVersionItem } from '../../shared/report/report.store.ts'
import { budgetField } from '../../shared/spending/budget.ts'
import { spendingFacts } from '../../shared/spending/spending.store.ts'
import type { BudgetField } from '../../shared/rulebook/form.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { ReportStanding, Stage } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import type { Due } from './due.ts'

/** One report of one stage, as a list shows it. */
export interface ListedReport {
  stage: Stage
  standing: ReportStanding
  /** The newest version that was sent; 0: none. */
  version: number
}

export interface ReportList {
  project: Project
  cycle: number
  cycles: number[]
  reports: ListedReport[]
}

/** Every report of a project's present cycle, or of an earlier one, the newest stage first. Throws NOT_FOUND, also for a cycle that never was. */
export async function listReports(context: Context, id: string, asked?: number): Promise<ReportList> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'report.read', projectTarget(project))
  const [past, kept] = await Promise.all([context.table.queryAll(pastStageItem, keys.pastStages(id)), context.table.queryAll(reportItem, keys.reports(id))])
  const cycle = asked ?? project.cycle
  if (!Number.isInteger(cycle) || cycle < 1 || cycle > project.cycle) throw new Refusal('NOT_FOUND')
  const stages = [...past.map(({ value }) => value.stage), project.current].filter((stage) => stage.cycle === cycle).toSorted((a, b) => b.number - a.number)
  const version = (stage: Stage, number: number) => kept.find(({ value }) => value.stage === stage.number && value.number === number)?.value.version ?? 0
  return { project, cycle, cycles: Array.from({ length: project.cycle }, (_, i) => i + 1), reports: stages.flatMap((stage) => stage.reports.map((standing) => ({ stage, standing, version: version(stage, standing.number) }))) }
}

export interface ReadReport {
  project: Project
  stage: Stage
  standing: ReportStanding
  /** undefined before its first save; its working copy is only for those who write it. */
  report: Report | undefined
  /** The newest first. */
  versions: ReportVersion[]
  records: PeriodRecords
  field: BudgetField
  /** What of the present cycle's spending is over the budget as it stands now, each named; empty for a report of an earlier cycle. */
  over: Mistake[]
  /** What keeps it from being sent now; for those who write it. */
  missing: Mistake[]
  /** The last day that it tells of, sent now: earlier than the period's for the last report of a stage. */
  until: DateString
  /** The asker may write it now; may review it now. */
  open: boolean
  review: boolean
}

/** One report with all its versions and what the records say of its period. Throws NOT_FOUND. */
export async function readReport(context: Context, id: string, stageNumber: number, number: number): Promise<ReadReport> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(context.table, id)
  const target = projectTarget(project)
  authorise(context, 'report.read', target)
  const stage = stageNumber === project.current.number ? project.current : (await context.table.get(pastStageItem, keys.pastStage(id, stageNumber)))?.value.stage
  const standing = stage?.reports.find((one) => one.number === number)
  if (stage === undefined || standing === undefined) throw new Refusal('NOT_FOUND')
  const present = stage.number === project.current.number && project.state === 'active'
  const sent = present && (standing.state === 'open' || standing.state === 'returned') ? asSentNow(project, standing, context.now) : standing
  const [definition, found, versions, records] = await Promise.all([
    loadDefinition(context.table, project.district, stage.definition), context.table.get(reportItem, keys.report(id, stageNumber, number)),
    context.table.queryAll(reportVersionItem, { ...keys.reportVersions(id, stageNumber, number), newestFirst: true }), periodRecords(context.table, { id: project.id, cycle: stage.cycle }, stageNumber, sent),
  ])
  const writes = may(context.actor, 'report.write', target)
  const spending = stage.cycle === project.cycle ? await spendingFacts(context.table, project, content, definition) : null
  return {
    project, stage, standing, until: sent.to, records, field: budgetField(definition), over: spending?.over ?? [], report: found === undefined || writes ? found?.value : { ...found.value, draft: {} }, versions: versions.map(({ value }) => value),
    missing: writes ? notReady(found?.value.draft ?? {}, records.figures, records.evidence) : [],
    open: writes && present && (standing.state === 'open' || standing.state === 'returned') && isOpenFor(project, 'reports', ruleFor(definition, stage.name).parts),
    review: present && standing.state === 'submitted' && may(context.actor, 'report.review', target),
  }
}

/** Days before its date from which a report stands among what can be done; its period may still be running. */
const AHEAD_DAYS = 30

/**
 * The reports that a member's projects owe: those returned, late, or due within a month. An administrator's own (reports to review, changes
 * to decide) are what the board says waits for the administrator: nothing here reads a whole district.
 */
export async function dueForReports(context: Context): Promise<Due[]> {
  if (context.actor.kind !== 'person') return []
  const organisations = context.actor.memberships.flatMap((membership) => (membership.role === 'member' ? [membership.organisation] : []))
  const own = await Promise.all(organisations.map((organisation) => context.table.queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))))
  const projects = await context.table.getMany(projectItem, [...new Set(own.flat().map(({ value }) => value.project))].map((id) => keys.project(id)))
  return projects.flatMap((stored) => {
    if (stored === undefined || !organisations.includes(stored.value.organisation.id)) return []
    const { value: project } = stored
    if (project.state !== 'active' || (project.current.state !== 'working' && project.current.state !== 'extension')) return []
    return project.current.reports.flatMap((report): Due[] => {
      if (report.state !== 'returned' && (report.state !== 'open' || report.dueAt > plusDays(context.now, AHEAD_DAYS))) return []
      const [zh, en] = report.state === 'returned' ? [`更正第 ${report.number} 期报告`, `Correct report ${report.number}`] : [`提交第 ${report.number} 期报告`, `Send report ${report.number}`]
      return [{ title: { zh, en }, about: { zh: project.title }, href: `/projects/${project.id}/reports/${project.current.number}/${report.number}`, until: report.dueAt, state: report.dueAt < context.now ? 'late' : report.state === 'returned' ? 'wait' : 'now' }]
    })
  })
}
