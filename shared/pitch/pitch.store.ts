import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Pitch, pitchSchema } from './pitch.ts'

export const pitchItem = itemKind('pitch', pitchSchema, (pitch) => keys.pitch(pitch.competition, pitch.index, pitch.group))

/** All desks of a round, by group; empty where the pitch is not run from here. */
export const loadPitches = async (table: Table, competition: string, index: number): Promise<Pitch[]> =>
  (await table.queryAll(pitchItem, keys.pitches(competition, index))).map(({ value }) => value)

/** What each judge of a round is paid (劳务费), in fen, as an administrator put it down. */
export const feesSchema = z.object({ competition: competitionId, index: z.int(), fees: z.record(z.string(), z.int().min(0)) })
export const feesItem = itemKind('pitch-fees', feesSchema, (fees) => keys.fees(fees.competition, fees.index))
