import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifierScript } from '../../../infra/local/verifier.ts'

test('the checking page’s script is made of the rules as they are: run `npm run verifier` after a change of them', async () => {
  expect((await verifierScript()) === readFileSync(new URL('../../../functions/web/assets/verify.js', import.meta.url), 'utf8')).toBe(true)
})
