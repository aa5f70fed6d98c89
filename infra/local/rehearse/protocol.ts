import * as z from 'zod'
import { organisationKinds } from '../../../shared/organisation/organisation.ts'

const seat = z.object({
  proposals: z.int(),
  judges: z.int(),
  kinds: z.array(z.enum(organisationKinds)).min(1),
  /** All are registered where it is left out. */
  standings: z.array(z.enum(['registered', 'filed'])).min(1).optional(),
  /** The seed of those who serve the district, where another cast has brought them. */
  staff: z.string().optional(),
})
export type StageSeat = z.infer<typeof seat>

/** What a stage is started with, as its one argument. */
export const stageInput = z.object({
  data: z.string(),
  seed: z.string(),
  /** Who is written into the store first; null where they are there already. */
  seat: seat.nullable(),
})
export type StageInput = z.infer<typeof stageInput>

/** Capacity units of each call of a kind. */
export interface Consumed {
  step: string
  read: number[]
  written: number[]
}

export type Asked = { ask: 'capacity' } | { ask: 'caught-up' } | /** Another cast, of a seed of its own: several competitions one after the other. */ { ask: 'seat'; seed: string; seat: StageSeat } | { ask: 'close' }
export type Told =
  | { told: 'ready'; url: string; tableEndpoint: string }
  /** `total` is of everything: calls, workflow, consumers. */
  | { told: 'capacity'; steps: Consumed[]; total: { read: number; written: number } }
  | { told: 'caught-up' }
  | { told: 'seated' }
