import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { idCheckDigit, maskContact, personalIn } from '../../../shared/kernel/personal.ts'

const kinds = (text: string) => personalIn(text).map(({ kind }) => kind)

const wide = (text: string) => text.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))
const han = (text: string) => text.replaceAll(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)] ?? '')
/** Cut into groups of that size with something between. */
const grouped = (text: string, size: number, between: string) => (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))
const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`)
const id = fc.tuple(fc.constantFrom('330411', '110101', '650102'), fc.date({ min: new Date('1920-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }), digits(3))
  .map(([place, born, rest]) => `${place}${born.toISOString().slice(0, 10).replaceAll('-', '')}${rest}`).map((body) => body + idCheckDigit(body))
const card = fc.tuple(fc.constantFrom('62', '4', '5'), digits(17)).map(([start, rest]) => (start + rest).slice(0, 15)).map((body) => body + [...'0123456789'].find((last) => luhn(body + last)))
const luhn = (text: string) => [...text].toReversed().reduce((sum, digit, i) => sum + (i % 2 === 0 ? Number(digit) : Math.floor((Number(digit) * 2) / 10) + ((Number(digit) * 2) % 10)), 0) % 10 === 0

/** Ways in which people type a number. */
const typings = fc.constantFrom<(text: string) => string>(
  (text) => text, wide, (text) => grouped(text, 4, ' '), (text) => grouped(text, 4, '-'), (text) => grouped(text, 4, '－'), (text) => grouped(text, 6, ' · '), (text) => wide(grouped(text, 3, '　')), (text) => `${text.slice(0, 3)}\u200b${text.slice(3)}`,
)
const around = fc.constantFrom<[string, string]>(['联系王老师', '。'], ['tel', ''], ['（', '）'], ['2026-05-22 ', ' 上午'], ['请打：', '转 3 号'])

describe('numbers of a person are found', () => {
  test('a mobile number, however it is typed', () => {
    fc.assert(fc.property(mobile, typings, around, (number, type, [before, after]) => { expect(kinds(`${before}${type(number)}${after}`)).toContain('mobile') }))
    fc.assert(fc.property(mobile, (number) => { expect(kinds(`微信同号${han(number)}`)).toEqual(['mobile']) }))
    for (const text of ['+86 138 0000 1234', '008613800001234', '86-138-0000-1234']) expect(kinds(text), text).toEqual(['mobile'])
  })

  test('an ID, however it is typed, with X too', () => {
    fc.assert(fc.property(id, typings, around, (number, type, [before, after]) => { expect(kinds(`${before}${type(number)}${after}`)).toContain('id') }))
    expect(kinds('11010519491231002X')).toEqual(['id'])
    expect(kinds('11010519491231002x。')).toEqual(['id'])
    expect(kinds('110105 19491231 002 x')).toEqual(['id'])
  })

  test('an ID with a mistyped check digit is an ID all the same', () => {
    expect(idCheckDigit('11010519491231002')).toBe('X')
    expect(kinds('110105194912310021')).toEqual(['id'])
  })

  test('a bank card by its check digit, an e-mail address in any width', () => {
    fc.assert(fc.property(card, typings, (number, type) => { expect(kinds(`账号${type(number)}。`)).toContain('card') }))
    for (const text of ['a.b@example.cn', 'ａ＠ｅｘａｍｐｌｅ．ｃｎ', '写信到lin@example.com.cn。']) expect(kinds(text), text).toEqual(['email'])
  })

  it('names each masked', () => {
    expect(personalIn('电话 13812345678，身份证 330411199001011234，a@example.cn')).toEqual([
      { kind: 'mobile', masked: '138****5678' }, { kind: 'id', masked: '330***********1234' }, { kind: 'email', masked: 'a***@example.cn' },
    ])
    expect([maskContact('138 1234 5678'), maskContact('0573-8271 0000'), maskContact('lin@example.cn')]).toEqual(['138****5678', '****0000', 'l***@example.cn'])
  })
})

describe('what is no number of a person is left alone', () => {
  it.each([
    '2026-03-01 至 2026-12-31，每周 2 次，共 40 人、2000 人次', '预算 15,000.00 元', '52330411MJ9900020C', 'XY-2026-0001', '1,161 支队伍、127,000 名志愿者', '第 20260522001 号', '12345678901', '订单 000000000000000000', '一二三四五',
    '@秀洲', '每周一三五 18:00-20:00', '示例街道示例路 138 号 2026 年 5 月',
  ])('%s', (text) => expect(personalIn(text)).toEqual([]))

  test('figures within a longer group of figures', () => {
    fc.assert(fc.property(mobile, digits(12), (number, more) => { expect(kinds(`9${number}${more}`)).not.toContain('mobile') }))
  })

  test('any text is read in time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => { personalIn(text) }))
    const start = performance.now()
    personalIn('1 '.repeat(20_000))
    personalIn('a'.repeat(40_000))
    personalIn('1'.repeat(40_000))
    personalIn('a.'.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
