import { describe, expect, test } from 'vitest'
import { checkEligibility, settleEligibility } from '../../../shared/eligibility/eligibility.ts'
import { defaultRulebook } from '../../support/proposals.ts'

const rulebook = {
  ...defaultRulebook(),
  eligibility: {
    ...defaultRulebook().eligibility,
    checks: [
      { id: 'seal', label: { zh: '盖章' } },
      { id: 'one', label: { zh: '一份' }, rule: { rule: 'one-per-applicant' as const } },
      { id: 'team', label: { zh: '人数' }, rule: { rule: 'field-at-least' as const, field: 'volunteers', value: 10 } },
      { id: 'file', label: { zh: '证书' }, rule: { rule: 'attachment-present' as const, attachment: 'certificate' } },
    ],
  },
}
const holds = (facts: Parameters<typeof checkEligibility>[1]) => checkEligibility(rulebook, facts).map((outcome) => outcome.holds)

describe('eligibility', () => {
  test.each([
    [{ content: { volunteers: 10 }, attachments: [{ kind: 'certificate' }], ofApplicant: 1 }, [null, true, true, true]],
    [{ content: { volunteers: 9 }, attachments: [{ kind: 'photos' }], ofApplicant: 2 }, [null, false, false, false]],
    [{ content: { volunteers: '12' }, attachments: [], ofApplicant: 1 }, [null, true, false, false]],
  ])('%o', (facts, expected) => expect(holds(facts)).toEqual(expected))

  const outcomes = checkEligibility(rulebook, { content: { volunteers: 9 }, attachments: [{ kind: 'certificate' }], ofApplicant: 1 })

  test('a tick doesn’t overrule what a rule has found', () => {
    expect(settleEligibility(outcomes, { decision: 'admitted', reasons: '已核实', checks: { seal: true, team: true } })).toEqual({ seal: true, one: true, team: false, file: true })
  })

  test('names what isn’t ticked where no reasons are given', () => {
    expect(() => settleEligibility(outcomes, { decision: 'admitted', reasons: ' ', checks: {} })).toThrow(expect.objectContaining({ code: 'INVALID', mistakes: [expect.objectContaining({ path: 'reasons', zh: expect.stringContaining('盖章、人数') })] }))
    expect(() => settleEligibility(outcomes, { decision: 'rejected', reasons: '', checks: { seal: true } })).toThrow(expect.objectContaining({ code: 'INVALID' }))
  })
})
