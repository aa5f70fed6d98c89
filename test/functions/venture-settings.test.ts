import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mistakes } from '../support/contest.ts'
import { formFields } from '../support/forms.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

async function draft(rulebook: string): Promise<string> {
  const { body } = await administrator.api('POST', '/competitions', { rulebook, name: { zh: '公益创投' }, authority: { zh: '主办' }, contact: { phone: '0573-0000 0000', email: '' } })
  return body.id
}
const budgetOf = async (id: string) => (await administrator.api('GET', `/competitions/${id}`)).body.rules.funding?.budget

describe('the budget of a venture competition', () => {
  test('is set by a program, and nothing else of the money side with it', async () => {
    const id = await draft('jiaxing-venture-default')
    const before = (await administrator.api('GET', `/competitions/${id}`)).body.rules.funding
    expect((await administrator.api('PUT', `/competitions/${id}`, { budget: 80_000_000 })).status).toBe(200)
    expect((await administrator.api('GET', `/competitions/${id}`)).body.rules.funding).toEqual({ ...before, budget: 80_000_000 })
    expect(mistakes(await administrator.api('PUT', `/competitions/${id}`, { budget: 400_000 }))).toEqual(['budget NEVER_REACHED'])
    expect(mistakes(await administrator.api('PUT', `/competitions/${await draft('jiaxing-default')}`, { budget: 400_000 }))).toEqual(['budget FUNDING_OUTSIDE'])
  })

  test('is set by hand in yuan; what cannot be read is said at the field and kept', async () => {
    const id = await draft('jiaxing-venture-default')
    const { html } = await administrator.page(`/competitions/${id}/settings`)
    const fields = formFields(html, `/competitions/${id}/settings`)
    expect(fields.budget).toBe('500,000.00')
    for (const typed of ['12.345', '-5', '10000000000000000', '很多', '']) {
      const refused = await administrator.post(`/competitions/${id}/settings`, { ...fields, budget: typed })
      expect(refused.status, typed).toBe(422)
      expect(refused.html).toContain('href="#f-budget"')
      expect(refused.html).toContain(`value="${typed}"`)
    }
    expect((await administrator.post(`/competitions/${id}/settings`, { ...fields, budget: '￥60万' })).status).toBe(422)
    expect((await administrator.post(`/competitions/${id}/settings`, { ...fields, budget: '600,000' })).status).toBe(303)
    expect(await budgetOf(id)).toBe(60_000_000)
  })

  test('a form sent as it came changes nothing', async () => {
    const id = await draft('guangzhou-2023')
    const before = (await administrator.api('GET', `/competitions/${id}`)).body
    const fields = formFields((await administrator.page(`/competitions/${id}/settings`)).html, `/competitions/${id}/settings`)
    expect((await administrator.post(`/competitions/${id}/settings`, fields)).status).toBe(303)
    expect((await administrator.api('GET', `/competitions/${id}`)).body).toEqual(before)
  })

  test('a contest has no such field', async () => {
    const id = await draft('jiaxing-default')
    expect((await administrator.page(`/competitions/${id}/settings`)).html).not.toContain('name="budget"')
  })
})

describe('the money side in words', () => {
  test('stands on the public call: caps and shares with their source, tranches, evaluations, grades', async () => {
    const id = await draft('guangzhou-2023')
    await administrator.api('POST', `/competitions/${id}/publication`, {})
    const { html } = await platform.visitor.page(`/public/competitions/${id}`)
    for (const words of ['资助与拨款', '500,000.00', '不超过项目总预算的 60%，其余 40% 以上自筹', '广州市公益创投 2019、2023 年征集公告', '只资助一个项目', '首期', '60%', '末期评估合格', 'C（不合格）：60 分以下，追回资金']) expect(html).toContain(words)
  })

  test('a contest says nothing of money', async () => {
    const id = await draft('jiaxing-default')
    await administrator.api('POST', `/competitions/${id}/publication`, {})
    expect((await platform.visitor.page(`/public/competitions/${id}`)).html).not.toContain('资助与拨款')
  })
})
