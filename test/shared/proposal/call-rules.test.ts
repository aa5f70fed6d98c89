import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallFacts, callMistakes, callRules } from '../../../shared/proposal/call-rules.ts'
import { notReady } from '../../../shared/proposal/readiness.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { rulebook } from '../rulebook/sample.ts'

const guangzhou = rulebook('guangzhou-2023')
const jiaxing = rulebook('jiaxing-venture-default')
const facts = (more: Partial<CallFacts> = {}): CallFacts => ({ standing: 'registered', entered: 1, funded: [], ban: null, ...more })
const line = (source: string, yuan: number, head = 'activity') => ({ head, activity: '服务', unitPrice: yuan * 100, unit: '次', quantity: '1', source, note: '' })

/** Asked for and budget in yuan. */
const money = (asked: number, own: number, inKind = 0) => ({ name: '一口暖心饭', requested: asked * 100, budget: [line('grant', asked), ...(own === 0 ? [] : [line('own', own)]), ...(inKind === 0 ? [] : [line('in-kind', inKind)])] })
const rulesOf = (book: Rulebook, content: Record<string, unknown>, given = facts(), project: string | null = null) => callRules(book, { category: 'elderly', content, project }, given)
const broken = (...of: Parameters<typeof rulesOf>) => rulesOf(...of).filter(({ holds }) => holds === false).map(({ id }) => id)

describe('what an applicant asks for is held against the call', () => {
  test('a contest has no such rules, and neither has a draft whose applicant is not known', () => {
    expect(rulesOf(rulebook('jiaxing-default'), money(10, 10))).toEqual([])
    expect(callRules(jiaxing, { category: 'elderly', content: {}, project: null }, null)).toEqual([])
  })

  test('nothing written yet: nothing is held against anybody', () => {
    const rules = rulesOf(jiaxing, {})
    expect(rules.map(({ id }) => id)).toEqual(['cap', 'least', 'adds-up', 'share', 'head-publicity', 'head-labour', 'head-management', 'head-contingency', 'one-each', 'double-funding'])
    expect(rules.filter(({ holds }) => holds === false)).toEqual([])
    expect(rules.slice(0, 8).every(({ holds, found }) => holds === null && found === null)).toBe(true)
  })

  test.each<[string, number, CallFacts['standing'], string[]]>([
    ['the cap of a registered one', 50_000, 'registered', []], ['above it', 50_000.01, 'registered', ['cap']],
    ['the cap of a filed one', 20_000, 'filed', []], ['above it', 20_001, 'filed', ['cap']],
    ['the least', 5_000, 'filed', []], ['below it', 4_999.99, 'filed', ['least']],
  ])('%s: %d yuan of a %s one', (_, asked, standing, ids) => {
    expect(broken(jiaxing, money(asked, 1_000_000), facts({ standing }))).toEqual(ids)
  })

  test('where only registered ones are funded, a filed one is told so with the source', () => {
    expect(broken(guangzhou, money(100, 100), facts({ standing: 'filed' }))).toEqual(['standing'])
    const [mistake] = callMistakes(rulesOf(guangzhou, money(100, 100), facts({ standing: 'filed' })))
    expect(mistake).toMatchObject({ path: 'requested', code: 'STANDING_NOT_ADMITTED', zh: '只资助登记的社会组织；贵单位是备案的社区社会组织。依据：广州市公益创投 2019、2023 年征集公告。' })
  })

  test('60 of 100 at most: to the fen, with how much more is to be self-raised; in kind counts only where the rulebook says so', () => {
    expect(broken(guangzhou, money(60_000, 40_000))).toEqual([])
    expect(broken(guangzhou, money(60_000.01, 40_000))).toEqual(['share'])
    expect(broken(guangzhou, money(60_000, 0, 40_000))).toEqual(['share'])
    expect(broken(jiaxing, money(40_000, 0, 10_000))).toEqual([])
    const [mistake] = callMistakes(rulesOf(guangzhou, money(70_000, 30_000)))
    expect(mistake?.zh).toBe('申请金额不超过总预算的 60%，至少自筹 40%（实物折价不算）；申请 70,000.00 元，占总预算 100,000.00 元的 70.00%，自筹还差 16,666.67 元。依据：广州市公益创投 2019、2023 年征集公告。')
  })

  test('what is still to be self-raised is enough, and a fen less is not', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 0, max: 50_000_000 }), (asked, own) => {
      const content = (more: number) => ({ requested: asked, budget: [{ ...line('grant', 0), unitPrice: asked }, { ...line('own', 0), unitPrice: own + more }] })
      const share = rulesOf(guangzhou, content(0)).find(({ id }) => id === 'share')
      if (share?.holds !== false) return
      const lacking = Math.round(Number(/还差 ([\d,.]+) 元/.exec(share.found?.zh ?? '')?.[1]?.replaceAll(',', '')) * 100)
      expect(broken(guangzhou, content(lacking))).toEqual([])
      expect(broken(guangzhou, content(lacking - 1))).toEqual(['share'])
    }))
  })

  test('sizes of grants: one of those within the applicant’s cap', () => {
    if (jiaxing.funding === null) throw new Error('no funding')
    const stepped = { ...jiaxing, funding: { ...jiaxing.funding, steps: [500_000, 1_000_000, 2_000_000, 5_000_000] } }
    expect(broken(stepped, money(20_000, 90_000), facts({ standing: 'filed' }))).toEqual([])
    expect(broken(stepped, money(15_000, 90_000), facts({ standing: 'filed' }))).toEqual(['steps'])
    expect(rulesOf(stepped, money(15_000, 90_000), facts({ standing: 'filed' })).find(({ id }) => id === 'steps')?.rule.zh).toBe('只能申请这几档之一：5,000.00、10,000.00、20,000.00 元')
  })

  test('a head above its share and a sum that does not add up stand among the rules, and are told once at sending', () => {
    const content = { ...money(40_000, 10_000), budget: [line('grant', 30_000), line('own', 10_000, 'management'), line('own', 10_000)] }
    expect(broken(jiaxing, content)).toEqual(['adds-up', 'head-management'])
    expect(callMistakes(rulesOf(jiaxing, content))).toEqual([])
    const told = (of: Record<string, unknown>) => notReady(jiaxing, { category: 'elderly', content: of, attachments: [], project: null }, facts()).filter(({ path }) => path === 'requested' || path === 'budget')
    // The form compares the sum once the budget by itself is right.
    expect(told(content)).toMatchObject([{ code: 'HEAD_ABOVE_SHARE', zh: expect.stringContaining('依据：秀愿默认章程') }])
    expect(told({ ...money(40_000, 10_000), budget: [line('grant', 30_000), line('own', 20_000)] })).toMatchObject([{ code: 'BUDGET_TOTAL' }])
  })

  test('above the form’s own cap is told once', () => {
    const codes = notReady(guangzhou, { category: 'elderly', content: money(600_000, 600_000), attachments: [], project: null }, facts()).filter(({ path }) => path === 'requested').map(({ code }) => code)
    expect(codes).toEqual(['ABOVE_CAP'])
  })
})

