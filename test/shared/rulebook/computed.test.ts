import { describe, expect, test } from 'vitest'
import type { Criterion, Trigger } from '../../../shared/rulebook/round.ts'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'
import { cardTotal, computedScores, reasonMistakes, scoreMistakes } from '../../../shared/rulebook/sheet.ts'
import { rulebook } from './sample.ts'

const served: Criterion = {
  id: 'served', label: { zh: '服务人数' }, max: 3,
  computed: { planned: 'planned', actual: 'actual', steps: [{ percent: 100, points: 3 }, { percent: 80, points: 2 }, { percent: 60, points: 1 }] },
}
const triggers: Trigger[] = [{ id: 'moved', label: { zh: '未经批准调整' }, zero: 'item', criterion: 'work' }, { id: 'misuse', label: { zh: '挪用资金' }, zero: 'total' }]
const sheet = {
  criteria: [{ id: 'work', label: { zh: '完成' }, max: 13, children: [served, { id: 'plan', label: { zh: '按计划' }, max: 10 }] }, { id: 'books', label: { zh: '账目' }, max: 20 }],
  extras: [{ id: 'prize', label: { zh: '表彰' }, kind: 'bonus' as const, most: 5 }], triggers, entry: { decimals: 1, step: 0.5 },
}
const pointsFor = (planned: unknown, actual: unknown) => computedScores([served], { planned: { planned }, actual: { actual } }).served

describe('a computed leaf', () => {
  test.each([[100, 100, '3'], [100, 250, '3'], [100, 99, '2'], [100, 80, '2'], [100, 79, '1'], [300, 180, '1'], [3, 2, '1'], [100, 59, '0'], [100, 0, '0'], [0, 50, '0'], [undefined, 5, '0'], [5, undefined, '0'], ['100', 100, '0']])('planned %s, reached %s: %s points', (planned, actual, points) => {
    expect(pointsFor(planned, actual)).toBe(points)
  })

  test('rulebooks say it by numbers that there are, in steps that fall and reach the max', () => {
    const base = rulebook('jiaxing-default')
    const mistakes = (change: object) => {
      const round = base.rounds[0]
      if (round === undefined) throw new Error('a round')
      const [first, ...rest] = round.criteria
      const parsed = parseRulebook({ ...base, rounds: [{ ...round, criteria: [{ ...first, ...change }, ...rest] }, ...base.rounds.slice(1)] })
      return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path.replace('/rounds/0/criteria/0/', '')} ${code}`)
    }
    const max = base.rounds[0]?.criteria[0]?.max ?? 0
    const numbers = base.form.sections.flatMap(({ fields }) => fields).filter(({ kind }) => kind === 'integer').map(({ id }) => id)
    const computed = { planned: numbers[0], actual: numbers[1], steps: [{ percent: 100, points: max }, { percent: 50, points: 1 }] }
    expect(mistakes({ computed })).toEqual([])
    expect(mistakes({ computed: { ...computed, actual: 'name' } })).toEqual(['computed/actual NAME_UNKNOWN'])
    expect(mistakes({ computed: { ...computed, steps: [{ percent: 100, points: max }, { percent: 100, points: 1 }] } })).toEqual(['computed/steps/1 ORDER_WRONG'])
    expect(mistakes({ computed: { ...computed, steps: [{ percent: 100, points: 1 }] } })).toEqual(['computed/steps/0/points NEVER_REACHED'])
    expect(mistakes({ computed: { ...computed, steps: [{ percent: 100, points: max + 1 }] } })).toEqual(['computed/steps/0/points NEVER_REACHED'])
    expect(mistakes({ computed, children: [{ id: 'x', label: { zh: '甲' }, max }] })).toEqual(['computed COMPUTED_BRANCH'])
  })
})

describe('a trigger', () => {
  const full = { served: '2', plan: '9', books: '18', prize: '5' }

  test('makes its item 0 with all of its parts, or everything', () => {
    expect(cardTotal(sheet, full).toFixed()).toBe('34')
    expect(cardTotal(sheet, { ...full, moved: '1' }).toFixed()).toBe('23')
    expect(cardTotal(sheet, { ...full, misuse: '1' }).toFixed()).toBe('0')
    expect(cardTotal(sheet, { ...full, misuse: '1', moved: '1' }).toFixed()).toBe('0')
  })

  test('is ticked or not, and says what was found', () => {
    expect(scoreMistakes(sheet, { ...full, moved: '1' }, true)).toEqual([])
    expect(scoreMistakes(sheet, { ...full, moved: '2' }, true)).toMatchObject([{ path: 'scores.moved', code: 'CHOICE_UNKNOWN' }])
    expect(reasonMistakes(sheet, { ...full, moved: '1' }, ' ')).toMatchObject([{ path: 'comment', code: 'TRIGGER_WITHOUT_REASON', zh: '勾选了“未经批准调整”，请写明查到了什么。' }])
    expect(reasonMistakes(sheet, { ...full, moved: '1' }, '二次调整没有报批')).toEqual([])
    expect(reasonMistakes(sheet, full, '')).toEqual([])
  })

  test('names an item of its own sheet, once', () => {
    const base = rulebook('jiaxing-default')
    const mistakes = (given: unknown) => {
      const parsed = parseRulebook({ ...base, rounds: base.rounds.map((round) => ({ ...round, triggers: given })) })
      return parsed.ok ? [] : parsed.mistakes.map(({ path, code }) => `${path} ${code}`)
    }
    expect(mistakes([triggers[1]])).toEqual([])
    expect(mistakes([triggers[0]])).toContain('/rounds/0/triggers/0/criterion NAME_UNKNOWN')
    expect(mistakes([triggers[1], triggers[1]])).toContain('/rounds/0/triggers/1/id ID_REPEATED')
  })
})
