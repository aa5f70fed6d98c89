import { expect, test } from 'vitest'
import { fQuantile, tQuantile } from '../../../shared/reliability/quantile.ts'

// Printed tables of upper points: Fisher & Yates, Statistical Tables; Pearson & Hartley, Biometrika Tables for Statisticians, tables 12 and 18.
test.each([
  [0.95, 1, 1, '161.45'], [0.95, 4, 10, '3.48'], [0.95, 10, 4, '5.96'], [0.95, 2, 120, '3.07'], [0.975, 5, 15, '3.58'], [0.975, 15, 5, '6.43'], [0.99, 3, 20, '4.94'], [0.99, 30, 30, '2.39'], [0.5, 10, 10, '1.00'],
])('the F distribution: %d of it lies below the printed point for %d and %d degrees of freedom', (p, above, below, printed) => {
  expect(fQuantile(p, above, below).toFixed(2)).toBe(printed)
})

test.each([[0.975, 1, '12.706'], [0.975, 5, '2.571'], [0.975, 10, '2.228'], [0.95, 20, '1.725'], [0.995, 30, '2.750'], [0.975, 120, '1.980'], [0.975, 100000, '1.960']])('the t distribution at %d with %d degrees of freedom', (p, degrees, printed) => {
  expect(tQuantile(p, degrees).toFixed(3)).toBe(printed)
})

test('a lower point of F is the reciprocal of the upper one with its degrees of freedom changed over, also where they are not whole', () => {
  for (const [above, below] of [[3, 7], [4.79, 5], [119.5, 2.25]] as const) expect(fQuantile(0.025, above, below) * fQuantile(0.975, below, above)).toBeCloseTo(1, 9)
})
