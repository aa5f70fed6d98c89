import type * as z from 'zod'
import { calibrationSchema } from '../../../shared/calibration/calibration.ts'
import { calibrationItem } from '../../../shared/calibration/calibration.store.ts'
import { supervisorItem, supervisorSchema } from '../../../shared/competition/supervisor.store.ts'
import { rulingSchema } from '../../../shared/conflict/conflict.ts'
import { conflictRulingItem } from '../../../shared/conflict/conflict.store.ts'
import { exclusionsSchema } from '../../../shared/conflict/exclusion.ts'
import { exclusionsItem } from '../../../shared/conflict/exclusion.store.ts'
import { recusalSchema } from '../../../shared/conflict/recusal.ts'
import { recusalItem } from '../../../shared/conflict/recusal.store.ts'
import { type CompetitionId, newOrganisationId, type PersonId, type ProposalId, proposalId } from '../../../shared/kernel/ids.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { pitchSchema } from '../../../shared/pitch/pitch.ts'
import { pitchItem } from '../../../shared/pitch/pitch.store.ts'
import { judgeItem, judgeSchema } from '../../../shared/round/judge.store.ts'
import { scorecardSchema } from '../../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../../shared/scorecard/scorecard.store.ts'
import { type Key, keys } from '../../../shared/store/keys.ts'
import type { ItemKind } from '../../../shared/store/table.ts'
import { ok } from '../contest.ts'
import { judging as contestInRound, type Judging, scoresOf } from '../judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../pitches.ts'
import type { Somebody, TestPlatform } from '../platform.ts'
import type { GrantReader } from './grant-scene.ts'
import { DISTRICT } from './kinds.ts'
import { Marks, type Planter, planter } from './marks.ts'

/** A live pitch that is being judged. */
export interface JudgingMade {
  competition: CompetitionId
  /** The first in the order, which `judge` has scored. */
  proposal: ProposalId
  /** The second, from which somebody recused. */
  recused: ProposalId
  judge: PersonId
  recusing: PersonId
  supervisor: PersonId
}

export interface JudgingScene {
  made: JudgingMade
  marks: Marks
  planted: Map<string, Set<string>>
  readers: Record<string, GrantReader>
}

const single = <T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, key: (made: JudgingMade) => Key, keep: readonly string[] = []): Planter<JudgingMade> =>
  planter(kind, item, schema, async (table, made) => [await table.get(item, key(made))], keep)

/** What stays is what the platform goes by: parts of keys, what is counted, what a receipt is checked by. */
export const judgingPlanters: readonly Planter<JudgingMade>[] = [
  single('pitch', pitchItem, pitchSchema, ({ competition }) => keys.pitch(competition, 0, 'g01'), ['group', 'revealed']),
  single('supervisor', supervisorItem, supervisorSchema, ({ competition, supervisor }) => keys.supervisor(competition, supervisor)),
  single('judge', judgeItem, judgeSchema, ({ competition, judge }) => keys.judge(competition, judge)),
  single('recusal', recusalItem, recusalSchema, ({ competition, recused, recusing }) => keys.recusal(competition, 0, recused, recusing)),
  single('exclusions', exclusionsItem, exclusionsSchema, ({ proposal }) => keys.exclusions(proposal)),
  single('ruling', conflictRulingItem, rulingSchema, ({ competition, proposal, judge }) => keys.conflictRuling(competition, proposal, judge)),
  single('card', scorecardItem, scorecardSchema, ({ proposal, judge }) => keys.scorecard(proposal, 0, judge), ['scores', 'total', 'salt', 'receipt']),
  single('sample', calibrationItem, calibrationSchema, ({ competition }) => keys.calibration(competition, 0)),
]

/** What a judge is paid, as it is kept and as pages and files write it. */
const FEE = 76_543_291
const writtenAs = [String(FEE), formatYuan(FEE), formatYuan(FEE).replaceAll(',', '')]

/** What the hall sees of a live pitch. */
const hall = ['pitch.name', 'pitch.entries', 'pitch.draw.seed']

