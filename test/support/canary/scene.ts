import { viewItem } from '../../../shared/board/board.store.ts'
import { viewId } from '../../../shared/board/view.ts'
import { newImportId, newPersonId, orderedId, type OrganisationId, organisationIdFrom, type PersonId, type ProjectId } from '../../../shared/kernel/ids.ts'
import { loadProject, ownProjectItem } from '../../../shared/project/project.store.ts'
import type { Entry, PersonEntry } from '../../../shared/registry/entry.ts'
import { organisationBook, peopleBook } from '../../../shared/registry/registry.store.ts'
import { importItem } from '../../../shared/registry/import.store.ts'
import { loadHead, prepareSwitch } from '../../../shared/registry/registry.store.ts'
import { ok, poll } from '../contest.ts'
import type { Somebody, TestPlatform } from '../platform.ts'
import { setProject } from '../projects.ts'
import { admittedOrganisation } from '../proposals.ts'
import { addPicture, anOffer, withDraft, words } from '../showcase.ts'
import { type Cast, castOf, mailed } from './cast.ts'
import { afterwards, before, DISTRICT, type Made } from './kinds.ts'
import { Marks, type Planter } from './marks.ts'
import { mailItem } from '../../../shared/mail/mail.store.ts'
import { showcaseItem } from '../../../shared/showcase/showcase.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import { full, writeRecords } from './records.ts'

/** Stands in public fields: the same walk has to find it, or it would find nothing at all. */
export const OPEN = 'opencanaryz9k'

export interface Scene extends Cast {
  made: Made
  marks: Marks
  member: Somebody
  administrator: Somebody
  /** The places that got a mark, by kind. */
  planted: Map<string, Set<string>>
  /** An offer made after everything was planted, and the secret in its link. */
  second: { offer: string; secret: string }
  /** Of the code on the activity leader's screen. */
  code: string
}

/** A project through all of its stages with everything that was ever written of it, and canaries in all that is not public. */
export async function sceneOn(platform: TestPlatform): Promise<Scene> {
  const organisation = await admittedOrganisation(platform, '示例机构', { hosting: { state: 'accepted', at: platform.clock.now(), by: '挂靠', reason: '同意' } })
  const [other, sharing, agency] = [await admittedOrganisation(platform, '别的机构'), await admittedOrganisation(platform, '共用机构'), await admittedOrganisation(platform, '督导机构', { kind: 'agency' })]
  const administrator = await mailed(platform, '管理员 01', 'administrator@example.cn', { administrator: DISTRICT })
  const evaluator = await mailed(platform, '别处的评估员', 'unassigned@example.cn', { evaluator: DISTRICT })
  const finance = await mailed(platform, '财务', 'finance@example.cn', { finance: DISTRICT })
  const { project, member } = await withDraft(platform, { draft: { headline: `${OPEN} 四点半以后` }, answers: { steps: [{ stepDate: '2027-03-10', stepName: '开班', stepPlace: '社区活动室', stepAttendances: null }] }, name: '示例机构', organisation })
  const former = await handedOver(platform, { project, to: organisation, administrator })
  const at = platform.clock.now()
  const records = await writeRecords(platform, { project: (await loadProject(platform.table, project)).value, member: member.id, sharing })
  const cast = await castOf(platform, { other, sharing, agency, former, volunteer: records.volunteer, stranger: records.stranger, evaluator, finance })
  const own = cast.readers['own evaluator']
  await setProject(platform, project, (one) => ({
    ...one, mentor: { person: cast.mentor.id, name: cast.mentor.name, organisation: '督导机构', since: at }, evaluator: { person: own?.who.id ?? newPersonId(), name: '评估员' }, grade: 'a', openChange: { number: 1, at },
    current: { ...full({ project: one, member: member.id, sharing }, at), state: 'working', paused: null },
  }))
  const made: Made = {
    ...records, ...(await written(platform, administrator)), project, organisation, member: member.id, evaluator: evaluator.id, finance: finance.id, administrator: administrator.id, file: await addPicture({ member, project }), unpublished: '', offer: '', event: '',
  }
  const [marks, planted] = [new Marks(), new Map<string, Set<string>>()]
  for (const secret of [made.survey, made.pastSurvey]) marks.watch(secret, 'survey.secret')
  const plant = async (planters: readonly Planter<Made>[]) => {
    for (const { kind, plant: into } of planters) planted.set(kind, new Set([...planted.get(kind) ?? [], ...await into(platform.table, made, marks)]))
  }
  await plant(before)
  await show(platform, { made, member, administrator })
  await setProject(platform, project, (one) => ({ ...one, current: { ...full({ project: one, member: member.id, sharing }, at), state: 'working', name: 'implementation' } }))
  await plant(afterwards)
  // Mail that goes out now is written from what is planted.
  const second = ok(await platform.visitor.api('POST', `/public/showcases/${project}/offers`, { ...anOffer, contact: 'second@example.cn' }))
  ok(await member.api('POST', `/projects/${project}/offers/${second.offer}/answer`, { state: 'accepted', words: '谢谢您' }))
  const { url } = ok(await member.api('GET', `/projects/${project}/activities/${made.activity}/code`))
  await poll(platform, async () => (await mails(platform)).filter(({ to }) => to === 'second@example.cn').length === 2, () => 'the answer was not mailed')
  return { ...cast, made, marks, member, administrator, planted, second, code: String(url).split('/').at(-1) ?? '' }
}

