import * as z from 'zod'
import { fileId, organisationId, personId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { organisationSchema } from '../../../shared/organisation/organisation.ts'
import {
  answerHost, askToJoinAgain, changeOrganisation, contactInput, decideOrganisation, decisionInput, hostingInput, joinInput, joinOrganisation, removeInput, removeMember, restoreMember,
} from '../../commands/organisation.ts'
import { announceCertificate, announceCertificateInput, checkCertificate } from '../../commands/organisation-certificate.ts'
import { listHosted, listOrganisations, organisationFilter, readOrganisation } from '../../queries/organisation.ts'
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
    method: 'post', path: '/organisations/{organisation}/certificate', action: 'organisation.change', summary: 'A form to upload the certificate with: post `fields`, then the file as `file`, to `url`; then ask for its check',
    params, body: announceCertificateInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }),
    run: (context, { params, body }) => announceCertificate(context, params.organisation, body),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/certificate/{file}/check', action: 'organisation.change', summary: 'Check the uploaded certificate by its bytes; a ready one is the organisation’s from now on',
    params: params.extend({ file: fileId }), answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params }) => {
      const { id, ...checked } = await checkCertificate(context, params.organisation, params.file)
      return { ...checked, file: id }
    },
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/admission', action: 'organisation.decide', summary: 'Admit, return, reject, suspend, reinstate or take up again', params, body: decisionInput, answer: organisationSchema,
    run: (context, { params, body }) => decideOrganisation(context, params.organisation, body),
  }),
  route({
    method: 'get', path: '/organisations/{organisation}/hosted', action: 'host.answer', summary: 'Filed organisations that name this one as their host', params, answer: z.object({ items: z.array(organisationSchema) }),
    run: async (context, { params }) => ({ items: await listHosted(context, params.organisation) }),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/hosted/{group}', action: 'host.answer', summary: 'Accept to host a filed organisation, or decline with a reason', params: params.extend({ group: organisationId }), body: hostingInput, answer: organisationSchema,
    run: (context, { params, body }) => answerHost(context, params.organisation, params.group, body),
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
