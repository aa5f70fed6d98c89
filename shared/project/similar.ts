import { createHash } from 'node:crypto'
import * as z from 'zod'
import { projectId } from '../kernel/ids.ts'
import type { Answers } from './content.ts'

/**
 * Which projects say nearly the same: character bigrams, because Chinese has no spaces between words, compared by MinHash sketches (Broder 1997,
 * "On the resemblance and containment of documents"): the share of equal places estimates the share of bigrams that two texts have in
 * common, within about ±0.06 for 256 places of one byte each.
 */
const PLACES = 256
/** Bigrams of a text that is too short to be compared. */
const LEAST_BIGRAMS = 12

/** A compact line of a project, by which others are compared with it. */
export const similaritySchema = z.object({ project: projectId, title: z.string(), organisation: z.string(), since: z.string(), sketch: z.string() })
export type Similarity = z.infer<typeof similaritySchema>

/** Without white space, punctuation, width and case: what two texts are compared by. */
export const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

export function bigrams(text: string): Set<string> {
  const characters = [...plain(text)]
  return new Set(characters.slice(0, -1).map((one, i) => `${one}${characters[i + 1] ?? ''}`))
}

/** What a project is about: its name, whom it serves, the need, goals and summary. */
export const subjectOf = ({ name = '', who = '', need = '', goals = '', summary = '' }: Answers): string => [name, summary, need, who, goals].join('。')

/** The sketch of a text, base64; '' for one that is too short to say anything. */
export function sketchOf(text: string): string {
  const grams = bigrams(text)
  if (grams.size < LEAST_BIGRAMS) return ''
  const hashes = [...grams].map((gram) => createHash('sha1').update(gram).digest())
  const least = Array.from({ length: PLACES }, (_, place) => {
    const [multiplier, addend] = [2 * place + 1, place * 40_503]
    // One of a family of permutations for each place (odd multiplier modulo 2^32), as MinHash asks.
    return hashes.reduce((low, hash) => Math.min(low, (Math.imul(hash.readUInt32LE((place % 4) * 4), multiplier) + addend) >>> 0), 0xff_ff_ff_ff)
  })
  return Buffer.from(least.map((value) => (Math.imul(value, 2_654_435_761) >>> 24) & 0xff)).toString('base64')
}

/** Estimated share of bigrams in common, 0 to 1; corrected for one byte in 256 agreeing by chance. */
export function likeness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  const [left, right] = [Buffer.from(a, 'base64'), Buffer.from(b, 'base64')]
  const equal = left.filter((byte, i) => byte === right[i]).length
  return Math.max(0, (equal / PLACES - 1 / 256) / (1 - 1 / 256))
}

/** From here on it is worth a look; measured on the demonstration's projects, which are all different, none comes this near to another. */
export const LEAST_LIKENESS = 0.2
const MOST_SHOWN = 5

export interface Similar extends Similarity {
  /** Share of bigrams in common, 0 to 1. */
  likeness: number
}

/** The projects most like a text, the likest first; the project itself is left out. */
export function similarTo(sketch: string, lines: readonly Similarity[], self: string): Similar[] {
  return lines
    .filter(({ project }) => project !== self)
    .map((line) => ({ ...line, likeness: likeness(sketch, line.sketch) }))
    .filter((line) => line.likeness >= LEAST_LIKENESS)
    .toSorted((a, b) => b.likeness - a.likeness || a.project.localeCompare(b.project))
    .slice(0, MOST_SHOWN)
}
