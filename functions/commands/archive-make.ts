import { createHash } from 'node:crypto'
import { type Archive, notAnyMore } from '../../shared/archive/archive.ts'
import { archiveItem, loadArchive } from '../../shared/archive/archive.store.ts'
import { Zip } from '../../shared/archive/zip.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { readableBytes } from '../../shared/file/file.ts'
import { theStorage } from '../../shared/file/storage.ts'
import { type FileId, newFileId } from '../../shared/kernel/ids.ts'
import { isRefusal, Refusal } from '../../shared/kernel/refusal.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, makeContext } from '../context.ts'
import { refuseApplicants } from '../queries/applicant.ts'
import { archiveEntries } from '../queries/archive-entries.ts'
import { archiveEntry, failArchive } from './archive.ts'

/**
 * Makes an archive that was asked for: the task of its machine. It holds what its asker may read, because it is read as they would. Run twice it
 * is made twice, under two names, and the first that is whole is the one; the other's bytes go.
 */
export async function makeArchive(context: Context, id: string, number: number): Promise<void> {
  const { value: archive } = await loadArchive(context.table, id, number)
  if (archive.made !== null || archive.failed !== null) return
  const asker = await askerOf(context, archive)
  try {
    if (asker === undefined) throw new Refusal('NOT_ALLOWED')
    authorise(asker, 'archive.make', { district: archive.district, competition: id })
    await refuseApplicants(asker, id)
  } catch (error) {
    if (!isRefusal(error, 'NOT_ALLOWED')) throw error
    return failArchive(context, id, number, notAnyMore)
  }
  const object = newFileId()
  const made = await writeArchive(asker, archive, object)
  const kept = await act<boolean>(context, async () => {
    const [{ value: competition }, { value, version }] = await Promise.all([loadCompetition(context.table, id), loadArchive(context.table, id, number)])
    if (value.made !== null) return { writes: [], trail: [], answer: value.made.object === object }
    return {
      writes: [archiveItem.put({ ...value, made: { object, at: context.now, ...made }, failed: null }, version)],
      trail: [archiveEntry(competition, value, 'archive.made', { zh: `归档文件（第 ${number} 份）做好了：${made.entries} 个文件，${readableBytes(made.bytes)}，清单校验码 ${made.manifest.slice(0, 16)}…`, en: `made the archive (no. ${number}): ${made.entries} files, ${readableBytes(made.bytes)}, digest of its list ${made.manifest.slice(0, 16)}…` })],
      answer: true,
    }
  })
  if (!kept) await theStorage().discardArchive(object)
}

async function writeArchive(asker: Context, archive: Archive, object: FileId): Promise<Omit<NonNullable<Archive['made']>, 'object' | 'at'>> {
  const upload = await theStorage().archive(object)
  const [zip, whole] = [new Zip(), createHash('sha256')]
  let [bytes, entries, missing, list] = [0, 0, 0, '']
  const write = async (pieces: readonly Uint8Array[]) => {
    for (const piece of pieces) {
      whole.update(piece)
      bytes += piece.length
      await upload.write(piece)
    }
  }
  try {
    for await (const entry of archiveEntries(asker, archive)) {
      if ('lost' in entry) missing += 1
      else {
        entries += 1
        list += `${entry.digest}  ${entry.path}\n`
        await write(zip.add(entry.path, entry.bytes, { at: archive.asked.at, pack: entry.pack }))
      }
    }
    const manifest = Buffer.from(list)
    await write(zip.add('SHA256SUMS.txt', manifest, { at: archive.asked.at, pack: true }))
    await write(zip.end())
    await upload.finish()
    return { bytes, entries: entries + 1, sha256: whole.digest('hex'), manifest: createHash('sha256').update(manifest).digest('hex'), missing }
  } catch (error) {
    await upload.abandon()
    throw error
  }
}

/** Whoever asked, with the roles that they have now. */
async function askerOf({ table }: Context, { asked, language }: Archive): Promise<Context | undefined> {
  const [person, memberships] = await Promise.all([table.get(personItem, keys.person(asked.by)), table.queryAll(membershipItem, keys.memberships(asked.by))])
  if (person === undefined) return undefined
  return makeContext({ kind: 'person', person: person.value, memberships: memberships.map(({ value }) => value), organisation: null, session: null }, { language })
}
