import { describe, expect, test } from 'vitest'
import { type EvaluationStanding, isOverdue, selfWindow } from '../../../shared/grant/standing.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { instant } from '../../../shared/kernel/instant.ts'

const at = (text: string) => instant.parse(text)
const standing = (of: 'mid-term' | 'final', change: Partial<EvaluationStanding> = {}): EvaluationStanding => ({ of, selfDays: 28, step: 'self', dueAt: null, evaluator: null, asked: null, objected: null, ...change })
const year = { period: { from: '2026-01-01', to: '2026-12-31' }, signedAt: at('2025-12-20T02:00:00.000Z') }
const days = (window: ReturnType<typeof selfWindow>) => window && [shanghaiDate(window.opensAt), window.dueAt]

describe('the window of a self-evaluation', () => {
  test('follows half of the delivery’s days, or its last day, for the rulebook’s days', () => {
    // 365 days: the 183rd is the last of the first half, 2 July.
    expect(days(selfWindow(year, standing('mid-term')))).toEqual(['2026-07-03', '2026-07-30T16:00:00.000Z'])
    expect(days(selfWindow(year, standing('final')))).toEqual(['2027-01-01', '2027-01-28T16:00:00.000Z'])
    expect(selfWindow({ period: null, signedAt: null }, standing('final'))).toBeNull()
  })

  test('leaves whoever signed late all of these days, and gives way to a date that was set', () => {
    expect(days(selfWindow({ ...year, signedAt: at('2026-07-20T02:00:00.000Z') }, standing('mid-term')))).toEqual(['2026-07-03', '2026-08-17T16:00:00.000Z'])
    expect(selfWindow(year, standing('mid-term', { dueAt: at('2026-09-01T16:00:00.000Z') }))?.dueAt).toBe('2026-09-01T16:00:00.000Z')
    // Once it is in, the date is of the next step.
    expect(selfWindow(year, standing('mid-term', { step: 'desk', dueAt: at('2026-09-01T16:00:00.000Z') }))?.dueAt).toBe('2026-07-30T16:00:00.000Z')
  })
})

test('a date fails from its last moment on, while the grant is delivered and no request waits', () => {
  const grant = { ...year, state: 'delivery' as const }
  expect(isOverdue(grant, standing('mid-term'), at('2026-07-30T15:59:59.999Z'))).toBe(false)
  expect(isOverdue(grant, standing('mid-term'), at('2026-07-30T16:00:00.000Z'))).toBe(true)
  expect(isOverdue(grant, standing('mid-term', { asked: at('2026-07-29T00:00:00.000Z') }), at('2026-08-30T16:00:00.000Z'))).toBe(false)
  expect(isOverdue(grant, standing('mid-term', { step: 'desk' }), at('2026-08-30T16:00:00.000Z'))).toBe(false)
  expect(isOverdue({ ...grant, state: 'recovery' }, standing('mid-term'), at('2026-08-30T16:00:00.000Z'))).toBe(false)
})
