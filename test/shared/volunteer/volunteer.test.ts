import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageOn, maskedName, maskedPhone, newVolunteerNumber, normalNumber, normalPhone } from '../../../shared/volunteer/volunteer.ts'

test.each([
  ['13900000001', '13900000001'], [' 139 0000-0001 ', '13900000001'], ['+86 13900000001', '13900000001'], ['０１', undefined], ['１３９０００００００１', '13900000001'],
  ['0573-82710000', undefined], ['12900000001', undefined], ['', undefined], ['330411199001011234', undefined],
])('the phone %j is %j', (typed, expected) => { expect(normalPhone(typed)).toBe(expected) })

test('a number is nine digits with a check digit: it is read back, never a phone, and one wrong digit is noticed', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 89_999_999 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (random, place, by) => {
    const number = newVolunteerNumber(() => random)
    expect(number).toMatch(/^\d{9}$/)
    expect(normalNumber(`${number.slice(0, 3)} ${number.slice(3)}`)).toBe(number)
    expect(normalPhone(number)).toBeUndefined()
    const wrong = number.slice(0, place) + String((Number(number[place]) + by) % 10) + number.slice(place + 1)
    expect(normalNumber(wrong)).toBeUndefined()
  }))
})

test('masks show no more than they say', () => {
  expect([maskedName('王小禾'), maskedName('王禾'), maskedName('欧阳小小禾'), maskedName('𠮷田')]).toEqual(['王**', '王*', '欧**', '𠮷*'])
  expect(maskedPhone('13812345678')).toBe('138****5678')
})

test('who was born on 29 February is a year older on 1 March of other years', () => {
  expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01'), ageOn('2008-02-29', '2028-02-29'), ageOn('2008-12-31', '2026-12-30')]).toEqual([17, 18, 20, 17])
})
