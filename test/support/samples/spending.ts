import type { ProjectId } from '../../../shared/kernel/ids.ts'
import type { Target } from '../../../shared/person/access.ts'
import { ok } from '../contest.ts'
import { aFile, anEntry, lastDay, spend } from '../money.ts'
import type { PageSample } from '../page-samples.ts'
import { fullAnswers, projectIn, setProject } from '../projects.ts'
import { DISTRICT, SPICE, type World } from '../world.ts'
import type { Make } from '../samples.ts'

/** A project of the owner in implementation, guided and evaluated by two of the cast, with texts that must not be obeyed. */
export async function implemented(world: World): Promise<{ project: ProjectId; params: Record<string, string>; target: Target }> {
  const { assigned, unassigned } = world.people
  const year = Number(world.platform.clock.now().slice(0, 4))
  const project = await projectIn(world.platform, 'implementation', { id: world.owner }, {}, fullAnswers({ name: `放学后的一小时${SPICE}`, goals: `让孩子有去处。${SPICE}`, startDate: `${year}-01-01`, endDate: `${year + 1}-12-31`, steps: [] }))
  await setProject(world.platform, project, (value) => ({ ...value, mentor: { person: assigned.id, name: assigned.name, organisation: '示例机构', since: value.createdAt }, evaluator: { person: unassigned.id, name: unassigned.name } }))
  await lastDay(world.platform, project)
  return { project, params: { project }, target: { district: DISTRICT, organisation: world.owner, mentor: assigned.id, evaluator: unassigned.id } }
}

/** The same with an entry and its receipt. */
async function spent(world: World) {
  const { project, params, target } = await implemented(world)
  const { member } = world.people
  const entry = await spend(world.platform, { project, member }, { what: `活动文具${SPICE}`, paidTo: `示例文具店${SPICE}` })
  const file = await aFile(world.platform, project, 'receipt', entry, member.id)
  return { project, entry, file, params: { ...params, spending: entry, entry }, target }
}

/** Twice the same payment: one doubt. */
async function doubted(world: World) {
  const made = await spent(world)
  await spend(world.platform, { project: made.project, member: world.people.member }, { what: `活动文具${SPICE}`, paidTo: `示例文具店${SPICE}` })
  const { entries } = ok(await world.people.member.api('GET', `/projects/${made.project}/spending`))
  const found = entries.find(({ id }: { id: string }) => id === made.entry)
  return { params: { ...made.params, doubt: String(found.doubts[0].id) }, target: made.target }
}

async function struck(world: World) {
  const made = await spent(world)
  ok(await world.people.member.api('POST', `/projects/${made.project}/spending/${made.entry}/strike`, { reason: `记错${SPICE}` }))
  return { params: made.params, target: made.target }
}

/** One for each endpoint. */
export const spendingSamples: Record<string, Make> = {
  'GET /projects/{project}/spending': async (world) => { const { params, target } = await spent(world); return { params, target } },
  'POST /projects/{project}/spending': async (world) => { const { params, target } = await implemented(world); return { params, target, body: anEntry(world.platform) } },
  'PUT /projects/{project}/spending/{spending}': async (world) => { const { params, target } = await spent(world); return { params, target, body: { ...anEntry(world.platform, { amount: 7 }), revision: 1 } } },
  'POST /projects/{project}/spending/{spending}/strike': async (world) => { const { params, target } = await spent(world); return { params, target, body: { reason: '记错' } } },
  'POST /projects/{project}/spending/{spending}/doubts/{doubt}': async (world) => ({ ...(await doubted(world)), body: { sentence: `分两次付的${SPICE}` } }),
  'DELETE /projects/{project}/spending/{spending}/strike': struck,
  'DELETE /projects/{project}/spending/{spending}/receipts/{file}': async (world) => { const { params, target, file } = await spent(world); return { params: { ...params, file }, target } },
}

const typed = (world: World, change: Record<string, string> = {}) => ({ day: anEntry(world.platform).day, head: 'materials', source: 'grant', amount: '12.50', what: '活动文具', paidTo: '示例文具店', 'volunteerDay.kind': '', ...change })

/** One for each page and each form's target. */
export const spendingPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects/:project/spending': async (world) => { const { params, target } = await spent(world); return { params, target } },
  'GET /projects/:project/spending.csv': async (world) => { const { params, target } = await spent(world); return { params, target } },
  'GET /projects/:project/spending/new': async (world) => { const { params, target } = await implemented(world); return { params, target } },
  'POST /projects/:project/spending': async (world) => { const { params, target } = await implemented(world); return { params, target, fields: typed(world) } },
  'GET /projects/:project/spending/:entry': async (world) => { const { params, target } = await spent(world); return { params, target } },
  'POST /projects/:project/spending/:entry': async (world) => { const { params, target } = await spent(world); return { params, target, fields: typed(world, { revision: '1' }) } },
  'POST /projects/:project/spending/:entry/strike': async (world) => { const { params, target } = await spent(world); return { params, target, fields: { reason: '记错' } } },
  'POST /projects/:project/spending/:entry/doubts/:doubt': async (world) => { const made = await doubted(world); return { ...made, fields: { [`doubt-${made.params.doubt}.sentence`]: `分两次付的${SPICE}` } } },
  'POST /projects/:project/spending/:entry/restoration': struck,
  'POST /projects/:project/spending/:entry/receipts/removal': async (world) => { const { params, target, file } = await spent(world); return { params, target, fields: { file } } },
}
