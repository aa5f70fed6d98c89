import * as z from 'zod'
import { reachedFigures } from '../evaluation/reached.store.ts'
import type { Grant } from '../grant/grant.ts'
import { grantItem } from '../grant/grant.store.ts'
import { isGrantOver } from '../grant/lifecycle.ts'
import type { EvaluationId } from '../grant/standing.ts'
import { grantId, personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { loadProject } from '../project/project.store.ts'
import { reportItem, reportVersionItem } from '../report/report.store.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Appraisal, type AppraisalAnswers, type AppraisalFigures, appraisalSchema, newAppraisal } from './appraisal.ts'

export const appraisalItem = itemKind('appraisal', appraisalSchema, (one) => keys.appraisal(one.grant, one.of))

/** Under a person: a grant that they evaluate, or did; which of its evaluations, and whether still, the grant says. */
export const evaluatedGrantItem = itemKind('evaluated-grant', z.object({ person: personId, grant: grantId, since: instant }), (one) => keys.grantOfEvaluator(one.person, one.grant))

/** Grants that somebody evaluates or evaluated. */
export async function evaluatedGrants(table: Table, person: string): Promise<Grant[]> {
  const listed = await table.queryAll(evaluatedGrantItem, keys.grantsOfEvaluator(person))
  return (await table.getMany(grantItem, listed.map(({ value }) => keys.grant(value.grant)))).flatMap((one) => (one === undefined ? [] : [one.value]))
}

/** Grants of a district that they are still to evaluate. */
export const openAppraisals = async (table: Table, district: string, person: string): Promise<Grant[]> => (await evaluatedGrants(table, person)).filter((grant) =>
  grant.district === district && !isGrantOver(grant) && grant.evaluations.some(({ evaluator, step }) => evaluator?.person === person && step !== 'done'))

/** The evaluation as it stands; empty before anything was written in it. */
export async function loadAppraisal(table: Table, grant: Grant['id'], of: EvaluationId): Promise<{ value: Appraisal; version: number | 'none' }> {
  return (await table.get(appraisalItem, keys.appraisal(grant, of))) ?? { value: newAppraisal(grant, of), version: 'none' }
}

/** What the linked project's records hold: figures of its present cycle, and the texts of its newest report, to begin a self-evaluation with. Null without a project. */
export async function linkedRecords(table: Table, { project: id }: Pick<Grant, 'project'>): Promise<{ figures: AppraisalFigures; texts: AppraisalAnswers } | null> {
  if (id === null) return null
  const { value: project } = await loadProject(table, id)
  const reached = await reachedFigures(table, project)
  const { activities, people, attendances, spent } = reached ?? { activities: 0, people: 0, attendances: 0, spent: 0 }
  return { figures: { activities, people, attendances, spent, from: 'project' }, texts: await newestReport(table, project.id, project.current) }
}

async function newestReport(table: Table, project: string, { number: stage, reports }: { number: number; reports: readonly { number: number; sentAt: string | null }[] }): Promise<AppraisalAnswers> {
  const newest = reports.filter(({ sentAt }) => sentAt !== null).at(-1)
  const report = newest === undefined ? undefined : await table.get(reportItem, keys.report(project, stage, newest.number))
  const sent = newest === undefined || report === undefined ? undefined : await table.get(reportVersionItem, keys.reportVersion(project, stage, newest.number, report.value.version))
  const { done, results, difficulties, next } = sent?.value.answers ?? {}
  return { done, results, difficulties, next }
}
