import { competitionItem, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { countsItem, failureItem } from '../../shared/counts/counts.store.ts'
import { type Counts, noCounts } from '../../shared/counts/counts.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { may } from '../../shared/person/access.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Execution, executionItem, successorName } from '../../shared/workflow/execution.store.ts'
import { authorise, type Context } from '../context.ts'
import { dueForJudge } from './assignment.ts'
import { dueForCalibration } from './calibration.ts'
import { isRunning, stepEnds } from './competition.ts'
import { administered, financed } from './districts.ts'
import { byUrgency, type Due } from './due.ts'
import { dueForGrants } from './grant.ts'
import { dueForRunners } from './grant-inbox.ts'
import { dueHours } from './hours-waiting.ts'
import { type JudgeLoad, judgeLoads } from './judge.ts'
import { dueForDecision } from './decision.ts'
import { dueForResult } from './notice.ts'
import { dueForOrganisations } from './organisation.ts'
import { dueForEligibility } from './proposal-list.ts'
import { dueForFinance } from './payment-due.ts'
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

/** For administrators and organisers. */
export interface RunnerHome {
  running: Running[]
  /** Drafts and those that are over, too. */
  all: number
  /** Executions that failed and were not started again; none for those who only organise. */
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
  runner: RunnerHome | null
  /** Administers a district: may set up competitions, and reads its trail. */
  administers: boolean
  applicant: ApplicantHome | null
  /** The competitions under way in the districts whose money the asker handles; null where there is none. */
  finance: Competition[] | null
  /** Judges something, whether or not anything waits. */
  judge: boolean
  supervisor: boolean
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
  const competitions = await ownCompetitions(context)
  const [due, runner, applicant, finance] = await Promise.all([
    dueForAll(context, competitions),
    roles.has('administrator') || roles.has('organiser') ? runnerHome(context, competitions) : null,
    roles.has('member') ? applicantHome(context) : null,
    roles.has('finance') ? financeHome(context) : null,
  ])
  return { due, runner, administers: roles.has('administrator'), applicant, finance, judge: roles.has('judge'), supervisor: roles.has('supervisor'), nobody: roles.size === 0 }
}

/** Those that the asker administers or organises, newest first. */
async function ownCompetitions(context: Context): Promise<Competition[]> {
  const { actor, table } = context
  const organised = actor.kind === 'person' ? actor.memberships.flatMap((one) => (one.role === 'organiser' ? [keys.competition(one.competition)] : [])) : []
  const [administers, organises] = await Promise.all([competitionsIn(context, administered(actor)), table.getMany(competitionItem, organised)])
  const others = organises.flatMap((stored) => (stored === undefined || administers.some(({ id }) => id === stored.value.id) ? [] : [stored.value]))
  return [...administers, ...others.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))]
}

const competitionsIn = async ({ table }: Context, districts: readonly string[]): Promise<Competition[]> =>
  (await Promise.all(districts.map((district) => table.queryAll(competitionItem, { ...keys.competitionsOf(district), newestFirst: true })))).flat().map(({ value }) => value)

const financeHome = async (context: Context): Promise<Competition[]> => (await competitionsIn(context, financed(context.actor))).filter(isRunning)

/** What waits for the asker in every role, the most urgent first. */
export const dueForAsker = async (context: Context): Promise<Due[]> => dueForAll(context, await ownCompetitions(context))

async function dueForAll(context: Context, competitions: readonly Competition[]): Promise<Due[]> {
  const running = competitions.filter(isRunning)
  const lists = await Promise.all([
    dueForOrganisations(context),
    dueForEligibility(context, running),
    ...running.map((competition) => dueForRounds(context, competition)),
    ...running.filter((competition) => may(context.actor, 'notice.prepare', { district: competition.district, competition: competition.id })).map((competition) => dueForResult(context, competition)),
    dueForDecision(context, running),
    dueForApplicant(context),
    dueForJudge(context),
    dueForCalibration(context),
    dueForProjects(context),
    dueForGrants(context),
    dueForRunners(context, running),
    dueHours(context),
    dueForFinance(context),
  ])
  return [...lists.flat(), ...competitions.filter(({ state }) => state === 'draft').map(dueForDraft)].toSorted(byUrgency)
}

const dueForDraft = (competition: Competition): Due => ({
  title: { zh: '设置大赛并公布征集', en: 'Set up the competition and publish its call' }, about: competition.name, href: `/competitions/${competition.id}/settings`, until: null, state: 'now',
})

async function runnerHome(context: Context, competitions: readonly Competition[]): Promise<RunnerHome> {
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
    administered(context.actor).length === 0 ? { items: [] } : table.query(failureItem, { ...keys.failures, limit: 5, newestFirst: true }),
  ])
  return { running: shown, all: competitions.length, failed, failures: failures.items.map(({ value: { at, about } }) => ({ at, about })) }
}

/** Executions that failed and that nothing has taken over from, with what they watched over. */
async function failedExecutions({ table, actor }: Context, competitions: readonly Competition[]): Promise<RunnerHome['failed']> {
  const failed = (await Promise.all(administered(actor).map((district) => table.queryAll(executionItem, { ...keys.executionsOf(district), prefix: 'failed#' }))))
    // An archive that was not made says so on its page, where another is asked for.
    .flat().map(({ value }) => value).filter(({ machine }) => machine !== 'archive')
  const [successors, projects] = await Promise.all([
    table.getMany(executionItem, failed.map(({ name }) => keys.execution(successorName(name)))),
    table.getMany(projectItem, failed.map(({ about }) => keys.project(about))),
  ])
  return failed.flatMap((execution, i): RunnerHome['failed'] => {
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
