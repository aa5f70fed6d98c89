import { describe, expect, test } from 'vitest'
import { addDays, addMonths, noticeWindow } from '../../../shared/kernel/calendar.ts'
import { checkContent } from '../../../shared/rulebook/content-check.ts'
import { parseRulebook, type Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { rulebook, sampleContent } from './sample.ts'

const certificate = [{ kind: 'certificate' }]
const yuan = (amount: number) => amount * 100

/** The default rulebook whose sum requested goes by steps. */
function stepped(steps: number[]): Rulebook {
  const copy = structuredClone(rulebook('jiaxing-default'))
  for (const field of copy.form.sections.flatMap(({ fields }) => fields)) if (field.id === 'requested' && field.kind === 'money') field.steps = steps
  return copy
}
const mistakesOf = (steps: number[]) => {
  const parsed = parseRulebook(stepped(steps))
  return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => [path.replace(/^.*\/steps/, 'steps'), code])
}

describe('forms.md part 10: times and sizes', () => {
  test('consequence 1: working days, days and months never mix', () => {
    // From Wednesday 30 September 2026, before the National Day holidays (1 to 7 October; Saturday 10 October is worked).
    expect(addDays('2026-09-30', 5)).toBe('2026-10-05')
    expect(addMonths('2026-09-30', 5)).toBe('2027-02-28')
    const { last, days } = noticeWindow('2026-09-30', 5, false)
    expect(last).toBe('2026-10-13')
    expect(days.filter(({ counts }) => counts).map(({ date }) => date)).toEqual(['2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12', '2026-10-13'])
  })

  test('consequence 2: a window into a year whose calendar is not published is provisional, until its days are settled by hand', () => {
    expect(noticeWindow('2026-05-14', 5, true).provisional).toBe(false)
    const open = noticeWindow('2049-12-30', 5, false)
    expect(open.provisional).toBe(true)
    expect(noticeWindow('2049-12-30', 5, false, Object.fromEntries(open.days.map(({ date, working }) => [date, working]))).provisional).toBe(false)
  })

  test('consequence 3: fixed grant steps: the amount is one of them, and the sentence names them all', () => {
    // Longhua: five steps from 10,000 to 100,000 yuan; here as far as the default's cap goes.
    const { form } = stepped([yuan(10_000), yuan(20_000), yuan(30_000), yuan(50_000)])
    const check = (requested: number) => checkContent(form, sampleContent({ requested, totalBudget: requested + 2_400_000 }), certificate).filter(({ path }) => path === 'requested')
    expect(check(yuan(30_000))).toEqual([])
    expect(check(yuan(25_000))).toEqual([expect.objectContaining({ code: 'NOT_A_STEP', zh: expect.stringContaining('10,000.00、20,000.00、30,000.00、50,000.00 元') })])
    expect(check(yuan(60_000))).toEqual([expect.objectContaining({ code: 'ABOVE_CAP' })])
  })

  test('consequence 3: steps that fall or lie beyond the cap are refused with the rulebook', () => {
    expect(mistakesOf([yuan(10_000), yuan(50_000)])).toEqual([])
    expect(mistakesOf([yuan(20_000), yuan(10_000)])).toEqual([['steps/1', 'ORDER_WRONG']])
    expect(mistakesOf([yuan(10_000), yuan(60_000)])).toEqual([['steps/1', 'NEVER_REACHED']])
  })

  test('consequence 4: 31 January and a month is the end of February', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
    expect(addMonths('2026-01-31', 2)).toBe('2026-03-31')
  })
})