/** A pitch with a card sent, a recusal, a card that one judge may still send, fees put down, and canaries in all of it. */
export async function judgingSceneOn(platform: TestPlatform): Promise<JudgingScene> {
  const contest = await pitching(platform, { proposals: 3 })
  const elsewhere = await contestInRound(platform, { proposals: 1, judges: 1 })
  const { competition, administrator, judges: [judge, recusing, late] } = contest
  if (judge === undefined || recusing === undefined || late === undefined) throw new Error('three judges expected')
  const [supervisor, organiser] = [await platform.person('监督员', { supervisor: [competition] }), await platform.person('承办', { organiser: [competition] })]
  const [proposal, recused] = await judged(contest, judge, recusing, late)
  const made: JudgingMade = { competition, proposal, recused, judge: judge.id, recusing: recusing.id, supervisor: supervisor.id }
  await fillIn(platform, made, administrator)
  const [marks, planted] = [new Marks(), new Map<string, Set<string>>()]
  for (const { kind, plant } of judgingPlanters) planted.set(kind, await plant(platform.table, made, marks))
  for (const written of writtenAs) marks.watch(written, 'fees.fees')
  await platform.platform.streams.caughtUp()
  const [own, other] = [contest.proposals.find(({ id }) => id === proposal), contest.proposals.find(({ id }) => id === recused)]
  const reader = (who: Somebody, may: readonly string[] = [], never: readonly string[] = []): GrantReader => ({ who, may: [...hall, ...may], never })
  // Whoever watches over the judging reads who stayed away and why; cards and samples are for judges and those who prepare it.
  const watched = ['pitch', 'supervisor', 'judge.name', 'recusal', 'ruling']
  const prepares = [...watched, 'judge', 'card', 'sample']
  return {
    made, marks, planted,
    readers: {
      visitor: reader(platform.visitor),
      'somebody signed in': reader(await platform.person('路人')),
      'member of the applicant': reader(await platform.person('申报单位', { member: [own?.organisation ?? ''] }), ['exclusions']),
      'member of another applicant': reader(await platform.person('别的单位', { member: [other?.organisation ?? ''] })),
      'judge of another competition': reader(elsewhere.judges[0] ?? platform.visitor),
      'organiser of another competition': reader(await platform.person('别处承办', { organiser: [elsewhere.competition] })),
      'administrator of another district': reader(await platform.person('外区的人', { administrator: '330402' })),
      finance: reader(await platform.person('财务', { finance: DISTRICT }), ['supervisor']),
      'judge who may still send a card': reader(late, ['sample'], notes),
      'judge who recused': reader(recusing, ['sample'], notes),
      'its judge': reader(judge, ['judge', 'card', 'sample'], notes),
      supervisor: reader(supervisor, watched),
      organiser: reader(organiser, prepares),
      administrator: reader(administrator, [...prepares, 'fees']),
    },
  }
}

/** How the authority sees a sample is told to a judge who has scored it. */
const notes = ['sample.samples.0.note', 'sample.samples.1.note']

/** Drawn and pitched, one card sent and locked, opened again for one judge; returns the first two in the order. */
async function judged(contest: Judging, judge: Somebody, recusing: Somebody, late: Somebody): Promise<[ProposalId, ProposalId]> {
  const [first, second] = (await drawnDesk(contest)).map((id) => proposalId.parse(id))
  if (first === undefined || second === undefined) throw new Error('two proposals expected')
  for (const turn of [1, 2, 3]) await pitched(contest, turn)
  ok(await judge.api('POST', `/proposals/${first}/scorecards/0/submission`, { scores: scoresOf(contest.rulebook), comment: '想清楚了再做', revision: 0 }))
  ok(await recusing.api('POST', `/proposals/${second}/recusals`, { reason: '曾任该机构顾问' }))
  await desk(contest, { do: 'lock', proposal: first })
  await desk(contest, { do: 'late', proposal: first, judge: late.id })
  ok(await contest.administrator.api('PUT', `${contest.at}/fees`, { fees: { [judge.id]: FEE } }))
  return [first, second]
}

/** What no deed above has left behind: nothing is null or empty in which a text could stand. */
async function fillIn(platform: TestPlatform, { competition, proposal, judge }: JudgingMade, administrator: Somebody): Promise<void> {
  const { table, clock } = platform
  const at = clock.now()
  const by = { id: administrator.id, name: administrator.name }
  const [seat, card] = await table.getEach({ kind: judgeItem, key: keys.judge(competition, judge) }, { kind: scorecardItem, key: keys.scorecard(proposal, 0, judge) })
  if (seat === undefined || card === undefined) throw new Error('no judge, or no card')
  const sample = { title: '样例', text: '一个样例', note: '我们的看法' }
  await table.transact([
    judgeItem.put({ ...seat.value, employer: '示例单位', phone: '13900000001', ties: [{ organisation: newOrganisationId(), reason: '曾任顾问' }] }, seat.version),
    scorecardItem.put({ ...card.value, reopened: [{ at, by: administrator.name, reason: '填错了' }] }, card.version),
    exclusionsItem.put({ proposal, competition, asks: [{ person: '某人', organisation: '某单位', reason: '打过官司' }], at, by }, 'any'),
    conflictRulingItem.put({ competition, proposal, judge, state: 'lifted', ties: [{ kind: 'employer', fact: '示例单位', zh: '在申报单位工作', en: 'works for the applicant' }], reason: '早已离职', by, at }, 'none'),
    calibrationItem.put({ competition, index: 0, revision: 1, samples: [sample, sample], at, by: administrator.id }, 'none'),
  ])
}
