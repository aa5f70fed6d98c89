import * as z from 'zod'
import { newOfferId, newSecret, type OfferId, secretHash } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, typed } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { answerOffer, answerStates, CONSENT, type Offer, offerKinds, type OfferState, wayTo, withdraw } from '../../shared/showcase/offer.ts'
import { findShowcase, loadOffer, offerItem } from '../../shared/showcase/showcase.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { countTry } from '../throttle.ts'
import { newsOf, type Orders } from './news.ts'
import { projectEntry } from './project.ts'

/** An hour's offers from one address to one project. */
const OFFERS_AN_HOUR = 10
/** The same to all projects: a hall of people behind one address may make so many. */
const OFFERS_IN_ALL = 30
/** Offers that name one e-mail address, whoever makes them: each sends a mail there. */
const OFFERS_A_MAILBOX = 5

export const offerInput = z.strictObject({
  kind: z.enum(offerKinds),
  what: typed(500),
  name: typed(40),
  contact: z.string().trim().min(1).max(120).superRefine((text, context) => {
    if (text !== '' && wayTo(text) === undefined) context.addIssue({ code: 'custom', message: 'CONTACT_MALFORMED', params: { zh: '请写手机号、带区号的固定电话，或完整的邮箱', en: 'Give a mobile number, a landline with its area code, or a full e-mail address' }, input: text })
  }),
  /** They may be contacted about it. */
  consent: z.literal(true, { error: 'CONSENT_MISSING' }),
})

export interface OfferMade {
  offer: OfferId
  /** Opens the offer to whoever made it, and to nobody else. */
  secret: string
}

export const offerPath = (project: string, offer: string, secret: string): string => `/showcase/${project}/offers/${offer}/${secret}`

/** Takes an offer of help from anybody. Throws NOT_FOUND where the project is not on show, WRONG_STATE where it is over, TOO_MANY_TRIES. */
export function makeOffer(context: Context, id: string, input: z.infer<typeof offerInput>): Promise<OfferMade> {
  authorise(context, 'offer.make', {})
  const [offer, secret] = [newOfferId(), newSecret()]
  return act(context, async () => {
    const [{ value: project }, showcase] = await Promise.all([loadProject(context.table, id), findShowcase(context.table, id)])
    if (showcase === undefined || showcase.value.shownAt === null) throw new Refusal('NOT_FOUND')
    if (project.state !== 'active') throw new Refusal('WRONG_STATE', { facts: { state: project.state } })
    await countTry(context, `offer#${id}`, OFFERS_AN_HOUR)
    await countTry(context, 'offers', OFFERS_IN_ALL)
    if (wayTo(input.contact) === 'mail') await countTry(context, 'offers-to', OFFERS_A_MAILBOX, mailbox(input.contact))
    const { consent: _, ...given } = input
    const made: Offer = { id: offer, project: project.id, ...given, language: context.language, consent: { at: context.now, statement: CONSENT }, hash: secretHash(secret), at: context.now, state: 'open', answers: [] }
    return {
      writes: [offerItem.put(made, 'none')],
      // Neither name nor contact: the trail is read by more people than the offer is.
      trail: [projectEntry(project, 'offer.make', { zh: '收到一条支持意向', en: 'received an offer of help' }, { to: 'open' })],
      orders: [
        ...toOfferer(context, project, made, { zh: '您的支持意向已收到', en: 'Your offer of help has arrived' }, '', offerPath(id, offer, secret), 'made'),
        ...await newsOf(context, project, [{ organisation: project.organisation.id }], { news: { zh: '收到一条支持意向，等您回复', en: 'An offer of help waits for your answer' }, path: `/projects/${id}/offers/${offer}` }, `offer-${offer}`),
      ],
      answer: { offer, secret },
    }
  })
}

