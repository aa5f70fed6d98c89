import { createHash } from 'node:crypto'
import type { Archive } from '../../shared/archive/archive.ts'
import type { Block } from '../../shared/archive/document.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { stateName } from '../../shared/competition/steps.ts'
import { readableBytes } from '../../shared/file/file.ts'
import type { Context } from '../context.ts'
import { archiveCompetition } from './archive-competition.ts'
import { archiveGrants, archiveMoney } from './archive-grants.ts'
import { archiveJudging } from './archive-judging.ts'
import { archiveProposals } from './archive-proposals.ts'
import { archiveDecision, archiveResult } from './archive-result.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, paper, said, word } from './archive-room.ts'
import { archiveTrail } from './archive-trail.ts'
import { type Sheet, xlsx } from './xlsx.ts'

/** A file of the archive with its digest (SHA-256, hexadecimal), or an upload whose bytes are lost. */
export type DigestedEntry = { path: string; bytes: Uint8Array; pack: boolean; digest: string } | { lost: string }

type PartOf = (room: ArchiveRoom, folder: string) => AsyncGenerator<ArchiveEntry, Sheet[]>

/** In the order of a competition's life; proposals first of those that name them. */
const parts: readonly { zh: string; en: string; entries: PartOf }[] = [
  { zh: '大赛', en: 'competition', entries: archiveCompetition }, { zh: '申报', en: 'proposals', entries: archiveProposals }, { zh: '评审', en: 'judging', entries: archiveJudging }, { zh: '资助决定', en: 'decision', entries: archiveDecision },
  { zh: '公示与结果', en: 'notice-and-result', entries: archiveResult }, { zh: '资助', en: 'grants', entries: archiveGrants }, { zh: '拨款与台账', en: 'money', entries: archiveMoney }, { zh: '留痕', en: 'trail', entries: archiveTrail },
]

interface Listed {
  part: string
  path: string
  bytes: number
  digest: string
  upload: { at: string; digest: string } | null
}

/**
 * All that an archive holds, one file after the other, so that no more than one is in memory; the index last, when everything is known. It is read as its
 * asker: what the access table or the blind rules keep from them is not in it. Throws what the queries throw.
 */
export async function* archiveEntries(context: Context, archive: Archive): AsyncGenerator<DigestedEntry> {
  const { value: competition } = await loadCompetition(context.table, archive.competition)
  const room: ArchiveRoom = { context, archive, competition, rulebook: await loadRulebook(context.table, competition), titles: new Map() }
  const [taken, listed, lost, sheets]: [Set<string>, Listed[], string[], Sheet[]] = [new Set(), [], [], []]
  for (const [i, { zh, en, entries }] of parts.entries()) {
    const folder = `${String(i + 1).padStart(2, '0')}-${word(room, zh, en)}`
    const made = entries(room, folder)
    for (let next = await made.next(); ; next = await made.next()) {
      if (next.done === true) {
        sheets.push(...next.value)
        break
      }
      const entry = next.value
      if ('lost' in entry) {
        lost.push(entry.lost)
        yield { lost: entry.lost }
      } else {
        const digested = { path: freePath(taken, entry.path), bytes: entry.bytes, pack: entry.pack, digest: sha256(entry.bytes) }
        listed.push({ part: word(room, zh, en), path: digested.path, bytes: entry.bytes.length, digest: digested.digest, upload: entry.source === undefined ? null : { at: moment(entry.source.at), digest: entry.source.sha256 ?? '' } })
        yield digested
      }
    }
  }
  for (const entry of [indexPage(room, listed, lost), await indexBook(room, sheets, listed, lost)]) if ('path' in entry) yield { ...entry, digest: sha256(entry.bytes) }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Two files of one name in a folder: the second gets a number. Names that differ by case alone are one name on many systems. */
function freePath(taken: Set<string>, path: string): string {
  const [, stem = path, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,5})?$/s.exec(path) ?? []
  for (let n = 1; ; n += 1) {
    const free = n === 1 ? path : `${stem} (${n})${ending}`
    if (taken.has(free.toLowerCase())) continue
    taken.add(free.toLowerCase())
    return free
  }
}

const hrefOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** Where somebody begins to read. */
function indexPage(room: ArchiveRoom, listed: readonly Listed[], lost: readonly string[]): ArchiveEntry {
  const { archive, competition, rulebook } = room
  const blocks: Block[] = [
    { facts: [
      [word(room, '大赛', 'Competition'), said(room, competition.name)], [word(room, '主办单位', 'Authority'), said(room, competition.authority)], [word(room, '状态', 'State'), said(room, stateName(competition, rulebook))],
      [word(room, '归档', 'Archive'), word(room, `第 ${archive.number} 份，${archive.asked.name} ${moment(archive.asked.at)} 申请`, `No. ${archive.number}, asked for by ${archive.asked.name} ${moment(archive.asked.at)}`)],
      [word(room, '核对', 'To check it'), word(room, 'SHA256SUMS.txt 列出每个文件的 SHA-256 校验码，可用 sha256sum -c 核对。', 'SHA256SUMS.txt has the SHA-256 of each file; sha256sum -c checks them.')],
      [word(room, '没有收入的', 'Not in it'), word(room, '没有提交的申报草稿、评委没有提交的评分、完整的银行账号；项目的活动、志愿者和支出记录在各项目名下。', 'Drafts of proposals that were never sent, cards that were not handed in, whole account numbers; activities, volunteers and spending stand with each project.')],
    ] },
    { links: [{ href: hrefOf(`${word(room, '目录', 'index')}.xlsx`), label: word(room, '目录（表格）', 'Index as a workbook') }] },
  ]
  for (const part of new Set(listed.map((one) => one.part))) {
    blocks.push({ heading: part }, { links: listed.filter((one) => one.part === part).map(({ path, bytes }) => ({ href: hrefOf(path), label: path.slice(path.indexOf('/') + 1), note: readableBytes(bytes) })) })
  }
  if (lost.length > 0) blocks.push({ heading: word(room, '读不到的文件', 'Files that could not be read') }, { table: { head: heads(room, ['文件', 'File']), rows: lost.map((path) => [path]) } })
  return paper(room, word(room, '目录', 'index'), word(room, '归档目录', 'Index of the archive'), blocks)
}

async function indexBook(room: ArchiveRoom, sheets: readonly Sheet[], listed: readonly Listed[], lost: readonly string[]): Promise<ArchiveEntry> {
  const files: Sheet = {
    name: word(room, '文件', 'Files'), head: heads(room, ['部分', 'Part'], ['文件', 'File'], ['字节', 'Bytes'], ['SHA-256', 'SHA-256'], ['上传时间', 'Uploaded at'], ['上传时的 SHA-256', 'SHA-256 as uploaded']), widths: [14, 70, 12, 66, 20, 66],
    rows: [...listed.map(({ part, path, bytes, digest, upload }) => [part, path, bytes, digest, upload?.at ?? '', upload?.digest ?? '']), ...lost.map((path) => [word(room, '读不到', 'lost'), path, null, '', '', ''])],
  }
  return { path: `${word(room, '目录', 'index')}.xlsx`, bytes: await xlsx([files, ...sheets]), pack: false }
}
