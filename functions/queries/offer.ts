import { secretHash } from '../../shared/kernel/ids.ts'
import { maskContact } from '../../shared/kernel/personal.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Project } from '../../shared/project/project.ts'
import { projectTarget } from '../../shared/project/project.ts'
import { loadProject, ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import type { Offer, OfferState } from '../../shared/showcase/offer.ts'
import { findShowcase, loadOffer, offersOf, showcaseFacts } from '../../shared/showcase/showcase.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import type { Due } from './due.ts'
import { pageWithin } from './paging.ts'

const PAGE = 20

export interface OfferList {
  project: Project
  /** Contacts are masked here; one offer's own page has them in full. */
  offers: Offer[]
  counts: Record<OfferState, number>
  page: number
  size: number
  total: number
}

/** A project's offers of one state or of all, newest first. */
export async function listOffers(context: Context, id: string, filter: { state?: OfferState | undefined; page?: number | undefined }): Promise<OfferList> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'offer.list', projectTarget(project))
  const all = await offersOf(context.table, id)
  const wanted = all.filter(({ state }) => filter.state === undefined || state === filter.state)
  const page = pageWithin(filter.page ?? 1, PAGE, wanted.length)
  const counts = { open: 0, talking: 0, accepted: 0, declined: 0, withdrawn: 0 }
  for (const { state } of all) counts[state] += 1
  return { project, offers: wanted.slice((page - 1) * PAGE, page * PAGE).map(masked), counts, page, size: PAGE, total: wanted.length }
}

const masked = (offer: Offer): Offer => ({ ...offer, contact: offer.contact === '' ? '' : maskContact(offer.contact) })

/** One offer with its contact, for those who answer it; administrators see it masked. */
export async function readOffer(context: Context, id: string, offer: string): Promise<{ project: Project; offer: Offer; mine: boolean }> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'offer.list', projectTarget(project))
  const { value } = await loadOffer(context.table, id, offer)
  const { actor } = context
  const mine = actor.kind === 'person' && actor.memberships.some((one) => one.role === 'member' && one.organisation === project.organisation.id)
  return { project, offer: mine ? value : masked(value), mine }
}

export interface OwnOffer {
  title: string
  project: Project['id']
  /** The project's page is still public. */
  shown: boolean
  offer: Pick<Offer, 'id' | 'kind' | 'what' | 'at' | 'state'>
  /** Newest first, without who gave them. */
  answers: Pick<Offer['answers'][number], 'state' | 'words' | 'at'>[]
}

/** What became of an offer, for whoever has its link. Name and contact are not shown: links are passed on. Throws NOT_FOUND. */
export async function readOwnOffer(context: Context, id: string, offer: string, secret: string): Promise<OwnOffer> {
  authorise(context, 'offer.make', {})
  const [{ value: project }, { value }, showcase] = await Promise.all([loadProject(context.table, id), loadOffer(context.table, id, offer), findShowcase(context.table, id)])
  if (value.hash !== secretHash(secret)) throw new Refusal('NOT_FOUND')
  const { id: own, kind, what, at, state, answers } = value
  return {
    title: showcase?.value.edition?.answers.name ?? project.title, project: project.id, shown: showcase !== undefined && showcase.value.shownAt !== null,
    offer: { id: own, kind, what, at, state }, answers: answers.map(({ state: given, words, at: when }) => ({ state: given, words, at: when })).toReversed(),
  }
}

/** Offers that wait for an answer, a line for each project of the asker's organisations. */
export async function dueForOffers(context: Context): Promise<Due[]> {
  const { actor, table } = context
  if (actor.kind !== 'person') return []
  const organisations = actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : []))
  const owned = await Promise.all(organisations.map(async (organisation) => {
    authorise(context, 'offer.list', { organisation })
    const own = await table.queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))
    const projects = await table.getMany(projectItem, own.map(({ value }) => keys.project(value.project)))
    // Of those that were handed over, the new organisation is told. Offers come to pages that are or were public; a page without any costs nothing but a look.
    return projects.flatMap((one) => (one !== undefined && one.value.organisation.id === organisation && one.value.state === 'active' && one.value.shownAt !== null ? [one.value] : []))
  }))
  const counted = await Promise.all(owned.flat().map(async (project) => ({ project, n: (await showcaseFacts(table, project.id)).openOffers })))
  return counted.flatMap(({ project, n }): Due[] => (n === 0 ? [] : [{
    title: { zh: `${n} 条支持意向等您回复`, en: n === 1 ? 'An offer of help waits for your answer' : `${n} offers of help wait for your answer` },
    about: { zh: project.title }, href: `/projects/${project.id}/offers?state=open`, until: null, state: 'wait',
  }]))
}
