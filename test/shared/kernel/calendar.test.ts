import { describe, expect, test } from 'vitest'
import { addMonths, endOfShanghaiDay, isWorkingDay, noticeWindow, scheduleKnown, shanghaiDate, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'

describe('notices as they were really published', () => {
  test.each([
    ['Luohu 2023: a make-up Sunday counts', '2023-04-20', 5, true, '2023-04-25'],
    ['Suzhou 2012', '2012-12-20', 5, true, '2012-12-26'],
    ['Futian 2021: both ends counted', '2021-08-18', 5, true, '2021-08-24'],
    ['Jiaxing 2025: day one not counted', '2025-06-09', 7, false, '2025-06-18'],
  ])('%s', (_name, first, workingDays, firstDayCounts, last) => {
    const window = noticeWindow(first, workingDays, firstDayCounts)
    expect(window).toMatchObject({ first, last, provisional: false })
    expect(window.days.filter((day) => day.counts)).toHaveLength(workingDays)
    expect(window.days.at(0)?.date).toBe(first)
    expect(window.days.at(-1)?.date).toBe(last)
  })

  test('the make-up Sunday is a working day, the Saturday before is not', () => {
    const { days } = noticeWindow('2023-04-20', 5, true)
    expect(days.map((day) => [day.date, day.working])).toEqual([
      ['2023-04-20', true], ['2023-04-21', true], ['2023-04-22', false], ['2023-04-23', true], ['2023-04-24', true], ['2023-04-25', true],
    ])
  })
})

describe('the window', () => {
  test('takes the day in Shanghai of an instant, and ends with the last day there', () => {
    // 17:30 UTC on the 8th is half past one on the 9th.
    const window = noticeWindow('2025-06-08T17:30:00.000Z', 7, false)
    expect(window.first).toBe('2025-06-09')
    expect(window.endsAt).toBe('2025-06-18T16:00:00.000Z')
    expect(shanghaiDate(window.endsAt)).toBe('2025-06-19')
  })

  test('over the National Day holidays', () => {
    expect(noticeWindow('2026-09-29', 3, false)).toMatchObject({ last: '2026-10-09', provisional: false })
  })

  test('into a year without a schedule is provisional, until a correction settles its days', () => {
    const window = noticeWindow('2026-12-28', 5, false)
    expect(window).toMatchObject({ last: '2027-01-04', provisional: true })
    const settled = { '2027-01-01': false, '2027-01-02': false, '2027-01-03': false, '2027-01-04': true, '2027-01-05': true }
    expect(noticeWindow('2026-12-28', 5, false, settled)).toMatchObject({ last: '2027-01-05', provisional: false })
  })

  test('a year before the first schedule is provisional as well', () => {
    expect(scheduleKnown('2003-05-01')).toBe(false)
    expect(scheduleKnown('2012-05-01')).toBe(true)
    expect(noticeWindow('2003-06-02', 1, true).provisional).toBe(true)
  })

  test('a correction makes a weekday a holiday and a Saturday worked', () => {
    expect(isWorkingDay('2025-06-10', { '2025-06-10': false })).toBe(false)
    expect(noticeWindow('2025-06-09', 7, false, { '2025-06-10': false }).last).toBe('2025-06-19')
    expect(noticeWindow('2025-06-09', 7, false, { '2025-06-14': true }).last).toBe('2025-06-17')
  })

  test('published on a day that is not worked, first day counting: starts with the next working day', () => {
    expect(noticeWindow('2025-06-14', 1, true)).toMatchObject({ first: '2025-06-14', last: '2025-06-16' })
  })

  test('has one working day at least', () => {
    expect(() => noticeWindow('2025-06-09', 0, true)).toThrow(TypeError)
  })
})

describe('days and months', () => {
  test('a day in Shanghai starts at 16:00 UTC the day before', () => {
    expect(startOfShanghaiDay('2025-03-01')).toBe('2025-02-28T16:00:00.000Z')
    expect(endOfShanghaiDay('2025-12-31')).toBe('2025-12-31T16:00:00.000Z')
    expect(shanghaiDate('2025-12-31T15:59:59.999Z')).toBe('2025-12-31')
    expect(shanghaiDate('2025-12-31T16:00:00.000Z')).toBe('2026-01-01')
  })

  test.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-02-28', 1, '2025-03-28'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-05-15', 12, '2026-05-15'],
  ])('%s and %i months', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to)
  })
})
