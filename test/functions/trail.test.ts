import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv } from '../../functions/queries/csv.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let second: Somebody
let competition: string

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  second = await platform.person('=HYPERLINK("x")', { administrator: '330411' })
  competition = (await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '大赛' }, authority: { zh: '主办' } })).body.id
  await platform.clock.forward({ days: 2 })
  await second.api('PUT', `/competitions/${competition}`, { introduction: '一' })
  await platform.clock.forward({ days: 2 })
  for (const introduction of ['二', '三', '四']) await administrator.api('PUT', `/competitions/${competition}`, { introduction })
})
afterAll(() => platform.close())

const shanghaiDay = (at: string, plus = 0) => new Date(Date.parse(at) + 8 * 3_600_000 + plus * 86_400_000).toISOString().slice(0, 10)

describe('the trail', () => {
  test('newest first, by person, by days in Shanghai, page after page', async () => {
    const all = (await administrator.api('GET', `/competitions/${competition}/trail`)).body.entries
    expect(all).toHaveLength(5)
    expect(all.map(({ at }: { at: string }) => at)).toEqual(all.map(({ at }: { at: string }) => at).toSorted().reverse())
    const mine = (await administrator.api('GET', `/competitions/${competition}/trail?person=${second.id}`)).body.entries
    expect(mine).toEqual([all[3]])
    const day = shanghaiDay(all[3].at)
    expect((await administrator.api('GET', `/competitions/${competition}/trail?from=${day}&to=${day}`)).body.entries).toEqual([all[3]])
    expect((await administrator.api('GET', `/competitions/${competition}/trail?to=${shanghaiDay(all[3].at, -1)}`)).body.entries).toEqual([all[4]])
    expect((await administrator.api('GET', `/competitions/${competition}/trail?person=workflow`)).body.entries).toEqual([])
    const first = (await administrator.api('GET', `/competitions/${competition}/trail?limit=2`)).body
    const next = (await administrator.api('GET', `/competitions/${competition}/trail?limit=2&after=${first.next}`)).body
    expect([...first.entries, ...next.entries]).toEqual(all.slice(0, 4))
    expect((await administrator.api('GET', `/competitions/${competition}/trail?from=May`)).status).toBe(422)
    expect((await administrator.api('GET', `/competitions/${competition}/trail?after=rubbish`)).status).toBe(422)
  })

  test('the district sees what is set up in it; others see nothing', async () => {
    expect((await administrator.api('GET', '/trail')).body.entries).toMatchObject([{ action: 'competition.create', about: { id: competition } }])
    const elsewhere = await platform.person('管理员 09', { administrator: '330402' })
    expect((await elsewhere.api('GET', '/trail')).body.entries).toEqual([])
    expect((await elsewhere.api('GET', '/trail?district=330411')).status).toBe(403)
    expect((await elsewhere.api('GET', `/competitions/${competition}/trail`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/competitions/${competition}/trail`)).status).toBe(401)
  })

  test('a cell that a spreadsheet would run is text; quotes and lines stay in their cell', () => {
    expect(csv([['=1+1', '+1', '-1', '@a', '\t=1', 'a"b', 'a,b', 'a\nb', '1=2']])).toBe('\uFEFF\'=1+1,\'+1,\'-1,\'@a,\'\t=1,"a""b","a,b","a\nb",1=2\r\n')
  })
})
