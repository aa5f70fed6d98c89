import { createHash } from 'node:crypto'
import * as z from 'zod'
import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
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
import { Conflict, type Write } from '../../shared/store/table.ts'
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
  curing: ({ zh, en = zh }) => ({ zh: `“${zh}”的资格审查要求补正`, en: `has something to repair for "${en}"` }),
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
  if (sentence !== undefined) await tell(context, proposal.project, proposal, timeOf(proposal), proposal.cure === null ? proposal.state : `cure ${proposal.cure.number}`, sentence, proposal.state === 'rejected' ? proposal.eligibility?.reasons : undefined)
}

/** The lines of a story written in one transaction. */
const LINES_AT_ONCE = 90

/**
 * The published result stands in the story of every project that took part: its awards, or that it got none. Called by the stream's
 * consumer at the publication, not at the writing of certificates, which nobody may see before; called again, it writes the same again.
 */
export async function followAwards({ table }: Context, competition: Competition): Promise<void> {
  const { id, name, awardsPublishedAt: at } = competition
  if (at === null) return
  const [awards, proposals] = await Promise.all([loadAwards(table, id), table.queryAll(proposalItem, keys.proposalsOf(id))])
  const lines = Map.groupBy(await loadAwardList(table, id, awards.value.list), ({ proposal }) => proposal)
  const judged = proposals.flatMap(({ value: proposal }) => (proposal.project === null || proposal.state !== 'admitted' ? [] : [{ proposal: proposal.id, project: proposal.project }]))
  const projects = await table.getMany(projectItem, judged.map(({ project }) => keys.project(project)))
  const { zh, en = zh } = name
  const writes = judged.flatMap(({ proposal }, i) => {
    const project = projects[i]?.value
    if (project === undefined) return []
    const won = (lines.get(proposal) ?? []).map(({ award, awardName }) => ({ what: `award ${award}`, action: 'proposal.awarded', sentence: { zh: `在“${zh}”中获${awardName.zh}`, en: `won ${awardName.en ?? awardName.zh} in "${en}"` } }))
    const told = won.length > 0 ? won : [{ what: 'no award', action: 'proposal.judged', sentence: { zh: `“${zh}”公布结果，没有获奖`, en: `"${en}" published its result: no award` } }]
    return told.map(({ what, action, sentence }) => storyLine(projectEntry(project, action, sentence), proposal, what, at))
  })
  await inLines(table, writes)
}

/** A cancelled call stands in the story of every project that was entered. Called by the stream's consumer; called again, it writes the same again. */
export async function followCancellation({ table }: Context, { id, name, cancelledAt: at }: Competition): Promise<void> {
  if (at === null) return
  const proposals = await table.queryAll(proposalItem, keys.proposalsOf(id))
  const entered = proposals.flatMap(({ value: { id: proposal, project, state } }) => (project === null || state === 'withdrawn' ? [] : [{ proposal, project }]))
  const projects = await table.getMany(projectItem, entered.map(({ project }) => keys.project(project)))
  const sentence = { zh: `“${name.zh}”的征集已取消`, en: `the call of "${name.en ?? name.zh}" was cancelled` }
  await inLines(table, entered.flatMap(({ proposal }, i) => {
    const project = projects[i]?.value
    return project === undefined ? [] : [storyLine(projectEntry(project, 'proposal.cancelled', sentence), proposal, 'cancelled', at)]
  }))
}

async function inLines(table: Context['table'], writes: readonly Write[]): Promise<void> {
  for (let start = 0; start < writes.length; start += LINES_AT_ONCE) await table.transact(writes.slice(start, start + LINES_AT_ONCE))
}

/** When its present state began, from the record itself: the same however often it is asked. */
const timeOf = ({ state, submittedAt, withdrawnAt, eligibility, cure, createdAt }: Proposal): Instant =>
  (state === 'withdrawn' ? withdrawnAt : state === 'submitted' ? submittedAt : state === 'curing' ? cure?.openedAt : eligibility?.at) ?? createdAt

async function tell(context: Context, id: ProjectId, proposal: Proposal, at: Instant, what: string, sentence: (competition: Bilingual) => Bilingual, reason?: string): Promise<void> {
  const [project, competition] = await context.table.getEach({ kind: projectItem, key: keys.project(id) }, { kind: competitionItem, key: keys.competition(proposal.competition) })
  if (project === undefined || competition === undefined) return
  const entry = projectEntry(project.value, `proposal.${proposal.state}`, sentence(competition.value.name), reason === undefined || reason === '' ? {} : { reason })
  await context.table.transact([storyLine(entry, proposal.id, what, at)])
}

/** A line whose id is made of what happened and when: told twice, it is one line. */
const storyLine = (entry: ReturnType<typeof projectEntry>, proposal: ProposalId, what: string, at: Instant): Write =>
  entryItem.put({ ...entry, id: derivedId('project-story', proposal, what), at, by: null }, 'any')

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
