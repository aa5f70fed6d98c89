import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { eventSchema, type ShowcaseEvent } from './event.ts'
import { type Offer, offerSchema } from './offer.ts'
import { type Showcase, showcaseSchema } from './showcase.ts'

/** Listed while it is public, by when it was shown. */
export const showcaseItem = itemKind('showcase', showcaseSchema, (showcase) => ({
  ...keys.showcase(showcase.project),
  ...(showcase.shownAt === null ? {} : { lpk: keys.showcasesOf(showcase.district).pk, lsk: `${showcase.shownAt}#${showcase.project}` }),
}))
export const offerItem = itemKind('offer', offerSchema, (offer) => keys.offer(offer.project, offer.id))
export const eventItem = itemKind('showcase-event', eventSchema, (event) => ({ ...keys.event(event.id), lpk: keys.eventsOf(event.district).pk, lsk: `${event.day}#${event.id}` }))

/** undefined where the organisation has not begun one. */
export const findShowcase = (table: Table, project: string): Promise<Stored<Showcase> | undefined> => table.get(showcaseItem, keys.showcase(project))

/** Throws NOT_FOUND. */
export async function loadOffer(table: Table, project: string, id: string): Promise<Stored<Offer>> {
  const found = await table.get(offerItem, keys.offer(project, id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** Newest first. */
export async function offersOf(table: Table, project: string): Promise<Offer[]> {
  const found = await table.queryAll(offerItem, keys.offers(project))
  return found.map(({ value }) => value).toSorted((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))
}

/** Throws NOT_FOUND. */
export async function loadEvent(table: Table, id: string): Promise<Stored<ShowcaseEvent>> {
  const found = await table.get(eventItem, keys.event(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** What the gate of the showcase stage asks: offers that nobody has answered. A talk is an answer. */
export async function showcaseFacts(table: Table, project: string): Promise<{ openOffers: number }> {
  return { openOffers: (await offersOf(table, project)).filter(({ state }) => state === 'open').length }
}
