import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { type Make, ofContest, type Sample } from '../samples.ts'
import { DISTRICT, openCall, secretOf, SPICE, type World } from '../world.ts'
import { ownDistrict } from './targets.ts'

const district = { district: DISTRICT }
const reason = { reason: `换人${SPICE}` }
const invitee = { name: `新同事${SPICE}`, email: null }
const organiser = { ...invitee, organisation: `示例承办中心${SPICE}` }

/** A competition with somebody to be removed from its organisers. */
async function organised(world: World): Promise<{ competition: string; person: string }> {
  const competition = await openCall(world)
  return { competition, person: (await world.platform.person(`承办 02${SPICE}`, { organiser: [competition] })).id }
}
/** A competition with somebody to be removed from its supervisors. */
async function watched(world: World): Promise<{ competition: string; person: string }> {
  const competition = await openCall(world)
  return { competition, person: (await world.platform.person(`监督员 02${SPICE}`, { supervisor: [competition] })).id }
}
async function invitedSupervisor(world: World): Promise<{ competition: string; invitation: string }> {
  const competition = await openCall(world)
  return { competition, invitation: ok(await world.people.administrator.api('POST', `/competitions/${competition}/supervisors/invitations`, invitee)).id }
}
async function invited(world: World): Promise<{ competition: string; invitation: string }> {
  const competition = await openCall(world)
  return { competition, invitation: ok(await world.people.administrator.api('POST', `/competitions/${competition}/organisers/invitations`, organiser)).id }
}
const spareFinance = async (world: World): Promise<string> => (await world.platform.person(`财务 02${SPICE}`, { finance: DISTRICT })).id
async function removedFinance(world: World): Promise<string> {
  const person = await spareFinance(world)
  ok(await world.people.administrator.api('POST', `/districts/${DISTRICT}/finance/${person}/removal`, reason))
  return person
}
async function invitedFinance(world: World): Promise<{ invitation: string; secret: string }> {
  const { id, link } = ok(await world.people.administrator.api('POST', `/districts/${DISTRICT}/finance/invitations`, invitee))
  return { invitation: id, secret: secretOf(link) }
}
const and = <S extends Pick<Sample, 'params' | 'target'>>(sample: S, params: Record<string, string>): S => ({ ...sample, params: { ...sample.params, ...params } })

/** One for each endpoint. */
export const roleSamples: Record<string, Make> = {
  'GET /competitions/{competition}/roles': (world) => ofContest(world.scoring.contest.id),
  'GET /competitions/{competition}/organisers/invitations': async (world) => ofContest((await invited(world)).competition),
  'POST /competitions/{competition}/organisers/invitations': async (world) => ({ ...ofContest(await openCall(world)), body: organiser }),
  'DELETE /competitions/{competition}/organisers/invitations/{invitation}': async (world) => {
    const { competition, invitation } = await invited(world)
    return and(ofContest(competition), { invitation })
  },
  'POST /competitions/{competition}/organisers/{person}/removal': async (world) => {
    const { competition, person } = await organised(world)
    return { ...and(ofContest(competition), { person }), body: reason }
  },
  'GET /competitions/{competition}/supervisors/invitations': async (world) => ofContest(await openCall(world)),
  'POST /competitions/{competition}/supervisors/invitations': async (world) => ({ ...ofContest(await openCall(world)), body: invitee }),
  'DELETE /competitions/{competition}/supervisors/invitations/{invitation}': async (world) => {
    const { competition, invitation } = await invitedSupervisor(world)
    return and(ofContest(competition), { invitation })
  },
  'POST /competitions/{competition}/supervisors/{person}/removal': async (world) => {
    const { competition, person } = await watched(world)
    return { ...and(ofContest(competition), { person }), body: reason }
  },
  'GET /districts/{district}/finance': () => ({ params: district, target: district }),
  'POST /districts/{district}/finance/{person}/removal': async (world) => ({ params: { ...district, person: await spareFinance(world) }, target: district, body: reason }),
  'DELETE /districts/{district}/finance/{person}/removal': async (world) => ({ params: { ...district, person: await removedFinance(world) }, target: district }),
  'GET /districts/{district}/finance/invitations': () => ({ params: district, target: district }),
  'POST /districts/{district}/finance/invitations': () => ({ params: district, body: invitee, target: district }),
  'DELETE /districts/{district}/finance/invitations/{invitation}': async (world) => ({ params: { ...district, invitation: (await invitedFinance(world)).invitation }, target: district }),
}

/** One for each page and form. */
export const rolePageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/roles': async (world) => {
    await organised(world)
    return ofContest(world.scoring.contest.id)
  },
  'POST /competitions/:competition/organisers': async (world) => ({ ...ofContest(await openCall(world)), fields: { ...organiser, email: '' } }),
  'POST /competitions/:competition/organisers/:person/removal': async (world) => {
    const { competition, person } = await organised(world)
    return { ...and(ofContest(competition), { person }), fields: { [`remove-${person}.reason`]: reason.reason } }
  },
  'POST /competitions/:competition/organisers/invitations/:invitation/revocation': async (world) => {
    const { competition, invitation } = await invited(world)
    return { ...and(ofContest(competition), { invitation }), fields: {} }
  },
  'POST /competitions/:competition/supervisors': async (world) => ({ ...ofContest(await openCall(world)), fields: { 'supervisor.name': invitee.name, 'supervisor.email': '' } }),
  'POST /competitions/:competition/supervisors/:person/removal': async (world) => {
    const { competition, person } = await watched(world)
    return { ...and(ofContest(competition), { person }), fields: { [`remove-${person}.reason`]: reason.reason } }
  },
  'POST /competitions/:competition/supervisors/invitations/:invitation/revocation': async (world) => {
    const { competition, invitation } = await invitedSupervisor(world)
    return { ...and(ofContest(competition), { invitation }), fields: {} }
  },
  'GET /finance-people': async (world) => {
    await removedFinance(world)
    return { target: ownDistrict }
  },
  'POST /finance-people': () => ({ fields: { name: invitee.name, email: '' }, target: ownDistrict }),
  'POST /finance-people/:person/removal': async (world) => {
    const person = await spareFinance(world)
    return { params: { person }, target: ownDistrict, fields: { [`remove-${person}.reason`]: reason.reason } }
  },
  'POST /finance-people/:person/restoration': async (world) => ({ params: { person: await removedFinance(world) }, target: ownDistrict }),
  'POST /finance-people/invitations/:invitation/revocation': async (world) => ({ params: { invitation: (await invitedFinance(world)).invitation }, target: ownDistrict }),
}
