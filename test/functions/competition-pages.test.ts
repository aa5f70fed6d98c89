import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admitAll, apply, openContest, openScoring, passWindow, until } from '../support/contest.ts'
import { formFields } from '../support/forms.ts'

let platform: TestPlatform
let administrator: Somebody
let elsewhere: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  elsewhere = await platform.person('管理员 02', { administrator: '330402' })
})
afterAll(() => platform.close())

async function draft(rulebook = 'qingdao-2018'): Promise<string> {
  const { body } = await administrator.api('POST', '/competitions', { rulebook, name: { zh: '大赛', en: 'Contest' }, authority: { zh: '主办' }, contact: { phone: '0573-0000 0000', email: '' } })
  return body.id
}
async function published(): Promise<string> {
  const id = await draft('jiaxing-default')
  await administrator.api('POST', `/competitions/${id}/publication`, {})
  return id
}

describe('setting up by hand', () => {
  test('what is missing is marked, what was typed is kept, then the draft is there', async () => {
    const refused = await administrator.post('/competitions', { 'name.zh': '示例大赛', 'name.en': '', 'authority.zh': '' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('value="示例大赛"')
    expect(refused.html).toContain('href="#f-rulebook"')
    expect(refused.html).toContain('href="#f-authority.zh"')
    const made = await administrator.post('/competitions', { 'name.zh': '示例大赛', 'name.en': '', 'authority.zh': '示例部门', rulebook: 'jiaxing-default' })
    expect(made.status).toBe(303)
    expect(made.location).toMatch(/^\/competitions\/c_[0-9a-z]{26}\/settings$/)
    expect((await administrator.page(made.location ?? '')).html).toContain('示例大赛')
  })

  test('a form sent as it came changes nothing', async () => {
    const id = await draft()
    const before = (await administrator.api('GET', `/competitions/${id}`)).body
    const fields = formFields((await administrator.page(`/competitions/${id}/settings`)).html, `/competitions/${id}/settings`)
    const saved = await administrator.post(`/competitions/${id}/settings`, fields)
    expect(saved.status, saved.html.slice(0, 3000)).toBe(303)
    expect((await administrator.api('GET', `/competitions/${id}`)).body).toEqual(before)
  })

  test('figures, dates and rows arrive as rules; a wrong one is marked where it was typed', async () => {
    const id = await draft()
    const fields = formFields((await administrator.page(`/competitions/${id}/settings`)).html, `/competitions/${id}/settings`)
    const wrong = await administrator.post(`/competitions/${id}/settings`, { ...fields, 'rounds.0.weight': '20', 'rounds.1.advance.amount': 'five', 'awards.0.amount': '', 'dates.callClosesAt': '2020-01-01T17:00' })
    expect(wrong.status).toBe(422)
    for (const path of ['rounds.1.advance.amount', 'awards.0.amount']) expect(wrong.html).toContain(`href="#f-${path}"`)
    expect(wrong.html).toContain('value="five"')
    const sums = await administrator.post(`/competitions/${id}/settings`, { ...fields, 'rounds.0.weight': '20' })
    expect(sums.html).toContain('href="#f-rounds.0.weight"')
    const trimmed = await administrator.post(`/competitions/${id}/settings`, { ...fields, 'rounds.2.panelSize': '2', 'rounds.2.floor': '1' })
    expect(trimmed.html, trimmed.html).toMatch(/href="#f-rounds\.2\.panelSize">第 3 轮：[^<]+ 每份由几位评委评：去掉/)
    const past = await administrator.post(`/competitions/${id}/settings`, { ...fields, 'dates.callClosesAt': '2020-01-01T17:00' })
    expect(past.html).toContain('href="#f-dates.callClosesAt"')
    const right = await administrator.post(`/competitions/${id}/settings`, { ...fields, 'rounds.0.weight': '20', 'rounds.1.weight': '20', 'rounds.1.advance.amount': '4', 'awards.3.rule': 'share', 'awards.3.amount': '25', 'notice.firstDayCounts': 'true', proposalsEach: '2', then: 'preview' })
    expect(right.location).toBe(`/competitions/${id}/preview`)
    const { rules } = (await administrator.api('GET', `/competitions/${id}`)).body
    expect(rules.rounds[1].advance).toEqual({ rule: 'top', count: 4, within: 'group' })
    expect(rules.awards[3]).toMatchObject({ id: 'finalist', rule: 'share', percent: 25 })
    expect(rules).toMatchObject({ notice: { firstDayCounts: true }, applicants: { proposalsEach: 2 } })
  })

  test('without script the buttons of a row add and remove it, and keep the rest as typed', async () => {
    const id = await draft()
    const fields = formFields((await administrator.page(`/competitions/${id}/settings`)).html, `/competitions/${id}/settings`)
    const more = formFields((await administrator.post(`/competitions/${id}/settings`, { ...fields, 'name.zh': '改了', add: 'categories' })).html, `/competitions/${id}/settings`)
    expect(Object.keys(more).filter((name) => /^categories\.\d+\.id$/.test(name))).toHaveLength(10)
    expect(more['name.zh']).toBe('改了')
    const fewer = formFields((await administrator.post(`/competitions/${id}/settings`, { ...more, remove: 'categories.0' })).html, `/competitions/${id}/settings`)
    expect(Object.keys(fewer).filter((name) => /^categories\.\d+\.id$/.test(name))).toHaveLength(9)
    expect(fewer['categories.0.id']).toBe(more['categories.1.id'])
    const named = await administrator.post(`/competitions/${id}/settings`, { ...more, 'categories.9.name.zh': '新类别', 'rounds.0.grouping.count': '11', 'rounds.1.grouping.count': '11', 'rounds.2.grouping.count': '11' })
    expect(named.status).toBe(303)
    expect((await administrator.api('GET', `/competitions/${id}`)).body.rules.categories[9]).toEqual({ id: 'category-10', name: { zh: '新类别' } })
  })

  test('the preview says in numbers what happens, and publishing leads to the progress', async () => {
    const id = await draft()
    const { html } = await administrator.page(`/competitions/${id}/preview?proposals=422&judges=50`)
    for (const words of ['10 组，每组 23–47 份', '建议 50 位', '共 2,110 张', '50 份进入最后排名', '其余 20 份没有奖项']) expect(html).toContain(words)
    expect((await administrator.post(`/competitions/${id}/publication`, { seed: '两 个' })).html).toContain('href="#f-seed"')
    const out = await administrator.post(`/competitions/${id}/publication`, { seed: '' })
    expect(out.location).toBe(`/competitions/${id}`)
    expect((await administrator.page(`/competitions/${id}/preview`)).html).not.toContain('action="/competitions/' + id + '/publication"')
    expect((await elsewhere.page(`/competitions/${id}/preview`)).status).toBe(403)
  })
})

describe('a running competition', () => {
  test('its page shows step, date, who is asked, what comes next; a draft leads to its settings', async () => {
    const id = await published()
    await vi.waitFor(async () => {
      const { html } = await administrator.page(`/competitions/${id}`)
      for (const words of ['这一步：征集申报书', '申报单位', '截止后开始资格审查', '公布了征集', '/dates']) expect(html).toContain(words)
    }, { timeout: 60_000, interval: 100 })
    expect((await elsewhere.page(`/competitions/${id}`)).status).toBe(403)
    const unset = await draft()
    expect((await fetch(`${platform.url}/competitions/${unset}`, { redirect: 'manual', headers: { cookie: `session=${administrator.cookie}` } })).headers.get('location')).toBe(`/competitions/${unset}/settings`)
  })

  test('before there is a notice its days are expected; the proposals stand in the same frame', async () => {
    const id = await published()
    const { html } = await administrator.page(`/competitions/${id}`)
    const dates = html.slice(html.indexOf('id="kd"'), html.indexOf('id="ac"'))
    expect(dates).toMatch(/公示（5 个工作日）.*预计/)
    const proposals = (await administrator.page(`/competitions/${id}/proposals`)).html
    for (const tab of ['judges', 'rulebook', 'trail']) expect(proposals).toContain(`href="/competitions/${id}/${tab}"`)
    expect(proposals).toMatch(new RegExp(`href="/competitions/${id}/proposals" aria-current="page"`))
  })

  test('a date is moved by hand, with its reason; without one it is asked for', async () => {
    const id = await published()
    const { body } = await administrator.api('GET', `/competitions/${id}`)
    const to = new Date(Date.parse(body.dates.callClosesAt) + 8 * 3_600_000 + 86_400_000).toISOString().slice(0, 16)
    const refused = await administrator.post(`/competitions/${id}/dates`, { window: 'call', to, reason: '' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain(`value="${to}"`)
    expect((await administrator.post(`/competitions/${id}/dates`, { window: 'call', to, reason: '台风' })).location).toBe(`/competitions/${id}?moved`)
    const after = (await administrator.api('GET', `/competitions/${id}`)).body.dates.callClosesAt
    expect(Date.parse(after) - Date.parse(body.dates.callClosesAt)).toBe(86_400_000)
    expect((await elsewhere.post(`/competitions/${id}/dates`, { window: 'call', to, reason: '台风' })).status).toBe(403)
  })

  test('an invitation shows its link and QR code once; a judge is removed with a reason and is no judge any more', async () => {
    const id = await published()
    expect((await administrator.post(`/competitions/${id}/judges`, { name: '', email: 'nobody' })).html).toContain('href="#f-email"')
    const command = 'invite-judge-0001'
    const shown = await administrator.post(`/competitions/${id}/judges`, { command, name: '评委甲', email: '' })
    const link = /\/invitation\/([0-9a-z]{52})/.exec(shown.html)?.[1] ?? ''
    expect(shown.html).toContain('class="qr')
    expect((await administrator.post(`/competitions/${id}/judges`, { command, name: '评委甲', email: '' })).html).not.toContain(link)
    const judge = await platform.person('评委甲')
    expect((await judge.api('POST', `/invitations/${link}/acceptance`, {})).status).toBe(201)
    expect((await administrator.page(`/competitions/${id}/judges`)).html).toContain('评委甲')
    expect((await administrator.post(`/competitions/${id}/judges/${judge.id}/removal`, { reason: '' })).status).toBe(422)
    expect((await elsewhere.api('DELETE', `/competitions/${id}/judges/${judge.id}`, { reason: '不能来' })).status).toBe(403)
    expect((await administrator.post(`/competitions/${id}/judges/${judge.id}/removal`, { reason: '不能来' })).status).toBe(303)
    expect((await administrator.api('GET', `/competitions/${id}/judges`)).body.judges).toMatchObject([{ name: '评委甲', removedAt: expect.any(String) }])
    expect((await judge.api('GET', '/competitions')).body.competitions).toEqual([])
    expect((await administrator.api('DELETE', `/competitions/${id}/judges/${judge.id}`, { reason: '再来一次' })).status).toBe(200)
  })

  test('the trail is filtered by person and day, and exported as filtered, safe for spreadsheets', async () => {
    const id = await published()
    const other = await platform.person('=SUM(A1)', { administrator: '330411' })
    await other.api('PUT', `/competitions/${id}`, { introduction: '补充' })
    const { html } = await administrator.page(`/competitions/${id}/trail?person=${other.id}`)
    expect(html).toContain('修改了介绍')
    expect(html).not.toContain('公布了征集')
    const exported = await administrator.page(`/competitions/${id}/trail/export?person=${other.id}`)
    expect(exported.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = exported.html.trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(",'=SUM(A1),")
    expect((await elsewhere.page(`/competitions/${id}/trail/export`)).status).toBe(403)
    expect((await administrator.page('/trail')).html).toContain('公布了征集')
  })
})

describe('rulebooks by hand', () => {
  test('ten mistakes are a table of ten, with what was pasted; mended, it is in the list', async () => {
    const base = structuredClone(libraryRulebooks().find(({ id }) => id === 'jiaxing-default')) as unknown as Record<string, unknown>
    const broken = JSON.stringify({ ...base, id: 'No Slug', version: 0, kind: 'party', blind: 'yes', notice: { workingDays: 0, firstDayCounts: 3 }, colour: 'red', awardTie: 'maybe', total: { decimals: 9 }, categories: [] })
    const refused = await administrator.post('/rulebooks/import', { json: broken })
    expect(refused.status).toBe(422)
    for (const path of ['/id', '/version', '/kind', '/blind', '/notice/workingDays', '/notice/firstDayCounts', '/colour', '/awardTie', '/total/decimals', '/categories']) expect(refused.html).toContain(`<code>${path}</code>`)
    expect(refused.html).toContain('No Slug')
    expect((await administrator.post('/rulebooks/import', { json: '{' })).html).toContain('href="#f-json"')
    expect((await administrator.post('/rulebooks/import', { json: JSON.stringify({ ...base, id: 'by-hand', name: { zh: '手工导入' } }) })).location).toBe('/rulebooks/by-hand')
    expect((await administrator.page('/rulebooks')).html).toContain('手工导入')
    expect((await administrator.page('/rulebooks/by-hand')).html).toContain('不是官方章程')
  })
})

describe('the first page', () => {
  test('an administrator sees drafts to be finished and what is running; another district does not', async () => {
    const id = await draft()
    const { html } = await administrator.page('/home')
    expect(html).toContain(`/competitions/${id}/settings`)
    expect(html).toContain('正在进行的大赛')
    expect((await elsewhere.page('/home')).html).not.toContain(id)
  })

  test('an applicant sees open calls and their own proposals, a judge what is to be scored; neither sees the other', async () => {
    const contest = await openContest(platform, { applicants: 1, judges: 3 })
    await apply(contest, 0, '敲门行动')
    const [applicant] = contest.applicants
    const [judge] = contest.judges
    if (applicant === undefined || judge === undefined) throw new Error('nobody')
    const { html } = await applicant.person.page('/home')
    expect(html).toContain(`/proposals/new/${contest.id}`)
    expect(html).toContain('敲门行动')
    expect((await applicant.person.page('/competitions')).html).toContain(`href="/public/competitions/${contest.id}"`)
    await passWindow(platform, 10)
    await until(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    await openScoring(platform, contest)
    const desk = (await judge.page('/home')).html
    expect(desk).toContain(`/judging/${contest.id}/0`)
    expect(desk).not.toContain('敲门行动')
    expect((await contest.administrator.page('/home')).html).toContain('评分表 0 / 3')
  })

  test('who has no role is told what to do; who is not signed in is asked to', async () => {
    const nobody = await platform.person('新来的人')
    expect((await nobody.page('/home')).html).toContain('href="/join"')
    expect((await platform.visitor.page('/home')).status).not.toBe(500)
  })
})
