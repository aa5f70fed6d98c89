import type { Archive } from '../../shared/archive/archive.ts'
import { type Block, documentOf } from '../../shared/archive/document.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type StoredFile, safeName } from '../../shared/file/file.ts'
import { fileItem } from '../../shared/file/file.store.ts'
import { theStorage } from '../../shared/file/storage.ts'
import { plusSeconds } from '../../shared/kernel/instant.ts'
import { type Fen, formatYuan } from '../../shared/kernel/money.ts'
import { type Bilingual, say } from '../../shared/kernel/text.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'

/** What every part of an archive is made from. `context` is its asker's: what they may not read is not in it. */
export interface ArchiveRoom {
  context: Context
  archive: Archive
  competition: Competition
  rulebook: Rulebook
  /** By proposal: its title, for what names proposals by their ids. */
  titles: Map<string, string>
}

/** A file of the archive; `source`: as it was uploaded. `lost`: the record is there, the bytes are not. */
export type ArchiveEntry = { path: string; bytes: Uint8Array; pack: boolean; source?: StoredFile } | { lost: string }

export const word = ({ archive }: ArchiveRoom, zh: string, en: string): string => (archive.language === 'zh' ? zh : en)
export const heads = (room: ArchiveRoom, ...names: readonly (readonly [zh: string, en: string])[]): string[] => names.map(([zh, en]) => word(room, zh, en))
export const said = ({ archive }: ArchiveRoom, text: Bilingual | null | undefined): string => (text === null || text === undefined ? '' : say(text, archive.language))
/** '2026-11-27 00:30:08' in Shanghai; '' for never. */
export const moment = (at: Parameters<typeof plusSeconds>[0] | null | undefined): string => (at === null || at === undefined ? '' : plusSeconds(at, 8 * 3600).slice(0, 19).replace('T', ' '))
export const yuan = (room: ArchiveRoom, fen: Fen | null | undefined): string => (fen === null || fen === undefined ? '' : `${formatYuan(fen)} ${word(room, '元', 'yuan')}`)
export const yes = (room: ArchiveRoom, holds: boolean): string => (holds ? word(room, '是', 'yes') : word(room, '否', 'no'))

/** A folder's or a file's name from what people typed: short, so that the whole path fits where paths may have 260 characters. */
export const shortName = (text: string): string => safeName([...text].slice(0, 30).join(''))

/** A page to be read; an interim archive says so on each. */
export function paper(room: ArchiveRoom, path: string, title: string, blocks: readonly Block[]): ArchiveEntry {
  const { language, interim, asked } = room.archive
  const note = interim ? word(room, `中间稿：大赛还没有结束，内容截至 ${moment(asked.at)}。`, `Interim: the competition is not over. As of ${moment(asked.at)}.`) : null
  return { path: `${path}.html`, bytes: Buffer.from(documentOf({ title, language, note, blocks })), pack: true }
}

/** The records themselves, for programs. */
export const recordOf = (room: ArchiveRoom, folder: string, value: unknown): ArchiveEntry => ({ path: `${folder}/${word(room, '记录', 'record')}.json`, bytes: Buffer.from(JSON.stringify(value, null, 1)), pack: true })

/** Files that were uploaded, one after the other, each read when it is its turn. `prefix`: before its name. */
export async function* uploads({ context: { table } }: ArchiveRoom, folder: string, files: readonly { id: string; prefix?: string }[]): AsyncGenerator<ArchiveEntry> {
  for (const { id, prefix = '' } of files) {
    const found = await table.get(fileItem, keys.file(id))
    const name = `${folder}/${safeName(`${prefix}${found?.value.name ?? id}`)}`
    const bytes = found === undefined || found.value.state !== 'ready' ? undefined : await theStorage().whole(found.value.id)
    yield bytes === undefined || found === undefined ? { lost: name } : { path: name, bytes, pack: false, source: found.value }
  }
}
