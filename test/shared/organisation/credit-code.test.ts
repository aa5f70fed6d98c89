import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCode, creditCodeFault, registeredKindOf } from '../../../shared/organisation/credit-code.ts'

// forms.md part 5: the first two are public codes of companies, the others were computed for invented organisations.
const valid = ['91330100799655058B', '9144030071526726XG', '51330411MJ9900012L', '52330411MJ9900020C', '53330000MJ9900047E']
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

describe('credit code', () => {
  it.each(valid)('takes %s', (code) => {
    expect(creditCodeFault(code)).toBeUndefined()
  })

  it.each([
    [' 52330411mj9900020c ', 'lower case and spaces'],
    ['52330411 MJ99 0002 0C', 'spaces inside'],
    ['５２３３０４１１ＭＪ９９０００２０Ｃ', 'full-width characters'],
  ])('reads %s (%s) as it is printed', (typed) => {
    expect(creditCode.parse(typed)).toBe('52330411MJ9900020C')
  })

  it.each([
    ['', 'REQUIRED'],
    ['52330411MJ9900020', 'CREDIT_CODE_LENGTH'],
    ['52330411MJ9900020CC', 'CREDIT_CODE_LENGTH'],
    ['5233O411MJ9900020C', 'CREDIT_CODE_CHARACTER'],
    ['52330411MJ99OOO20C', 'CREDIT_CODE_CHARACTER'],
    ['52330411MJ9900020号', 'CREDIT_CODE_CHARACTER'],
    ['52A30411MJ9900020C', 'CREDIT_CODE_DISTRICT'],
    ['52330411MJ9900021C', 'CREDIT_CODE_ORGANISATION'],
    ['52330411MJ9900020D', 'CREDIT_CODE_CHECK'],
    ['52330412MJ9900020C', 'CREDIT_CODE_CHECK'],
  ])('refuses %s as %s', (code, fault) => {
    expect(creditCodeFault(code)?.code).toBe(fault)
  })

  it('names letters that are not used and what they may be', () => {
    const fault = creditCodeFault('5233O4I1MJ9900020C')
    expect(fault?.zh).toContain('O → 0')
    expect(fault?.zh).toContain('I → 1')
    expect(fault?.en).toContain('I, O, S, V, Z')
  })

  it('does not give away the right check character', () => {
    expect(creditCodeFault('52330411MJ9900020D')?.zh).not.toContain('C')
  })

  it('notices every single mistyped character', () => {
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.nat(17), fc.constantFrom(...alphabet), (code, place, other) => {
        fc.pre(code.charAt(place) !== other)
        expect(creditCodeFault(code.slice(0, place) + other + code.slice(place + 1))).toBeDefined()
      }),
    )
  })

  it('tells what the register calls an organisation', () => {
    expect(valid.map(registeredKindOf)).toEqual(['other', 'other', 'association', 'service', 'foundation'])
  })
})
