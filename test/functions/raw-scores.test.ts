import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Round } from '../../shared/rulebook/round.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf, scoring } from '../support/judging.ts'
import { asPitch, desk, drawnDesk, pitched } from '../support/pitches.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const raw = { zh: '公布的是换算前的得分；排名次时，各组按章程换算到同一把尺上。', en: 'What is read out are scores before conversion: for the ranking, the rulebook brings all groups to one yardstick.' }
const places = (made: Judging) => [[made.administrator, `${made.at}/desk/g01`], [platform.visitor, `/live/${made.competition}/0`], [platform.visitor, `/live/${made.competition}/0/screen?group=g01`]] as const

/** The first of two groups heard, scored and locked, ready to be read out. */
async function heard(normalisation: Round['normalisation']): Promise<Judging> {
  const made = await scoring(platform, { proposals: 4, judges: 6, change: (rulebook) => {
    const pitch = asPitch({}, 2)(rulebook)
    return { ...pitch, rounds: pitch.rounds.map((round, i) => (i === 0 ? { ...round, normalisation } : round)) }
  } })
  const order = await drawnDesk(made)
  for (const turn of order.keys()) await pitched(made, turn + 1)
  const { cards } = ok(await made.administrator.api('GET', `${made.at}/desk/g01`))
  for (const proposal of order) {
    for (const { judge } of cards[proposal]) ok(await (made.judges.find(({ id }) => id === judge) ?? platform.visitor).api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 8) }))
    await desk(made, { do: 'lock', proposal })
  }
  platform.clock.forward({ minutes: 2 })
  return made
}

test('where groups are brought to one yardstick, desk, screen and viewers say that what is read out comes before it', async () => {
  const made = await heard({ rule: 'group-coefficient', within: 'all' })
  const [[host, at]] = places(made)
  expect((await host.page(at)).html).toContain(raw.zh)
  for (const [who, path] of places(made).slice(1)) expect((await who.page(path)).html).not.toContain(raw.zh)
  await desk(made, { do: 'reveal' })
  for (const [who, path] of places(made)) for (const language of ['zh', 'en'] as const) expect((await who.page(path, { language })).html, path).toContain(raw[language])
})

test('where they are not, nothing is said of it', async () => {
  const made = await heard({ rule: 'none' })
  await desk(made, { do: 'reveal' })
  for (const [who, path] of places(made)) {
    const { status, html } = await who.page(path)
    expect(status).toBe(200)
    expect(html).not.toContain(raw.zh)
  }
})
