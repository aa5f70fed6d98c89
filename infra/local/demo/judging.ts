import { sendTrial, setSamples } from '../../../functions/commands/calibration.ts'
import { ruleOn } from '../../../functions/commands/conflict.ts'
import { type DeskDeed, runDesk } from '../../../functions/commands/pitch.ts'
import { makeRoundPlan } from '../../../functions/commands/plan.ts'
import { castBallot } from '../../../functions/commands/vote.ts'
import { theTable } from '../../../functions/context.ts'
import { conflictsIn } from '../../../functions/queries/conflict.ts'
import { SAMPLES, startingSamples } from '../../../shared/calibration/calibration.ts'
import { loadCompetition } from '../../../shared/competition/competition.store.ts'
import type { Tie } from '../../../shared/conflict/conflict.ts'
import type { CompetitionId, PersonId, ProposalId } from '../../../shared/kernel/ids.ts'
import { loadPlan, loadRound } from '../../../shared/round/round.store.ts'
import { admitAll, askToStayAway, begin, type Cast, enter, organise, qualities, seat } from './contest.ts'
import { demoProjects } from './projects.ts'
import { as, loadRules, propose, scoresOf, sendCard, until } from './stage.ts'

type Judges = Cast['judges']

/** The phone of whoever leads a project, which is also a judge's. */
const SHARED_PHONE = '130 0000 0006'

/** A contest whose judges are to be assigned: who is tied to whom is found out, and the judges score sample cases meanwhile. */
export async function callPlanned(cast: Cast): Promise<CompetitionId> {
  const contest = await begin(cast, { name: { zh: '示例区社区治理项目大赛', en: 'Example community contest' }, callDays: 5, eligibilityDays: 7, scoringDays: 26 })
  await enter(cast, contest, demoProjects.slice(0, 7))
  const { seeded: { people, organisations: [, team, other] }, judges } = cast
  const mentor = people.get('mentor-01')
  if (mentor === undefined || team === undefined || other === undefined) throw new TypeError('nobody was seeded')
  const last = demoProjects.at(-1)
  if (last !== undefined) await propose(contest, mentor, other, last, { send: true, answers: { leadPhone: SHARED_PHONE } })
  await seat(cast, contest, judges.slice(0, 6), (nth) => ({ ...judgeWords[nth], ties: nth === 4 ? [{ organisation: team, reason: '去年做过这支队伍的顾问' }] : [] }))
  await askToStayAway(cast, contest, { person: '', organisation: judgeWords[1]?.employer ?? '', reason: '我单位与该协会有过场地纠纷。' })
  await organise(cast, contest)
  return contest
}

/** Where the judges work, and what they know well. */
const judgeWords: readonly { employer: string; phone?: string; expertise: Record<string, number> }[] = [
  { employer: '示例大学社会工作系', expertise: { elderly: 2, health: 1 } },
  { employer: '示例区志愿者协会', expertise: { children: 2, community: -1 } },
  { employer: '示例培力社工中心', expertise: { community: 2, elderly: 1 } },
  { employer: '示例律师事务所', expertise: { disability: 2, culture: 1 } },
  { employer: '示例报社', expertise: { environment: 2, children: 1 } },
  { employer: '示例会计师事务所', phone: SHARED_PHONE, expertise: { culture: 2, community: 1, children: -2 } },
]

/** Its proposals are admitted, ties are found – one is confirmed, one lifted, the others wait –, a plan is drawn up, and three of the judges have scored the cases. */
export async function preparePlanned({ stage, administrator, judges }: Cast, contest: CompetitionId): Promise<void> {
  await admitAll({ stage, administrator }, contest)
  await until(stage, 'groups', async () => makeRoundPlan(await as(administrator), contest, 0, {}).then(() => true, () => false))
  await rule(administrator, contest, 'person', 'confirm', '已与本人核实，手机号是同一个人的。')
  await rule(administrator, contest, 'applicant', 'lift', '查过协会的记录，没有发现申报单位所说的往来。')
  await makeRoundPlan(await as(administrator), contest, 0, {})
  await setSamples(await as(administrator), contest, 0, { samples: [...startingSamples], revision: 0 })
  const rules = await loadRules(contest)
  for (const { person } of judges.slice(2, 5)) {
    for (let sample = 0; sample < SAMPLES; sample += 1) await sendTrial(await as(person), contest, 0, sample, { scores: scoresOf(rules, person, `sample ${sample}`, sample === 0 ? 84 : 58), revision: 1 })
  }
}

