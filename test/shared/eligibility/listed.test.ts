import { describe, expect, test } from 'vitest'
import { checkEligibility, type EligibilityFacts } from '../../../shared/eligibility/eligibility.ts'
import { listedWithin } from '../../../shared/registry/entry.ts'
import { rulebook } from '../rulebook/sample.ts'

type Listings = NonNullable<EligibilityFacts['registry']>['listings']
const day = '2023-06-30'

describe('lists that an applicant may not have stood on', () => {
  test.each<[string, Listings, number, string[]]>([
    ['still on it', [{ list: 'abnormal', from: '2020-01-01', to: null }], 0, ['abnormal']],
    ['off it the day before', [{ list: 'abnormal', from: '2020-01-01', to: '2023-06-29' }], 0, []],
    ['its last day', [{ list: 'abnormal', from: '2020-01-01', to: '2023-06-30' }], 0, ['abnormal']],
    ['put on it later', [{ list: 'abnormal', from: '2023-07-01', to: null }], 3, []],
    ['off it a year ago to the day', [{ list: 'dishonest', from: '2020-01-01', to: '2022-06-30' }], 1, ['dishonest']],
    ['off it a day more than a year ago', [{ list: 'dishonest', from: '2020-01-01', to: '2022-06-29' }], 1, []],
    ['twice on one', [{ list: 'abnormal', from: '2022-01-01', to: '2022-08-01' }, { list: 'abnormal', from: '2023-01-01', to: null }], 1, ['abnormal']],
  ])('%s', (_, listings, years, lists) => {
    expect(listedWithin(listings, day, years)).toEqual(lists)
  })

  test('Guangzhou 2023: the list of abnormal activity within one year, that of serious dishonesty within two', () => {
    const outcome = (listings: Listings) => checkEligibility(rulebook('guangzhou-2023'), { content: {}, attachments: [], ofApplicant: 1, registry: { grade: null, listings, day } })
      .flatMap(({ id, holds, found }) => (id === 'not-abnormal' || id === 'not-dishonest' ? [[holds, found?.zh]] : []))
    const between = { from: '2021-01-01', to: '2021-12-31' }
    expect(outcome([{ list: 'abnormal', ...between }])).toEqual([[true, '2023-06-30 及之前 1 年内不在活动异常名录'], [true, '2023-06-30 及之前 2 年内不在严重违法失信名单']])
    expect(outcome([{ list: 'dishonest', ...between }])).toEqual([[true, '2023-06-30 及之前 1 年内不在活动异常名录'], [false, '2023-06-30 及之前 2 年内在严重违法失信名单']])
    const unknown = checkEligibility(rulebook('guangzhou-2023'), { content: {}, attachments: [], ofApplicant: 1, registry: null })
    expect(unknown.find(({ id }) => id === 'not-abnormal')?.holds).toBeNull()
  })
})
