import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, judgedContest, type JudgedContest } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
let call: JudgedContest
let running: JudgedContest
let finished: JudgedContest
let receipt: string
let certificate: string

const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } }
/** What an objector gives, and nobody outside the administration may see. */
const objector = { kind: 'person', name: '某居民甲乙', contact: '13912345678', facts: '身份证 330411199001011234 的当事人可以作证，电话 13812345678。服务次数与事实不符。' }

beforeAll(async () => {
  platform = await startTestPlatform()
  const { table } = platform
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  call = await judgedContest(table, { name: '示例大赛（征集）' })
  const { value, version } = await loadCompetition(table, call.id)
  await table.transact([competitionItem.put({ ...value, state: 'call', dates: { ...value.dates, callClosesAt: plusDays(platform.clock.now(), 12) } }, version)])
  const draft = await judgedContest(table, { name: '示例大赛（筹备中不公开）' })
  const stored = await loadCompetition(table, draft.id)
  await table.transact([competitionItem.put({ ...stored.value, state: 'draft' }, stored.version)])
  running = await judgedContest(table, { name: '示例大赛（公示）' })
  await administrator.api('POST', `/competitions/${running.id}/notice`, notice)
  const { body } = await platform.visitor.api('GET', `/competitions/${running.id}/notice`)
  receipt = (await platform.visitor.api('POST', `/competitions/${running.id}/objections`, { ...objector, proposal: body.lines[0].number })).body.id
  finished = await judgedContest(table, { name: '示例大赛（已颁奖）' })
  await administrator.api('POST', `/competitions/${finished.id}/notice`, notice)
  await closeNotice(table, finished.id, 'award')
  await administrator.api('POST', `/competitions/${finished.id}/awards`)
  certificate = (await platform.visitor.api('GET', `/competitions/${finished.id}/awards`)).body.awards[0].certificate
})
afterAll(() => platform.close())

describe('what anybody sees', () => {
  it('the start page: open calls, running notices, latest awards, and a way to one’s own work', async () => {
    const { html, status } = await platform.visitor.page('/')
    expect(status).toBe(200)
    for (const address of [`/public/competitions/${call.id}`, `/public/competitions/${running.id}/notice`, `/public/competitions/${finished.id}/awards`]) expect(html).toContain(address)
    expect(html).not.toContain('筹备中不公开')
    expect((await administrator.page('/')).html).toContain('去我的待办')
    expect((await platform.visitor.page('/', { language: 'en' })).html).toContain('Volunteer projects, from an idea to what came of it')
  })

  it('the list, by kind and by words; never a draft', async () => {
    const titles = async (query: string) => [...(await platform.visitor.page(`/public${query}`)).html.matchAll(/示例大赛（(..).*?）<\/a>/g)].map(([, kind]) => kind)
    expect((await titles('')).toSorted()).toEqual(['公示', '已颁', '征集'].toSorted())
    expect(await titles('?kind=calls')).toEqual(['征集'])
    expect(await titles('?kind=notices')).toEqual(['公示'])
    expect(await titles('?kind=awards')).toEqual(['已颁'])
    expect(await titles('?text=征集')).toEqual(['征集'])
    expect((await platform.visitor.page('/public?text=没有这样的大赛')).html).toContain('没有找到')
    const { body } = await platform.visitor.api('GET', '/public/competitions')
    expect(body.competitions.map(({ state }: { state: string }) => state)).not.toContain('draft')
  })

  it('the call: dates with time left, rules in words, what is not official, files to send, how to apply', async () => {
    const { html } = await platform.visitor.page(`/public/competitions/${call.id}`)
    for (const text of ['还剩 12 天', '占总分 40%', '需求广泛性', '非官方', '登记证书', '怎样申报', '结果公示 5 个工作日，首日不计入', '0573-0000 0000', '抽签种子']) expect(html, text).toContain(text)
    expect((await platform.visitor.api('GET', `/public/competitions/${call.id}`)).body.rules.id).toBe('jiaxing-default')
  })

  it('no draft, by page or API', async () => {
    const all = await platform.table.query(competitionItem, { index: 'list', pk: `D#${DISTRICT}#COMPETITIONS` })
    const draft = all.items.find(({ value }) => value.state === 'draft')?.value.id
    expect(draft).toBeDefined()
    for (const path of [`/public/competitions/${draft}`, `/public/competitions/${draft}/notice`, `/public/competitions/${draft}/awards`]) expect((await platform.visitor.page(path)).status, path).toBe(404)
    expect((await platform.visitor.api('GET', `/public/competitions/${draft}`)).status).toBe(404)
  })

  it('neither ID nor mobile number of a person, nor who objected, nor a proposal’s id (forms.md part 7, consequence 5)', async () => {
    const pages = [
      '/', '/public', ...[call, running, finished].map(({ id }) => `/public/competitions/${id}`), `/public/competitions/${running.id}/notice`, `/public/competitions/${running.id}/objection`, `/public/competitions/${running.id}/objection/${receipt}`,
      `/public/competitions/${finished.id}/awards`, `/certificates/${certificate}`, `/certificates/${certificate}/print`,
    ]
    const api = ['/public/competitions', `/public/competitions/${running.id}`, `/competitions/${running.id}/notice`, `/competitions/${finished.id}/awards`, `/certificates/${certificate}`]
    const applicant = await platform.person('申报人 01', { member: [] })
    for (const reader of [platform.visitor, applicant]) {
      const texts = [...await Promise.all(pages.map(async (path) => [path, (await reader.page(path)).html] as const)), ...await Promise.all(api.map(async (path) => [path, JSON.stringify((await reader.api('GET', path)).body)] as const))]
      for (const [path, text] of texts) {
        // Ids of ours hold digits too, but never eleven or eighteen by themselves.
        expect(text, path).not.toMatch(/(?<![\w-])1[3-9]\d{9}(?![\w-])/)
        expect(text, path).not.toMatch(/(?<![\w-])\d{17}[\dX](?![\w-])/)
        expect(text, path).not.toContain(objector.name)
        expect(text, path).not.toMatch(/r_[0-9a-z]{26}/)
      }
    }
  })
})

