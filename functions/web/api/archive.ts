import * as z from 'zod'
import { archiveSchema, archiveStates } from '../../../shared/archive/archive.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { askArchive, askArchiveInput, takeArchive } from '../../commands/archive.ts'
import { readArchives } from '../../queries/archive.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })
const { shape } = archiveSchema
const made = shape.made.unwrap().omit({ object: true }).nullable()

export const archiveRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/archives', action: 'archive.make', summary: 'The archives of a competition that were asked for, newest first, and how far they are', params,
    answer: z.object({ archives: z.array(z.object({ number: shape.number, name: z.string(), state: z.enum(archiveStates), interim: shape.interim, language: shape.language, asked: shape.asked, made, failed: shape.failed })) }),
    run: async (context, { params }) => ({ archives: (await readArchives(context, params.competition)).archives }),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/archives', action: 'archive.make', summary: 'Have everything of a competition put into one zip; marked as interim before the competition is over. It takes from seconds to minutes; while one is being made, that is the answer',
    params, body: askArchiveInput, status: 201, answer: z.object({ number: z.int() }), run: (context, { params, body }) => askArchive(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/archives/{number}/taking', action: 'archive.make', summary: 'An address that gives the archive for a minute; the trail says who took it', params: params.extend({ number: z.coerce.number().int().min(1) }),
    answer: z.object({ url: z.string(), name: z.string(), bytes: z.int(), sha256: z.string() }), run: (context, { params }) => takeArchive(context, params.competition, params.number),
  }),
]
