import { afterAll, beforeAll, describe } from 'vitest'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let draft: string
let call: string

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const make = async (name: string) => ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-venture-default', name: { zh: name, en: 'Venture competition' }, authority: { zh: '示例区民政局', en: 'Sample bureau' }, contact: { phone: '0573-00000000', email: '' } })).id
  draft = await make('示例区公益创投大赛（草稿）')
  call = await make('示例区公益创投大赛')
  ok(await administrator.api('POST', `/competitions/${call}/publication`, {}))
}, 120_000)
afterAll(() => platform.close())

describe('pages of a venture competition\'s rules', () => {
  sights(() => platform, () => [
    { name: 'venture-settings', path: `/competitions/${draft}/settings`, as: administrator },
    { name: 'venture-call', path: `/public/competitions/${call}` },
    { name: 'venture-rulebook', path: '/rulebooks/suzhou-2012', as: administrator },
  ])
})
