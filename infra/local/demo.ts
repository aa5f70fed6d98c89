import { decideTie, publishAwards } from '../../functions/commands/award.ts'
import { changeCompetition, createCompetition, publishCall } from '../../functions/commands/competition.ts'
import { admitSeveral, finishEligibility } from '../../functions/commands/eligibility.ts'
import { publishNotice } from '../../functions/commands/notice.ts'
import { makeObjection } from '../../functions/commands/objection.ts'
import { confirmPlan, makeRoundPlan } from '../../functions/commands/plan.ts'
import { makeContext, theTable } from '../../functions/context.ts'
import { loadAwards } from '../../shared/award/award.store.ts'
import { loadRulebook } from '../../shared/competition/competition.store.ts'
import { now } from '../../shared/kernel/clock.ts'
import { type CompetitionId, type OrganisationId, type PersonId, type ProjectId, type ProposalId } from '../../shared/kernel/ids.ts'
import { instant, plusDays, secondsUntil } from '../../shared/kernel/instant.ts'
import { loadNotice } from '../../shared/notice/notice.store.ts'
import { ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { as, propose, roundIs, scoreCards, seatJudges, seatOrganiser, type Stage, stateIs, until } from './demo/stage.ts'
import { beginProjects, evaluateFirst, holdActivities, leaveProjects } from './demo/lifecycle.ts'
import { type DemoProject, demoProjects } from './demo/projects.ts'
import { demoPeople, type Seeded } from './people.ts'

/** The clock starts so many days ago, so that the finished contest lies in the past and nothing in the future. */
export const DEMO_DAYS = 62

/** Whether the demonstration has been played on this store. */
export async function isEmpty(): Promise<boolean> {
  const { items } = await theTable().queryRaw({ ...keys.competitionsOf('330411'), limit: 1 })
  return items.length === 0
}

/**
 * Plays the demonstration with the platform's own commands, while the clock comes forward from DEMO_DAYS ago until today: a contest that
 * is over, with certificates; one under public notice with an objection; one being judged; and one whose call is open.
 */
export async function playDemo(stage: Stage, seeded: Seeded, say: (line: string) => void): Promise<void> {
  const [administrator, ...rest] = demoPeople.flatMap((person) => seeded.people.get(person.subject) ?? [])
  if (administrator === undefined || rest.length === 0) throw new TypeError('nobody was seeded')
  const judges = demoPeople.filter(({ role }) => role === 'judge').flatMap(({ subject, name }) => {
    const person = seeded.people.get(subject)
    return person === undefined ? [] : [{ person, name }]
  })
  const cast: Cast = { stage, seeded, administrator, judges }
  say('正在准备演示数据：项目和已结束的大赛… Preparing demo data: projects, a finished contest…')
  const delivering = await beginProjects(seeded)
  const noticeDays = await finishedContest(cast)
  await holdActivities(delivering, '第一次入户', (days) => stage.pass(days))
  await stage.pass(34 - noticeDays)
  say('正在准备演示数据：公示、评审和征集中的大赛… contests under notice, in judging and open for proposals…')
  const noticed = await begin(cast, { name: { zh: '示例街道微公益项目大赛', en: 'Example street micro-project contest' }, callDays: 5, eligibilityDays: 7, scoringDays: 11 })
  const judged = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（秋季）', en: 'Example district contest, autumn' }, callDays: 5, eligibilityDays: 7, scoringDays: 20 })
  await enter(cast, noticed, demoProjects.slice(0, 8))
  await enter(cast, judged, demoProjects)
  await seat(cast, noticed, judges.slice(5, 9))
  await seat(cast, judged, judges.slice(0, 6))
  await organise(cast, judged)
  await stage.pass(5)
  await startScoring(cast, noticed)
  await startScoring(cast, judged)
  await scoreCards(noticed, judges.slice(5, 9).map(({ person }) => person), await qualities(noticed))
  await scoreCards(judged, judges.slice(0, 6).map(({ person }) => person), await qualities(judged), (nth) => [0.4, 0.9, 0, 1, 0.6, 0.75][nth] ?? 1)
  await stage.pass(4)
  await holdActivities(delivering, '第二次入户', (days) => stage.pass(days))
  await stateIs(stage, noticed, 'result')
  await evaluateFirst(seeded, delivering)
  await leaveProjects(seeded, delivering)
  await stage.pass(1)
  const open = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（冬季）', en: 'Example district contest, winter' }, callDays: 14, eligibilityDays: 21, scoringDays: 35 })
  await organise(cast, open)
  await openCall(cast, open)
  await stage.pass(1)
  await notice(cast, noticed)
  await stage.pass(1)
  await makeObjection(makeContext({ kind: 'visitor' }), noticed, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '公示的第二个项目与我们小区去年做的很像，想请核实是不是重复申报。', files: [] })
  await stage.pass(1)
}

interface Cast {
  stage: Stage
  seeded: Seeded
  administrator: PersonId
  judges: { person: PersonId; name: string }[]
}

/** Returns how many days its notice ran: working days, so that holidays make it longer. */
async function finishedContest(cast: Cast): Promise<number> {
  const { stage } = cast
  const contest = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（夏季）', en: 'Example district contest, summer' }, callDays: 5, eligibilityDays: 7, scoringDays: 11 })
  await enter(cast, contest, demoProjects.slice(4, 16))
  const panel = cast.judges.slice(9, 14)
  await seat(cast, contest, panel)
  await stage.pass(5)
  await startScoring(cast, contest)
  await scoreCards(contest, panel.map(({ person }) => person), await qualities(contest))
  await stage.pass(6)
  await stateIs(stage, contest, 'result')
  await notice(cast, contest)
  const { endsAt } = await loadNotice(theTable(), contest, 1)
  const days = Math.ceil(secondsUntil(now(), endsAt) / 86_400)
  await stage.pass(days)
  await stateIs(stage, contest, 'award')
  await publishAwards(await as(cast.administrator), contest)
  await stateIs(stage, contest, 'completed')
  return days
}

