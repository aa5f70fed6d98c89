import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, judgedContest } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

test('the ranked list for the next level: a draft until the awards are published, cut and addressed as asked', async () => {
  const { id, proposals } = await judgedContest(platform.table)
  const { final, lines } = ok(await administrator.api('GET', `/competitions/${id}/awards/ranking`))
  expect([final, lines.map(({ rank, title }: { rank: number; title: string }) => [rank, title])]).toEqual([false, proposals.slice(0, 6).map(({ title }, i) => [i + 1, title])])
  const draft = await administrator.page(`/competitions/${id}/result/ranking?most=2&to=${encodeURIComponent('示例市社会工作部')}`)
  expect(draft.status).toBe(200)
  for (const words of ['推荐名单（未定稿）', '报送：示例市社会工作部', '拟推荐以下 2 个项目', '示例项目 02', '（盖章）']) expect(draft.html).toContain(words)
  expect(draft.html).not.toContain('示例项目 03')

  ok(await administrator.api('POST', `/competitions/${id}/notice`, { basis: '大赛章程', process: '经评审。', contact: { phone: '0573-0000', email: '' } }))
  await closeNotice(platform.table, id, 'award')
  ok(await administrator.api('POST', `/competitions/${id}/awards`))
  const page = await administrator.page(`/competitions/${id}/result/ranking`)
  expect(page.html).toContain('现推荐以下 6 个项目')
  expect(page.html).not.toContain('未定稿')
  expect((await administrator.page(`/competitions/${id}/result`)).html).toContain(`/competitions/${id}/result/ranking`)
})

test('odd figures are no filter, and only administrators have it', async () => {
  const { id } = await judgedContest(platform.table)
  for (const most of ['-1', '0', 'x', '1e9', '2.5']) expect((await administrator.page(`/competitions/${id}/result/ranking?most=${most}`)).html, most).toContain('拟推荐以下 6 个项目')
  expect((await administrator.page(`/competitions/${id}/result/ranking?category=nothing`)).html).toContain('没有可以推荐的项目')
  expect((await platform.visitor.api('GET', `/competitions/${id}/awards/ranking`)).status).toBe(401)
})
