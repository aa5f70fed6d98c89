import * as z from 'zod'
import { eventId, fileId, offerId, projectId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { projectStates, stageNames } from '../../../shared/stage/lifecycle.ts'
import { eventSchema } from '../../../shared/showcase/event.ts'
import { numberFields } from '../../../shared/showcase/groups.ts'
import { answerStates, offerSchema, offerStates } from '../../../shared/showcase/offer.ts'
import { pictureSchema, wordsSchema } from '../../../shared/showcase/showcase.ts'
import { arrangeEvent, arrangeEventInput, changeEvent, changeEventInput, eventProjectInput, orderEvent, publishEvent, withdrawEvent } from '../../commands/event.ts'
import { answerOfferInput, answerToOffer, makeOffer, offerInput, withdrawOffer } from '../../commands/offer.ts'
import { announcePicture, announcePictureInput, checkPicture, describePicture, pictureInput, removePicture } from '../../commands/showcase-picture.ts'
import { publishShowcase, publishShowcaseInput, putBackShowcase, saveShowcase, showcaseInput, takeDownInput, takeDownShowcase } from '../../commands/showcase.ts'
import { listEvents, readEvent } from '../../queries/event.ts'
import { listOffers, readOwnOffer } from '../../queries/offer.ts'
import { listShowcases, readDesk, readShowcase } from '../../queries/showcase.ts'
import { route, type Route } from './route.ts'

const ofProject = z.object({ project: projectId })
const ofPicture = z.object({ project: projectId, file: fileId })
const ofOffer = z.object({ project: projectId, offer: offerId })
const ofEvent = z.object({ event: eventId })

/** All that anybody gets to see of a project. */
const pageView = z.object({
  project: projectId, title: z.string(), organisation: z.string(), class: z.object({ id: z.string(), name: bilingual }).nullable(), street: z.string(), stage: z.enum(stageNames).nullable(), cycle: z.int(), state: z.enum(projectStates),
  shownAt: z.string().nullable(), changedAt: z.string(), headline: z.string(), summary: z.string(), soFar: z.string(), help: z.string(), need: z.string(), who: z.string(), goals: z.string(), place: z.string(), startDate: z.string(), endDate: z.string(),
  numbers: z.object({ directPeople: z.int().nullable(), indirectPeople: z.int().nullable(), attendances: z.int().nullable() }), few: z.array(z.enum(numberFields)),
  steps: z.array(z.object({ date: z.string(), what: z.string(), place: z.string() })), wanted: z.array(z.object({ kind: z.string(), what: z.string() })), pictures: z.array(z.object({ file: fileId, alt: z.string() })),
})
const mistakeView = z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })
const standingView = z.object({ revision: z.int(), shownAt: z.string().nullable() })
const eventView = eventSchema.pick({ id: true, name: true, day: true, place: true, publishedAt: true })

