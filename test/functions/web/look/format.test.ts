import { describe, expect, it } from 'vitest'
import { daysUntil, endOfDay, formatMoment, formatRange, isPast, readDateTime, spaced, timeLeft, toDateTimeInput } from '../../../../functions/web/look/format.ts'

// Monday 18 May 2026, 23:30 in Shanghai; still the afternoon in UTC.
const now = '2026-05-18T15:30:00.000Z'

describe('moments in Asia/Shanghai', () => {
  it('show weekday and time, and the year only when it is another', () => {
    expect(formatMoment('2026-05-22T09:00:00.000Z', 'zh', now)).toBe('5月22日 周五 17:00')
    expect(formatMoment('2026-05-22T09:00:00.000Z', 'en', now)).toBe('Fri 22 May, 17:00')
    expect(formatMoment('2025-12-30T17:00:00.000Z', 'zh', now)).toBe('2025年12月31日 周三 01:00')
    expect(formatMoment('2027-01-04', 'en', now)).toBe('Mon 4 January 2027')
    expect(formatMoment('2026-06-05', 'zh', now, { year: 'always' })).toBe('2026年6月5日 周五')
  })

  it('take the year of now in Shanghai, not in UTC', () => {
    expect(formatMoment('2027-01-02', 'zh', '2026-12-31T17:00:00.000Z')).toBe('1月2日 周六')
  })

  it('know midnight in Shanghai as the end of the day before', () => {
    expect(endOfDay('2026-11-27T16:00:00.000Z')).toBe('2026-11-27')
    expect(endOfDay('2026-11-27T16:00:30.000Z')).toBeUndefined()
    expect(endOfDay('2026-11-27T09:00:00.000Z')).toBeUndefined()
    expect(endOfDay('2026-11-27')).toBeUndefined()
  })

  it('make ranges that say a year once', () => {
    expect(formatRange('2026-05-11', '2026-05-22', 'zh', now)).toBe('5月11日 – 5月22日')
    expect(formatRange('2025-05-11', '2025-05-22', 'zh', now)).toBe('2025年5月11日 – 5月22日')
    expect(formatRange('2025-05-11', '2025-05-22', 'en', now)).toBe('11 May – 22 May 2025')
    expect(formatRange('2026-12-28', '2027-01-05', 'zh', now)).toBe('12月28日 – 2027年1月5日')
  })

  it('refuse what is neither a day nor an instant', () => {
    expect(() => formatMoment('soon', 'zh', now)).toThrow(TypeError)
  })
})

describe('time left', () => {
  it.each([
    ['2026-05-22T09:00:00.000Z', '还剩 4 天', '4 days left', false],
    ['2026-05-19T00:00:00.000Z', '还剩 1 天', '1 day left', false],
    ['2026-05-18T15:59:00.000Z', '今天截止', 'due today', true],
    ['2026-05-18', '今天截止', 'due today', true],
    ['2026-05-18T15:00:00.000Z', '刚过', 'just past', true],
    ['2026-05-18T09:00:00.000Z', '已过 6 小时', '6 hours past', true],
    ['2026-05-17', '已过 1 天', '1 day past', true],
    ['2026-05-15T09:00:00.000Z', '已过 3 天', '3 days past', true],
  ])('until %s is %s', (at, zh, en, late) => {
    expect(timeLeft(at, 'zh', now)).toEqual({ text: zh, late })
    expect(timeLeft(at, 'en', now)).toEqual({ text: en, late })
  })

  it('never makes an event late', () => {
    expect(timeLeft('2026-05-18T01:00:00.000Z', 'zh', now, 'event')).toEqual({ text: '今天', late: false })
    expect(timeLeft('2026-05-16', 'en', now, 'event')).toEqual({ text: '2 days ago', late: false })
  })

  it('counts days by midnight in Shanghai', () => {
    expect(daysUntil('2026-05-18T16:30:00.000Z', now)).toBe(1)
    expect(isPast('2026-05-18', now)).toBe(false)
    expect(isPast('2026-05-18', '2026-05-18T16:00:00.000Z')).toBe(true)
  })
})

describe('datetime-local', () => {
  it('goes to Shanghai and back', () => {
    expect(toDateTimeInput('2026-05-31T16:05:00.000Z')).toBe('2026-06-01T00:05')
    expect(readDateTime('2026-06-01T00:05')).toBe('2026-05-31T16:05:00.000Z')
  })
  it.each(['', '2026-02-31T10:00', '2026-13-01T10:00', '1 June', '2026-06-01'])('is nothing for %j', (typed) => {
    expect(readDateTime(typed)).toBeUndefined()
  })
})

describe('spaced', () => {
  it.each([
    ['收到62份', '收到 62 份'],
    ['用PDF格式', '用 PDF 格式'],
    ['2026年5月22日截止', '2026年5月22日截止'],
    ['占比62%以上', '占比 62% 以上'],
    ['已经 有 空格', '已经 有 空格'],
    ['（第3组）', '（第 3 组）'],
  ])('%s becomes %s', (text, expected) => {
    expect(spaced(text)).toBe(expected)
    expect(spaced(expected)).toBe(expected)
  })
})
