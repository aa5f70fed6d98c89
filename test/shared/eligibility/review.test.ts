import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkEligibility, type EligibilityDecision, verdicts } from '../../../shared/eligibility/eligibility.ts'
import { concluded, cureEnded, cureOpened, type Eligibility, firstPass, mayCure, mayReview, passOf, type Review, reviewed, seenBy, waitsFor } from '../../../shared/eligibility/review.ts'
import { newCompetitionId, newPersonId, newProposalId, type PersonId } from '../../../shared/kernel/ids.ts'
import { instant, plusDays } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { withCure } from '../../support/cures.ts'
import { defaultRulebook } from '../../support/proposals.ts'

const now = instant.parse('2026-05-11T02:00:00.000Z')
const two: Rulebook = withCure({ reviewers: 2 })(defaultRulebook())
const outcomes = checkEligibility(two, { content: { volunteers: 20 }, attachments: [{ kind: 'certificate' }], ofApplicant: 1 })
const ticks = { complete: true, field: true, seals: true, 'one-year': true }
const people = Array.from({ length: 4 }, newPersonId)
const [a, b, c, d] = people as [PersonId, PersonId, PersonId, PersonId]
const fresh = (): Eligibility => firstPass({ id: newProposalId(), competition: newCompetitionId(), version: 1 })

const given = (decision: Review['verdict'], checks: Partial<Record<keyof typeof ticks, boolean>> = {}): EligibilityDecision => ({ decision, reasons: decision === 'admitted' ? '' : '理由', checks: { ...ticks, ...checks } })
const says = (before: Eligibility, by: PersonId, decision: EligibilityDecision, rulebook = two) => reviewed(before, rulebook, outcomes, decision, { id: by, name: by }, now)
const stands = (eligibility: Eligibility) => { const found = concluded(passOf(eligibility), 2); return typeof found === 'string' ? found : found.verdict }
const refused = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (isRefusal(error)) return [error.code, ...error.mistakes.map(({ code }) => code)].join(' ')
    throw error
  }
  return ''
}

describe('two reviewers', () => {
  test('agree and it stands; a check holds where both found so', () => {
    const first = says(fresh(), a, { ...given('admitted', { seals: false }), reasons: '已电话核实' })
    expect(stands(first)).toBe('one')
    const both = says(first, b, given('admitted'))
    expect(concluded(passOf(both), 2)).toMatchObject({ verdict: 'admitted', reasons: '已电话核实', checks: { seals: false, complete: true } })
  })

  test('differ and a third decides, neither of the two; who decided may change it', () => {
    const differ = says(says(fresh(), a, given('admitted')), b, given('rejected'))
    expect(stands(differ)).toBe('third')
    for (const one of [a, b]) expect(refused(() => says(differ, one, given('admitted')))).toBe('REVIEW_CLOSED')
    const third = says(differ, c, given('rejected'))
    expect(stands(third)).toBe('rejected')
    for (const one of [a, b, d]) expect(refused(() => says(third, one, given('admitted')))).toBe('REVIEW_CLOSED')
    expect(stands(says(third, c, given('admitted')))).toBe('admitted')
  })

  test('change their own word while they don’t differ; a third has no say where they agree', () => {
    const agree = says(says(fresh(), a, given('admitted')), b, given('admitted'))
    expect(refused(() => says(agree, c, given('rejected')))).toBe('REVIEW_CLOSED')
    expect(stands(says(agree, b, given('rejected')))).toBe('third')
  })

  test('don’t read each other’s review until both are in', () => {
    const first = says(fresh(), a, given('rejected'))
    expect(seenBy(passOf(first), 2, b).reviews).toEqual([])
    expect(seenBy(passOf(first), 2, a).reviews).toHaveLength(1)
    expect(seenBy(passOf(says(first, b, given('admitted'))), 2, c).reviews).toHaveLength(2)
  })

  test('whatever is said in whatever order: nobody is heard twice, the third is neither of the two, and only those asked are heard', () => {
    const word = fc.record({ by: fc.constantFrom(...people), decision: fc.constantFrom(...verdicts), failing: fc.boolean() })
    fc.assert(fc.property(fc.array(word, { maxLength: 12 }), (all) => {
      let now = fresh()
      for (const { by, decision, failing } of all) {
        const pass = passOf(now)
        const asked = mayReview(pass, 2, by)
        const before = stands(now)
        const said = refused(() => { now = says(now, by, given(decision, { complete: !failing })) })
        expect(said === 'REVIEW_CLOSED').toBe(!asked)
        const after = passOf(now)
        const heard = [...after.reviews, ...(after.third === null ? [] : [after.third])].map((review) => review.by.id)
        expect(new Set(heard).size).toBe(heard.length)
        if (after.third === null && after.reviews.length < 2) expect(people.filter((one) => waitsFor(after, 2, one)).length).toBe(4 - after.reviews.length)
        if (before === 'third' && said === '') expect(after.third?.by.id).toBe(by)
      }
    }))
  })
})

describe('a cure', () => {
  test('needs something failing that can be repaired', () => {
    expect(refused(() => says(fresh(), a, given('cure')))).toBe('INVALID NOTHING_FAILS')
    expect(refused(() => says(fresh(), a, given('cure', { field: false })))).toBe('INVALID NOT_CURABLE')
    expect(refused(() => says(fresh(), a, { ...given('cure', { complete: false }), reasons: '' }))).toBe('INVALID REQUIRED')
    expect(refused(() => says(fresh(), a, given('cure', { complete: false }), defaultRulebook()))).toBe('INVALID NO_CURE')
    expect(stands(says(says(fresh(), a, given('cure', { complete: false })), b, given('cure', { seals: false })))).toBe('cure')
  })

  test('opens what either found failing and can be repaired, and brings just that back', () => {
    const agreed = says(says(fresh(), a, given('cure', { complete: false, field: false })), b, given('cure', { seals: false }))
    const found = concluded(passOf(agreed), 2)
    if (typeof found === 'string') throw new Error(found)
    const { eligibility, cure } = cureOpened(agreed, two, found, 5, now)
    expect(cure).toMatchObject({ number: 1, checks: ['complete', 'seals'], until: '2026-05-16T16:00:00.000Z', ended: null })
    expect(mayCure(eligibility, two)).toBe(false)
    const again = cureEnded(eligibility, 2, 'sent', 2, plusDays(now, 2))
    expect(passOf(again)).toMatchObject({ version: 2, only: ['complete', 'seals'], carried: { field: false, 'one-year': true, certificate: true, volunteers: true }, reviews: [] })
    // What was found of the others stands, whatever is ticked now.
    const admitted = says(again, c, { ...given('admitted'), reasons: '范围已核实' })
    expect(passOf(admitted).reviews[0]?.checks).toMatchObject({ field: false, complete: true, seals: true })
    expect(refused(() => says(again, c, given('cure', { seals: false })))).toBe('INVALID NO_CURE_LEFT')
  })

  test('that came to nothing is not followed by another, whatever is left', () => {
    const twice = withCure({ reviewers: 1, cure: { days: 5, rounds: 2 } })(defaultRulebook())
    const asked = says(fresh(), a, given('cure', { complete: false }), twice)
    const found = concluded(passOf(asked), 1)
    if (typeof found === 'string') throw new Error(found)
    const { eligibility } = cureOpened(asked, twice, found, 5, now)
    expect(mayCure(cureEnded(eligibility, 1, 'sent', 2, now), twice)).toBe(true)
    expect(mayCure(cureEnded(eligibility, 1, 'lapsed', 1, now), twice)).toBe(false)
  })
})
