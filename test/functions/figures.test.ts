import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { upkeepOf } from '../../functions/commands/keep.ts'
import { projectWrites, newProject } from '../../functions/commands/project.ts'
import { rebuild } from '../../functions/commands/rebuild.ts'
import { type LocalTable, startTable } from '../../infra/local/table.ts'
import { inventedActivity, inventedAttendance } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import type { Activity } from '../../shared/activity/activity.ts'
import { boardCountsItem, boardLineItem, boardPlaceItem } from '../../shared/board/board.store.ts'
import { countedItem, figureItem, incubatedItem, projectPersonItem, projectSumsItem, shareItem, volunteerSumsItem } from '../../shared/figures/figures.store.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import type { Attendance } from '../../shared/hours/hours.ts'
import { newActivityId, newOrganisationId, newPersonId, newProjectId, newVolunteerId, type OrganisationId, type ProjectId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { toInstant } from '../../shared/kernel/instant.ts'
import { organisationSchema } from '../../shared/organisation/organisation.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type ItemKind, Table, type Write } from '../../shared/store/table.ts'
import { pastStageItem, projectItem } from '../../shared/project/project.store.ts'
import { beginStage } from '../../shared/stage/begin.ts'
import { enrolmentItem } from '../../shared/volunteer/volunteer.store.ts'
import { defaultDefinition } from '../support/projects.ts'

let data = ''
let local: LocalTable
let table: Table
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'xiuyuan-figures-'))
  local = await startTable(data)
  table = new Table({ name: local.name, endpoint: local.endpoint, region: 'local' })
})
afterAll(async () => {
  await local.close()
  rmSync(data, { recursive: true, force: true })
})

const now = toInstant(Date.parse('2027-03-01T02:00:00Z'))
let nextDistrict = 400_000
const by = { person: newPersonId(), name: '成员 1' }

/** A district of its own, with every change kept as the stream would hand it over. */
class District {
  readonly code = String(nextDistrict += 1)
  readonly events: { before: Record<string, unknown> | undefined; after: Record<string, unknown> | undefined }[] = []
  readonly projects: ProjectId[] = []
  readonly volunteers: VolunteerId[] = []
  readonly organisations: OrganisationId[] = []
  readonly activities: { id: Activity['id']; project: ProjectId }[] = []

  async write(writes: readonly Write[]): Promise<void> {
    const wanted = writes.flatMap((write) => ('put' in write ? [write.put] : 'remove' in write ? [write.remove] : []))
    const look = async () => Promise.all(wanted.map(async ({ pk, sk }) => (await table.queryRaw({ pk, prefix: sk })).items.find((item) => item.sk === sk)))
    const before = await look()
    await table.transact(writes)
    const after = await look()
    this.events.push(...wanted.map((_, i) => ({ before: before[i], after: after[i] })))
  }

  /** Hands events over as they come, or in any order and more than once. */
  async handOver(order: (events: District['events']) => District['events'] = (events) => events): Promise<void> {
    for (const { before, after } of order(this.events)) await upkeepOf(before, after)?.run({ table })
  }

  async organisation(kind: 'agency' | 'team' = 'agency', state: 'asked' | 'admitted' = 'admitted'): Promise<OrganisationId> {
    const id = newOrganisationId()
    await this.write([organisationItem.put(organisationSchema.parse({
      id, district: this.code, state, reasons: null, askedBy: by.person, askedAt: now, decidedAt: now, asked: 1, name: `示例机构 ${this.organisations.length}`, contact: { name: '联系人', phone: '13800000000', email: 'a@example.cn' },
      team: kind === 'team' ? { size: 30, core: 5 } : null, certificate: null, standing: 'registered', kind, registeredAs: 'service', creditCode: '52330411MJ9900020C',
    }), 'none')])
    this.organisations.push(id)
    return id
  }

  async project(organisation: OrganisationId): Promise<ProjectId> {
    const id = newProjectId()
    const project = newProject({ id, district: this.code, organisation: { id: organisation, name: '示例机构' }, title: '示例项目', definition: defaultDefinition(), by: by.person, now })
    await this.write(projectWrites(project, {}, now))
    this.projects.push(id)
    return id
  }

  async volunteer(organisation: OrganisationId): Promise<VolunteerId> {
    const id = newVolunteerId()
    await this.write([enrolmentItem.put({ organisation, volunteer: id, number: '1', name: '志愿者 1', minor: false, since: now }, 'none')])
    this.volunteers.push(id)
    return id
  }

  async activity(project: ProjectId, day: string): Promise<Activity['id']> {
    const activity = inventedActivity({ id: project, district: this.code, cycle: 1 }, toInstant(Date.parse(`${day}T01:00:00Z`)))
    const { id } = activity
    await this.write([activityItem.put(activity, 'none')])
    this.activities.push({ id, project })
    return id
  }

