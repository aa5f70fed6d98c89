import { creditCodes, teamHead, teamRows } from '../../../infra/local/demo/register.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { keys } from '../../../shared/store/keys.ts'
import { loadOrganisation, organisationItem } from '../../../shared/organisation/organisation.store.ts'
import { ok } from '../contest.ts'
import { joined, aTeam } from '../organisations.ts'
import type { PageSample } from '../page-samples.ts'
import { postFile } from '../proposals.ts'
import { csvOf } from '../registry.ts'
import type { Make, Sample } from '../samples.ts'
import { DISTRICT, SPICE, type World } from '../world.ts'

const target = { district: DISTRICT }
const at = `/districts/${DISTRICT}`
const params = { district: DISTRICT, register: 'teams' }
let number = 0

const cells = () => ({ name: `示例登记队 ${(number += 1)}${SPICE}`, filedWith: '示例街道', hostName: `示例社工服务中心${SPICE}`, hostCode: '52330411MJ9900020C', street: '示例街道', size: '20', core: '3', contactName: '队长', contactPhone: '13800000000', contactEmail: 'team@example.cn' })

/** A team in the registry. */
async function entered({ people }: World): Promise<{ entry: string; revision: string }> {
  const { id } = ok(await people.administrator.api('POST', `${at}/registry/teams`, { cells: cells(), reason: `新登记${SPICE}` }))
  const { revision } = ok(await people.administrator.api('GET', `${at}/registry/teams/entries/${id}`))
  return { entry: id, revision }
}

const list = () => csvOf([teamHead, ...teamRows(2).map(([name = '', ...rest]) => [`${name}.${(number += 1)}`, ...rest.map((cell) => (cell.startsWith('DW') ? `${cell}.${number}` : cell))])])
const body = () => ({ register: 'teams', name: `名单${SPICE}.csv`, content: list().toString('base64') })

/** A file that was read in, and the revision its preview was made against. */
async function read({ people }: World): Promise<{ import: string; revision: number }> {
  const { id } = ok(await people.administrator.api('POST', `${at}/imports`, body()))
  const { plan } = ok(await people.administrator.api('GET', `${at}/imports/${id}`))
  return { import: id, revision: plan.revision }
}
async function applied(world: World): Promise<{ import: string }> {
  const { import: id, revision } = await read(world)
  ok(await world.people.administrator.api('POST', `${at}/imports/${id}/application`, { revision }))
  return { import: id }
}
async function uploaded({ people }: World): Promise<{ file: string }> {
  const bytes = list()
  const announced = ok(await people.administrator.api('POST', `${at}/imports/uploads`, { register: 'teams', name: '名单.csv', bytes: bytes.length }))
  await postFile(announced, '名单.csv', bytes)
  return { file: announced.file }
}
/** A filed team that names the owner as its host. The owner's code is one of its own for it. */
async function hosted(world: World): Promise<{ organisation: string; group: string }> {
  const { platform, owner } = world
  const { value, version } = await loadOrganisation(platform.table, owner)
  const code = creditCodes(9000 + (number += 1))()
  if (value.standing !== 'registered') throw new Error('the owner is registered')
  await platform.table.transact([organisationItem.put({ ...value, creditCode: code }, version)])
  const { id } = await joined(platform, { ...aTeam(), name: `挂靠队 ${number}${SPICE}`, host: { name: '示例机构甲', creditCode: code } })
  if ((await platform.table.get(organisationItem, keys.organisation(id))) === undefined) throw new Error('not joined')
  return { organisation: owner, group: id }
}
const ofOwner = ({ owner }: World) => ({ district: DISTRICT, organisation: owner })
const classes = async ({ people }: World) => {
  const { majors, minors } = ok(await people.administrator.api('GET', `${at}/classes`))
  return { majors, minors } as { majors: { id: string; name: string }[]; minors: { id: string; major: string; name: string }[] }
}
const withIn = (more: Record<string, string>, rest: Partial<Sample> = {}): Sample => ({ params: { ...params, ...more }, target, ...rest })
const only = (more: Record<string, string>, rest: Partial<Sample> = {}): Sample => ({ params: { district: DISTRICT, ...more }, target, ...rest })

