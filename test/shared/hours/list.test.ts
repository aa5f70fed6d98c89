import { expect, test } from 'vitest'
import { ageMistakes, readList } from '../../../shared/hours/list.ts'

const read = (line: string) => readList(line, 'list')
const codes = (line: string) => read(line).mistakes.map(({ code }) => code)

test.each([
  ['小明,13900000001,8 岁,王大明,13900000002', false], ['小明，13900000001，未成年，王大明，13900000002', false], ['Xiao Ming,13900000001,minor,Wang,13900000002', false], ['小明,13900000001,17', false],
  ['王小禾,13900000001,18', true], ['王小禾,13900000001,成年', true], ['王小禾,13900000001,40周岁,9:00,11:30', true], ['王小禾,13900000001', null], ['王小禾,13900000001,示例街道', null],
])('%s: whether of age is %s', (line, adult) => {
  expect(read(line)).toMatchObject({ lines: [{ adult }], mistakes: [] })
})

test('a guardian is the second name with the second number; the times stay times', () => {
  expect(read('小明,13900000001,15,9:00,王大明,13900000002,11:30').lines).toMatchObject([{ name: '小明', who: '13900000001', guardian: { name: '王大明', phone: '13900000002' }, from: '09:00', to: '11:30' }])
})

test('an age within a name or in words is not passed over, and half a guardian is none', () => {
  expect(codes('小朋友八岁，13911110009')).toEqual(['AGE_UNREAD'])
  expect(codes('小朋友,八岁,13911110009')).toEqual(['AGE_UNREAD'])
  expect(codes('小朋友,2岁,13911110009')).toEqual(['TOO_YOUNG'])
  expect(codes('小明,13900000001,8,13900000002')).toEqual(['GUARDIAN_UNREAD'])
  expect(codes('小明,13900000001,8,王大明,2015-03-01')).toEqual(['GUARDIAN_UNREAD'])
})

test('what is open is told by line: all without an age at the leader’s word, minors at theirs', () => {
  const { lines } = readList('甲甲,13900000001\n乙乙,13900000002,成年\n丙丙,13900000003,未成年\n丁丁,13900000004', 'list')
  const told = (asked: Parameters<typeof ageMistakes>[1]) => ageMistakes(lines, asked).map(({ path, code, zh }) => [path, code, zh.split(' 行')[0]])
  expect(told({ adults: false, adultsOnly: false })).toEqual([['list', 'GUARDIAN_MISSING', '第 3'], ['adults', 'AGE_MISSING', '第 1、4']])
  expect(told({ adults: true, adultsOnly: false })).toEqual([['list', 'GUARDIAN_MISSING', '第 3']])
  expect(told({ adults: true, adultsOnly: true })).toEqual([['list', 'ADULTS_ONLY', '第 3'], ['list', 'AGE_MISSING', '第 1、4']])
})
