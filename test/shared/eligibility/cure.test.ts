import { describe, expect, test } from 'vitest'
import { changedIn, cured, cureReminders, cureUntil, isCurable, scopeOf } from '../../../shared/eligibility/cure.ts'
import { fileId, newFileId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import type { Attachment } from '../../../shared/proposal/proposal.ts'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'
import { withCure } from '../../support/cures.ts'
import { defaultRulebook } from '../../support/proposals.ts'

const rulebook = withCure()(defaultRulebook())
const file = (kind: string, id = newFileId()): Attachment => ({ kind, file: fileId.parse(id), name: 'a.pdf', bytes: 1, type: 'pdf' })

describe('what a cure opens', () => {
  test('is what its checks are about, in the form’s order; a rule about a field or an attachment says it by itself', () => {
    expect(scopeOf(rulebook, ['complete'])).toEqual({ fields: ['summary', 'need'], attachments: [] })
    expect(scopeOf(rulebook, ['volunteers', 'seals'])).toEqual({ fields: ['volunteers'], attachments: ['supporting'] })
    expect(scopeOf(rulebook, ['certificate'])).toEqual({ fields: [], attachments: ['certificate'] })
    expect(rulebook.eligibility.checks.filter(({ id }) => isCurable(rulebook, id)).map(({ id }) => id)).toEqual(['complete', 'seals', 'certificate', 'volunteers'])
  })

  test('goes into the next version, and nothing else of the draft does', () => {
    const [seal, certificate, photos] = [file('supporting'), file('certificate'), file('photos')]
    const before = { content: { need: '旧', name: '名', summary: '要' }, attachments: [certificate] }
    const draft = { content: { need: '新', name: '另一个名字', summary: '要' }, attachments: [seal, photos] }
    const scope = scopeOf(rulebook, ['complete', 'seals'])
    const next = cured(before, draft, scope)
    expect(next).toEqual({ content: { need: '新', name: '名', summary: '要' }, attachments: [certificate, seal] })
    expect(changedIn(scope, before, next)).toEqual({ fields: ['need'], attachments: ['supporting'] })
  })
})

describe('its window', () => {
  test.each([
    ['2026-05-11T02:00:00.000Z', 5, '2026-05-16T16:00:00.000Z'],
    // After midnight in Shanghai it is the next day already.
    ['2026-05-11T16:30:00.000Z', 1, '2026-05-13T16:00:00.000Z'],
  ])('opened %s for %i days is over %s', (openedAt, days, until) => expect(cureUntil(instant.parse(openedAt), days)).toBe(until))

  test('is reminded of three days and one day before its end, never on the day on which it was told', () => {
    const reminders = (days: number) => { const openedAt = instant.parse('2026-05-11T02:00:00.000Z'); return cureReminders({ openedAt, until: cureUntil(openedAt, days) }) }
    expect(reminders(5)).toEqual(['2026-05-13T16:00:00.000Z', '2026-05-15T16:00:00.000Z'])
    expect(reminders(2)).toEqual(['2026-05-12T16:00:00.000Z'])
    expect(reminders(1)).toEqual([])
  })
})

describe('a rulebook', () => {
  const mistakes = (change: (json: Record<string, unknown> & { eligibility: Record<string, unknown> }) => void) => {
    const json = JSON.parse(JSON.stringify(rulebook))
    change(json)
    const parsed = parseRulebook(json)
    return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path} ${code}`)
  }
  test('names parts of its form that are there', () => {
    expect(mistakes(() => {})).toEqual([])
    expect(mistakes(({ eligibility }) => { eligibility.checks = [{ id: 'a', label: { zh: '甲' }, about: { sections: ['nowhere'], fields: ['nothing'], attachments: ['none'] } }] })).toEqual([
      '/eligibility/checks/0/about/sections/0 NAME_UNKNOWN', '/eligibility/checks/0/about/fields/0 NAME_UNKNOWN', '/eligibility/checks/0/about/attachments/0 NAME_UNKNOWN',
    ])
  })
  test('that allows a cure says of what', () => {
    expect(mistakes(({ eligibility }) => { eligibility.checks = [{ id: 'a', label: { zh: '甲' } }] })).toEqual(['/eligibility/cure NOTHING_TO_CURE'])
    expect(mistakes(({ eligibility }) => { eligibility.reviewers = 3; eligibility.cure = { days: 0, rounds: 1 } })).toEqual(['/eligibility/reviewers CHOICE_UNKNOWN', '/eligibility/cure/days TOO_LITTLE'])
  })
  test('says nothing of it: one reviewer, no cure', () => {
    const { cure: _, reviewers: __, ...rest } = rulebook.eligibility
    const parsed = parseRulebook({ ...rulebook, eligibility: rest })
    expect(parsed.ok && parsed.rulebook.eligibility).toMatchObject({ reviewers: 1, cure: null })
  })
})
