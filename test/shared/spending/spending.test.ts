import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileId, newFileId, newPersonId, newProjectId, newVolunteerId, type VolunteerId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { undeclared } from '../../../shared/kernel/exposure.ts'
import type { ProjectFile } from '../../../shared/project/file.store.ts'
import { budgetTotals } from '../../../shared/rulebook/budget.ts'
import { budgetSources } from '../../../shared/rulebook/form.ts'
import { againstBudget, budgetField, overBudget } from '../../../shared/spending/budget.ts'
import { doubtsOf, reportedDays } from '../../../shared/spending/doubts.ts'
import { forbiddenPurposes, purposesIn } from '../../../shared/spending/purposes.ts'
import { type Spending, spendingSchema } from '../../../shared/spending/spending.ts'
import type { Stage } from '../../../shared/stage/stage.ts'
import { defaultDefinition } from '../../support/projects.ts'

const field = budgetField(defaultDefinition())
const at = instant.parse('2026-06-01T01:00:00.000Z')
const by = { person: newPersonId(), name: '示例人员' }
const project = newProjectId()
let ids = 0
const entry = (change: Partial<Spending> = {}): Spending => ({
  project, id: `e${(ids += 1)}`, cycle: 1, revision: 1, day: '2026-05-20', head: 'materials', source: 'grant', amount: 100_00, what: '文具', activity: null, paidTo: '示例文具店', volunteerDay: null, override: null, recordedAt: at, recordedBy: by, struck: null, ...change,
})
const paper = (of: string, sha256: string): ProjectFile => ({ project, file: fileId.parse(newFileId()), kind: 'receipt', of, name: '发票.pdf', bytes: 1, type: 'pdf', sha256, cycle: 1, at, by: by.person, shown: false })
const period = { from: '2026-03-01', to: '2026-12-31' }
const codes = (entries: Spending[], papers: ProjectFile[] = entries.map(({ id }) => paper(id, id))) => {
  const found = doubtsOf(entries, Map.groupBy(papers, ({ of }) => of), { period, reported: null })
  return entries.map(({ id }) => (found.get(id) ?? []).map(({ code }) => code))
}
const over = (rows: Parameters<typeof againstBudget>[1], entries: Spending[]) => overBudget(field, againstBudget(field, rows, entries)).map(({ path, code }) => `${path.replace('spending.', '')} ${code}`)
const line = (head: string, source: string, fen: number) => ({ head, source, activity: '', unitPrice: fen, unit: '项', quantity: '1', note: '' })

test('every field of an entry says who may see it', () => {
  expect(undeclared(spendingSchema)).toEqual([])
})

