import type { Target } from '../../../shared/person/access.ts'
import type { Actor } from '../../../shared/person/person.ts'
import { plusDays } from '../../../shared/kernel/instant.ts'
import { aPhone, timesOf } from '../hours.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import type { World } from '../world.ts'
import { anyone, certified, codeNow, ofOwner, ownerActivity, ownerVolunteer, recorded } from './hours.ts'

const ofList = (world: World) => ({ params: { organisation: String(world.owner) }, target: ofOwner(world) })
const ofVolunteer = async (world: World, more: Record<string, unknown> = {}) => ({ params: { organisation: String(world.owner), volunteer: (await ownerVolunteer(world, more)).volunteer }, target: ofOwner(world) })
const minor = () => ({ minor: true, guardian: { name: '监护人', phone: aPhone() } })
const period = ({ platform }: World) => {
  const now = platform.clock.now()
  return { from: timesOf(plusDays(now, -9), now).day, to: timesOf(now, now).day }
}
const one = '/organisations/{organisation}/volunteers/{volunteer}'

/** One for each endpoint. */
export const volunteerSamples: Record<string, Make> = {
  'GET /organisations/{organisation}/volunteers': ofList,
  'POST /organisations/{organisation}/volunteers': (world) => ({ ...ofList(world), body: { name: '王小禾', phone: aPhone(), consent: true } }),
  'POST /organisations/{organisation}/volunteers/list': (world) => ({ ...ofList(world), body: { list: `王小禾,${aPhone()}`, consent: true, adults: true } }),
  [`GET ${one}`]: (world) => ofVolunteer(world),
  [`PUT ${one}`]: async (world) => ({ ...(await ofVolunteer(world)), body: { name: '王小禾', phone: aPhone() } }),
  [`POST ${one}/looks`]: async (world) => ({ ...(await ofVolunteer(world, minor())), body: { reason: '核对监护人电话' } }),
  [`POST ${one}/consents`]: async (world) => ({ ...(await ofVolunteer(world)), body: { purpose: 'photo', given: true } }),
  [`POST ${one}/certificates`]: async (world) => ({ params: { organisation: String(world.owner), volunteer: (await recorded(world)).volunteer }, body: period(world), target: ofOwner(world) }),
  'GET /hours-certificates/{certificate}': async (world) => ({ params: { certificate: (await certified(world)).certificate }, target: anyone }),
}

/** The organisation that the asker acts for, as this browser has chosen it. */
const actingFor = (actor: Actor): Target => (actor.kind === 'person' && actor.organisation !== null ? { organisation: actor.organisation } : {})
const ofOne = async (world: World, more: Record<string, unknown> = {}) => ({ params: { volunteer: (await ownerVolunteer(world, more)).volunteer }, target: ofOwner(world) })
const scanned = async (world: World) => {
  const made = await ownerActivity(world)
  return { activity: made.activity, code: await codeNow(world, made) }
}

/** One for each page and each form's target. */
export const volunteerPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /volunteers': () => ({ target: actingFor }),
  'GET /volunteers/new': () => ({ target: actingFor }),
  'POST /volunteers': () => ({ fields: { name: '王小禾', phone: aPhone(), gender: '', birthDate: '', skills: '', checkedOn: '', consent: 'true' }, target: actingFor }),
  'GET /volunteers/list': () => ({ target: actingFor }),
  'POST /volunteers/list': () => ({ fields: { list: `王小禾,${aPhone()}`, consent: 'true', adults: 'true' }, target: actingFor }),
  'GET /volunteers/:volunteer': (world) => ofOne(world),
  'GET /volunteers/:volunteer/edit': (world) => ofOne(world),
  'POST /volunteers/:volunteer/edit': async (world) => ({ ...(await ofOne(world)), fields: { name: '王小禾', phone: aPhone(), skills: '' } }),
  'POST /volunteers/:volunteer/looks': async (world) => ({ ...(await ofOne(world, minor())), fields: { reason: '核对监护人电话' } }),
  'POST /volunteers/:volunteer/consents': async (world) => ({ ...(await ofOne(world)), fields: { purpose: 'photo', given: 'yes' } }),
  'POST /volunteers/:volunteer/certificates': async (world) => ({ params: { volunteer: (await recorded(world)).volunteer }, fields: period(world), target: ofOwner(world) }),
  'GET /hours-certificates/:certificate': async (world) => ({ params: { certificate: (await certified(world)).certificate }, target: anyone }),
  'GET /volunteers/:volunteer/certificates/:certificate': async (world) => ({ params: await certified(world), target: ofOwner(world) }),
  'GET /my-hours/certificates/:certificate': async (world) => ({ params: { certificate: (await certified(world)).certificate }, target: anyone }),
  'GET /v/:activity/:code': async (world) => ({ params: await scanned(world), target: anyone }),
  'POST /v/:activity': async (world) => {
    const { activity, code } = await scanned(world)
    return { params: { activity }, fields: { pass: code, deed: 'in', who: (await ownerVolunteer(world)).phone }, target: anyone }
  },
  'GET /my-hours': () => ({ target: anyone }),
  'POST /my-hours': () => ({ fields: { phone: '13900000000', number: '123456782' }, target: anyone, ends: 422 }),
  'GET /my-hours/export': () => ({ target: anyone }),
  'POST /my-hours/forget': () => ({ fields: {}, target: anyone }),
  'POST /my-hours/corrections': () => ({ fields: { activity: 'a_0', text: '多记了' }, target: anyone }),
  'POST /my-hours/consents': () => ({ fields: { purpose: 'name', given: 'yes' }, target: anyone }),
  'POST /my-hours/certificates': (world) => ({ fields: { organisation: String(world.owner), ...period(world) }, target: anyone }),
}
