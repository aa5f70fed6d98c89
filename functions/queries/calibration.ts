import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type Calibration, mayCalibrate, sampleSheet, spreadOf, type TrialCard, type TrialSpread } from '../../shared/calibration/calibration.ts'
import { calibrationItem, trialCardItem } from '../../shared/calibration/calibration.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { loadRound, roundItem, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { judgedCompetitions, myAssignments, rulesOf } from './assignment.ts'
import type { Due } from './due.ts'
import { judgesOf, type Room, roomOf } from './round.ts'

export interface PreparedCalibration {
  room: Room
  calibration: Stored<Calibration> | undefined
  trials: TrialCard[]
  /** By case, nameless here too: who scored what is nobody's business but the judge's. */
  spreads: TrialSpread[]
  /** Judges who have scored all cases, of how many. */
  done: number
  judges: number
}

/** The cases of a round, and how judges have scored them so far, for those who prepare it. */
export async function readCalibration(context: Context, id: string, index: number): Promise<PreparedCalibration> {
  const asIs = await roomOf(context, 'calibration.prepare', id, index)
  const room = { ...asIs, rules: sampleSheet(asIs.rules) }
  const { table } = context
  const [calibration, judges] = await Promise.all([table.get(calibrationItem, keys.calibration(id, index)), judgesOf(context, id)])
  const trials = await trialsOf(context, calibration?.value)
  const samples = calibration?.value.samples ?? []
  const done = [...Map.groupBy(trials, ({ judge }) => judge).values()].filter((own) => own.length >= samples.length).length
  return { room, calibration, trials, spreads: samples.map((_, sample) => spreadOf(trials, room.rules, sample)), done, judges: judges.length }
}

export interface OwnCalibration {
  competition: Competition
  round: RoundRecord
  rules: Round
  calibration: Calibration
  /** The judge's own, by case; null for one that is still to be scored. */
  own: (TrialCard | null)[]
  /** Of the cases that the judge has scored; null before. */
  spreads: (TrialSpread | null)[]
  /** The judge has sent a card of the round itself. */
  begun: boolean
  open: boolean
}

/** A judge's cases of a round. How others scored one is told after one's own scores. Throws NOT_FOUND where none are set. */
export async function myCalibration(context: Context, id: string, index: number): Promise<OwnCalibration> {
  const { table } = context
  const judge = personOf(context).id
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'calibration.score', { district: competition.district, competition: id })
  const [{ value: round }, rulebook, calibration] = await Promise.all([loadRound(table, id, index), loadRulebook(table, competition), table.get(calibrationItem, keys.calibration(id, index))])
  if (calibration === undefined) throw new Refusal('NOT_FOUND')
  const rules = sampleSheet(rulesOf(rulebook, index))
  const trials = await trialsOf(context, calibration.value)
  const begun = (await myAssignments(context, id, index)).items.some(({ state }) => state === 'submitted')
  const own = calibration.value.samples.map((_, sample) => trials.find((one) => one.judge === judge && one.sample === sample) ?? null)
  return { competition, round, rules, calibration: calibration.value, own, spreads: own.map((card, sample) => (card === null ? null : spreadOf(trials, rules, sample))), begun, open: mayCalibrate(round.state, begun) }
}

const trialsOf = async ({ table }: Context, calibration: Calibration | undefined): Promise<TrialCard[]> =>
  (calibration === undefined ? [] : await table.queryAll(trialCardItem, keys.trialCards(calibration.competition, calibration.index, calibration.revision))).map(({ value }) => value)

/** Of a judge's rounds those that have cases to score, by competition. */
export async function calibratedOf({ table }: Context, rounds: readonly Pick<RoundRecord, 'competition' | 'index' | 'state'>[]): Promise<Set<string>> {
  const found = await table.getMany(calibrationItem, rounds.filter(({ state }) => state === 'planning' || state === 'scoring').map(({ competition, index }) => keys.calibration(competition, index)))
  return new Set(found.flatMap((one) => (one === undefined ? [] : [one.value.competition])))
}

/** Cases that a judge may still score: nothing is held up by them, and none is told of once the judge has sent a card. */
export async function dueForCalibration(context: Context): Promise<Due[]> {
  const { actor, table } = context
  if (actor.kind !== 'person' || !actor.memberships.some(({ role }) => role === 'judge')) return []
  const places = (await judgedCompetitions(context)).flatMap(({ id, state, round }) => (state !== 'judging' || round === null ? [] : [{ id, round }]))
  const rounds = (await table.getMany(roundItem, places.map(({ id, round }) => keys.round(id, round)))).flatMap((one) => (one === undefined ? [] : [one.value]))
  const calibrated = await calibratedOf(context, rounds)
  const found = await Promise.all(rounds.filter(({ competition }) => calibrated.has(competition)).map(({ competition, index }) => myCalibration(context, competition, index)))
  return found.flatMap(({ competition, round, rules, own, open }): Due[] => {
    const left = own.filter((card) => card === null).length
    return !open || left === 0 ? [] : [{
      title: { zh: `试评：还有 ${left} 个样例`, en: `Sample cases: ${left} to score` },
      about: { zh: `${say(competition.name, 'zh')} · ${rules.name.zh}`, en: `${say(competition.name, 'en')} · ${say(rules.name, 'en')}` },
      href: `/calibration/${competition.id}/${round.index}`, until: null, state: 'now',
    }]
  })
}
