import * as z from 'zod'
import type { Agreement } from '../agreement/agreement.ts'
import { type Allowed, MOST_BYTES } from '../file/file.ts'
import { inside } from '../kernel/exposure.ts'
import { fileId, grantId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import type { Action } from '../person/access.ts'
import { attachmentTypes } from '../rulebook/form.ts'
import { bySchema } from '../stage/stage.ts'
import type { Grant } from './grant.ts'

/** scan 协议盖章扫描件, self 自评附件和补充材料, desk 评估员的附件, payment 银行凭证. */
export const grantFileKinds = ['scan', 'self', 'desk', 'payment'] as const
export type GrantFileKind = (typeof grantFileKinds)[number]

/** A paper of a grant. It is between its two sides, and of those who evaluate and pay. */
export const grantFileSchema = z.object({
  grant: inside(grantId),
  file: inside(fileId),
  kind: inside(z.enum(grantFileKinds)),
  /** What it belongs to: a version of the agreement, an evaluation, a part. */
  of: inside(z.string().max(40)),
  name: inside(z.string()),
  bytes: inside(z.int()),
  type: inside(z.enum(attachmentTypes)),
  sha256: inside(z.string()),
  at: inside(instant),
  by: inside(bySchema),
})
export type GrantFile = z.infer<typeof grantFileSchema>

/** Who attaches one, and who reads what is attached. */
export const attachActions = { scan: 'agreement.attach', self: 'appraisal.write', desk: 'appraisal.score', payment: 'payment.order' } as const satisfies Record<GrantFileKind, Action>
export const fileReadActions = { scan: 'agreement.read', self: 'appraisal.read', desk: 'appraisal.read', payment: 'grant.read' } as const satisfies Record<GrantFileKind, Action>

/** A scan is what was signed and sealed; the rest may be anything that proves something. */
export const grantFileAllowed = (kind: GrantFileKind): Allowed => ({ types: kind === 'scan' || kind === 'payment' ? ['pdf', 'jpg', 'png'] : ['pdf', 'jpg', 'png', 'docx', 'xlsx'], maxBytes: MOST_BYTES })

/** Files of one kind at one place. */
export const MOST_GRANT_FILES = 20

/**
 * Whether something of the kind can be attached, or taken off, now: a scan to an agreement that both have signed, to a self-evaluation while
 * it is written or something is to be supplied, to the desk check until its result, a bank's paper to a part that it was asked to pay.
 * Undefined where there is nothing of the name `of`. `agreement`: the version named.
 */
export function isAttachable(kind: GrantFileKind, of: string, { grant, agreement }: { grant: Grant; agreement: Pick<Agreement, 'state'> | undefined }): boolean | undefined {
  if (kind === 'scan') return agreement === undefined ? undefined : agreement.state === 'signed' || agreement.state === 'superseded'
  if (kind === 'payment') {
    const state = grant.tranches.find(({ id }) => id === of)?.state
    return state === undefined ? undefined : state === 'ordered' || state === 'paid' || state === 'failed'
  }
  const step = grant.evaluations.find((one) => one.of === of)?.step
  if (step === undefined) return undefined
  const open: readonly (typeof step)[] = kind === 'self' ? ['self', 'supplement'] : ['desk', 'supplement', 'visit']
  return grant.state === 'delivery' && open.includes(step)
}
