import { describe, expect, test } from 'vitest'
import { budgetTotals } from '../../../shared/rulebook/budget.ts'
import { forJudges, formForJudges, identifyingTexts, namesIn } from '../../../shared/rulebook/blind.ts'
import { checkContent } from '../../../shared/rulebook/content-check.ts'
import { type Content, fieldsOf, nameOf, parseDraft } from '../../../shared/rulebook/content.ts'
import { rulebook, sampleContent } from './sample.ts'

const { form } = rulebook('jiaxing-default')
const certificate = [{ kind: 'certificate' }]
const line = (changes: Record<string, string | number | null>) => ({
  head: 'meals', activity: '送餐', unitPrice: 1000, unit: '份', quantity: '1', source: 'grant', note: '', ...changes,
})
const check = (changes: Content) => checkContent(form, sampleContent(changes), certificate)
const found = (changes: Content) => check(changes).map(({ path, code }) => [path, code])

describe('sending', () => {
  test('a complete proposal can be sent', () => {
    expect(checkContent(form, sampleContent(), certificate)).toEqual([])
  })

  test('an empty one is told everything it lacks, in the order of the form', () => {
    const mistakes = checkContent(form, {}, [])
    const needed = fieldsOf(form).filter(({ required }) => required).map(({ id }) => id)
    expect(mistakes.filter(({ code }) => code === 'REQUIRED').map(({ path }) => path)).toEqual(needed)
    expect(mistakes.at(-1)).toMatchObject({ path: 'attachments.certificate', code: 'ATTACHMENT_MISSING', zh: '请上传“登记证书（盖章）”。' })
  })

  test('a limit counts characters as readers see them, and says how many are too many', () => {
    expect(found({ name: '暖'.repeat(30) })).toEqual([])
    expect(found({ name: ` ${'暖 '.repeat(30)}\n` })).toEqual([])
    expect(found({ name: '👨‍👩‍👧‍👦'.repeat(30) })).toEqual([])
    expect(found({ name: '𠮷'.repeat(30) })).toEqual([])
    expect(check({ name: '暖'.repeat(33) })).toEqual([{
      path: 'name', code: 'TOO_LONG', label: { zh: '项目名称', en: 'Name of the project' }, limit: 30, found: 33,
      zh: '“项目名称”限 30 字，现有 33 字，请删减 3 字。', en: '"Name of the project" has a limit of 30 characters and now has 33: 3 too many.',
    }])
  })

  test('a request above the cap is refused and the cap named', () => {
    const mistakes = check({ requested: 5_000_001 })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatchObject({ path: 'requested', code: 'ABOVE_CAP', limit: 5_000_000, found: 5_000_001 })
    expect(mistakes[0]?.zh).toContain('上限 50,000.00 元')
    expect(mistakes[0]?.en).toContain('cap of 50,000.00 yuan')
  })

  test.each<[string, Content, string, string]>([
    ['dates reversed', { startDate: '2025-09-01' }, 'endDate', 'DATES_REVERSED'],
    ['a day that is not in the calendar', { startDate: '2025-02-30' }, 'startDate', 'DATE_MALFORMED'],
    ['a step before the first day', { steps: [{ stepDate: '2025-02-28', stepName: '早' }] }, 'steps.0.stepDate', 'DATE_OUTSIDE'],
    ['a step without a name', { steps: [{ stepDate: '2025-03-02' }] }, 'steps.0.stepName', 'REQUIRED'],
    ['a negative number of people', { directPeople: -1 }, 'directPeople', 'TOO_SMALL'],
    ['half a person', { directPeople: 1.5 }, 'directPeople', 'INTEGER_EXPECTED'],
    ['a number as text', { directPeople: '40' }, 'directPeople', 'INTEGER_EXPECTED'],
    ['a grade that is not offered', { grade: 'a6' }, 'grade', 'CHOICE_UNKNOWN'],
    ['fewer core members than the rule', { team: [{ memberName: '示例乙', duty: '全部' }] }, 'team', 'BELOW_LEAST'],
    ['fewer volunteers than the rule', { volunteers: 9 }, 'volunteers', 'BELOW_LEAST'],
    ['more rows than fit', { places: Array.from({ length: 31 }, () => ({ placeName: '社区' })) }, 'places', 'TOO_MANY_ROWS'],
    ['half a character', { summary: 'a\uD800' }, 'summary', 'TEXT_MALFORMED'],
    ['blanks for a text', { summary: '   \n' }, 'summary', 'REQUIRED'],
  ])('%s', (_name, changes, path, code) => {
    expect(found(changes)).toEqual([[path, code]])
  })

  test('too many files of a kind', () => {
    const files = [...certificate, ...Array.from({ length: 6 }, () => ({ kind: 'photos' }))]
    expect(checkContent(form, sampleContent(), files)).toMatchObject([{ path: 'attachments.photos', code: 'TOO_MANY_FILES', limit: 5, found: 6 }])
  })
})

