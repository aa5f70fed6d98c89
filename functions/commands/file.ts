import * as z from 'zod'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { inspectBytes, type Verdict } from '../../shared/file/bytes.ts'
import { type Allowed, announcedMistakes, type FileOwner, type StoredFile } from '../../shared/file/file.ts'
import { fileItem, loadFile } from '../../shared/file/file.store.ts'
import { type Arrived, isMissing, theStorage, type UploadForm } from '../../shared/file/storage.ts'
import { type FileId, newFileId, proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { rulesFor } from '../../shared/proposal/paper.ts'
import { type Attachment, type Draft, proposalTarget } from '../../shared/proposal/proposal.ts'
import { draftItem, loadWithDraft } from '../../shared/proposal/proposal.store.ts'
import type { AttachmentKind } from '../../shared/rulebook/form.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { openCure } from '../queries/cure.ts'
import { requireOpenCall } from './proposal.ts'

export interface Upload extends UploadForm {
  file: FileId
}

/**
 * A form to upload one file with, for any owner; the caller has authorised it. Nothing is written until the file has come and was
 * checked. `back`: the page that the browser goes to then, as a path of this site; null for programs, which ask for the check themselves.
 * `name`: null where the browser is to name the file.
 */
export async function startUpload(context: Context, announced: { owner: FileOwner; kind: string; name: string | null; maxBytes: number; proposal: string | null; back: ((file: FileId) => string) | null }): Promise<Upload> {
  const file = newFileId()
  const back = announced.back === null ? null : new URL(announced.back(file), context.environment.XIUYUAN_BASE_URL).href
  return { file, ...(await theStorage().form(file, { ...announced, back })) }
}

/**
 * Checks what has arrived by its bytes and records it as ready or refused, together with the writes that `then` wants of a ready one.
 * The caller has authorised it and knows that the upload is its own. Throws FILE_NOT_READY where it was changed while being checked.
 */
export async function finishUpload(context: Context, id: FileId, arrived: Arrived, owner: FileOwner, allowed: Allowed, then: (file: StoredFile) => Promise<Write[] | 'no-room'>): Promise<StoredFile> {
  const storage = theStorage()
  const verdict = await inspectAndKeep(id, arrived, allowed)
  const file = await act(context, async () => {
    // Asked twice at once: the first one's word stands.
    const known = await context.table.get(fileItem, keys.file(id))
    if (known !== undefined) return { writes: [], trail: [], answer: known.value }
    if (verdict === 'gone') throw new Refusal('FILE_NOT_READY')
    const found: StoredFile = {
      id, owner, kind: arrived.kind, name: arrived.name.slice(0, 255), bytes: (verdict.ok ? verdict.instead?.length : undefined) ?? arrived.bytes, type: verdict.ok ? verdict.type : null, state: verdict.ok ? 'ready' : 'refused', reason: verdict.ok ? null : verdict.reason,
      uploadedBy: context.actor.kind === 'person' ? context.actor.person.id : null, proposal: proposalId.safeParse(arrived.proposal).data ?? null, at: context.now, sha256: verdict.ok ? verdict.sha256 : null,
    }
    const more = verdict.ok ? await then(found) : []
    const recorded: StoredFile = more === 'no-room' ? { ...found, type: null, state: 'refused', reason: { zh: `这一项的文件已够了，“${found.name}”没有加上。请先移除一个。`, en: `There are enough files here already, so "${found.name}" was not added. Remove one first.` } } : found
    return { writes: [fileItem.put(recorded, 'none'), ...(more === 'no-room' ? [] : more)], trail: [], answer: recorded }
  })
  await storage.discard(id)
  return file
}

/**
 * Checks what has come of an upload, once: asked again it answers as before. The caller has authorised it. `isOwn`: whether it was uploaded for what is asked about. Throws NOT_FOUND
 * where it was not, FILE_NOT_READY while nothing has come.
 */
export async function checkedOnce(context: Context, id: FileId, isOwn: (file: Pick<Arrived, 'owner' | 'kind'>) => boolean, check: (arrived: Arrived) => Promise<StoredFile>): Promise<StoredFile> {
  const known = await context.table.get(fileItem, keys.file(id))
  if (known !== undefined) {
    if (!isOwn(known.value)) throw new Refusal('NOT_FOUND')
    return known.value
  }
  const arrived = await theStorage().arrived(id)
  if (arrived === undefined || !isOwn(arrived)) throw new Refusal('FILE_NOT_READY')
  return check(arrived)
}

export const isOf = (owner: FileOwner) => (file: Pick<Arrived, 'owner'>): boolean => file.owner.noun === owner.noun && file.owner.id === owner.id

/** 'gone': another check has taken it out of quarantine meanwhile, or it was uploaded anew. */
async function inspectAndKeep(id: FileId, arrived: Arrived, allowed: Allowed): Promise<Verdict | 'gone'> {
  const storage = theStorage()
  try {
    const verdict = await inspectBytes({ name: arrived.name, bytes: arrived.bytes, read: (start, end) => storage.read(id, start, end) }, allowed)
    if (verdict.ok) await (verdict.instead === null ? storage.keep(id, arrived.etag) : storage.keepInstead(id, verdict.instead))
    return verdict
  } catch (error) {
    if (isMissing(error)) return 'gone'
    throw error
  }
}

export const announceInput = z.strictObject({ kind: z.string().max(40), name: z.string().min(1).max(255), bytes: z.int().min(0) })

/** Throws INVALID with a sentence for what can be seen beforehand: the name's ending, the size, no room for more. */
export async function announceAttachment(context: Context, proposal: string, input: z.infer<typeof announceInput>): Promise<Upload> {
  const { kind, owner, attachments } = await loadAttachable(context, proposal, input.kind)
  const mistakes = [...(hasRoom(attachments, kind) ? [] : [full(kind)]), ...announcedMistakes(input.name, input.bytes, kind)]
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner, kind: kind.id, name: input.name, maxBytes: kind.maxBytes, proposal, back: null })
}

