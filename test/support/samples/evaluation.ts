import { newSecret, type OrganisationId, type ProjectId } from '../../../shared/kernel/ids.ts'
import type { Target } from '../../../shared/person/access.ts'
import { memberItem } from '../../../shared/organisation/organisation.store.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { ok } from '../contest.ts'
import { defaultDefinition, projectIn, setProject } from '../projects.ts'
import { admittedOrganisation } from '../proposals.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { surveyDone } from '../survey.ts'
import { own, ownDistrict } from './targets.ts'
import { DISTRICT, secretOf, SPICE, type World } from '../world.ts'

const district = { district: DISTRICT }
const selfAnswers = { achievedSteps: 1, achievedPeople: 38, achievedAttendances: 1900, spent: 1_400_000, difference: `无${SPICE}`, results: `孩子有人接。${SPICE}`, lessons: `早点排班。${SPICE}`, next: `继续。${SPICE}` }
const scores = Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max - 1)]))
const ticks = Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, 4]))

interface Made {
  id: ProjectId
  params: { project: string }
  target: Target
}

/** A project of the owner that `assigned` guides and `unassigned` evaluates. */
async function project(world: World, stage: 'incubation' | 'evaluation' = 'evaluation'): Promise<Made> {
  const { assigned, unassigned } = world.people
  const agency = await admittedOrganisation(world.platform, `示例社工机构${SPICE}`, { kind: 'agency' })
  const id = await projectIn(world.platform, stage, { id: world.owner, name: `示例机构甲${SPICE}` })
  await setProject(world.platform, id, (found) => ({ ...found, title: `放学后的一小时${SPICE}`, mentor: { person: assigned.id, name: assigned.name, organisation: agency, since: world.platform.clock.now() }, evaluator: { person: unassigned.id, name: unassigned.name } }))
  return { id, params: { project: id }, target: { ...district, organisation: world.owner, mentor: assigned.id, evaluator: unassigned.id } }
}

const plain = ({ params, target }: Made) => ({ params, target })

async function written(world: World): Promise<Made> {
  const made = await project(world)
  ok(await world.people.member.api('PUT', `/projects/${made.id}/evaluation/self`, { content: selfAnswers }))
  return made
}
async function sentSelf(world: World): Promise<Made> {
  const made = await written(world)
  ok(await world.people.member.api('POST', `/projects/${made.id}/evaluation/self/submission`))
  return made
}
/** Its survey is over, so that the sheet may be sent. */
async function judgeable(world: World): Promise<Made> {
  const made = await project(world)
  await surveyDone(world.platform, world.people.member, made.id)
  return made
}
async function sentCard(world: World): Promise<Made> {
  const made = await sentSelf(world)
  await surveyDone(world.platform, world.people.member, made.id)
  ok(await world.people.unassigned.api('POST', `/projects/${made.id}/evaluation/card/submission`, { scores, comment: `做得扎实。${SPICE}` }))
  return made
}
async function surveyed(world: World): Promise<Made & { secret: string }> {
  const made = await project(world)
  const { secret } = ok(await world.people.member.api('POST', `/projects/${made.id}/evaluation/survey`))
  return { ...made, secret }
}
/** Its results can be read. */
async function answered(world: World): Promise<Made> {
  const made = await surveyed(world)
  for (let n = 0; n < 5; n += 1) ok(await world.platform.visitor.api('POST', `/surveys/${made.secret}/answers`, { scores: ticks, text: `谢谢${SPICE}`, device: newSecret() }))
  ok(await world.people.member.api('DELETE', `/projects/${made.id}/evaluation/survey`))
  return made
}
async function mentored(world: World): Promise<Made> {
  const made = await project(world, 'incubation')
  ok(await world.people.assigned.api('POST', `/projects/${made.id}/mentoring/sessions`, session(world)))
  return made
}
async function unmentored(world: World): Promise<Made> {
  const made = await project(world, 'incubation')
  await setProject(world.platform, made.id, (found) => ({ ...found, mentor: null }))
  const { district: of, organisation, evaluator } = made.target
  return { ...made, target: { district: of ?? '', organisation, evaluator } }
}
const spareEvaluator = (world: World) => world.platform.person(`评估员${SPICE}`, { evaluator: DISTRICT })
async function removedEvaluator(world: World): Promise<string> {
  const { id } = await spareEvaluator(world)
  ok(await world.people.administrator.api('POST', `/districts/${DISTRICT}/evaluators/${id}/removal`, reason))
  return id
}
const session = (world: World) => ({ kind: 'session', day: world.platform.clock.now().slice(0, 10), minutes: 60, text: `谈了需求${SPICE}`, advice: `先走访${SPICE}` })
const reason = { reason: `近期出差${SPICE}` }

