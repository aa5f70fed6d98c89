import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoSidewaysScroll, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { withCure } from '../support/cures.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, openCompetition, sentProposal, setState } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let competition = ''
let by: Applicant
let [one, two, three]: Somebody[] = []
/** One being cured, one repaired, one on which two differ, one of which a word is missing, one that was not cured in time. */
let [curing, fresh, repaired, differing, half, late] = ['', '', '', '', '', '']

const ticks = { complete: true, field: true, seals: true, 'one-year': true }
const reasons = '需求分析没有依据，请写明走访、问卷的户数；盖章页没有上传。'

beforeAll(async () => {
  platform = await startTestPlatform()
  ;[one, two, three] = await Promise.all([1, 2, 3].map((n) => platform.person(`管理员 0${n}`, { administrator: '330411' })))
  const id = await openCompetition(platform, withCure({ reviewers: 2 }))
  competition = id
  by = await applicant(platform, '示例机构 07')
  const send = async (name: string, who?: Applicant) => sentProposal(id, who ?? (await applicant(platform)), { name })
  late = await send('社区图书角')
  ;[curing, fresh, repaired, differing, half] = [await send('放学后的一小时', by), await send('邻里厨房', by), await send('银龄课堂'), await send('河道认养'), await send('心灵驿站')]
  await setState(platform, id, { state: 'eligibility' })
  const say = async (who: Somebody | undefined, proposal: string, body: object) => ok(await (who as Somebody).api('POST', `/proposals/${proposal}/eligibility`, body))
  const cure = { decision: 'cure', reasons, checks: { ...ticks, complete: false, seals: false } }
  for (const who of [one, two]) await say(who, late, cure)
  platform.clock.forward({ days: 4 })
  for (const proposal of [curing, fresh, repaired]) for (const who of [one, two]) await say(who, proposal, cure)
  platform.clock.forward({ days: 3 })
  await say(one, differing, { decision: 'admitted', checks: ticks })
  await say(two, differing, { decision: 'rejected', reasons: '不是志愿服务项目。', checks: { ...ticks, field: false } })
  await say(one, half, { decision: 'admitted', checks: ticks })
  const applicantOf = async (proposal: string) => (proposal === repaired ? await platform.person('银龄成员', { member: [ok(await (one as Somebody).api('GET', `/proposals/${proposal}`)).organisation.id] }) : by.member)
  const repair = async (proposal: string) => {
    const member = await applicantOf(proposal)
    const { draft } = ok(await member.api('GET', `/proposals/${proposal}`))
    ok(await member.api('PUT', `/proposals/${proposal}/cure`, { revision: draft.revision, content: { need: '今年三月走访了三十户，其中二十户的孩子放学后没有人照看。' } }))
    return member
  }
  await repair(curing)
  ok(await (await repair(repaired)).api('POST', `/proposals/${repaired}/cure/submission`, {}))
})
afterAll(async () => { await platform.close() })

describe('eligibility and cures', () => {
  sights(() => platform, () => [
    { name: 'cure', path: `/proposals/${curing}/cure`, as: by.member }, { name: 'cure-answers', path: `/proposals/${curing}/cure/answers`, as: by.member }, { name: 'cure-untouched', path: `/proposals/${fresh}/cure/answers`, as: by.member },
    { name: 'cure-status', path: `/proposals/${curing}`, as: by.member }, { name: 'cure-home', path: '/home', as: by.member },
    { name: 'review-repaired', path: `/proposals/${repaired}/eligibility`, as: one }, { name: 'review-third', path: `/proposals/${differing}/eligibility`, as: three }, { name: 'review-differ', path: `/proposals/${differing}/eligibility`, as: one },
    { name: 'review-half', path: `/proposals/${half}/eligibility`, as: one }, { name: 'review-late', path: `/proposals/${late}/eligibility`, as: two }, { name: 'review-curing', path: `/proposals/${curing}/eligibility`, as: two },
    { name: 'review-list', path: `/competitions/${competition}/proposals`, as: one }, { name: 'rules', path: `/public/competitions/${competition}`, as: by.member },
  ])

  test('an applicant repairs what failed and sends it', async () => {
    await withPage({ baseURL: platform.url, width: 390 }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: by.member.cookie, url: platform.url }])
      await page.goto('/home')
      await page.getByRole('link', { name: '补正申报书《邻里厨房》', exact: true }).click()
      await page.getByLabel('必要性与需求分析').fill('四月发了五十份问卷，收回四十六份。')
      await page.locator('[data-saved].is-kept').waitFor()
      await page.getByRole('button', { name: '保存并核对' }).and(page.locator(':not(.vh)')).click()
      await page.waitForURL('**/cure/answers')
      await expectNoSidewaysScroll(page)
      await page.getByRole('button', { name: '提交补正' }).click()
      await page.waitForURL(`**/proposals/${fresh}`)
      expect(await page.getByText('申报书已收到').count()).toBe(1)
    })
    expect(ok(await (one as Somebody).api('GET', `/proposals/${fresh}`))).toMatchObject({ state: 'submitted', version: 2 })
  })
})
