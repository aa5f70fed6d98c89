import { plusDays } from '../../../shared/kernel/instant.ts'
import { projectId } from '../../../shared/kernel/ids.ts'
import { ok } from '../contest.ts'
import { aPhone, aPlan, timesOf } from '../hours.ts'
import { aFile } from '../money.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import type { World } from '../world.ts'
import { anyone, codeNow, district, ownerActivity, ownerProject, ownerVolunteer, recorded, waiting } from './hours.ts'

const tomorrow = (world: World) => aPlan({ day: timesOf(plusDays(world.platform.clock.now(), 1), world.platform.clock.now()).day, from: '09:00', to: '11:00' })
const ofProject = async (world: World) => {
  const { project, target } = await ownerProject(world)
  return { params: { project: String(project) }, target }
}
const ofActivity = async (world: World, when?: 'now' | 'over' | 'ahead') => {
  const { params, target } = await ownerActivity(world, when)
  return { params, target }
}
const calledOff = async (world: World) => {
  const sample = await ofActivity(world, 'ahead')
  ok(await world.people.member.api('POST', `/projects/${sample.params.project}/activities/${sample.params.activity}/cancellation`, { reason: '场地检修' }))
  return sample
}
const reported = async (world: World) => {
  const sample = await ofActivity(world, 'over')
  ok(await world.people.member.api('POST', `/projects/${sample.params.project}/activities/${sample.params.activity}/report`, { what: '做了一场。', beneficiaries: 2, attendances: 3 }))
  return sample
}
const ofRecord = async (world: World) => {
  const { params, target, volunteer } = await recorded(world)
  return { params: { ...params, volunteer }, target }
}
const signing = async (world: World) => {
  const made = await ownerActivity(world)
  const { volunteer, phone } = await ownerVolunteer(world)
  return { made, volunteer, phone, pass: await codeNow(world, made) }
}
/** The same photo at two activities: one doubt. */
async function doubted(world: World) {
  const sample = await ofActivity(world)
  const other = await planAnother(world, sample.params)
  for (const of of [other, sample.params.activity]) await aFile(world.platform, projectId.parse(sample.params.project), 'photo', String(of), world.people.member.id, 'same')
  const { doubts } = ok(await world.people.member.api('GET', `/projects/${sample.params.project}/activities/${sample.params.activity}`))
  return { ...sample, params: { ...sample.params, doubt: String(doubts[0].id) } }
}
async function planAnother(world: World, { project }: Record<string, string>): Promise<string> {
  return ok(await world.people.member.api('POST', `/projects/${project}/activities`, tomorrow(world))).activities[0]
}
const one = '/projects/{project}/activities/{activity}'

/** One for each endpoint. */
export const activitySamples: Record<string, Make> = {
  'GET /projects/{project}/activities': ofProject,
  'POST /projects/{project}/activities': async (world) => ({ ...(await ofProject(world)), body: tomorrow(world) }),
  'GET /projects/{project}/doubts': ofProject,
  [`GET ${one}`]: ofRecord,
  [`POST ${one}/doubts/{doubt}`]: async (world) => ({ ...(await doubted(world)), body: { sentence: '同一张海报' } }),
  [`PUT ${one}`]: async (world) => ({ ...(await ofActivity(world, 'ahead')), body: tomorrow(world) }),
  [`POST ${one}/cancellation`]: async (world) => ({ ...(await ofActivity(world, 'ahead')), body: { reason: '场地检修' } }),
  [`DELETE ${one}/cancellation`]: calledOff,
  [`POST ${one}/report`]: async (world) => ({ ...(await ofActivity(world, 'over')), body: { what: '做了一场。', beneficiaries: 2, attendances: 3 } }),
  [`POST ${one}/report/withdrawal`]: async (world) => ({ ...(await reported(world)), body: { reason: '人数写错了' } }),
  [`GET ${one}/code`]: (world) => ofActivity(world),
  [`POST ${one}/attendances`]: async (world) => ({ ...(await ofActivity(world, 'over')), body: { list: `王小禾,${aPhone()}`, rating: 'good', consent: true, adults: true } }),
  [`POST ${one}/attendances/now`]: async (world) => ({ ...(await ofActivity(world)), body: { volunteer: (await ownerVolunteer(world)).volunteer, deed: 'in' } }),
  [`POST ${one}/ratings`]: async (world) => ({ ...(await ofActivity(world, 'over')), body: { rating: 'good' } }),
  [`POST ${one}/attendances/{volunteer}/correction`]: async (world) => ({ ...(await ofRecord(world)), body: { effect: 'strike', reason: '记错了人' } }),
  'POST /activities/{activity}/attendances/{volunteer}/approval': async (world) => ({ params: await waiting(world), body: { granted: true, reason: '防汛值守' }, target: district }),
  'GET /hours/waiting': () => ({ query: district, target: district }),
  'POST /activities/{activity}/sign-in': async (world) => {
    const { made, phone, pass } = await signing(world)
    return { params: { activity: made.activity }, body: { pass, who: phone }, target: anyone }
  },
  'POST /activities/{activity}/sign-out': async (world) => {
    const { made, volunteer, phone, pass } = await signing(world)
    ok(await world.people.member.api('POST', `/projects/${made.project}/activities/${made.activity}/attendances/now`, { volunteer, deed: 'in' }))
    return { params: { activity: made.activity }, body: { pass, who: phone }, target: anyone }
  },
}

