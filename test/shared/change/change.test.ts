import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budgetMove } from '../../../shared/change/budget-move.ts'
import { changeLifecycle, changeSchema, changeStates } from '../../../shared/change/change.ts'
import { undeclared } from '../../../shared/kernel/exposure.ts'
import { budgetField } from '../../../shared/spending/budget.ts'
import { defaultDefinition } from '../../support/projects.ts'

const field = budgetField(defaultDefinition())
const line = (head: string, fen: number, source = 'grant') => ({ head, source, activity: '', unitPrice: fen, unit: '项', quantity: '1', note: '' })
const before = [line('materials', 6_000_00), line('transport', 4_000_00)]
const moveOf = (fen: number) => budgetMove(field, before, [line('materials', 6_000_00 - fen), line('transport', 4_000_00 + fen)])

test('every field of a request says who may see it; every state leads to known ones', () => {
  expect(undeclared(changeSchema)).toEqual([])
  for (const to of Object.values(changeLifecycle).flat()) expect(changeStates).toContain(to)
})

describe('a budget that is moved', () => {
  test('by up to 5% is small, by up to 10% middle, above it large, to the fen', () => {
    expect([moveOf(500_00), moveOf(500_01), moveOf(1_000_00), moveOf(1_000_01)].map(({ grade }) => grade)).toEqual(['small', 'middle', 'middle', 'large'])
    expect(moveOf(500_00)).toMatchObject({ moved: 500_00, percent: 5, heads: [{ head: 'materials', difference: -500_00, percent: -8.3 }, { head: 'transport', difference: 500_00, percent: 12.5 }] })
  })

  test('from nothing is large; a budget that stays is small', () => {
    expect(budgetMove(field, [], [line('meals', 1)])).toMatchObject({ grade: 'large', percent: 100, heads: [{ head: 'meals', percent: null }] })
    expect(budgetMove(field, before, before)).toMatchObject({ grade: 'small', moved: 0, percent: 0 })
  })

  test('adds up: differences are what the total grows by, and no move is larger than what was gained or lost', () => {
    const lines = fc.array(fc.tuple(fc.constantFrom(...field.heads.map(({ id }) => id)), fc.integer({ min: 1, max: 10 ** 8 })).map(([head, fen]) => line(head, fen)), { maxLength: 10 })
    fc.assert(fc.property(lines, lines, (old, next) => {
      const move = budgetMove(field, old, next)
      expect(move.heads.reduce((sum, { difference }) => sum + difference, 0)).toBe(move.total.after - move.total.before)
      expect(move.moved).toBeGreaterThanOrEqual(Math.abs(move.total.after - move.total.before))
      expect(budgetMove(field, next, old).moved).toBe(move.moved)
    }))
  })
})
