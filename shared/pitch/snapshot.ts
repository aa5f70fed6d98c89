import * as z from 'zod'
import type { Instant } from '../kernel/instant.ts'
import { bilingual } from '../kernel/text.ts'
import { pitchLifecycle, type PitchState, type TurnPhase, turnLifecycle } from './lifecycle.ts'
import { clockSchema, type Pitch } from './pitch.ts'

/**
 * What everybody in the hall may know of a round's desks, small enough to be asked for each second. It tells which cards are open, and
 * nothing of who has scored, how many, or how well, until a group is read out.
 */
export const snapshotSchema = z.object({
  /** The server's time, so that every clock shows the same. */
  now: z.string(),
  groups: z.array(z.object({
    id: z.string(),
    name: bilingual,
    state: z.enum(Object.keys(pitchLifecycle) as [PitchState, ...PitchState[]]),
    /** Places in the order count from 1. */
    turn: z.int().nullable(),
    of: z.int(),
    phase: z.enum(Object.keys(turnLifecycle) as [TurnPhase, ...TurnPhase[]]).nullable(),
    title: z.string().nullable(),
    organisation: z.string().nullable(),
    clock: clockSchema,
    /** The next to be called. */
    next: z.string().nullable(),
    /** Places whose cards are open. */
    open: z.array(z.int()),
    /** Place and score, best first, once read out. */
    scores: z.array(z.tuple([z.int(), z.string()])).nullable(),
  })),
})
export type Snapshot = z.infer<typeof snapshotSchema>
export type GroupNow = Snapshot['groups'][number]

export const snapshotOf = (pitches: readonly Pitch[], now: Instant): Snapshot => ({ now, groups: pitches.map(groupNow) })

function groupNow(pitch: Pitch): GroupNow {
  const { group: id, name, state, turn, phase, order, clock, cards, revealed } = pitch
  const onStage = turn === null ? undefined : order[turn]
  const shown = pitch.entries.find(({ proposal }) => proposal === onStage)
  const next = order.slice((turn ?? -1) + 1).find((proposal) => pitch.turns[proposal] === undefined)
  return {
    id, name, state, turn: turn === null ? null : turn + 1, of: pitch.entries.length, phase, title: shown?.title ?? null, organisation: shown?.organisation ?? null, clock,
    next: pitch.entries.find(({ proposal }) => proposal === next)?.title ?? null,
    open: order.flatMap((proposal, i) => (cards[proposal] === 'open' ? [i + 1] : [])),
    scores: revealed === null ? null : revealed.lines.map(({ proposal, score }): [number, string] => [order.indexOf(proposal) + 1, score]),
  }
}
