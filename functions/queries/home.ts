import { competitionItem, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { countsItem, failureItem } from '../../shared/counts/counts.store.ts'
import { type Counts, noCounts } from '../../shared/counts/counts.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Execution, executionItem, successorName } from '../../shared/workflow/execution.store.ts'
import { authorise, type Context } from '../context.ts'
import { dueForJudge } from './assignment.ts'
import { isRunning, stepEnds } from './competition.ts'
import { administered } from './districts.ts'
import { byUrgency, type Due } from './due.ts'
import { dueHours } from './hours-waiting.ts'
import { type JudgeLoad, judgeLoads } from './judge.ts'
import { dueForResult } from './notice.ts'
import { dueForOrganisations } from './organisation.ts'
import { dueForEligibility } from './proposal-list.ts'
import { dueForProjects } from './project-due.ts'
import { dueForApplicant, openCalls, ownProposals, type OpenCall, type OwnProposal } from './proposal.ts'
import { dueForRounds } from './round.ts'

/** A competition on the first page: with the figures that show how far its step has come. */
export interface Running {
  competition: Competition
  rulebook: Rulebook
  counts: Counts
  judges: JudgeLoad[]
  /** The end of its step, where that has one. */
  until: Instant | null
}

export interface AdministratorHome {
  running: Running[]
  /** Drafts and those that are over, too. */
  all: number
  /** Executions that failed and were not started again. */
  failed: { execution: Execution; name: Bilingual; href: string }[]
  /** Stream records that could not be worked on. */
  failures: { at: string; about: string }[]
}
export interface ApplicantHome {
  /** Acts for it. */
  organisation: { name: string } | null
  calls: OpenCall[]
  proposals: OwnProposal[]
}
export interface Home {
  due: Due[]
  administrator: AdministratorHome | null
  applicant: ApplicantHome | null
  /** Judges something, whether or not anything waits. */
  judge: boolean
  /** Holds no role yet: may ask to join, or waits for an invitation. */
  nobody: boolean
}

/** Proposals an applicant sees on the first page. */
const PROPOSALS = 5

/** What waits for the asker, until when, in every role at once; and how things stand for those roles. */
export async function readHome(context: Context): Promise<Home> {
  authorise(context, 'home.read', {})
  const { actor } = context
  const memberships = actor.kind === 'person' ? actor.memberships : []
  const roles = new Set(memberships.map(({ role }) => role))
  const competitions = await administeredCompetitions(context)
  const [due, administrator, applicant] = await Promise.all([
    dueForAll(context, competitions),
    roles.has('administrator') ? administratorHome(context, competitions) : null,
    roles.has('member') ? applicantHome(context) : null,
  ])
  return { due, administrator, applicant, judge: roles.has('judge'), nobody: roles.size === 0 }
}

async function administeredCompetitions({ table, actor }: Context): Promise<Competition[]> {
  return (await Promise.all(administered(actor).map((district) => table.queryAll(competitionItem, { ...keys.competitionsOf(district), newestFirst: true })))).flat().map(({ value }) => value)
}

/** What waits for the asker in every role, the most urgent first. */
export const dueForAsker = async (context: Context): Promise<Due[]> => dueForAll(context, await administeredCompetitions(context))

async function dueForAll(context: Context, competitions: readonly Competition[]): Promise<Due[]> {
  const running = competitions.filter(isRunning)
  const lists = await Promise.all([
    dueForOrganisations(context),
    dueForEligibility(context),
    ...running.flatMap((competition) => [dueForRounds(context, competition), dueForResult(context, competition)]),
    dueForApplicant(context),
    dueForJudge(context),
    dueForProjects(context),
    dueHours(context),
  ])
  return [...lists.flat(), ...competitions.filter(({ state }) => state === 'draft').map(dueForDraft)].toSorted(byUrgency)
}

const dueForDraft = (competition: Competition): Due => ({
  title: { zh: '设置大赛并公布征集', en: 'Set up the competition and publish its call' }, about: competition.name, href: `/competitions/${competition.id}/settings`, until: null, state: 'now',
})

async function administratorHome(context: Context, competitions: readonly Competition[]): Promise<AdministratorHome> {
  const { table } = context
  const ends = await stepEnds(context, competitions.filter(isRunning))
  const running = competitions.filter(isRunning).toSorted((a, b) => (ends.get(a.id) ?? '9').localeCompare(ends.get(b.id) ?? '9'))
  const [shown, failed, failures] = await Promise.all([
    Promise.all(running.map(async (competition): Promise<Running> => {
      const [rulebook, counts, loads] = await Promise.all([
        loadRulebook(table, competition), table.get(countsItem, keys.counts(competition.id)), competition.state === 'judging' ? judgeLoads(context, competition) : { judges: [] },
      ])
      return { competition, rulebook, counts: counts?.value ?? noCounts(competition.id), judges: loads.judges, until: ends.get(competition.id) ?? null }
    })),
    failedExecutions(context, competitions),
    table.query(failureItem, { ...keys.failures, limit: 5, newestFirst: true }),
  ])
  return { running: shown, all: competitions.length, failed, failures: failures.items.map(({ value: { at, about } }) => ({ at, about })) }
}

/** Executions that failed and that nothing has taken over from, with what they watched over. */
async function failedExecutions({ table, actor }: Context, competitions: readonly Competition[]): Promise<AdministratorHome['failed']> {
  const failed = (await Promise.all(administered(actor).map((district) => table.queryAll(executionItem, { ...keys.executionsOf(district), prefix: 'failed#' })))).flat().map(({ value }) => value)
  const [successors, projects] = await Promise.all([
    table.getMany(executionItem, failed.map(({ name }) => keys.execution(successorName(name)))),
    table.getMany(projectItem, failed.map(({ about }) => keys.project(about))),
  ])
  return failed.flatMap((execution, i): AdministratorHome['failed'] => {
    if (successors[i] !== undefined) return []
    const competition = competitions.find(({ id }) => id === execution.about)
    if (competition !== undefined) return [{ execution, name: competition.name, href: `/competitions/${competition.id}` }]
    const project = projects[i]?.value
    return project === undefined ? [] : [{ execution, name: { zh: project.title }, href: `/projects/${project.id}` }]
  })
}

async function applicantHome(context: Context): Promise<ApplicantHome> {
  const acting = context.actor.kind === 'person' ? context.actor.organisation : null
  const [open, own] = await Promise.all([acting === null ? { organisation: null, calls: [] } : openCalls(context, acting), ownProposals(context)])
  return { organisation: open.organisation, calls: open.calls, proposals: own.slice(0, PROPOSALS) }
}