/** The forms of a page, one for each kind of attachment that can be changed, and has room; without script the browser names the file and comes back to the check. */
export async function attachmentForms(context: Context, proposal: string): Promise<{ kind: AttachmentKind; upload: Upload | null }[]> {
  const { kinds, attachments, ownerOf } = await loadAttachable(context, proposal, null)
  return Promise.all(kinds.map(async (kind) => ({
    kind,
    upload: hasRoom(attachments, kind)
      ? await startUpload(context, { owner: ownerOf(kind), kind: kind.id, name: null, maxBytes: kind.maxBytes, proposal, back: (file) => `/files/${file}/arrived` })
      : null,
  })))
}

/** Checks an attachment that has been uploaded and adds it to its proposal's draft. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come. */
export async function checkAttachment(context: Context, id: FileId): Promise<StoredFile> {
  const known = await context.table.get(fileItem, keys.file(id))
  if (known !== undefined && known.value.proposal !== null) {
    const { proposal } = await loadWithDraft(context.table, known.value.proposal)
    authorise(context, 'proposal.attach', proposalTarget(proposal.value))
    return known.value
  }
  const arrived = known === undefined ? await theStorage().arrived(id) : undefined
  if (arrived === undefined || arrived.proposal === null) {
    if (context.actor.kind === 'visitor') throw new Refusal('NOT_SIGNED_IN')
    // A member of nothing learns no more than that there is nothing.
    authorise(context, 'proposal.attach', { organisation: context.actor.kind === 'person' ? (context.actor.organisation ?? undefined) : undefined })
    throw new Refusal(known === undefined ? 'FILE_NOT_READY' : 'NOT_FOUND')
  }
  const { kind, owner } = await loadAttachable(context, arrived.proposal, arrived.kind)
  const proposal = arrived.proposal
  return finishUpload(context, id, arrived, owner, kind, (file) => withAttachment(context, proposal, kind, { kind: kind.id, file: id, name: file.name, bytes: file.bytes, type: file.type ?? '' }))
}

/** Uses a certificate that the organisation has uploaded before (forms.md part 1, consequence 4). */
export async function attachExisting(context: Context, proposal: string, id: FileId): Promise<Attachment> {
  return act(context, async () => {
    const { value: file } = await loadFile(context.table, id)
    const { kind, owner, organisation } = await loadAttachable(context, proposal, file.kind)
    const own = (file.owner.noun === owner.noun && file.owner.id === owner.id) || (kind.reusable === true && file.owner.noun === 'organisation' && file.owner.id === organisation)
    if (!own) throw new Refusal('NOT_FOUND')
    if (file.state !== 'ready' || file.type === null) throw new Refusal('FILE_NOT_READY')
    const attachment: Attachment = { kind: kind.id, file: id, name: file.name, bytes: file.bytes, type: file.type }
    const writes = await withAttachment(context, proposal, kind, attachment)
    if (writes === 'no-room') throw new Refusal('INVALID', { mistakes: [full(kind)] })
    return { writes, trail: [], answer: attachment }
  })
}

