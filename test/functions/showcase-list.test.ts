import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newOrganisationId } from '../../shared/kernel/ids.ts'
import type { Answers } from '../../shared/project/content.ts'
import { ok } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'
import { onShow, withDraft } from '../support/showcase.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

describe('the public list', () => {
  it('newest first, by words, class and stage, page by page; nothing that is not public', async () => {
    const titles = async (query = '') => ok(await platform.visitor.api('GET', `/public/showcases${query}`)).showcases.map(({ title }: { title: string }) => title)
    expect((await platform.visitor.page('/showcase')).html).toContain('现在没有在展示的项目')
    const organisation = newOrganisationId()
    const make = async (n: number, answers: Partial<Answers> = {}) => {
      platform.clock.forward({ minutes: 1 })
      return onShow(platform, { organisation, answers: { name: `项目 ${String(n).padStart(2, '0')}`, ...answers } })
    }
    for (let n = 1; n <= 13; n += 1) await make(n)
    const elderly = await make(14, { class: 'elderly', street: '南湖街道' })
    await withDraft(platform, { organisation, answers: { name: '还是草稿' } })
    await setProject(platform, elderly.project, (one) => ({ ...one, current: { ...one.current, name: 'implementation' } }))
    expect((await titles()).slice(0, 2)).toEqual(['项目 14', '项目 13'])
    const first = ok(await platform.visitor.api('GET', '/public/showcases'))
    const second = ok(await platform.visitor.api('GET', `/public/showcases?after=${first.next}`))
    expect([...first.showcases, ...second.showcases].map(({ title }: { title: string }) => title)).toEqual(Array.from({ length: 14 }, (_, i) => `项目 ${String(14 - i).padStart(2, '0')}`))
    expect(await titles('?class=elderly')).toEqual(['项目 14'])
    expect(await titles('?stage=implementation')).toEqual(['项目 14'])
    expect(await titles(`?text=${encodeURIComponent('为老')}`)).toEqual(['项目 14'])
    expect(await titles(`?text=${encodeURIComponent('南湖')}`)).toEqual(['项目 14'])
    expect(await titles(`?text=${encodeURIComponent('项目 03')}`)).toEqual(['项目 03'])
    const page = await platform.visitor.page(`/showcase?text=${encodeURIComponent('没有这个')}`)
    expect(page.html).toContain('没有找到')
    expect((await platform.visitor.page('/showcase')).html).toContain('下一页')
  })
})
