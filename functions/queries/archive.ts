import { type Archive, archiveName, archiveState, type ArchiveState } from '../../shared/archive/archive.ts'
import { archivesOf } from '../../shared/archive/archive.store.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { authorise, type Context } from '../context.ts'
import { isApplicant } from './applicant.ts'

export interface ArchiveView extends Archive {
  state: ArchiveState
  name: string
}

export interface ReadArchives {
  competition: Competition
  rulebook: Rulebook
  /** The asker belongs to an applicant: none is made for them, and none is shown. */
  barred: boolean
  /** Newest first. */
  archives: ArchiveView[]
}

/** The archives that were asked for. Throws NOT_FOUND for a draft. */
export async function readArchives(context: Context, id: string): Promise<ReadArchives> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'archive.make', { district: competition.district, competition: id })
  if (competition.state === 'draft') throw new Refusal('NOT_FOUND')
  const [rulebook, barred] = await Promise.all([loadRulebook(context.table, competition), isApplicant(context, id)])
  const archives = barred ? [] : await archivesOf(context.table, id)
  return { competition, rulebook, barred, archives: archives.map((archive) => ({ ...archive, state: archiveState(archive, context.now), name: archiveName(competition, archive) })) }
}
