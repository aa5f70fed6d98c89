import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubts } from '../../../shared/hours/doubts.ts'
import { clashing, daysTouched, minutesBetween, shownHours, splitByDay, sumOf, type VolunteerDay, withSpan } from '../../../shared/hours/hours.ts'
import { readList } from '../../../shared/hours/list.ts'
import { activityId, organisationId, volunteerId } from '../../../shared/kernel/ids.ts'
import { type Instant, toInstant } from '../../../shared/kernel/instant.ts'

const at = (text: string): Instant => toInstant(Date.parse(text))
const instants = fc.integer({ min: Date.parse('2023-12-01T00:00:00Z'), max: Date.parse('2028-03-10T00:00:00Z') }).map(toInstant)
const spans = fc.tuple(instants, fc.integer({ min: 0, max: 50 * 3600 })).map(([from, seconds]) => ({ from, to: toInstant(Date.parse(from) + seconds * 1000) }))
const activity = (n: number) => activityId.parse(`a_${String(n).padStart(26, '0')}`)
const organisation = organisationId.parse(`o_${'0'.repeat(26)}`)
const volunteer = volunteerId.parse(`v_${'0'.repeat(26)}`)
const span = (n: number, from: Instant, to: Instant, more: Partial<VolunteerDay['spans'][number]> = {}) => ({ activity: activity(n), organisation, kind: 'checked-in' as const, state: 'counted' as const, from, to, minutes: minutesBetween(from, to), ...more })
const dayOf = (...list: VolunteerDay['spans']): VolunteerDay => ({ volunteer, day: '2026-05-01', spans: list })

describe('minutes of days', () => {
  test('the days of any span sum up to its whole minutes less the break, and none is below zero', () => {
    fc.assert(fc.property(spans, fc.integer({ min: 0, max: 4000 }), ({ from, to }, breakMinutes) => {
      const days = splitByDay(from, to, breakMinutes)
      expect(sumOf(days)).toBe(Math.max(0, minutesBetween(from, to) - breakMinutes))
      expect(days.every(({ minutes }) => minutes >= 0 && minutes <= 24 * 60)).toBe(true)
      expect(days.map(({ day }) => day)).toEqual(daysTouched(from, to))
    }), { numRuns: 300 })
  })

  test('a split at any moment between keeps every day’s minutes but for the cut minute', () => {
    fc.assert(fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true }), ({ from, to }, part) => {
      const cut = toInstant(Math.floor((Date.parse(from) + (Date.parse(to) - Date.parse(from)) * part) / 1000) * 1000)
      if (cut < from) return
      const whole = sumOf(splitByDay(from, to, 0))
      const halves = sumOf(splitByDay(from, cut, 0)) + sumOf(splitByDay(cut, to, 0))
      expect(whole - halves).toBeGreaterThanOrEqual(0)
      expect(whole - halves).toBeLessThanOrEqual(1)
    }), { numRuns: 300 })
  })

  test.each([
    ['over midnight', '2026-05-01T22:30:00+08:00', '2026-05-02T01:15:00+08:00', 0, [['2026-05-01', 90], ['2026-05-02', 75]]],
    ['until midnight sharp', '2026-05-01T22:00:00+08:00', '2026-05-02T00:00:00+08:00', 0, [['2026-05-01', 120]]],
    ['over the leap day', '2028-02-28T23:00:00+08:00', '2028-02-29T01:00:00+08:00', 0, [['2028-02-28', 60], ['2028-02-29', 60]]],
    ['over the end of a February without one', '2027-02-28T23:00:00+08:00', '2027-03-01T01:00:00+08:00', 0, [['2027-02-28', 60], ['2027-03-01', 60]]],
    ['over the end of the year', '2026-12-31T23:59:30+08:00', '2027-01-01T00:00:29+08:00', 0, [['2026-12-31', 0], ['2027-01-01', 0]]],
    ['with a break off the longer day', '2026-05-01T20:00:00+08:00', '2026-05-02T01:00:00+08:00', 30, [['2026-05-01', 210], ['2026-05-02', 60]]],
    ['on the night Europe changes its clocks', '2026-03-29T08:00:00+08:00', '2026-03-29T11:00:00+08:00', 0, [['2026-03-29', 180]]],
  ])('%s', (_, from, to, breakMinutes, expected) => {
    expect(splitByDay(at(from), at(to), breakMinutes).map(({ day, minutes }) => [day, minutes])).toEqual(expected)
  })

  test('a tenth of an hour is shown', () => {
    expect([0, 2, 3, 6, 59, 60, 125, 480].map(shownHours)).toEqual(['0.0', '0.0', '0.1', '0.1', '1.0', '1.0', '2.1', '8.0'])
  })
})

