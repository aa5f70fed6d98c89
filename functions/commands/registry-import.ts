import * as z from 'zod'
import { type FileOwner, MOST_BYTES, readableBytes } from '../../shared/file/file.ts'
import { theStorage } from '../../shared/file/storage.ts'
import { type FileId, fileId, type ImportId, importId, newImportId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Import, undoUntil } from '../../shared/registry/import.ts'
import { importItem, loadImport, writeRows } from '../../shared/registry/import.store.ts'
import { reversal } from '../../shared/registry/book.ts'
import { MOST_ENTRIES, readHead } from '../../shared/registry/plan.ts'
import { planOf } from '../../shared/registry/plan.store.ts'
import { inRegister } from '../../shared/registry/registers.store.ts'
import { loadBook, loadParts, prepareSwitch } from '../../shared/registry/registry.store.ts'
import { type Register, registers } from '../../shared/registry/sheet.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { startUpload, type Upload } from './file.ts'
import { actOnBook, withOrganisations } from './registry.ts'
import { readSheet, unreadable } from './sheet.ts'

/** A file as a program sends it in one request; a larger one is uploaded. */
export const importInput = z.strictObject({ register: z.enum(registers), name: z.string().min(1).max(255), content: z.base64().max(1_000_000) })
export const uploadInput = z.strictObject({ register: z.enum(registers), name: z.string().min(1).max(255), bytes: z.int().min(1) })
/** `revision`: of the register that the preview was made against. */
export const applyInput = z.strictObject({ revision: z.int().min(0) })

const inDistrict = (district: string) => ({ of: 'district' as const, id: district })
const about = ({ id, name }: Pick<Import, 'id' | 'name'>) => ({ noun: 'import', id, label: name })
const ownerOf = (district: string): FileOwner => ({ noun: 'district', id: district })

/** Reads a file in; nothing of the registry changes. Throws INVALID with everything that is wrong with the file as a whole. */
export function readImport(context: Context, district: string, input: z.infer<typeof importInput>): Promise<Import> {
  authorise(context, 'registry.import', { district })
  return keep(context, district, newImportId(), input.register, input.name, Buffer.from(input.content, 'base64'))
}

/** A form for a program to upload a list with; then `readUpload`. Throws INVALID for one that is too large. */
export async function announceImport(context: Context, district: string, input: z.infer<typeof uploadInput>): Promise<Upload> {
  authorise(context, 'registry.import', { district })
  if (input.bytes > MOST_BYTES) throw unreadable('FILE_TOO_LARGE', `“${input.name}”有 ${readableBytes(input.bytes)}，请控制在 ${readableBytes(MOST_BYTES)} 以内`, `"${input.name}" has ${readableBytes(input.bytes)}; please keep it under ${readableBytes(MOST_BYTES)}`)
  return startUpload(context, { owner: ownerOf(district), kind: input.register, name: input.name, maxBytes: MOST_BYTES, proposal: null, back: null })
}

/** The form of a page; the browser names the file and comes back. */
export async function importForm(context: Context, district: string, register: Register): Promise<Upload> {
  authorise(context, 'registry.import', { district })
  return startUpload(context, { owner: ownerOf(district), kind: register, name: null, maxBytes: MOST_BYTES, proposal: null, back: (file) => `/registry/${district}/imports/arrived/${file}?register=${register}` })
}

/** For which register a file was uploaded; undefined where nothing has come, or not to this district. */
export async function uploadedAs(context: Context, district: string, file: string): Promise<Register | undefined> {
  authorise(context, 'registry.import', { district })
  const id = fileId.safeParse(file)
  const arrived = id.success ? await theStorage().arrived(id.data) : undefined
  return arrived?.owner.noun === 'district' && arrived.owner.id === district ? registers.find((one) => one === arrived.kind) : undefined
}

/** Reads a list that has been uploaded, once: asked again it answers as before. The file itself is not kept. Throws FILE_NOT_READY while nothing has come, INVALID. */
export async function readUpload(context: Context, district: string, file: FileId): Promise<Import> {
  authorise(context, 'registry.import', { district })
  const id = importId.parse(`m_${file.slice(2)}`)
  const known = await context.table.get(importItem, keys.importOf(district, id))
  if (known !== undefined) return known.value
  const storage = theStorage()
  const arrived = await storage.arrived(file)
  const register = registers.find((one) => one === arrived?.kind)
  if (arrived === undefined || register === undefined || arrived.owner.noun !== 'district' || arrived.owner.id !== district) throw new Refusal('FILE_NOT_READY')
  const bytes = await storage.read(file, 0, Math.min(arrived.bytes, MOST_BYTES))
  try {
    return await keep(context, district, id, register, arrived.name, bytes)
  } finally {
    await storage.discard(file)
  }
}

async function keep(context: Context, district: string, id: ImportId, register: Register, name: string, bytes: Uint8Array): Promise<Import> {
  const { head, rows } = await readSheet(bytes)
  const { columns, mistakes } = inRegister(register, ({ sheet }) => readHead(sheet, head))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const by = personOf(context)
  const read: Import = { id, district, register, name: name.slice(0, 255), columns, rows: rows.length, state: 'read', readAt: context.now, by: { person: by.id, name: by.name }, applied: null, undone: null }
  await writeRows(context.table, read, rows)
  return act(context, async () => ({ writes: [importItem.put(read, 'any')], trail: [], answer: read }))
}

