import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { Zip } from '../../../shared/archive/zip.ts'
import { instant } from '../../../shared/kernel/instant.ts'

const at = instant.parse('2026-11-26T16:30:08.000Z')
const written = (files: readonly (readonly [string, Uint8Array, boolean])[]): Uint8Array => {
  const zip = new Zip()
  return new Uint8Array(Buffer.concat([...files.flatMap(([name, bytes, pack]) => zip.add(name, bytes, { at, pack })), ...zip.end()]))
}

test('reads back: packed and plain, with Chinese names, with nothing in them', () => {
  const text = Buffer.from('示例内容。'.repeat(500))
  const bytes = written([['01-大赛/大赛.html', text, true], ['附件/照片 1.jpg', text, false], ['空.txt', new Uint8Array(), true]])
  expect(bytes.length).toBeLessThan(text.length + 1000)
  const read = unzipSync(bytes)
  expect(Object.keys(read)).toEqual(['01-大赛/大赛.html', '附件/照片 1.jpg', '空.txt'])
  expect(strFromU8(read['01-大赛/大赛.html'] ?? new Uint8Array())).toBe(text.toString())
  expect(read['附件/照片 1.jpg']).toEqual(new Uint8Array(text))
})

test('bears the time of Shanghai', () => {
  const bytes = Buffer.from(written([['a', new Uint8Array(), false]]))
  const [time, date] = [bytes.readUInt16LE(10), bytes.readUInt16LE(12)]
  expect([(date >> 9) + 1980, (date >> 5) & 15, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([2026, 11, 27, 0, 30, 8])
})

test('more files than 16 bits count are counted in 64', () => {
  const count = 65_600
  const bytes = written(Array.from({ length: count }, (_, i) => [`${i}`, new Uint8Array(), false] as const))
  expect(Object.keys(unzipSync(bytes))).toHaveLength(count)
})
