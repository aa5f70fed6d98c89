import * as z from 'zod'
import { type Archive, archiveName, archiveState, gaveUp, isInterim } from '../../shared/archive/archive.ts'
import { archiveItem, archivesOf, loadArchive } from '../../shared/archive/archive.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { theStorage } from '../../shared/file/storage.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { refuseApplicants } from '../queries/applicant.ts'

/** `language` of its documents; the asker's where it is left out. */
export const askArchiveInput = z.strictObject({ language: z.enum(['zh', 'en']).optional() })

/** A line of the competition's trail about an archive. */
export const archiveEntry = ({ id, name }: Competition, { number, interim }: Pick<Archive, 'number' | 'interim'>, action: string, sentence: Bilingual): Omit<Entry, 'id' | 'at' | 'by'> =>
  ({ scope: { of: 'competition', id }, action, about: { noun: 'archive', id: `${id} ${number}`, label: `${name.zh} 归档 ${number}${interim ? '（中间稿）' : ''}` }, sentence })

/**
 * Has an archive of the competition made; while one is being made that is the answer. Whoever belongs to an applicant may not: objections are in it.
 * Throws NOT_FOUND for a draft.
 */
export async function askArchive(context: Context, id: string, input: z.infer<typeof askArchiveInput>): Promise<{ number: number }> {
  return act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'archive.make', { district: competition.district, competition: id })
    await refuseApplicants(context, id)
    if (competition.state === 'draft') throw new Refusal('NOT_FOUND')
    const [newest] = await archivesOf(context.table, id)
    if (newest !== undefined && archiveState(newest, context.now) === 'making') return { writes: [], trail: [], answer: { number: newest.number } }
    const { id: by, name } = personOf(context)
    const archive: Archive = {
      competition: competition.id, district: competition.district, number: (newest?.number ?? 0) + 1, interim: isInterim(competition), language: input.language ?? context.language,
      asked: { by, name, at: context.now }, made: null, failed: null,
    }
    const execution = `${id}-a${archive.number}-1`
    return {
      writes: [archiveItem.put(archive, 'none')],
      trail: [archiveEntry(competition, archive, 'archive.make', archive.interim ? { zh: `申请做归档文件（第 ${archive.number} 份，中间稿）`, en: `asked for an archive (no. ${archive.number}, interim)` } : { zh: `申请做归档文件（第 ${archive.number} 份）`, en: `asked for an archive (no. ${archive.number})` })],
      orders: [{ key: derivedId('start', execution), order: { do: 'start', machine: 'archive', name: execution, input: { competition: id, number: archive.number } } }],
      answer: { number: archive.number },
    }
  })
}

/** Gives an address that is good for a minute, and says in the trail who took it. Throws NOT_FOUND, WRONG_STATE where it isn't ready or was kept for its days. */
export async function takeArchive(context: Context, id: string, number: number): Promise<{ url: string; name: string; bytes: number; sha256: string }> {
  const made = await act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'archive.make', { district: competition.district, competition: id })
    await refuseApplicants(context, id)
    const { value: archive } = await loadArchive(context.table, id, number)
    const state = archiveState(archive, context.now)
    if (archive.made === null || state !== 'ready') throw new Refusal('WRONG_STATE', { facts: { state } })
    const { object, bytes, sha256 } = archive.made
    return {
      writes: [], trail: [archiveEntry(competition, archive, 'archive.take', { zh: `下载了归档文件（第 ${number} 份）`, en: `took the archive (no. ${number})` })],
      answer: { object, bytes, sha256, name: archiveName(competition, archive) },
    }
  })
  const { object, ...told } = made
  return { ...told, url: await theStorage().archiveLink(object, told.name) }
}

/** Says that an archive was not made, and why; one that was made meanwhile stays. */
export async function failArchive(context: Context, id: string, number: number, because: Bilingual): Promise<void> {
  await act<undefined>(context, async () => {
    const [{ value: competition }, { value, version }] = await Promise.all([loadCompetition(context.table, id), loadArchive(context.table, id, number)])
    if (value.made !== null || value.failed !== null) return { writes: [], trail: [], answer: undefined }
    return {
      writes: [archiveItem.put({ ...value, failed: { at: context.now, because } }, version)],
      trail: [archiveEntry(competition, value, 'archive.failed', { zh: `归档文件（第 ${number} 份）没有做成`, en: `the archive (no. ${number}) was not made` })], answer: undefined,
    }
  })
}

/** After the last try of the machine. */
export const giveUpArchive = (context: Context, id: string, number: number): Promise<void> => failArchive(context, id, number, gaveUp)
