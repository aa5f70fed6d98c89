import { describe, expect, test } from 'vitest'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'
import { rulebook } from './sample.ts'

type Json = Record<string, unknown>

/** The default venture rulebook with values set at JSON pointers; undefined removes. */
function mistakesWith(changes: Record<string, unknown>, id = 'jiaxing-venture-default') {
  const copy: unknown = structuredClone(rulebook(id))
  for (const [pointer, value] of Object.entries(changes)) {
    const keys = pointer.split('/').slice(1)
    const last = keys.pop() ?? ''
    const parent = keys.reduce<unknown>((at, key) => (at as Json)[key], copy) as Json
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  const parsed = parseRulebook(copy)
  return parsed.ok ? [] : parsed.mistakes
}

const cap = (standing: string, most: number) => ({ standing, most, source: { zh: '本章程' } })

describe('the money side of a rulebook that does not fit is refused with the path of each mistake', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['a venture without one', { '/funding': null }, '/funding', 'FUNDING_MISSING'],
    ['a venture where it is left out', { '/funding': undefined }, '/funding', 'FUNDING_MISSING'],
    ['a contest with one', { '/kind': 'contest' }, '/funding', 'FUNDING_OUTSIDE'],
    ['a sum asked for that is no field', { '/funding/asked': 'wanted' }, '/funding/asked', 'NAME_UNKNOWN'],
    ['a sum asked for that is not money', { '/funding/asked': 'directPeople' }, '/funding/asked', 'KIND_WRONG'],
    ['a budget that is not one', { '/funding/budgetField': 'steps' }, '/funding/budgetField', 'KIND_WRONG'],
    ['a sum asked for that nobody compares with the budget', { '/funding/asked': 'totalBudget' }, '/funding/asked', 'ASKED_NOT_COMPARED'],
    ['two caps for one standing', { '/funding/caps': [cap('filed', 100), cap('filed', 200)], '/funding/least': 0 }, '/funding/caps/1/standing', 'ID_REPEATED'],
    ['a cap above what the form takes', { '/funding/caps/0/most': 6_000_000 }, '/funding/caps/0/most', 'NEVER_REACHED'],
    ['steps that fall', { '/funding/steps': [1_000_000, 500_000] }, '/funding/steps/1', 'ORDER_WRONG'],
    ['a step above every cap', { '/funding/steps': [1_000_000, 5_000_001] }, '/funding/steps/1', 'NEVER_REACHED'],
    ['a lowest step that the filed never reach', { '/funding/steps': [3_000_000, 4_000_000] }, '/funding/steps/0', 'NEVER_REACHED'],
    ['a least above the cap', { '/funding/least': 2_000_001 }, '/funding/least', 'NEVER_REACHED'],
    ['a budget below the least', { '/funding/budget': 499_999 }, '/funding/budget', 'NEVER_REACHED'],
    ['a quota for no category', { '/funding/quotas/0/category': 'art' }, '/funding/quotas/0/category', 'NAME_UNKNOWN'],
    ['a quota twice', { '/funding/quotas/1/category': 'elderly' }, '/funding/quotas/1', 'ID_REPEATED'],
    ['a quota of nothing', { '/funding/quotas/0/most': undefined }, '/funding/quotas/0', 'QUOTA_EMPTY'],
    ['a quota the wrong way round', { '/funding/quotas/0/least': 5 }, '/funding/quotas/0/least', 'RANGE_REVERSED'],
    ['tranches that make 90', { '/funding/tranches/0/percent': 40 }, '/funding/tranches', 'PERCENTS_NOT_100'],
    ['a tranche twice', { '/funding/tranches/1/id': 'first' }, '/funding/tranches/1/id', 'ID_REPEATED'],
    ['a condition twice', { '/funding/tranches/1/conditions': ['mid-term-passed', 'mid-term-passed'] }, '/funding/tranches/1/conditions/1', 'ID_REPEATED'],
    ['a tranche that waits for no evaluation', { '/funding/evaluations/0/id': 'final' }, '/funding/tranches/1/conditions/0', 'NAME_UNKNOWN'],
    ['an evaluation twice', { '/funding/evaluations/0/id': 'final' }, '/funding/evaluations/1/id', 'ID_REPEATED'],
    ['an evaluation sheet that does not add up', { '/funding/evaluations/0/sheetTotal': 90 }, '/funding/evaluations/0/sheetTotal', 'SHEET_TOTAL'],
    ['a branch of it that does not add up', { '/funding/evaluations/0/criteria/0/max': 34 }, '/funding/evaluations/0/criteria/0/max', 'BRANCH_MAX'],
    ['a bonus named like a criterion', { '/funding/evaluations/0/extras/0/id': 'accounts' }, '/funding/evaluations/0/extras/0/id', 'ID_REPEATED'],
    ['a pass mark above the sheet', { '/funding/evaluations/0/passMark': 101 }, '/funding/evaluations/0/passMark', 'NEVER_REACHED'],
    ['grades that rise', { '/funding/evaluations/1/grades/1/from': 85 }, '/funding/evaluations/1/grades/1/from', 'ORDER_WRONG'],
    ['grades that leave the lowest scores without one', { '/funding/evaluations/1/grades/2/from': 30 }, '/funding/evaluations/1/grades/2/from', 'GRADES_LEAVE_GAP'],
    ['a better grade clawed back than a worse', { '/funding/evaluations/1/grades/1/clawback': true, '/funding/evaluations/1/grades/2/clawback': false }, '/funding/evaluations/1/grades/2/clawback', 'CLAWBACK_ABOVE'],
    ['a sum finer than a fen', { '/funding/budget': 1.5 }, '/funding/budget', 'TYPE_WRONG'],
    ['a sum below nothing', { '/funding/least': -1 }, '/funding/least', 'TOO_LITTLE'],
    ['a sum beyond all money', { '/funding/budget': 10 ** 15 }, '/funding/budget', 'TOO_MUCH'],
  ])('%s', (_, changes, path, code) => {
    const found = mistakesWith(changes)
    expect(found.map((one) => `${one.path} ${one.code}`)).toContain(`${path} ${code}`)
    for (const { zh, en } of found) expect([zh, en].every((sentence) => sentence.length > 3)).toBe(true)
  })

  test('a share asks for own funds in the budget', () => {
    const money = rulebook('guangzhou-2023').form.sections.findIndex(({ id }) => id === 'money')
    const at = rulebook('guangzhou-2023').form.sections[money]?.fields.findIndex(({ id }) => id === 'budget') ?? -1
    const found = mistakesWith({ [`/form/sections/${money}/fields/${at}/sources`]: ['grant', 'in-kind'] }, 'guangzhou-2023')
    expect(found.map(({ path, code }) => `${path} ${code}`)).toContain('/funding/budgetField SOURCE_MISSING')
  })

  test('the mistakes of both sides are told at once', () => {
    const found = mistakesWith({ '/funding/tranches/0/percent': 40, '/rounds/0/weight': 10, '/funding/banYears': 0 })
    expect(found.map(({ code }) => code).toSorted()).toEqual(['PERCENTS_NOT_100', 'TOO_LITTLE', 'WEIGHTS_NOT_100'])
  })
})
