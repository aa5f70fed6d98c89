import { competitionItem, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Pitch } from '../../shared/pitch/pitch.ts'
import { loadPitches } from '../../shared/pitch/pitch.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'

/** A competition that the asker watches over. */
export interface Watched {
  competition: Competition
  /** Those that have begun, in the rulebook's order, with the desks of a live pitch. */
  rounds: { index: number; rules: Round; pitches: Pitch[] }[]
  /** The public votes or voted. */
  vote: boolean
}

/** The competitions whose judging the asker watches over, the newest first. Throws NOT_ALLOWED for whoever watches over none. */
export async function readSupervision(context: Context): Promise<Watched[]> {
  personOf(context)
  const { actor, table } = context
  const watched = actor.kind === 'person' ? actor.memberships.flatMap((membership) => (membership.role === 'supervisor' ? [membership.competition] : [])) : []
  if (watched.length === 0) authorise(context, 'supervision.read', {})
  for (const competition of watched) authorise(context, 'supervision.read', { competition })
  const found = (await table.getMany(competitionItem, watched.map((id) => keys.competition(id)))).flatMap((one) => (one === undefined || one.value.deletedAt !== undefined ? [] : [one.value]))
  return Promise.all(found.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(async (competition) => {
    const { rounds, vote } = await loadRulebook(table, competition)
    const begun = competition.round === null ? [] : rounds.slice(0, competition.round + 1)
    return { competition, vote: vote !== null && begun.some(({ id }) => id === vote.during), rounds: await Promise.all(begun.map(async (rules, index) => ({ index, rules, pitches: rules.mode === 'pitch' ? await loadPitches(table, competition.id, index) : [] }))) }
  }))
}
