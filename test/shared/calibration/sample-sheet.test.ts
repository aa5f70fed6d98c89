import { expect, test } from 'vitest'
import { sampleSheet } from '../../../shared/calibration/calibration.ts'
import { scoreMistakes } from '../../../shared/rulebook/sheet.ts'
import type { Round } from '../../../shared/rulebook/round.ts'
import { roundOf, smallRulebook } from '../standing/sample.ts'

const computed = { id: 'reach', label: { zh: '完成率' }, max: 10, computed: { planned: 'people', actual: 'reached', steps: [{ percent: 100, points: 10 }] } }
const round: Round = {
  ...roundOf(smallRulebook(), 0), sheetTotal: 30,
  criteria: [
    { id: 'work', label: { zh: '实施' }, max: 25, children: [{ id: 'plan', label: { zh: '方案' }, max: 15 }, computed] },
    { id: 'figures', label: { zh: '数字' }, max: 5, children: [{ ...computed, id: 'times', max: 5 }] },
  ],
  triggers: [{ id: 'misuse', label: { zh: '挪用' }, zero: 'total' }],
}

test('of a made-up case judges score what they judge: points that follow from a proposal’s numbers are left out, with their share of the totals', () => {
  const sheet = sampleSheet(round)
  expect(sheet.criteria).toEqual([{ id: 'work', label: { zh: '实施' }, max: 15, children: [{ id: 'plan', label: { zh: '方案' }, max: 15 }] }])
  expect(sheet.sheetTotal).toBe(15)
  expect(scoreMistakes(sheet, { plan: '12' }, true)).toEqual([])
  expect(scoreMistakes(sheet, {}, true).map(({ path }) => path)).toEqual(['scores.plan'])
})
