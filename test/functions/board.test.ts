import exceljs from 'exceljs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { observeCapacity } from '../../functions/context.ts'
import { upkeepOf } from '../../functions/commands/keep.ts'
import { boardCountsItem, boardLineItem, boardPlaceItem } from '../../shared/board/board.store.ts'
import { newPersonId, type OrganisationId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { Project } from '../../shared/project/project.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok, poll } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
let agency: OrganisationId
let team: OrganisationId
const mentor = newPersonId()

/** Six projects, of each kind that the board tells apart. */
async function open(): Promise<void> {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  agency = await admittedOrganisation(platform, '嘉兴市秀洲区示例社会工作服务中心', { kind: 'agency' })
  team = await admittedOrganisation(platform, '示例志愿队', { kind: 'team', team: { size: 30, core: 5 } })
  await project('独居老人敲门行动', { class: 'elderly', street: '甲街道' }, 'implementation')
  await project('放学后的一小时', { class: 'children', street: '乙镇', mentor: { person: mentor, name: '督导 1', organisation: '示例机构', since: platform.clock.now() } }, 'implementation')
  await project('河道观察员', { class: 'environment', street: '甲街道', openChange: { number: 1, at: platform.clock.now() } }, 'incubation', team)
  await project('楼道微更新', { class: 'community', street: '甲街道' }, 'incubation', team, (one) => ({ ...one, current: { ...one.current, state: 'paused', paused: { from: 'working', since: one.createdAt, until: null, reason: '假期' } } }))
  await project('已经结项的', { class: 'health', street: '' }, 'evaluation', agency, (one) => ({ ...one, state: 'closed', current: { ...one.current, state: 'passed', endedAt: one.createdAt } }))
  await project('早就该交的', { class: 'culture', street: '乙镇' }, 'showcase', agency, (one) => ({ ...one, current: { ...one.current, dueAt: plusDays(one.createdAt, -3) } }))
  await platform.platform.streams.caughtUp()
}

async function project(name: string, change: Partial<Project>, stage: Parameters<typeof projectIn>[1], of = agency, then: ((project: Project) => Project) | undefined = undefined) {
  const id = await projectIn(platform, stage, { id: of, name: of === agency ? '嘉兴市秀洲区示例社会工作服务中心' : '示例志愿队' }, change, fullAnswers({ name }))
  if (then !== undefined) await setProject(platform, id, then)
  platform.platform.streams.poke()
  return id
}

const ended = (one: Project): Project => ({ ...one, state: 'ended', current: { ...one.current, state: 'ended', endedAt: platform.clock.now() } })

const board = async (query = '') => ok(await administrator.api('GET', `/board${query}`))
const titles = async (query: string): Promise<string[]> => (await board(`?view=table&${query}`)).lines.map(({ title }: { title: string }) => title)

describe('the board', () => {
  beforeAll(open)
  afterAll(async () => { await platform.close() })

  test('shows each stage with what is due first, and counts what is there', async () => {
    const { total, lanes, found } = await board()
    expect(total).toBe(6)
    expect(found).toEqual({ incubation: 2, showcase: 1, implementation: 2, closed: 1 })
    expect(lanes.map(({ column, lines }: { column: string; lines: { title: string }[] }) => [column, lines.map(({ title }) => title)])).toEqual([
      // What is paused has no date that runs; two of one day stand in no order of their own.
      ['incubation', ['河道观察员', '楼道微更新']], ['showcase', ['早就该交的']], ['implementation', expect.arrayContaining(['独居老人敲门行动', '放学后的一小时'])], ['evaluation', []],
    ])
    expect(ok(await administrator.api('GET', '/board/counts'))).toMatchObject({ waits: { administrator: 2, organisation: 3 }, paused: 1, streets: { 甲街道: 3, 乙镇: 2 } })
  })

  test.each([
    ['street=甲街道', ['河道观察员', '楼道微更新', '独居老人敲门行动']], ['class=children', ['放学后的一小时']], ['waits=administrator', ['河道观察员', '楼道微更新']], ['is=late', ['早就该交的']], ['is=paused', ['楼道微更新']], ['column=closed', ['已经结项的']], ['q=社会工作&street=甲街道', ['独居老人敲门行动']], ['q=敲门', ['独居老人敲门行动']],
    ['q=嘉兴市秀洲区示例社会工作服务中心&column=showcase', ['早就该交的']], [`mentor=${mentor.slice(2, 8)}`, ['放学后的一小时']], ['sort=-title&column=implementation', ['放学后的一小时', '独居老人敲门行动']], ['q=没有的', []],
  ])('finds %s', async (query, expected) => {
    expect(await titles(encodeURI(query))).toEqual(expected)
  })

  test('by organisation, whose codes come with the whole board', async () => {
    const { organisations, mentors } = await board('?more=yes')
    expect(organisations).toEqual([{ code: agency.slice(2, 12), name: '示例社会工作服务中心', lines: 4 }, { code: team.slice(2, 12), name: '示例志愿队', lines: 2 }].toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN')))
    expect(mentors).toEqual([{ code: mentor.slice(2, 8), name: '督导 1', lines: 1 }])
    expect(await titles(`organisation=${team.slice(2, 12)}`)).toEqual(['河道观察员', '楼道微更新'])
  })

  test('is a spreadsheet under the same filter', async () => {
    const { status, headers } = await administrator.page('/board/export?view=table&street=' + encodeURIComponent('乙镇'))
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('spreadsheetml')
    const response = await fetch(`${platform.url}/board/export?street=${encodeURIComponent('乙镇')}`, { headers: { cookie: `session=${administrator.cookie}`, 'accept-language': 'zh' } })
    const book = new exceljs.Workbook()
    await book.xlsx.load(await response.arrayBuffer())
    const rows = book.worksheets[0]?.getSheetValues().slice(2).map((row) => (row as unknown[])[1])
    expect(rows).toEqual(['早就该交的', '放学后的一小时'])
  })

  describe('saved views', () => {
    const somebody = () => platform.person('管理员 02', { administrator: '330411' })

    test('are one’s own: kept, renamed, removed, had back', async () => {
      const [one, other] = [await somebody(), await somebody()]
      const view = ok(await one.api('POST', '/board/views', { name: '逾期的', query: 'is=late&view=table&page=3&nonsense=1' }))
      expect(view).toMatchObject({ name: '逾期的', query: 'view=table&is=late'.split('&').toSorted().join('&') })
      expect((await one.api('POST', '/board/views', { name: '逾期的', query: '' })).status).toBe(409)
      expect(ok(await one.api('PUT', `/board/views/${view.id}`, { name: '晚了的' })).name).toBe('晚了的')
      expect(ok(await other.api('GET', '/board/views')).views).toEqual([])
      expect((await other.api('DELETE', `/board/views/${view.id}`)).status).toBe(404)
      ok(await one.api('DELETE', `/board/views/${view.id}`))
      expect(ok(await one.api('GET', '/board/views')).views).toEqual([])
      expect((await one.page('/board/views')).html).toContain('已删除“晚了的”')
      ok(await one.api('POST', `/board/views/${view.id}/restoration`))
      expect((await one.page('/board')).html).toContain('>晚了的</a>')
      ok(await one.api('DELETE', `/board/views/${view.id}`))
      platform.clock.forward({ minutes: 11 })
      expect((await one.api('POST', `/board/views/${view.id}/restoration`)).status).toBe(404)
    })

    test('a name too long is told beside its field, with the board as it was', async () => {
      const one = await somebody()
      const { status, html } = await one.post('/board/views', { district: '330411', name: '很'.repeat(40), query: 'view=table&is=late' })
      expect(status).toBe(422)
      expect(html).toContain('最多 30 个字')
      expect(html).toContain('早就该交的')
      expect((await one.post('/board/views', { district: '330411', name: '好名字', query: 'view=table&is=late' })).location).toBe('/board?is=late&view=table')
    })
  })
})

// Each changes what the board counts, and therefore has a board of its own.
describe('as projects come and go', () => {
  beforeEach(open)
  afterEach(async () => { await platform.close() })

  test('an image that is doubled or older than the line changes nothing; a project that moves takes its line and the counts with it', async () => {
    const id = await project('要搬家的', { street: '丙街道' }, 'incubation')
    const images: Record<string, unknown>[] = []
    const look = async () => { images.push(...(await platform.table.queryRaw({ pk: keys.project(id).pk, prefix: 'PROJECT' })).items) }
    await look()
    for (const street of ['丁街道', '戊街道']) {
      await setProject(platform, id, (one) => ({ ...one, street, current: { ...one.current, dueAt: plusDays(one.current.dueAt, 1) } }))
      await look()
    }
    await platform.platform.streams.caughtUp()
    const kept = async () => [await platform.table.queryAll(boardLineItem, keys.board('330411')), (await platform.table.get(boardCountsItem, keys.boardCounts('330411')))?.value]
    const before = await kept()
    for (const image of [images[1], images[0], images[2], images[1], images[2]]) await upkeepOf(undefined, image)?.run({ table: platform.table })
    expect(await kept()).toEqual(before)
    expect((await platform.table.get(boardCountsItem, keys.boardCounts('330411')))?.value.streets).toEqual({ 甲街道: 3, 乙镇: 2, 戊街道: 1 })
    expect((await platform.table.get(boardPlaceItem, keys.boardPlace(id)))?.value).toMatchObject({ version: 3, line: { street: '戊街道' } })
    await setProject(platform, id, ended)
    await platform.platform.streams.caughtUp()
    expect(await titles('column=ended')).toEqual(['要搬家的'])
    expect(await titles('street=' + encodeURIComponent('戊街道'))).toEqual(['要搬家的'])
  })

  test('its first page costs the same however many projects there are', async () => {
    let units = 0
    observeCapacity((some) => { units += some })
    // The workflows of all these projects are at work as well: the least of several is the page alone.
    const cost = async () => {
      const seen: number[] = []
      for (let n = 0; n < 8; n += 1) {
        units = 0
        await board()
        seen.push(units)
      }
      return Math.min(...seen)
    }
    const few = await cost()
    for (let n = 0; n < 25; n += 1) await project(`又一个示例项目 ${n}`, { street: '甲街道' }, n % 2 === 0 ? 'incubation' : 'implementation')
    await platform.platform.streams.caughtUp()
    expect((await board()).total).toBe(31)
    // The machines of the new projects read too, until each of them waits.
    let many = 0
    await poll(platform, async () => (many = await cost()) === few, () => `the first page costs ${many}, not ${few}`)
    observeCapacity(undefined)
    const { lines } = await board('?view=table&page=2')
    expect(lines).toHaveLength(1)
  })

  test('the district’s figures tell stages; a figure of nothing has no list', async () => {
    await project('提前结束的', {}, 'incubation', agency, ended)
    await platform.platform.streams.caughtUp()
    const { all, stages, months } = ok(await administrator.api('GET', '/figures'))
    expect(all).toMatchObject({ activities: 0, incubated: 4 })
    expect(stages).toMatchObject({ showcase: 1, closed: 1, ended: 1 })
    expect(months).toHaveLength(12)
    const { html } = await administrator.page('/district')
    expect(html).toContain('/board?view=table&amp;column=showcase')
    const month = platform.clock.now().slice(0, 7)
    const { records, total } = ok(await administrator.api('GET', `/figures/records?figure=incubated&month=${months.at(-1).month}`))
    expect([records.length, total]).toEqual([4, 4])
    expect((await administrator.page(`/district/records?figure=volunteers&month=${month}`)).html).toContain('这个月没有')
    expect((await administrator.page('/district/records')).status).toBe(303)
  })
})
