import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { newCompetitionId, newOrganisationId } from '../../shared/kernel/ids.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { contentSchema } from '../../shared/project/content.ts'
import { projectFileItem, projectFileSchema } from '../../shared/project/file.store.ts'
import { projectSchema } from '../../shared/project/project.ts'
import { contentItem, projectItem } from '../../shared/project/project.store.ts'
import { eventSchema } from '../../shared/showcase/event.ts'
import { offerSchema } from '../../shared/showcase/offer.ts'
import { showcaseSchema } from '../../shared/showcase/showcase.ts'
import { eventItem, offerItem, showcaseItem } from '../../shared/showcase/showcase.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { addresses, crawl, type Leak, Marks, planter, type Planter } from '../support/canary.ts'
import { ok, poll } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'
import { addPicture, anOffer, memberOf, withDraft, words } from '../support/showcase.ts'

/** What there is to be read: one of each kind of record, by its ids. */
interface Made {
  project: string
  /** A picture of the public page, and one that is not public. */
  file: string
  unpublished: string
  offer: string
  event: string
}

/**
 * Every kind of record that is not public as a whole. One that is added to the platform is added here by a line, and to `make` below.
 * Those of the first list are planted before the page is published, so that publishing copies from them; the others afterwards.
 */
const before: Planter<Made>[] = [
  planter('project', projectItem, projectSchema, ({ project }) => keys.project(project), ['current.definition', 'current.execution']),
  planter('content', contentItem, contentSchema, ({ project }) => keys.projectContent(project), ['parts']),
]
const afterwards: Planter<Made>[] = [
  planter('showcase', showcaseItem, showcaseSchema, ({ project }) => keys.showcase(project)),
  planter('offer', offerItem, offerSchema, ({ project, offer }) => keys.offer(project, offer)),
  planter('project-file', projectFileItem, projectFileSchema, ({ project, file }) => keys.projectFile(project, file), ['of']),
  planter('unpublished file', projectFileItem, projectFileSchema, ({ project, unpublished }) => keys.projectFile(project, unpublished), ['of']),
  planter('project', projectItem, projectSchema, ({ project }) => keys.project(project), ['current.definition', 'current.execution']),
]
/** Kinds without a text that is not public: whoever adds one moves the kind up. */
const nothingHidden: Planter<Made>[] = [planter('event', eventItem, eventSchema, ({ event }) => keys.event(event))]

/** Stands in public fields: the same walk has to find it, or it would find nothing at all. */
const OPEN = 'opencanaryz9k'

let platform: TestPlatform
let made: Made
const marks = new Marks()
let outsiders: Record<string, Somebody>
const seen = new Map<string, Map<string, string>>()
const planted: { kind: string; n: number }[] = []

beforeAll(async () => {
  platform = await startTestPlatform()
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  outsiders = {
    visitor: platform.visitor,
    'other organisation’s member': await memberOf(platform, newOrganisationId(), 'other@example.cn'),
    judge: await platform.person('评委', { judge: [newCompetitionId()] }),
    'other district’s administrator': await platform.person('外区管理员', { administrator: '330402' }),
  }
  const { project, member } = await withDraft(platform, { draft: { headline: `${OPEN} 四点半以后` }, name: '示例机构' })
  const staff = { person: member.id, name: '督导', organisation: '示例机构', since: platform.clock.now() }
  const by = { person: member.id, name: '成员' }
  await setProject(platform, project, (one) => ({
    ...one, mentor: staff, evaluator: { person: member.id, name: '评估员' }, grade: 'a',
    current: { ...one.current, approvals: [{ by, at: platform.clock.now(), note: '同意' }], changesAsked: { by, at: platform.clock.now(), reasons: '请改' }, outcome: '通过' },
  }))
  made = { project, file: await addPicture({ member, project }), unpublished: '', offer: '', event: '' }
  await plant(before)
  ok(await member.api('POST', `/projects/${project}/showcase/publication`, { acknowledge: true }))
  made.unpublished = await addPicture({ member, project }, '还没有公开')
  made.offer = ok(await platform.visitor.api('POST', `/public/showcases/${project}/offers`, { ...anOffer, contact: 'first@example.cn' })).offer
  ok(await member.api('POST', `/projects/${project}/offers/${made.offer}/answer`, { state: 'talking', words: '我们会联系您' }))
  ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, headline: '还没有公开的一句话', revision: 1 }))
  const { event } = ok(await administrator.api('POST', '/events', { name: '展示日', day: '2027-05-20', place: '示例广场' }))
  made.event = event
  ok(await administrator.api('POST', `/events/${event}/projects`, { project, deed: 'add' }))
  ok(await administrator.api('POST', `/events/${event}/publication`))
  await plant(afterwards)
  // Mail that goes out now is written from what is planted.
  const second = ok(await platform.visitor.api('POST', `/public/showcases/${project}/offers`, { ...anOffer, contact: 'second@example.cn' }))
  ok(await member.api('POST', `/projects/${project}/offers/${second.offer}/answer`, { state: 'accepted', words: '谢谢您' }))
  await poll(platform, async () => (await mails()).filter(({ to }) => to === 'second@example.cn').length === 2, () => 'the answer was not mailed')

  const known = { ...made, secret: 'wrong-secret' }
  const direct = [...addresses(pages.filter(({ method }) => method === 'get').map(({ path }) => path), known), ...addresses(routes.filter(({ method }) => method === 'get').map(({ path }) => `/api${path}`), known)]
  const unpublished = addresses(['/showcase/:project/pictures/:file', '/files/:file', '/api/files/{file}', '/projects/:project/showcase/pictures/:file'], { ...known, file: made.unpublished })
  const offers = [`/showcase/${project}/offers/${second.offer}/${second.secret}`, `/api/public/showcases/${project}/offers/${second.offer}/${second.secret}`]
  for (const [name, reader] of Object.entries(outsiders)) seen.set(name, await crawl(platform, reader, ['/', '/public', '/showcase', '/events', '/home', '/api/openapi.json', ...direct, ...unpublished, ...offers]))
}, 120_000)
afterAll(() => platform.close())