/** An agency with one member, who may guide. */
async function agencyOf(world: World): Promise<{ organisation: OrganisationId; person: string }> {
  const organisation = await admittedOrganisation(world.platform, `另一家社工机构${SPICE}`, { kind: 'agency' })
  const { id: person } = await world.platform.person(`督导${SPICE}`, { member: [organisation] })
  await world.platform.table.transact([memberItem.put({ organisation, person, since: world.platform.clock.now(), removedAt: null }, 'none')])
  return { organisation, person }
}
const anEvaluator = async (world: World): Promise<string> => (await world.platform.person(`评估员${SPICE}`, { evaluator: DISTRICT })).id
async function invited(world: World): Promise<{ invitation: string; secret: string }> {
  const { id, link } = ok(await world.people.administrator.api('POST', `/districts/${DISTRICT}/invitations`, { name: `新评估员${SPICE}` }))
  return { invitation: id, secret: secretOf(link) }
}

/** One for each endpoint. */
export const evaluationSamples: Record<string, Make> = {
  'GET /districts/{district}/invitations': () => ({ params: { district: DISTRICT }, target: district }),
  'POST /districts/{district}/invitations': () => ({ params: { district: DISTRICT }, body: { name: '新评估员' }, target: district }),
  'DELETE /districts/{district}/invitations/{invitation}': async (world) => ({ params: { district: DISTRICT, invitation: (await invited(world)).invitation }, target: district }),
  'POST /districts/{district}/evaluators/{person}/removal': async (world) => ({ params: { district: DISTRICT, person: (await spareEvaluator(world)).id }, target: district, body: reason }),
  'DELETE /districts/{district}/evaluators/{person}/removal': async (world) => ({ params: { district: DISTRICT, person: await removedEvaluator(world) }, target: district }),
  'GET /districts/{district}/evaluators': () => ({ params: { district: DISTRICT }, target: district }),
  'PUT /projects/{project}/evaluator': async (world) => ({ ...plain(await project(world)), body: { person: await anEvaluator(world) } }),
  'POST /projects/{project}/evaluator/withdrawal': async (world) => ({ ...plain(await project(world)), body: reason }),
  'GET /evaluations': () => ({ target: own }),
  'GET /projects/{project}/evaluation': async (world) => plain(await sentCard(world)),
  'PUT /projects/{project}/evaluation/self': async (world) => ({ ...plain(await project(world)), body: { revision: 0, content: selfAnswers } }),
  'POST /projects/{project}/evaluation/self/autosave': async (world) => ({ ...plain(await project(world)), body: { revision: 0, fields: { 'content.results': '孩子有人接。' } } }),
  'POST /projects/{project}/evaluation/self/submission': async (world) => plain(await written(world)),
  'DELETE /projects/{project}/evaluation/self/submission': async (world) => plain(await sentSelf(world)),
  'PUT /projects/{project}/evaluation/card': async (world) => ({ ...plain(await project(world)), body: { scores, comment: '', revision: 0 } }),
  'POST /projects/{project}/evaluation/card/autosave': async (world) => ({ ...plain(await project(world)), body: { revision: 0, fields: { 'scores.plan': '3', comment: '好' } } }),
  'POST /projects/{project}/evaluation/card/submission': async (world) => ({ ...plain(await judgeable(world)), body: { scores, comment: '好' } }),
  'POST /projects/{project}/evaluation/card/reopening': async (world) => ({ ...plain(await sentCard(world)), body: reason }),
  'POST /projects/{project}/evaluation/survey': async (world) => plain(await project(world)),
  'DELETE /projects/{project}/evaluation/survey': async (world) => plain(await surveyed(world)),
  'POST /projects/{project}/evaluation/survey/paper': async (world) => ({ ...plain(await surveyed(world)), body: { scores: ticks, text: '' } }),
  'GET /surveys/{secret}': async (world) => ({ params: { secret: (await surveyed(world)).secret }, target: {} }),
  'POST /surveys/{secret}/answers': async (world) => ({ params: { secret: (await surveyed(world)).secret }, body: { scores: ticks, text: '', device: newSecret() }, target: {} }),
  'GET /projects/{project}/mentoring': async (world) => plain(await mentored(world)),
  'POST /projects/{project}/mentor/request': async (world) => plain(await unmentored(world)),
  'PUT /projects/{project}/mentor': async (world) => ({ ...plain(await unmentored(world)), body: await agencyOf(world) }),
  'POST /projects/{project}/mentor/ending': async (world) => ({ ...plain(await mentored(world)), body: reason }),
  'POST /projects/{project}/mentor/withdrawal': async (world) => ({ ...plain(await mentored(world)), body: reason }),
  'POST /projects/{project}/mentoring/sessions': async (world) => ({ ...plain(await project(world, 'incubation')), body: session(world) }),
  'GET /mentoring': () => ({ target: own }),
}

