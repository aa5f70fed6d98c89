import { describe, expect, test } from 'vitest'
import { startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { preparedWindow } from '../../../shared/notice/window.ts'

const rule = (workingDays: number, firstDayCounts: boolean) => ({ workingDays, firstDayCounts, rulingWorkingDays: 5, partial: false })

describe('the window that is prepared, as real notices had it', () => {
  test.each([
    ['Luohu 2023, with a make-up Sunday', '2023-04-20', 5, true, '2023-04-25'],
    ['Suzhou 2012', '2012-12-20', 5, true, '2012-12-26'],
    ['Futian 2021', '2021-08-18', 5, true, '2021-08-24'],
    ['Jiaxing 2025, the first day not counted', '2025-06-09', 7, false, '2025-06-18'],
  ])('%s', (_name, first, workingDays, firstDayCounts, last) => {
    expect(preparedWindow(rule(workingDays, firstDayCounts), {}, first, startOfShanghaiDay(first))).toMatchObject({ first, last, provisional: false })
  })

  test('into a year without an official schedule it is provisional', () => {
    expect(preparedWindow(rule(5, false), {}, '2026-12-30', startOfShanghaiDay('2026-12-28'))).toMatchObject({ provisional: true })
  })

  test('neither a day that has passed nor one far ahead', () => {
    for (const first of ['2026-03-01', '2026-05-01']) {
      let refused: unknown
      try {
        preparedWindow(rule(5, false), {}, first, startOfShanghaiDay('2026-03-02'))
      } catch (error) {
        refused = error
      }
      expect(isRefusal(refused, 'INVALID'), first).toBe(true)
    }
  })
})
