import { decideTie } from '../../../functions/commands/award.ts'
import { changeCompetition, createCompetition, publishCall } from '../../../functions/commands/competition.ts'
import { admitSeveral, finishEligibility } from '../../../functions/commands/eligibility.ts'
import { askExclusions } from '../../../functions/commands/exclusion.ts'
import { publishNotice } from '../../../functions/commands/notice.ts'
import { confirmPlan, makeRoundPlan } from '../../../functions/commands/plan.ts'
import { theTable } from '../../../functions/context.ts'
import type { Exclusions } from '../../../shared/conflict/exclusion.ts'
import { loadAwards } from '../../../shared/award/award.store.ts'
import { loadRulebook } from '../../../shared/competition/competition.store.ts'
import { now } from '../../../shared/kernel/clock.ts'
import type { CompetitionId, OrganisationId, PersonId, ProjectId, ProposalId } from '../../../shared/kernel/ids.ts'
import { instant, plusDays } from '../../../shared/kernel/instant.ts'
import { ownProjectItem, projectItem } from '../../../shared/project/project.store.ts'
import { ownProposalItem, proposalItem } from '../../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { Seeded } from '../people.ts'
import { type DemoProject, demoProjects, ventureProjects } from './projects.ts'
import { as, propose, roundIs, seatJudges, seatOrganiser, seatSupervisor, type Stage, stateIs, until } from './stage.ts'

/** Who plays the demonstration's competitions. */
export interface Cast {
  stage: Stage
  seeded: Seeded
  administrator: PersonId
  judges: { person: PersonId; name: string }[]
}

/** How a competition of the demonstration is set up. Days are counted from today. */
interface Setting {
  name: { zh: string; en: string }
  introduction?: string
  callDays: number
  eligibilityDays: number
  scoringDays: number
  /** Of the library; the district's contest where it is left out. */
  rulebook?: string
  /** The one round that it keeps; the first where it is left out. */
  round?: string
  /** What it changes in its rules beside the rounds. */
  change?: (rulebook: Rulebook) => Partial<Rulebook>
}

/** Sets a competition up with one round and publishes its call. */
export async function begin({ administrator }: Cast, setting: Setting): Promise<CompetitionId> {
  const { name, callDays, eligibilityDays, scoringDays, rulebook: id = 'jiaxing-default', change = () => ({}) } = setting
  // Five in the afternoon in Shanghai, as offices close.
  const at = (days: number) => instant.parse(`${plusDays(now(), days).slice(0, 10)}T09:00:00.000Z`)
  const { competition } = await createCompetition(await as(administrator), {
    rulebook: id, name, authority: { zh: '示例主办单位', en: 'Example authority' }, contact: { phone: '0573-0000 0000', email: 'contest@example.cn' },
    introduction: setting.introduction ?? '面向全区的志愿服务组织和队伍，征集贴近居民需要、能够长期做下去的志愿服务项目。本页的机构、人员和数字都是虚构的。',
  })
  const rulebook = await loadRulebook(theTable(), competition)
  const kept = setting.round === undefined ? rulebook.rounds[0] : rulebook.rounds.find(({ id: round }) => round === setting.round)
  if (kept === undefined) throw new TypeError('no round')
  await changeCompetition(await as(administrator), competition.id, {
    dates: { callClosesAt: at(callDays), eligibilityClosesAt: at(eligibilityDays), roundsCloseAt: [at(scoringDays)] },
    rulebook: { ...rulebook, applicants: { ...rulebook.applicants, proposalsEach: null }, rounds: [{ ...kept, weight: 100 - (rulebook.vote?.weight ?? 0), advance: { rule: 'all' } }], tieBreaks: [], ...change(rulebook) },
  })
  await publishCall(await as(administrator), competition.id, {})
  return competition.id
}

/** Somebody of a third party runs it for the authority, and somebody watches over it. */
export async function organise({ administrator, seeded }: Cast, contest: CompetitionId): Promise<void> {
  const organiser = seeded.people.get('organiser-01')
  if (organiser !== undefined) await seatOrganiser(administrator, contest, organiser)
  await supervise({ administrator, seeded }, contest)
}

export async function supervise({ administrator, seeded }: Pick<Cast, 'administrator' | 'seeded'>, contest: CompetitionId): Promise<void> {
  const supervisor = seeded.people.get('supervisor-01')
  if (supervisor !== undefined) await seatSupervisor(administrator, contest, supervisor)
}

export async function seat(cast: Cast, contest: CompetitionId, judges: Cast['judges'], words?: Parameters<typeof seatJudges>[3]): Promise<void> {
  await seatJudges(cast.administrator, contest, judges, words)
}

