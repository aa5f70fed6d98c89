import { afterAll, beforeAll } from 'vitest'
import { ok } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'
import { answered, judgedVenture, type Venture, ventureRulebook } from '../support/venture.ts'

let platform: TestPlatform
let open: Venture
let prepared: Venture
let clashing: Venture
const sums = [50, 42, 38.5, 30, 28, 20, 18.6, 15, 12, 9]
const applied = sums.map((thousands, i) => ({ total: (92.4 - i * 2.35).toFixed(2), asked: Math.round(thousands * 1000) * 100, category: ['elderly', 'children', 'children', 'community', 'children'][i % 5] ?? 'elderly' }))

beforeAll(async () => {
  platform = await startTestPlatform()
  open = await judgedVenture(platform, applied)
  prepared = await judgedVenture(platform, applied)
  clashing = await judgedVenture(platform, applied, ventureRulebook({ budget: 40_000_00, quotas: [{ by: 'category', category: 'elderly', least: 2, source: { zh: '示例章程第九条', en: 'Example rulebook, article 9' } }] }))
  const { proposed, candidates } = await answered(platform, prepared)
  const choices = candidates.filter(({ proposal }: { proposal: string }) => proposed.best.proposals.includes(proposal)).map(({ proposal, amount }: { proposal: string; amount: number }) => ({ proposal, amount }))
  ok(await prepared.organiser.api('PUT', `/competitions/${prepared.id}/decision`, { choices, reason: '用足资金，总分更高，儿童类不超过两个。' }))
  const announced = ok(await prepared.organiser.api('POST', `/competitions/${prepared.id}/decision/opinions`, { name: '会议纪要.pdf', bytes: pdf.length }))
  await postFile(announced, '会议纪要.pdf', pdf)
  ok(await prepared.organiser.api('POST', `/competitions/${prepared.id}/decision/opinions/${announced.file}/check`))
  await answered(platform, open)
  await answered(platform, clashing)
})
afterAll(async () => { await platform.close() })

sights(() => platform, () => [
  { name: 'decision-open', path: `/competitions/${open.id}/decision`, as: open.organiser },
  { name: 'decision-prepared', path: `/competitions/${prepared.id}/decision`, as: prepared.administrator },
  { name: 'decision-clash', path: `/competitions/${clashing.id}/decision`, as: clashing.administrator },
  { name: 'decision-list', path: `/competitions/${prepared.id}/decision/list`, as: prepared.administrator },
])