describe('objecting on the page', () => {
  const path = () => `/public/competitions/${running.id}/objection`
  const typed = { kind: 'person', name: '', contact: '', proposal: '', facts: '太短', files: '' }

  it('shows what is wrong beside each field and keeps what was typed', async () => {
    const { status, html } = await platform.visitor.post(path(), { ...typed, name: '某居民丙' })
    expect(status).toBe(422)
    expect(html).toContain('至少 10 个字')
    expect(html).toContain('value="某居民丙"')
    const unsigned = await platform.visitor.post(path(), { ...typed, facts: '服务次数与事实不符，附近居民可以作证。' })
    expect(unsigned.html).toContain('请写真实姓名；不便署名的，可以作为线索提交')
    expect(unsigned.html).toContain('服务次数与事实不符，附近居民可以作证。')
  })

  it('gives a receipt by whose address the ruling is found', async () => {
    const sent = await platform.visitor.post(path(), { ...typed, name: '某居民丙', contact: '0573-1111', facts: '服务次数与事实不符，附近居民可以作证。' })
    expect(sent.status).toBe(303)
    const before = await platform.visitor.page(sent.location ?? '')
    expect(before.html).toContain('异议已收到')
    expect(before.html).toContain('正在核实')
    expect(before.html).not.toContain('某居民丙')
    const id = sent.location?.split('/').at(-1) ?? ''
    const ruled = await administrator.post(`/competitions/${running.id}/result/objections/${id}`, { reasons: '经核实，记录齐全。', effect: 'none', proposal: '', title: '', organisation: '' })
    expect(ruled.status).toBe(303)
    const after = await platform.visitor.page(sent.location ?? '')
    expect(after.html).toContain('不成立')
    expect(after.html).toContain('经核实，记录齐全。')
  })

  it('twice by a double click is one objection', async () => {
    const form = { ...typed, command: 'doubleclick01', name: '某居民丁', contact: '0573-2222', facts: '同一件异议，连点了两次按钮。' }
    const [once, twice] = [await platform.visitor.post(path(), form), await platform.visitor.post(path(), form)]
    expect(twice.location).toBe(once.location)
  })
})

describe('preparing a notice on the page', () => {
  it('shows every day before publishing, and publishes what was shown', async () => {
    const contest = await judgedContest(platform.table, { name: '示例大赛（待公示）' })
    const path = `/competitions/${contest.id}/result/notice`
    const first = await administrator.page(path)
    expect(first.html).toContain('5 个工作日，首日不计入')
    const lastDay = /name="lastDay" value="([\d-]+)"/.exec(first.html)?.[1] ?? ''
    expect(first.html).toContain(`datetime="${lastDay}"`)
    const fields = { basis: '章程', process: '经评审。', 'contact.phone': '0573-0000', 'contact.email': '', firstDay: lastDay, lastDay, step: 'preview' }
    const later = await administrator.post(path, fields)
    expect(later.status).toBe(200)
    expect(/name="lastDay" value="([\d-]+)"/.exec(later.html)?.[1]).not.toBe(lastDay)
    const stale = await administrator.post(path, { ...fields, step: 'publish' })
    expect(stale.status).toBe(422)
    expect(stale.html).toContain('与您看到的不同')
    const moved = /name="lastDay" value="([\d-]+)"/.exec(stale.html)?.[1] ?? ''
    expect((await administrator.post(path, { ...fields, lastDay: moved, step: 'publish' })).status).toBe(303)
    expect((await platform.visitor.page(`/public/competitions/${contest.id}/notice`)).html).toContain(`datetime="${moved}"`)
    const wrong = await administrator.post(path, { ...fields, firstDay: '2020-01-01', step: 'preview' })
    expect(wrong.html).toContain('公示首日不能早于今天')
  })
})
