import type { Instance } from '../../../shared/assignment/instance.ts'

export interface InstanceShape {
  submissions: number
  reviewers: number
  perSubmission: number
  seed: number
  /** Places over what is needed that caps leave, in percent; without it nobody has a cap. */
  slack?: number
}

const TOPICS = 20
const INTERESTS = 8

/** A seeded sequence of numbers in [0, 1): mulberry32, which needs nothing but integer arithmetic and is the same on every machine. */
function sequence(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * A made-up round of the kind of `../shared/assignment`: each submission has one to three topics, each reviewer says of eight topics how
 * much they like them; a tenth of all pairs has a preference, more of them kind than unkind; own organisation and a hundredth of the other
 * pairs are in conflict. The same shape gives the same instance.
 */
export function instanceOf({ submissions, reviewers, perSubmission, seed, slack }: InstanceShape): Instance {
  const next = sequence(seed)
  const whole = (below: number) => Math.floor(next() * below)
  const someTopics = (count: number) => {
    const topics = new Set<number>()
    while (topics.size < count) topics.add(whole(TOPICS))
    return [...topics]
  }
  const weighed = <T>(choices: readonly (readonly [T, number])[], otherwise: T) => {
    let rest = next()
    return choices.find(([, share]) => (rest -= share) < 0)?.[0] ?? otherwise
  }
  const organisations = Math.ceil(submissions / 4)
  const allSubmissions = Array.from({ length: submissions }, (_, id) => ({
    id, topics: someTopics(weighed([[1, 0.39], [2, 0.39]], 3)), organisation: whole(organisations),
  }))
  const mean = (submissions * perSubmission) / reviewers
  const allReviewers = Array.from({ length: reviewers }, (_, id) => ({
    id,
    interests: Object.fromEntries(someTopics(INTERESTS).map((topic) => [String(topic), weighed([[1, 0.35], [2, 0.33], [-1, 0.17]], -2)])),
    organisation: next() < 0.3 ? whole(organisations) : null,
    ...(slack === undefined ? {} : { cap: Math.ceil(mean * (1 + slack / 100) * (0.7 + 0.6 * (id % 2))) }),
  }))
  const preferences: [number, number, number][] = []
  const conflicts: [number, number][] = []
  for (const { id, organisation } of allSubmissions) {
    for (const reviewer of allReviewers) {
      const bell = (next() + next() + next() + next() - 2) * 12 + 2.5
      if (next() < 0.093) preferences.push([id, reviewer.id, Math.max(-20, Math.min(20, Math.round(bell)))])
      if (reviewer.organisation === organisation || next() < 0.015) conflicts.push([id, reviewer.id])
    }
  }
  return { perSubmission, submissions: allSubmissions, reviewers: allReviewers, preferences, conflicts }
}
