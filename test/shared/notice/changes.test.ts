import { describe, expect, test } from 'vitest'
import type { AwardLine } from '../../../shared/award/line.ts'
import { endOfShanghaiDay, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import { newCompetitionId, newPersonId, newProposalId } from '../../../shared/kernel/ids.ts'
import { changesBetween, inForce, noticeOf, objectionsTaken, windowsEnd } from '../../../shared/notice/changes.ts'
import type { Notice } from '../../../shared/notice/notice.ts'

const [a, b, c] = [newProposalId(), newProposalId(), newProposalId()]
const line = (proposal: AwardLine['proposal'], award: string, place: number, change: Partial<AwardLine> = {}): AwardLine => ({ award, awardName: { zh: award }, place, proposal, title: '示例项目', organisation: '示例机构', category: 'other', total: '90.00', amount: null, ...change })

describe('what has changed', () => {
  test('the next moves up: who has a new award, and who is new; a better rank alone is no change', () => {
    const before = [line(a, 'first', 1), line(b, 'second', 2), line(c, 'second', 3)]
    const after = [line(b, 'first', 1), line(c, 'second', 2)]
    expect(changesBetween(before, after)).toEqual({ lines: [b], removed: [{ proposal: a, title: '示例项目', organisation: '示例机构' }] })
  })

  test('a name that was put right, and nothing else', () => {
    expect(changesBetween([line(a, 'first', 1), line(b, 'second', 2)], [line(a, 'first', 1), line(b, 'second', 2, { organisation: '示例机构（更名）' })])).toEqual({ lines: [b], removed: [] })
  })

  test('a line that is gone without another in its place', () => {
    expect(changesBetween([line(a, 'first', 1), line(b, 'second', 2)], [line(a, 'first', 1)])).toMatchObject({ lines: [], removed: [{ proposal: b }] })
  })

  test('nothing: then it is about all lines, as a correction of the wording is', () => {
    expect(changesBetween([line(a, 'first', 1)], [line(a, 'first', 1)])).toEqual({ lines: 'all', removed: [] })
  })
})

describe('whose days count', () => {
  const competition = newCompetitionId()
  const notice = (number: number, lines: Notice['lines'], lastDay: string): Notice => ({
    competition, number, basis: '', process: '', list: '', lines, removed: [], seals: [], firstDay: '2026-03-02', lastDay, days: [], workingDays: 5, firstDayCounts: false, provisional: false,
    publishedAt: startOfShanghaiDay('2026-03-02'), publishedBy: newPersonId(), endsAt: endOfShanghaiDay(lastDay), contact: { phone: '', email: '' }, issuer: { zh: '示例主办单位' }, replaces: null, correction: null,
  })
  const notices = [notice(3, [b], '2026-03-12'), notice(2, 'all', '2026-03-09'), notice(1, 'all', '2026-03-06')]

  test('back to the last notice about all lines', () => {
    expect(inForce(notices).map(({ number }) => number)).toEqual([3, 2])
    expect(inForce([])).toEqual([])
    expect(noticeOf(inForce(notices), b).number).toBe(3)
    expect(noticeOf(inForce(notices), a).number).toBe(2)
    expect(windowsEnd(inForce(notices))).toBe(endOfShanghaiDay('2026-03-12'))
    expect(windowsEnd([])).toBeNull()
  })

  test('an objection is taken within the days of its own line; against the list within anybody’s', () => {
    const force = inForce(notices)
    const [early, late, after] = ['2026-03-06', '2026-03-11', '2026-03-13'].map(startOfShanghaiDay)
    if (early === undefined || late === undefined || after === undefined) throw new Error('no days')
    expect([a, b, null].map((proposal) => objectionsTaken('notice', force, early, proposal))).toEqual([true, true, true])
    expect([a, b, null].map((proposal) => objectionsTaken('notice', force, late, proposal))).toEqual([false, true, true])
    expect([a, b, null].map((proposal) => objectionsTaken('notice', force, after, proposal))).toEqual([false, false, false])
    expect(objectionsTaken('result', force, early)).toBe(true)
    expect(objectionsTaken('award', force, early)).toBe(false)
    expect(objectionsTaken('notice', [], early)).toBe(false)
  })
})
