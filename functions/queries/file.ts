import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { FileType, StoredFile } from '../../shared/file/file.ts'
import { loadFile } from '../../shared/file/file.store.ts'
import { theStorage } from '../../shared/file/storage.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Target } from '../../shared/person/access.ts'
import { projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { loadProposal, loadVersion } from '../../shared/proposal/proposal.store.ts'
import { authorise, type Context } from '../context.ts'
import { refuseApplicants } from './applicant.ts'
import { assignedOf } from './assignment.ts'
import { shownToJudges } from './proposal.ts'

/** A file's facts, and an address that gives it for a minute. */
export interface ReadFile {
  file: StoredFile
  /** As it is saved: neutral for a judge of a blind competition. */
  name: string
  url: string
}

/**
 * A file for an administrator of its district, a member of its organisation, or a judge whom the plan gives the proposal it was sent
 * with (`proposal` names that one where the file is an organisation's own); an organiser reads what was sent to their competition. An
 * objection's files are owned by the competition it is made to, and read by its administrators who did not apply. A grant's are read through the grant (grant-file.ts). Throws FILE_NOT_READY where the check refused it.
 */
export async function readFile(context: Context, id: string, proposal?: string): Promise<ReadFile> {
  const { value: file } = await loadFile(context.table, id)
  const forJudge = await judgesName(context, file, proposal ?? file.proposal)
  const target = await ownerTarget(context, file)
  authorise(context, 'file.read', { ...target, competition: target.competition ?? (await sentTo(context, file, proposal)), assigned: forJudge?.assigned ?? [] })
  return linked(file, forJudge?.name ?? file.name)
}

/** Throws FILE_NOT_READY where the check refused it. The caller has authorised it. */
export async function linked(file: StoredFile, name: string): Promise<ReadFile> {
  if (file.state !== 'ready' || file.type === null) throw new Refusal('FILE_NOT_READY')
  return { file, name, url: await theStorage().link(file.id, name, file.type satisfies FileType) }
}

async function ownerTarget(context: Context, { owner }: StoredFile): Promise<Target> {
  if (owner.noun === 'proposal') {
    const { value } = await loadProposal(context.table, owner.id)
    return { district: value.district, competition: value.competition, organisation: value.organisation.id }
  }
  if (owner.noun === 'project') return projectTarget((await loadProject(context.table, owner.id)).value)
  if (owner.noun === 'grant') return {}
  if (owner.noun === 'district') return { district: owner.id }
  if (owner.noun === 'decision') return { district: (await loadCompetition(context.table, owner.id)).value.district, competition: owner.id }
  if (owner.noun === 'organisation') return { district: (await loadOrganisation(context.table, owner.id)).value.district, organisation: owner.id }
  await refuseApplicants(context, owner.id)
  return { district: (await loadCompetition(context.table, owner.id)).value.district }
}

/** The competition that an organisation's own file was sent to with the proposal named; undefined where it was not. */
async function sentTo(context: Context, { id, owner }: StoredFile, proposalId: string | undefined): Promise<string | undefined> {
  if (owner.noun !== 'organisation' || proposalId === undefined || context.actor.kind !== 'person' || !context.actor.memberships.some(({ role }) => role === 'organiser')) return undefined
  const { value: proposal } = await loadProposal(context.table, proposalId)
  const versions = await Promise.all(Array.from({ length: proposal.version }, (_, i) => loadVersion(context.table, proposalId, i + 1)))
  return versions.some(({ attachments }) => attachments.some(({ file }) => file === id)) ? proposal.competition : undefined
}

/** For a judge: whether the plan gives them the proposal and its version holds the file among what judges see, and under which name. */
async function judgesName(context: Context, file: StoredFile, proposalId: string | null): Promise<{ name: string; assigned: readonly string[] } | undefined> {
  if (proposalId === null || context.actor.kind !== 'person' || !context.actor.memberships.some(({ role }) => role === 'judge')) return undefined
  const { value: proposal } = await loadProposal(context.table, proposalId)
  const { value: competition } = await loadCompetition(context.table, proposal.competition)
  const assigned = await assignedOf(context, competition, proposalId)
  if (assigned.length === 0 || proposal.version === 0) return undefined
  const [rulebook, version] = await Promise.all([loadRulebook(context.table, competition), loadVersion(context.table, proposalId, proposal.version)])
  const shown = shownToJudges(rulebook, version).find((attachment) => attachment.file === file.id)
  return shown === undefined ? undefined : { name: shown.name, assigned }
}
