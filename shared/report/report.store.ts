import { presentActivities } from '../activity/activity.store.ts'
import { attendancesAt } from '../hours/hours.store.ts'
import { type ProjectFile, projectFiles } from '../project/file.store.ts'
import type { Project } from '../project/project.ts'
import { receiptsOf } from '../spending/doubts.ts'
import { type Period, spentWithin } from '../spending/spending.ts'
import { presentSpendings } from '../spending/spending.store.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { figuresOf, heldWithin } from './figures.ts'
import { type Evidence, reportRef } from './form.ts'
import { type Figures, reportSchema, reportVersionSchema } from './report.ts'

export const reportItem = itemKind('report', reportSchema, (report) => keys.report(report.project, report.stage, report.number))
export const reportVersionItem = itemKind('report-version', reportVersionSchema, (version) => keys.reportVersion(version.project, version.stage, version.number, version.version))

export interface PeriodRecords {
  figures: Figures
  evidence: Evidence
  /** Photos and papers of the report itself. */
  files: ProjectFile[]
}

/** What a project's records say of a report's period: its figures, and what there is to show for them. */
export async function periodRecords(table: Table, project: Pick<Project, 'id' | 'cycle'>, stage: number, report: Period & { number: number }): Promise<PeriodRecords> {
  const [spendings, activities, all] = await Promise.all([presentSpendings(table, project), presentActivities(table, project), projectFiles(table, project.id)])
  const held = heldWithin(activities.filter((one) => one.stage === stage), report)
  const hours = await attendancesAt(table, held.map(({ id }) => id))
  const files = all.map(({ value }) => value)
  const own = files.filter(({ of }) => of === reportRef(stage, report.number))
  const ids = new Set<string>(held.map(({ id }) => id))
  return {
    figures: figuresOf(spendings, held, hours, report), files: own,
    evidence: {
      spendings: spentWithin(spendings, report), receipts: receiptsOf(files),
      photos: files.filter(({ kind, of }) => kind === 'photo' && (ids.has(of) || of === reportRef(stage, report.number))).length, papers: own.filter(({ kind }) => kind === 'report').length,
    },
  }
}
