import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { rulingDeadline } from '../../shared/notice/ruling.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { codes, mistakes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { closeNotice, DISTRICT, judgedContest, plainRulebook } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: '' } }
const objection = { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '该项目的服务次数与事实不符，附近居民可以作证。' }

async function published(options: Parameters<typeof judgedContest>[1] = {}) {
  const contest = await judgedContest(platform.table, options)
  ok(await administrator.api('POST', `/competitions/${contest.id}/notice`, notice))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  const numberOf = (nth: number): string => lines.find(({ title }: { title: string }) => title === contest.proposals[nth]?.title)?.number ?? ''
  return { ...contest, numberOf }
}
const object = async (id: string, more: object = {}) => ok(await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objection, ...more }))
const rule = async (id: string, which: string, more: object) => ok(await administrator.api('POST', `/competitions/${id}/objections/${which}/ruling`, { reasons: '经核实。', ...more }))
const list = async (id: string, who = administrator) => ok(await who.api('GET', `/competitions/${id}/objections`))
const mailTo = async (address: string) => {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter(({ to }) => to === address)
}

describe('the last day for a ruling', () => {
  it('is the rulebook’s working days after it came in, told at once and kept', async () => {
    const { id } = await published({ rulebook: plainRulebook({ notice: { workingDays: 5, firstDayCounts: false, rulingWorkingDays: 3, partial: false } }) })
    const made = await object(id)
    expect(made.deadline).toEqual(rulingDeadline({ rulingWorkingDays: 3 }, {}, made.at))
    const page = await platform.visitor.page(`/public/competitions/${id}/objection/${made.id}`)
    expect(page.html).toContain('最迟处理日期')
    ok(await administrator.api('POST', `/districts/${DISTRICT}/calendar`, { date: made.deadline.day, day: 'off', reason: '台风停工' }))
    expect((await list(id)).objections[0].deadline).toEqual(made.deadline)
    ok(await administrator.api('POST', `/districts/${DISTRICT}/calendar`, { date: made.deadline.day, day: 'published', reason: '照常上班' }))
    expect((await object(id, { kind: 'lead', name: '' })).deadline).toBeNull()
  })

  it('shows as late everywhere once it has passed', async () => {
    const { id } = await published()
    const made = await object(id)
    const due = async () => ok(await administrator.api('GET', '/inbox')).due.filter(({ href }: { href: string }) => href === `/competitions/${id}/result/objections`)
    expect(await due()).toEqual([expect.objectContaining({ state: 'now' })])
    platform.clock.forward({ days: 25 })
    expect(shanghaiDate(platform.clock.now()) > made.deadline.day).toBe(true)
    await closeNotice(platform.table, id, 'ruling')
    expect(await due()).toEqual([expect.objectContaining({ state: 'late' })])
    expect((await list(id)).objections[0].late).toBe(true)
    for (const path of [`/competitions/${id}/result/objections`, `/competitions/${id}/result/objections/${made.id}`, `/competitions/${id}/result`]) expect((await administrator.page(path)).html, path).toContain('已超期')
    await rule(id, made.id, { effect: 'none' })
    expect(await due()).toEqual([])
    expect((await list(id)).objections[0].late).toBe(false)
  })
})

describe('an objection blocks what it is about', () => {
  it('its own line, or, against the list as a whole, every line', async () => {
    const { id, numberOf } = await published()
    const one = await object(id, { proposal: numberOf(2) })
    expect((await list(id)).blocked).toEqual([numberOf(2)])
    expect((await administrator.page(`/competitions/${id}/result`)).html.match(/1 件异议待处理/g)).toHaveLength(1)
    const whole = await object(id)
    expect((await list(id)).blocked).toHaveLength(6)
    await rule(id, whole.id, { effect: 'none' })
    await rule(id, one.id, { effect: 'none' })
    expect((await list(id)).blocked).toEqual([])
  })
})

