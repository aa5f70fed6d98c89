import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activitySchema, clockOf, clockWithin, hoursOn, lateFrom, MOST_DATES, repeats, seriesDays } from '../../../shared/activity/activity.ts'
import { activityLifecycle, activityStates, canMove } from '../../../shared/activity/lifecycle.ts'
import { hoursCertificateSchema } from '../../../shared/hours/certificate.ts'
import { codeAt, codeIsGood, codeLasts, ticketAt, ticketIsGood } from '../../../shared/hours/code.ts'
import { attendanceSchema, volunteerDaySchema } from '../../../shared/hours/hours.ts'
import { addDays } from '../../../shared/kernel/calendar.ts'
import { undeclared } from '../../../shared/kernel/exposure.ts'
import { plusSeconds, toInstant } from '../../../shared/kernel/instant.ts'
import { enrolmentSchema, volunteerSchema } from '../../../shared/volunteer/volunteer.ts'

test('every field of every record says who may see it', () => {
  for (const schema of [activitySchema, attendanceSchema, volunteerDaySchema, volunteerSchema, enrolmentSchema, hoursCertificateSchema]) expect(undeclared(schema)).toEqual([])
})

test('the lifecycle names every state, and leads nowhere else', () => {
  expect(Object.keys(activityLifecycle).toSorted()).toEqual([...activityStates].toSorted())
  for (const from of activityStates) for (const to of activityStates) expect(canMove(from, to)).toBe((activityLifecycle[from] as readonly string[]).includes(to))
})

describe('a series', () => {
  const days = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2024-01-01', n))
  test('begins on its first day, goes on in order until the last, and never grows beyond what is refused', () => {
    fc.assert(fc.property(days, fc.constantFrom(...repeats), fc.integer({ min: 0, max: 900 }), (first, repeat, length) => {
      const until = addDays(first, length)
      const found = seriesDays(first, repeat, until)
      expect(found[0]).toBe(first)
      expect(found.length).toBeLessThanOrEqual(MOST_DATES + 1)
      expect(found).toEqual([...new Set(found)].toSorted())
      if (repeat !== 'once') expect(found.every((day) => day <= until)).toBe(true)
    }))
  })

  test('every month on the 31st is the last day where a month is shorter, also in a leap year', () => {
    expect(seriesDays('2028-01-31', 'monthly', '2028-05-31')).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'])
    expect(seriesDays('2028-02-29', 'weekly', '2028-03-14')).toEqual(['2028-02-29', '2028-03-07', '2028-03-14'])
  })
})

describe('times', () => {
  test('an end before the beginning is on the next day', () => {
    expect(hoursOn('2026-12-31', { from: '22:00', to: '02:00' })).toEqual({ startsAt: '2026-12-31T14:00:00.000Z', endsAt: '2026-12-31T18:00:00.000Z' })
    expect(hoursOn('2028-02-29', { from: '09:00', to: '11:30' })).toEqual({ startsAt: '2028-02-29T01:00:00.000Z', endsAt: '2028-02-29T03:30:00.000Z' })
  })

  test('a clock time is read within the activity, after midnight too', () => {
    const night = hoursOn('2026-05-01', { from: '22:00', to: '02:00' })
    expect(['21:30', '23:00', '00:30', '02:00'].map((clock) => clockWithin(night, clock))).toEqual(['2026-05-01T13:30:00.000Z', '2026-05-01T15:00:00.000Z', '2026-05-01T16:30:00.000Z', '2026-05-01T18:00:00.000Z'])
    expect(clockOf(clockWithin(night, '00:30'))).toBe('00:30')
  })

  test('late from working day 11: holidays and weekends do not count, corrections do', () => {
    const ended = { endsAt: hoursOn('2026-11-02', { from: '09:00', to: '11:00' }).endsAt }
    // A Monday; ten working days are 3 to 16 November, the eleventh is the 17th.
    expect(lateFrom(ended, {})).toBe('2026-11-17')
    expect(lateFrom(ended, { '2026-11-04': false })).toBe('2026-11-18')
    // An activity that ends at midnight ended on the day before.
    expect(lateFrom({ endsAt: hoursOn('2026-11-02', { from: '20:00', to: '00:00' }).endsAt }, {})).toBe('2026-11-17')
  })
})

describe('codes', () => {
  const moments = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2030-01-01') }).map(toInstant)
  test('a code is good in its minute and the next, and never after or for another activity', () => {
    fc.assert(fc.property(moments, fc.integer({ min: -300, max: 300 }), (now, seconds) => {
      const then = plusSeconds(now, seconds)
      const slots = Math.floor(Date.parse(then) / 60_000) - Math.floor(Date.parse(now) / 60_000)
      expect(codeIsGood('secret', codeAt('secret', now), then)).toBe(slots === 0 || slots === 1)
      expect(codeIsGood('other', codeAt('secret', now), then)).toBe(false)
      expect(codeLasts(now)).toBeGreaterThan(0)
      expect(codeAt('secret', plusSeconds(now, codeLasts(now)))).not.toBe(codeAt('secret', now))
    }))
  })

  test('a ticket is good for ten minutes, is no code, and cannot be made up', () => {
    const now = toInstant(Date.parse('2026-05-01T00:00:00Z'))
    const ticket = ticketAt('secret', now)
    expect([0, 599, 661, -61].map((seconds) => ticketIsGood('secret', ticket, plusSeconds(now, seconds)))).toEqual([true, true, false, false])
    expect(codeIsGood('secret', ticket, now)).toBe(false)
    for (const wrong of ['', '.', codeAt('secret', now), `${ticket}x`, ticket.replace(/^\d+/, (slot) => String(Number(slot) + 1))]) expect(ticketIsGood('secret', wrong, now)).toBe(false)
  })
})
