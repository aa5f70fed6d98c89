import * as z from 'zod'
import { organiserSchema } from '../../../shared/competition/organiser.store.ts'
import { supervisorSchema } from '../../../shared/competition/supervisor.store.ts'
import { competitionId, personId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { officerSchema } from '../../../shared/person/person.store.ts'
import { removeOfficer, restoreOfficer } from '../../commands/officer.ts'
import { removalInput } from '../../commands/removal.ts'
import { removeOrganiser, removeSupervisor } from '../../commands/role.ts'
import { listFinance } from '../../queries/officer.ts'
import { readRoles } from '../../queries/roles.ts'
import { route, type Route } from './route.ts'

const competition = z.object({ competition: competitionId })
const officerOf = z.object({ district: districtCode, person: personId })
const roles = z.object({
  /** The authority's name, and who acts for it. */
  authority: bilingual, administrators: z.array(z.string()),
  organisers: z.array(organiserSchema.omit({ competition: true, removedAt: true })),
  supervisors: z.array(supervisorSchema.omit({ competition: true, removedAt: true })),
  /** How many judges have accepted. */
  judges: z.int(),
  evaluators: z.array(z.string()), finance: z.array(z.string()),
})

/** Who holds which role: in a competition, and who handles a district's money. */
export const roleRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/roles', action: 'role.list', summary: 'Who holds which role in a competition', params: competition, answer: roles,
    run: async (context, { params }) => {
      const { competition: { authority }, ...held } = await readRoles(context, params.competition)
      return { authority, ...held }
    },
  }),
  route({ method: 'post', path: '/competitions/{competition}/organisers/{person}/removal', action: 'organiser.remove', summary: 'Take somebody off the competition’s organisers, with a reason', params: competition.extend({ person: personId }), body: removalInput, answer: organiserSchema, run: (context, { params, body }) => removeOrganiser(context, params.competition, params.person, body) }),
  route({ method: 'post', path: '/competitions/{competition}/supervisors/{person}/removal', action: 'supervisor.remove', summary: 'Take somebody off the competition’s supervisors, with a reason', params: competition.extend({ person: personId }), body: removalInput, answer: supervisorSchema, run: (context, { params, body }) => removeSupervisor(context, params.competition, params.person, body) }),
  route({ method: 'get', path: '/districts/{district}/finance', action: 'finance.invite', summary: 'Who handles the district’s money', params: z.object({ district: districtCode }), answer: z.object({ items: z.array(z.object({ person: personId, name: z.string(), since: instant })) }), run: async (context, { params }) => ({ items: (await listFinance(context, params.district)).items }) }),
  route({ method: 'post', path: '/districts/{district}/finance/{person}/removal', action: 'finance.remove', summary: 'Take somebody off the district’s finance people, with a reason', params: officerOf, body: removalInput, answer: officerSchema, run: (context, { params, body }) => removeOfficer(context, 'finance', params.district, params.person, body) }),
  route({ method: 'delete', path: '/districts/{district}/finance/{person}/removal', action: 'finance.remove', summary: 'Undo the removal, for a few minutes', params: officerOf, answer: officerSchema, run: (context, { params }) => restoreOfficer(context, 'finance', params.district, params.person) }),
]