/** The project was another organisation's until it was handed over; what that one's member sees of it from then on is what anybody sees. */
async function handedOver(platform: TestPlatform, { project, to, administrator }: { project: ProjectId; to: OrganisationId; administrator: Somebody }): Promise<OrganisationId> {
  const former = await admittedOrganisation(platform, '原来的机构')
  await setProject(platform, project, (one) => ({ ...one, organisation: { id: former, name: '原来的机构' } }))
  await platform.table.transact([ownProjectItem.put({ organisation: former, project }, 'none')])
  ok(await administrator.api('POST', `/projects/${project}/organisation`, { organisation: to, reason: '人手不够' }))
  return former
}

/** Everything that was sent to anybody. */
export async function mails(platform: TestPlatform) {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value)
}

/** What administrators keep: registers, an import, a view of the board; and a list of evaluators. */
async function written(platform: TestPlatform, { id: person }: { id: PersonId }): Promise<Pick<Made, 'import' | 'view' | 'registered' | 'registeredPerson'>> {
  const at = platform.clock.now()
  const id = newImportId()
  const entry: Entry = {
    id: organisationIdFrom(id, 1), kind: 'team', standing: 'filed', name: '登记的队伍', creditCode: '', filedWith: '示例街道', filingNumber: '', hostName: '', hostCode: '', street: '示例街道', class: '', grades: [], listings: [], partyForm: 'own', partySince: null,
    size: 20, core: 3, contactName: '队长', contactPhone: '13800000000', contactEmail: 'team@example.cn', joinedAt: null,
  }
  const known: PersonEntry = { id: 'person-1', name: '社工', phone: '13800000001', street: '示例街道', organisation: '示例机构', level: 'senior', certificate: '1', registeredUntil: null, leads: '登记的队伍', seats: '任职的单位', reportedTo: '示例社区', reportedOn: null }
  const view = viewId.parse(orderedId(Date.parse(at)))
  await platform.table.transact([
    (await prepareSwitch(platform.table, organisationBook, await loadHead(platform.table, DISTRICT, 'organisations'), [], { put: [entry], remove: [] })).write,
    (await prepareSwitch(platform.table, peopleBook, await loadHead(platform.table, DISTRICT, 'people'), [], { put: [known], remove: [] })).write,
    importItem.put({ id, district: DISTRICT, register: 'teams', name: '名单.csv', columns: [], rows: 1, state: 'undone', readAt: at, by: { person, name: '管理员' }, applied: { at, by: '管理员', before: [], after: [], added: 1, changed: 0, same: 0 }, undone: { at, by: '管理员' } }, 'none'),
    viewItem.put({ id: view, person, district: DISTRICT, name: '视图', query: 'view=table', createdAt: at, removedAt: null }, 'none'),
  ])
  return { import: id, view, registered: entry.id, registeredPerson: known.id }
}

/** The project's page goes out, is offered help, and is presented at an event; afterwards its draft goes on. */
async function show(platform: TestPlatform, { made, member, administrator }: { made: Made; member: Somebody; administrator: Somebody }): Promise<void> {
  const { project } = made
  ok(await member.api('POST', `/projects/${project}/showcase/publication`, {}))
  made.unpublished = await addPicture({ member, project }, '还没有公开')
  made.offer = ok(await platform.visitor.api('POST', `/public/showcases/${project}/offers`, { ...anOffer, contact: 'first@example.cn' })).offer
  ok(await member.api('POST', `/projects/${project}/offers/${made.offer}/answer`, { state: 'talking', words: '我们会联系您' }))
  ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, headline: '还没有公开的一句话', revision: 1 }))
  const page = await platform.table.get(showcaseItem, keys.showcase(project))
  if (page === undefined) throw new Error('no page')
  // As if it had been down in between.
  await platform.table.transact([showcaseItem.put({ ...page.value, takenDown: { by: { person: member.id, name: '成员' }, at: platform.clock.now(), reason: '换照片', office: false } }, page.version)])
  made.event = ok(await administrator.api('POST', '/events', { name: '展示日', day: '2027-05-20', place: '示例广场' })).event
  ok(await administrator.api('POST', `/events/${made.event}/projects`, { project, deed: 'add' }))
  ok(await administrator.api('POST', `/events/${made.event}/publication`))
}
