import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { admittedOrganisation, type Applicant, applicant, fullDraft, openCompetition, pdf, postFile, sentProposal, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')]))
const valueOf = (html: string, name: string) => new RegExp(`<(?:input|textarea)[^>]*name="${name.replaceAll('.', '\\.')}"[^>]*>`).exec(html)?.[0]
const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

async function started(): Promise<Applicant & { proposal: string }> {
  const by = await applicant(platform)
  const competition = await openCompetition(platform)
  const { location } = await by.member.post(`/proposals/new/${competition}`, { category: 'children', organisation: by.organisation })
  const proposal = location?.split('/').at(-1) ?? ''
  expect(proposal).toMatch(/^r_/)
  return { ...by, proposal }
}

describe('whom one acts for', () => {
  test('somebody without an organisation is led to joining', async () => {
    const competition = await openCompetition(platform)
    const nobody = await platform.person('无单位的人')
    const { status, html } = await nobody.page(`/proposals/new/${competition}`)
    expect(status).toBe(403)
    expect(html).toContain('href="/join"')
  })

  test('somebody in two organisations sees for which, and where to change it; others are not asked', async () => {
    const { member } = await applicant(platform)
    expect((await member.page('/proposals')).html).not.toContain('换一个单位')
    const both = await platform.person('两家的人', { member: [await admittedOrganisation(platform, '甲社'), await admittedOrganisation(platform, '乙社')] })
    for (const path of ['/proposals', '/home']) expect((await both.page(path)).html).toContain('href="/organisation#choose"')
  })
})

describe('a section without script', () => {
  test('is saved and leads to the next; what is typed comes back in the form and in the task list', async () => {
    const { member, proposal } = await started()
    const { html } = await member.page(`/proposals/${proposal}/sections/project`)
    const saved = await member.post(`/proposals/${proposal}/sections/project`, { revision: fieldsOf(html).revision ?? '', category: 'elderly', 'content.name': '  邻里“茶话会” <b>' })
    expect(saved.location).toBe(`/proposals/${proposal}/sections/applicant`)
    expect((await member.page(`/proposals/${proposal}/sections/project`)).html).toContain('邻里“茶话会” &lt;b&gt;')
    expect((await member.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ category: 'elderly', draft: { content: { name: '  邻里“茶话会” <b>' } } })
    expect((await member.page(`/proposals/${proposal}`)).html).toContain('已完成')
  })

  test('keeps what can’t be read, says where and why, and saves nothing of it', async () => {
    const { member, proposal } = await started()
    const answer = await member.post(`/proposals/${proposal}/sections/money`, { revision: '1', 'content.totalBudget': '约 300', 'content.requested': '1,200.50', 'content.budget.0.head': 'activity', 'content.budget.0.unitPrice': '十块', 'content.budget.0.quantity': '3' })
    expect(answer.status).toBe(422)
    expect(textOf(answer.html)).toContain('“项目总预算”请只填数字，例如 300.00')
    expect(answer.html).toContain('href="#f-content.budget.0.unitPrice"')
    expect(valueOf(answer.html, 'content.totalBudget')).toContain('value="约 300"')
    expect(valueOf(answer.html, 'content.budget.0.unitPrice')).toContain('value="十块"')
    expect(valueOf(answer.html, 'content.requested')).toContain('value="1,200.50"')
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.revision).toBe(1)
  })

  test('adds and removes rows by buttons and keeps what was typed in the others', async () => {
    const { member, proposal } = await started()
    const rows = { revision: '1', 'content.team.0.memberName': '甲', 'content.team.1.memberName': '乙', 'content.team.2.memberName': '丙' }
    const more = await member.post(`/proposals/${proposal}/sections/team`, { ...rows, add: 'content.team' })
    expect(more.status).toBe(200)
    expect(valueOf(more.html, 'content.team.3.memberName')).toContain('value=""')
    const fewer = await member.post(`/proposals/${proposal}/sections/team`, { ...rows, remove: 'content.team.1' })
    expect(valueOf(fewer.html, 'content.team.1.memberName')).toContain('value="丙"')
    expect(valueOf(fewer.html, 'content.team.2.memberName')).toBeUndefined()
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.content.team).toBeUndefined()
    await member.post(`/proposals/${proposal}/sections/team`, { 'revision': '1', 'content.team.0.memberName': '甲', 'content.team.5.memberName': '己', 'content.team.9.memberName': '' })
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.content.team).toMatchObject([{ memberName: '甲' }, { memberName: '己' }])
  })

  test('in two tabs: the second keeps its text and may save it knowingly; another section is no collision', async () => {
    const { member, proposal } = await started()
    const save = (section: string, revision: string, fields: Record<string, string>) => member.post(`/proposals/${proposal}/sections/${section}`, { revision, ...fields })
    expect((await save('summary', '1', { 'content.summary': '第一份' })).status).toBe(303)
    expect((await save('need', '1', { 'content.need': '同事写的' })).status).toBe(303)
    const late = await save('summary', '1', { 'content.summary': '第二份' })
    expect(late.status).toBe(409)
    expect(late.html).toContain('第二份')
    expect((await save('summary', fieldsOf(late.html).revision ?? '', { 'content.summary': '第二份' })).status).toBe(303)
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.content).toMatchObject({ summary: '第二份', need: '同事写的' })
  })

  test('saves more than the limit, stays there and says so beside the field', async () => {
    const { member, proposal } = await started()
    const { location } = await member.post(`/proposals/${proposal}/sections/summary`, { revision: '1', 'content.summary': '字'.repeat(301) })
    expect(location).toBe(`/proposals/${proposal}/sections/summary?check=1`)
    const { html } = await member.page(location ?? '')
    expect(textOf(html)).toContain('301 / 300 字')
    expect(textOf(html)).toContain('请删减 1 字')
  })

  test('autosave keeps a section as it is typed, and is told of a newer one', async () => {
    const { member, proposal } = await started()
    const send = (revision: string, fields: Record<string, string | string[]>) => member.api('POST', `/proposals/${proposal}/sections/people`, { revision, fields })
    expect((await send('1', { 'content.directPeople': '１,200', 'content.attendances': '' })).body).toMatchObject({ revision: 2, savedAt: expect.any(String) })
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.content).toMatchObject({ directPeople: 1200, attendances: null })
    expect((await send('1', { 'content.directPeople': '5' })).status).toBe(409)
    expect((await send('2', { 'content.directPeople': '五' })).body.errors).toMatchObject([{ path: 'content.directPeople', code: 'INTEGER_EXPECTED' }])
  })
})

