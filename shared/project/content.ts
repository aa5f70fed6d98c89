import * as z from 'zod'
import { inside, open, passing, personal } from '../kernel/exposure.ts'
import { personId, projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'

const text = z.string().optional()
const whole = z.int().nullable().optional()
const cell = z.union([z.string(), z.number()]).nullable().optional()

/**
 * A project's text by field id, as the form (form.ts) keeps it: what was typed, however long or incomplete, until a gate is asked for.
 * Who may see each field is declared here.
 */
export const answersSchema = z.object({
  name: open(text),
  class: open(text),
  street: open(text),
  summary: open(text),
  need: open(text),
  who: open(text),
  directPeople: open(whole),
  indirectPeople: open(whole),
  attendances: open(whole),
  /** How many of them are minors: never shown, and never apart. */
  minors: inside(whole),
  others: inside(text),
  goals: open(text),
  startDate: open(text),
  endDate: open(text),
  place: open(text),
  steps: open(z.array(z.object({ stepDate: open(cell), stepName: open(cell), stepPlace: open(cell), stepAttendances: inside(cell) })).optional()),
  risks: inside(text),
  wanted: open(z.array(z.object({ kind: open(cell), what: open(cell), worth: inside(cell) })).optional()),
  budget: inside(z.array(z.record(z.string(), cell)).optional()),
  contact: personal(text),
  contactPhone: personal(text),
  contactEmail: personal(text),
})
export type Answers = z.infer<typeof answersSchema>

/** The working copy of a project's text. */
export const contentSchema = z.object({
  project: inside(projectId),
  /** Rises with every save. */
  revision: inside(z.int()),
  /** By part: the revision that last changed it. Two people may write two parts at once; only the same one collides. */
  parts: passing(z.record(z.string(), z.int())),
  answers: open(answersSchema),
  savedAt: inside(instant),
  savedBy: personal(personId),
})
export type ProjectContent = z.infer<typeof contentSchema>

/** Persons served below which a number would point at people (issue: small groups never reach a public page). */
export const SMALLEST_GROUP = 5
