import { afterAll, beforeAll, expect, test } from 'vitest'
import { versionItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { midTerm } from '../support/appraisals.ts'
import { mistakes, ok } from '../support/contest.ts'
import { ventureRulebook } from '../support/grants.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

/** The mid-term sheet with 'delivery' computed from attendances, and what makes points 0. */
function rulebook() {
  const rules = ventureRulebook()
  const { funding } = rules
  if (funding === null) throw new Error('a venture')
  return { ...rules, funding: { ...funding, evaluations: funding.evaluations.map((rule) => (rule.id !== 'mid-term' ? rule : {
    ...rule,
    criteria: rule.criteria.map((criterion) => (criterion.id === 'delivery' ? { ...criterion, computed: { planned: 'attendances', actual: 'attendances', steps: [{ percent: 100, points: 60 }, { percent: 80, points: 40 }, { percent: 60, points: 20 }] } } : criterion)),
    triggers: [{ id: 'moved', label: { zh: '擅自调整预算', en: 'Budget moved' }, zero: 'item' as const, criterion: 'money' }, { id: 'misuse', label: { zh: '挪用资金', en: 'Misuse' }, zero: 'total' as const }],
  })) } }
}

test('an evaluator’s sheet computes from what the proposal planned and the self-evaluation reached; a trigger is named with its reason', async () => {
  const evaluator = await platform.person('评估员甲', { evaluator: '330411' })
  const { administrator, member, at, id, grant, read } = await midTerm(platform, { rulebook: rulebook() })
  const { proposal } = await grant()
  const version = await platform.table.get(versionItem, keys.version(proposal, 1))
  if (version === undefined) throw new Error('a version')
  await platform.table.transact([versionItem.put({ ...version.value, content: { ...version.value.content, attendances: 300 } }, version.version)])
  ok(await member.api('PUT', `${at}/self`, { content: { done: '开展十二次活动。', results: '老人会用手机挂号。', money: '按预算花。', difficulties: '无', activities: 12, people: 80, attendances: 240, spent: 3_000_000 } }))
  ok(await member.api('POST', `${at}/self/submission`))
  ok(await administrator.api('PUT', `${at}/evaluator`, { person: evaluator.id }))
  const page = await evaluator.page(`/grants/${id}/evaluation/mid-term/card`)
  expect(page.html).toContain('计划 300，实际 240，达到 80%')
  expect(page.html).not.toContain('name="scores.delivery"')
  expect(page.html).toContain('擅自调整预算')
  // Whatever is typed for it.
  expect(ok(await evaluator.api('PUT', `${at}/card`, { scores: { delivery: '60', money: '30' } }))).toMatchObject({ total: '70', missing: 0 })
  expect(ok(await evaluator.api('PUT', `${at}/card`, { scores: { money: '30', moved: '1' } }))).toMatchObject({ total: '40' })
  expect(mistakes(await evaluator.api('POST', `${at}/card/submission`, { scores: { money: '30', moved: '1' }, comment: '' }))).toEqual(['comment REQUIRED'])
  expect(ok(await evaluator.api('POST', `${at}/card/submission`, { scores: { money: '30', misuse: '1' }, comment: '两笔支出与协议无关。' }))).toMatchObject({ total: '0', passed: false })
  expect((await read())?.appraisal.results).toMatchObject([{ scores: { delivery: '40', money: '30', misuse: '1' }, comment: '两笔支出与协议无关。' }])
  expect(JSON.stringify(ok(await administrator.api('GET', `/grants/${id}/trail`)))).toContain('查到“挪用资金”')
  expect((await member.page(`/grants/${id}/evaluation`)).html).toContain('总分记 0 分')
})
