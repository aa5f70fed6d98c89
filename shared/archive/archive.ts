import * as z from 'zod'
import type { Competition } from '../competition/competition.ts'
import { isOver } from '../competition/steps.ts'
import { competitionId, fileId, personId } from '../kernel/ids.ts'
import { type Instant, instant, plusDays, plusSeconds } from '../kernel/instant.ts'
import { type Bilingual, bilingual, say } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'

/** Days that the platform keeps an archive: it is full of personal data, belongs into the authority's own archive, and can be made anew at any time. */
export const ARCHIVE_DAYS = 30
/** Longer than all tries of the machine together: after it nobody works on it any more. */
const MAKING_SECONDS = 2 * 3600

/** 归档: everything that a competition left behind, as one zip. */
export const archiveSchema = z.object({
  competition: competitionId,
  district: districtCode,
  /** Counts a competition's archives, from 1. */
  number: z.int().min(1),
  /** The competition was still under way: it is marked so in its name and its index. */
  interim: z.boolean(),
  language: z.enum(['zh', 'en']),
  /** It holds what this person may read. */
  asked: z.object({ by: personId, name: z.string(), at: instant }),
  made: z.object({
    object: fileId,
    at: instant,
    bytes: z.int(),
    entries: z.int(),
    /** Of the zip, hexadecimal. */
    sha256: z.string(),
    /** Of the list of digests inside it: what is taken out of the zip can be checked against it for good. */
    manifest: z.string(),
    /** Uploaded files whose bytes are lost; the index names them. */
    missing: z.int(),
  }).nullable(),
  failed: z.object({ at: instant, because: bilingual }).nullable(),
})
export type Archive = z.infer<typeof archiveSchema>

export const archiveStates = ['making', 'ready', 'failed', 'gone'] as const
export type ArchiveState = (typeof archiveStates)[number]

/** `gone`: it was kept for its days. One that nobody works on any more has failed, whether or not anybody has said so. */
export function archiveState({ asked, made, failed }: Pick<Archive, 'asked' | 'made' | 'failed'>, now: Instant): ArchiveState {
  if (made !== null) return now < plusDays(made.at, ARCHIVE_DAYS) ? 'ready' : 'gone'
  return failed === null && now < plusSeconds(asked.at, MAKING_SECONDS) ? 'making' : 'failed'
}

/** Interim until nothing can be added: completed, ended without awards, or cancelled. */
export const isInterim = (competition: Pick<Competition, 'state'>): boolean => !isOver(competition)

/** '示例公益创投大赛-归档-1.zip', with 中间稿 where it is one. */
export function archiveName(competition: Pick<Competition, 'name'>, { number, interim, language }: Pick<Archive, 'number' | 'interim' | 'language'>): string {
  const words = language === 'zh' ? `归档${interim ? '（中间稿）' : ''}` : `archive${interim ? ' (interim)' : ''}`
  return `${say(competition.name, language)}-${words}-${number}.zip`
}

export const notAnyMore: Bilingual = { zh: '申请归档的人已经没有这个权限', en: 'Whoever asked for it may not any more' }
export const gaveUp: Bilingual = { zh: '反复尝试没有做成，可能是文件太多或存储暂时不可用', en: 'It was tried again and again: perhaps there are too many files, or the storage was not there' }