describe('every rulebook that comes with the platform', () => {
  test.each(libraryRulebooks().map((rulebook) => [rulebook.id, rulebook] as const))('%s: each part of its form is shown, saved empty, checked and printed', async (_, rulebook) => {
    const organisation = await admittedOrganisation(platform, '示例机构 90', { kind: rulebook.applicants.kinds[0], team: rulebook.applicants.kinds[0] === 'team' ? { size: 20, core: 5 } : null })
    const member = await platform.person('成员', { member: [organisation] })
    const competition = await openCompetition(platform, () => rulebook)
    const { location } = await member.post(`/proposals/new/${competition}`, { category: rulebook.categories[0]?.id ?? '', organisation })
    for (const { id, fields } of rulebook.form.sections) {
      const { status, html } = await member.page(`${location}/sections/${id}`)
      expect(status, id).toBe(200)
      for (const field of fields) expect(html, field.id).toContain(`id="f-content.${field.id}`)
      expect((await member.post(`${location}/sections/${id}`, { revision: fieldsOf(html).revision ?? '' })).status, id).toBe(303)
    }
    for (const page of ['', '/answers', '/print', '/attachments']) expect((await member.page(`${location}${page}`)).status, page).toBe(200)
  })
})

describe('an attachment without script', () => {
  test('goes to the storage by a form of its own and comes back to the proposal', async () => {
    const { member, proposal } = await started()
    const { html } = await member.page(`/proposals/${proposal}/attachments`)
    const form = /<form[^>]*action="([^"]*local-files[^"]*)"[^>]*enctype="multipart\/form-data"[^>]*>(.*?)<\/form>/s.exec(html)
    expect(form?.[2]).toMatch(/<input type="file"[^>]*name="file"/)
    const stored = await postFile({ url: form?.[1] ?? '', fields: fieldsOf(form?.[2] ?? '') }, '登记证书（盖章）.pdf', pdf, { accept: 'text/html' })
    expect(stored.status).toBe(303)
    const back = new URL(stored.headers.get('location') ?? '')
    const arrived = await member.page(back.pathname + back.search)
    expect(arrived.headers.get('location')).toBe(`/proposals/${proposal}/attachments#k-certificate`)
    const { html: after } = await member.page(`/proposals/${proposal}/attachments`)
    expect(after).toContain('登记证书（盖章）.pdf')
    const file = /\/files\/(f_\w+)"/.exec(after)?.[1] ?? ''
    const download = await member.page(`/files/${file}`)
    expect(download.status).toBe(303)
    expect(Buffer.from(await (await fetch(download.headers.get('location') ?? '')).arrayBuffer())).toEqual(pdf)
    expect((await member.post(`/proposals/${proposal}/attachments/removal`, { file })).status).toBe(303)
    const { html: without } = await member.page(`/proposals/${proposal}/attachments`)
    expect(without).toContain('机构已存的文件')
    await member.post(`/proposals/${proposal}/attachments/use`, { file })
    expect((await member.api('GET', `/proposals/${proposal}`)).body.draft.attachments).toMatchObject([{ file }])
  })

  test('that is not what its name says is refused with a sentence at its place', async () => {
    const { member, proposal } = await started()
    const { html } = await member.page(`/proposals/${proposal}/attachments`)
    const form = /<form[^>]*action="([^"]*local-files[^"]*)"[^>]*>(.*?)<\/form>/s.exec(html)
    const stored = await postFile({ url: form?.[1] ?? '', fields: fieldsOf(form?.[2] ?? '') }, '证书.pdf', Buffer.from('MZ not a pdf at all'))
    const back = new URL(stored.headers.get('location') ?? '')
    const { headers } = await member.page(back.pathname + back.search)
    const shown = await member.page((headers.get('location') ?? '').split('#')[0] ?? '')
    expect(textOf(shown.html)).toContain('“证书.pdf”的内容不是 PDF 文件')
    expect(shown.html).toContain('href="#f-attachments.certificate"')
  })
})

