import * as z from 'zod'
import { drawn } from '../kernel/draw.ts'
import { BARRED } from './problem.ts'

const id = z.union([z.int(), z.string().min(1)])
const topic = z.union([z.int(), z.string()])
export type Id = z.infer<typeof id>

const MOST_POINTS = 10_000
const isId = (given: unknown): boolean => (typeof given === 'string' ? given !== '' : Number.isSafeInteger(given))
// Plain functions: there are tens of thousands of pairs, and schemas of their own take longer than the optimum.
const isPair = (given: unknown): boolean => Array.isArray(given) && given.length === 2 && isId(given[0]) && isId(given[1])
const isPreference = (given: unknown): boolean =>
  Array.isArray(given) && given.length === 3 && isId(given[0]) && isId(given[1]) && Number.isInteger(given[2]) && Math.abs(Number(given[2])) <= MOST_POINTS

/** A round's assignment as a file (see README of the shared instances); what else a file says is left aside. */
export const instanceSchema = z.object({
  /** Judges each submission needs. */
  perSubmission: z.int().positive().max(1000).optional(),
  submissions: z.array(z.object({ id, topics: z.array(topic).max(100).default([]) })),
  reviewers: z.array(z.object({
    id,
    /** Topic to −2 (would rather not) … 2 (knows it well); 0 where nothing is said. */
    interests: z.record(z.string(), z.int().min(-2).max(2)).default({}),
    /** Submissions the reviewer takes at most; without it, an even share. */
    cap: z.int().nonnegative().nullish(),
  })),
  /** [submission, reviewer, points]: 0 where nothing is said; the last one counts. */
  preferences: z.array(z.custom<[Id, Id, number]>(isPreference, `must be [submission, reviewer, whole number within ±${MOST_POINTS}]`)).default([]),
  /** [submission, reviewer]: never assigned. */
  conflicts: z.array(z.custom<[Id, Id]>(isPair, 'must be [submission, reviewer]')).default([]),
})

export type Instance = z.infer<typeof instanceSchema>

/** A pair that names nobody, or an id that stands there twice. */
export class InstanceMistake extends Error {}

/** By interest, from −2 on. */
const VALUES = [-0.7071, -0.5, 0, 0.7071, 1]

/** trunc(10 × sum of the interests' values over the topics ÷ √(number of topics) + 0.5); 0 without a topic. */
const topicScore = (sum: number, topics: number): number => (topics === 0 ? 0 : Math.trunc((10 * sum) / Math.sqrt(topics) + 0.5))

/** What a judge's interest in an entry's only topic is worth. */
export const interestPoints = (interest: number): number => topicScore(VALUES[interest + 2] ?? 0, 1)

/** An instance as matrices; entries and judges in the order that the seed draws, so that the file's order decides nothing. */
export interface Matrices {
  entries: Id[]
  judges: Id[]
  /** Entries × judges: preference plus topic score, or BARRED. */
  affinity: Int32Array
  /** Entries each judge takes at most, of those there are; null without a cap. */
  caps: (number | null)[]
}

/** Each id's place; throws an InstanceMistake where one stands there twice. */
export function placesOf(ids: readonly Id[], noun: string): Map<string, number> {
  const places = new Map(ids.map((one, at) => [String(one), at]))
  if (places.size === ids.length) return places
  const twice = ids.find((one, at) => places.get(String(one)) !== at)
  throw new InstanceMistake(`${noun} ${twice} is there twice.`)
}

/** Throws an InstanceMistake where a pair names nobody or an id stands there twice. */
export function matricesOf(instance: Instance, seed: string): Matrices {
  const submissions = drawn(seed, instance.submissions, (one) => `submission ${one.id}`)
  const reviewers = drawn(seed, instance.reviewers, (one) => `reviewer ${one.id}`)
  const entries = submissions.map((one) => one.id)
  const judges = reviewers.map((one) => one.id)
  const entryAt = placesOf(entries, 'Submission')
  const judgeAt = placesOf(judges, 'Reviewer')
  const affinity = new Int32Array(entries.length * judges.length)
  const valuesOf = (one: string | number) => Float64Array.from(reviewers, ({ interests }) => VALUES[(interests[one] ?? 0) + 2] ?? 0)
  const values = new Map([...new Set(submissions.flatMap(({ topics }) => topics))].map((one) => [one, valuesOf(one)]))
  const sums = new Float64Array(judges.length)
  for (const [entry, { topics }] of submissions.entries()) {
    sums.fill(0)
    for (const one of topics) {
      const own = values.get(one) ?? sums
      for (let judge = 0; judge < sums.length; judge += 1) sums[judge] = (sums[judge] ?? 0) + (own[judge] ?? 0)
    }
    for (let judge = 0; judge < sums.length; judge += 1) affinity[entry * sums.length + judge] = topicScore(sums[judge] ?? 0, topics.length)
  }
  const pairAt = (submission: Id, reviewer: Id) => {
    const [entry, judge] = [entryAt.get(String(submission)), judgeAt.get(String(reviewer))]
    if (entry === undefined || judge === undefined) throw new InstanceMistake(`The pair [${submission}, ${reviewer}] names a submission or a reviewer that is not there.`)
    return entry * judges.length + judge
  }
  const preferred = new Map(instance.preferences.map(([submission, reviewer, points]) => [pairAt(submission, reviewer), points]))
  for (const [pair, points] of preferred) affinity[pair] = (affinity[pair] ?? 0) + points
  for (const [submission, reviewer] of instance.conflicts) affinity[pairAt(submission, reviewer)] = BARRED
  return { entries, judges, affinity, caps: reviewers.map(({ cap }) => (cap == null ? null : Math.min(cap, entries.length))) }
}