describe('against the budget', () => {
  test('by head and source; struck entries count nowhere', () => {
    const rows = [line('materials', 'grant', 10_000_00), line('materials', 'own', 2_000_00), line('insurance', 'own', 5_000_00)]
    const against = againstBudget(field, rows, [entry({ amount: 4_000_00 }), entry({ amount: 500_00, source: 'own' }), entry({ amount: 9_999_00, struck: { reason: '记错', by, at } })])
    expect(against).toMatchObject({ planned: 17_000_00, spent: 4_500_00, left: 12_500_00, over: 0, bySource: { grant: { planned: 10_000_00, spent: 4_000_00 }, own: { planned: 7_000_00, spent: 500_00 } } })
    expect(against.heads.find(({ head }) => head === 'materials')).toMatchObject({ planned: 12_000_00, spent: 4_500_00, left: 7_500_00, bySource: { grant: { planned: 10_000_00, spent: 4_000_00 }, own: { planned: 2_000_00, spent: 500_00 } } })
  })

  test('consequence 2: a cap holds on spending, in percent of the whole budget, to the fen', () => {
    const rows = [line('materials', 'grant', 9_000_01), line('publicity', 'grant', 1_000_00)]
    const most = Math.floor(10_000_01 / 10)
    const publicity = (amount: number) => againstBudget(field, rows, [entry({ head: 'publicity', amount })]).heads.find(({ head }) => head === 'publicity')
    expect(publicity(most)).toMatchObject({ cap: { maxPercent: 10, most }, aboveCap: false })
    expect(publicity(most + 1)).toMatchObject({ aboveCap: true })
    expect(over(rows, [entry({ head: 'publicity', amount: most + 1 })])).toEqual(['publicity ABOVE_CAP'])
  })

  test('consequence 6: only more than a tenth over its head wants a change request', () => {
    const rows = [line('materials', 'own', 1_000_00), line('insurance', 'own', 1_000_00)]
    expect(over(rows, [entry({ amount: 1_000_00, source: 'own' })])).toEqual([])
    expect(over(rows, [entry({ amount: 1_100_00, source: 'own' })])).toEqual([])
    expect(over(rows, [entry({ amount: 1_100_01, source: 'own' })])).toEqual(['materials OVER_BUDGET'])
    expect(over([], [entry({ amount: 1, source: 'own' })])).toEqual(['total OVER_BUDGET', 'materials OVER_BUDGET'])
  })

  test('the grant is never passed, not by a fen and not while the total is kept; what is over is named with its sum', () => {
    const rows = [line('materials', 'grant', 8_000_00), line('materials', 'own', 1_600_00)]
    const all = overBudget(field, againstBudget(field, rows, [entry({ amount: 9_600_00 })]))
    expect(all.map(({ path, zh }) => [path, zh])).toEqual([
      ['spending.grant', '申请资助：预算 8,000.00 元，已支出 9,600.00 元，超出 1,600.00 元'],
      ['spending.materials', '活动物资里的申请资助：预算 8,000.00 元，已支出 9,600.00 元，超出 1,600.00 元'],
    ])
    expect(over(rows, [entry({ amount: 8_000_01 })])).toEqual(['grant OVER_BUDGET'])
    expect(over(rows, [entry({ amount: 7_000_00 }), entry({ amount: 2_600_00, source: 'own' })])).toEqual([])
  })

  test('the grant moved to a head it was not given for is over there', () => {
    const rows = [line('materials', 'own', 1_600_00), line('transport', 'grant', 8_000_00)]
    expect(over(rows, [entry({ amount: 1_600_00 }), entry({ head: 'transport', amount: 6_400_00 })])).toEqual(['materials OVER_BUDGET'])
  })

  const amounts = fc.integer({ min: 1, max: 10 ** 9 })
  const heads = fc.constantFrom(...field.heads.map(({ id }) => id))
  const sources = fc.constantFrom(...budgetSources)
  test('sums agree to the fen, whatever is spent: heads, sources and total', () => {
    fc.assert(fc.property(fc.array(fc.tuple(heads, sources, amounts), { maxLength: 12 }), fc.array(fc.tuple(heads, sources, amounts, fc.boolean()), { maxLength: 30 }), (planned, spent) => {
      const rows = planned.map(([head, source, fen]) => line(head, source, fen))
      const against = againstBudget(field, rows, spent.map(([head, source, amount, struck]) => entry({ head, source, amount, struck: struck ? { reason: '记错', by, at } : null })))
      const counted = spent.filter(([, , , struck]) => !struck).reduce((total, [, , amount]) => total + amount, 0)
      expect(against.spent).toBe(counted)
      expect(against.planned).toBe(budgetTotals(field, rows).total)
      for (const of of ['planned', 'spent'] as const) {
        expect(against.heads.reduce((total, one) => total + one[of], 0)).toBe(against[of])
        expect(budgetSources.reduce((total, source) => total + against.bySource[source][of], 0)).toBe(against[of])
        for (const one of against.heads) expect(budgetSources.reduce((total, source) => total + one.bySource[source][of], 0)).toBe(one[of])
      }
      for (const one of [against, ...against.heads]) expect(one.planned - one.spent).toBe(one.left - one.over)
    }))
  })
})