describe('sending from the page', () => {
  test('lists what is missing with the way to each place, sends once, and shows the receipt; withdrawing can be undone', async () => {
    const by = await applicant(platform)
    const competition = await openCompetition(platform)
    const { location } = await by.member.post(`/proposals/new/${competition}`, { category: 'children', organisation: by.organisation })
    const empty = await by.member.page(`${location}/answers`)
    expect(empty.html).toContain(`href="${location}/sections/summary?check=1#f-content.summary"`)
    expect(empty.html).toContain(`href="${location}/attachments#k-certificate"`)
    expect(empty.html).not.toContain('提交申报书</button>')
    const proposal = await fullDraft(competition, by)
    const { html } = await by.member.page(`/proposals/${proposal}/answers`)
    const { command = '', revision = '' } = fieldsOf(html.slice(html.indexOf('/submission')))
    const [one, two] = await Promise.all([1, 2].map(() => by.member.post(`/proposals/${proposal}/submission`, { command, revision })))
    expect([one?.location, two?.location]).toEqual([`/proposals/${proposal}`, `/proposals/${proposal}`])
    const { body } = await by.member.api('GET', `/proposals/${proposal}`)
    expect(body.version).toBe(1)
    const receipt = textOf((await by.member.page(`/proposals/${proposal}`)).html)
    expect(receipt).toContain('申报书已收到')
    expect(receipt).toContain(body.number)
    await by.member.post(`/proposals/${proposal}/withdrawal`, {})
    expect(textOf((await by.member.page(`/proposals/${proposal}`)).html)).toContain('取消撤回')
    await by.member.post(`/proposals/${proposal}/restoration`, {})
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body.state).toBe('submitted')
  })

  test('names that judges would read ask for a tick', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by, { summary: '示例人员 12 牵头' })
    const first = await by.member.post(`/proposals/${proposal}/submission`, { revision: '2' })
    expect(first.status).toBe(422)
    expect(textOf(first.html)).toContain('“示例人员 12”')
    expect((await by.member.post(`/proposals/${proposal}/submission`, { revision: '2', acknowledgeNames: 'true' })).location).toBe(`/proposals/${proposal}`)
  })

  test('forms.md part 1, consequence 3: the print keeps the form’s order and three seal boxes', async () => {
    const by = await applicant(platform)
    const proposal = await sentProposal(await openCompetition(platform), by)
    const { html } = await by.member.page(`/proposals/${proposal}/print`)
    const places = ['项目名称', '申报单位', '负责人员', '单位简介', '项目团队', '项目简介', '需求分析', '实施方案', '地点与时间', '服务人数', '经费预算', '项目基础'].map((title) => html.indexOf(`<h3>${title}</h3>`))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(html.match(/class="seal"/g)).toHaveLength(3)
    expect(textOf(html)).toContain('15,000.00')
  })
})

