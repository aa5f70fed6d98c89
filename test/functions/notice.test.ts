import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeWindow } from '../../shared/kernel/calendar.ts'
import { closeNotice, DISTRICT, isAnswered, judgedContest, plainRulebook, waitFor } from '../support/result.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } }
const objection = { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '该项目的服务次数与事实不符，附近居民可以作证。' }

async function published(options: Parameters<typeof judgedContest>[1] = {}) {
  const contest = await judgedContest(platform.table, options)
  const answer = await administrator.api('POST', `/competitions/${contest.id}/notice`, notice)
  expect(answer.status).toBe(201)
  const { body } = await platform.visitor.api('GET', `/competitions/${contest.id}/notice`)
  return { ...contest, published: answer.body, notice: body }
}
const numberOf = (list: { title: string; number: string }[], title: string | undefined) => list.find((line) => line.title === title)?.number

describe('forms.md part 8: public notice and objection', () => {
  it('consequence 1: the first day does not count unless the rulebook says so, and every date is shown before publishing', async () => {
    const { id } = await judgedContest(platform.table)
    const { body } = await administrator.api('GET', `/competitions/${id}/notice/preview`)
    expect(body.firstDayCounts).toBe(false)
    expect(body.days[0]).toMatchObject({ date: body.firstDay, counts: false })
    expect(body.days.filter((day: { counts: boolean }) => day.counts)).toHaveLength(5)
    expect(body.days.at(-1)).toMatchObject({ date: body.lastDay, counts: true })

    const counted = await judgedContest(platform.table, { rulebook: plainRulebook({ notice: { workingDays: 5, firstDayCounts: true, rulingWorkingDays: 5, partial: false } }) })
    const other = await administrator.api('GET', `/competitions/${counted.id}/notice/preview`)
    expect(other.body.lastDay < body.lastDay).toBe(true)

    const { body: answer, status } = await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, lastDay: body.lastDay })
    expect(status).toBe(201)
    expect(answer).toMatchObject({ firstDay: body.firstDay, lastDay: body.lastDay })
  })

  it('consequence 1: what was shown is what is published, or nothing is', async () => {
    const { id } = await judgedContest(platform.table)
    const refused = await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, lastDay: '2020-01-06' })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toEqual([expect.objectContaining({ path: 'lastDay', code: 'WINDOW_MOVED' })])
    expect((await platform.visitor.api('GET', `/competitions/${id}/notice`)).status).toBe(404)
  })

  it('consequence 2: both real notices come out: five days with the first counted, seven without', () => {
    // Futian, 18 to 24 August 2021; a Jiaxing city notice, 9 to 18 June 2025.
    expect(noticeWindow('2021-08-18', 5, true)).toMatchObject({ last: '2021-08-24' })
    expect(noticeWindow('2025-06-09', 7, false)).toMatchObject({ last: '2025-06-18' })
  })

  it('consequence 3: an objection without a name is a lead and gates nothing', async () => {
    const { id } = await published()
    const lead = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'lead', facts: '听说有项目的材料不实，请核实一下。' })
    expect(lead.status).toBe(201)
    expect(lead.body.number).toMatch(/^YY-/)
    await closeNotice(platform.table, id, 'award')
    expect((await administrator.api('POST', `/competitions/${id}/awards`)).status).toBe(200)
    const { body } = await administrator.api('GET', `/competitions/${id}/objections`)
    expect(body.objections).toEqual([expect.objectContaining({ kind: 'lead', state: 'open' })])
  })

  it('consequence 4: a published notice never changes; a correction is another notice whose days start again', async () => {
    const { id, notice: first } = await published()
    expect((await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, basis: '别的依据' })).status).toBe(409)
    await waitFor(platform.table, id, 'notice', 'token-1')
    platform.clock.forward({ days: 3 })
    const again = await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, basis: '更正后的依据', correction: '依据的文号有误' })
    expect(again.body).toMatchObject({ number: 2, replaces: 1 })
    expect(again.body.firstDay > first.firstDay).toBe(true)
    expect(again.body.endsAt > first.endsAt).toBe(true)
    expect(await isAnswered(platform.table, id, 'notice')).toBe(true)
    const before = await platform.visitor.api('GET', `/competitions/${id}/notice?number=1`)
    expect(before.body).toEqual({ ...first, open: false, replacedBy: 2, lines: first.lines.map((line: object) => ({ ...line, open: false })) })
    expect((await platform.visitor.api('GET', `/competitions/${id}/notice`)).body).toMatchObject({ number: 2, replaces: 1, correction: '依据的文号有误' })
  })
})