/** Proposals for a contest: of the project where the agency or the team has one of that name, so that nothing is begun twice; it makes one when it is admitted otherwise. */
export async function enter(cast: Cast, contest: CompetitionId, projects: readonly DemoProject[], answers: Record<string, unknown> = {}): Promise<void> {
  const { seeded, stage } = cast
  await stage.streams.caughtUp()
  const writers = ['worker-01', 'volunteer-01', 'worker-02'].map((subject) => ({ person: seeded.people.get(subject), organisation: seeded.organisations[subject === 'volunteer-01' ? 1 : 0] }))
  const known = await ownByTitle(writers.flatMap(({ organisation }) => organisation ?? []))
  for (const [n, invented] of projects.entries()) {
    const own = known.get(invented.name)
    const { person, organisation } = writers.find((one) => one.organisation === own?.organisation) ?? writers[n % writers.length] ?? {}
    if (person !== undefined && organisation !== undefined) await propose(contest, person, organisation, invented, { send: true, project: own?.project, answers })
  }
}

/** The first agency asks a judge, or whoever is of an organisation, to stay away from a proposal of theirs. */
export async function askToStayAway({ seeded, stage }: Cast, contest: CompetitionId, ask: Exclusions['asks'][number]): Promise<void> {
  await stage.streams.caughtUp()
  const [person, organisation] = [seeded.people.get('worker-01'), seeded.organisations[0]]
  if (person === undefined || organisation === undefined) return
  const [own] = await theTable().queryAll(ownProposalItem, keys.proposalsOfOrganisationTo(organisation, contest))
  if (own !== undefined) await askExclusions(await as(person, organisation), own.value.proposal, { asks: [ask] })
}

/** Projects of the organisations by their titles. */
export async function ownByTitle(organisations: readonly OrganisationId[]): Promise<Map<string, { project: ProjectId; organisation: OrganisationId }>> {
  const listed = (await Promise.all([...new Set(organisations)].map((organisation) => theTable().queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))))).flat()
  const found = await theTable().getMany(projectItem, listed.map(({ value }) => keys.project(value.project)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.value.title, { project: one.value.id, organisation: one.value.organisation.id }] as const])))
}

/** Admits all that was sent, plans the round and confirms the plan. */
export async function startScoring({ stage, administrator }: Cast, contest: CompetitionId): Promise<void> {
  await admitAll({ stage, administrator }, contest)
  await until(stage, 'groups', async () => makeRoundPlan(await as(administrator), contest, 0, {}).then(() => true, () => false))
  await confirmPlan(await as(administrator), contest, 0)
}

/** Admits all that was sent; its round is being planned then. */
export async function admitAll({ stage, administrator }: Pick<Cast, 'stage' | 'administrator'>, contest: CompetitionId): Promise<void> {
  await stateIs(stage, contest, 'eligibility')
  const proposals = (await theTable().queryAll(proposalItem, keys.proposalsOf(contest))).filter(({ value }) => value.state === 'submitted')
  await admitSeveral(await as(administrator), contest, { proposals: proposals.map(({ value }) => value.id) })
  await finishEligibility(await as(administrator), contest)
  await roundIs(stage, contest, 'planning')
}

/** How well judges find each proposal, by its title. */
export async function qualities(contest: CompetitionId): Promise<(proposal: ProposalId) => number> {
  const quality = new Map([...demoProjects, ...ventureProjects].map((project) => [project.name, project.quality]))
  const titles = new Map((await theTable().queryAll(proposalItem, keys.proposalsOf(contest))).map(({ value }) => [value.id, value.title]))
  return (proposal) => quality.get(titles.get(proposal) ?? '') ?? 70
}

/** Who judges what is drawn anew each time, so that a tie across an award's last place may come up or not; deciding one may bring up the next. */
async function decideAllTies(administrator: PersonId, contest: CompetitionId): Promise<void> {
  for (;;) {
    const { value: { ties: [tie] } } = await loadAwards(theTable(), contest)
    if (tie === undefined) return
    await decideTie(await as(administrator), contest, { award: tie.award, category: tie.category, chosen: tie.tied.slice(0, tie.places).map(({ proposal }) => proposal), reason: '总分并列，按受益人数多者优先' })
  }
}

const contestWords = { basis: '示例区志愿服务项目大赛章程第十二条', process: '经资格审查和书面评审，按章程拟定以下获奖名单，现予公示。' }

/** Publishes the list that the result or the decision proposes. */
export async function notice({ stage, administrator }: Cast, contest: CompetitionId, { basis, process } = contestWords): Promise<void> {
  await decideAllTies(administrator, contest)
  await publishNotice(await as(administrator), contest, { basis, process, contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } })
  await stateIs(stage, contest, 'notice')
}
