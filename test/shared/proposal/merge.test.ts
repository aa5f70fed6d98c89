import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { markOf, mergeAnswers } from '../../../shared/proposal/merge.ts'

const ids = ['a', 'b', 'c']
const marks = (content: Record<string, unknown>) => Object.fromEntries(ids.map((id) => [id, markOf(content[id])]))

test('equal answers have one mark: emptiness, line ends and the order of columns mean nothing', () => {
  for (const empty of [undefined, null, '', '  ', false, [], [{}], [{ note: '' }]]) expect(markOf(empty)).toBe('')
  expect(markOf('一\r\n二')).toBe(markOf('一\n二'))
  expect(markOf([{ head: 'x', unitPrice: 3, note: '' }, {}])).toBe(markOf([{ unitPrice: 3, head: 'x' }]))
  expect(markOf('1')).not.toBe(markOf(1))
  expect(markOf(0)).not.toBe('')
})

test('one changed here, another there: both stand; the same one changed twice collides, unless to the same', () => {
  const began = { a: '甲', b: '乙', c: '丙' }
  expect(mergeAnswers(ids, marks(began), { ...began, a: '我的' }, { ...began, b: '别人的' })).toEqual({ taken: ['a'], clashing: [], behind: ['b'] })
  expect(mergeAnswers(ids, marks(began), { ...began, a: '我的' }, { ...began, a: '别人的' })).toEqual({ taken: [], clashing: ['a'], behind: [] })
  expect(mergeAnswers(ids, marks(began), { ...began, a: '一样' }, { ...began, a: '一样' })).toEqual({ taken: [], clashing: [], behind: [] })
  expect(mergeAnswers(ids, marks(began), { ...began, a: '' }, { ...began, a: '别人的' })).toEqual({ taken: [], clashing: ['a'], behind: [] })
})

test('whatever two people change, nothing is lost: each answer is the one of whoever changed it, or both are told', () => {
  const content = fc.record({ a: fc.constantFrom('1', '2', '3'), b: fc.constantFrom('1', '2', '3'), c: fc.constantFrom('1', '2', '3') })
  fc.assert(fc.property(content, content, content, (began, mine, stands) => {
    const { taken, clashing, behind } = mergeAnswers(ids, marks(began), mine, stands)
    for (const id of ids as ('a' | 'b' | 'c')[]) {
      const [ours, theirs] = [mine[id] !== began[id], stands[id] !== began[id]]
      expect(taken.includes(id)).toBe(ours && !theirs)
      expect(behind.includes(id)).toBe(!ours && theirs)
      expect(clashing.includes(id)).toBe(ours && theirs && mine[id] !== stands[id])
    }
  }))
})
