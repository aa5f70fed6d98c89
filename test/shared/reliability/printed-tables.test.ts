import { expect, test } from 'vitest'
import { type Estimate, oneWayIcc, twoWayIcc } from '../../../shared/reliability/icc.ts'
import { kendallsW } from '../../../shared/reliability/kendall.ts'
import { krippendorffsAlpha } from '../../../shared/reliability/krippendorff.ts'
import { severityOf } from '../../../shared/reliability/severity.ts'
import { block, ratings, turned } from './sample.ts'

/** Shrout & Fleiss 1979, table 2: six targets, four judges. */
const shroutFleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
const printed = (estimate: Estimate | undefined, decimals = 2) => estimate && [estimate.value, estimate.low, estimate.high].map((one) => one.toFixed(decimals))

test('Shrout & Fleiss 1979, table 4: ICC(2,1) is .29 and ICC(2,4) is .62', () => {
  const icc = twoWayIcc(block(shroutFleiss))
  expect([icc?.single.value.toFixed(2), icc?.average.value.toFixed(2)]).toEqual(['0.29', '0.62'])
})

test('Shrout & Fleiss 1979, table 4: ICC(1,1) is .17 and ICC(1,4) is .44', () => {
  const icc = oneWayIcc(ratings(shroutFleiss))
  expect([icc?.single.value.toFixed(2), icc?.average.value.toFixed(2), icc?.judges]).toEqual(['0.17', '0.44', 4])
})

test('the intervals that Revelle’s psych prints for the same table (manual of ICC)', () => {
  const two = twoWayIcc(block(shroutFleiss))
  expect([printed(two?.single, 3)?.slice(1), printed(two?.average, 3)?.slice(1)]).toEqual([['0.019', '0.761'], ['0.071', '0.927']])
  const one = oneWayIcc(ratings(shroutFleiss))
  expect([printed(one?.single, 3)?.slice(1), printed(one?.average, 3)?.slice(1)]).toEqual([['-0.133', '0.723'], ['-0.884', '0.912']])
})

test('Siegel 1956, chapter 9 (Siegel & Castellan 1988, section 9.6): three executives rank six applicants, W = .16', () => {
  expect(kendallsW(block(turned([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])))?.toFixed(2)).toBe('0.16')
})

test('Kendall 1948, also in Siegel 1956, chapter 9: three rankings of ten with ties, W = .828', () => {
  const rows = [[1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10], [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5], [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10]]
  expect(kendallsW(block(turned(rows)))?.toFixed(3)).toBe('0.828')
})

test('Krippendorff 2011, part C and E: four observers, twelve units, data missing; alpha for interval data is .849', () => {
  const rows = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
    [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
  ]
  expect(krippendorffsAlpha(ratings(turned(rows)))?.toFixed(3)).toBe('0.849')
})

test('the example of three coders and fifteen units with which alpha is usually introduced: .811 for interval data', () => {
  const rows = [
    [null, null, null, null, null, 3, 4, 1, 2, 1, 1, 3, 3, null, 3], [1, null, 2, 1, 3, 3, 4, 3, null, null, null, null, null, null, null], [null, null, 2, 1, 3, 4, 4, null, 2, 1, 1, 3, 3, null, 4],
  ]
  expect(krippendorffsAlpha(ratings(turned(rows)))?.toFixed(3)).toBe('0.811')
})

test('severity of the judges of Shrout & Fleiss: the judges’ means from the grand mean, and their table’s error mean square 1.02', () => {
  const severity = severityOf(ratings(shroutFleiss))
  expect(severity.state === 'known' && severity.judges.map((one) => one.severity.toFixed(3))).toEqual(['-2.375', '2.792', '0.958', '-1.375'])
  expect(severity.state === 'known' && [severity.degrees, (severity.residual ** 2).toFixed(2)]).toEqual([15, '1.02'])
})