describe('a volunteer’s day', () => {
  test('in whatever order sign-ins come, none is accepted that overlaps one that was', () => {
    const short = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 300 })).map(([start, length]) => ({ from: toInstant(Date.parse('2026-05-01T00:00:00Z') + start * 60_000), to: toInstant(Date.parse('2026-05-01T00:00:00Z') + (start + length) * 60_000) }))
    fc.assert(fc.property(fc.array(short, { maxLength: 20 }), (asked) => {
      let day = dayOf()
      for (const [n, { from, to }] of asked.entries()) {
        if (clashing([day], activity(n), { from, to }) === undefined) day = withSpan(day, activity(n), span(n, from, to))
      }
      const taken = day.spans
      for (const [i, a] of taken.entries()) for (const b of taken.slice(i + 1)) expect(a.to <= b.from || b.to <= a.from).toBe(true)
      // Whatever was turned away would really have overlapped.
      for (const [n, { from, to }] of asked.entries()) if (!taken.some((one) => one.activity === activity(n))) expect(taken.some((one) => one.from < to && from < one.to)).toBe(true)
    }), { numRuns: 200 })
  })

  test('the same record put again changes nothing, and taking it away leaves the others', () => {
    const one = span(1, at('2026-05-01T01:00:00Z'), at('2026-05-01T02:00:00Z'))
    const other = span(2, at('2026-05-01T03:00:00Z'), at('2026-05-01T04:00:00Z'))
    const both = withSpan(withSpan(dayOf(), one.activity, one), other.activity, other)
    expect(withSpan(withSpan(both, one.activity, one), other.activity, other)).toEqual(both)
    expect(withSpan(both, one.activity, null).spans).toEqual([other])
  })
})

describe('doubts', () => {
  const now = at('2026-05-03T00:00:00Z')
  test('two places at once, more than twelve hours, and a forgotten sign-out are pointed out; struck records are not', () => {
    const a = span(1, at('2026-05-01T00:00:00Z'), at('2026-05-01T08:00:00Z'))
    const b = span(2, at('2026-05-01T07:00:00Z'), at('2026-05-01T12:00:00Z'), { kind: 'back-filled' })
    expect(doubts([a.activity], [dayOf(a, b)], [], now).map(({ kind }) => kind)).toEqual(['two-places', 'long-day'])
    expect(doubts([a.activity], [dayOf(a, { ...b, state: 'struck' })], [], now)).toEqual([])
    expect(doubts([a.activity], [dayOf({ ...a, state: 'open', minutes: 0 })], [], now).map(({ kind }) => kind)).toEqual(['not-out'])
  })

  test('exactly twelve hours are none, and touching times are one place after the other', () => {
    const a = span(1, at('2026-05-01T00:00:00Z'), at('2026-05-01T06:00:00Z'))
    const b = span(2, at('2026-05-01T06:00:00Z'), at('2026-05-01T12:00:00Z'))
    expect(doubts([a.activity, b.activity], [dayOf(a, b)], [], now)).toEqual([])
  })

  test('the same photo twice, under whatever name: the later one is the doubtful one', () => {
    const photo = (file: string, n: number, sha256: string, hour: number) => ({ file, activity: activity(n), sha256, at: at(`2026-05-01T0${hour}:00:00Z`) })
    const photos = [photo('second', 2, 'x', 3), photo('first', 1, 'x', 1), photo('other', 2, 'y', 2)]
    expect(doubts([activity(2)], [], photos, now)).toEqual([{ kind: 'same-photo', activity: activity(2), file: 'second', other: 'first', otherActivity: activity(1) }])
  })
})

describe('a pasted list', () => {
  test('commas, tabs and full-width marks are read alike, in any order, a heading passed over', () => {
    const { lines, mistakes } = readList('姓名,手机号,到,走\r\n王小禾，13900000001，9:00，11:30\n13900000002\t李禾苗\n"张三"、123456782\n', 'list')
    expect(mistakes).toEqual([])
    expect(lines).toEqual([
      { line: 2, name: '王小禾', who: '13900000001', adult: null, guardian: null, from: '09:00', to: '11:30' },
      { line: 3, name: '李禾苗', who: '13900000002', adult: null, guardian: null, from: '', to: '' },
      { line: 4, name: '张三', who: '123456782', adult: null, guardian: null, from: '', to: '' },
    ])
  })

  test('each line that cannot be read is named', () => {
    expect(readList('王小禾,13900000001\n无号码\n13900000003', 'list').mistakes.map(({ zh }) => zh.slice(0, 5))).toEqual(['第 2 行', '第 3 行'])
  })
})
