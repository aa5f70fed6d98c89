import type { Target } from '../../../shared/person/access.ts'
import type { Actor } from '../../../shared/person/person.ts'
import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { projectIn } from '../projects.ts'
import { postFile } from '../proposals.ts'
import type { Make } from '../samples.ts'
import { addPicture, anOffer, png, publicAnswers, words } from '../showcase.ts'
import { DISTRICT, SPICE, type World } from '../world.ts'

// Not from ../samples.ts: that file lists these, and would be empty still.
const district = { district: DISTRICT }
const anyone = {}

interface Shown {
  project: string
  /** What a request to it is about, and to whom. */
  sample: { params: { project: string }; target: Target }
}

/** The owner's project in its showcase stage, with words on its draft; `assigned` guides it. */
async function drafted(world: World): Promise<Shown> {
  const { assigned, member } = world.people
  const mentor = { person: assigned.id, name: assigned.name, organisation: '', since: world.platform.clock.now() }
  const project = await projectIn(world.platform, 'showcase', { id: world.owner, name: `示例机构甲${SPICE}` }, { mentor }, publicAnswers({ name: `放学后的一小时${SPICE}`, need: `没有人照看。${SPICE}`, goals: SPICE }))
  ok(await member.api('PUT', `/projects/${project}/showcase`, { headline: `${words.headline}${SPICE}`, soFar: `${words.soFar}${SPICE}`, help: `${words.help}${SPICE}`, revision: 0 }))
  return { project, sample: { params: { project }, target: { ...district, organisation: world.owner, mentor: assigned.id } } }
}

async function published(world: World): Promise<Shown> {
  const made = await drafted(world)
  ok(await world.people.member.api('POST', `/projects/${made.project}/showcase/publication`, {}))
  return made
}

async function withPicture(world: World, out: boolean): Promise<Shown & { file: string }> {
  const made = await drafted(world)
  const file = await addPicture({ member: world.people.member, project: made.project }, `孩子们在读书${SPICE}`)
  if (out) ok(await world.people.member.api('POST', `/projects/${made.project}/showcase/publication`, {}))
  return { ...made, file }
}

/** A picture that has come and is not checked yet. */
async function arrived(world: World): Promise<Shown & { file: string }> {
  const [made, bytes] = [await drafted(world), png(8, 8)]
  const announced = ok(await world.people.member.api('POST', `/projects/${made.project}/showcase/pictures`, { name: '照片.png', bytes: bytes.length }))
  await postFile(announced, '照片.png', bytes)
  return { ...made, file: announced.file }
}

let offers = 0
/** Each from another address: one gets a few mails an hour only. */
const offerBody = () => ({ ...anOffer, what: `周三晚上可以来${SPICE}`, name: `居民${SPICE}`, contact: `resident-${offers += 1}@example.cn` })

async function offered(world: World): Promise<Shown & { offer: string; secret: string }> {
  const made = await published(world)
  const { offer, secret } = ok(await world.platform.visitor.api('POST', `/public/showcases/${made.project}/offers`, offerBody()))
  return { ...made, offer, secret }
}

const eventBody = { name: `展示日${SPICE}`, day: '2027-05-20', place: `示例广场${SPICE}` }

async function event(world: World, out = false): Promise<{ event: string; project: string; sample: { params: { event: string }; target: Target } }> {
  const { project } = await published(world)
  const { event: id } = ok(await world.people.administrator.api('POST', '/events', { ...eventBody, ...district }))
  ok(await world.people.administrator.api('POST', `/events/${id}/projects`, { project, deed: 'add' }))
  if (out) ok(await world.people.administrator.api('POST', `/events/${id}/publication`))
  return { event: id, project, sample: { params: { event: id }, target: district } }
}

const plus = <P extends Record<string, string>>({ sample }: Shown, params: P) => ({ ...sample, params: { ...sample.params, ...params } })
const toAll = async (made: Promise<Shown>, params: (one: Shown) => Record<string, string> = () => ({})) => {
  const one = await made
  return { params: { project: one.project, ...params(one) }, target: anyone }
}
/** The first district that the asker administers. */
const ownDistrict = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'administrator') : undefined
  return found?.role === 'administrator' ? { district: found.district } : {}
}

