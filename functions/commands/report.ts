import * as z from 'zod'
import type { FileId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { projectFileItem } from '../../shared/project/file.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { notReady, reportFields, reportForm, reportRef } from '../../shared/report/form.ts'
import { acceptReport, asSentNow, type Report, reportAnswersSchema, requireWritable, returnReport, standingOf, submitReport } from '../../shared/report/report.ts'
import { periodRecords, reportItem, reportVersionItem } from '../../shared/report/report.store.ts'
import { parseDraft, withoutNulls } from '../../shared/rulebook/content.ts'
import type { Field } from '../../shared/rulebook/form.ts'
import { type Definition, ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { newsOf } from './news.ts'
import { loadForPart, projectEntry } from './project.ts'
import { reread } from './project-move.ts'

export const saveReportInput = z.strictObject({ revision: z.int().min(0), content: z.record(z.string(), z.unknown()) })
export interface ReportSaved {
  revision: number
  savedAt: Instant
}

interface Writable {
  stored: Stored<Project>
  definition: Definition
  report: Report
  /** Of the report's item; none before its first save. */
  version: number | 'none'
}

/** A report of the present stage that may be written now. Throws NOT_FOUND, WRONG_STATE. */
async function loadWritable(context: Context, id: string, stage: number, number: number): Promise<Writable> {
  const { stored, definition } = await loadForPart(context, id, 'reports', 'report.write')
  if (stage !== stored.value.current.number) throw new Refusal('WRONG_STATE', { facts: { stage } })
  requireWritable(standingOf(stored.value, number))
  const found = await context.table.get(reportItem, keys.report(id, stage, number))
  const empty: Report = { project: stored.value.id, stage, number, revision: 0, draft: {}, savedAt: context.now, savedBy: personOf(context).id, version: 0, reviews: [] }
  return { stored, definition, report: found?.value ?? empty, version: found?.version ?? 'none' }
}

/** Keeps a report's text; limits don't matter until it is sent. Leaves no trail. Throws STALE, WRONG_STATE, INVALID. */
export async function saveReport(context: Context, id: string, stage: number, number: number, input: { revision: number; content: Record<string, unknown> | ((fields: readonly Field[]) => Record<string, unknown>) }): Promise<ReportSaved> {
  return act(context, async () => {
    const { stored, report, version } = await loadWritable(context, id, stage, number)
    if (input.revision !== report.revision) throw new Refusal('STALE', { facts: { revision: report.revision } })
    const parsed = parseDraft(reportForm, typeof input.content === 'function' ? input.content(reportFields) : input.content)
    if (!parsed.ok) throw new Refusal('INVALID', { mistakes: parsed.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
    const revision = report.revision + 1
    return {
      writes: [{ check: stored.key, expect: stored.version }, reportItem.put({ ...report, revision, draft: reportAnswersSchema.parse(withoutNulls(parsed.content)), savedAt: context.now, savedBy: personOf(context).id }, version)],
      trail: [], answer: { revision, savedAt: context.now },
    }
  })
}

export const submitReportInput = z.strictObject({
  /** Where given: what is sent is what was read under this revision. */
  revision: z.int().min(0).optional(),
})
export interface ReportReceipt {
  version: number
  sentAt: Instant
  late: boolean
}

const nameOf = (number: number): Bilingual & { en: string } => ({ zh: `第 ${number} 期报告`, en: `report ${number}` })
const pathOf = (project: string, stage: number, number: number) => `/projects/${project}/reports/${stage}/${number}`

/** Sends the report as a new version with the period's figures; every earlier one stays. Throws INVALID with all that is missing, STALE, WRONG_STATE. */
export async function sendReport(context: Context, id: string, stage: number, number: number, input: z.infer<typeof submitReportInput>): Promise<ReportReceipt> {
  return act(context, async () => {
    const { stored, report, version } = await loadWritable(context, id, stage, number)
    if (input.revision !== undefined && input.revision !== report.revision) throw new Refusal('STALE', { facts: { revision: report.revision } })
    const records = await periodRecords(context.table, stored.value, stage, asSentNow(stored.value, standingOf(stored.value, number), context.now))
    const person = personOf(context)
    const sent = submitReport(stored.value, report, {
      missing: notReady(report.draft, records.figures, records.evidence), figures: records.figures,
      files: records.files.map(({ file, kind, name }) => ({ file, kind, name })), by: { person: person.id, name: person.name },
    }, context.now)
    const name = nameOf(number)
    const [wakes, news] = await Promise.all([
      reread(context, stored.value),
      newsOf(context, stored.value, [{ administrators: stored.value.district }], { news: { zh: `${name.zh}已提交，在等审核`, en: `${name.en} was sent and waits for your review` }, path: pathOf(id, stage, number) }, `report-${stage}-${number}-v${sent.report.version}`),
    ])
    return {
      writes: [projectItem.put(sent.project, stored.version), reportItem.put(sent.report, version), reportVersionItem.put(sent.version, 'none'), ...wakes.writes],
      trail: [projectEntry(stored.value, 'report.write', { zh: `提交了${name.zh}（第 ${sent.report.version} 版）${sent.version.late ? '，已超期' : ''}`, en: `sent ${name.en} (version ${sent.report.version})${sent.version.late ? ', late' : ''}` }, { from: standingOf(stored.value, number).state, to: 'submitted' })],
      orders: [...wakes.orders, ...news],
      answer: { version: sent.report.version, sentAt: context.now, late: sent.version.late },
    }
  })
}

/** Takes a photo or a paper off a report that may be written; versions that were sent with it keep it. Throws NOT_FOUND, WRONG_STATE. */
export async function removeReportFile(context: Context, id: string, stage: number, number: number, file: FileId): Promise<{ removed: boolean }> {
  return act(context, async () => {
    const { stored } = await loadWritable(context, id, stage, number)
    const found = await context.table.get(projectFileItem, keys.projectFile(id, file))
    if (found === undefined || found.value.of !== reportRef(stage, number)) throw new Refusal('NOT_FOUND')
    return { writes: [{ check: stored.key, expect: stored.version }, { remove: found.key, expect: found.version }], trail: [projectEntry(stored.value, 'report.write', { zh: `从${nameOf(number).zh}移除了附件`, en: `took a file off ${nameOf(number).en}` }, { from: found.value.name })], answer: { removed: true } }
  })
}

export const reviewReportInput = z.strictObject({
  decision: z.enum(['accept', 'return']),
  /** The version that was read. */
  version: z.int().min(1),
  reasons: z.string().trim().max(1000).default(''),
  /** What is to be corrected, by field. */
  fields: z.record(z.string().max(40), z.string().trim().max(500)).superRefine((fields, context) => {
    for (const id of Object.keys(fields)) if (!reportFields.some((field) => field.id === id)) context.addIssue({ code: 'custom', path: [id], message: 'FIELD_UNKNOWN', params: { zh: `报告中没有“${id}”这一项`, en: `The report has no field "${id}"` } })
  }).default({}),
})

/** An administrator accepts a report or returns it for correction. Throws STALE where a newer version came, WRONG_STATE, INVALID. */
export async function reviewReport(context: Context, id: string, stage: number, number: number, input: z.infer<typeof reviewReportInput>): Promise<{ state: 'accepted' | 'returned'; dueAt: Instant }> {
  return act(context, async () => {
    const stored = await loadProject(context.table, id)
    const { value } = stored
    authorise(context, 'report.review', projectTarget(value))
    if (stage !== value.current.number) throw new Refusal('WRONG_STATE', { facts: { stage } })
    const found = await context.table.get(reportItem, keys.report(id, stage, number))
    if (found === undefined) throw new Refusal(value.current.reports.some((one) => one.number === number) ? 'WRONG_STATE' : 'NOT_FOUND')
    if (input.version !== found.value.version) throw new Refusal('STALE', { facts: { version: found.value.version } })
    const { id: person, name: by } = personOf(context)
    const definition = await loadDefinition(context.table, value.district, value.current.definition)
    const dueDays = ruleFor(definition, value.current.name).reports?.dueDays ?? 0
    const given = { by: { person, name: by }, reasons: input.reasons, fields: input.fields }
    const done = input.decision === 'accept' ? acceptReport(value, found.value, given, context.now) : returnReport(value, found.value, given, dueDays, context.now)
    const { state, dueAt } = standingOf(done.project, number)
    const name = nameOf(number)
    const said = state === 'accepted' ? { zh: `${name.zh}已通过`, en: `${name.en} was accepted` } : { zh: `${name.zh}被退回更正，请在规定日期前再提交`, en: `${name.en} was returned for correction; please send it again by its new date` }
    const reason = reasonsOf(done.report)
    const [wakes, news] = await Promise.all([
      reread(context, value),
      newsOf(context, value, [{ organisation: value.organisation.id }], { news: said, reason, path: pathOf(id, stage, number) }, `report-${stage}-${number}-v${input.version}-${state}`),
    ])
    return {
      writes: [projectItem.put(done.project, stored.version), reportItem.put(done.report, found.version), ...wakes.writes],
      trail: [projectEntry(value, 'report.review', state === 'accepted' ? { zh: `通过了${name.zh}`, en: `accepted ${name.en}` } : { zh: `退回了${name.zh}`, en: `returned ${name.en}` }, { from: 'submitted', to: state, ...(reason === '' ? {} : { reason }) })],
      orders: [...wakes.orders, ...news],
      answer: { state: state === 'accepted' ? 'accepted' : 'returned', dueAt },
    }
  })
}

/** What the last review said, in one text: its own reasons, then those of each field. */
function reasonsOf({ reviews }: Report): string {
  const last = reviews.at(-1)
  if (last === undefined) return ''
  const labels = new Map(reportFields.map(({ id, label }) => [id, label.zh]))
  return [...(last.reasons === '' ? [] : [last.reasons]), ...Object.entries(last.fields).map(([id, reason]) => `${labels.get(id) ?? id}：${reason}`)].join('；')
}