  async report(nth: number, beneficiaries: number | null): Promise<void> {
    const { id, project } = this.activities[nth % this.activities.length] ?? { id: '', project: '' }
    const found = await table.get(activityItem, keys.activity(project, id))
    if (found === undefined) return
    const { value, version } = found
    await this.write([activityItem.put(beneficiaries === null ? { ...value, state: 'planned', report: null } : { ...value, state: 'reported', report: { what: '', beneficiaries, attendances: beneficiaries * 2, at: now, by } }, version)])
  }

  async attend(nth: number, who: number, given: Pick<Attendance, 'kind' | 'state'> & { minutes: number; overMidnight: boolean }): Promise<void> {
    const { id, project } = this.activities[nth % this.activities.length] ?? { id: '', project: '' }
    const volunteer = this.volunteers[who % this.volunteers.length]
    const activity = await table.get(activityItem, keys.activity(project, id))
    if (activity === undefined || volunteer === undefined) return
    const found = await table.get(attendanceItem, keys.attendance(id, volunteer))
    const day = activity.value.startsAt.slice(0, 10)
    const next = `${day.slice(0, 5)}${String(Number(day.slice(5, 7)) + 1).padStart(2, '0')}-01`
    const days = given.state === 'open' ? [] : given.overMidnight ? [{ day, minutes: given.minutes }, { day: next, minutes: 10 }] : [{ day, minutes: given.minutes }]
    const minutes = days.reduce((sum, one) => sum + one.minutes, 0)
    await this.write([attendanceItem.put(inventedAttendance(activity.value, volunteer, { organisation: this.organisations[0] ?? newOrganisationId(), minutes, days, kind: given.kind, state: given.state, ...(given.state === 'open' ? { to: null } : {}) }), found?.version ?? 'none')])
  }

  /** Everything that is kept, less versions and what says nothing. */
  async kept() {
    const values = async <T>(kind: ItemKind<T>, query: Parameters<Table['query']>[1]) => (await table.queryAll(kind, query)).map(({ value }) => value)
    const each = async <T>(kind: ItemKind<T>, wanted: { pk: string; sk: string }[]) => (await table.getMany(kind, wanted)).flatMap((one) => (one === undefined ? [] : [one.value]))
    const figures = await values(figureItem, keys.figures(this.code))
    return {
      lines: await values(boardLineItem, keys.board(this.code)), places: await each(boardPlaceItem, this.projects.map((id) => keys.boardPlace(id))), counts: (await each(boardCountsItem, [keys.boardCounts(this.code)]))[0],
      counted: (await Promise.all(this.projects.map((id) => values(countedItem, keys.activitiesCounted(id))))).flat().filter(({ held, people }) => held !== null || Object.keys(people).length > 0),
      projects: (await each(projectSumsItem, this.projects.map((id) => keys.projectSums(id)))).filter(({ activities, services }) => activities + services > 0),
      people: (await Promise.all(this.projects.map((id) => values(projectPersonItem, keys.projectPeople(id))))).flat(), volunteers: await each(volunteerSumsItem, this.volunteers.map((id) => keys.volunteerSums(id))),
      figures: figures.filter(({ activities, services, checkedIn, backFilled, incubated }) => activities + services + checkedIn + backFilled + incubated > 0),
      records: (await Promise.all(figures.filter(({ month }) => month !== 'all').map(async ({ month }) => [await values(shareItem, keys.figureRecords(this.code, month, 'a_')), await values(incubatedItem, keys.figureRecords(this.code, month, 'j_'))]))).flat(2),
    }
  }
}

/** The same sums counted in the plainest way from the records alone. */
async function countedPlainly(district: District) {
  const attendances = (await Promise.all(district.activities.map(({ id }) => table.queryAll(attendanceItem, keys.attendances(id))))).flat().map(({ value }) => value).filter(({ state }) => state === 'counted')
  const of = (some: Attendance[]) => ({
    checkedIn: some.filter(({ kind }) => kind === 'checked-in').reduce((sum, { minutes }) => sum + minutes, 0), backFilled: some.filter(({ kind }) => kind === 'back-filled').reduce((sum, { minutes }) => sum + minutes, 0),
    services: some.length, people: new Set(some.map(({ volunteer }) => volunteer)).size,
  })
  return { all: of(attendances), project: (id: string) => of(attendances.filter(({ project }) => project === id)), volunteer: (id: string) => of(attendances.filter(({ volunteer }) => volunteer === id)) }
}