/** One for each endpoint. */
export const showcaseSamples: Record<string, Make> = {
  'GET /public/showcases': () => ({ target: anyone }),
  'GET /public/showcases/{project}': (world) => toAll(published(world)),
  'POST /public/showcases/{project}/offers': async (world) => ({ ...(await toAll(published(world))), body: offerBody() }),
  'GET /public/showcases/{project}/offers/{offer}/{secret}': async (world) => {
    const { offer, secret, project } = await offered(world)
    return { params: { project, offer, secret }, target: anyone }
  },
  'DELETE /public/showcases/{project}/offers/{offer}/{secret}': async (world) => {
    const { offer, secret, project } = await offered(world)
    return { params: { project, offer, secret }, target: anyone }
  },
  'GET /projects/{project}/showcase': async (world) => (await drafted(world)).sample,
  'PUT /projects/{project}/showcase': async (world) => ({ ...(await drafted(world)).sample, body: { ...words, revision: 1 } }),
  'POST /projects/{project}/showcase/pictures': async (world) => ({ ...(await drafted(world)).sample, body: { name: '照片.png', bytes: 1000 } }),
  'POST /projects/{project}/showcase/pictures/{file}/check': async (world) => {
    const made = await arrived(world)
    return plus(made, { file: made.file })
  },
  'PUT /projects/{project}/showcase/pictures/{file}': async (world) => {
    const made = await withPicture(world, false)
    return { ...plus(made, { file: made.file }), body: { alt: '孩子们在画画', shows: 'nobody', agreed: true } }
  },
  'DELETE /projects/{project}/showcase/pictures/{file}': async (world) => {
    const made = await withPicture(world, true)
    return plus(made, { file: made.file })
  },
  'POST /projects/{project}/showcase/publication': async (world) => ({ ...(await drafted(world)).sample, body: {} }),
  'DELETE /projects/{project}/showcase/publication': async (world) => ({ ...(await published(world)).sample, query: { reason: '照片要换' } }),
  'POST /projects/{project}/showcase/restoration': async (world) => {
    const made = await published(world)
    ok(await world.people.member.api('DELETE', `/projects/${made.project}/showcase/publication`))
    return made.sample
  },
  'GET /projects/{project}/offers': async (world) => (await offered(world)).sample,
  'POST /projects/{project}/offers/{offer}/answer': async (world) => {
    const made = await offered(world)
    return { ...plus(made, { offer: made.offer }), body: { state: 'talking', words: '谢谢您，我们会联系您。' } }
  },
  'GET /events': () => ({ target: anyone }),
  'GET /events/{event}': async (world) => ({ params: { event: (await event(world, true)).event }, target: anyone }),
  'POST /events': () => ({ body: { ...eventBody, ...district }, target: district }),
  'PUT /events/{event}': async (world) => ({ ...(await event(world)).sample, body: { ...eventBody, name: '新名称' } }),
  'POST /events/{event}/projects': async (world) => {
    const { sample, project } = await event(world)
    return { ...sample, body: { project, deed: 'up' } }
  },
  'POST /events/{event}/publication': async (world) => (await event(world)).sample,
  'DELETE /events/{event}/publication': async (world) => (await event(world, true)).sample,
}

/** One for each page and each form's target. */
export const showcasePageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /showcase': () => ({ target: anyone }),
  'GET /showcase/:project': (world) => toAll(published(world)),
  'GET /showcase/:project/pictures/:file': async (world) => {
    const { project, file } = await withPicture(world, true)
    return { params: { project, file }, target: anyone }
  },
  'GET /showcase/:project/offer': (world) => toAll(published(world)),
  'POST /showcase/:project/offer': async (world) => ({ ...(await toAll(published(world))), fields: { ...offerBody(), consent: 'true' } }),
  'GET /showcase/:project/offers/:offer/:secret': async (world) => {
    const { project, offer, secret } = await offered(world)
    return { params: { project, offer, secret }, target: anyone }
  },
  'POST /showcase/:project/offers/:offer/:secret/withdrawal': async (world) => {
    const { project, offer, secret } = await offered(world)
    return { params: { project, offer, secret }, fields: {}, target: anyone }
  },
  'GET /projects/:project/showcase': async (world) => (await withPicture(world, true)).sample,
  'POST /projects/:project/showcase': async (world) => ({ ...(await drafted(world)).sample, fields: { ...words, revision: '1' } }),
  'POST /projects/:project/showcase/takedown': async (world) => ({ ...(await published(world)).sample, fields: { reason: '照片要换' } }),
  'POST /projects/:project/showcase/restoration': async (world) => {
    const made = await published(world)
    ok(await world.people.member.api('DELETE', `/projects/${made.project}/showcase/publication`))
    return { ...made.sample, fields: {} }
  },
  'GET /projects/:project/showcase/preview': async (world) => (await withPicture(world, false)).sample,
  'POST /projects/:project/showcase/publication': async (world) => ({ ...(await drafted(world)).sample, fields: {} }),
  'GET /projects/:project/showcase/pictures/:file': async (world) => {
    const made = await arrived(world)
    return plus(made, { file: made.file })
  },
  'POST /projects/:project/showcase/pictures/removal': async (world) => {
    const made = await withPicture(world, true)
    return { ...made.sample, fields: { picture: made.file } }
  },
  'POST /projects/:project/showcase/pictures/:file': async (world) => {
    const made = await withPicture(world, false)
    return { ...plus(made, { file: made.file }), fields: { alt: '孩子们在画画', shows: 'nobody', agreed: 'true' } }
  },
  'GET /projects/:project/offers': async (world) => (await offered(world)).sample,
  'GET /projects/:project/offers/:offer': async (world) => {
    const made = await offered(world)
    return plus(made, { offer: made.offer })
  },
  'POST /projects/:project/offers/:offer': async (world) => {
    const made = await offered(world)
    return { ...plus(made, { offer: made.offer }), fields: { state: 'accepted', words: '谢谢您。' } }
  },
  'GET /events': () => ({ target: anyone }),
  'POST /events': () => ({ fields: eventBody, target: ownDistrict }),
  'GET /events/:event': async (world) => ({ params: { event: (await event(world, true)).event }, target: anyone }),
  'GET /events/:event/arrangement': async (world) => (await event(world)).sample,
  'POST /events/:event': async (world) => ({ ...(await event(world)).sample, fields: eventBody }),
  'POST /events/:event/projects': async (world) => {
    const { sample, project } = await event(world)
    return { ...sample, fields: { project, deed: 'down' } }
  },
  'POST /events/:event/publication': async (world) => ({ ...(await event(world)).sample, fields: {} }),
  'POST /events/:event/withdrawal': async (world) => ({ ...(await event(world, true)).sample, fields: {} }),
}
