import { describe, expect, test } from 'vitest'
import { callIsOpen, type Competition } from '../../../shared/competition/competition.ts'
import { claimedType, neutralName, safeName } from '../../../shared/file/file.ts'
import { disposition } from '../../../shared/file/storage.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { canMove, proposalLifecycle } from '../../../shared/proposal/lifecycle.ts'
import { prefilled } from '../../../shared/proposal/prefill.ts'
import { namesShown, notReady, sectionStates } from '../../../shared/proposal/readiness.ts'
import { defaultRulebook, fullContent } from '../../support/proposals.ts'

const rulebook = defaultRulebook()

test('the call is open to the last millisecond and not a millisecond longer', () => {
  const closing = { state: 'call', dates: { callClosesAt: instant.parse('2027-01-10T09:00:00.000Z') } } as Competition
  expect(callIsOpen(closing, instant.parse('2027-01-10T08:59:59.999Z'))).toBe(true)
  expect(callIsOpen(closing, instant.parse('2027-01-10T09:00:00.000Z'))).toBe(false)
  expect(callIsOpen({ ...closing, state: 'eligibility' }, instant.parse('2027-01-01T00:00:00.000Z'))).toBe(false)
})

describe('a proposal’s states', () => {
  test('lead only to states that there are, and a draft is never admitted', () => {
    for (const exits of Object.values(proposalLifecycle)) for (const exit of exits) expect(Object.keys(proposalLifecycle)).toContain(exit)
    expect(canMove('draft', 'admitted')).toBe(false)
    expect(canMove('withdrawn', 'admitted')).toBe(false)
    expect(canMove('admitted', 'withdrawn')).toBe(false)
  })
})

describe('what the organisation’s record fills in', () => {
  test('stands only in fields of that id and kind, and only where it fits', () => {
    expect(prefilled(rulebook.form, { applicantName: ' 示例机构 07 ', registrationNumber: '', foundedOn: '2019', contact: '王', nothingLikeIt: 'x', directPeople: '3', postcode: '1'.repeat(11) })).toEqual({ applicantName: '示例机构 07', contact: '王' })
    expect(prefilled(rulebook.form, { foundedOn: '2019-05-04' })).toEqual({ foundedOn: '2019-05-04' })
  })
})

describe('whether a draft is ready', () => {
  const draft = { category: 'children', content: fullContent(), attachments: [{ kind: 'certificate', file: 'f' as never, name: 'a.pdf', bytes: 1, type: 'pdf' }] }

  test('a full one is, by every section', () => {
    expect(notReady(rulebook, draft, null)).toEqual([])
    expect(sectionStates(rulebook, draft, null).map(({ state }) => state)).toEqual(Array.from({ length: rulebook.form.sections.length + 1 }, () => 'done'))
  })

  test('a section is not begun, begun, or to be fixed', () => {
    const state = (content: Record<string, unknown>, id: string) => sectionStates(rulebook, { ...draft, content }, null).find((section) => section.id === id)?.state
    expect(state({}, 'summary')).toBe('todo')
    expect(state({ goals: '让孩子有去处' }, 'plan')).toBe('doing')
    expect(state(fullContent({ summary: '字'.repeat(301) }), 'summary')).toBe('fix')
    expect(state(fullContent({ endDate: '2020-01-01' }), 'place')).toBe('fix')
  })

  test('a category that the rules don’t have keeps it back', () => {
    expect(notReady(rulebook, { ...draft, category: 'gone' }, null)).toMatchObject([{ path: 'category', code: 'NOT_A_CHOICE' }])
  })

  test('names are looked for in what judges read, however they are written, and only under a blind rulebook', () => {
    const content = fullContent({ summary: '由示 例 机 构０７承办', address: '示例机构 07 隔壁' }) as never
    expect(namesShown(rulebook, content, '示例机构07').map(({ path }) => path)).toEqual(['summary'])
    expect(namesShown({ ...rulebook, blind: false }, content, '示例机构07')).toEqual([])
  })
})

describe('names of files', () => {
  test.each([['方案.PDF', 'pdf'], ['a.jpeg', 'jpg'], ['a.pdf.exe', undefined], ['pdf', undefined], ['a.docm', undefined]])('%s claims %s', (name, type) => expect(claimedType(name)).toBe(type))

  test.each([
    ['../../etc/passwd.pdf', '_.._etc_passwd.pdf'], ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie_ x.pdf'], ['\u202efdp.exe.pdf', 'fdp.exe.pdf'], ['   .pdf', 'pdf'], ['𠮷'.repeat(200) + '.pdf', '𠮷'.repeat(96) + '.pdf'],
  ])('%s is kept as %s', (name, safe) => expect(safeName(name)).toBe(safe))

  test('a header carries them in ASCII', () => {
    expect(disposition('项目"方案".pdf')).toMatch(/^attachment; filename="file\.pdf"; filename\*=UTF-8''[!-~]+$/)
    expect(neutralName(1, '项目方案', 'pdf')).toBe('附件1-项目方案.pdf')
  })
})
