import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type Allowed, announcedMistakes, type FileOwner, MOST_BYTES, type StoredFile } from '../../shared/file/file.ts'
import { fileItem } from '../../shared/file/file.store.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { objectionsTaken } from '../../shared/notice/changes.ts'
import { loadNoticesInForce } from '../../shared/notice/notice.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { countTry } from '../throttle.ts'
import { checkedOnce, finishUpload, startUpload, type Upload } from './file.ts'

/** What may be put to an objection: photos, scans with a seal, a letter. */
export const evidenceAllowed: Allowed = { types: ['pdf', 'jpg', 'png', 'docx'], maxBytes: MOST_BYTES }
/** Files that one objection may have. */
export const MOST_EVIDENCE = 5
const FILES_AN_HOUR = 30

export const announceEvidenceInput = z.strictObject({ name: z.string().min(1).max(255), bytes: z.int().min(0) })

/** A form for a program to upload one file with, before the objection is made. Throws NOTICE_NOT_OPEN, INVALID. */
export async function announceEvidence(context: Context, competition: string, input: z.infer<typeof announceEvidenceInput>): Promise<Upload> {
  await requireOpenNotice(context, competition)
  const mistakes = announcedMistakes(input.name, input.bytes, evidenceAllowed)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner: ownerOf(competition), kind: 'evidence', name: input.name, maxBytes: evidenceAllowed.maxBytes, proposal: null, back: null })
}

/** The form of the objection's page; the browser names the file and comes back to `back`. */
export async function evidenceForm(context: Context, competition: string, back: (file: FileId) => string): Promise<Upload> {
  await requireOpenNotice(context, competition)
  return startUpload(context, { owner: ownerOf(competition), kind: 'evidence', name: null, maxBytes: evidenceAllowed.maxBytes, proposal: null, back })
}

/** Checks a file that has come by its bytes. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come, TOO_MANY_TRIES. */
export async function checkEvidence(context: Context, competition: string, id: FileId): Promise<StoredFile> {
  await requireOpenNotice(context, competition)
  return checkedOnce(context, id, (file) => isEvidence(file, competition), async (arrived) => {
    await countTry(context, `evidence#${competition}`, FILES_AN_HOUR)
    return finishUpload(context, id, arrived, ownerOf(competition), evidenceAllowed, () => Promise.resolve([]))
  })
}

/** Those of `files` that may stand with an objection to this competition's notice, in their order. */
export async function readyEvidence(table: Table, competition: string, files: readonly FileId[]): Promise<StoredFile[]> {
  const found = await table.getMany(fileItem, files.map((file) => keys.file(file)))
  return found.flatMap((file) => (file !== undefined && file.value.state === 'ready' && isEvidence(file.value, competition) ? [file.value] : []))
}

/** A file that was not taken, with the reason; undefined for any other. */
export async function refusedEvidence(table: Table, competition: string, id: FileId): Promise<StoredFile | undefined> {
  const found = await table.get(fileItem, keys.file(id))
  return found !== undefined && found.value.state === 'refused' && isEvidence(found.value, competition) ? found.value : undefined
}

/** Its reader is whoever administers the competition. */
const ownerOf = (competition: string): FileOwner => ({ noun: 'objection', id: competition })
const isEvidence = ({ owner }: { owner: { noun: string; id: string } }, competition: string): boolean => owner.noun === 'objection' && owner.id === competition

async function requireOpenNotice(context: Context, competitionId: string): Promise<void> {
  authorise(context, 'objection.make', {})
  const { value: competition } = await loadCompetition(context.table, competitionId)
  if (!objectionsTaken(competition.state, await loadNoticesInForce(context.table, competitionId), context.now)) throw new Refusal('NOTICE_NOT_OPEN')
}
