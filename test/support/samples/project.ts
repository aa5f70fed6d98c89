import { plusDays, plusSeconds } from '../../../shared/kernel/instant.ts'
import { addDays, shanghaiDate } from '../../../shared/kernel/calendar.ts'
import type { ProjectId } from '../../../shared/kernel/ids.ts'
import type { Target } from '../../../shared/person/access.ts'
import type { Project } from '../../../shared/project/project.ts'
import { executionItem } from '../../../shared/workflow/execution.store.ts'
import type { StageName } from '../../../shared/stage/lifecycle.ts'
import { definitionItem } from '../../../shared/stage/definition.store.ts'
import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { admittedOrganisation, pdf, postFile } from '../proposals.ts'
import { defaultDefinition, fullAnswers, projectIn, setProject } from '../projects.ts'
import type { Make } from '../samples.ts'
import { DISTRICT, openCall, SPICE, type World } from '../world.ts'

/** The owner's project in a stage, spiced; `assigned` guides it and `unassigned` evaluates it. */
export async function ownProject(world: World, stage: StageName = 'incubation', change: Partial<Project> = {}): Promise<{ project: ProjectId; params: { project: ProjectId }; target: Target }> {
  const { people: { assigned, unassigned }, platform, owner } = world
  const project = await projectIn(platform, stage, { id: owner, name: `示例机构甲${SPICE}` }, {
    mentor: { person: assigned.id, name: assigned.name, organisation: `示例督导机构${SPICE}`, since: platform.clock.now() }, evaluator: { person: unassigned.id, name: unassigned.name }, ...change,
  }, fullAnswers({ name: `示例项目${SPICE}`, need: `没有人照看。${SPICE}`, contact: `示例人员${SPICE}` }))
  return { project, params: { project }, target: { district: DISTRICT, organisation: owner, mentor: assigned.id, evaluator: unassigned.id } }
}

const by = (world: World) => ({ person: world.people.member.id, name: world.people.member.name })

/** Under review, as it stands before anybody has approved. */
async function underReview(world: World) {
  const made = await ownProject(world)
  await setProject(world.platform, made.project, (project) => ({ ...project, current: { ...project.current, state: 'review', asked: { by: by(world), at: world.platform.clock.now(), note: `请审${SPICE}` } } }))
  return made
}
async function paused(world: World) {
  const made = await ownProject(world)
  await setProject(world.platform, made.project, (project) => ({ ...project, current: { ...project.current, state: 'paused', paused: { from: 'working', since: world.platform.clock.now(), until: null, reason: `场地装修${SPICE}` } } }))
  return made
}
async function extensionAsked(world: World) {
  const made = await ownProject(world)
  await setProject(world.platform, made.project, (project) => ({ ...project, current: { ...project.current, state: 'extension', extension: { to: plusDays(project.current.dueAt, 30), reason: `场地装修${SPICE}`, by: by(world), at: world.platform.clock.now() } } }))
  return made
}