/** One for each endpoint. */
export const registrySamples: Record<string, Make> = {
  'GET /districts/{district}/registry/{register}': () => withIn({}),
  'POST /districts/{district}/registry/{register}': () => withIn({}, { body: { cells: cells(), reason: '新登记' } }),
  'GET /districts/{district}/registry/{register}/entries/{entry}': async (world) => withIn({ entry: (await entered(world)).entry }),
  'PUT /districts/{district}/registry/{register}/entries/{entry}': async (world) => {
    const { entry, revision } = await entered(world)
    return withIn({ entry }, { body: { cells: { size: '25' }, reason: '更正', revision } })
  },
  'POST /districts/{district}/registry/{register}/entries/{entry}/removal': async (world) => withIn({ entry: (await entered(world)).entry }, { body: { reason: '已解散' } }),
  'POST /districts/{district}/registry/organisations/entries/{entry}/admission': async (world) => only({ entry: (await entered(world)).entry }, { body: { name: '队长', email: null, reasons: '挂靠单位已书面同意' } }),
  'GET /districts/{district}/registry/{register}/export': () => withIn({}),
  'GET /districts/{district}/registry/{register}/template': () => withIn({}),
  'GET /districts/{district}/classes': () => only({}),
  'PUT /districts/{district}/classes': async (world) => only({}, { body: { ...(await classes(world)), reason: '取名' } }),
  'GET /districts/{district}/imports': () => only({}),
  'POST /districts/{district}/imports': () => only({}, { body: body() }),
  'POST /districts/{district}/imports/uploads': () => only({}, { body: { register: 'teams', name: '名单.xlsx', bytes: 1000 } }),
  'POST /districts/{district}/imports/uploads/{file}': async (world) => only(await uploaded(world)),
  'GET /districts/{district}/imports/{import}': async (world) => only({ import: (await read(world)).import }),
  'POST /districts/{district}/imports/{import}/application': async (world) => {
    const { import: id, revision } = await read(world)
    return only({ import: id }, { body: { revision } })
  },
  'POST /districts/{district}/imports/{import}/undoing': async (world) => only(await applied(world)),
  'GET /organisations/{organisation}/hosted': (world) => ({ params: { organisation: world.owner }, target: ofOwner(world) }),
  'POST /organisations/{organisation}/hosted/{group}': async (world) => ({ params: await hosted(world), body: { answer: 'accepted' }, target: ofOwner(world) }),
}

const page = (more: Record<string, string> = {}, rest: Partial<PageSample> = {}): PageSample => ({ params: { ...params, ...more }, target, ...rest })
const fieldsOf = (given: Record<string, string>) => Object.fromEntries(Object.entries(given).map(([id, text]) => [`cells.${id}`, text]))

/** One for each page and each form's target. */
export const registryPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /organisation/hosted': async (world) => {
    await hosted(world)
    return { target: (actor) => (actor.kind === 'person' && actor.organisation !== null ? { organisation: actor.organisation } : {}) }
  },
  'POST /organisation/hosted/:group': async (world) => ({ params: { group: (await hosted(world)).group }, fields: { answer: 'declined', reason: `不认识${SPICE}` }, target: ofOwner(world) }),
  'GET /registry': () => ({ target: (actor) => {
    const own = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'administrator') : undefined
    return own?.role === 'administrator' ? { district: own.district } : {}
  } }),
  'GET /registry/:district/classes': () => page(),
  'POST /registry/:district/classes': async (world) => {
    const { majors, minors } = await classes(world)
    const fields = Object.fromEntries([
      ...majors.flatMap(({ id }, n) => [[`majors.${n}.id`, id], [`majors.${n}.name`, `大类名 ${n}${SPICE}`]]),
      ...minors.flatMap(({ id, major }, n) => [[`minors.${n}.id`, id], [`minors.${n}.name`, `小类名 ${n}`], [`minors.${n}.major`, major]]),
    ])
    return page({}, { fields: { ...fields, reason: '取名' } })
  },
  'GET /registry/:district/imports': async (world) => {
    await applied(world)
    return page()
  },
  'GET /registry/:district/imports/arrived/:file': async (world) => page(await uploaded(world)),
  'GET /registry/:district/imports/:import': async (world) => page({ import: (await read(world)).import }),
  'POST /registry/:district/imports/:import/application': async (world) => {
    const { import: id, revision } = await read(world)
    return page({ import: id }, { fields: { command: newSecret(), registerRevision: String(revision) } })
  },
  'POST /registry/:district/imports/:import/undoing': async (world) => page(await applied(world)),
  'GET /registry/:district/:register': async (world) => {
    await entered(world)
    return page()
  },
  'GET /registry/:district/:register/export': () => page(),
  'GET /registry/:district/:register/template': () => page(),
  'GET /registry/:district/:register/new': () => page(),
  'POST /registry/:district/:register/new': () => page({}, { fields: { ...fieldsOf(cells()), reason: '新登记' } }),
  'GET /registry/:district/:register/entries/:entry': async (world) => page({ entry: (await entered(world)).entry }),
  'POST /registry/:district/:register/entries/:entry': async (world) => {
    const { entry, revision } = await entered(world)
    return page({ entry }, { fields: { ...fieldsOf({ size: '30' }), reason: '更正', revision } })
  },
  'POST /registry/:district/:register/entries/:entry/removal': async (world) => page({ entry: (await entered(world)).entry }, { fields: { removalReason: '已解散' } }),
  'POST /registry/:district/:register/entries/:entry/admission': async (world) => page({ entry: (await entered(world)).entry }, { fields: { name: '队长', email: '', reasons: '挂靠单位已书面同意' } }),
}
