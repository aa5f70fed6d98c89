import * as z from 'zod'
import { competitionId, organisationId, tokenId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { districtCode, personSchema, tokenSchema } from '../../../shared/person/person.ts'
import { changePerson, personInput } from '../../commands/person.ts'
import { makeToken, revokeToken, tokenInput } from '../../commands/token.ts'
import { listTokens, readMe } from '../../queries/person.ts'
import { route, type Route } from './route.ts'

const person = personSchema.omit({ identity: true })
const name = bilingual.nullable()
const me = person.extend({
  /** The organisation that is acted for; null where the person belongs to none. */
  organisation: organisationId.nullable(),
  memberships: z.array(z.discriminatedUnion('role', [
    z.object({ role: z.literal('administrator'), district: districtCode, since: instant, name }),
    z.object({ role: z.literal('member'), organisation: organisationId, since: instant, name }),
    z.object({ role: z.literal('judge'), competition: competitionId, since: instant, name }),
    z.object({ role: z.literal('evaluator'), district: districtCode, since: instant, name }),
    z.object({ role: z.literal('organiser'), competition: competitionId, /** The name of the third party they work for. */ organisation: z.string(), since: instant, name }),
    z.object({ role: z.literal('supervisor'), competition: competitionId, since: instant, name }),
    z.object({ role: z.literal('finance'), district: districtCode, since: instant, name }),
  ])),
})
const token = tokenSchema.omit({ hash: true, person: true })

/** People and their tokens. */
export const personRoutes: Route[] = [
  route({
    method: 'get', path: '/me', action: 'person.read', summary: 'Who I am and my roles', answer: me,
    run: async (context) => {
      const { person, memberships, organisation } = await readMe(context)
      return { ...person, organisation, memberships: memberships.map(({ membership, name }) => ({ ...membership, name })) }
    },
  }),
  route({ method: 'put', path: '/me', action: 'person.change', summary: 'Change my name, address and language', body: personInput, answer: person, run: (context, { body }) => changePerson(context, body) }),
  route({ method: 'get', path: '/me/tokens', action: 'token.list', summary: 'My bearer tokens, without their secrets', answer: z.object({ items: z.array(token) }), run: async (context) => ({ items: await listTokens(context) }) }),
  route({
    method: 'post', path: '/me/tokens', action: 'token.make', summary: 'Make a bearer token; its secret is answered once', body: tokenInput, status: 201,
    answer: token.extend({ /** Only in the first answer. */ secret: z.string().nullable() }),
    run: async (context, { body }) => {
      const made = await makeToken(context, body)
      return { ...made.token, secret: made.secret }
    },
  }),
  route({
    method: 'delete', path: '/me/tokens/{token}', action: 'token.revoke', summary: 'Revoke a bearer token', params: z.object({ token: tokenId }), answer: token,
    run: (context, { params }) => revokeToken(context, params.token),
  }),
]
