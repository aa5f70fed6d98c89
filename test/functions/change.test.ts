import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { contentItem, loadProject, loadWithContent } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { ok, poll } from '../support/contest.ts'
import { mailedAdministrator, mailTo, reportContent, underWay, type UnderWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await mailedAdministrator(platform)
})
afterAll(() => platform.close())

const ask = ({ project, member }: UnderWay, body: Record<string, unknown>) => member.api('POST', `/projects/${project}/changes`, { reasons: '场地变了', ...body })
const decide = ({ project }: UnderWay, number: number, body: Record<string, unknown>) => administrator.api('POST', `/projects/${project}/changes/${number}/decision`, body)
const codes = (body: { errors?: { path: string; code: string }[] }) => (body.errors ?? []).map(({ path, code }) => `${path} ${code}`)
const scope = { kind: 'scope', content: { place: '示例街道文化站' } }
const line = (head: string, yuan: number, source = 'grant') => ({ head, activity: '用途', unitPrice: yuan * 100, unit: '项', quantity: '1', source, note: '' })
const budget = (...budget: ReturnType<typeof line>[]) => ({ kind: 'budget', content: { budget } })

describe('a change request', () => {
  test('of the scope: asked, told, approved; the text changes with its part’s revision, and mails say so', async () => {
    const made = await underWay(platform)
    expect(ok(await ask(made, { kind: 'scope', content: { place: '示例街道文化站', directPeople: 45 } }))).toEqual({ change: 1 })
    expect((await loadProject(platform.table, made.project)).value.openChange).toMatchObject({ number: 1 })
    expect((await mailTo(platform, 'administrator@example.cn')).join('\n')).toContain('申请变更目标与范围，在等答复')
    ok(await decide(made, 1, { decision: 'approve' }))
    const { project, content } = await loadWithContent(platform.table, made.project)
    expect(project.value.openChange).toBeNull()
    expect(content.value).toMatchObject({ revision: 2, parts: { plan: 2, beneficiaries: 2 }, answers: { place: '示例街道文化站', directPeople: 45, goals: fullAnswers().goals } })
    expect((await mailTo(platform, made.address)).join('\n')).toContain('变更目标与范围的申请已同意')
    expect(ok(await made.member.api('GET', `/projects/${made.project}/changes`)).changes).toMatchObject([{ number: 1, state: 'approved', decision: { by: { name: administrator.name } }, proposed: { before: { place: '示例社区活动室' }, after: { place: '示例街道文化站' } } }])
  })

  test('a figure that is left empty is empty afterwards', async () => {
    const made = await underWay(platform)
    ok(await ask(made, { kind: 'scope', content: { indirectPeople: null } }))
    ok(await decide(made, 1, { decision: 'approve' }))
    expect((await loadWithContent(platform.table, made.project)).content.value.answers.indirectPeople).toBeUndefined()
  })

  test('one at a time; refused only with reasons, withdrawn while it is open, and then the next', async () => {
    const made = await underWay(platform)
    ok(await ask(made, scope))
    expect((await ask(made, scope)).body).toMatchObject({ code: 'WRONG_STATE', errors: [{ code: 'CHANGE_OPEN' }] })
    expect(codes((await decide(made, 1, { decision: 'refuse' })).body)).toEqual(['reasons REQUIRED'])
    ok(await decide(made, 1, { decision: 'refuse', reasons: '文化站不开放' }))
    expect((await mailTo(platform, made.address)).join('\n')).toContain('文化站不开放')
    expect((await decide(made, 1, { decision: 'approve' })).body.code).toBe('WRONG_STATE')
    expect(ok(await ask(made, scope))).toEqual({ change: 2 })
    expect(ok(await made.member.api('POST', `/projects/${made.project}/changes/2/withdrawal`))).toEqual({ state: 'withdrawn' })
    expect((await decide(made, 2, { decision: 'approve' })).body.code).toBe('WRONG_STATE')
    expect((await loadProject(platform.table, made.project)).value.openChange).toBeNull()
    expect((await loadWithContent(platform.table, made.project)).content.value.revision).toBe(1)
  })

  test('asked twice at the same moment, one stands', async () => {
    const made = await underWay(platform)
    const answers = await Promise.all([ask(made, scope), ask(made, scope), ask(made, scope)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  })

  test('of dates: the stage and its reports run to the later day, in one transaction, and the machine waits for it', async () => {
    const made = await underWay(platform)
    await poll(platform, async () => typeof (await platform.table.get(waitItem, keys.wait(made.project, 'work-1')))?.value.token === 'string', () => 'the machine does not wait')
    const before = (await loadProject(platform.table, made.project)).value.current
    const token = (await platform.table.get(waitItem, keys.wait(made.project, 'work-1')))?.value.token
    const dueDay = shanghaiDate(plusDays(before.dueAt, 100))
    const endDate = '2099-01-01'
    expect(codes((await ask(made, { kind: 'dates', dueDay: shanghaiDate(plusDays(before.startedAt, -1)) })).body)).toEqual(['dueDay DATE_PAST'])
    expect(codes((await ask(made, { kind: 'dates', dueDay: '2099-01-01' })).body)).toEqual(['dueDay DATE_FAR'])
    expect(codes((await ask(made, { kind: 'dates', endDate: '2001-01-01' })).body)).toContain('endDate DATES_REVERSED')
    expect(codes((await ask(made, { kind: 'dates' })).body)).toEqual([' NOTHING_CHANGED'])
    ok(await ask(made, { kind: 'dates', dueDay, endDate }))
    ok(await decide(made, 1, { decision: 'approve' }))
    const { project: { value: project }, content } = await loadWithContent(platform.table, made.project)
    expect(shanghaiDate(project.current.dueAt)).toBe(dueDay)
    expect(project.current.reports.length).toBeGreaterThan(before.reports.length)
    expect(project.current.reports.at(-1)?.to).toBe(dueDay)
    expect(content.value.answers.endDate).toBe(endDate)
    await poll(platform, async () => {
      const now = (await platform.table.get(waitItem, keys.wait(made.project, 'work-1')))?.value.token
      return typeof now === 'string' && now !== token
    }, () => 'the machine did not wake up')
  })

  test('of dates keeps the reports that were sent', async () => {
    const made = await underWay(platform)
    const report = `/projects/${made.project}/reports/1/1`
    ok(await made.member.api('PUT', `${report}/draft`, { revision: 0, content: reportContent() }))
    ok(await made.member.api('POST', `${report}/submission`, {}))
    const { dueAt } = (await loadProject(platform.table, made.project)).value.current
    ok(await ask(made, { kind: 'dates', dueDay: shanghaiDate(plusDays(dueAt, 30)) }))
    ok(await decide(made, 1, { decision: 'approve' }))
    expect((await loadProject(platform.table, made.project)).value.current.reports[0]).toMatchObject({ number: 1, state: 'submitted' })
    expect(ok(await made.member.api('GET', report)).versions).toHaveLength(1)
  })

  test('of the budget: up to a tenth by reasons alone, above it with words of its own; caps hold, the grant does not grow', async () => {
    const made = await underWay(platform)
    const send = async (body: Record<string, unknown>) => codes((await ask(made, body)).body)
    expect(await send(budget(line('materials', 10_000), line('insurance', 5_001, 'grant')))).toEqual(['content.budget GRANT_RAISED'])
    expect(await send(budget(line('materials', 8_000), line('meals', 2_000), line('insurance', 5_000, 'own')))).toEqual(['words REQUIRED'])
    expect(await send({ kind: 'scope', content: { place: null } })).toEqual(['content.place REQUIRED'])
    expect(await send({ ...budget(line('materials', 8_000), line('publicity', 2_000), line('insurance', 5_000, 'own')), words: '宣传任务增加' })).toEqual(['content.budget HEAD_ABOVE_SHARE'])
    expect(await send(budget(...(fullAnswers().budget ?? []) as ReturnType<typeof line>[]))).toEqual([' NOTHING_CHANGED'])
    expect(await send(budget({ ...line('materials', 9_000), quantity: 'x' }, line('meals', 1_000)))).toContain('content.budget.0.quantity QUANTITY_MALFORMED')
    ok(await ask(made, { ...budget(line('materials', 7_000), line('meals', 3_000), line('insurance', 5_000, 'own')), words: '增加了课间餐' }))
    ok(await decide(made, 1, { decision: 'approve' }))
    const { against } = ok(await made.member.api('GET', `/projects/${made.project}/spending`))
    expect(against.heads.filter(({ planned }: { planned: number }) => planned > 0).map(({ head, planned }: { head: string; planned: number }) => [head, planned])).toEqual([['materials', 7_000_00], ['meals', 3_000_00], ['insurance', 5_000_00]])
    expect(against.planned).toBe(15_000_00)
    const page = (await administrator.page(`/projects/${made.project}/changes/1`)).html
    expect(page).toContain('3,000.00 元，占总预算的 20%')
    expect(page).toContain('超过 10%')
    expect(page).toContain('增加了课间餐')
  })

  test('is not for what can simply be written, nor for a project under review', async () => {
    const made = await underWay(platform)
    await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, name: 'incubation' } }))
    expect(codes((await ask(made, scope)).body)).toEqual([' EDIT_DIRECTLY'])
    await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, name: 'implementation', state: 'review' } }))
    expect(codes((await ask(made, scope)).body)).toEqual([' PART_LOCKED'])
    expect(ok(await made.member.api('GET', `/projects/${made.project}/changes`)).askable).toEqual([])
  })

  test('is not approved over a text that moved on, nor in another stage; it can still be refused', async () => {
    const made = await underWay(platform)
    ok(await ask(made, scope))
    const { content } = await loadWithContent(platform.table, made.project)
    await platform.table.transact([contentItem.put({ ...content.value, revision: 2, parts: { plan: 2 } }, content.version)])
    expect((await decide(made, 1, { decision: 'approve' })).body.code).toBe('STALE')
    await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, number: 2 } }))
    expect(codes((await decide(made, 1, { decision: 'approve' })).body)).toEqual([' STAGE_OVER'])
    ok(await decide(made, 1, { decision: 'refuse', reasons: '请重新申请' }))
  })

  test('is read by organisation and administrator, decided by the administrator alone, and nobody else’s', async () => {
    const made = await underWay(platform)
    ok(await ask(made, scope))
    const other = await underWay(platform)
    expect((await other.member.api('GET', `/projects/${made.project}/changes`)).status).toBe(403)
    expect((await other.member.api('POST', `/projects/${made.project}/changes/1/withdrawal`)).status).toBe(403)
    expect((await made.member.api('POST', `/projects/${made.project}/changes/1/decision`, { decision: 'approve' })).status).toBe(403)
    expect((await administrator.api('POST', `/projects/${made.project}/changes`, { ...scope, reasons: 'x' })).status).toBe(403)
  })
})

