import type { Competition } from '../../shared/competition/competition.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import { type Bar, barredFrom } from '../../shared/person/hats.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { CandidateLine } from '../../shared/portfolio/candidate.ts'
import type { Context } from '../context.ts'
import { guideAmong, ownAmong, wearerOf } from './hats.ts'

/** What keeps the asker from deciding about the grants, though the access table lets them: a hat in any of the projects that may be funded. */
export async function decisionBar(context: Context, { id }: Competition, preparedBy: PersonId | null, lines: readonly Pick<CandidateLine, 'proposal'>[]): Promise<Bar | null> {
  const wearer = await wearerOf(context)
  const proposals = lines.map(({ proposal }) => proposal)
  const [organisations, mentor] = await Promise.all([ownAmong(context, wearer, id, proposals), guideAmong(context, proposals)])
  return barredFrom('decide-portfolio', wearer, { competitions: [id], organisations, preparedBy, mentor })
}

/** Throws CONFLICTED, saying why. */
export async function requireFree(context: Context, competition: Competition, preparedBy: PersonId | null, lines: readonly Pick<CandidateLine, 'proposal'>[]): Promise<void> {
  const bar = await decisionBar(context, competition, preparedBy, lines)
  if (bar !== null) throw new Refusal('CONFLICTED', { mistakes: [{ path: '', code: `IS_${bar.hat.toUpperCase()}`, zh: bar.zh, en: bar.en }] })
}
