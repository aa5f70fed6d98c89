import { MOST_BYTES } from '../file/file.ts'
import type { AttachmentKind } from '../rulebook/form.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { Proposal } from './proposal.ts'

/** What was signed and sealed: without it nothing says that the organisation applied. */
const scan: AttachmentKind = {
  id: 'paper-form', label: { zh: '签字盖章的纸质申报书（扫描件）', en: 'The signed and sealed paper form (scan)' },
  types: ['pdf', 'jpg', 'png'], maxBytes: MOST_BYTES, maxFiles: 10, required: true, judgesSee: false,
}

/** The rules that a proposal is written by: one entered from paper needs its scan besides. */
export const rulesFor = (rulebook: Rulebook, { paper }: Pick<Proposal, 'paper'>): Rulebook =>
  paper === undefined ? rulebook : { ...rulebook, form: { ...rulebook.form, attachments: [scan, ...rulebook.form.attachments] } }