async function begin({ administrator }: Cast, { name, callDays, eligibilityDays, scoringDays }: { name: { zh: string; en: string }; callDays: number; eligibilityDays: number; scoringDays: number }): Promise<CompetitionId> {
  // Five in the afternoon in Shanghai, as offices close.
  const at = (days: number) => instant.parse(`${plusDays(now(), days).slice(0, 10)}T09:00:00.000Z`)
  const { competition } = await createCompetition(await as(administrator), {
    rulebook: 'jiaxing-default', name, authority: { zh: '示例主办单位', en: 'Example authority' }, contact: { phone: '0573-0000 0000', email: 'contest@example.cn' },
    introduction: '面向全区的志愿服务组织和队伍，征集贴近居民需要、能够长期做下去的志愿服务项目。本页的机构、人员和数字都是虚构的。',
  })
  const rulebook = await loadRulebook(theTable(), competition)
  const [paper] = rulebook.rounds
  if (paper === undefined) throw new TypeError('no round')
  await changeCompetition(await as(administrator), competition.id, {
    dates: { callClosesAt: at(callDays), eligibilityClosesAt: at(eligibilityDays), roundsCloseAt: [at(scoringDays)] },
    rulebook: { ...rulebook, applicants: { ...rulebook.applicants, proposalsEach: null }, rounds: [{ ...paper, weight: 100, advance: { rule: 'all' } }], tieBreaks: [] },
  })
  await publishCall(await as(administrator), competition.id, {})
  return competition.id
}

async function organise({ administrator, seeded }: Cast, contest: CompetitionId): Promise<void> {
  const organiser = seeded.people.get('organiser-01')
  if (organiser !== undefined) await seatOrganiser(administrator, contest, organiser)
}

/** Proposals for a contest: of the project where the agency or the team has one of that name, so that nothing is begun twice; it makes one when it is admitted otherwise. */
async function enter(cast: Cast, contest: CompetitionId, projects: readonly DemoProject[]): Promise<void> {
  const { seeded, stage } = cast
  await stage.streams.caughtUp()
  const writers = ['worker-01', 'volunteer-01', 'worker-02'].map((subject) => ({ person: seeded.people.get(subject), organisation: seeded.organisations[subject === 'volunteer-01' ? 1 : 0] }))
  const known = await ownByTitle(writers.flatMap(({ organisation }) => organisation ?? []))
  for (const [n, invented] of projects.entries()) {
    const own = known.get(invented.name)
    const { person, organisation } = writers.find((one) => one.organisation === own?.organisation) ?? writers[n % writers.length] ?? {}
    if (person !== undefined && organisation !== undefined) await propose(contest, person, organisation, invented, { send: true, project: own?.project })
  }
}

async function ownByTitle(organisations: readonly OrganisationId[]): Promise<Map<string, { project: ProjectId; organisation: OrganisationId }>> {
  const listed = (await Promise.all([...new Set(organisations)].map((organisation) => theTable().queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))))).flat()
  const found = await theTable().getMany(projectItem, listed.map(({ value }) => keys.project(value.project)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.value.title, { project: one.value.id, organisation: one.value.organisation.id }] as const])))
}

async function openCall({ seeded }: Cast, contest: CompetitionId): Promise<void> {
  const [worker, leader] = [seeded.people.get('worker-01'), seeded.people.get('volunteer-01')]
  const [agency, team] = seeded.organisations
  const [first, second, third] = demoProjects
  if (worker === undefined || leader === undefined || agency === undefined || team === undefined || first === undefined || second === undefined || third === undefined) return
  const known = await ownByTitle([agency, team])
  const project = ({ name }: DemoProject) => known.get(name)?.project
  await propose(contest, worker, agency, third, { send: true, project: project(third) })
  await propose(contest, worker, agency, first, { send: false, upTo: ['name', 'summary', 'need', 'goals'], project: project(first) })
  await propose(contest, leader, team, second, { send: true, project: project(second) })
}

async function seat(cast: Cast, contest: CompetitionId, judges: Cast['judges']): Promise<void> {
  await seatJudges(cast.administrator, contest, judges)
}

async function startScoring({ stage, administrator }: Cast, contest: CompetitionId): Promise<void> {
  await stateIs(stage, contest, 'eligibility')
  const proposals = (await theTable().queryAll(proposalItem, keys.proposalsOf(contest))).filter(({ value }) => value.state === 'submitted')
  await admitSeveral(await as(administrator), contest, { proposals: proposals.map(({ value }) => value.id) })
  await finishEligibility(await as(administrator), contest)
  await roundIs(stage, contest, 'planning')
  await until(stage, 'groups', async () => makeRoundPlan(await as(administrator), contest, 0, {}).then(() => true, () => false))
  await confirmPlan(await as(administrator), contest, 0)
}

async function qualities(contest: CompetitionId): Promise<(proposal: ProposalId) => number> {
  const quality = new Map(demoProjects.map((project) => [project.name, project.quality]))
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

async function notice({ stage, administrator }: Cast, contest: CompetitionId): Promise<void> {
  await decideAllTies(administrator, contest)
  await publishNotice(await as(administrator), contest, {
    basis: '示例区志愿服务项目大赛章程第十二条', process: '经资格审查和书面评审，按章程拟定以下获奖名单，现予公示。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' },
  })
  await stateIs(stage, contest, 'notice')
}
