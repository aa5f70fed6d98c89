import { describe, expect, test } from 'vitest'
import type { Round } from '../../../shared/rulebook/round.ts'
import { anchorFor, cardTotal, leavesOf, scoreMistakes } from '../../../shared/rulebook/sheet.ts'
import { rulebook } from './sample.ts'

const base = rulebook('jiaxing-default').rounds[0]
if (!base) throw new Error('the rulebook has a round')
/** A tree: 40 of two leaves, and 60. */
const tree: Round = {
  ...base,
  criteria: [
    { id: 'need', label: { zh: '需求', en: 'Need' }, max: 40, children: [{ id: 'breadth', label: { zh: '广泛' }, max: 25 }, { id: 'depth', label: { zh: '迫切' }, max: 15 }] },
    { id: 'plan', label: { zh: '方案', en: 'Plan' }, max: 60 },
  ],
  entry: { decimals: 1, step: 0.5 },
}

describe('a sheet', () => {
  test('is scored at its leaves, and totals exactly', () => {
    expect(leavesOf(tree.criteria).map(({ id }) => id)).toEqual(['breadth', 'depth', 'plan'])
    expect(cardTotal(tree, { breadth: '0.1', depth: '0.2', plan: '59.7' }).toString()).toBe('60')
    expect(() => cardTotal(tree, { breadth: '1', plan: '2' })).toThrow(TypeError)
  })

  test.each([
    ['25.1', 'SCORE_OUT_OF_RANGE'], ['-0.5', 'SCORE_OUT_OF_RANGE'], ['19.55', 'SCORE_TOO_FINE'], ['19.50', 'SCORE_TOO_FINE'], ['ten', 'SCORE_MALFORMED'],
    ['1e1', 'SCORE_MALFORMED'], ['１９', 'SCORE_MALFORMED'], ['', 'SCORE_MISSING'],
  ])('%j is refused: %s', (score, code) => {
    expect(scoreMistakes(tree, { breadth: score, depth: '15', plan: '0' }, true)).toMatchObject([{ path: 'scores.breadth', code }])
  })

  test('a draft may have gaps; nothing else is let through', () => {
    expect(scoreMistakes(tree, { breadth: '25.0' }, false)).toEqual([])
    expect(scoreMistakes(tree, { need: '40' }, false)).toMatchObject([{ path: 'scores.need', code: 'CRITERION_UNKNOWN' }])
    expect(scoreMistakes(tree, {}, true).map(({ path }) => path)).toEqual(['scores.breadth', 'scores.depth', 'scores.plan'])
    expect(scoreMistakes(base, { breadth: '9.5' }, false)[0]?.zh).toBe('“需求广泛性”应为整数，现为 9.5。')
  })

  test('a score between two bands belongs to the lower one', () => {
    const criterion = { id: 'c', label: { zh: '项' }, max: 10, anchors: [{ from: 6, to: 10, text: { zh: '好' } }, { from: 0, to: 5, text: { zh: '差' } }] }
    expect(['0', '5', '5.5', '6', '10'].map((score) => anchorFor(criterion, score)?.text.zh)).toEqual(['差', '差', '差', '好', '好'])
    expect(anchorFor({ ...criterion, anchors: undefined }, '5')).toBeUndefined()
  })
})
