import * as z from 'zod'

/** A sentence the product shows: Chinese always, English where somebody has written it (Chinese stands in otherwise). */
export const bilingual = z.strictObject({ zh: z.string().min(1).max(2000), en: z.string().min(1).max(4000).optional() })
export type Bilingual = z.infer<typeof bilingual>

export type Language = 'zh' | 'en'

/** The reader's language if the sentence has it, Chinese otherwise. */
export function say(text: Bilingual, language: Language): string {
  return language === 'en' ? (text.en ?? text.zh) : text.zh
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * Length of a text as its reader counts it: one for each character seen, so that an emoji or a rare Han character outside the
 * basic plane is one, and white space is none (forms.md part 1: limits count characters).
 */
export function characters(text: string): number {
  let n = 0
  for (const { segment } of segmenter.segment(text)) if (segment.trim() !== '') n += 1
  return n
}

/** Letters, figures, signs: what a reader sees. Zero-width characters and blanks of any kind alone say nothing. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** Typed text of 1 to `most` characters as the reader counts them, white space at its ends left off. What was typed is kept in full Unicode. */
export function typed(most: number) {
  return z.string().trim().min(1).superRefine((text, context) => {
    if (text !== '' && !VISIBLE.test(text)) context.addIssue({ code: 'too_small', origin: 'string', minimum: 1, inclusive: true, input: text })
    // Code units bound what is counted at all: a hostile text is not walked through character by character.
    if (text.length > most * 20 || characters(text) > most) context.addIssue({ code: 'too_big', origin: 'string', maximum: most, inclusive: true, input: text })
  })
}