/**
 * Puts all rows in force by one switch, or none: IMPORT_NOT_READY while a row is wrong, STALE where the register has changed since the
 * preview, WRONG_STATE for one that was applied before. A crash on the way changes nothing, and it can be asked again.
 */
export async function applyImport(context: Context, district: string, id: string, input: z.infer<typeof applyInput>): Promise<Import> {
  authorise(context, 'registry.import', { district })
  const { value: { register } } = await loadImport(context.table, district, id)
  return inRegister(register, (of) => actOnBook(context, async () => {
    const stored = await loadImport(context.table, district, id)
    if (stored.value.state !== 'read') throw new Refusal('WRONG_STATE', { facts: { state: stored.value.state } })
    const { plan, entries, head } = await planOf(context.table, of, stored.value)
    if (head.value.revision !== input.revision) throw new Refusal('STALE')
    if (plan.counts.wrong > 0 || entries.length + plan.counts.new > MOST_ENTRIES) throw new Refusal('IMPORT_NOT_READY', { facts: { rows: plan.counts.wrong } })
    const known = new Set(entries.map((entry) => entry.id))
    const fresh = await withOrganisations(context.table, district, of.book, plan.put.filter((entry) => !known.has(entry.id)))
    const switched = plan.put.length === 0 ? undefined : await prepareSwitch(context.table, of.book, head, entries, { put: [...plan.put.filter((entry) => known.has(entry.id)), ...fresh], remove: [] })
    const { new: added, changed, same } = plan.counts
    const applied: Import = { ...stored.value, state: 'applied', applied: { at: context.now, by: personOf(context).name, before: head.value.parts, after: switched?.head.parts ?? head.value.parts, added, changed, same } }
    return {
      writes: [importItem.put(applied, stored.version)], switched,
      trail: [{ scope: inDistrict(district), action: 'registry.import', about: about(applied), sentence: { zh: `导入了登记册“${applied.name}”：新增 ${added}，修改 ${changed}`, en: `imported "${applied.name}" into the registry: ${added} new, ${changed} changed` }, from: 'read', to: 'applied' }],
      answer: applied,
    }
  }))
}

/**
 * Takes an import back as a whole, by one switch. Where somebody has changed one of its entries since, or an organisation that it brought
 * has joined, nothing is taken back and they are named. Throws WRONG_STATE.
 */
export async function undoImport(context: Context, district: string, id: string): Promise<Import> {
  authorise(context, 'registry.import', { district })
  const { value: { register } } = await loadImport(context.table, district, id)
  return inRegister(register, (of) => actOnBook(context, async () => {
    const stored = await loadImport(context.table, district, id)
    const { applied } = stored.value
    const until = undoUntil(stored.value)
    if (applied === null || until === null || until < context.now) throw new Refusal('WRONG_STATE', { facts: { state: stored.value.state } })
    const [{ head, entries }, before, after] = await Promise.all([loadBook(context.table, district, of.book), loadParts(context.table, district, of.book, applied.before), loadParts(context.table, district, of.book, applied.after)])
    const back = reversal(before, after, entries)
    const joined = of.book.name === 'people' ? [] : await joinedSince(context.table, back.remove, applied.at)
    const blocked = [...back.blocked.map((entry) => of.sheet.nameOf(entry)), ...joined]
    if (blocked.length > 0) throw new Refusal('WRONG_STATE', { mistakes: [changedSince(blocked)] })
    const switched = back.put.length + back.remove.length === 0 ? undefined : await prepareSwitch(context.table, of.book, head, entries, back)
    const undone: Import = { ...stored.value, state: 'undone', undone: { at: context.now, by: personOf(context).name } }
    return {
      writes: [importItem.put(undone, stored.version)], switched,
      trail: [{ scope: inDistrict(district), action: 'registry.import', about: about(undone), sentence: { zh: `撤销了导入“${undone.name}”`, en: `undid the import of "${undone.name}"` }, from: 'applied', to: 'undone' }],
      answer: undone,
    }
  }))
}

/** Names of those that have asked to join since they were imported. */
async function joinedSince(table: Table, ids: readonly string[], at: Instant): Promise<string[]> {
  const found = await table.getMany(organisationItem, ids.map((id) => keys.organisation(id)))
  return found.flatMap((stored) => (stored !== undefined && stored.value.askedAt > at ? [stored.value.name] : []))
}

function changedSince(names: readonly string[]) {
  const [named, more] = [names.slice(0, 10), names.length - 10]
  return {
    path: '', code: 'CHANGED_SINCE', zh: `导入以后又有改动或已入驻，不能整批撤销：${named.join('、')}${more > 0 ? `等 ${names.length} 条` : ''}。请逐条修改`,
    en: `Changed since the import, or joined since, so that it cannot be undone as a whole: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Change them one by one`,
  }
}
