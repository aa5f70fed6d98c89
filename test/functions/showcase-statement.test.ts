import { beforeAll, expect, it } from 'vitest'
import { keys } from '../../shared/store/keys.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { withDraft } from '../support/showcase.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })

it('a page with contact data or a named child is not published, whatever is stated', async () => {
  const { project, member } = await withDraft(platform, { draft: { help: '固话 0573-82713456 找王阿姨，微信号 heyuan_2026', soFar: '小明（8岁，某小学三年级）会读书了。' } })
  const refused = await member.api('POST', `/projects/${project}/showcase/publication`, { reasons: [{ place: 'help', reason: '电话是大家都知道的电话' }] })
  expect([refused.status, refused.body.errors.map(({ path, detail }: { path: string; detail: string }) => `${path} ${detail}`)]).toEqual([422, [
    'soFar “做到了哪里”里有孩子的名字和年龄或学校（“小明(8岁”），请改掉后再公开。', 'help “怎样支持”里有电话号码 ****3456，请改掉后再公开。', 'help “怎样支持”里有微信号 he****，请改掉后再公开。',
  ]])
})

it('of few people a sentence is asked for at each place, without script too; nothing typed is lost; the trail keeps it', async () => {
  const { project, member } = await withDraft(platform, { draft: { soFar: '照看了两位独居老人。', help: '再来 3 位志愿者，帮 2户独居户。' } })
  const preview = `/projects/${project}/showcase/preview`
  const seen = /name="seen" value="([^"]+)"/.exec((await member.page(preview)).html)?.[1] ?? ''
  const said = '全区的数字，没有写明是哪个社区'
  const fields = { seen, 'reasons.0.place': 'soFar', 'reasons.0.reason': said, 'reasons.1.place': 'help', 'reasons.1.reason': '看过' }
  const again = await member.post(`/projects/${project}/showcase/publication`, fields)
  expect(again.status).toBe(422)
  expect(again.html).toContain(said)
  expect(again.html).toContain('请改掉“怎样支持”里的“2户独居户”，或用一句话')
  expect((await member.post(`/projects/${project}/showcase/publication`, { ...fields, 'reasons.1.reason': '每个街道都有许多这样的住户' })).location).toBe(`/showcase/${project}`)
  const { items } = await platform.table.queryRaw(keys.projectTrail(project))
  expect(JSON.stringify(items)).toContain(`“做到了哪里”里的“两位独居老人”：${said}；“怎样支持”里的“2户独居户”：每个街道都有许多这样的住户`)
})