const page = '/projects/:project/activities/:activity'
const planFields = (world: World) => ({ ...Object.fromEntries(Object.entries(tomorrow(world)).map(([name, value]) => [name, String(value)])), repeat: 'once', until: '' })

/** One for each page and each form's target. */
export const activityPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects/:project/activities': ofProject,
  'GET /projects/:project/doubts': ofProject,
  'GET /projects/:project/activities/new': ofProject,
  'POST /projects/:project/activities': async (world) => ({ ...(await ofProject(world)), fields: planFields(world) }),
  [`GET ${page}`]: ofRecord,
  [`GET ${page}/edit`]: (world) => ofActivity(world, 'ahead'),
  [`POST ${page}/edit`]: async (world) => ({ ...(await ofActivity(world, 'ahead')), fields: Object.fromEntries(Object.entries(planFields(world)).filter(([name]) => name !== 'repeat' && name !== 'until')) }),
  [`POST ${page}/doubts/:doubt`]: async (world) => { const made = await doubted(world); return { ...made, fields: { [`doubt-${made.params.doubt}.sentence`]: '同一张海报' } } },
  [`POST ${page}/cancellation`]: async (world) => ({ ...(await ofActivity(world, 'ahead')), fields: { reason: '场地检修' } }),
  [`POST ${page}/cancellation/undo`]: calledOff,
  [`POST ${page}/photos/removal`]: async (world) => ({ ...(await ofActivity(world, 'over')), fields: { file: 'f_none' } }),
  [`POST ${page}/report`]: async (world) => ({ ...(await ofActivity(world, 'over')), fields: { what: '做了一场。', beneficiaries: '2', attendances: '3' } }),
  [`POST ${page}/report/withdrawal`]: async (world) => ({ ...(await reported(world)), fields: { reason: '人数写错了' } }),
  [`POST ${page}/now`]: async (world) => ({ ...(await ofActivity(world)), fields: { volunteer: (await ownerVolunteer(world)).volunteer, deed: 'in' } }),
  [`POST ${page}/ratings`]: async (world) => ({ ...(await ofActivity(world, 'over')), fields: { rating: 'good' } }),
  [`GET ${page}/list`]: (world) => ofActivity(world, 'over'),
  [`POST ${page}/list`]: async (world) => ({ ...(await ofActivity(world, 'over')), fields: { list: `王小禾,${aPhone()}`, rating: 'good', consent: 'true', adults: 'true' } }),
  [`GET ${page}/hours/:volunteer`]: ofRecord,
  [`POST ${page}/hours/:volunteer`]: async (world) => ({ ...(await ofRecord(world)), fields: { effect: 'strike', reason: '记错了人' } }),
  [`GET ${page}/code`]: (world) => ofActivity(world),
  [`GET ${page}/code/snapshot`]: (world) => ofActivity(world),
  'GET /hours/waiting': async (world) => { await waiting(world); return { query: district, target: district } },
  'POST /hours/waiting': async (world) => {
    const { activity, volunteer } = await waiting(world)
    return { fields: { records: `${activity}-${volunteer}`, 'all.reason': '' }, target: district }
  },
  'POST /hours/waiting/:activity/:volunteer': async (world) => {
    const params = await waiting(world)
    const form = `${params.activity}-${params.volunteer}`
    return { params, fields: { [`${form}.granted`]: 'yes', [`${form}.reason`]: '防汛值守' }, target: district }
  },
}
