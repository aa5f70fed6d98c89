import { afterAll, beforeAll, expect, test } from 'vitest'
import { startingSamples } from '../../shared/calibration/calibration.ts'
import { ok } from '../support/contest.ts'
import { judging, scoresOf } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { voteRules, voting } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('sample cases stand on a judge’s first page until they are scored', async () => {
  const made = await judging(platform, { proposals: 3, judges: 3 })
  const [judge] = made.judges
  if (judge === undefined) throw new Error('no judge')
  const way = `/calibration/${made.competition}/0`
  expect((await judge.page('/home')).html).not.toContain(way)
  ok(await made.administrator.api('PUT', `${made.at}/calibration`, { samples: startingSamples, revision: 0 }))
  const { html } = await judge.page('/home')
  expect(html).toContain('试评：还有 2 个样例')
  expect(html).toContain(way)
  for (const sample of [0, 1]) ok(await judge.api('POST', `${made.at}/calibration/${sample}/card`, { scores: scoresOf(made.rulebook, 7), revision: 1 }))
  expect((await judge.page('/home')).html).not.toContain(way)
})

test('a supervisor comes from the first page to the vote of what they watch over, and back', async () => {
  const { competition } = await voting(platform)
  const supervisor = await platform.person('监督员 01', { supervisor: [competition] })
  expect((await supervisor.page('/home')).html).toContain('href="/supervision"')
  expect((await supervisor.page('/supervision')).html).toContain(`href="/competitions/${competition}/vote"`)
  const watch = await supervisor.page(`/competitions/${competition}/vote`)
  expect(watch.status).toBe(200)
  expect(watch.html).not.toContain('href="/competitions"')
  ok(await supervisor.api('GET', `/competitions/${competition}/vote/watch`))
  const stranger = await platform.person('监督员 02', { supervisor: [(await voting(platform)).competition] })
  expect((await stranger.page(`/competitions/${competition}/vote`)).status).toBe(403)
})

test('the public page of a contest leads to what goes on in its pitch', async () => {
  const pitched = await judging(platform, { change: (before) => {
    const rulebook = voteRules()(before)
    return { ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, mode: 'pitch' as const })) }
  } })
  const { html } = await platform.visitor.page(`/public/competitions/${pitched.competition}`)
  expect(html).toContain(`/vote/${pitched.competition}`)
  expect(html).toContain(`/live/${pitched.competition}/0`)
})