describe('publishing', () => {
  it('twice is one notice', async () => {
    const { id } = await judgedContest(platform.table)
    await waitFor(platform.table, id, 'notice-publication', 'token-2')
    const once = await administrator.api('POST', `/competitions/${id}/notice`, notice, { key: 'publish-notice-once' })
    const twice = await administrator.api('POST', `/competitions/${id}/notice`, notice, { key: 'publish-notice-once' })
    expect(twice.body).toEqual(once.body)
    expect((await administrator.api('POST', `/competitions/${id}/notice`, notice)).status).toBe(409)
    expect((await platform.visitor.api('GET', `/competitions/${id}/notice`)).body.number).toBe(1)
    expect(await isAnswered(platform.table, id, 'notice-publication')).toBe(true)
  })

  it('waits for undecided ties, and a decision needs as many as there are places', async () => {
    const { id, proposals } = await judgedContest(platform.table, { totals: [95, 94, 93, 93, 92, 91] })
    const refused = await administrator.api('POST', `/competitions/${id}/notice`, notice)
    expect([refused.status, refused.body.code]).toEqual([409, 'TIES_UNDECIDED'])
    const [third, fourth] = [proposals[2], proposals[3]]
    const wrong = await administrator.api('POST', `/competitions/${id}/awards/ties`, { award: 'second', chosen: [third?.id, fourth?.id], reason: '两个都给' })
    expect(wrong.body.errors).toEqual([expect.objectContaining({ path: 'chosen' })])
    const decided = await administrator.api('POST', `/competitions/${id}/awards/ties`, { award: 'second', chosen: [fourth?.id], reason: '服务人数更多' })
    expect(decided.body).toEqual({ open: 0 })
    await administrator.api('POST', `/competitions/${id}/notice`, notice)
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/notice`)
    expect(body.lines.filter(({ award }: { award: string }) => award === 'second').map(({ title }: { title: string }) => title)).toEqual([proposals[1]?.title, fourth?.title])
  })

  it('is for the district’s own administrators', async () => {
    const { id } = await judgedContest(platform.table)
    const stranger = await platform.person('管理员 02', { administrator: '330402' })
    for (const [method, path, body] of [['POST', 'notice', notice], ['GET', 'notice/preview', undefined], ['GET', 'objections', undefined], ['POST', 'awards', undefined]] as const) {
      expect((await stranger.api(method, `/competitions/${id}/${path}`, body)).status, path).toBe(403)
      expect((await platform.visitor.api(method, `/competitions/${id}/${path}`, body)).status, path).toBe(401)
    }
  })
})

describe('objections', () => {
  it('are taken only while a notice runs', async () => {
    const contest = await judgedContest(platform.table)
    const early = await platform.visitor.api('POST', `/competitions/${contest.id}/objections`, objection)
    expect([early.status, early.body.code, early.body.title]).toEqual([409, 'NOTICE_NOT_OPEN', '现在不在公示期内。'])
    const { id } = await published()
    platform.clock.forward({ days: 25 })
    expect((await platform.visitor.api('POST', `/competitions/${id}/objections`, objection)).status).toBe(409)
  })

  it('say what is missing, field by field', async () => {
    const { id } = await published()
    const nameless = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'organisation', facts: objection.facts, proposal: 'XY-0000-0000' })
    expect(nameless.status).toBe(422)
    expect(nameless.body.errors.map(({ path }: { path: string }) => path)).toEqual(['name', 'contact', 'files', 'proposal'])
  })

  it('hold the awards back until they are ruled on, and the last ruling tells the workflow', async () => {
    const { id, notice: shown, proposals } = await published()
    const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objection, proposal: numberOf(shown.lines, proposals[0]?.title) })
    expect(made.status).toBe(201)
    expect((await platform.visitor.api('GET', `/competitions/${id}/notice`)).body.objections).toBe(1)
    expect((await administrator.api('POST', `/competitions/${id}/awards`)).body.code).toBe('OBJECTIONS_OPEN')
    await closeNotice(platform.table, id, 'ruling')
    await waitFor(platform.table, id, 'rulings', 'token-3')
    expect((await administrator.api('POST', `/competitions/${id}/awards`)).body.code).toBe('OBJECTIONS_OPEN')
    const ruled = await administrator.api('POST', `/competitions/${id}/objections/${made.body.id}/ruling`, { reasons: '经核实，服务记录齐全。', effect: 'none' })
    expect(ruled.body).toMatchObject({ state: 'dismissed', competition: 'ruling' })
    expect(await isAnswered(platform.table, id, 'rulings')).toBe(true)
    const again = await administrator.api('POST', `/competitions/${id}/objections/${made.body.id}/ruling`, { reasons: '再裁一次', effect: 'annul' })
    expect([again.status, again.body.code]).toEqual([409, 'WRONG_STATE'])
    await closeNotice(platform.table, id, 'award')
    expect((await administrator.api('POST', `/competitions/${id}/awards`)).status).toBe(200)
  })

  it('that are upheld take the award away: the next moves up, and what has changed goes under notice with fresh days', async () => {
    const { id, notice: shown, proposals } = await published()
    const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objection, proposal: numberOf(shown.lines, proposals[0]?.title) })
    await waitFor(platform.table, id, 'notice', 'token-4')
    platform.clock.forward({ days: 3 })
    const ruled = await administrator.api('POST', `/competitions/${id}/objections/${made.body.id}/ruling`, { reasons: '材料不实。', effect: 'annul' })
    expect(ruled.body).toMatchObject({ state: 'upheld', competition: 'result' })
    expect(await isAnswered(platform.table, id, 'notice')).toBe(true)
    // What stays as it is has its days still.
    expect((await platform.visitor.api('GET', `/competitions/${id}/notice`)).body.open).toBe(true)
    expect((await administrator.api('POST', `/competitions/${id}/notice`, notice)).body.errors).toEqual([expect.objectContaining({ path: 'correction' })])
    const again = await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '一项异议成立，名单有变。' })
    expect(again.body).toMatchObject({ number: 2, replaces: 1 })
    expect(again.body.endsAt > shown.endsAt).toBe(true)
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/notice`)
    expect(body.lines.map(({ award, title }: { award: string; title: string }) => [award, title])).toEqual([
      ['first', proposals[1]?.title], ['second', proposals[2]?.title], ['second', proposals[3]?.title], ['third', proposals[4]?.title], ['third', proposals[5]?.title], ['third', proposals[6]?.title],
    ])
  })

  it('that correct a name show it right on the next list', async () => {
    const { id, notice: shown, proposals } = await published()
    const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objection, proposal: numberOf(shown.lines, proposals[1]?.title) })
    await administrator.api('POST', `/competitions/${id}/objections/${made.body.id}/ruling`, { reasons: '单位名称写错。', effect: 'correct', organisation: '示例机构 02（更名）' })
    await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '更正一处单位名称。' })
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/notice`)
    expect(body.lines[1]).toMatchObject({ title: proposals[1]?.title, organisation: '示例机构 02（更名）' })
    expect(body.lines).toHaveLength(6)
  })

  it('are counted by address: a flood is refused', async () => {
    const { id } = await published()
    const answers = []
    for (let i = 0; i < 11; i += 1) answers.push((await platform.visitor.api('POST', `/competitions/${id}/objections`, objection)).status)
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 201), 429])
  })

  it('leave no name in the trail', async () => {
    const { id } = await published()
    await platform.visitor.api('POST', `/competitions/${id}/objections`, objection)
    const { body } = await administrator.api('GET', `/competitions/${id}/trail`)
    expect(JSON.stringify(body)).toContain('收到一件关于整个名单的异议')
    expect(JSON.stringify(body)).not.toMatch(/示例居民|1111 1111/)
  })
})

describe('the district’s calendar', () => {
  it('moves the window that is prepared, is in the trail, and can be taken back', async () => {
    const { id } = await judgedContest(platform.table)
    const before = (await administrator.api('GET', `/competitions/${id}/notice/preview`)).body
    await administrator.api('POST', `/districts/${DISTRICT}/calendar`, { date: before.lastDay, day: 'off', reason: '台风停工' })
    const after = (await administrator.api('GET', `/competitions/${id}/notice/preview`)).body
    expect(after.lastDay > before.lastDay).toBe(true)
    expect(after.days.find(({ date }: { date: string }) => date === before.lastDay)).toMatchObject({ working: false, counts: false })
    await administrator.api('POST', `/districts/${DISTRICT}/calendar`, { date: before.lastDay, day: 'published', reason: '照常上班' })
    expect((await administrator.api('GET', `/competitions/${id}/notice/preview`)).body.lastDay).toBe(before.lastDay)
    expect((await platform.visitor.api('POST', `/districts/${DISTRICT}/calendar`, { date: before.lastDay, day: 'off', reason: 'x' })).status).toBe(401)
  })
})
