import { createHash } from 'node:crypto'
import * as z from 'zod'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import { type Certificate } from '../../shared/award/certificate.ts'
import { startOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import { competitionId, derivedId, projectId, type ProjectId, type ProposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { type Answers, answersSchema } from '../../shared/project/content.ts'
import { projectForm } from '../../shared/project/form.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadWithContent, projectEntryItem, projectItem } from '../../shared/project/project.store.ts'
import { fromAnswers } from '../../shared/proposal/prefill.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { loadProposal, proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { currentDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict } from '../../shared/store/table.ts'
import { entryItem } from '../../shared/trail/trail.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { newProject, projectEntry, projectWrites, startOrder } from './project.ts'
import { createProposal } from './proposal.ts'

export const enterInput = z.strictObject({ competition: competitionId, category: z.string().max(40) })

/** Enters an open competition with a proposal that the project's text has filled in; it is then a proposal like any other. Throws what creating one throws. */
export async function enterCompetition(context: Context, id: string, input: z.infer<typeof enterInput>): Promise<{ proposal: ProposalId; revision: number }> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(context.table, id)
  authorise(context, 'project.enter', projectTarget(project))
  return createProposal(context, input.competition, { organisation: project.organisation.id, category: input.category }, { project: project.id, answers: content.answers })
}

const told: Partial<Record<Proposal['state'], (competition: Bilingual) => Bilingual>> = {
  submitted: ({ zh, en = zh }) => ({ zh: `向“${zh}”提交了申报书`, en: `sent its proposal to "${en}"` }),
  admitted: ({ zh, en = zh }) => ({ zh: `通过“${zh}”的资格审查`, en: `was admitted to "${en}"` }),
  rejected: ({ zh, en = zh }) => ({ zh: `没有通过“${zh}”的资格审查`, en: `was not admitted to "${en}"` }),
  withdrawn: ({ zh, en = zh }) => ({ zh: `撤回了“${zh}”的申报`, en: `withdrew from "${en}"` }),
}

/**
 * What became of a proposal stands in its project's story; an admitted one without a project makes one. Called by the stream's consumer
 * for each new state; called again, it writes the same again.
 */
export async function followProposal(context: Context, proposal: Proposal): Promise<void> {
  const sentence = told[proposal.state]
  if (proposal.project === null) {
    if (proposal.state === 'admitted') await makeProject(context, proposal.id)
    return
  }
  if (sentence !== undefined) await tell(context, proposal.project, proposal, timeOf(proposal), proposal.state, sentence, proposal.state === 'rejected' ? proposal.eligibility?.reasons : undefined)
}

/** An award stands in its project's story once it is public: certificates are written then. */
export async function followCertificate(context: Context, certificate: Certificate): Promise<void> {
  const found = await context.table.get(proposalItem, keys.proposal(certificate.proposal))
  if (found === undefined || found.value.project === null) return
  await tell(context, found.value.project, found.value, startOfShanghaiDay(certificate.date), `award ${certificate.id}`, ({ zh, en = zh }) => ({ zh: `在“${zh}”中获${certificate.awardName.zh}`, en: `won ${certificate.awardName.en ?? certificate.awardName.zh} in "${en}"` }))
}

/** When its present state began, from the record itself: the same however often it is asked. */
const timeOf = ({ state, submittedAt, withdrawnAt, eligibility, createdAt }: Proposal): Instant => (state === 'withdrawn' ? withdrawnAt : state === 'submitted' ? submittedAt : eligibility?.at) ?? createdAt

async function tell(context: Context, id: ProjectId, proposal: Proposal, at: Instant, what: string, sentence: (competition: Bilingual) => Bilingual, reason?: string): Promise<void> {
  const [project, competition] = await context.table.getEach({ kind: projectItem, key: keys.project(id) }, { kind: competitionItem, key: keys.competition(proposal.competition) })
  if (project === undefined || competition === undefined) return
  const entry = projectEntry(project.value, `proposal.${proposal.state}`, sentence(competition.value.name), reason === undefined || reason === '' ? {} : { reason })
  // Made of what happened and when: told twice, it is one line.
  await context.table.transact([entryItem.put({ ...entry, id: derivedId('project-story', proposal.id, what), at, by: null }, 'any')])
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** The project that an admitted proposal makes: the same id however often it is asked for. */
export const projectOfProposal = (proposal: ProposalId): ProjectId =>
  projectId.parse(`j_${Array.from(createHash('sha256').update(`project of ${proposal}`).digest().subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)

/** Begins the project of an admitted proposal with what the proposal says. Asked again, nothing changes. */
async function makeProject(context: Context, id: ProposalId): Promise<void> {
  const made = projectOfProposal(id)
  await act<undefined>(context, async () => {
    const { value: proposal, version } = await loadProposal(context.table, id)
    if (proposal.project !== null || proposal.state !== 'admitted') return { writes: [], trail: [], answer: undefined }
    const [sent, definition, competition] = await Promise.all([
      context.table.get(versionItem, keys.version(id, proposal.version)), currentDefinition(context.table, proposal.district), context.table.get(competitionItem, keys.competition(proposal.competition)),
    ])
    const answers: Answers = { ...answersSchema.parse(fromAnswers(projectForm(definition), sent?.value.content ?? {})), name: proposal.title }
    const project: Project = {
      ...newProject({ id: made, district: proposal.district, organisation: { id: proposal.organisation.id, name: proposal.organisation.name }, title: proposal.title, definition, by: proposal.createdBy, now: context.now }),
      class: definition.classes.some((one) => one.id === proposal.category) ? proposal.category : '', summary: answers.summary ?? '',
    }
    const name = competition?.value.name ?? { zh: '' }
    return {
      writes: [...projectWrites(project, { ...answers, class: project.class }, context.now), proposalItem.put({ ...proposal, project: made }, version), projectEntryItem.put({ project: made, competition: proposal.competition, proposal: id, at: context.now }, 'any')],
      trail: [projectEntry(project, 'project.create', { zh: `由“${name.zh}”通过资格审查的申报书立项`, en: `begun from the proposal admitted to "${name.en ?? name.zh}"` }, { to: project.current.name })],
      orders: [startOrder(project)], answer: undefined,
    }
  }).catch((error: unknown) => {
    // Another hand-over of the same event was faster.
    if (!(error instanceof Conflict)) throw error
  })
}
