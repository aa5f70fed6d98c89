import * as z from 'zod'
import { mean, type Rating } from './rating.ts'

/** Something that deserves a second look by people; never a verdict, and nothing follows from it by itself. */
export const clueSchema = z.discriminatedUnion('of', [
  /** A judge's scores lie further from those of the others than any other judge's: points on average, and what is usual in this round. */
  z.object({ of: z.literal('far'), judge: z.string(), cards: z.int(), distance: z.number(), usual: z.number() }),
  /** A judge puts the proposals into the opposite order of the others: Pearson's correlation with their mean. */
  z.object({ of: z.literal('against'), judge: z.string(), cards: z.int(), correlation: z.number() }),
  /** Two judges, each bound to an applicant whom the other scored: both scored the other's far above the rest of the panel. */
  z.object({ of: z.literal('favours'), judges: z.tuple([z.string(), z.string()]), entries: z.array(z.object({ judge: z.string(), entry: z.string(), value: z.number(), others: z.number() })) }),
  /** Cards between which, or from whose beginning, only seconds passed. */
  z.object({ of: z.literal('hasty'), judge: z.string(), hasty: z.int(), cards: z.int(), seconds: z.number() }),
  /** The same words on several cards. */
  z.object({ of: z.literal('copied'), comment: z.string(), cards: z.array(z.object({ judge: z.string(), entry: z.string() })) }),
])
export type Clue = z.infer<typeof clueSchema>

export interface RadarFacts {
  ratings: readonly Rating[]
  cards: readonly { entry: string; judge: string; comment: string; begunAt: string; submittedAt: string }[]
  /** Whom each judge belongs to or is tied to. */
  ties: readonly { judge: string; organisation: string }[]
  applicantOf: ReadonlyMap<string, string>
  /** A pitch is heard before it is scored, and its card then takes seconds. */
  heard: boolean
}

/** Modified z-scores above it are outliers (Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993). */
const OUTLIER = 3.5
/** Among few judges some score is always an outlier: far is also at least twice what is usual. */
const FAR = 2
/** Cards of a judge, and judges of a round, below which nothing is said of who is far from others. */
const CARDS_ENOUGH = 3
const JUDGES_ENOUGH = 4
const CARDS_FOR_ORDER = 5
const AGAINST = -0.3
/** Nobody reads a proposal of thousands of characters in less. */
const SECONDS_ENOUGH = 30
/** “很好” says itself twice without having been copied. */
const COMMENT_ENOUGH = 12

/** Clues of a round in the order of their weight: favours, who is far from all others, haste, words copied. */
export function radarOf(facts: RadarFacts): Clue[] {
  return [...favours(facts), ...farJudges(facts), ...(facts.heard ? [] : hasty(facts)), ...copied(facts)]
}

interface Compared {
  rating: Rating
  /** Mean of the other judges of the same entry. */
  others: number
}

/** Each score beside the others' of the same entry; those that have none beside them are left out. */
function comparedOf(ratings: readonly Rating[]): Compared[] {
  return [...Map.groupBy(ratings, ({ entry }) => entry).values()].flatMap((own) => (own.length < 2 ? [] : own.map((rating) => ({ rating, others: mean(own.filter((one) => one !== rating).map(({ value }) => value)) }))))
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

function farJudges({ ratings }: RadarFacts): Clue[] {
  const judges = [...Map.groupBy(comparedOf(ratings), ({ rating }) => rating.judge)].filter(([, own]) => own.length >= CARDS_ENOUGH)
    .map(([judge, own]) => ({ judge, own, distance: mean(own.map(({ rating, others }) => Math.abs(rating.value - others))) })).toSorted((a, b) => b.distance - a.distance)
  const usual = median(judges.map(({ distance }) => distance))
  const spreads = judges.map(({ distance }) => Math.abs(distance - usual))
  // Where more than half are equally far their median deviation is 0, and the mean one stands in, in the same unit (Iglewicz & Hoaglin).
  const deviation = median(spreads) > 0 ? median(spreads) / 0.6745 : spreads.length === 0 ? 0 : mean(spreads) * 1.2533
  return judges.flatMap(({ judge, own, distance }): Clue[] => {
    const far = judges.length >= JUDGES_ENOUGH && deviation > 0 && distance >= FAR * usual && (distance - usual) / deviation > OUTLIER
    const correlation = own.length < CARDS_FOR_ORDER ? null : correlationOf(own.map(({ rating, others }) => [rating.value, others]))
    return [
      ...(far ? [{ of: 'far' as const, judge, cards: own.length, distance, usual }] : []),
      ...(correlation !== null && correlation <= AGAINST ? [{ of: 'against' as const, judge, cards: own.length, correlation }] : []),
    ]
  })
}

/** Pearson's; null where either side is all the same. */
function correlationOf(pairs: readonly (readonly [number, number])[]): number | null {
  const [x, y] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))]
  const products = pairs.reduce((sum, [one, other]) => sum + (one - x) * (other - y), 0)
  const size = Math.sqrt(pairs.reduce((sum, [one]) => sum + (one - x) ** 2, 0) * pairs.reduce((sum, [, other]) => sum + (other - y) ** 2, 0))
  return size === 0 ? null : products / size
}

