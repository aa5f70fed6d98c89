import { describe, expect, test } from 'vitest'
import { endOfShanghaiDay, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import { newCompetitionId, newObjectionId, newPersonId, newProposalId } from '../../../shared/kernel/ids.ts'
import { type Instant, instant, plusSeconds } from '../../../shared/kernel/instant.ts'
import { blockedBy, type Objection } from '../../../shared/notice/notice.ts'
import { emailIn, firstLateFrom, isContactOf, isLate, rulingDeadline, rulingReminders } from '../../../shared/notice/ruling.ts'

const at = instant.parse('2026-09-21T02:00:00.000Z')
function objection(change: Partial<Objection> = {}): Objection {
  return {
    id: newObjectionId(), competition: newCompetitionId(), notice: 1, kind: 'person', name: '示例居民', contact: '0573-1111 1111', proposal: null, facts: '……', files: [], language: 'zh', at,
    deadline: { day: '2026-09-30', provisional: false }, state: 'open', ruling: null, ...change,
  }
}
const ruled: Partial<Objection> = { state: 'dismissed', ruling: { at, by: newPersonId(), byName: '管理员 01', reasons: '……', effect: 'none' } }

describe('the last day for a ruling', () => {
  test.each([
    ['a Monday, five working days', '2026-09-07', 5, '2026-09-14'],
    // National Day, 1 to 7 October 2026, and the Saturday worked for it.
    ['over the holidays', '2026-09-28', 5, '2026-10-10'],
    ['an afternoon counts from the next day, as a morning does', '2026-09-21', 1, '2026-09-22'],
  ])('%s', (_name, day, rulingWorkingDays, last) => {
    expect(rulingDeadline({ rulingWorkingDays }, {}, plusSeconds(startOfShanghaiDay(day), 15 * 3600))).toEqual({ day: last, provisional: false })
  })

  test('is moved by the district’s calendar, and marked where the year’s is not known', () => {
    expect(rulingDeadline({ rulingWorkingDays: 1 }, { '2026-09-22': false }, at).day).toBe('2026-09-23')
    expect(rulingDeadline({ rulingWorkingDays: 5 }, {}, startOfShanghaiDay('2026-12-30')).provisional).toBe(true)
  })

  test('is late from the first instant after it, and never once it is ruled on', () => {
    const end = endOfShanghaiDay('2026-09-30')
    expect(isLate(objection(), plusSeconds(end, -1))).toBe(false)
    expect(isLate(objection(), end)).toBe(true)
    expect(isLate(objection(ruled), end)).toBe(false)
    expect(isLate(objection({ kind: 'lead', deadline: null }), end)).toBe(false)
    expect(firstLateFrom([objection({ deadline: { day: '2026-10-08', provisional: false } }), objection(), objection({ ...ruled, deadline: { day: '2026-09-01', provisional: false } })])).toBe(end)
    expect(firstLateFrom([objection(ruled), objection({ kind: 'lead', deadline: null })])).toBeNull()
  })
})

describe('reminders', () => {
  const shanghai = (moments: readonly { at: Instant }[]) => moments.map((moment) => new Date(Date.parse(moment.at) + 8 * 3_600_000).toISOString().slice(0, 16))

  test('the day before, the last day, and the day after at nine', () => {
    expect(shanghai(rulingReminders([objection()], at))).toEqual(['2026-09-29T09:00', '2026-09-30T09:00', '2026-10-01T09:00'])
  })

  test('every other day while it is late, one ahead of now', () => {
    expect(shanghai(rulingReminders([objection()], instant.parse('2026-10-04T00:00:00.000Z')))).toEqual(['2026-09-29T09:00', '2026-09-30T09:00', '2026-10-01T09:00', '2026-10-03T09:00', '2026-10-05T09:00'])
  })

  test('one moment for objections of one day; none for what is ruled on, and for leads', () => {
    expect(rulingReminders([objection(), objection()], at)).toHaveLength(3)
    expect(rulingReminders([objection(ruled), objection({ kind: 'lead', deadline: null })], at)).toEqual([])
  })
})

describe('what an objection blocks', () => {
  const [one, other] = [newProposalId(), newProposalId()]
  test.each([
    ['its own line alone', { proposal: one }, [1, 0]],
    ['every line, where it is against the list', { proposal: null }, [1, 1]],
    ['nothing once it is ruled on', { proposal: one, ...ruled }, [0, 0]],
    ['nothing as a lead', { proposal: one, kind: 'lead' as const, deadline: null }, [0, 0]],
  ])('%s', (_name, change, blocks) => {
    expect([one, other].map((proposal) => blockedBy([objection(change)], { proposal }).length)).toEqual(blocks)
  })
})

describe('the contact', () => {
  test.each([
    ['resident@example.cn', 'resident@example.cn'],
    ['王女士，0573-1111 1111，w@example.cn', 'w@example.cn'],
    ['邮箱：w@example.cn', 'w@example.cn'],
    ['0573-1111 1111', null],
    ['a@example.cn b@example.cn', null],
    ['not@an', null],
  ])('%s holds the address %s', (contact, email) => {
    expect(emailIn(contact)).toBe(email)
  })

  test('is the same however it is spaced', () => {
    expect(isContactOf(objection(), '057311111111')).toBe(true)
    expect(isContactOf(objection({ contact: 'Resident@Example.cn' }), ' resident@example.cn ')).toBe(true)
    expect(isContactOf(objection(), '0573-1111 1112')).toBe(false)
    expect(isContactOf(objection({ kind: 'lead', contact: '' }), '—')).toBe(false)
  })
})
