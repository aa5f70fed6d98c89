import * as z from 'zod'
import { type Competition, competitionSchema } from '../../../shared/competition/competition.ts'
import { competitionStates, listCompetitions, readCompetition } from '../../queries/competition.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { rulebookShape } from '../../../shared/rulebook/rulebook.ts'
import { changeCompetition, changeInput, createCompetition, createInput, moveDate, moveInput, publishCall, publishInput } from '../../commands/competition.ts'
import { copyCompetition, copyInput } from '../../commands/competition-copy.ts'
import { cancelCompetition, cancelInput } from '../../commands/competition-cancellation.ts'
import { deleteCompetition, restoreCompetition } from '../../commands/competition-deletion.ts'
import { previewCompetition } from '../../queries/preview.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })

/** A competition as everybody may see it who may see it at all. */
export const competitionView = competitionSchema.pick({
  id: true, district: true, name: true, authority: true, contact: true, introduction: true, state: true, rulebook: true, seed: true, dates: true,
  createdAt: true, publishedAt: true, round: true, eligibilityFinishedAt: true, notice: true, endedBecause: true, cancelledAt: true, awardsPublishedAt: true,
})

const group = z.object({ name: bilingual, category: z.string().nullable(), entries: z.int() })
const forecastView = z.object({
  proposals: z.int(),
  rounds: z.array(z.object({
    id: z.string(), name: bilingual, mode: z.string(), entries: z.int(), groups: z.array(group), panelSize: z.int(), floor: z.int(),
    judges: z.object({ comfortable: z.int(), least: z.int() }), cards: z.int(),
    loads: z.object({ planned: z.int(), least: z.int(), most: z.int(), idle: z.int(), short: z.int() }),
    advances: z.int().nullable(), minutes: z.int().nullable(),
  })),
  finalists: z.int(),
  awards: z.array(z.object({ id: z.string(), name: bilingual, category: z.string().nullable(), places: z.int().nullable(), given: z.int().nullable() })),
  unawarded: z.int().nullable(),
})
const mistakesView = z.array(z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() }))
const windowView = z.object({ window: z.string(), name: bilingual, at: z.string(), off: z.boolean(), provisional: z.boolean() })
const noticeView = z.object({ first: z.string(), last: z.string(), endsAt: z.string(), provisional: z.boolean(), days: z.array(z.object({ date: z.string(), working: z.boolean(), counts: z.boolean() })) })

const view = ({ competition }: { competition: Competition }) => competition

export const competitionRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions', action: 'competition.list', summary: 'Competitions of your districts and those you judge, or of a district, newest first',
    query: z.object({ district: districtCode.optional(), state: z.enum([...competitionStates, 'running']).optional() }),
    answer: z.object({ competitions: z.array(competitionView) }),
    run: async (context, { query }) => ({ competitions: await listCompetitions(context, query) }),
  }),
  route({
    method: 'post', path: '/competitions', action: 'competition.create', summary: 'Set up a competition from a rulebook, as a draft',
    body: createInput, status: 201, answer: competitionView,
    run: async (context, { body }) => view(await createCompetition(context, body)),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/copies', action: 'competition.create', summary: 'Set up a draft as this one was: settings and rules, its dates moved by the days between',
    params, body: copyInput, status: 201, answer: competitionView,
    run: async (context, { params, body }) => view(await copyCompetition(context, params.competition, body)),
  }),
  route({
    method: 'get', path: '/competitions/{competition}', action: 'competition.public', summary: 'A competition with its rules; a draft for its administrators only',
    params, answer: competitionView.extend({ rules: rulebookShape }),
    run: async (context, { params }) => {
      const { competition, rulebook } = await readCompetition(context, params.competition)
      return { ...competition, rules: rulebook }
    },
  }),
  route({
    method: 'put', path: '/competitions/{competition}', action: 'competition.change', summary: 'Change a draft: settings, rules, dates; after publication contact and introduction',
    params, body: changeInput, answer: competitionView,
    run: async (context, { params, body }) => view(await changeCompetition(context, params.competition, body)),
  }),
  route({
    method: 'delete', path: '/competitions/{competition}', action: 'competition.delete', summary: 'Delete a draft; it can be brought back for ten minutes',
    params, answer: z.object({ undoUntil: instant }), run: (context, { params }) => deleteCompetition(context, params.competition),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/restoration', action: 'competition.delete', summary: 'Bring a deleted draft back',
    params, answer: competitionView, run: async (context, { params }) => view(await restoreCompetition(context, params.competition)),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/preview', action: 'competition.preview', summary: 'What the rules will do with so many proposals and judges',
    params,
    query: z.object({ proposals: z.coerce.number<string>().int().min(0).max(5000).optional(), judges: z.coerce.number<string>().int().min(0).max(1000).optional() }),
    answer: z.object({ perCategory: z.record(z.string(), z.int()), forecast: forecastView, dates: z.object({ windows: z.array(windowView), notice: noticeView }), mistakes: mistakesView }),
    run: (context, { params, query }) => previewCompetition(context, params.competition, query),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/publication', action: 'competition.publish', summary: 'Publish the call: fixes the rules, draws the seed, starts the workflow',
    params, body: publishInput, answer: competitionView,
    run: async (context, { params, body }) => view(await publishCall(context, params.competition, body)),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/cancellation', action: 'competition.cancel', summary: 'Take an open call back for good, with a reason that is made public; applicants and judges are told',
    params, body: cancelInput, answer: competitionView,
    run: async (context, { params, body }) => view(await cancelCompetition(context, params.competition, body)),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/dates', action: 'competition.move-date', summary: 'Move the end of a window, with a reason',
    params, body: moveInput, answer: competitionView,
    run: async (context, { params, body }) => view(await moveDate(context, params.competition, body)),
  }),
]