async function failed(world: World) {
  const made = await ownProject(world)
  const at = world.platform.clock.now()
  const execution = `${made.project}-s1-1`
  // Its real execution goes on; the record of it says otherwise.
  const found = async () => world.platform.table.get(executionItem, { pk: `EXECUTION#${execution}`, sk: 'EXECUTION' })
  while ((await found()) === undefined) {
    world.platform.platform.streams.poke()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await world.platform.table.transact([executionItem.put({ name: execution, machine: 'project-stage', about: made.project, district: DISTRICT, index: 1, checkAt: at, status: 'failed', startedAt: at, endedAt: at, error: 'Sample', cause: null, path: [] }, 'any')])
  return { ...made, execution }
}

/** Ready for its gate: with one session of its mentor's. */
async function ready(world: World) {
  const made = await ownProject(world, 'showcase')
  await setProject(world.platform, made.project, (project) => ({ ...project, shownAt: world.platform.clock.now() }))
  return made
}

const later = (world: World, days: number) => addDays(shanghaiDate(plusSeconds(world.platform.clock.now(), 0)), days)

async function arrived(world: World) {
  const made = await ownProject(world)
  const announced = ok(await world.people.member.api('POST', `/projects/${made.project}/files`, { kind: 'photo', name: `照片${SPICE}.png`.replaceAll(/[<>"=]/g, ''), bytes: png.length }))
  await postFile(announced, '照片.png', png)
  return { ...made, params: { ...made.params, file: announced.file as string } }
}
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

let versions = 1
async function newVersion(world: World): Promise<{ id: string; version: number }> {
  const definition = { ...defaultDefinition(), version: (versions += 1) }
  await world.platform.table.transact([definitionItem.put({ district: DISTRICT, definition, importedAt: world.platform.clock.now(), importedBy: by(world) }, 'any')])
  return { id: definition.id, version: definition.version }
}

const reason = `场地装修${SPICE}`
const owner = (world: World): Target => ({ district: DISTRICT, organisation: world.owner })

/** One for each endpoint. */
export const projectSamples: Record<string, Make> = {
  'POST /projects': (world) => ({ body: { name: `示例项目${SPICE}`, organisation: world.owner }, target: owner(world) }),
  'GET /projects': (world) => ({ query: { organisation: world.owner }, target: owner(world) }),
  'GET /projects/{project}': (world) => ownProject(world),
  'PUT /projects/{project}/parts/{part}': async (world) => withPart(await ownProject(world), { revision: 1, content: { need: `需求${SPICE}` } }),
  'POST /projects/{project}/parts/{part}': async (world) => withPart(await ownProject(world), { revision: 1, fields: { 'content.need': `需求${SPICE}` } }),
  'GET /projects/{project}/similar': (world) => ownProject(world),
  'GET /projects/{project}/gate': (world) => ownProject(world),
  'POST /projects/{project}/gate': async (world) => ({ ...(await ready(world)), body: {} }),
  'DELETE /projects/{project}/gate': underReview,
  'POST /projects/{project}/gate/approvals': async (world) => ({ ...(await underReview(world)), body: { note: `同意${SPICE}` } }),
  'POST /projects/{project}/gate/changes': async (world) => ({ ...(await underReview(world)), body: { reasons: reason, parts: ['need'] } }),
  'POST /projects/{project}/pause': async (world) => ({ ...(await ownProject(world)), body: { reason, until: later(world, 30) } }),
  'POST /projects/{project}/resumption': paused,
  'POST /projects/{project}/extension': async (world) => ({ ...(await ownProject(world)), body: { to: later(world, 100), reason } }),
  'POST /projects/{project}/extension/answer': async (world) => ({ ...(await extensionAsked(world)), body: { grant: true } }),
  'POST /projects/{project}/due-date': async (world) => ({ ...(await ownProject(world)), body: { to: later(world, 100), reason } }),
  'POST /projects/{project}/organisation': async (world) => ({ ...(await ownProject(world)), body: { organisation: await admittedOrganisation(world.platform, `示例接手机构${SPICE}`), reason } }),
  'POST /projects/{project}/end': async (world) => ({ ...(await ownProject(world)), body: { reason } }),
  'GET /projects/{project}/definition': async (world) => {
    const { id, version } = await newVersion(world)
    return { ...(await ownProject(world)), query: { id, version: String(version) } }
  },
  'POST /projects/{project}/definition': async (world) => ({ ...(await ownProject(world)), body: await newVersion(world) }),
  'POST /projects/{project}/restart': async (world) => {
    const { execution, ...made } = await failed(world)
    return { ...made, body: { execution } }
  },
  'GET /projects/{project}/progress': (world) => ownProject(world),
  'GET /projects/{project}/story': (world) => ownProject(world),
  'POST /projects/{project}/files': async (world) => ({ ...(await ownProject(world)), body: { kind: 'receipt', name: '发票.pdf', bytes: pdf.length } }),
  'POST /projects/{project}/files/{file}/check': arrived,
  'DELETE /projects/{project}/files/{file}': arrived,
  'POST /projects/{project}/entries': async (world) => ({ ...(await ownProject(world)), body: { competition: await openCall(world), category: 'children' } }),
}

const withPart = <M extends { params: Record<string, string> }>(made: M, body: unknown) => ({ ...made, params: { ...made.params, part: 'need' }, body })

/** One for each page and each form's target. */
export const projectPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /projects': () => ({ target: (actor) => (actor.kind === 'person' && actor.organisation !== null ? { organisation: actor.organisation } : {}) }),
  'GET /projects/new': () => ({ target: (actor) => (actor.kind === 'person' && actor.organisation !== null ? { organisation: actor.organisation } : {}) }),
  'POST /projects/new': (world) => ({ fields: { name: `示例项目${SPICE}`, organisation: world.owner }, target: owner(world) }),
  'GET /projects/:project': (world) => underReview(world),
  'GET /projects/:project/parts/:part': async (world) => ({ ...(await ownProject(world)), params: { ...(await ownProject(world)).params, part: 'need' } }),
  'POST /projects/:project/parts/:part': async (world) => {
    const made = await ownProject(world)
    return { ...made, params: { ...made.params, part: 'need' }, fields: { revision: '1', 'content.need': `需求${SPICE}` } }
  },
  'GET /projects/:project/text': (world) => ownProject(world),
  'GET /projects/:project/story': (world) => ownProject(world),
  'GET /projects/:project/evidence': (world) => ownProject(world),
  'GET /projects/:project/files/:file/arrived': async (world) => ({ ...(await arrived(world)), query: { to: '/projects' } }),
  'POST /projects/:project/evidence/removal': async (world) => {
    const { params: { file, project }, target } = await arrived(world)
    return { params: { project }, target, fields: { file } }
  },
  'POST /projects/:project/gate': async (world) => ({ ...(await ready(world)), fields: {} }),
  'POST /projects/:project/gate/back': async (world) => ({ ...(await underReview(world)), fields: {} }),
  'POST /projects/:project/gate/approval': async (world) => ({ ...(await underReview(world)), fields: { note: '' } }),
  'POST /projects/:project/gate/changes': async (world) => ({ ...(await underReview(world)), fields: { reasons: reason, parts: 'need' } }),
  'POST /projects/:project/restart': async (world) => {
    const { execution, ...made } = await failed(world)
    return { ...made, fields: { execution } }
  },
  'GET /projects/:project/steer': (world) => extensionAsked(world),
  'POST /projects/:project/steer/pause': async (world) => ({ ...(await ownProject(world)), fields: { 'pause.reason': reason, 'pause.until': '' } }),
  'POST /projects/:project/steer/resume': async (world) => ({ ...(await paused(world)), fields: {} }),
  'POST /projects/:project/steer/extend': async (world) => ({ ...(await ownProject(world)), fields: { 'extend.to': later(world, 100), 'extend.reason': reason } }),
  'POST /projects/:project/steer/extension-answer': async (world) => ({ ...(await extensionAsked(world)), fields: { 'extension-answer.grant': 'yes', 'extension-answer.reason': '' } }),
  'POST /projects/:project/steer/hand-over': async (world) => ({ ...(await ownProject(world)), fields: { 'hand-over.organisation': await admittedOrganisation(world.platform, `示例接手机构${SPICE}`), 'hand-over.reason': reason } }),
  'POST /projects/:project/steer/version': async (world) => {
    const { id, version } = await newVersion(world)
    return { ...(await ownProject(world)), fields: { 'version.id': id, 'version.version': String(version) } }
  },
  'POST /projects/:project/steer/end': async (world) => ({ ...(await ownProject(world)), fields: { 'end.reason': reason } }),
  'GET /projects/:project/enter': (world) => ownProject(world),
  'POST /projects/:project/enter': async (world) => ({ ...(await ownProject(world)), fields: { competition: await openCall(world), category: 'children' } }),
  'GET /projects/:project/extension': (world) => ownProject(world),
  'POST /projects/:project/extension': async (world) => ({ ...(await ownProject(world)), fields: { to: later(world, 100), reason } }),
}