describe('its pages', () => {
  test('ask by a form that keeps what was typed, compare before and after, and take the decision', async () => {
    const made = await underWay(platform)
    const at = `/projects/${made.project}/changes`
    expect((await made.member.page(`${at}/new`)).html).toContain(`${at}/new?kind=budget`)
    expect((await made.member.page(`${at}/new?kind=budget`)).html).toContain('name="content.budget.0.unitPrice"')
    const refused = await made.member.post(at, { kind: 'scope', 'content.goals': fullAnswers().goals ?? '', 'content.place': '', 'content.who': '双职工家庭的小学生', 'content.directPeople': '40', 'content.indirectPeople': '80', 'content.attendances': '2000', reasons: '场地变了' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('场地变了')
    const dueDay = shanghaiDate(plusDays((await loadProject(platform.table, made.project)).value.current.dueAt, 20))
    const asked = await made.member.post(at, { kind: 'dates', endDate: '', dueDay, reasons: '雨季推迟' })
    expect(asked.location).toBe(`${at}/1`)
    expect((await made.member.page(`${at}/1`)).html).toContain('撤回申请')
    expect((await administrator.post(`${at}/1/decision`, { decision: 'refuse', reasons: '' })).html).toContain('不同意时请写明理由')
    expect((await administrator.post(`${at}/1/decision`, { decision: 'approve', reasons: '' })).location).toBe(`${at}/1`)
    expect((await made.member.page(at)).html).toContain('已同意')
  })

  test('a budget’s rows are added without a script, and what was typed stays', async () => {
    const made = await underWay(platform)
    const pressed = await made.member.post(`/projects/${made.project}/changes`, { kind: 'budget', 'content.budget.0.activity': '刚打的字', 'content.budget.0.head': 'materials', add: 'content.budget', reasons: '', words: '' })
    expect(pressed.status).toBe(200)
    expect(pressed.html).toContain('刚打的字')
    expect(pressed.html).toContain('name="content.budget.1.activity"')
  })
})
