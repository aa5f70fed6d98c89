import * as z from 'zod'
import { drawn } from '../kernel/draw.ts'
import { BARRED } from './problem.ts'

const id = z.union([z.int(), z.string().min(1)])
const topic = z.union([z.int(), z.string()])

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
  preferences: z.array(z.tuple([id, id, z.int().min(-1000).max(1000)])).default([]),
  /** [submission, reviewer]: never assigned. */
  conflicts: z.array(z.tuple([id, id])).default([]),
})

export type Instance = z.infer<typeof instanceSchema>
export type Id = z.infer<typeof id>

/** A pair that names nobody, or an id that stands there twice. */
export class InstanceMistake extends Error {}

const VALUES = [-0.7071, -0.5, 0, 0.7071, 1]

/** The value of an interest of −2 … 2. */
const valueOf = (interest: number): number => VALUES[interest + 2] ?? 0

/** trunc(10 × sum of the interests' values over the topics ÷ √(number of topics) + 0.5); 0 without a topic. */
export function topicScore(topics: readonly (string | number)[], interests: Readonly<Record<string, number>>): number {
  if (topics.length === 0) return 0
  const sum = topics.reduce<number>((before, one) => before + valueOf(interests[one] ?? 0), 0)
  return Math.trunc((10 * sum) / Math.sqrt(topics.length) + 0.5)
}

/** An instance as matrices; entries and judges in the order that the seed draws, so that the file's order decides nothing. */
export interface Matrices {
  entries: Id[]
  judges: Id[]
  /** Entries × judges: preference plus topic score, or BARRED. */
  affinity: Int32Array
  /** Entries each judge takes at most; null without a cap. */
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
  for (const [entry, { topics }] of submissions.entries()) {
    for (const [judge, { interests }] of reviewers.entries()) affinity[entry * judges.length + judge] = topicScore(topics, interests)
  }
  const pairAt = (submission: Id, reviewer: Id) => {
    const [entry, judge] = [entryAt.get(String(submission)), judgeAt.get(String(reviewer))]
    if (entry === undefined || judge === undefined) throw new InstanceMistake(`The pair [${submission}, ${reviewer}] names a submission or a reviewer that is not there.`)
    return entry * judges.length + judge
  }
  const preferred = new Map(instance.preferences.map(([submission, reviewer, points]) => [pairAt(submission, reviewer), points]))
  for (const [pair, points] of preferred) affinity[pair] = (affinity[pair] ?? 0) + points
  for (const [submission, reviewer] of instance.conflicts) affinity[pairAt(submission, reviewer)] = BARRED
  return { entries, judges, affinity, caps: reviewers.map(({ cap }) => cap ?? null) }
}