/** Takes a file off the draft. Versions that were sent with it keep it, and so does the organisation where it is a reusable one. */
export async function removeAttachment(context: Context, proposal: string, id: FileId): Promise<{ removed: boolean }> {
  return act(context, async () => {
    const { draft, isOpen } = await loadAttachable(context, proposal, null)
    if (draft.value.attachments.some(({ file, kind }) => file === id && !isOpen(kind))) throw new Refusal('INVALID', { mistakes: [notInCure('file')] })
    const attachments = draft.value.attachments.filter(({ file }) => file !== id)
    const removed = attachments.length < draft.value.attachments.length
    return { writes: removed ? [draftItem.put({ ...draft.value, attachments, savedAt: context.now, savedBy: saverOf(context) }, draft.version)] : [], trail: [], answer: { removed } }
  })
}

async function loadAttachable<K extends string | null>(context: Context, id: string, kindId: K) {
  const { proposal, draft } = await loadWithDraft(context.table, id)
  const organisation = proposal.value.organisation.id
  authorise(context, 'proposal.attach', proposalTarget(proposal.value))
  const { value: competition } = await loadCompetition(context.table, proposal.value.competition)
  const rulebook = rulesFor(await loadRulebook(context.table, competition), proposal.value)
  const cure = await openCure(context.table, proposal.value, competition, rulebook, context.now)
  if (cure === null) requireOpenCall(competition, context.now)
  const { form } = rulebook
  const isOpen = (kind: string) => cure === null || cure.scope.attachments.includes(kind)
  // What an administrator scanned with a paper form is that form's, not the organisation's to use again.
  const ownerOf = (kind: AttachmentKind): FileOwner => (kind.reusable === true && proposal.value.paper === undefined ? { noun: 'organisation', id: organisation } : { noun: 'proposal', id })
  const kind = form.attachments.find((one) => one.id === kindId)
  if (kind === undefined && kindId !== null) throw new Refusal('INVALID', { mistakes: [{ path: 'kind', code: 'NOT_A_CHOICE', zh: '申报书没有这一类附件。', en: 'The form has no attachment of this kind.' }] })
  if (kind !== undefined && !isOpen(kind.id)) throw new Refusal('INVALID', { mistakes: [notInCure('kind')] })
  type Found = K extends string ? { kind: AttachmentKind; owner: FileOwner } : object
  return { organisation, draft, kinds: form.attachments.filter((one) => isOpen(one.id)), isOpen, ownerOf, attachments: draft.value.attachments, ...(kind === undefined ? {} : { kind, owner: ownerOf(kind) }) as Found }
}

const notInCure = (path: string) => ({ path, code: 'NOT_IN_CURE', zh: '这一类附件不在补正范围内，不能改。', en: 'Attachments of this kind are not part of the cure and cannot be changed.' })

async function withAttachment(context: Context, proposal: string, kind: AttachmentKind, attachment: Attachment): Promise<Write[] | 'no-room'> {
  const { draft } = await loadWithDraft(context.table, proposal)
  const { attachments } = draft.value
  if (attachments.some(({ file }) => file === attachment.file)) return []
  if (!hasRoom(attachments, kind)) return 'no-room'
  return [draftItem.put({ ...draft.value, attachments: [...attachments, attachment], savedAt: context.now, savedBy: saverOf(context) }, draft.version)]
}

function saverOf(context: Context): Draft['savedBy'] {
  const { id, name } = personOf(context)
  return { id, name }
}

const hasRoom = (attachments: readonly Attachment[], kind: AttachmentKind) => attachments.filter((one) => one.kind === kind.id).length < kind.maxFiles
const full = (kind: AttachmentKind) => ({ path: 'kind', code: 'TOO_MANY_FILES', zh: `“${kind.label.zh}”最多 ${kind.maxFiles} 个文件，请先移除一个。`, en: `"${kind.label.en ?? kind.label.zh}" takes ${kind.maxFiles} files at most; remove one first.` })
