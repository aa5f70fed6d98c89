import { describe, expect, test } from 'vitest'
import { noticeWindow } from '../../../shared/kernel/calendar.ts'
import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import { rulebook } from './sample.ts'

/** The money side of a venture rulebook. */
function fundingOf(id: string) {
  const { funding } = rulebook(id)
  if (funding === null) throw new Error(`${id} funds nothing`)
  return funding
}

describe('the figures that are public', () => {
  test('Sichuan 2016: 86 in the final, 70 and 30, 36 gold and 50 silver', () => {
    const { kind, rounds, awards } = rulebook('sichuan-2016')
    expect(kind).toBe('contest')
    expect(rounds.map(({ mode, weight }) => [mode, weight])).toEqual([['paper', 0], ['site-visit', 30], ['pitch', 70]])
    expect(rounds[0]?.advance).toEqual({ rule: 'top', count: 86, within: 'all' })
    expect(awards.map((award) => award.rule === 'count' && award.count)).toEqual([36, 50])
  })

  test('Luohu 2023: pitch, site visit, 18 winners', () => {
    const { rounds, awards } = rulebook('luohu-2023')
    expect(rounds.map(({ mode }) => mode)).toEqual(['pitch', 'site-visit'])
    expect(awards).toMatchObject([{ rule: 'count', count: 18 }])
  })

  test('Suzhou 2012: a mid-term sheet in four dimensions, 60 passes, totals may pass 100, a week to object', () => {
    const midTerm = fundingOf('suzhou-2012').evaluations.find(({ id }) => id === 'mid-term')
    expect(midTerm?.criteria.map(({ label }) => label.zh)).toEqual(['项目实施', '人员与物资', '财务管理', '阶段成效'])
    expect(midTerm).toMatchObject({ sheetTotal: 100, passMark: 60, objectionDays: 7, official: false })
    expect(new Set(midTerm?.extras.map(({ kind }) => kind))).toEqual(new Set(['bonus', 'deduction']))
  })

  test('Guangzhou 2023: 60 of 100 and 500,000 yuan, lists within one and two years, one project an organisation', () => {
    const { applicants, eligibility } = rulebook('guangzhou-2023')
    const { share, caps, oneEach } = fundingOf('guangzhou-2023')
    expect(share?.mostPercent).toBe(60)
    expect(caps.map(({ most }) => most)).toEqual([50_000_000])
    expect(eligibility.checks.flatMap(({ rule }) => (rule?.rule === 'not-listed' ? [[rule.list, rule.years]] : []))).toEqual([['abnormal', 1], ['dishonest', 2]])
    expect([applicants.proposalsEach, oneEach === null]).toEqual([1, false])
  })

  test('Huzhou 2024: 200,000 yuan for a registered organisation, 30,000 for a filed one', () => {
    expect(fundingOf('huzhou-2024').caps.map(({ standing, most }) => [standing, most])).toEqual([['registered', 20_000_000], ['filed', 3_000_000]])
  })

  test('Haishu: 50,000 yuan, four weeks for the self-evaluation, later money after a pass; its papers say no year', () => {
    const { caps, evaluations, tranches } = fundingOf('haishu')
    expect(new Set(caps.map(({ most }) => most))).toEqual(new Set([5_000_000]))
    expect(evaluations.map(({ selfDays }) => selfDays)).toEqual([28, 28])
    expect(tranches.slice(1).every(({ conditions }) => conditions.some((condition) => condition.endsWith('-passed')))).toBe(true)
    expect(rulebook('haishu').citation.year).toBeNull()
  })
})

describe('golden notices', () => {
  test.each<[string, string, string]>([
    ['luohu-2023', '2023-04-20', '2023-04-25'],
    ['suzhou-2012', '2012-12-20', '2012-12-26'],
  ])('%s: a notice from %s lasts until %s', (id, first, last) => {
    const { workingDays, firstDayCounts } = rulebook(id).notice
    expect(noticeWindow(first, workingDays, firstDayCounts).last).toBe(last)
  })
})

describe('every venture rulebook', () => {
  const ventures = libraryRulebooks().filter(({ kind }) => kind === 'venture')

  test('there are six', () => {
    expect(ventures.map(({ id }) => id)).toEqual(['guangzhou-2023', 'haishu', 'huzhou-2024', 'jiaxing-venture-default', 'luohu-2023', 'suzhou-2012'])
  })

  test.each(ventures)('$id: says that sheets are ours, and grades 85, 60 and below', ({ rounds, funding }) => {
    expect(rounds.some(({ official }) => official)).toBe(false)
    for (const { official, id, grades } of funding?.evaluations ?? []) {
      expect(official).toBe(false)
      if (id === 'final') expect(grades.map(({ from, clawback }) => [from, clawback])).toEqual([[85, false], [60, false], [0, true]])
    }
  })
})