const publicRoutes: Route[] = [
  route({
    method: 'get', path: '/public/showcases', action: 'showcase.read', summary: 'Projects on show, newest first',
    query: z.object({ text: z.string().max(60).optional(), class: z.string().max(40).optional(), stage: z.enum(stageNames).optional(), after: z.string().max(2000).optional() }),
    answer: z.object({ showcases: z.array(pageView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { found, next } = await listShowcases(context, query)
      return { showcases: found, next }
    },
  }),
  route({
    method: 'get', path: '/public/showcases/{project}', action: 'showcase.read', summary: 'A project’s public page, made from what is declared public and nothing else',
    params: ofProject, answer: pageView, run: (context, { params }) => readShowcase(context, params.project),
  }),
  route({
    method: 'post', path: '/public/showcases/{project}/offers', action: 'offer.make', summary: 'Offer help, without an account; the secret opens the offer to whoever made it',
    params: ofProject, body: offerInput, status: 201, answer: z.object({ offer: offerId, secret: z.string() }),
    run: (context, { params, body }) => makeOffer(context, params.project, body),
  }),
  route({
    method: 'get', path: '/public/showcases/{project}/offers/{offer}/{secret}', action: 'offer.make', summary: 'What became of one’s own offer',
    params: ofOffer.extend({ secret: z.string().max(100) }),
    answer: z.object({ title: z.string(), offer: offerSchema.pick({ id: true, kind: true, what: true, at: true, state: true }), answers: z.array(z.object({ state: z.enum(answerStates), words: z.string(), at: z.string() })) }),
    run: (context, { params }) => readOwnOffer(context, params.project, params.offer, params.secret),
  }),
  route({
    method: 'delete', path: '/public/showcases/{project}/offers/{offer}/{secret}', action: 'offer.make', summary: 'Take one’s own offer back: name, contact and words are deleted',
    params: ofOffer.extend({ secret: z.string().max(100) }), answer: z.object({ state: z.enum(offerStates) }),
    run: (context, { params }) => withdrawOffer(context, params.project, params.offer, params.secret),
  }),
]

const deskRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/showcase', action: 'showcase.preview', summary: 'The draft, what publishing it would show, and what is still in the way',
    params: ofProject,
    answer: z.object({
      revision: z.int(), draft: wordsSchema.omit({ pictures: true }).extend({ pictures: z.array(pictureSchema.omit({ agreed: true })) }), shownAt: z.string().nullable(), edition: z.int().nullable(), same: z.boolean(), open: z.boolean(),
      page: pageView, seen: z.string(), mistakes: z.array(mistakeView), cautions: z.array(mistakeView),
    }),
    run: async (context, { params }) => {
      const { showcase: { revision, draft, shownAt, edition }, page, mark, mistakes, cautions, same, open } = await readDesk(context, params.project)
      return { revision, draft, shownAt, edition: edition?.number ?? null, same, open, page, seen: mark, mistakes, cautions }
    },
  }),
  route({
    method: 'put', path: '/projects/{project}/showcase', action: 'showcase.edit', summary: 'Keep the words of the draft',
    params: ofProject, body: showcaseInput, answer: standingView, run: (context, { params, body }) => saveShowcase(context, params.project, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/showcase/pictures', action: 'showcase.edit', summary: 'A form to upload one picture with; then ask for its check, then describe it',
    params: ofProject, body: announcePictureInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }),
    run: (context, { params, body }) => announcePicture(context, params.project, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/showcase/pictures/{file}/check', action: 'showcase.edit', summary: 'Check an uploaded picture by its bytes',
    params: ofPicture, answer: z.object({ file: fileId, state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params }) => {
      const { id, state, reason } = await checkPicture(context, params.project, params.file)
      return { file: id, state, reason }
    },
  }),
  route({
    method: 'put', path: '/projects/{project}/showcase/pictures/{file}', action: 'showcase.edit', summary: 'Put a picture on the draft: what it shows, and the statement that those on it agreed',
    params: ofPicture, body: pictureInput, answer: standingView, run: (context, { params, body }) => describePicture(context, params.project, params.file, body),
  }),
  route({
    method: 'delete', path: '/projects/{project}/showcase/pictures/{file}', action: 'showcase.edit', summary: 'Take a picture off the draft and at once off the public page, in any stage',
    params: ofPicture, answer: standingView, run: (context, { params }) => removePicture(context, params.project, params.file),
  }),
  route({
    method: 'post', path: '/projects/{project}/showcase/publication', action: 'showcase.edit', summary: 'Make the draft public; refused with each place that has personal data',
    params: ofProject, body: publishShowcaseInput, answer: standingView, run: (context, { params, body }) => publishShowcase(context, params.project, body),
  }),
  route({
    method: 'delete', path: '/projects/{project}/showcase/publication', action: 'showcase.take-down', summary: 'Take the public page down, in any stage; an administrator gives a reason in the query',
    params: ofProject, query: takeDownInput, answer: standingView, run: (context, { params, query }) => takeDownShowcase(context, params.project, query),
  }),
  route({
    method: 'post', path: '/projects/{project}/showcase/restoration', action: 'showcase.edit', summary: 'Show again what the organisation itself took down',
    params: ofProject, answer: standingView, run: (context, { params }) => putBackShowcase(context, params.project),
  }),
  route({
    method: 'get', path: '/projects/{project}/offers', action: 'offer.list', summary: 'Offers of help, newest first; contacts are masked',
    params: ofProject, query: z.object({ state: z.enum(offerStates).optional(), page: z.coerce.number<string>().int().min(1).optional() }),
    answer: z.object({ offers: z.array(offerSchema.omit({ hash: true, project: true, language: true, consent: true })), total: z.int(), page: z.int() }),
    run: (context, { params, query }) => listOffers(context, params.project, query),
  }),
  route({
    method: 'post', path: '/projects/{project}/offers/{offer}/answer', action: 'offer.answer', summary: 'Answer an offer: by mail where there is an address, otherwise say that they were told by telephone',
    params: ofOffer, body: answerOfferInput, answer: z.object({ offer: offerId, state: z.enum(offerStates) }),
    run: (context, { params, body }) => answerToOffer(context, params.project, params.offer, body),
  }),
]

const ordered = z.object({ event: eventId, projects: z.array(projectId) })

const eventRoutes: Route[] = [
  route({
    method: 'get', path: '/events', action: 'event.read', summary: 'Showcase events, the latest day first: published ones, to administrators all',
    query: z.object({ after: z.string().max(2000).optional() }), answer: z.object({ events: z.array(eventView), next: z.string().optional() }),
    run: (context, { query }) => listEvents(context, query.after),
  }),
  route({
    method: 'get', path: '/events/{event}', action: 'event.read', summary: 'An event with its projects in order',
    params: ofEvent, answer: eventView.extend({ projects: z.array(pageView.pick({ project: true, title: true, organisation: true, headline: true })) }),
    run: async (context, { params }) => {
      const { event, projects } = await readEvent(context, params.event)
      return { ...event, projects }
    },
  }),
  route({
    method: 'post', path: '/events', action: 'event.arrange', summary: 'Arrange an event; only administrators see it until it is published',
    body: arrangeEventInput, status: 201, answer: z.object({ event: eventId }), run: (context, { body }) => arrangeEvent(context, body),
  }),
  route({
    method: 'put', path: '/events/{event}', action: 'event.arrange', summary: 'Change name, day and place',
    params: ofEvent, body: changeEventInput, answer: ordered, run: (context, { params, body }) => changeEvent(context, params.event, body),
  }),
  route({
    method: 'post', path: '/events/{event}/projects', action: 'event.arrange', summary: 'Add a project on show at the end, take one out, or move one by a place',
    params: ofEvent, body: eventProjectInput, answer: ordered, run: (context, { params, body }) => orderEvent(context, params.event, body),
  }),
  route({
    method: 'post', path: '/events/{event}/publication', action: 'event.arrange', summary: 'Publish an event', params: ofEvent, answer: ordered, run: (context, { params }) => publishEvent(context, params.event),
  }),
  route({
    method: 'delete', path: '/events/{event}/publication', action: 'event.arrange', summary: 'Take an event down', params: ofEvent, answer: ordered, run: (context, { params }) => withdrawEvent(context, params.event),
  }),
]

export const showcaseRoutes: Route[] = [...publicRoutes, ...deskRoutes, ...eventRoutes]