async function expectAgreement(district: District): Promise<void> {
  const [kept, plain] = [await district.kept(), await countedPlainly(district)]
  const seen = ({ checkedIn, backFilled, services }: { checkedIn: number; backFilled: number; services: number }) => ({ checkedIn, backFilled, services })
  const nothing = { checkedIn: 0, backFilled: 0, services: 0 }
  const all = kept.figures.find(({ month }) => month === 'all')
  const { people, ...sums } = plain.all
  expect(all === undefined ? nothing : seen(all)).toEqual(sums)
  expect(all?.volunteers ?? 0).toBe(people)
  for (const id of district.projects) {
    const own = kept.projects.find(({ project }) => project === id)
    const { people: came, ...rest } = plain.project(id)
    expect(own === undefined ? nothing : seen(own)).toEqual(rest)
    expect(own?.volunteers ?? 0).toBe(came)
  }
  for (const id of district.volunteers) {
    const own = kept.volunteers.find(({ volunteer }) => volunteer === id)
    const { people: _, ...rest } = plain.volunteer(id)
    expect(own === undefined ? nothing : seen(own)).toEqual(rest)
  }
  const months = kept.figures.filter(({ month }) => month !== 'all')
  const shares = kept.records.flatMap((one) => ('activity' in one ? [one] : []))
  for (const figure of months) {
    const ofMonth = shares.filter(({ month }) => month === figure.month)
    for (const field of ['activities', 'beneficiaries', 'attendances', 'checkedIn', 'backFilled', 'services'] as const) expect(ofMonth.reduce((sum, one) => sum + one[field], 0)).toBe(figure[field])
  }
  expect(months.reduce((sum, one) => ({ checkedIn: sum.checkedIn + one.checkedIn, backFilled: sum.backFilled + one.backFilled, services: sum.services + one.services }), nothing)).toEqual(sums)
}

const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('attend' as const), nth: fc.nat(5), who: fc.nat(4), kind: fc.constantFrom('checked-in' as const, 'back-filled' as const), state: fc.constantFrom('open' as const, 'counted' as const, 'counted' as const, 'waiting' as const, 'struck' as const), minutes: fc.integer({ min: 0, max: 600 }), overMidnight: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('report' as const), nth: fc.nat(5), beneficiaries: fc.option(fc.nat(100)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hand-over' as const) }) },
)

test('hours of a person, of a project and of the district agree after any sequence of records, with events doubled and in any order; and so says a rebuild', async () => {
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 25 }), fc.infiniteStream(fc.nat()), async (deeds, random) => {
    const district = new District()
    const organisation = await district.organisation()
    for (let n = 0; n < 2; n += 1) await district.project(organisation)
    for (let n = 0; n < 5; n += 1) await district.volunteer(organisation)
    for (let n = 0; n < 6; n += 1) await district.activity(district.projects[n % 2] ?? newProjectId(), ['2027-03-31', '2027-04-30', '2027-05-02'][n % 3] ?? '')
    for (const one of deeds) {
      if (one.do === 'attend') await district.attend(one.nth, one.who, one)
      else if (one.do === 'report') await district.report(one.nth, one.beneficiaries)
      // Some of what has come so far, in any order: the rest is late.
      else await district.handOver((events) => shuffled(events, random).slice(0, Math.ceil(events.length / 2)))
    }
    await district.handOver((events) => shuffled([...events, ...events.slice(0, 5)], random))
    await expectAgreement(district)
    const kept = await district.kept()
    const rebuilt = await rebuild({ table }, district.code)
    expect(rebuilt.mended).toEqual({ lines: 0, strays: 0, counts: 0, activities: 0, sums: 0, figures: 0, records: 0 })
    expect(await district.kept()).toEqual(kept)
  }), { numRuns: 8 })
})

function shuffled<T>(all: readonly T[], random: IterableIterator<number>): T[] {
  const rest = [...all]
  for (let i = rest.length - 1; i > 0; i -= 1) {
    const j = Number(random.next().value) % (i + 1)
    ;[rest[i], rest[j]] = [rest[j] as T, rest[i] as T]
  }
  return rest
}

/** Two projects, of which one has incubation behind it and one was handed over; activities with people. */
async function played(): Promise<District> {
  const district = new District()
  const [one, other] = [await district.organisation(), await district.organisation('team')]
  for (const organisation of [one, other, one]) await district.project(organisation)
  for (let n = 0; n < 3; n += 1) await district.volunteer(one)
  const [first = newProjectId(), second] = district.projects
  const stored = await table.get(projectItem, keys.project(first))
  if (stored === undefined || second === undefined) throw new Error('no project')
  const { value, version } = stored
  const past = { ...value.current, state: 'passed' as const, endedAt: toInstant(Date.parse('2027-04-10T00:00:00Z')) }
  await district.write([projectItem.put({ ...value, street: '示例街道', class: 'children', current: beginStage({ project: first, number: 2, name: 'showcase', cycle: 1, definition: defaultDefinition(), now }) }, version), pastStageItem.put({ project: first, stage: past }, 'none')])
  for (const day of ['2027-04-01', '2027-05-01']) await district.activity(first, day)
  await district.activity(second, '2027-05-03')
  for (let n = 0; n < 3; n += 1) await district.report(n, 10 + n)
  for (let n = 0; n < 6; n += 1) await district.attend(n, n, { kind: n % 2 === 0 ? 'checked-in' : 'back-filled', state: 'counted', minutes: 60 + n, overMidnight: false })
  await district.handOver()
  return district
}

