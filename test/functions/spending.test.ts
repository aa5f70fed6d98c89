import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTrail } from '../../shared/trail/trail.store.ts'
import { spendingFacts } from '../../shared/spending/spending.store.ts'
import { loadWithContent } from '../../shared/project/project.store.ts'
import { aVolunteer } from '../support/hours.ts'
import { aFile, anEntry, mailedAdministrator, spend, underWay } from '../support/money.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await mailedAdministrator(platform)
})
afterAll(() => platform.close())

const codesOf = (body: { errors?: { path: string; code: string }[] }) => Object.fromEntries((body.errors ?? []).map(({ path, code }) => [path, code]))
const read = async (project: string, by: Somebody) => ok(await by.api('GET', `/projects/${project}/spending`))
const trailOf = async (project: string) => (await readTrail(platform.table, { of: 'project', id: project }, { limit: 100 })).items.map(({ value }) => value)

describe('spending', () => {
  test('is recorded against the budget by head and source, and read by organisation and administrator', async () => {
    const made = await underWay(platform)
    await spend(platform, made)
    await spend(platform, made, { head: 'insurance', source: 'own', amount: 12_34 })
    const { against, entries } = await read(made.project, administrator)
    expect(against).toMatchObject({ planned: 15_000_00, spent: 112_34, left: 14_887_66, over: 0, bySource: { grant: { planned: 10_000_00, spent: 100_00 }, own: { planned: 5_000_00, spent: 12_34 } } })
    expect(entries.map(({ amount }: { amount: number }) => amount)).toEqual([12_34, 100_00])
    const { project, content } = await loadWithContent(platform.table, made.project)
    expect((await spendingFacts(platform.table, project.value, content.value, defaultDefinition())).over).toEqual([])
  })

  test('the same request sent twice is recorded once', async () => {
    const made = await underWay(platform)
    const send = () => made.member.api('POST', `/projects/${made.project}/spending`, anEntry(platform), { key: 'spending-sent-once' })
    expect((await send()).body).toEqual((await send()).body)
    expect((await read(made.project, made.member)).entries).toHaveLength(1)
  })

  test('what cannot be is refused, each with its field: a head that is not there, a day ahead, no money, too much, fractions, half an entry', async () => {
    const { project, member } = await underWay(platform)
    const send = async (change: Record<string, unknown>) => codesOf((await member.api('POST', `/projects/${project}/spending`, anEntry(platform, change))).body)
    expect(await send({ head: 'yachts' })).toEqual({ head: 'NOT_A_CHOICE' })
    expect(await send({ day: '2999-01-01' })).toEqual({ day: 'DAY_AHEAD' })
    expect(await send({ day: '2026-02-30' })).toEqual({ day: 'NOT_DATE' })
    expect(await send({ amount: 0 })).toEqual({ amount: 'TOO_SMALL' })
    expect(await send({ amount: 10 ** 15 })).toEqual({ amount: 'TOO_BIG' })
    expect(await send({ amount: 1.5 })).toHaveProperty('amount')
    expect(await send({ paidTo: ' ' })).toEqual({ paidTo: 'REQUIRED' })
    expect(await send({ activity: 'a_00000000000000000000000000' })).toEqual({ activity: 'NOT_A_CHOICE' })
    expect((await read(project, member)).entries).toEqual([])
  })

  test('a change keeps the old value in the trail; two at once: the second is told', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made)
    const path = `/projects/${made.project}/spending/${id}`
    expect((await made.member.api('PUT', path, { ...anEntry(platform, { amount: 120_00, paidTo: '另一家店' }), revision: 1 })).body).toEqual({ spending: id, revision: 2 })
    expect(await made.member.api('PUT', path, { ...anEntry(platform), revision: 1 })).toMatchObject({ status: 409, body: { code: 'STALE', facts: { revision: 2 } } })
    expect((await trailOf(made.project)).find(({ sentence }) => sentence.zh.includes('改了支出'))).toMatchObject({ sentence: { zh: '改了支出“活动文具”：金额、收款方' }, from: '100.00；示例文具店', to: '120.00；另一家店' })
  })

  test('struck with a reason it counts no more and can be taken back; nothing is deleted', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made)
    const path = `/projects/${made.project}/spending/${id}/strike`
    expect(codesOf((await made.member.api('POST', path, { reason: '' })).body)).toEqual({ reason: 'REQUIRED' })
    ok(await made.member.api('POST', path, { reason: '记错了项目' }))
    expect(await read(made.project, made.member)).toMatchObject({ against: { spent: 0 }, entries: [{ id, struck: { reason: '记错了项目' }, doubts: [] }] })
    expect((await made.member.api('POST', path, { reason: '再划' })).body.code).toBe('WRONG_STATE')
    ok(await made.member.api('DELETE', path))
    expect(await read(made.project, made.member)).toMatchObject({ against: { spent: 100_00 }, entries: [{ id, struck: null }] })
    expect((await trailOf(made.project)).filter(({ action }) => action === 'spending.record')).toHaveLength(3)
  })

  test('consequence 2: a head above its cap is pointed out and keeps the gate closed', async () => {
    const made = await underWay(platform)
    await spend(platform, made, { head: 'publicity', amount: 1_500_01 })
    expect((await read(made.project, made.member)).against.heads.find(({ head }: { head: string }) => head === 'publicity')).toMatchObject({ cap: { maxPercent: 10, most: 1_500_00 }, aboveCap: true })
    const { project, content } = await loadWithContent(platform.table, made.project)
    expect((await spendingFacts(platform.table, project.value, content.value, defaultDefinition())).over.map(({ path, code }) => [path, code])).toEqual([['spending.publicity', 'ABOVE_CAP']])
  })

  test('consequence 3: a forbidden purpose needs its named override with a reason, which is kept with the name', async () => {
    const { project, member } = await underWay(platform)
    const send = (change: Record<string, unknown>) => member.api('POST', `/projects/${project}/spending`, anEntry(platform, { what: '给老人的慰问金', ...change }))
    expect(codesOf((await send({})).body)).toEqual({ 'override.purposes.comfort': 'FORBIDDEN_PURPOSE' })
    expect(codesOf((await send({ override: { purposes: ['cars'], reason: '必要' } })).body)).toEqual({ 'override.purposes.comfort': 'FORBIDDEN_PURPOSE' })
    expect(codesOf((await send({ override: { purposes: ['comfort'], reason: '' } })).body)).toEqual({ 'override.reason': 'REQUIRED' })
    ok(await send({ override: { purposes: ['comfort'], reason: '主办单位书面同意' } }))
    const [entry] = (await read(project, administrator)).entries
    expect(entry).toMatchObject({ override: { purposes: ['comfort'], reason: '主办单位书面同意', by: { name: member.name } } })
    expect(entry.doubts.map(({ code }: { code: string }) => code)).toEqual(['NO_RECEIPT', 'FORBIDDEN_PURPOSE'])
  })

  test('consequence 4: a subsidy and local transport for one volunteer-day are pointed out, on both entries', async () => {
    const made = await underWay(platform)
    const { day } = anEntry(platform)
    const { number } = await aVolunteer(made, { name: '赵一' })
    const first = await spend(platform, made, { head: 'labour', amount: 50_00, volunteerDay: { kind: 'subsidy', volunteer: '赵一', day } })
    const second = await spend(platform, made, { head: 'transport', amount: 10_00, volunteerDay: { kind: 'transport', volunteer: number, day } })
    const { entries } = await read(made.project, made.member)
    const collisions = entries.flatMap((entry: { doubts: { code: string; with: string[] }[] }) => entry.doubts.filter(({ code }) => code === 'SUBSIDY_AND_TRANSPORT').flatMap((doubt) => doubt.with))
    expect(collisions).toEqual([first, second])
  })

  test('a volunteer is one of the organisation’s list: nobody else, and not one of two of the same name', async () => {
    const made = await underWay(platform)
    const { day } = anEntry(platform)
    const [first] = [await aVolunteer(made, { name: '赵一' }), await aVolunteer(made, { name: '赵一' })]
    const other = await underWay(platform)
    const stranger = await aVolunteer(other, { name: '钱二' })
    const send = (volunteer: string) => made.member.api('POST', `/projects/${made.project}/spending`, anEntry(platform, { volunteerDay: { kind: 'subsidy', volunteer, day } }))
    expect(codesOf((await send('赵一')).body)).toEqual({ 'volunteerDay.volunteer': 'SEVERAL' })
    expect(codesOf((await send('钱二')).body)).toEqual({ 'volunteerDay.volunteer': 'NOT_A_CHOICE' })
    expect(codesOf((await send(stranger.volunteer)).body)).toEqual({ 'volunteerDay.volunteer': 'NOT_A_CHOICE' })
    const { spending } = ok(await send(`赵一 ${first.number}`))
    expect((await read(made.project, made.member)).entries[0].volunteerDay.volunteer).toBe(first.volunteer)
    const page = async (by: Somebody) => (await by.page(`/projects/${made.project}/spending/${spending}`)).html
    expect(await page(made.member)).toContain('赵一')
    expect(await page(administrator)).not.toContain('赵一')
    expect(await page(administrator)).toContain(first.number)
  })

  test('a receipt outside the period, the same receipt twice and a sum twice are pointed out; receipts belong to their entry', async () => {
    const made = await underWay(platform)
    const [first, second, third] = [await spend(platform, made), await spend(platform, made), await spend(platform, made, { day: '2020-01-01', amount: 7 })]
    for (const id of [first, second]) await aFile(platform, made.project, 'receipt', id, made.member.id, 'same')
    const file = await aFile(platform, made.project, 'receipt', third, made.member.id)
    const found = Object.fromEntries((await read(made.project, made.member)).entries.map((entry: { id: string; doubts: { code: string }[] }) => [entry.id, entry.doubts.map(({ code }) => code)]))
    expect(found).toEqual({ [first]: ['RECEIPT_TWICE', 'PAID_TWICE'], [second]: ['RECEIPT_TWICE', 'PAID_TWICE'], [third]: ['IN_NO_REPORT', 'OUTSIDE_PERIOD'] })
    expect((await made.member.api('DELETE', `/projects/${made.project}/spending/${first}/receipts/${file}`)).status).toBe(404)
    expect((await made.member.api('DELETE', `/projects/${made.project}/spending/${third}/receipts/${file}`)).body).toEqual({ removed: true })
    expect((await trailOf(made.project)).some(({ from }) => from === 'receipt.pdf')).toBe(true)
  })

  test('is locked while the gate is decided and while the project is paused; another organisation sees nothing', async () => {
    const made = await underWay(platform)
    await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, state: 'review' } }))
    expect((await made.member.api('POST', `/projects/${made.project}/spending`, anEntry(platform))).body).toMatchObject({ code: 'WRONG_STATE', errors: [{ code: 'PART_LOCKED' }] })
    const other = await underWay(platform)
    expect((await other.member.api('GET', `/projects/${made.project}/spending`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/projects/${made.project}/spending`)).status).toBe(401)
  })

  test('of an earlier cycle it stays as it was and counts for the present one no more', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made)
    await setProject(platform, made.project, (project) => ({ ...project, cycle: 2 }))
    expect(await read(made.project, made.member)).toMatchObject({ against: { spent: 0 }, entries: [] })
    expect((await made.member.api('PUT', `/projects/${made.project}/spending/${id}`, { ...anEntry(platform), revision: 1 })).body.code).toBe('WRONG_STATE')
    expect(ok(await administrator.api('GET', `/projects/${made.project}/spending?cycle=1`))).toMatchObject({ cycle: 1, entries: [{ id }] })
    expect((await administrator.api('GET', `/projects/${made.project}/spending?cycle=3`)).status).toBe(404)
    const earlier = (await made.member.page(`/projects/${made.project}/spending?cycle=1`)).html
    expect(earlier).toContain('第 1 周期的记录，只能查看')
    expect(earlier).toContain(`/projects/${made.project}/spending/${id}`)
    expect(earlier).not.toContain('/spending/new')
    expect((await made.member.page(`/projects/${made.project}/spending/${id}`)).html).toContain('活动文具')
    expect((await made.member.page(`/projects/${made.project}/reports?cycle=1`)).status).toBe(200)
  })
})

describe('its pages', () => {
  test('take what was typed, tell each mistake beside its field, and keep what was typed', async () => {
    const { project, member } = await underWay(platform)
    const fields = { day: anEntry(platform).day, head: 'materials', source: 'grant', amount: '1,234.567', what: '购买打印机', paidTo: '示例数码', 'volunteerDay.kind': '' }
    const decimals = await member.post(`/projects/${project}/spending`, fields)
    expect(decimals.status).toBe(422)
    expect(decimals.html).toContain('最多两位小数')
    const forbidden = await member.post(`/projects/${project}/spending`, { ...fields, amount: '1,234.50' })
    expect(forbidden.html).toContain('name="override.purposes.fixed-assets"')
    expect(forbidden.html).toContain('1,234.50')
    const sent = await member.post(`/projects/${project}/spending`, { ...fields, amount: '1,234.50', 'override.purposes.fixed-assets': 'true', 'override.reason': '主办单位同意' })
    expect(sent.location).toMatch(new RegExp(`^/projects/${project}/spending/\\w+$`))
    expect((await member.page(sent.location ?? '')).html).toContain('没有凭证')
  })

  test('consequence 6: far over a head, the page points to a change request; a little over, it only says so', async () => {
    const made = await underWay(platform)
    const page = async () => (await made.member.page(`/projects/${made.project}/spending`)).html
    await spend(platform, made, { head: 'insurance', source: 'own', amount: 5_500_00 })
    expect(await page()).not.toContain('/changes/new?kind=budget')
    await spend(platform, made, { head: 'insurance', source: 'own', amount: 1 })
    expect(await page()).toContain(`/projects/${made.project}/changes/new?kind=budget`)
    expect((await administrator.page(`/projects/${made.project}/spending`)).html).not.toContain('/changes/new')
  })

  test('export a table that no spreadsheet runs, with doubts and struck entries said', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made, { what: '=HYPERLINK("x")' })
    ok(await made.member.api('POST', `/projects/${made.project}/spending/${id}/strike`, { reason: '重复' }))
    const { html, headers } = await administrator.page(`/projects/${made.project}/spending.csv`)
    expect(headers.get('content-type')).toContain('text/csv')
    expect(html).toContain('"\'=HYPERLINK(""x"")"')
    expect(html).toContain('已划掉：重复')
  })
})