describe('the budget', () => {
  test('totals that differ from the lines are named with the difference', () => {
    const mistakes = check({ requested: 3_000_001 })
    expect(mistakes).toMatchObject([{ path: 'requested', code: 'BUDGET_TOTAL', limit: 3_000_000, found: 3_000_001 }])
    expect(mistakes[0]?.zh).toContain('相差 0.01 元')
  })

  test('price times quantity must be whole fen', () => {
    const one = (changes: Record<string, string | number>, requested: number) => ({ budget: [line(changes)], requested, totalBudget: requested, ownFunds: 0, inKind: 0 })
    expect(found(one({ unitPrice: 1050, quantity: '2.5' }, 2625))).toEqual([])
    expect(found(one({ unitPrice: 333, quantity: '0.5' }, 166))).toEqual([['budget.0.quantity', 'AMOUNT_NOT_WHOLE_FEN']])
    expect(check(one({ unitPrice: 333, quantity: '0.5' }, 166))[0]?.zh).toContain('1.665 元')
    expect(found(one({ quantity: '1.234' }, 1234))).toEqual([['budget.0.quantity', 'QUANTITY_DECIMALS']])
    expect(found(one({ quantity: '0' }, 0))).toEqual([['budget.0.quantity', 'QUANTITY_MALFORMED']])
    expect(found(one({ quantity: '1e3' }, 0))).toEqual([['budget.0.quantity', 'QUANTITY_MALFORMED']])
    expect(found(one({ unitPrice: 999_999_999_999, quantity: '9' }, 0))).toEqual([['budget.0.quantity', 'AMOUNT_NOT_WHOLE_FEN']])
  })

  test('lines lack what they lack, each at its path', () => {
    const budget = [line({}), line({ head: 'cars', unitPrice: null, unit: '', source: '' })]
    expect(found({ budget })).toEqual([
      ['budget.1.head', 'CHOICE_UNKNOWN'], ['budget.1.unitPrice', 'REQUIRED'], ['budget.1.unit', 'REQUIRED'], ['budget.1.source', 'REQUIRED'],
    ])
  })

  test('a head above its share of the whole', () => {
    const budget = [line({ unitPrice: 89_99, quantity: '1' }), line({ head: 'management', unitPrice: 10_01, quantity: '1' })]
    const mistakes = check({ budget, requested: 10_000, totalBudget: 10_000, ownFunds: 0, inKind: 0 })
    expect(mistakes).toMatchObject([{ path: 'budget', code: 'HEAD_ABOVE_SHARE', limit: 1000, found: 1001 }])
    expect(mistakes[0]?.zh).toContain('10%')
  })

  test('totals for the page count what can be counted', () => {
    const field = fieldsOf(form).find((one) => one.kind === 'budget')
    if (field?.kind !== 'budget') throw new Error('the form has a budget')
    const totals = budgetTotals(field, [line({ quantity: '2.5' }), line({ quantity: '' }), line({ head: 'labour', source: 'own', quantity: '3' })])
    expect(totals.lines).toEqual([2500, null, 3000])
    expect(totals.total).toBe(5500)
    expect(totals.bySource).toEqual({ grant: 2500, own: 3000, 'in-kind': 0 })
    expect(totals.byHead).toMatchObject({ meals: 2500, labour: 3000, transport: 0 })
    expect(totals.aboveShare).toEqual([{ head: 'labour', amount: 3000, most: 2200, maxPercent: 40 }])
  })
})

