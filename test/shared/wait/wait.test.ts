import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, plusDays, plusSeconds } from '../../../shared/kernel/instant.ts'
import { nextStep, SETTLE_SECONDS, type Standing } from '../../../shared/wait/wait.ts'

const start = instant.parse('2026-03-02T01:00:00.000Z')
const day = (days: number) => plusDays(start, days)
const window = (over: Partial<Standing> = {}): Standing => ({ decided: false, closesAt: day(20), endedAt: null, reminderDays: [3, 1], since: start, ...over })

describe('a window with a date', () => {
  test('waits until its first reminder, reminds, waits for the next, then for the close', () => {
    expect(nextStep(window(), [], start, start)).toMatchObject({ then: 'wait', until: day(17) })
    expect(nextStep(window(), [], start, day(17))).toMatchObject({ then: 'remind' })
    expect(nextStep(window(), [day(17)], start, day(17))).toMatchObject({ then: 'wait', until: day(19) })
    expect(nextStep(window(), [day(17), day(19)], start, day(19))).toMatchObject({ then: 'wait', until: day(20) })
  })

  test('lets what was accepted land for a minute after the close, then goes on', () => {
    expect(nextStep(window(), [], start, day(20))).toMatchObject({ then: 'settle', seconds: SETTLE_SECONDS })
    expect(nextStep(window(), [], start, plusSeconds(day(20), SETTLE_SECONDS - 1))).toMatchObject({ then: 'settle', seconds: 1 })
    expect(nextStep(window(), [], start, plusSeconds(day(20), SETTLE_SECONDS))).toMatchObject({ then: 'go' })
  })

  test('ended before its date, it settles from that moment', () => {
    const ended = window({ endedAt: day(5) })
    expect(nextStep(ended, [], start, day(5))).toMatchObject({ then: 'settle', seconds: SETTLE_SECONDS })
    expect(nextStep(ended, [], start, plusSeconds(day(5), SETTLE_SECONDS))).toMatchObject({ then: 'go' })
  })

  test('moved on while it settles, it waits again and reminds before the new date only', () => {
    const moved = window({ closesAt: day(30) })
    expect(nextStep(moved, [day(17), day(19)], start, plusSeconds(day(20), 30))).toMatchObject({ then: 'wait', until: day(27) })
  })

  test('a reminder whose day had passed when the waiting began is not sent', () => {
    expect(nextStep(window({ since: day(18) }), [], start, day(18))).toMatchObject({ then: 'wait', until: day(19) })
  })
})

describe('a decision without a date', () => {
  const open = window({ closesAt: null, reminderDays: [] })

  test('reminds every two days until it is taken', () => {
    expect(nextStep(open, [], start, start)).toMatchObject({ then: 'wait', until: day(2) })
    expect(nextStep(open, [], start, day(2))).toMatchObject({ then: 'remind' })
    expect(nextStep(open, [day(2)], start, day(3))).toMatchObject({ then: 'wait', until: day(4) })
    expect(nextStep({ ...open, decided: true }, [day(2)], start, day(3))).toMatchObject({ then: 'go' })
  })

  test('an execution of 300 days hands over, but not what is decided already', () => {
    expect(nextStep(open, [day(299)], start, day(300))).toMatchObject({ then: 'hand-over' })
    expect(nextStep({ ...open, decided: true }, [], start, day(300))).toMatchObject({ then: 'go' })
  })
})

test('whatever the dates, a machine that does as told comes to an end at most a minute after the close, and never waits past it', () => {
  const moment = fc.integer({ min: 0, max: 200 * 86_400 })
  fc.assert(fc.property(moment, moment, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 }), (closes, begins, reminderDays) => {
    const standing = window({ closesAt: plusSeconds(start, closes), since: plusSeconds(start, begins), reminderDays })
    let now = standing.since
    let reminded: typeof now[] = []
    for (let steps = 0; steps < 30; steps += 1) {
      const next = nextStep(standing, reminded, start, now)
      if (next.then === 'go') {
        const end = plusSeconds(start, Math.max(closes + SETTLE_SECONDS, begins))
        expect(now <= plusSeconds(end, 1)).toBe(true)
        expect(now >= plusSeconds(start, closes + SETTLE_SECONDS) || begins >= closes + SETTLE_SECONDS).toBe(true)
        return
      }
      if (next.then === 'remind') reminded = [...reminded, now]
      else now = plusSeconds(now, next.seconds)
    }
    throw new Error('it goes on for ever')
  }))
})
