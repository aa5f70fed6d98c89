import { expect, test } from 'vitest'
import { typed } from '../../../shared/kernel/text.ts'

test.each(['', '   ', '\u200B', '\u200B\u200D \u2060', '\u202E\u2066', '\u3000\u00A0'])('a reason that nobody can see (%j) is none', (text) => {
  const { success, error } = typed(500).safeParse(text)
  expect([success, error?.issues.map(({ code }) => code)]).toEqual([false, ['too_small']])
})

test.each(['好', 'ok', '…', '👍🏽', '  同意  ', '1'])('%j is one', (text) => {
  expect(typed(500).parse(text)).toBe(text.trim())
})
