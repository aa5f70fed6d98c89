import * as z from 'zod'
import { inside, open } from '../kernel/exposure.ts'
import { personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { part } from './definition.ts'
import { stageNames, stageStates } from './lifecycle.ts'

/** Who did it, by the name they had then. */
export const bySchema = z.object({ person: personId, name: z.string() })
export type By = z.infer<typeof bySchema>

/** How the last stage's gate ends: with the project closed, or with a next cycle. */
export const endings = ['close', 'continue'] as const
export type Ending = (typeof endings)[number]

export const reportStates = ['open', 'submitted', 'returned', 'accepted'] as const
/** How a periodic report of the stage stands; its text is an item of its own (shared/report). */
export const reportStandingSchema = z.object({
  number: z.int(),
  /** Days in Shanghai, both included. */
  from: z.string(),
  to: z.string(),
  dueAt: instant,
  state: z.enum(reportStates),
  /** When its newest version was sent. */
  sentAt: instant.nullable(),
})
export type ReportStanding = z.infer<typeof reportStandingSchema>

/** One stage of one project: under way it stands within the project's record, afterwards beside it. */
export const stageSchema = z.object({
  /** Counts a project's stages through all its cycles, from 1. */
  number: open(z.int()),
  name: open(z.enum(stageNames)),
  cycle: open(z.int()),
  state: open(z.enum(stageStates)),
  definition: inside(z.object({ id: z.string(), version: z.int() })),
  startedAt: open(instant),
  dueAt: inside(instant),
  endedAt: open(instant.nullable()),
  /** A later end that is asked for, while it waits for an answer. */
  extension: inside(z.object({ to: instant, reason: z.string(), by: bySchema, at: instant }).nullable()),
  /** While it is paused: where it goes on, since when, and when it should (null: open). */
  paused: inside(z.object({ from: z.enum(['working', 'review']), since: instant, until: instant.nullable(), reason: z.string() }).nullable()),
  /** The gate's decision is asked for. */
  asked: inside(z.object({ by: bySchema, at: instant, note: z.string() }).nullable()),
  /** `ending`: what the last stage's approval is for; null in every other stage. */
  approvals: inside(z.array(z.object({ by: bySchema, at: instant, note: z.string(), ending: z.enum(endings).nullable() }))),
  /** Parts that may be changed; null: all of the stage's. After 'needs changes' just those that were named. */
  reopened: inside(z.array(part).nullable()),
  changesAsked: inside(z.object({ by: bySchema, at: instant, reasons: z.string() }).nullable()),
  /** How it ended, in words: notes of the approvals, reasons of an early end. */
  outcome: inside(z.string().nullable()),
  reports: inside(z.array(reportStandingSchema)),
  /** Of an evaluation: when the organisation's own and the evaluator's sheet came in, null while they are missing; and whether nothing of the satisfaction survey is left to do. */
  evaluation: inside(z.object({ self: instant.nullable(), survey: z.boolean(), card: instant.nullable() })),
  /** The newest execution that watches over it. */
  execution: inside(z.string()),
})
export type Stage = z.infer<typeof stageSchema>
