import type { Mistake } from '../kernel/refusal.ts'
import type { ProjectFile } from '../project/file.store.ts'
import { checkContent } from '../rulebook/content-check.ts'
import type { Field, Form } from '../rulebook/form.ts'
import { withoutReceipt } from '../spending/doubts.ts'
import type { Spending } from '../spending/spending.ts'
import type { Figures, ReportAnswers } from './report.ts'

const long = (id: keyof ReportAnswers, zh: string, en: string, limit: number, hint?: { zh: string; en: string }): Field => ({ id, kind: 'longtext', label: { zh, en }, limit, required: true, ...(hint === undefined ? {} : { hint }) })
const most = 10_000_000

/** The form of a periodic report, in a rulebook's own format: what writes and checks proposals serves reports too. */
export const reportForm: Form = {
  title: { zh: '报告', en: 'Report' }, nameField: 'done', attachments: [], seals: [], checks: [],
  sections: [{
    id: 'report', title: { zh: '报告', en: 'Report' },
    fields: [
      long('done', '做了什么', 'What was done', 500),
      long('results', '成效', 'Results', 500, { zh: '受益人有什么变化，怎么知道的。', en: 'What changed for those served, and how you know.' }),
      long('difficulties', '困难', 'Difficulties', 300, { zh: '没有就写“无”。', en: 'Write "none" if there were none.' }),
      long('next', '下一步', 'Next steps', 300),
      { id: 'beneficiaries', kind: 'integer', label: { zh: '受益人数', en: 'Beneficiaries' }, required: true, min: 0, max: most, unit: { zh: '人', en: 'persons' }, hint: { zh: '不同的人，每人只算一次。', en: 'Different people, each counted once.' } },
      { id: 'attendances', kind: 'integer', label: { zh: '服务人次', en: 'Attendances' }, required: true, min: 0, max: most, unit: { zh: '人次', en: 'attendances' }, hint: { zh: '来一次算一次。', en: 'Each time counts.' } },
    ],
  }],
}
export const reportFields: readonly Field[] = reportForm.sections.flatMap(({ fields }) => fields)

/** Files that belong to a report bear this as what they are of. */
export const reportRef = (stage: number, number: number): string => `report-${stage}-${number}`

/** What there is to show for a period. */
export interface Evidence {
  /** Entries of the period that count, and the receipts of all by entry. */
  spendings: readonly Spending[]
  receipts: ReadonlyMap<string, readonly ProjectFile[]>
  /** Photos of the report or of an activity of its period. */
  photos: number
  /** Papers of the report itself: a scanned sign-in sheet, say. */
  papers: number
}

/**
 * No evidence set, no report (forms.md part 2 (5)): where money was spent in the period every entry has a receipt, there is a photo, and
 * where people were served there are sign-ins or a sign-in sheet. One line for each thing that is missing.
 */
export function missingEvidence({ spendings, receipts, photos, papers }: Evidence, figures: Figures, { attendances }: ReportAnswers): Mistake[] {
  if (spendings.length === 0) return []
  const served = (attendances ?? 0) > 0 || figures.attendances > 0
  return [
    ...withoutReceipt(spendings, receipts),
    ...(photos === 0 ? [{ path: 'photo', code: 'PHOTO_MISSING', zh: '缺照片：请在本报告或本期活动里上传至少一张', en: 'No photo: add one at least, here or to an activity of the period' }] : []),
    ...(served && figures.checkedIn === 0 && papers === 0 ? [{ path: 'paper', code: 'SIGN_IN_MISSING', zh: '缺签到：本期没有扫码签到记录，请上传签到表', en: 'No sign-ins: the period has no check-ins on record; upload the sign-in sheet' }] : []),
  ]
}

/** Everything that keeps a report from being sent: mistakes of its fields (at `content.…`), then missing evidence. */
export function notReady(answers: ReportAnswers, figures: Figures, evidence: Evidence): Mistake[] {
  const ofFields = [...checkContent(reportForm, answers as Record<string, never>, []), ...beneficiariesMistake(answers)]
  return [...ofFields.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })), ...missingEvidence(evidence, figures, answers)]
}

/** Every person served came at least once. */
function beneficiariesMistake({ beneficiaries, attendances }: ReportAnswers): Mistake[] {
  if (typeof beneficiaries !== 'number' || typeof attendances !== 'number' || beneficiaries <= attendances) return []
  return [{ path: 'attendances', code: 'TOO_SMALL', zh: `服务人次（${attendances}）不能少于受益人数（${beneficiaries}）。`, en: `There cannot be fewer attendances (${attendances}) than beneficiaries (${beneficiaries}).` }]
}
