import { describe, expect, test } from 'vitest'
import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import { parseRulebook } from '../../../shared/rulebook/rulebook.ts'

type Json = Record<string, unknown>

/** A copy of a library rulebook with values set at JSON pointers; undefined removes. */
function changed(id: string, changes: Record<string, unknown>): unknown {
  const copy: unknown = structuredClone(libraryRulebooks().find((one) => one.id === id))
  for (const [pointer, value] of Object.entries(changes)) {
    const keys = pointer.split('/').slice(1)
    const last = keys.pop() ?? ''
    const parent = keys.reduce<unknown>((at, key) => (at as Json)[key], copy) as Json
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return copy
}

function mistakesOf(json: unknown) {
  const parsed = parseRulebook(json)
  return parsed.ok ? [] : parsed.mistakes
}

const q = 'qingdao-2018'

describe('a wrong rulebook is refused with the path of each mistake', () => {
  test.each<[string, string, Record<string, unknown>, string, string]>([
    ['weights that make 90', q, { '/rounds/2/weight': 50 }, '/rounds', 'WEIGHTS_NOT_100'],
    ['a sheet that does not add up', q, { '/rounds/0/criteria/0/max': 21 }, '/rounds/0/sheetTotal', 'SHEET_TOTAL'],
    ['a branch that does not add up', q, {
      '/rounds/0/criteria/0/children': [{ id: 'a', label: { zh: '甲' }, max: 10 }, { id: 'b', label: { zh: '乙' }, max: 9 }],
      '/rounds/0/sheetTotal': 99,
    }, '/rounds/0/criteria/0/max', 'BRANCH_MAX'],
    ['a criterion twice', q, { '/rounds/1/criteria/1/id': 'aim' }, '/rounds/1/criteria/1/id', 'ID_REPEATED'],
    ['a round twice', q, { '/rounds/1/id': 'first' }, '/rounds/1/id', 'ID_REPEATED'],
    ['a field twice, in two sections', q, { '/form/sections/4/fields/0/id': 'profile' }, '/form/sections/4/fields/0/id', 'ID_REPEATED'],
    ['a category twice', q, { '/categories/3/id': 'elderly' }, '/categories/3/id', 'ID_REPEATED'],
    ['a floor above the panel', q, { '/rounds/0/floor': 4 }, '/rounds/0/floor', 'FLOOR_ABOVE_PANEL'],
    ['a trim that leaves nothing', q, { '/rounds/1/panelSize': 4, '/rounds/1/aggregation/drop': 2 }, '/rounds/1/aggregation/drop', 'TRIM_LEAVES_NOTHING'],
    ['an anchor above the max', q, { '/rounds/0/criteria/0/anchors/0/to': 25 }, '/rounds/0/criteria/0/anchors/0', 'ANCHOR_OUTSIDE'],
    ['an anchor the wrong way round', q, { '/rounds/0/criteria/0/anchors/0/from': 20, '/rounds/0/criteria/0/anchors/0/to': 18 },
      '/rounds/0/criteria/0/anchors/0', 'RANGE_REVERSED'],
    ['anchors that overlap', q, { '/rounds/0/criteria/0/anchors/1/to': 19 }, '/rounds/0/criteria/0/anchors/1', 'ANCHORS_OVERLAP'],
    ['a criterion that points to no section', q, { '/rounds/0/criteria/0/sections': ['summary', 'nothing'] }, '/rounds/0/criteria/0/sections/1', 'NAME_UNKNOWN'],
    ['a max finer than a judge may enter', 'jiaxing-default', { '/rounds/0/criteria/0/max': 29.5, '/rounds/0/criteria/1/max': 25.5 },
      '/rounds/0/criteria/0/max', 'TOO_MANY_DECIMALS'],
    ['a step finer than a judge may enter', 'jiaxing-default', { '/rounds/0/entry/step': 0.5 }, '/rounds/0/entry/step', 'TOO_MANY_DECIMALS'],
    ['a tie-break by a round that is not there', q, { '/tieBreaks/0/round': 'final' }, '/tieBreaks/0/round', 'NAME_UNKNOWN'],
    ['a tie-break by a criterion that is not there', 'jiaxing-default', { '/tieBreaks/1/criterion': 'beauty' }, '/tieBreaks/1/criterion', 'NAME_UNKNOWN'],
    ['a lot before other tie-breaks', q, { '/tieBreaks/0': { rule: 'lot' } }, '/tieBreaks/0', 'LOT_NOT_LAST'],
    ['an award for a category that is not there', 'wuhan-university-2020', { '/awards/0/category': 'art' }, '/awards/0/category', 'NAME_UNKNOWN'],
    ['more awards than finalists', q, { '/awards/3/count': 33 }, '/awards', 'AWARDS_ABOVE_FINALISTS'],
    ['shares above the whole', 'jiaxing-default', { '/awards/2/percent': 80 }, '/awards', 'SHARES_ABOVE_100'],
    ['fewer groups than categories', q, { '/rounds/0/grouping/count': 8 }, '/rounds/0/grouping/count', 'GROUPS_BELOW_CATEGORIES'],
    ['a last round that cuts', q, { '/rounds/2/advance': { rule: 'top', count: 3, within: 'all' } }, '/rounds/2/advance/rule', 'LAST_ROUND_ADVANCES_ALL'],
    ['a threshold out of reach', q, { '/rounds/1/advance': { rule: 'threshold', score: 60 } }, '/rounds/1/advance/score', 'THRESHOLD_UNREACHABLE'],
    ['an advance by a sum of nothing', 'wuhan-university-2020', { '/rounds/0/advanceBy': 'sum' }, '/rounds/0/advanceBy', 'SUM_WITHOUT_WEIGHT'],
    ['a reminder before the window', q, { '/rounds/0/reminderDays': [10] }, '/rounds/0/reminderDays/0', 'REMINDER_TOO_EARLY'],
    ['a reminder before the call', q, { '/call/reminderDays/0': 30 }, '/call/reminderDays/0', 'REMINDER_TOO_EARLY'],
    ['a pitch without a clock', q, { '/rounds/2/pitch': undefined }, '/rounds/2/pitch', 'PITCH_MISSING'],
    ['a paper review with a clock', q, { '/rounds/0/pitch': { talkSeconds: 60, answerSeconds: 0 } }, '/rounds/0/pitch', 'PITCH_OUTSIDE'],
    ['a check that names no field', q, { '/form/checks/0/to': 'lastDay' }, '/form/checks/0/to', 'NAME_UNKNOWN'],
    ['a check that names a field of another kind', q, { '/form/checks/0/to': 'summary' }, '/form/checks/0/to', 'KIND_WRONG'],
    ['a check that names a column of another kind', q, { '/form/checks/1/column': 'stepName' }, '/form/checks/1/column', 'KIND_WRONG'],
    ['a total that is not money', q, { '/form/checks/2/total': 'directPeople' }, '/form/checks/2/total', 'KIND_WRONG'],
    ['a source the budget does not have', q, { '/form/sections/10/fields/4/sources': ['grant', 'own'] }, '/form/checks/5/source', 'NAME_UNKNOWN'],
    ['more rows asked for than fit', 'jiaxing-default', { '/form/checks/6/value': 31 }, '/form/checks/6/value', 'NEVER_REACHED'],
    ['a name field that is optional', q, { '/form/sections/0/fields/0/required': false }, '/form/nameField', 'NAME_FIELD_OPTIONAL'],
    ['an eligibility check of no attachment', 'jiaxing-default', { '/eligibility/checks/3/rule/attachment': 'passport' },
      '/eligibility/checks/3/rule/attachment', 'NAME_UNKNOWN'],
    ['an integer field whose range is reversed', q, { '/form/sections/9/fields/0/min': 99999999 }, '/form/sections/9/fields/0/min', 'RANGE_REVERSED'],
    ['a missing part', q, { '/notice': undefined }, '/notice', 'MISSING'],
    ['a number as text', q, { '/rounds/0/weight': '15' }, '/rounds/0/weight', 'TYPE_WRONG'],
    ['a key nobody knows', q, { '/notice/calendarDays': 7 }, '/notice/calendarDays', 'KEY_UNKNOWN'],
    ['an aggregation nobody knows', q, { '/rounds/0/aggregation': { rule: 'mode' } }, '/rounds/0/aggregation/rule', 'CHOICE_UNKNOWN'],
    ['a kind nobody knows', q, { '/kind': 'lottery' }, '/kind', 'CHOICE_UNKNOWN'],
    ['an id with capitals', q, { '/rounds/0/id': 'First' }, '/rounds/0/id', 'SLUG_MALFORMED'],
    ['a half decimal place', q, { '/rounds/0/decimals': 1.5 }, '/rounds/0/decimals', 'TYPE_WRONG'],
    ['no rounds', q, { '/rounds': [] }, '/rounds', 'TOO_LITTLE'],
    ['an empty Chinese name', q, { '/name/zh': '' }, '/name/zh', 'TOO_LITTLE'],
    ['a weight above 100', q, { '/rounds/0/weight': 160 }, '/rounds/0/weight', 'TOO_MUCH'],
  ])('%s', (_name, id, changes, path, code) => {
    const mistakes = mistakesOf(changed(id, changes))
    expect(mistakes.map((mistake) => [mistake.path, mistake.code])).toContainEqual([path, code])
    for (const { zh, en } of mistakes) {
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/)
      expect(en).toMatch(/^["A-Z].*\.$/)
    }
  })

  test('every mistake is listed at once, those of shape beside those between parts', () => {
    const mistakes = mistakesOf(changed(q, {
      '/rounds/2/weight': 50,
      '/rounds/0/floor': 9,
      '/rounds/1/reminderDays': [20],
      '/rounds/1/mode': 'telepathy',
      '/tieBreaks/1/round': 'nowhere',
      '/awards/0/name': undefined,
      '/categories/1/id': 'elderly',
      '/form/checks/0/from': 'never',
      '/notice/workingDays': 'five',
      '/surprise': true,
    }))
    expect(mistakes.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      '/awards/0/name MISSING',
      '/categories/1/id ID_REPEATED',
      '/form/checks/0/from NAME_UNKNOWN',
      '/notice/workingDays TYPE_WRONG',
      '/rounds WEIGHTS_NOT_100',
      '/rounds/0/floor FLOOR_ABOVE_PANEL',
      '/rounds/1/mode CHOICE_UNKNOWN',
      '/rounds/1/reminderDays/0 REMINDER_TOO_EARLY',
      '/surprise KEY_UNKNOWN',
      '/tieBreaks/1/round NAME_UNKNOWN',
    ])
  })

  test.each([null, undefined, 7, 'rulebook', [], {}, { rounds: 'none', form: [], categories: [null, 3] }])('%j is no rulebook, and says so', (json) => {
    expect(mistakesOf(json).length).toBeGreaterThan(0)
  })

  test('weights with a fraction are refused as shape, not passed as dust', () => {
    expect(mistakesOf(changed(q, { '/rounds/0/weight': 15.5, '/rounds/1/weight': 24.5 })).map(({ code }) => code)).toEqual(['TYPE_WRONG', 'TYPE_WRONG'])
  })

  test('maxima in tenths add up without dust', () => {
    const tenths = [0.1, 0.2, 99.7].map((max, i) => ({ id: `c${i}`, label: { zh: '项' }, max }))
    expect(mistakesOf(changed('wuhan-university-2020', { '/rounds/0/criteria': tenths }))).toEqual([])
  })
})
