import * as z from 'zod'
import { hoursCertificateSchema } from '../../../shared/hours/certificate.ts'
import { attendanceSchema } from '../../../shared/hours/hours.ts'
import { publicView } from '../../../shared/kernel/exposure.ts'
import { certificateId, organisationId, volunteerId } from '../../../shared/kernel/ids.ts'
import { enrolmentSchema, volunteerSchema } from '../../../shared/volunteer/volunteer.ts'
import { issueCertificate, issueInput } from '../../commands/hours-certificate.ts'
import { addList, addListInput, addVolunteer, addVolunteerInput, changeVolunteer, consentInput, lookAtMinor, lookInput, particularsInput, recordConsent } from '../../commands/volunteer.ts'
import { listVolunteers, readHoursCertificate, readVolunteer, volunteerFilter } from '../../queries/volunteer.ts'
import { route, type Route } from './route.ts'

const params = z.object({ organisation: organisationId })
const one = params.extend({ volunteer: volunteerId })
const certificate = hoursCertificateSchema.pick({ id: true, organisation: true, from: true, to: true, checkedIn: true, backFilled: true, activities: true, issuedAt: true })

/** An organisation's volunteers, their consents and certificates. */
export const volunteerRoutes: Route[] = [
  route({
    method: 'get', path: '/organisations/{organisation}/volunteers', action: 'volunteer.list', summary: 'An organisation’s volunteers', params, query: volunteerFilter,
    answer: z.object({ items: z.array(enrolmentSchema), total: z.int(), page: z.int(), size: z.int() }), run: (context, { params, query }) => listVolunteers(context, params.organisation, query),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/volunteers', action: 'volunteer.change', summary: 'Put a volunteer on the list; one who is known by the phone joins it', params, body: addVolunteerInput.omit({ organisation: true }), status: 201,
    answer: z.object({ volunteer: volunteerId, number: z.string(), known: z.boolean() }), run: (context, { params, body }) => addVolunteer(context, { ...body, organisation: params.organisation }),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/volunteers/list', action: 'volunteer.change', summary: 'Add a pasted list: a line each, name and mobile number', params, body: addListInput.omit({ organisation: true }),
    answer: z.object({ rows: z.array(z.object({ line: z.int(), name: z.string(), outcome: z.enum(['added', 'known', 'refused']), mistakes: z.array(z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })) })) }),
    run: async (context, { params, body }) => {
      const { rows } = await addList(context, { ...body, organisation: params.organisation })
      return { rows: rows.map((row) => ({ ...row, mistakes: [...row.mistakes] })) }
    },
  }),
  route({
    method: 'get', path: '/organisations/{organisation}/volunteers/{volunteer}', action: 'volunteer.read', summary: 'One volunteer with the hours that this organisation recorded; a minor’s record needs a reason first', params: one,
    answer: z.object({ volunteer: volunteerSchema, minor: z.boolean(), open: z.object({ records: z.array(attendanceSchema), sums: z.object({ checkedIn: z.int(), backFilled: z.int() }), certificates: z.array(certificate) }).nullable() }),
    run: (context, { params }) => readVolunteer(context, params.organisation, params.volunteer),
  }),
  route({
    method: 'put', path: '/organisations/{organisation}/volunteers/{volunteer}', action: 'volunteer.change', summary: 'Change what is known of a volunteer', params: one, body: particularsInput, answer: z.object({ volunteer: volunteerId }),
    run: (context, { params, body }) => changeVolunteer(context, params.organisation, params.volunteer, body),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/volunteers/{volunteer}/looks', action: 'volunteer.read', summary: 'Give a reason to look at a minor’s record; it is logged', params: one, body: lookInput, answer: z.object({ until: z.number() }),
    run: (context, { params, body }) => lookAtMinor(context, params.organisation, params.volunteer, body),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/volunteers/{volunteer}/consents', action: 'volunteer.change', summary: 'Note a consent given on paper, or taken back', params: one, body: consentInput, answer: z.object({ given: z.boolean() }),
    run: (context, { params, body }) => recordConsent(context, params.organisation, params.volunteer, body),
  }),
  route({
    method: 'post', path: '/organisations/{organisation}/volunteers/{volunteer}/certificates', action: 'volunteer.read', summary: 'Make out a certificate of the hours that this organisation recorded', params: one, body: issueInput, status: 201, answer: z.object({ certificate: certificateId }),
    run: (context, { params, body }) => issueCertificate(context, params.organisation, params.volunteer, body),
  }),
  route({
    method: 'get', path: '/hours-certificates/{certificate}', action: 'hours.verify', summary: 'What a certificate of service confirms; an id that is not real is not found', params: z.object({ certificate: certificateId }),
    answer: certificate.omit({ organisation: true }).extend({ organisation: z.object({ name: z.string() }).loose() }).partial(),
    run: async (context, { params }) => publicView(hoursCertificateSchema, await readHoursCertificate(context, params.certificate)),
  }),
]
