import { describe, expect, test } from 'vitest'
import { byPace, paceOf } from '../../../shared/competition/pace.ts'
import { instant, plusDays } from '../../../shared/kernel/instant.ts'

const from = instant.parse('2026-05-11T01:00:00.000Z')
const window = { from, to: plusDays(from, 10) }

describe('how a judge keeps up', () => {
  test.each([
    ['nothing assigned', { assigned: 0, submitted: 0 }, 5, 'idle'],
    ['all sent', { assigned: 4, submitted: 4 }, 1, 'done'],
    ['nothing yet, early', { assigned: 20, submitted: 0 }, 2, 'now'],
    ['nothing yet, a third of the time gone', { assigned: 20, submitted: 0 }, 3.5, 'wait'],
    ['nothing at half time', { assigned: 20, submitted: 0 }, 5, 'late'],
    ['a quarter behind is not yet slow', { assigned: 20, submitted: 5 }, 5, 'now'],
    ['more than a quarter behind', { assigned: 20, submitted: 4 }, 5, 'wait'],
    ['one open card after the end', { assigned: 20, submitted: 19 }, 10, 'late'],
  ] as const)('%s', (_, load, days, pace) => {
    expect(paceOf(load, window, plusDays(from, days))).toBe(pace)
  })

  test('a round that is not open yet asks nothing of anybody', () => {
    expect(paceOf({ assigned: 3, submitted: 0 }, { from: null, to: window.to }, plusDays(from, 20))).toBe('idle')
  })

  test('who needs looking after comes first, the emptier before the fuller', () => {
    const judges = [{ name: 'done', pace: 'done', assigned: 2, submitted: 2 }, { name: 'on time', pace: 'now', assigned: 4, submitted: 2 }, { name: 'late 2', pace: 'late', assigned: 4, submitted: 1 }, { name: 'late 1', pace: 'late', assigned: 4, submitted: 0 }] as const
    expect(judges.toSorted(byPace).map(({ name }) => name)).toEqual(['late 1', 'late 2', 'on time', 'done'])
  })
})
