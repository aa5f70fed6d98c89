import { expect, test } from 'vitest'
import { fieldsOf } from '../../../shared/rulebook/content.ts'
import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import { defaultDefinition } from '../../support/projects.ts'

test('what a proposal budgets under, the project that it becomes can spend under: its lines come along whole', () => {
  const heads = new Set(defaultDefinition().budget.heads.map(({ id }) => id))
  const unknown = libraryRulebooks().flatMap(({ id, form }) => fieldsOf(form).flatMap((field) => (field.kind === 'budget' ? field.heads.filter((head) => !heads.has(head.id)).map((head) => `${id}: ${head.id}`) : [])))
  expect(unknown).toEqual([])
})
