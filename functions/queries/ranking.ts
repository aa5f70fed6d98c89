import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { rankWinners } from '../../shared/award/ranking.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'
import { authorise, type Context } from '../context.ts'
import { type PublicLine, publicLine } from './notice.ts'

export interface Ranking {
  competition: Competition
  rulebook: Rulebook
  /** The awards are published: before that the list may still change. */
  final: boolean
  /** All winners of the category that was asked for; ranks are over all categories. */
  lines: (PublicLine & { rank: number })[]
}

/** The winners in one order, for the authority above. Throws NOT_FOUND while none are proposed. */
export async function readRanking(context: Context, competitionId: string, category?: string): Promise<Ranking> {
  const { value: competition } = await loadCompetition(context.table, competitionId)
  authorise(context, 'notice.prepare', { district: competition.district, competition: competition.id })
  const [{ value: awards }, rulebook] = await Promise.all([loadAwards(context.table, competitionId), loadRulebook(context.table, competition)])
  const [lines, standing] = await Promise.all([loadAwardList(context.table, competitionId, awards.list), loadStanding(context.table, competitionId, awards.standing.round, awards.standing.version)])
  const ranked = rankWinners(lines, new Map(standing.map(({ proposal, place }) => [proposal, place])))
  return {
    competition, rulebook, final: competition.awardsPublishedAt !== null,
    lines: ranked.filter((line) => category === undefined || line.category === category).map(({ rank, ...line }) => ({ ...publicLine(line), rank })),
  }
}
