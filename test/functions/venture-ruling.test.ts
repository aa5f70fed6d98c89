import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { codes, ok } from '../support/contest.ts'
import { decidedVenture } from '../support/grants.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const notice = { basis: '大赛章程', process: '经评审和资助决定。', contact: { phone: '0573-0000 0000', email: '' } }

/** A venture of three grants under notice, with an objection to the second. */
async function underNotice() {
  const { competition, administrator } = await decidedVenture(platform, { amounts: [10_000_001, 5_000_000, 3_333_333] })
  const found = await loadCompetition(platform.table, competition)
  await platform.table.transact([competitionItem.put({ ...found.value, state: 'result', notice: null }, found.version)])
  ok(await administrator.api('POST', `/competitions/${competition}/notice`, notice))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`))
  const { id } = ok(await platform.visitor.api('POST', `/competitions/${competition}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '申报的经费与实际不符，附近居民可以作证。', proposal: lines[1].number }))
  const at = `/competitions/${competition}/objections/${id}/ruling`
  const sums = async () => (await loadAwardList(platform.table, competition, (await loadAwards(platform.table, competition)).value.list)).map(({ amount }) => amount)
  return { competition, administrator, lines, at, objection: id as string, sums }
}

test('the notice of a venture names the sums', async () => {
  const { competition, lines } = await underNotice()
  expect(lines.map(({ amount }: { amount: number }) => amount)).toEqual([10_000_001, 5_000_000, 3_333_333])
  const { html } = await platform.visitor.page(`/public/competitions/${competition}/notice`)
  for (const words of ['资助金额（元）', '100,000.01', '50,000.00', '33,333.33']) expect(html).toContain(words)
})

test('a grant that is annulled leaves the others as they were decided: nobody moves up', async () => {
  const { competition, administrator, at, sums } = await underNotice()
  ok(await administrator.api('POST', at, { reasons: '经核实，材料不实。', effect: 'annul' }))
  expect(await sums()).toEqual([10_000_001, 3_333_333])
  ok(await administrator.api('POST', `/competitions/${competition}/notice`, { ...notice, correction: '一项异议成立。' }))
  const { lines, removed } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`))
  expect([lines.map((line: { notice: number }) => line.notice), removed.length]).toEqual([[1, 1], 1])
})

test('a sum can be brought down, not up, and goes under notice alone', async () => {
  const { competition, administrator, at, objection, sums } = await underNotice()
  expect(codes(await administrator.api('POST', at, { reasons: '多报了一项。', effect: 'correct', amount: 5_000_000 }))).toEqual(['NOT_LESS'])
  expect((await administrator.api('POST', at, { reasons: '多报了一项。', effect: 'correct', amount: 0 })).status).toBe(422)
  const form = `/competitions/${competition}/result/objections/${objection}`
  for (const [typed, words] of [['十万', '正确的资助金额'], ['60000', '低于名单上的 50,000.00 元']] as const) {
    const refused = await administrator.post(form, { reasons: '写了很久的理由', effect: 'correct', proposal: '', title: '', organisation: '', amount: typed })
    expect([refused.status, refused.html.includes(words), refused.html.includes('写了很久的理由'), refused.html.includes(`value="${typed}"`)], typed).toEqual([422, true, true, true])
  }
  expect(await sums()).toEqual([10_000_001, 5_000_000, 3_333_333])
  expect((await administrator.post(form, { reasons: '多报了一项。', effect: 'correct', proposal: '', title: '', organisation: '', amount: '45,000.50' })).status).toBe(303)
  expect(await sums()).toEqual([10_000_001, 4_500_050, 3_333_333])
  ok(await administrator.api('POST', `/competitions/${competition}/notice`, { ...notice, correction: '更正一项金额。' }))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`))
  expect(lines.map((line: { notice: number; amount: number }) => [line.notice, line.amount])).toEqual([[1, 10_000_001], [2, 4_500_050], [1, 3_333_333]])
})
