import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitAll, apply, type Contest, ok, openContest, openScoring, passWindow, scoresOf, until } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { noticeBody } from '../support/world.ts'

let platform: TestPlatform
let contest: Contest
let proposals: string[]
beforeAll(async () => {
  platform = await startTestPlatform()
  contest = await openContest(platform, { applicants: 2, judges: 4 })
  proposals = [await apply(contest, 0), await apply(contest, 1)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
})
afterAll(async () => { await platform.close() })

const pageOf = async (nth: number) => (await contest.applicants[nth]?.person.page(`/proposals/${proposals[nth]}`))?.html ?? ''

test('what judges write to an applicant is read by that applicant once the awards are published, without names and without the words of who was recused', async () => {
  const [first = ''] = proposals
  const wrote: string[] = []
  let left = ''
  for (const [nth, judge] of contest.judges.entries()) {
    const { items } = ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`))
    for (const { proposal } of items) {
      const comment = `第 ${nth + 1} 句话，给${proposal === first ? '甲' : '乙'}。<b>粗</b>`
      ok(await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(contest.rulebook, 0, proposal === first ? 90 : 70), comment }))
      if (proposal === first) wrote.push(comment)
    }
    if (left === '' && items.some(({ proposal }: { proposal: string }) => proposal === first)) {
      left = wrote.pop() ?? ''
      ok(await contest.administrator.api('POST', `/competitions/${contest.id}/conflicts/${first}/${judge.id}`, { decision: 'add', reason: '核实有亲属关系' }))
    }
  }
  expect(wrote.length).toBeGreaterThan(0)
  await passWindow(platform, 40)
  await until(platform, contest, 'result')
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeBody))
  expect(await pageOf(0)).not.toContain('句话')
  await passWindow(platform, 14)
  await until(platform, contest, 'award')
  expect(await pageOf(0)).not.toContain('句话')
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
  await until(platform, contest, 'completed')
  const html = await pageOf(0)
  for (const words of wrote) expect(html).toContain(words.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  expect(html).not.toContain(left.slice(0, 5))
  expect(html).not.toContain('给乙')
  for (const judge of contest.judges) expect(html).not.toContain(judge.name)
  expect(await pageOf(1)).not.toContain('给甲')
})
