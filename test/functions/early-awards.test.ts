import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, isAnswered, judgedContest, plainRulebook, waitFor } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: '' } }

/** The notice is over, and of six awards the one of the n-th project has an objection; without `nth` the list as a whole. */
async function ruling(nth?: number, partial = true) {
  const made = await judgedContest(platform.table, { rulebook: plainRulebook({ notice: { workingDays: 5, firstDayCounts: false, rulingWorkingDays: 5, partial } }) })
  ok(await administrator.api('POST', `/competitions/${made.id}/notice`, notice))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${made.id}/notice`))
  const objection = ok(await platform.visitor.api('POST', `/competitions/${made.id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '该项目的服务次数与事实不符，附近居民可以作证。', proposal: nth === undefined ? undefined : lines[nth].number }))
  await closeNotice(platform.table, made.id, 'ruling')
  return { ...made, numbers: lines.map(({ number }: { number: string }) => number) as string[], objection: objection.id as string }
}
const publish = (id: string) => administrator.api('POST', `/competitions/${id}/awards`)
const awards = async (id: string) => ok(await platform.visitor.api('GET', `/competitions/${id}/awards`))
const titles = (list: { title: string }[]) => list.map(({ title }) => title)
const rule = (id: string, objection: string, body: object) => administrator.api('POST', `/competitions/${id}/objections/${objection}/ruling`, { reasons: '经核实。', ...body })

describe('while an objection waits for its ruling', () => {
  test('what it is not about is published where the rulebook lets it, and what it is about is not', async () => {
    const { id, proposals, objection } = await ruling(0)
    await waitFor(platform.table, id, 'rulings', 'token-early')
    const page = await administrator.page(`/competitions/${id}/result`)
    expect(page.html).toContain('先公布 5 个与异议无关的奖项')
    expect(ok(await publish(id))).toMatchObject({ awards: 5, waiting: 1 })
    expect(codes(await publish(id))).toEqual([])
    expect((await publish(id)).body.code).toBe('OBJECTIONS_OPEN')
    // The machine waits on for the ruling.
    expect(await isAnswered(platform.table, id, 'rulings')).toBe(false)
    const first = await awards(id)
    expect([titles(first.awards), first.waiting]).toEqual([proposals.slice(1, 6).map(({ title }) => title), 1])
    expect((await platform.visitor.page(`/public/competitions/${id}/awards`)).html).toContain('其余奖项在异议处理完后公布')
    expect((await platform.visitor.page(`/public/competitions/${id}/notice`)).html).toContain('与异议无关的奖项已经先公布')
    const certificate = first.awards[0].certificate
    expect((await platform.visitor.api('GET', `/certificates/${certificate}`)).status).toBe(200)
    const member = await platform.person('成员 01', { member: [proposals[1]?.organisationId ?? '', proposals[0]?.organisationId ?? ''] })
    expect((await member.page(`/proposals/${proposals[1]?.id}`)).html).toContain('看证书、打印')
    expect((await member.page(`/proposals/${proposals[0]?.id}`)).html).not.toContain('看证书、打印')

    ok(await rule(id, objection, { effect: 'none' }))
    expect(await isAnswered(platform.table, id, 'rulings')).toBe(true)
    await closeNotice(platform.table, id, 'award')
    expect(ok(await publish(id))).toMatchObject({ awards: 6, waiting: 0 })
    const all = await awards(id)
    expect(titles(all.awards)).toEqual(proposals.slice(0, 6).map(({ title }) => title))
    expect(all.awards[1].certificate).toBe(certificate)
  })

  test('nothing goes on where it is against the list as a whole, or the rulebook does not let it', async () => {
    for (const { id } of [await ruling(), await ruling(0, false)]) {
      expect((await publish(id)).body.code).toBe('OBJECTIONS_OPEN')
      expect((await administrator.page(`/competitions/${id}/result`)).html).not.toContain('与异议无关的奖项')
    }
  })

  test('once some are published nobody moves up, and what is published is not changed', async () => {
    const { id, proposals, numbers, objection } = await ruling(0)
    ok(await publish(id))
    const refused = await rule(id, objection, { effect: 'annul', proposal: numbers[1] })
    expect(codes(refused)).toEqual(['PUBLISHED'])
    expect(ok(await rule(id, objection, { effect: 'annul' }))).toMatchObject({ state: 'upheld', competition: 'result' })
    // Before and during the notice about what is gone the others stay published.
    expect(titles((await awards(id)).awards)).toEqual(proposals.slice(1, 6).map(({ title }) => title))
    ok(await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '一项异议成立。' }))
    const { lines, removed } = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`))
    expect([lines.map((line: { notice: number }) => line.notice), titles(removed)]).toEqual([[1, 1, 1, 1, 1], [proposals[0]?.title]])
    await closeNotice(platform.table, id, 'award')
    expect(ok(await publish(id))).toMatchObject({ awards: 5, waiting: 0 })
    expect((await awards(id)).awards.map(({ award, title }: { award: string; title: string }) => [award, title])).toEqual(
      ['second', 'second', 'third', 'third', 'third'].map((award, i) => [award, proposals[i + 1]?.title]),
    )
  })
})
