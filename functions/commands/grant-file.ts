import * as z from 'zod'
import { agreementItem } from '../../shared/agreement/agreement.store.ts'
import type { Agreement } from '../../shared/agreement/agreement.ts'
import { announcedMistakes, type FileOwner, type StoredFile } from '../../shared/file/file.ts'
import { attachActions, type GrantFile, grantFileAllowed, type GrantFileKind, isAttachable, MOST_GRANT_FILES } from '../../shared/grant/file.ts'
import { grantFileItem, grantFiles } from '../../shared/grant/file.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { type Grant, grantTarget } from '../../shared/grant/grant.ts'
import { type FileId, orderedId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { recordEntry } from '../../shared/trail/trail.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { checkedOnce, finishUpload, startUpload, type Upload } from './file.ts'
import { grantEntry } from './grant-move.ts'

export const announceGrantFileInput = z.strictObject({
  /** What it belongs to: a version of the agreement, an evaluation, a part. */
  of: z.string().min(1).max(40),
  name: z.string().min(1).max(255), bytes: z.int().min(0),
})

interface Place {
  grant: Stored<Grant>
  kind: GrantFileKind
  of: string
  /** Of a scan. */
  agreement: Stored<Agreement> | undefined
  /** Whether something can be attached there now. */
  open: boolean
}

/** Throws NOT_FOUND where there is no such place, NOT_ALLOWED for who attaches nothing there. */
async function placeOf(context: Context, id: string, kind: GrantFileKind, of: string): Promise<Place> {
  const grant = await loadGrant(context.table, id)
  authorise(context, attachActions[kind], grantTarget(grant.value))
  const agreement = kind === 'scan' && /^\d{1,4}$/.test(of) ? await context.table.get(agreementItem, keys.agreement(id, Number(of))) : undefined
  const open = isAttachable(kind, of, { grant: grant.value, agreement: agreement?.value })
  if (open === undefined) throw new Refusal('NOT_FOUND')
  // Who evaluates the one does not evaluate the other.
  if (kind === 'desk' && grant.value.evaluations.find((one) => one.of === of)?.evaluator?.person !== personOf(context).id) throw new Refusal('NOT_ALLOWED')
  return { grant, kind, of, agreement, open }
}

/** Throws WRONG_STATE, too, where nothing can be attached or taken off now. */
async function openPlace(context: Context, id: string, kind: GrantFileKind, of: string): Promise<Place> {
  const place = await placeOf(context, id, kind, of)
  if (!place.open) throw new Refusal('WRONG_STATE', { facts: { state: place.grant.value.state } })
  return place
}

const ownerOf = (grant: string): FileOwner => ({ noun: 'grant', id: grant })

/** A form for a program to upload one file with; then `checkGrantFile`. Throws WRONG_STATE, INVALID for what can be seen beforehand. */
export async function announceGrantFile(context: Context, id: string, kind: GrantFileKind, { of, name, bytes }: z.infer<typeof announceGrantFileInput>): Promise<Upload> {
  await openPlace(context, id, kind, of)
  const mistakes = announcedMistakes(name, bytes, grantFileAllowed(kind))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner: ownerOf(id), kind: `${kind}:${of}`, name, maxBytes: grantFileAllowed(kind).maxBytes, proposal: null, back: null })
}

/** The form of a page, which the browser comes back to (`then`, a path of this site); null where nothing can be attached now. */
export async function grantFileForm(context: Context, id: string, kind: GrantFileKind, of: string, then: string): Promise<Upload | null> {
  if (!(await placeOf(context, id, kind, of)).open) return null
  return startUpload(context, { owner: ownerOf(id), kind: `${kind}:${of}`, name: null, maxBytes: grantFileAllowed(kind).maxBytes, proposal: null, back: (file) => `/grants/${id}/files/${kind}/${file}/arrived?to=${encodeURIComponent(then)}` })
}

