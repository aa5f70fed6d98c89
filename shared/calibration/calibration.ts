import * as z from 'zod'
import { decimal, sum } from '../kernel/decimal.ts'
import { competitionId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { typed } from '../kernel/text.ts'
import type { RoundState } from '../round/round.store.ts'
import type { Criterion, Round } from '../rulebook/round.ts'
import { cardTotal, leavesOf } from '../rulebook/sheet.ts'
import { readScores, requireComplete } from '../scorecard/scorecard.ts'

/** Both judges of a pair of cases see where they differ; a third would cost everybody's time. */
export const SAMPLES = 2

/** A made-up case that all judges score on the round's own sheet; `note` says how the authority sees it, and is shown afterwards. */
export const sampleSchema = z.strictObject({ title: typed(60), text: typed(3000), note: z.string().trim().max(2000) })
export type Sample = z.infer<typeof sampleSchema>

/** The cases that judges of a round score before it, to see how the others read the sheet. No tally reads any of it. */
export const calibrationSchema = z.object({ competition: competitionId, index: z.int(), revision: z.int(), samples: z.array(sampleSchema).length(SAMPLES), at: instant, by: personId })
export type Calibration = z.infer<typeof calibrationSchema>

/** One judge's scores of one case, of the texts of `revision`. Sent once, like a card. */
export const trialCardSchema = z.object({ competition: competitionId, index: z.int(), revision: z.int(), sample: z.int(), judge: personId, scores: z.record(z.string(), z.string()), total: z.string(), sentAt: instant })
export type TrialCard = z.infer<typeof trialCardSchema>

/** What judges score of a made-up case: the sheet without the leaves that follow from a proposal's own numbers, and without what is only ever found in a real one. */
export function sampleSheet(round: Round): Round {
  const judged = (criteria: readonly Criterion[]): Criterion[] => criteria.flatMap((criterion) => {
    if (criterion.computed !== undefined) return []
    if (criterion.children === undefined) return [criterion]
    const children = judged(criterion.children)
    return children.length === 0 ? [] : [{ ...criterion, children, max: sum(children.map(({ max }) => max)).toNumber() }]
  })
  const criteria = judged(round.criteria)
  return { ...round, criteria, triggers: [], sheetTotal: sum(criteria.map(({ max }) => max)).toNumber() }
}

/** Before scoring and while it goes on: a judge's own first card ends it for that judge. */
const isUsable = (state: RoundState): boolean => state === 'planning' || state === 'scoring'

/** The cases written or changed. Throws WRONG_STATE once somebody has scored one, or the round's scoring is over; STALE where somebody else changed them first. */
export function writeSamples(before: Calibration | undefined, state: RoundState, trials: number, given: { samples: Sample[]; revision: number }, place: Pick<Calibration, 'competition' | 'index' | 'by'>, now: Instant): Calibration {
  if (!isUsable(state) || trials > 0) throw new Refusal('WRONG_STATE', { facts: { state } })
  if (given.revision !== (before?.revision ?? 0)) throw new Refusal('STALE')
  return { ...place, samples: given.samples, revision: (before?.revision ?? 0) + 1, at: now }
}

/** Whether a judge may still score cases: `begun` once they have sent a card of the round itself. */
export const mayCalibrate = (state: RoundState, begun: boolean): boolean => isUsable(state) && !begun

/**
 * A judge's scores of one case. Throws WRONG_STATE once the judge has sent a real card or the scoring is over, CARD_LOCKED for a case that is sent already,
 * INVALID or CARD_INCOMPLETE with a sentence for each leaf that is wrong or missing.
 */
export function scoreSample(calibration: Calibration, own: readonly TrialCard[], round: Round, state: RoundState, begun: boolean, given: { judge: TrialCard['judge']; sample: number; scores: Readonly<Record<string, string>> }, now: Instant): TrialCard {
  if (!mayCalibrate(state, begun)) throw new Refusal('WRONG_STATE', { facts: { state } })
  if (own.some(({ sample }) => sample === given.sample)) throw new Refusal('CARD_LOCKED')
  const scores = readScores(round, given.scores, '')
  requireComplete(round, scores)
  const { competition, index, revision } = calibration
  return { competition, index, revision, sample: given.sample, judge: given.judge, scores, total: cardTotal(round, scores).toFixed(), sentAt: now }
}

/** How all judges scored one case, nameless: each list from the highest, so that no judge can be followed from one to the next. */
export interface TrialSpread {
  totals: string[]
  /** By leaf of the sheet. */
  leaves: Record<string, string[]>
}

/** The spread of one case. */
export function spreadOf(trials: readonly TrialCard[], round: Pick<Round, 'criteria'>, sample: number): TrialSpread {
  const of = trials.filter((one) => one.sample === sample)
  const falling = (values: readonly string[]) => values.toSorted((a, b) => decimal(b).cmp(decimal(a)))
  return { totals: falling(of.map(({ total }) => total)), leaves: Object.fromEntries(leavesOf(round.criteria).map(({ id }) => [id, falling(of.flatMap(({ scores }) => scores[id] ?? []))])) }
}

/** To begin with: two invented cases that most sheets fit. An administrator puts the competition's own in their place. */
export const startingSamples: readonly Sample[] = [
  { title: '楼道里的敲门问候', text: '某社区有 80 岁以上独居老人 46 位，其中 12 位子女不在本市。项目计划招募 30 名志愿者，两人一组，每周上门一次，记录身体和生活情况，遇到异常当天告诉社区。全年上门约 2,200 次。已与社区卫生服务站约定：每季度由医生给志愿者讲一次课。预算 18,000 元，主要用于志愿者保险、交通和记录本。负责人做过两年同类服务，有上一年的服务记录和老人反馈。', note: '需求具体，有数字，做法可行；预算和人数对得上。不足是没有说明项目结束后怎么办。' },
  { title: '关爱青少年成长计划', text: '青少年是祖国的未来。本项目将通过丰富多彩的活动，全面提升青少年的综合素质，营造关爱青少年的良好氛围。计划开展讲座 4 场、参观 2 次、结营仪式 1 次，服务 500 人。预算 30,000 元，其中场地布置和宣传 21,000 元，讲课费 6,000 元，其他 3,000 元。团队有热情，愿意认真做好每一场活动。', note: '没有说清服务哪些青少年、他们缺什么；活动和目标对不上；宣传占预算七成。' },
]
