import * as z from 'zod'
import { type Allowed, announcedMistakes, type FileOwner, type StoredFile } from '../../shared/file/file.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Organisation } from '../../shared/organisation/organisation.ts'
import { loadOrganisation, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { authorise, type Context } from '../context.ts'
import { checkedOnce, finishUpload, isOf, startUpload, type Upload } from './file.ts'

/** A scan or photo of the certificate of registration, or of the street's filing. It also serves every proposal (forms.md part 1, consequence 4). */
export const certificateAllowed: Allowed = { types: ['pdf', 'jpg', 'png'], maxBytes: 10 * 1024 * 1024 }
const KIND = 'certificate'

export const announceCertificateInput = z.strictObject({ name: z.string().min(1).max(255), bytes: z.int().min(0) })

/** A form for a program to upload it with; then `checkCertificate`. Throws INVALID for what can be seen beforehand. */
export async function announceCertificate(context: Context, organisation: string, input: z.infer<typeof announceCertificateInput>): Promise<Upload> {
  const owner = await ownerFor(context, organisation)
  const mistakes = announcedMistakes(input.name, input.bytes, certificateAllowed)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner, kind: KIND, name: input.name, maxBytes: certificateAllowed.maxBytes, proposal: null, back: null })
}

/** The form of the organisation's page; the browser names the file and comes back to the check. */
export async function certificateForm(context: Context, organisation: Organisation['id']): Promise<Upload> {
  const owner = await ownerFor(context, organisation)
  return startUpload(context, { owner, kind: KIND, name: null, maxBytes: certificateAllowed.maxBytes, proposal: null, back: (file) => `/organisation/certificate/${file}` })
}

/** Checks what has come by its bytes; a ready one is the organisation's certificate from now on. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come. */
export async function checkCertificate(context: Context, organisation: string, id: FileId): Promise<StoredFile> {
  const owner = await ownerFor(context, organisation)
  return checkedOnce(context, id, isOf(owner), (arrived) => {
    if (arrived.kind !== KIND) throw new Refusal('FILE_NOT_READY')
    return finishUpload(context, id, arrived, owner, certificateAllowed, async (file) => {
      const stored = await loadOrganisation(context.table, organisation)
      return [organisationItem.put({ ...stored.value, certificate: file.id }, stored.version)]
    })
  })
}

async function ownerFor(context: Context, organisation: string): Promise<FileOwner> {
  const { value } = await loadOrganisation(context.table, organisation)
  authorise(context, 'organisation.change', { organisation })
  return { noun: 'organisation', id: value.id }
}
