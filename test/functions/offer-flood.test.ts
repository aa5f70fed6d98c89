import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { anOffer, onShow } from '../support/showcase.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('offers are no way to send somebody mail: few name one address, and one visitor makes few, over all projects', async () => {
  const projects: string[] = []
  for (let n = 0; n < 5; n += 1) projects.push((await onShow(platform)).project)
  const offer = async (nth: number, contact: string) => (await platform.visitor.api('POST', `/public/showcases/${projects[nth % projects.length] ?? ''}/offers`, { ...anOffer, contact })).status
  const statuses: number[] = []
  for (let n = 0; n < 7; n += 1) statuses.push(await offer(n, n % 2 === 0 ? 'victim@example.cn' : 'Victim+x@example.cn'))
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429])
  for (let n = 0; n < 40; n += 1) statuses.push(await offer(n, `other-${n}@example.cn`))
  expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(30)
  expect(statuses.slice(-10)).toEqual(Array.from({ length: 10 }, () => 429))
})