describe('the same project is not funded twice', () => {
  const funded = [{ project: 'j_1', title: '《一口暖心饭》', competition: { zh: '去年的创投', en: 'Last year' }, on: '2025-06-18' }]

  test('by its record or by its name, however it is written', () => {
    expect(broken(jiaxing, money(10_000, 10_000), facts({ funded }))).toEqual(['double-funding'])
    expect(broken(jiaxing, { ...money(10_000, 10_000), name: '一口 暖心饭。' }, facts({ funded }))).toEqual(['double-funding'])
    expect(broken(jiaxing, { ...money(10_000, 10_000), name: '改了名字' }, facts({ funded }), 'j_1')).toEqual(['double-funding'])
    expect(broken(jiaxing, { ...money(10_000, 10_000), name: '另一个项目' }, facts({ funded }), 'j_2')).toEqual([])
    expect(broken(jiaxing, { ...money(10_000, 10_000), name: '' }, facts({ funded }))).toEqual([])
    expect(callMistakes(rulesOf(jiaxing, money(10_000, 10_000), facts({ funded })))).toMatchObject([{ path: 'name', code: 'FUNDED_BEFORE', zh: expect.stringContaining('2025-06-18 已由去年的创投资助') }])
  })

  test('that one of several is funded at most is said, and holds nobody back', () => {
    const rule = rulesOf(jiaxing, money(10_000, 10_000), facts({ entered: 2 })).find(({ id }) => id === 'one-each')
    expect(rule).toMatchObject({ holds: true, found: { zh: '贵单位在本届有 2 份申报书，最多资助其中一份' } })
  })
})
