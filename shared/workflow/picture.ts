import * as z from 'zod'
import type { Bilingual } from '../kernel/text.ts'
import type { Visit } from './path.ts'
import type { ExecutionStatus } from './workflow.ts'

const said = z.object({ zh: z.string(), en: z.string() })

/** What workflows/labels.json says of one machine: its steps in order, and for each state its step and its words. */
export const machineLabels = z.object({
  steps: z.array(z.object({ id: z.string(), ...said.shape })),
  states: z.record(z.string(), z.object({
    step: z.string(), ...said.shape,
    /** Whom it waits for; only waiting states have it. */
    asked: said.optional(),
    next: said.optional(),
    otherwise: said.optional(),
    /** Passed through on the way into or out of an execution; says nothing about where the competition stands. */
    passing: z.literal(true).optional(),
  })),
})
export type MachineLabels = z.infer<typeof machineLabels>

export interface Step {
  id: string
  name: Bilingual
  state: 'done' | 'now' | 'failed' | 'next'
  /** Of its latest stretch: when it was entered, and left. */
  enteredAt: string | null
  leftAt: string | null
  /** How many stretches: more than one where something was sent back. */
  times: number
}
export interface Whereabouts {
  state: string
  step: string
  words: Bilingual
  asked: Bilingual | null
  next: Bilingual | null
  otherwise: Bilingual | null
  enteredAt: string
}

export interface Picture {
  steps: Step[]
  /** Where it is, or where it ended; null before its first state. */
  at: Whereabouts | null
}

/**
 * An execution as steps with times, and where it is. Nothing in it is decided here: it is the path (of the execution and those it took
 * over from, oldest first), grouped by the labels' steps. `known` are the states of the definition it runs: steps that it has no
 * state of are left out.
 */
export function pictureOf(labels: MachineLabels, path: readonly Visit[], status: ExecutionStatus, known?: ReadonlySet<string>): Picture {
  const steps = labels.steps.filter(({ id }) => known === undefined || Object.entries(labels.states).some(([state, label]) => label.step === id && known.has(state)))
  const stretches: { step: string; enteredAt: string; leftAt: string | null }[] = []
  for (const visit of path) {
    const label = labels.states[visit.state]
    if (label === undefined || label.passing === true) continue
    const last = stretches.at(-1)
    if (last?.step === label.step) last.leftAt = visit.leftAt
    else stretches.push({ step: label.step, enteredAt: visit.enteredAt, leftAt: visit.leftAt })
  }
  const running = status === 'running'
  const here = stretches.at(-1)?.step
  const index = steps.findIndex(({ id }) => id === here)
  return {
    steps: steps.map(({ id, ...name }, i) => {
      const own = stretches.filter(({ step }) => step === id)
      const last = own.at(-1)
      const state = i === index && status !== 'succeeded' ? (running ? 'now' : 'failed') : i <= index && last !== undefined ? 'done' : 'next'
      return { id, name, state, enteredAt: last?.enteredAt ?? null, leftAt: state === 'now' ? null : (last?.leftAt ?? null), times: own.length }
    }),
    at: whereabouts(labels, path),
  }
}

/** Where it is now. In a state that takes milliseconds it says whom the step's waiting state asks, which it comes from or goes to; at an end nobody is asked. */
function whereabouts(labels: MachineLabels, path: readonly Visit[]): Whereabouts | null {
  const last = path.at(-1)
  if (last === undefined) return null
  const label = labels.states[last.state]
  if (label === undefined) return { state: last.state, step: '', words: { zh: last.state, en: last.state }, asked: null, next: null, otherwise: null, enteredAt: last.enteredAt }
  const { step, zh, en } = label
  const { asked, next, otherwise } = label.asked === undefined && label.passing !== true ? (Object.values(labels.states).find((other) => other.step === step && other.asked !== undefined) ?? label) : label
  return { state: last.state, step, words: { zh, en }, asked: asked ?? null, next: next ?? null, otherwise: otherwise ?? null, enteredAt: last.enteredAt }
}
