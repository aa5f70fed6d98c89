import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type Forecast, forecast, keyDates, spreadEvenly } from '../../shared/competition/forecast.ts'
import { publicationMistakes } from '../../shared/competition/publication.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { authorise, type Context } from '../context.ts'

export interface Preview {
  competition: Competition
  rulebook: Rulebook
  perCategory: Record<string, number>
  forecast: Forecast
  dates: ReturnType<typeof keyDates>
  /** What still stands between the draft and its call. */
  mistakes: Mistake[]
}

export interface PreviewQuery {
  /** In all, spread over the categories; ignored where `perCategory` is given. */
  proposals?: number | undefined
  perCategory?: Record<string, number> | undefined
  judges?: number | undefined
}

/** What the rules of a competition would do, by numbers, and its dates. Nothing is stored. */
export async function previewCompetition(context: Context, id: string, query: PreviewQuery): Promise<Preview> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'competition.preview', { district: competition.district, competition: id })
  const [rulebook, corrections] = await Promise.all([loadRulebook(context.table, competition), loadCorrections(context.table, competition.district)])
  const perCategory = query.perCategory ?? spreadEvenly(rulebook.categories, query.proposals ?? 60)
  return {
    competition, rulebook, perCategory,
    forecast: forecast(rulebook, perCategory, query.judges),
    dates: keyDates(competition.dates, rulebook, corrections),
    mistakes: competition.state === 'draft' ? publicationMistakes(competition, rulebook, context.now) : [],
  }
}