describe('the administrator’s pages', () => {
  test('list, export with formulas defused, decide one after the other, finish', async () => {
    const administrator = await platform.person('管理员 01', { administrator: '330411' })
    const competition = await openCompetition(platform)
    const proposals = [await sentProposal(competition, await applicant(platform), { name: '=HYPERLINK("x")' }), await sentProposal(competition, await applicant(platform), { name: '第二个项目' })]
    await setState(platform, competition, { state: 'eligibility' })
    const list = await administrator.page(`/competitions/${competition}/proposals?q=${encodeURIComponent('第二个')}`)
    expect(textOf(list.html)).toContain('第 1–1 份，共 1 份')
    const { html: csv, headers } = await administrator.page(`/competitions/${competition}/proposals/export`)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
    const next = await administrator.page(`/competitions/${competition}/proposals/next`)
    const first = next.headers.get('location')?.split('/')[2] ?? ''
    expect(proposals).toContain(first)
    const refused = await administrator.post(`/proposals/${first}/eligibility`, { decision: 'rejected', reasons: ' ', 'checks.seals': 'true' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('href="#f-reasons"')
    expect(/<input[^>]*id="f-checks.seals"[^>]*>/.exec(refused.html)?.[0]).toContain('checked')
    expect((await administrator.post(`/proposals/${first}/eligibility`, { decision: 'rejected', reasons: '不在征集范围内' })).status).toBe(303)
    expect((await administrator.page(`/competitions/${competition}/proposals/next?after=${first}`)).headers.get('location')).not.toContain(first)
    expect(textOf((await administrator.post(`/competitions/${competition}/eligibility/finish`, {})).html)).toContain('还有 1 份申报书没有作出决定')
    const other = proposals.find((id) => id !== first) ?? ''
    expect((await administrator.post(`/competitions/${competition}/proposals/admissions`, { [`pick.${other}`]: 'on' })).status).toBe(303)
    expect((await administrator.post(`/competitions/${competition}/eligibility/finish`, {})).status).toBe(303)
    expect((await administrator.api('GET', `/competitions/${competition}`)).body.eligibilityFinishedAt).not.toBeNull()
  })

  test('an applicant reads the decision and its reasons; another organisation reads nothing', async () => {
    const administrator = await platform.person('管理员 02', { administrator: '330411' })
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const proposal = await sentProposal(competition, by)
    await setState(platform, competition, { state: 'eligibility' })
    await administrator.post(`/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '缺少盖章页' })
    expect(textOf((await by.member.page(`/proposals/${proposal}`)).html)).toContain('缺少盖章页')
    const other = await applicant(platform)
    for (const path of ['', '/answers', '/print', '/versions/1', '/attachments', '/sections/summary', '/eligibility']) expect((await other.member.page(`/proposals/${proposal}${path}`)).status, path).toBe(403)
    expect((await platform.visitor.page(`/proposals/${proposal}`)).headers.get('location')).toContain('/sign-in')
  })

  test('no page in English leaves Chinese of our own', async () => {
    const by = await applicant(platform)
    const competition = await openCompetition(platform)
    const proposal = await fullDraft(competition, by)
    await upload(by.member, proposal, 'supporting', 'plan.pdf', pdf)
    for (const path of [`/proposals/${proposal}`, `/proposals/${proposal}/attachments`, `/proposals/new/${await openCompetition(platform)}`]) {
      const { html } = await by.member.page(path, { language: 'en' })
      const ours = textOf(html.replaceAll(/<title>.*?<\/title>|lang="zh-CN">[^<]*/gs, '')).replaceAll(/示例机构 ?\d*(成员)?|放学后的一小时|登记证书\.pdf|中文/g, '')
      expect(ours.match(/\p{Script=Han}+/gu) ?? [], path).toEqual([])
    }
  })
})
