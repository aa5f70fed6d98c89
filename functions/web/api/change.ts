import * as z from 'zod'
import { projectId } from '../../../shared/kernel/ids.ts'
import { askChangeInput } from '../../../shared/change/ask.ts'
import { changeKinds, changeSchema } from '../../../shared/change/change.ts'
import { askChange, decideChange, decideChangeInput, withdrawChange } from '../../commands/change.ts'
import { listChanges } from '../../queries/change.ts'
import { route, type Route } from './route.ts'

const params = z.object({ project: projectId })
const one = params.extend({ number: z.coerce.number<string>().int().min(1).max(10_000) })

export const changeRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/changes', action: 'change.read', summary: 'A project’s change requests, newest first, with what stands before and after; `askable`: what may be asked for now',
    params, answer: z.object({ changes: z.array(changeSchema), askable: z.array(z.enum(changeKinds)) }), run: (context, { params: { project } }) => listChanges(context, project),
  }),
  route({
    method: 'post', path: '/projects/{project}/changes', action: 'change.ask', summary: 'Ask for a change of dates, budget or scope; one request at a time', status: 201,
    params, body: askChangeInput, answer: z.object({ change: z.int() }), run: (context, { params: { project }, body }) => askChange(context, project, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/changes/{number}/decision', action: 'change.decide', summary: 'Approve a request as a whole (text, dates and reports change with it), or refuse it with reasons',
    params: one, body: decideChangeInput, answer: z.object({ state: z.enum(['approved', 'refused']) }), run: (context, { params: { project, number }, body }) => decideChange(context, project, number, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/changes/{number}/withdrawal', action: 'change.ask', summary: 'Take a request back while it is open',
    params: one, answer: z.object({ state: z.literal('withdrawn') }), run: (context, { params: { project, number } }) => withdrawChange(context, project, number),
  }),
]