/** What an administrator says of the first tie of a kind. */
async function rule(administrator: PersonId, contest: CompetitionId, kind: Tie['kind'], decision: 'confirm' | 'lift', reason: string): Promise<void> {
  const { value } = await loadCompetition(theTable(), contest)
  const found = (await conflictsIn(theTable(), value)).find(({ ties }) => ties.some((tie) => tie.kind === kind))
  if (found === undefined) throw new TypeError(`the demonstration has no tie of the kind ${kind}`)
  await ruleOn(await as(administrator), contest, found.proposal, found.judge, { decision, reason })
}

/** A contest decided by a live pitch and the public's vote. */
export async function callPitched(cast: Cast): Promise<CompetitionId> {
  const contest = await begin(cast, {
    name: { zh: '示例区志愿服务项目路演大赛', en: 'Example pitch contest' }, rulebook: 'jiaxing-vote-default', round: 'pitch', callDays: 5, eligibilityDays: 7, scoringDays: 26,
  })
  await enter(cast, contest, demoProjects.slice(7, 13), { plannedAttendances: 1200, reachedAttendances: 1100 })
  await seat(cast, contest, pitchJudges(cast))
  await organise(cast, contest)
  return contest
}

const pitchJudges = ({ judges }: Cast): Judges => judges.slice(0, 5)

/** The order is drawn, two have been heard, the second's cards are open and three of the five are in; the third is called. Residents vote meanwhile. */
export async function playPitch(cast: Cast, contest: CompetitionId): Promise<void> {
  const { stage, seeded } = cast
  const organiser = seeded.people.get('organiser-01')
  if (organiser === undefined) throw new TypeError('nobody was seeded')
  const { value: round } = await loadRound(theTable(), contest, 0)
  const [group] = (await loadPlan(theTable(), contest, 0, round.plan ?? '')).head.groups
  if (group === undefined) throw new TypeError('no group to pitch')
  const deed = async (one: DeskDeed) => runDesk(await as(organiser), contest, 0, group.id, one)
  await deed({ do: 'set-up' })
  const { order } = await deed({ do: 'draw', said: '二十八', supervisor: '监督员 01' })
  const hear = async (turn: number, sent: number) => {
    await deed({ do: 'call', turn })
    await deed({ do: 'start' })
    stage.rest(5)
    await deed({ do: 'answers' })
    stage.rest(2)
    await deed({ do: 'finish' })
    await scoreOne(cast, contest, order[turn - 1], sent)
  }
  await hear(1, 5)
  const [first] = order
  if (first !== undefined) await deed({ do: 'lock', proposal: first })
  await hear(2, 3)
  await deed({ do: 'call', turn: 3 })
}

async function scoreOne(cast: Cast, contest: CompetitionId, proposal: ProposalId | undefined, sent: number): Promise<void> {
  const [rules, qualityOf] = [await loadRules(contest), await qualities(contest)]
  // The first of them is left for whoever tries it.
  if (proposal !== undefined) for (const { person } of pitchJudges(cast).toReversed().slice(0, sent)) await sendCard(rules, { proposal, judge: person }, qualityOf(proposal))
}

export async function vote({ seeded: { people } }: Cast, contest: CompetitionId): Promise<void> {
  const { value: round } = await loadRound(theTable(), contest, 0)
  const proposals = Object.keys((await loadPlan(theTable(), contest, 0, round.plan ?? '')).assignments) as ProposalId[]
  for (const [nth, subject] of ['worker-02', 'worker-03', 'volunteer-01', 'mentor-01', 'evaluator-01', 'finance-01'].entries()) {
    const person = people.get(subject)
    const own = [0, 1 + (nth % 2)].flatMap((step) => proposals[(nth * nth + step) % proposals.length] ?? [])
    // Four on one browser: something to look at twice.
    if (person !== undefined) await castBallot(await as(person), contest, { proposals: own }, nth < 4 ? { cookie: undefined, browser: 'one-browser-of-the-demonstration' } : undefined)
  }
}