const fields = (prefix: string, values: Record<string, string | number>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, String(value)]))
const selfFields = { revision: '0', ...fields('content.', { ...selfAnswers, spent: '14000.00' }) }
const cardFields = { revision: '0', comment: `好${SPICE}`, ...fields('scores.', scores) }

/** One for each page and each form's target. */
export const evaluationPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects/:project/evaluation': async (world) => plain(await sentCard(world)),
  'POST /projects/:project/evaluation/evaluator': async (world) => ({ ...plain(await project(world)), fields: { person: await anEvaluator(world) } }),
  'POST /projects/:project/evaluation/withdrawal': async (world) => ({ ...plain(await project(world)), fields: reason }),
  'GET /projects/:project/evaluation/self': async (world) => plain(await sentSelf(world)),
  'POST /projects/:project/evaluation/self': async (world) => ({ ...plain(await project(world)), fields: selfFields }),
  'POST /projects/:project/evaluation/self/submission': async (world) => ({ ...plain(await project(world)), fields: selfFields }),
  'POST /projects/:project/evaluation/self/taking-back': async (world) => plain(await sentSelf(world)),
  'GET /projects/:project/evaluation/survey': async (world) => plain(await answered(world)),
  'POST /projects/:project/evaluation/survey/opening': async (world) => plain(await project(world)),
  'POST /projects/:project/evaluation/survey/closing': async (world) => plain(await surveyed(world)),
  'POST /projects/:project/evaluation/survey/paper': async (world) => ({ ...plain(await surveyed(world)), fields: { ...fields('scores.', ticks), text: '' } }),
  'GET /projects/:project/evaluation/card': async (world) => plain(await sentCard(world)),
  'POST /projects/:project/evaluation/card': async (world) => ({ ...plain(await project(world)), fields: cardFields }),
  'POST /projects/:project/evaluation/card/submission': async (world) => ({ ...plain(await judgeable(world)), fields: cardFields }),
  'POST /projects/:project/evaluation/card/reopening': async (world) => ({ ...plain(await sentCard(world)), fields: reason }),
  'GET /survey/:secret': async (world) => ({ params: { secret: (await surveyed(world)).secret }, target: {} }),
  // The sample's browser has no cookie: it is asked to keep one first.
  'POST /survey/:secret': async (world) => ({ params: { secret: (await surveyed(world)).secret }, fields: fields('scores.', ticks), target: {}, ends: 422 }),
  'GET /evaluations': () => ({ target: own }),
  'GET /evaluators': async (world) => {
    await invited(world)
    return { target: ownDistrict }
  },
  'POST /evaluators/:person/removal': async (world) => { const { id } = await spareEvaluator(world); return { params: { person: id }, target: ownDistrict, fields: { [`remove-${id}.reason`]: reason.reason } } },
  'POST /evaluators/:person/restoration': async (world) => ({ params: { person: await removedEvaluator(world) }, target: ownDistrict }),
  'POST /evaluators': () => ({ fields: { name: `新评估员${SPICE}`, email: '' }, target: ownDistrict }),
  'POST /evaluators/invitations/:invitation/revocation': async (world) => ({ params: { invitation: (await invited(world)).invitation }, target: ownDistrict }),
  'GET /mentoring': () => ({ target: own }),
  'GET /projects/:project/mentoring': async (world) => plain(await mentored(world)),
  'POST /projects/:project/mentoring/request': async (world) => plain(await unmentored(world)),
  'POST /projects/:project/mentoring/mentor': async (world) => ({ ...plain(await unmentored(world)), fields: await agencyOf(world) }),
  'POST /projects/:project/mentoring/ending': async (world) => ({ ...plain(await mentored(world)), fields: reason }),
  'POST /projects/:project/mentoring/withdrawal': async (world) => ({ ...plain(await mentored(world)), fields: reason }),
  'POST /projects/:project/mentoring/sessions': async (world) => ({ ...plain(await project(world, 'incubation')), fields: { ...session(world), minutes: '60' } }),
}
