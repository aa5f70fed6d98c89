import * as z from 'zod'
import { fileId, projectId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { figuresSchema, reportSchema, reportVersionSchema } from '../../../shared/report/report.ts'
import type { Field } from '../../../shared/rulebook/form.ts'
import { stageNames } from '../../../shared/stage/lifecycle.ts'
import { reportStandingSchema } from '../../../shared/stage/stage.ts'
import { removeReportFile, reviewReport, reviewReportInput, saveReport, saveReportInput, sendReport, submitReportInput } from '../../commands/report.ts'
import { listReports, readReport } from '../../queries/report.ts'
import { readTyped } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const project = z.object({ project: projectId })
const number = z.coerce.number<string>().int().min(1).max(10_000)
const params = project.extend({ stage: number, number })
const saved = z.object({ revision: z.int(), savedAt: instant })
const mistake = z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })

/** Texts as a page's form has them, read as answers. Throws INVALID for what can't be read. */
const typedAs = (fields: Readonly<Record<string, string | string[]>>) => (section: readonly Field[]) => {
  const single = Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  const { content, mistakes } = readTyped(section, single)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return content
}

export const reportRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/reports', action: 'report.read', summary: 'The periodic reports of a project’s present cycle or an earlier one, the newest stage first',
    params: project, query: z.object({ cycle: z.coerce.number().int().min(1).optional() }), answer: z.object({ cycle: z.int(), reports: z.array(reportStandingSchema.extend({ stage: z.int(), stageName: z.enum(stageNames), version: z.int() })) }),
    run: async (context, { params: { project: id }, query }) => {
      const { cycle, reports } = await listReports(context, id, query.cycle)
      return { cycle, reports: reports.map(({ stage, standing, version }) => ({ ...standing, stage: stage.number, stageName: stage.name, version })) }
    },
  }),
  route({
    method: 'get', path: '/projects/{project}/reports/{stage}/{number}', action: 'report.read', summary: 'A report: how it stands, its working copy (for its own organisation), the period’s figures from the records, what is missing, and every version that was sent',
    params, answer: z.object({ standing: reportStandingSchema, report: reportSchema.nullable(), figures: figuresSchema, missing: z.array(mistake), versions: z.array(reportVersionSchema) }),
    run: async (context, { params: { project: id, stage, number: of } }) => {
      const { standing, report, records, missing, versions } = await readReport(context, id, stage, of)
      return { standing, report: report ?? null, figures: records.figures, missing, versions }
    },
  }),
  route({
    method: 'put', path: '/projects/{project}/reports/{stage}/{number}/draft', action: 'report.write', summary: 'Keep a report’s working copy',
    params, body: saveReportInput, answer: saved, run: (context, { params: { project: id, stage, number: of }, body }) => saveReport(context, id, stage, of, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/reports/{stage}/{number}/draft', action: 'report.write', summary: 'Keep a report’s working copy as its page’s controls have it (autosave)',
    params, body: z.strictObject({ revision: z.coerce.number<string | number>().int().min(0), fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }), answer: saved,
    run: (context, { params: { project: id, stage, number: of }, body }) => saveReport(context, id, stage, of, { revision: body.revision, content: typedAs(body.fields) }),
  }),
  route({
    method: 'post', path: '/projects/{project}/reports/{stage}/{number}/submission', action: 'report.write', summary: 'Send a report; refused with the list of what is missing. Late is late, and taken', status: 201,
    params, body: submitReportInput, answer: z.object({ version: z.int(), sentAt: instant, late: z.boolean() }), run: (context, { params: { project: id, stage, number: of }, body }) => sendReport(context, id, stage, of, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/reports/{stage}/{number}/review', action: 'report.review', summary: 'Accept a report, or return it for correction with a date of its own',
    params, body: reviewReportInput, answer: z.object({ state: z.enum(['accepted', 'returned']), dueAt: instant }), run: (context, { params: { project: id, stage, number: of }, body }) => reviewReport(context, id, stage, of, body),
  }),
  route({
    method: 'delete', path: '/projects/{project}/reports/{stage}/{number}/files/{file}', action: 'report.write', summary: 'Take a photo or a paper off a report; versions sent with it keep it',
    params: params.extend({ file: fileId }), answer: z.object({ removed: z.boolean() }), run: (context, { params: { project: id, stage, number: of, file } }) => removeReportFile(context, id, stage, of, file),
  }),
]
