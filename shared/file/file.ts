import * as z from 'zod'
import { fileId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { attachmentTypes } from '../rulebook/form.ts'

export type FileType = (typeof attachmentTypes)[number]

/** What the browser is told that a file is, from the check of its bytes, never from its sender. */
export const mediaTypes: Record<FileType, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jpg: 'image/jpeg',
  png: 'image/png',
}

/** What is uploaded, whatever a rulebook says: also the most that is read to check it. */
export const MOST_BYTES = 20 * 1024 * 1024

/** An objection's and a decision's go by their competition. A district's are lists to be imported: read where they arrive, and never kept. */
export const ownerNouns = ['proposal', 'organisation', 'objection', 'decision', 'project', 'grant', 'district'] as const
export const ownerSchema = z.object({ noun: z.enum(ownerNouns), id: z.string() })
export type FileOwner = z.infer<typeof ownerSchema>

/** A file whose bytes have been checked: `ready` for use, or `refused` and why. Before the check only the storage knows of it. */
export const fileSchema = z.object({
  id: fileId,
  owner: ownerSchema,
  /** An attachment kind of the form; 'certificate' of an organisation; 'evidence' of an objection; 'opinion' of a decision; 'scan:2', 'self:final' of a grant. */
  kind: z.string(),
  /** As it was called where it came from. */
  name: z.string().max(255),
  /** Of what is kept. */
  bytes: z.int(),
  type: z.enum(attachmentTypes).nullable(),
  state: z.enum(['ready', 'refused']),
  /** Why it was refused, for the one who sent it. */
  reason: bilingual.nullable(),
  /** null: somebody without an account (an objection). */
  uploadedBy: personId.nullable(),
  /** The proposal it was uploaded for; a reusable one belongs to the organisation all the same. */
  proposal: proposalId.nullable(),
  at: instant,
  /** Hexadecimal, of the bytes as they were uploaded; null where it was refused. */
  sha256: z.string().nullable(),
})
export type StoredFile = z.infer<typeof fileSchema>

/** The type that a name's ending claims; `.jpeg` is `.jpg`. */
export function claimedType(name: string): FileType | undefined {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name.trim())?.[1]?.toLowerCase()
  const type = ending === 'jpeg' ? 'jpg' : ending
  return attachmentTypes.find((known) => known === type)
}

/** What may be uploaded: the types and the size, from the form's attachment kind. */
export interface Allowed {
  types: readonly FileType[]
  maxBytes: number
}

export const readableBytes = (bytes: number): string => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB` : `${Math.max(1, Math.ceil(bytes / 1024))} KB`)

/** What is wrong with a file before a byte of it has come: its name's ending and its size. */
export function announcedMistakes(name: string, bytes: number, allowed: Allowed): Mistake[] {
  const mistakes: Mistake[] = []
  const type = claimedType(name)
  const list = allowed.types.map((one) => one.toUpperCase())
  if (type === undefined || !allowed.types.includes(type)) {
    mistakes.push({ path: 'name', code: 'FILE_TYPE', zh: `“${name}”不是${list.join('、')}文件。请转换格式后再传。`, en: `"${name}" is not a file of the kinds ${list.join(', ')}. Convert it and try again.` })
  }
  if (bytes === 0) mistakes.push({ path: 'bytes', code: 'FILE_EMPTY', zh: `“${name}”是空文件。请检查后再传。`, en: `"${name}" is empty. Check it and try again.` })
  if (bytes > allowed.maxBytes) {
    mistakes.push({
      path: 'bytes', code: 'FILE_TOO_LARGE', zh: `“${name}”有 ${readableBytes(bytes)}，请压缩到 ${readableBytes(allowed.maxBytes)} 以内再传。`,
      en: `"${name}" has ${readableBytes(bytes)}; please keep it under ${readableBytes(allowed.maxBytes)}.`,
    })
  }
  return mistakes
}

/** A name that no file system, header or reader's eye trips over; at most 100 characters, its ending kept. */
export function safeName(name: string): string {
  const plain = name.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}]/gu, '').replaceAll(/[\\/:*?"<>|;%]/g, '_').replace(/^[.\s]+/, '').trim()
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 ? plain.slice(dot) : ''
  return `${[...(dot > 0 ? plain.slice(0, dot) : plain)].slice(0, 100 - ending.length).join('') || 'file'}${ending}`
}

/** What judges of a blind competition see a file called: `附件1-项目方案.pdf`. `number` from 1, in the order of the form. */
export const neutralName = (number: number, kindLabel: string, type: string): string => safeName(`附件${number}-${kindLabel}.${type}`)