test('a rebuild mends whatever was spoilt, and ends with the consumer’s numbers', async () => {
  const district = await played()
  const right = await district.kept()
  expect(right.figures.find(({ month }) => month === 'all')).toMatchObject({ incubated: 1, activities: 3, beneficiaries: 33, attendances: 66, volunteers: 3, services: 3 })
  expect(right.figures.find(({ month }) => month === '2027-04')).toMatchObject({ incubated: 1, activities: 1 })
  expect(right.counts).toMatchObject({ columns: { incubation: 2, showcase: 1 }, streets: { 示例街道: 1 }, classes: { children: 1 } })
  const [line] = right.lines
  const [place] = right.places
  const [counted] = right.counted
  const [sums] = right.projects
  const [person] = right.people
  const [volunteer] = right.volunteers
  const all = right.figures.find(({ month }) => month === 'all')
  if (line === undefined || place === undefined || counted === undefined || sums === undefined || person === undefined || volunteer === undefined || all === undefined || right.counts === undefined) throw new Error('nothing is kept')
  const invented = newProjectId()
  await table.transact([
    boardLineItem.put({ ...line, title: '改坏了' }, 'any'), boardLineItem.put({ ...line, project: invented }, 'any'), boardPlaceItem.put({ ...place, version: 999, incubatedAt: now }, 'any'), boardCountsItem.put({ ...right.counts, columns: { closed: 7 }, paused: -2 }, 'any'),
    countedItem.put({ ...counted, held: null, people: {} }, 'any'), countedItem.put({ ...counted, activity: newActivityId() }, 'any'), projectSumsItem.put({ ...sums, checkedIn: 1_000_000 }, 'any'), projectPersonItem.put({ ...person, services: 99 }, 'any'),
    projectPersonItem.put({ ...person, volunteer: newVolunteerId() }, 'any'), volunteerSumsItem.put({ ...volunteer, backFilled: 5, months: {} }, 'any'), figureItem.put({ ...all, activities: 0, volunteers: 1, incubated: 9 }, 'any'), figureItem.put({ ...all, month: '2020-01' }, 'any'),
    shareItem.put({ district: district.code, month: '2027-04', activity: newActivityId(), project: place.project, activities: 1, beneficiaries: 0, attendances: 0, checkedIn: 0, backFilled: 0, services: 0 }, 'any'),
    { remove: keys.figureRecord(district.code, '2027-04', place.project), expect: 'any' }, { remove: keys.figureRecord(district.code, '2027-05', district.activities[1]?.id ?? ''), expect: 'any' },
  ])
  expect(await district.kept()).not.toEqual(right)
  const rebuilt = await rebuild({ table }, district.code)
  expect(rebuilt).toMatchObject({ projects: 3, activities: 3, volunteers: 3 })
  expect(await district.kept()).toEqual(right)
  // And the consumer goes on from there.
  await district.attend(0, 1, { kind: 'checked-in', state: 'counted', minutes: 30, overMidnight: false })
  await district.handOver((events) => events.slice(-1))
  await expectAgreement(district)
})

test('an activity with more people than one transaction holds is counted whole', async () => {
  const district = new District()
  const organisation = await district.organisation()
  const project = await district.project(organisation)
  for (let n = 0; n < 95; n += 1) await district.volunteer(organisation)
  await district.activity(project, '2027-04-01')
  for (let n = 0; n < 95; n += 1) await district.attend(0, n, { kind: 'checked-in', state: 'counted', minutes: 60, overMidnight: false })
  await district.handOver((events) => events.slice(-1))
  expect((await district.kept()).figures.find(({ month }) => month === '2027-04')).toMatchObject({ volunteers: 95, services: 95, checkedIn: 95 * 60 })
  await expectAgreement(district)
})

test('a rebuild beside the consumer and a second rebuild: all of them end with the same numbers', async () => {
  const district = await played()
  const right = await district.kept()
  await Promise.all([rebuild({ table }, district.code), district.handOver(), district.handOver((events) => events.toReversed())])
  expect(await district.kept()).toEqual(right)
})
