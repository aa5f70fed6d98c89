import * as z from 'zod'
import { organisationId, personId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { organisationSchema } from '../../../shared/organisation/organisation.ts'
import {
  askToJoinAgain, changeOrganisation, contactInput, decideOrganisation, decisionInput, joinInput, joinOrganisation, removeInput, removeMember, restoreMember,
} from '../../commands/organisation.ts'
import { listOrganisations, organisationFilter, readOrganisation } from '../../queries/organisation.ts'
import { route, type Route } from './route.ts'

const params = z.object({ organisation: organisationId })
const member = z.object({ person: personId, name: z.string(), since: instant })
const membership = z.object({ organisation: organisationId, person: personId })

/** Organisations, their admission and their members. */
export const organisationRoutes: Route[] = [
  route({ method: 'post', path: '/organisations', action: 'organisation.join', summary: 'Ask to join with an organisation; the asker is its first member', body: joinInput, status: 201, answer: organisationSchema, run: (context, { body }) => joinOrganisation(context, body) }),
  route({
    method: 'get', path: '/organisations', action: 'organisation.list', summary: 'Organisations of a district', query: organisationFilter,
    answer: z.object({ items: z.array(organisationSchema), total: z.int(), page: z.int(), size: z.int() }), run: (context, { query }) => listOrganisations(context, query),
  }),
  route({
    method: 'get', path: '/organisations/{organisation}', action: 'organisation.read', summary: 'An organisation', params, answer: organisationSchema,
    run: async (context, { params }) => (await readOrganisation(context, params.organisation)).organisation,
  }),
  route({
    method: 'put', path: '/organisations/{organisation}', action: 'organisation.change', summary: 'Ask again after a return, with changed particulars', params, body: joinInput, answer: organisationSchema,
    run: (context, { params, body }) => askToJoinAgain(context, params.organisation, body),
  }),
  route({
    method: 'put', path: '/organisations/{organisation}/contact', action: 'organisation.change', summary: 'Change how the organisation is reached', params, body: contactInput, answer: organisationSchema,
    run: (context, { params, body }) => changeOrganisation(context, params.organisation, body),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/admission', action: 'organisation.decide', summary: 'Admit, return, reject, suspend, reinstate or take up again', params, body: decisionInput, answer: organisationSchema,
    run: (context, { params, body }) => decideOrganisation(context, params.organisation, body),
  }),
  route({
    method: 'get', path: '/organisations/{organisation}/members', action: 'organisation.read', summary: 'Its members', params, answer: z.object({ items: z.array(member) }),
    run: async (context, { params }) => ({ items: (await readOrganisation(context, params.organisation)).members }),
  }),
  route({
    method: 'delete', path: '/organisations/{organisation}/members/{person}', action: 'organisation.remove-member', summary: 'Remove a member; the last one cannot be removed', params: params.extend({ person: personId }), answer: membership,
    run: (context, { params }) => removeMember(context, params.organisation, { person: params.person }),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/members', action: 'organisation.remove-member', summary: 'Undo a removal, within ten minutes of it', params, body: removeInput, answer: membership,
    run: (context, { params, body }) => restoreMember(context, params.organisation, body),
  }),
]
