import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { offerId, projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { type By, bySchema } from '../stage/stage.ts'

export const offerKinds = ['money', 'people', 'place', 'things', 'skills'] as const

/** The states of an offer and where each may go. */
export const offerLifecycle = {
  /** 待回复 */
  open: ['talking', 'accepted', 'declined', 'withdrawn'],
  /** 沟通中 */
  talking: ['accepted', 'declined', 'withdrawn'],
  accepted: ['withdrawn'],
  /** 婉拒，已致谢 */
  declined: ['withdrawn'],
  /** The offerer took it back; nothing of them is kept. */
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>
export type OfferState = keyof typeof offerLifecycle
export const offerStates = Object.keys(offerLifecycle) as [OfferState, ...OfferState[]]
export const answerStates = ['talking', 'accepted', 'declined'] as const
export type AnswerState = (typeof answerStates)[number]

/** Help that somebody offers a project on show. All of it tells of a person, and none of it is ever public. */
export const offerSchema = z.object({
  id: inside(offerId),
  project: inside(projectId),
  kind: inside(z.enum(offerKinds)),
  what: personal(z.string()),
  name: personal(z.string()),
  /** A telephone number or an e-mail address. */
  contact: personal(z.string()),
  language: personal(z.enum(['zh', 'en'])),
  /** They agreed to be contacted about it, to this wording. */
  consent: personal(z.object({ at: instant, statement: z.int() })),
  /** Digest of the secret in the offerer's link. */
  hash: inside(z.string()),
  at: inside(instant),
  state: inside(z.enum(offerStates)),
  answers: inside(z.array(z.object({ state: z.enum(answerStates), words: z.string(), told: z.enum(['mail', 'telephone']), by: bySchema, at: instant }))),
})
export type Offer = z.infer<typeof offerSchema>
export const CONSENT = 1

const phone = /^\+?[0-9][0-9 ()-]{5,22}[0-9]$/
/** How an answer reaches the offerer; undefined for what is neither telephone nor e-mail. */
export function wayTo(contact: string): 'mail' | 'telephone' | undefined {
  if (z.email().safeParse(contact).success) return 'mail'
  return phone.test(contact) ? 'telephone' : undefined
}

/** Most answers an offer keeps: a talk may be noted more than once. */
const MOST_ANSWERS = 20

/** The project's answer. Throws WRONG_STATE; INVALID without words, or where nobody says that an offerer without e-mail was told. */
export function answerOffer(offer: Offer, given: { state: AnswerState; words: string; told: boolean; by: By }, now: Instant): Offer {
  const again = offer.state === 'talking' && given.state === 'talking'
  if ((!again && !(offerLifecycle[offer.state] as readonly OfferState[]).includes(given.state)) || offer.answers.length >= MOST_ANSWERS) throw new Refusal('WRONG_STATE', { facts: { state: offer.state } })
  const told = wayTo(offer.contact) ?? 'telephone'
  const mistakes: Mistake[] = []
  if (given.words === '') mistakes.push({ path: 'words', code: 'REQUIRED', zh: '请写一句回复，对方会看到', en: 'Write a line; they will read it' })
  if (told === 'telephone' && !given.told) mistakes.push({ path: 'told', code: 'REQUIRED', zh: '对方没有留邮箱：请打电话告知后勾选', en: 'They left no e-mail address: telephone them first, then tick this' })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return { ...offer, state: given.state, answers: [...offer.answers, { state: given.state, words: given.words, told, by: given.by, at: now }] }
}

/** The offer without its offerer: what is left tells that there was one, of what kind, and how it ended. Doing it twice is no mistake. */
export const withdraw = (offer: Offer): Offer => ({ ...offer, state: 'withdrawn', name: '', contact: '', what: '', answers: offer.answers.map((answer) => ({ ...answer, words: '' })) })