function favours({ ratings, ties, applicantOf }: RadarFacts): Clue[] {
  const compared = comparedOf(ratings)
  if (compared.length === 0) return []
  // What a score usually is off from the others' mean: only above it is a favour.
  const usual = Math.sqrt(mean(compared.map(({ rating, others }) => (rating.value - others) ** 2)))
  const byJudge = Map.groupBy(compared, ({ rating }) => rating.judge)
  const tiesOf = new Map([...Map.groupBy(ties, ({ judge }) => judge)].map(([judge, own]) => [judge, new Set(own.map(({ organisation }) => organisation))]))
  /** What `giver` scored of applicants that `taker` is bound to and the giver is not. */
  const given = (giver: string, taker: string) => (byJudge.get(giver) ?? []).filter(({ rating }) => {
    const applicant = applicantOf.get(rating.entry) ?? ''
    return tiesOf.get(taker)?.has(applicant) === true && tiesOf.get(giver)?.has(applicant) !== true
  })
  const generous = (scores: readonly Compared[]) => scores.length > 0 && mean(scores.map(({ rating, others }) => rating.value - others)) >= Math.max(usual, 1e-9)
  const bound = [...tiesOf.keys()].toSorted()
  return bound.flatMap((one, i) => bound.slice(i + 1).flatMap((other): Clue[] => {
    const [there, back] = [given(one, other), given(other, one)]
    if (!generous(there) || !generous(back)) return []
    return [{ of: 'favours', judges: [one, other], entries: [...there, ...back].map(({ rating: { judge, entry, value }, others }) => ({ judge, entry, value, others })) }]
  }))
}

function hasty({ cards }: RadarFacts): Clue[] {
  return [...Map.groupBy(cards, ({ judge }) => judge)].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([judge, own]): Clue[] => {
    const sent = own.toSorted((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1))
    // The longest that a card can have taken: from its own beginning, or from the one sent before it. Of a first card typed elsewhere and sent at once nothing is known.
    const seconds = sent.flatMap(({ begunAt, submittedAt }, i) => {
      const before = sent[i - 1]?.submittedAt
      if (before === undefined && begunAt === submittedAt) return []
      return [(Date.parse(submittedAt) - Math.min(Date.parse(begunAt), before === undefined ? Infinity : Date.parse(before))) / 1000]
    })
    const short = seconds.filter((one) => one < SECONDS_ENOUGH)
    return short.length < CARDS_ENOUGH ? [] : [{ of: 'hasty', judge, hasty: short.length, cards: own.length, seconds: median(short) }]
  })
}

/** Letters and digits alone: points, spaces and widths tell no copy from another. */
const plain = (comment: string): string => comment.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

function copied({ cards }: RadarFacts): Clue[] {
  const same = Map.groupBy(cards.filter(({ comment }) => plain(comment).length >= COMMENT_ENOUGH), ({ comment }) => plain(comment))
  return [...same.values()].flatMap((own): Clue[] => {
    const [first] = own
    const judges = new Set(own.map(({ judge }) => judge)).size
    if (first === undefined || (judges < 2 && own.length < CARDS_ENOUGH)) return []
    return [{ of: 'copied', comment: first.comment.trim(), cards: own.map(({ judge, entry }) => ({ judge, entry })).toSorted((a, b) => (a.judge + a.entry < b.judge + b.entry ? -1 : 1)) }]
  }).toSorted((a, b) => (a.of === 'copied' && b.of === 'copied' ? b.cards.length - a.cards.length || (a.comment < b.comment ? -1 : 1) : 0))
}
