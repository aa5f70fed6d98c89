import { publishAwards } from '../../functions/commands/award.ts'
import { makeObjection } from '../../functions/commands/objection.ts'
import { makeContext, theTable } from '../../functions/context.ts'
import { now } from '../../shared/kernel/clock.ts'
import type { CompetitionId } from '../../shared/kernel/ids.ts'
import { secondsUntil } from '../../shared/kernel/instant.ts'
import { loadNotice } from '../../shared/notice/notice.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { askToStayAway, begin, type Cast, enter, notice, organise, ownByTitle, qualities, seat, startScoring, supervise } from './demo/contest.ts'
import { callPitched, callPlanned, playPitch, preparePlanned, vote } from './demo/judging.ts'
import { beginProjects, evaluateFirst, holdActivities, leaveProjects } from './demo/lifecycle.ts'
import { type DemoProject, demoProjects } from './demo/projects.ts'
import { as, type Habit, propose, scoreCards, type Stage, stateIs } from './demo/stage.ts'
import { announceVenture, decideVenture, evaluateGrants, grantVenture, judgeVenture, leaveGrants, receiveFirst, type Venture } from './demo/venture.ts'
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
 * is over, with certificates; one under public notice with an objection; one being judged; one whose judges are being assigned; one amid its
 * live pitch and public vote; one whose call is open; and a venture competition whose grants are each in another state.
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
  const { noticeDays, venture } = await finishedContest(cast)
  await holdActivities(delivering, '第一次入户', (days) => stage.pass(days))
  const evaluated = await evaluateGrants(cast, venture)
  await stage.pass(Math.max(0, 34 - noticeDays - evaluated))
  say('正在准备演示数据：公示、评审和征集中的大赛… contests under notice, in judging and open for proposals…')
  const noticed = await begin(cast, { name: { zh: '示例街道微公益项目大赛', en: 'Example street micro-project contest' }, callDays: 5, eligibilityDays: 7, scoringDays: 11 })
  const judged = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（秋季）', en: 'Example district contest, autumn' }, callDays: 5, eligibilityDays: 7, scoringDays: 20 })
  await enter(cast, noticed, demoProjects.slice(0, 8))
  await enter(cast, judged, demoProjects)
  await askToStayAway(cast, judged, { person: judges[1]?.name ?? '', organisation: '', reason: '曾是我单位的工作人员，离职时有争议。' })
  await seat(cast, noticed, judges.slice(5, 9))
  await seat(cast, judged, judges.slice(0, 6))
  await organise(cast, judged)
  const [planned, pitched] = [await callPlanned(cast), await callPitched(cast)]
  await stage.pass(5)
  await startScoring(cast, noticed)
  await startScoring(cast, judged)
  await scoreCards(stage, noticed, judges.slice(5, 9).map(({ person }) => person), await qualities(noticed))
  await scoreCards(stage, judged, judges.slice(0, 6).map(({ person }) => person), await qualities(judged), (nth) => ({ share: [0.4, 0.9, 0, 1, 0.6, 0.75][nth] ?? 1 }))
  await preparePlanned(cast, planned)
  await startScoring(cast, pitched)
  await receiveFirst(cast, venture)
  await stage.pass(4)
  await holdActivities(delivering, '第二次入户', (days) => stage.pass(days))
  await stateIs(stage, noticed, 'result')
  await evaluateFirst(seeded, delivering)
  await leaveProjects(seeded, delivering)
  await leaveGrants(cast, venture)
  await stage.pass(1)
  const open = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（冬季）', en: 'Example district contest, winter' }, callDays: 14, eligibilityDays: 21, scoringDays: 35 })
  await organise(cast, open)
  await openCall(cast, open)
  await stage.pass(1)
  await notice(cast, noticed)
  await stage.pass(1)
  await makeObjection(makeContext({ kind: 'visitor' }), noticed, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '公示的第二个项目与我们小区去年做的很像，想请核实是不是重复申报。', files: [] })
  await vote(cast, pitched)
  await stage.pass(1)
  await playPitch(cast, pitched)
}

/** Two of the five give a second look something to find: one is much stricter than the others, one wrote the same on every card within seconds. */
const panelHabits: readonly Habit[] = [{}, {}, {}, { generous: -22 }, { comment: '项目扎实，需求真实，建议支持。' }]

/** A contest until its awards, and beside it the venture until its grants. `noticeDays`: working days, so that holidays make it longer. */
async function finishedContest(cast: Cast): Promise<{ noticeDays: number; venture: Venture }> {
  const { stage } = cast
  const contest = await begin(cast, { name: { zh: '示例区志愿服务项目大赛（夏季）', en: 'Example district contest, summer' }, callDays: 5, eligibilityDays: 7, scoringDays: 11 })
  await enter(cast, contest, demoProjects.slice(4, 16))
  const panel = cast.judges.slice(9, 14)
  await seat(cast, contest, panel)
  await supervise(cast, contest)
  const venture = await announceVenture(cast)
  await stage.pass(5)
  await startScoring(cast, contest)
  await scoreCards(stage, contest, panel.map(({ person }) => person), await qualities(contest), (nth) => panelHabits[nth] ?? {})
  await judgeVenture(cast, venture)
  await stage.pass(6)
  await stateIs(stage, contest, 'result')
  await notice(cast, contest)
  await decideVenture(cast, venture)
  const { endsAt } = await loadNotice(theTable(), contest, 1)
  const noticeDays = Math.ceil(secondsUntil(now(), endsAt) / 86_400)
  await stage.pass(noticeDays)
  await stateIs(stage, contest, 'award')
  await publishAwards(await as(cast.administrator), contest)
  await stateIs(stage, contest, 'completed')
  await grantVenture(cast, venture, noticeDays)
  return { noticeDays, venture }
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