/** Checks what has come by its bytes; a ready file stands with the grant from now on. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come, WRONG_STATE where it comes too late. */
export async function checkGrantFile(context: Context, id: string, kind: GrantFileKind, file: FileId): Promise<StoredFile> {
  const grant = await loadGrant(context.table, id)
  authorise(context, attachActions[kind], grantTarget(grant.value))
  const isOwn = ({ owner, kind: stored }: { owner: { noun: string; id: string }; kind: string }) => owner.noun === 'grant' && owner.id === id && stored.startsWith(`${kind}:`)
  return checkedOnce(context, file, isOwn, (arrived) => {
    const of = arrived.kind.slice(kind.length + 1)
    return finishUpload(context, file, arrived, ownerOf(id), grantFileAllowed(kind), async ({ name, bytes, type, sha256 }) => {
      if (type === null || sha256 === null) return []
      const place = await openPlace(context, id, kind, of)
      if ((await grantFiles(context.table, id)).filter((one) => one.kind === kind && one.of === of).length >= MOST_GRANT_FILES) return 'no-room'
      const { id: person, name: by } = personOf(context)
      return attachWrites(context, place, { grant: place.grant.value.id, file, kind, of, name, bytes, type, sha256, at: context.now, by: { person, name: by } })
    })
  })
}

/** Together with what it belongs to, so that nothing slips in once that is closed. */
function attachWrites(context: Context, place: Place, file: GrantFile): Write[] {
  const { grant, agreement } = place
  const words = storyOf(place, file.name)
  const entry: Omit<Entry, 'id' | 'at' | 'by'> | null = words === null ? null : grantEntry(grant.value, 'grant.attach', words.attached)
  return [
    grantFileItem.put(file, 'none'), { check: grant.key, expect: grant.version },
    ...(agreement === undefined ? [] : [agreementItem.put({ ...agreement.value, scan: file.file }, agreement.version)]),
    ...(entry === null ? [] : [recordEntry({ ...entry, id: orderedId(milliseconds(context.now)), at: context.now, by: file.by })]),
  ]
}

/** What the story says of it. What belongs to an evaluation is a draft until that is sent. */
function storyOf({ kind, of, grant }: Pick<Place, 'kind' | 'of' | 'grant'>, name: string): { attached: Bilingual; removed: Bilingual } | null {
  const tranche = grant.value.tranches.find(({ id }) => id === of)?.name
  switch (kind) {
    case 'scan':
      return { attached: { zh: `附上了第 ${of} 版协议的盖章扫描件“${name}”`, en: `attached the sealed scan "${name}" of version ${of} of the agreement` }, removed: { zh: `移除了第 ${of} 版协议的扫描件“${name}”`, en: `removed the scan "${name}" of version ${of} of the agreement` } }
    case 'payment':
      return { attached: { zh: `附上了“${tranche?.zh ?? of}”的银行凭证“${name}”`, en: `attached the bank’s paper "${name}" of "${tranche?.en ?? tranche?.zh ?? of}"` }, removed: { zh: `移除了“${tranche?.zh ?? of}”的银行凭证“${name}”`, en: `removed the bank’s paper "${name}" of "${tranche?.en ?? tranche?.zh ?? of}"` } }
    default:
      return null
  }
}

/** Takes a file off as long as one could be attached there. Removing what is not there changes nothing. Throws WRONG_STATE. */
export function removeGrantFile(context: Context, id: string, kind: GrantFileKind, file: string): Promise<{ removed: boolean }> {
  return act<{ removed: boolean }>(context, async () => {
    const found = await context.table.get(grantFileItem, keys.grantFile(id, file))
    if (found === undefined || found.value.kind !== kind) {
      authorise(context, attachActions[kind], grantTarget((await loadGrant(context.table, id)).value))
      return { writes: [], trail: [], answer: { removed: false } }
    }
    const place = await openPlace(context, id, kind, found.value.of)
    const { grant, agreement, of } = place
    const left = (await grantFiles(context.table, id)).filter((one) => one.kind === kind && one.of === of && one.file !== file)
    const words = storyOf(place, found.value.name)
    return {
      writes: [
        { remove: found.key, expect: found.version }, { check: grant.key, expect: grant.version },
        ...(agreement === undefined ? [] : [agreementItem.put({ ...agreement.value, scan: left.at(-1)?.file ?? null }, agreement.version)]),
      ],
      trail: words === null ? [] : [grantEntry(grant.value, 'grant.remove-file', words.removed)],
      answer: { removed: true },
    }
  })
}