async function plant(planters: readonly Planter<Made>[]): Promise<void> {
  for (const { kind, plant: into } of planters) planted.push({ kind, n: await into(platform.table, made, marks) })
}

async function mails() {
  await platform.platform.streams.caughtUp()
  return (await platform.table.query(mailItem, keys.mailbox)).items.map(({ value }) => value)
}

describe('a canary in every field that is not public', () => {
  test('sits in every kind of record', async () => {
    expect(planted.filter(({ n }) => n === 0)).toEqual([])
    for (const { kind, plant: into } of nothingHidden) expect(await into(platform.table, made, new Marks()), `${kind} has a text that is not public: plant it above`).toBe(0)
    const places = [...marks.placed.values()]
    for (const place of ['content.answers.contact', 'content.answers.contactPhone', 'content.answers.risks', 'content.answers.others', 'content.answers.budget.0.activity', 'project.mentor.name', 'project.evaluator.name', 'project.current.approvals.0.note', 'project.current.changesAsked.reasons', 'showcase.draft.headline', 'showcase.draft.pictures.0.alt', 'showcase.edition.by.name', 'showcase.edition.words.pictures.0.agreed.by.name', 'offer.name', 'offer.contact', 'offer.what', 'offer.answers.0.words', 'project-file.name']) expect(places, place).toContain(place)
  })

  test('is seen by nobody outside, on no page, in no answer of the API, in no file and no address', () => {
    const leaks: Leak[] = [...seen].flatMap(([as, answers]) => [...answers].flatMap(([address, text]) => {
      const found = marks.in(text)
      return found.length === 0 ? [] : [{ as, address, found }]
    }))
    expect(leaks).toEqual([])
  })

  test('is in no mail to anybody outside', async () => {
    const outside = (await mails()).filter(({ to }) => to !== 'member@example.cn')
    expect(outside.map(({ to }) => to)).toContain('second@example.cn')
    expect(outside.flatMap((mail) => marks.in(JSON.stringify(mail)))).toEqual([])
  })

  test('nor is the picture that is not public', () => {
    for (const [as, answers] of seen) {
      const found = [...answers].filter(([address, text]) => !address.includes(made.unpublished) && text.includes(made.unpublished)).map(([address]) => address)
      expect(found, as).toEqual([])
    }
  })
})

describe('the walk itself', () => {
  test('finds what stands in a public field, on pages and in the API, and comes far', () => {
    for (const [as, answers] of seen) {
      const found = [...answers].filter(([, text]) => text.includes(OPEN)).map(([address]) => address)
      for (const address of ['/showcase', `/showcase/${made.project}`, '/api/public/showcases', `/api/public/showcases/${made.project}`, `/events/${made.event}`]) expect(found, as).toContain(address)
      expect(answers.size, as).toBeGreaterThan(20)
      expect([...answers.keys()].some((address) => address.includes('/local-files/')), `${as} came to the picture's file`).toBe(true)
    }
  })

  test('sees a mark where there is one', () => {
    const [[mark, where] = ['', '']] = marks.placed
    expect(marks.in(`<p>${mark}</p>`)).toEqual([where])
  })

  test('is stopped at what its own people see', async () => {
    const answers = await crawl(platform, outsiders.visitor ?? platform.visitor, [`/projects/${made.project}/showcase`, `/projects/${made.project}/offers`])
    expect([...answers.values()].flatMap((text) => marks.in(text))).toEqual([])
  })

  test('finds marks when it walks as one of the project’s own people', async () => {
    const found = await platform.table.get(projectItem, keys.project(made.project))
    const insider = await memberOf(platform, found?.value.organisation.id ?? newOrganisationId(), 'insider@example.cn')
    const { html } = await insider.page(`/projects/${made.project}/offers/${made.offer}`)
    expect(marks.in(html)).toEqual(expect.arrayContaining(['offer.name', 'offer.contact', 'offer.what']))
  })
})
