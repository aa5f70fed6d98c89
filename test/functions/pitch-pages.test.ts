import { afterAll, beforeAll, expect, test } from 'vitest'
import { proposalId } from '../../shared/kernel/ids.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf } from '../support/judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

async function scored(): Promise<{ made: Judging; order: string[] }> {
  const made = await pitching(platform, { proposals: 2 })
  const order = await drawnDesk(made)
  for (const turn of [1, 2]) await pitched(made, turn)
  for (const [n, judge] of made.judges.entries()) for (const proposal of order) ok(await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 7 + n) }))
  return { made, order }
}

test('the snapshot is asked for by its ETag without a session, and may be kept for a second', async () => {
  const { made } = await scored()
  const address = `${platform.url}/live/${made.competition}/0/snapshot`
  const first = await fetch(address)
  const etag = first.headers.get('etag') ?? ''
  expect([first.status, first.headers.get('cache-control'), first.headers.get('set-cookie')]).toEqual([200, 'public, max-age=1', null])
  const body = await first.text()
  expect(body.length).toBeLessThan(700)
  expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304)
  await desk(made, { do: 'lock', proposal: (await desk(made, { do: 'set-up' })).order[0] })
  const later = await fetch(address, { headers: { 'if-none-match': etag } })
  expect(later.status).toBe(200)
  expect((await later.json()).groups[0].open).toEqual([2])
  expect((await fetch(`${platform.url}/live/${made.competition}/7/snapshot`)).status).toBe(404)
})

test('a deed that does not fit is a sentence above the desk, and what was typed stays', async () => {
  const made = await pitching(platform)
  await desk(made, { do: 'set-up' })
  const at = `${made.at}/desk/g01`
  const empty = await made.administrator.post(at, { do: 'draw', said: '', supervisor: '监督员 01' })
  expect(empty.status).toBe(422)
  expect(empty.html).toContain('value="监督员 01"')
  ok(await made.administrator.api('POST', at, { do: 'draw', said: '春天', supervisor: '监督员 01' }))
  const again = await made.administrator.post(at, { do: 'draw', said: '秋天', supervisor: '监督员 01' })
  expect(again.status).toBe(409)
  expect(again.html).toContain('顺序已经抽定，不能再抽')
  expect((await made.administrator.post(at, { do: 'pause' })).html).toContain('台上现在没有人在讲')
  expect((await made.administrator.post(at, { do: 'fly' })).status).toBe(422)
  expect((await made.judges[0]?.page(at))?.status).toBe(403)
})

test('score sheets, summary and the record of the draw have what is signed', async () => {
  const { made, order } = await scored()
  const sheets = (await made.administrator.page(`${made.at}/print/sheets?group=g01`)).html
  expect(sheets.match(/评委签名：/g)).toHaveLength(3)
  const receipt = ok(await (made.judges[0] ?? platform.visitor).api('GET', `/proposals/${order[0]}/scorecards/0`)).receipt
  expect(sheets).toContain(receipt)
  const summary = (await made.administrator.page(`${made.at}/print/summary`)).html
  for (const total of made.judges.map((_, n) => Object.values(scoresOf(made.rulebook, 7 + n)).reduce((sum, text) => sum + Number(text), 0))) expect(summary).toContain(`>${total}<`)
  expect(summary).toContain('评委 01')
  const hidden = (await made.administrator.page(`${made.at}/print/summary?names=hidden`)).html
  expect(hidden).toContain('评委甲')
  expect(hidden).not.toContain('评委 01')
  const draw = (await made.administrator.page(`${made.at}/desk/g01/draw`)).html
  for (const text of ['春暖花开 42', '监督员 01', ...order.map((proposal) => proposalNumber(proposalId.parse(proposal)))]) expect(draw).toContain(text)
})

test('the fees list adds up in fen and in capitals; a sum that is none is said beside its field', async () => {
  const { made } = await scored()
  const [first, second] = made.judges.map(({ id }) => id)
  const wrong = await made.administrator.post(`${made.at}/fees`, { [`fees.${first}`]: '八百', [`fees.${second}`]: '600' })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('value="八百"')
  await made.administrator.post(`${made.at}/fees`, { [`fees.${first}`]: '800', [`fees.${second}`]: '600.50' })
  const list = (await made.administrator.page(`${made.at}/fees`)).html
  expect(list).toContain('合计 1,400.50 元')
  expect(list).toContain('人民币壹仟肆佰元伍角')
  expect((await made.administrator.api('PUT', `${made.at}/fees`, { fees: { [made.administrator.id]: 1 } })).body.errors).toMatchObject([{ code: 'NO_JUDGE' }])
  const organiser = await platform.person('承办 01', { organiser: [made.competition] })
  expect((await organiser.page(`${made.at}/fees`)).status).toBe(403)
  expect((await organiser.page(`${made.at}/print/summary`)).status).toBe(200)
})

test('a judge’s live page has their cards in the order of the pitch; the screen is told before anything is set up', async () => {
  const made = await pitching(platform)
  const live = `/judging/${made.competition}/0/live`
  expect((await (made.judges[0] ?? platform.visitor).page(live)).html).toContain('这一轮还没有现场主持')
  expect((await platform.visitor.page(`/live/${made.competition}/0/screen`)).html).toContain('路演还没有开始')
  const order = await drawnDesk(made)
  const { html } = await (made.judges[0] ?? platform.visitor).page(live)
  expect([...html.matchAll(/data-card="(r_\w+)"/g)].map(([, id]) => id)).toEqual(order)
  expect((await made.administrator.page(live)).status).toBe(403)
})