describe('doubts are pointed out', () => {
  test('a day outside the project’s period', () => {
    expect(codes([entry({ day: '2026-02-28' }), entry({ day: '2026-03-01', amount: 2 }), entry({ day: '2026-12-31' }), entry({ day: '2027-01-01' })])).toEqual([['OUTSIDE_PERIOD'], [], [], ['OUTSIDE_PERIOD']])
  })

  test('a day that no report covers; an evaluation after the reports has no reports of its own', () => {
    const stage = (from: string, ended: string | null, reports: Stage['reports'] = []) => ({ startedAt: instant.parse(`${from}T02:00:00.000Z`), endedAt: ended === null ? null : instant.parse(`${ended}T02:00:00.000Z`), reports })
    const report = { number: 1, from: '2026-03-01', to: '2026-05-31', dueAt: at, state: 'open' as const, sentAt: null }
    expect(reportedDays([stage('2026-01-01', '2026-03-01')])).toBeNull()
    const reported = reportedDays([stage('2026-01-01', '2026-03-01'), stage('2026-03-01', '2026-06-10', [report]), stage('2026-06-10', null)])
    const doubtful = (day: string) => [...doubtsOf([entry({ day })], new Map(), { period: { from: '2020-01-01', to: '2030-01-01' }, reported }).values()].flat().some(({ code }) => code === 'IN_NO_REPORT')
    expect(['2020-01-01', '2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01', '2026-06-10', '2026-07-01'].map(doubtful)).toEqual([true, true, false, false, true, false, false])
  })

  test('an entry without a receipt', () => {
    expect(codes([entry()], [])).toEqual([['NO_RECEIPT']])
  })

  test('the same receipt twice, under one entry or two', () => {
    const [a, b, c] = [entry({ amount: 1 }), entry({ amount: 2 }), entry({ amount: 3 })]
    expect(codes([a, b, c], [paper(a.id, 'x'), paper(b.id, 'x'), paper(c.id, 'y')])).toEqual([['RECEIPT_TWICE'], ['RECEIPT_TWICE'], []])
    expect(codes([a], [paper(a.id, 'x'), paper(a.id, 'x')])).toEqual([['RECEIPT_TWICE']])
    expect(codes([a], [paper(a.id, 'x'), paper(a.id, 'y')])).toEqual([[]])
  })

  test('the same sum to the same payee on one day, however it is written', () => {
    expect(codes([entry(), entry({ paidTo: '示例 文具店' }), entry({ paidTo: '别的店' }), entry({ day: '2026-05-21' })])).toEqual([['PAID_TWICE'], ['PAID_TWICE'], [], []])
  })

  test('consequence 4: a subsidy and local transport for one volunteer-day collide; another day or person does not', () => {
    const [one, other] = [newVolunteerId(), newVolunteerId()]
    const pay = (kind: 'subsidy' | 'transport', volunteer: VolunteerId, day: string, amount: number) => entry({ amount, volunteerDay: { kind, volunteer, day } })
    const all = [pay('subsidy', one, '2026-05-20', 1), pay('transport', one, '2026-05-20', 2), pay('transport', other, '2026-05-20', 3), pay('transport', one, '2026-05-21', 4), pay('subsidy', other, '2026-05-22', 5)]
    expect(codes(all)).toEqual([['SUBSIDY_AND_TRANSPORT'], ['SUBSIDY_AND_TRANSPORT'], [], [], []])
    expect(doubtsOf(all, new Map(), { period, reported: null }).get(all[0]?.id ?? '')?.find(({ code }) => code === 'SUBSIDY_AND_TRANSPORT')?.with).toEqual([all[1]?.id])
  })

  test('struck, an entry is doubtful no more, nor is what it collided with', () => {
    expect(codes([entry(), entry({ struck: { reason: '重复', by, at } })])).toEqual([[], []])
  })
})

describe('consequence 3: forbidden purposes', () => {
  test('are found by their words, in both languages, whole words in English', () => {
    expect(purposesIn('购置笔记本电脑一台').map(({ id }) => id)).toEqual(['fixed-assets'])
    expect(purposesIn('给老人发现金红包').map(({ id }) => id)).toEqual(['comfort'])
    expect(purposesIn('Parking fine').map(({ id }) => id)).toEqual(['fines'])
    expect(purposesIn('refined cards and careful scarves')).toEqual([])
    expect(purposesIn('活动文具、横幅')).toEqual([])
  })

  test('each has a name in both languages, a word and a source', () => {
    for (const { words, en, source, label } of forbiddenPurposes) expect([words.length > 0, en.length > 0, /^S\d+$/.test(source), label.zh !== '' && label.en !== '']).toEqual([true, true, true, true])
  })
})
