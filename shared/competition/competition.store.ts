import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { type Rulebook, rulebookShape } from '../rulebook/rulebook.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Competition, competitionSchema } from './competition.ts'
import { forgottenAt } from './deletion.ts'

export const competitionItem = itemKind('competition', competitionSchema, (competition) => ({
  ...keys.competition(competition.id),
  // What was deleted is in no list.
  ...(competition.deletedAt === undefined ? { lpk: keys.competitionsOf(competition.district).pk, lsk: `${competition.createdAt}#${competition.id}` } : {}),
}), forgottenAt)

/** The competition's own copy of its rules; fixed from publication on. */
export const competitionRulebookItem = itemKind('competition-rulebook', z.object({ competition: competitionId, rulebook: rulebookShape, deletedAt: instant.optional() }), ({ competition }) => keys.competitionRulebook(competition), forgottenAt)

/** Throws NOT_FOUND, also for a draft that was deleted. */
export async function loadCompetition(table: Table, id: string): Promise<Stored<Competition>> {
  const found = await table.get(competitionItem, keys.competition(id))
  if (found === undefined || found.value.deletedAt !== undefined) throw new Refusal('NOT_FOUND')
  return found
}

const published = new Map<string, Promise<Rulebook>>()

/** Throws NOT_FOUND. Rules of a published competition never change, so a process reads them once, however many ask at the same time. */
export async function loadRulebook(table: Table, competition: Competition): Promise<Rulebook> {
  if (competition.state === 'draft') return readRulebook(table, competition.id)
  const kept = published.get(competition.id)
  if (kept !== undefined) return kept
  if (published.size > 200) published.clear()
  const read = readRulebook(table, competition.id)
  published.set(competition.id, read)
  // What could not be read is not kept.
  read.catch(() => published.delete(competition.id))
  return read
}

async function readRulebook(table: Table, competition: string): Promise<Rulebook> {
  const found = await table.get(competitionRulebookItem, keys.competitionRulebook(competition))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value.rulebook
}