describe('after a ruling that changes the list', () => {
  it('only what has changed goes under notice again: the days of the rest go on', async () => {
    // Longer than any holidays, so that the second window ends later whatever day it is.
    const { id, numberOf } = await published({ rulebook: plainRulebook({ notice: { workingDays: 15, firstDayCounts: false, rulingWorkingDays: 5, partial: false } }) })
    const first = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`))
    const made = await object(id, { proposal: numberOf(3) })
    platform.clock.forward({ days: 12 })
    await rule(id, made.id, { effect: 'correct', organisation: '示例机构 04（更名）' })
    // Between the ruling and the new notice the days of what stays go on.
    const [still, other] = [await object(id, { proposal: numberOf(0) }), numberOf(0)]
    expect(still.number).toMatch(/^YY-/)
    const preview = ok(await administrator.api('GET', `/competitions/${id}/notice/preview`))
    expect(preview.lines.filter(({ changed }: { changed: boolean }) => changed).map(({ number }: { number: string }) => number)).toEqual([numberOf(3)])
    expect(preview.removed).toEqual([])
    const form = await administrator.page(`/competitions/${id}/result/notice`)
    expect(form.html).toContain('公示变动')
    expect(form.html).toContain('这些项目的公示期照旧')
    ok(await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '更正一处单位名称。' }))
    const second = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`))
    expect(second).toMatchObject({ number: 2, replaces: 1, lines: expect.any(Array), removed: [] })
    expect(second.lastDay > first.lastDay).toBe(true)
    expect(second.lines.map((line: { number: string; notice: number; lastDay: string }) => [line.notice, line.lastDay])).toEqual(
      second.lines.map(({ number }: { number: string }) => (number === numberOf(3) ? [2, second.lastDay] : [1, first.lastDay])),
    )
    expect(ok(await platform.visitor.api('GET', `/competitions/${id}/notice?number=1`))).toMatchObject({ open: true, replacedBy: 2, amended: true })
    const page = await platform.visitor.page(`/public/competitions/${id}/notice`)
    for (const words of ['变动的项目', '没有变动的项目', '示例机构 04（更名）', '本公示只就第 1 号以来变动的项目公示']) expect(page.html).toContain(words)
    expect((await platform.visitor.page(`/public/competitions/${id}/notice?number=1`)).html).toContain('没有变动的项目，公示期照旧')

    // The first notice's days are over, the second's are not.
    platform.clock.forward({ days: Math.ceil((Date.parse(first.endsAt) - Date.parse(platform.clock.now())) / 86_400_000) })
    expect(platform.clock.now() < second.endsAt).toBe(true)
    expect(mistakes(await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objection, proposal: other }))).toEqual(['proposal NOTICE_OVER'])
    expect((await object(id, { proposal: numberOf(3) })).number).toMatch(/^YY-/)
    const choices = (await platform.visitor.page(`/public/competitions/${id}/objection`)).html
    expect([choices.includes(`value="${numberOf(3)}"`), choices.includes(`value="${other}"`)]).toEqual([true, false])
  })

  it('an annulled award is named as gone, and who moves up is what is under notice', async () => {
    const { id, numberOf, proposals } = await published()
    const made = await object(id, { proposal: numberOf(0) })
    await rule(id, made.id, { effect: 'annul' })
    ok(await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '一项异议成立。' }))
    const { lines, removed } = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`))
    expect(removed).toEqual([{ number: numberOf(0), title: proposals[0]?.title, organisation: proposals[0]?.organisation }])
    // First prize, the last of the second and the one who comes in; the others keep what they had.
    expect(lines.filter((line: { notice: number }) => line.notice === 2).map(({ title }: { title: string }) => title)).toEqual([proposals[1]?.title, proposals[3]?.title, proposals[6]?.title])
  })

  it('a name that is the one on the list already is no correction', async () => {
    const { id, numberOf, proposals } = await published()
    const made = await object(id, { proposal: numberOf(1) })
    for (const names of [{}, { title: proposals[1]?.title, organisation: proposals[1]?.organisation }]) {
      const refused = await administrator.api('POST', `/competitions/${id}/objections/${made.id}/ruling`, { reasons: '名称有误。', effect: 'correct', ...names })
      expect(codes(refused)).toEqual(['NOTHING_CHANGED'])
    }
    const form = await administrator.post(`/competitions/${id}/result/objections/${made.id}`, { reasons: '打字打了很久的理由', effect: 'correct', proposal: '', title: '', organisation: '' })
    expect(form.status).toBe(422)
    expect(form.html).toContain('打字打了很久的理由')
    expect(form.html).toContain('请填写与名单上不同的项目名称或单位名称')
  })
})

describe('whoever objected finds out what came of it', () => {
  it('by the number and the contact given with it, and by neither alone', async () => {
    const { id } = await published()
    const made = await object(id)
    const ask = (body: object) => platform.visitor.api('POST', `/competitions/${id}/objections/receipt`, body)
    expect(ok(await ask({ number: made.number.toLowerCase().replaceAll('-', ' '), contact: '057311111111' }))).toMatchObject({ id: made.id, state: 'open', ruling: null })
    for (const wrong of [{ number: made.number, contact: '0573-2222 2222' }, { number: 'YY-0000-0000', contact: objection.contact }]) expect(mistakes(await ask(wrong))).toEqual(['number NOT_KNOWN'])
    await rule(id, made.id, { effect: 'none', reasons: '服务记录齐全。' })
    const told = ok(await ask({ number: made.number, contact: objection.contact }))
    expect(told).toMatchObject({ state: 'dismissed', ruling: { reasons: '服务记录齐全。', effect: 'none' } })
    expect(JSON.stringify(told)).not.toMatch(/示例居民|1111|管理员/)
    const form = await platform.visitor.post(`/public/competitions/${id}/receipt`, { number: made.number, contact: objection.contact })
    expect([form.status, form.location]).toEqual([303, `/public/competitions/${id}/objection/${made.id}`])
    expect((await platform.visitor.page(`/public/competitions/${id}/objection/${made.id}`)).html).toContain('服务记录齐全。')
    const wrong = await platform.visitor.post(`/public/competitions/${id}/receipt`, { number: made.number, contact: '不是这个' })
    expect([wrong.status, wrong.html.includes('没有查到，请核对编号和联系方式'), wrong.html.includes('不是这个')]).toEqual([422, true, true])
  })

  it('guessing is refused after some tries', async () => {
    const { id } = await published()
    const answers = []
    for (let i = 0; i < 21; i += 1) answers.push((await platform.visitor.api('POST', `/competitions/${id}/objections/receipt`, { number: `YY-0000-00${String(i).padStart(2, '0')}`, contact: 'x' })).status)
    expect([answers[19], answers[20]]).toEqual([422, 429])
  })

  it('by mail, where an address was given; the reasons stand behind the link', async () => {
    const { id } = await published()
    const made = await object(id, { contact: '王女士，resident-77@example.cn' })
    await rule(id, made.id, { effect: 'none', reasons: '理由只在链接后面。' })
    const [mail, ...more] = await mailTo('resident-77@example.cn')
    expect(more).toEqual([])
    expect(mail?.subject).toBe(`异议 ${made.number} 已有处理决定`)
    expect(mail?.text).toContain(`/public/competitions/${id}/objection/${made.id}`)
    expect(mail?.text).not.toContain('理由只在链接后面')
  })

  it('the applicant whose award is annulled hears of it with the reasons, not of who objected', async () => {
    const { id, numberOf, proposals } = await published()
    const member = await memberOf(proposals[0]?.organisationId)
    const made = await object(id, { proposal: numberOf(0) })
    await rule(id, made.id, { effect: 'annul', reasons: '材料不实。' })
    const [mail] = await mailTo(`${member.id}@example.cn`)
    expect(mail?.subject).toContain('拟授的奖项已取消')
    expect(mail?.text).toContain('材料不实。')
    expect(mail?.text).not.toMatch(/示例居民|1111/)
  })
})

/** A member whom mail reaches. */
async function memberOf(organisation: OrganisationId | undefined, more: { administrator?: string } = {}): Promise<Somebody> {
  if (organisation === undefined) throw new Error('no organisation')
  const somebody = await platform.person('成员 01', { member: [organisation], ...more })
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('no such person')
  await platform.table.transact([personItem.put({ ...found.value, email: `${somebody.id}@example.cn` }, found.version), memberItem.put({ organisation, person: somebody.id, since: platform.clock.now(), removedAt: null }, 'none')])
  return somebody
}

describe('who applied', () => {
  it('reads no objection and rules on none, in another hat neither', async () => {
    const { id, numberOf, proposals } = await published()
    const form = ok(await platform.visitor.api('POST', `/competitions/${id}/objections/files`, { name: '说明.pdf', bytes: pdf.length }))
    await postFile(form, '说明.pdf', pdf)
    ok(await platform.visitor.api('POST', `/competitions/${id}/objections/files/${form.file}/check`))
    const made = await object(id, { kind: 'organisation', name: '示例机构 99', proposal: numberOf(0), files: [form.file] })
    const both = await memberOf(proposals[5]?.organisationId, { administrator: DISTRICT })
    expect((await both.api('GET', `/competitions/${id}/objections`)).status).toBe(403)
    expect((await both.api('POST', `/competitions/${id}/objections/${made.id}/ruling`, { reasons: '不成立', effect: 'none' })).status).toBe(403)
    expect((await both.api('GET', `/files/${form.file}`)).status).toBe(403)
    expect((await administrator.api('GET', `/files/${form.file}`)).status).toBe(200)
    for (const path of ['objections', `objections/${made.id}`]) expect((await both.page(`/competitions/${id}/result/${path}`)).status).toBe(403)
    const result = await both.page(`/competitions/${id}/result`)
    expect([result.status, result.html.includes('异议由其他管理员处理'), result.html.includes('件异议')]).toEqual([200, true, false])
    expect(ok(await both.api('GET', '/inbox')).due.filter(({ href }: { href: string }) => href.includes(id))).toEqual([])
    // Of a competition that they did not enter they are administrators like others.
    const other = await published()
    await object(other.id)
    expect((await list(other.id, both)).objections).toHaveLength(1)
  })
})