/** One form for every way to write an address: a `+tag` is delivered to the same one. */
const mailbox = (contact: string): string => contact.normalize('NFKC').toLowerCase().trim().replace(/\+[^@]*(?=@)/, '')

/** Mail to the one who made the offer, where they left an address. What they wrote is not repeated: anybody could have typed the address. */
function toOfferer({ environment, now }: Context, project: Project, offer: Offer, news: Bilingual, reason: string, path: string, occasion: string): Orders[] {
  if (wayTo(offer.contact) !== 'mail') return []
  return [mailOrder('projectNews', { project: project.title, news, reason, url: `${environment.XIUYUAN_BASE_URL}${path}` }, { email: offer.contact, language: offer.language }, `${project.id}/offer/${offer.id}/${occasion}`, now)]
}

export const answerOfferInput = z.strictObject({
  state: z.enum(answerStates),
  /** What the offerer reads, by mail or behind their link. */
  words: z.string().trim().max(1000).default(''),
  /** An offerer without e-mail has been told by telephone. */
  told: z.boolean().default(false),
})

const answerNews: Record<(typeof answerStates)[number], Bilingual> = {
  talking: { zh: '项目方想和您进一步沟通', en: 'The project would like to talk with you' },
  accepted: { zh: '项目方接受了您的支持，谢谢您', en: 'The project accepts your help; thank you' },
  declined: { zh: '项目方这次用不上您的支持，谢谢您', en: 'The project cannot use your help this time; thank you all the same' },
}
const answerDeeds: Record<(typeof answerStates)[number], Bilingual> = {
  talking: { zh: '回复了一条支持意向：沟通中', en: 'answered an offer of help: in talk' }, accepted: { zh: '接受了一条支持意向', en: 'accepted an offer of help' }, declined: { zh: '婉拒了一条支持意向', en: 'declined an offer of help with thanks' },
}

/** The project's answer, told by mail where the offerer left an address. Throws WRONG_STATE, INVALID. */
export function answerToOffer(context: Context, id: string, offer: string, input: z.infer<typeof answerOfferInput>): Promise<{ offer: OfferId; state: OfferState }> {
  return act(context, async () => {
    const [{ value: project }, stored] = await Promise.all([loadProject(context.table, id), loadOffer(context.table, id, offer)])
    authorise(context, 'offer.answer', projectTarget(project))
    const person = personOf(context)
    const changed = answerOffer(stored.value, { ...input, by: { person: person.id, name: person.name } }, context.now)
    return {
      writes: [offerItem.put(changed, stored.version)],
      trail: [projectEntry(project, 'offer.answer', answerDeeds[input.state], { from: stored.value.state, to: changed.state })],
      // The link with its secret is in the first mail: only its digest is kept here.
      orders: toOfferer(context, project, changed, answerNews[input.state], input.words, `/showcase/${id}`, `answer-${changed.answers.length}`),
      answer: { offer: changed.id, state: changed.state },
    }
  })
}

/** The offerer takes it back by their link: name, contact and words are deleted. Throws NOT_FOUND without the right secret. */
export function withdrawOffer(context: Context, id: string, offer: string, secret: string): Promise<{ state: OfferState }> {
  authorise(context, 'offer.make', {})
  return act(context, async () => {
    const [{ value: project }, stored] = await Promise.all([loadProject(context.table, id), loadOffer(context.table, id, offer)])
    if (stored.value.hash !== secretHash(secret)) throw new Refusal('NOT_FOUND')
    if (stored.value.state === 'withdrawn') return { writes: [], trail: [], answer: { state: stored.value.state } }
    const changed = withdraw(stored.value)
    return {
      writes: [offerItem.put(changed, stored.version)],
      trail: [projectEntry(project, 'offer.withdraw', { zh: '一条支持意向已由本人撤回，个人信息已删除', en: 'somebody took an offer of help back; their data are deleted' }, { from: stored.value.state, to: 'withdrawn' })],
      answer: { state: changed.state },
    }
  })
}