describe('saving a draft', () => {
  test('nothing is required, limits do not block, and all of Unicode is kept as typed', () => {
    const typed = { name: '暖'.repeat(100), summary: '  𠮷野家 👩🏽‍⚕️ \u200D é \n', startDate: '', requested: 99_999_999, directPeople: -3 }
    expect(parseDraft(form, typed)).toEqual({ ok: true, content: typed })
    expect(parseDraft(form, {})).toEqual({ ok: true, content: {} })
  })

  test('rows in which nothing is typed are left out', () => {
    const parsed = parseDraft(form, { steps: [{ stepDate: '', stepName: '' }, { stepName: '启动' }, {}], budget: [] })
    expect(parsed).toEqual({ ok: true, content: { steps: [{ stepName: '启动' }], budget: [] } })
  })

  test('wrong types, unknown fields and texts beyond four times the limit are refused, all at once', () => {
    const parsed = parseDraft(form, {
      name: '暖'.repeat(121), summary: 5, requested: '100', grade: 'best', steps: 'none', budget: [{ head: 'meals', colour: 'red' }], places: [{ placeName: 3 }], wish: 'x',
    })
    expect(parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'budget.0.colour FIELD_UNKNOWN', 'grade CHOICE_UNKNOWN', 'name TEXT_FAR_TOO_LONG', 'places.0.placeName TEXT_EXPECTED', 'requested MONEY_EXPECTED',
      'steps ROWS_EXPECTED', 'summary TEXT_EXPECTED', 'wish FIELD_UNKNOWN',
    ])
  })

  test.each([null, 'text', 7, []])('%j is no content', (json) => {
    expect(parseDraft(form, json).ok).toBe(false)
  })

  test('what is saved can be checked, whatever it is', () => {
    const parsed = parseDraft(form, { name: '名', steps: [{ stepDate: '2025-01-01' }], budget: [{ head: 'meals' }] })
    expect(parsed.ok && checkContent(form, parsed.content, []).length).toBeGreaterThan(10)
  })

  test('a prototype name is no field', () => {
    expect(parseDraft(form, JSON.parse('{"__proto__": "x"}')).ok).toBe(false)
    expect(parseDraft(form, { constructor: 'x' }).ok).toBe(false)
  })

  test('a proposal is called by its name field', () => {
    expect(nameOf(form, sampleContent())).toBe('一口暖心饭')
    expect(nameOf(form, {})).toBe('')
  })
})

describe('for judges of a blind competition', () => {
  test('what identifies is dropped, field by field and column by column', () => {
    const shown = forJudges(form, { ...sampleContent(), unknown: '示例社工服务中心 1' })
    const text = JSON.stringify(shown)
    for (const secret of identifyingTexts(form, sampleContent())) expect(text).not.toContain(secret)
    expect(shown['team']).toEqual([{ duty: '送餐与走访' }, { duty: '送餐与走访' }, { duty: '送餐与走访' }])
    expect(shown['summary']).toBe('为独居老人送餐并探访。')
    expect(shown['budget']).toHaveLength(3)
    expect(Object.keys(shown)).not.toContain('unknown')
  })

  test('their form has neither the fields nor the sections left empty, and only the attachments they may see', () => {
    const blind = formForJudges(form)
    expect(blind.sections.map(({ id }) => id)).not.toContain('persons')
    expect(blind.attachments.map(({ id }) => id)).toEqual(['photos', 'supporting'])
    expect(blind.sections.find(({ id }) => id === 'team')?.fields).toMatchObject([{ columns: [{ id: 'education' }, { id: 'qualification' }, { id: 'duty' }] }])
  })

  test('names in texts that judges read are found, however spaced or cased', () => {
    const content = sampleContent({
      summary: '示 例 乙带队。', profile: 'ａｂｃ社工站成立于 2015 年。',
      steps: [{ stepDate: '2025-03-01', stepName: '示例乙开场' }], budget: [line({ note: '由示例乙垫付' })],
    })
    expect(namesIn(content, form, ['示例乙', 'ABC', '张', '', '未出现'])).toEqual([
      { path: 'profile', name: 'ABC' },
      { path: 'summary', name: '示例乙' },
      { path: 'steps.0.stepName', name: '示例乙' },
      { path: 'budget.0.note', name: '示例乙' },
    ])
  })

  test('the names in the fields made for them are no warning', () => {
    const content = sampleContent()
    expect(namesIn(content, form, identifyingTexts(form, content))).toEqual([])
  })
})
