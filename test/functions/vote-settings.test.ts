import { afterAll, beforeAll, expect, test } from 'vitest'
import { mistakes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

const drafted = async (rulebook: string) => `/competitions/${ok(await administrator.api('POST', '/competitions', { rulebook, name: { zh: '示例大赛' }, authority: { zh: '示例主办单位' } })).id}`
const rounds = (pitch: number) => [{ id: 'review', weight: 40 }, { id: 'pitch', weight: pitch }]

test('a competition sets what the vote counts, up to the rulebook’s cap, beside its rounds', async () => {
  const path = await drafted('jiaxing-vote-default')
  ok(await administrator.api('PUT', path, { vote: { weight: 20 }, rounds: rounds(40) }))
  expect(mistakes(await administrator.api('PUT', path, { vote: { weight: 21 }, rounds: rounds(39) }))).toEqual(['vote.weight VOTE_ABOVE_CAP'])
  expect(mistakes(await administrator.api('PUT', path, { vote: { weight: 15 } }))).toEqual(['rulebook.rounds WEIGHTS_NOT_100'])
  expect(mistakes(await administrator.api('PUT', path, { vote: { weight: 31 }, rounds: rounds(29) }))).toEqual(['vote.weight TOO_BIG'])
  const page = await administrator.page(`${path}/settings`)
  expect(page.html).toContain('章程规定最多 20%')
  expect(page.html).toMatch(/value="20"[^>]*name="vote.weight"/)
})

test('groups that are compared stay groups: the mistake stands at how they are made', async () => {
  const path = await drafted('jiaxing-vote-default')
  expect(mistakes(await administrator.api('PUT', path, { rounds: [{ id: 'review', grouping: { rule: 'one' } }] }))).toEqual(['rounds.0.normalisation.rule NORMALISED_WITHOUT_GROUPS'])
})

test('a rulebook without a vote has none to set', async () => {
  expect(mistakes(await administrator.api('PUT', await drafted('jiaxing-default'), { vote: { weight: 10 } }))).toEqual(['vote.weight VOTE_OUTSIDE'])
})
