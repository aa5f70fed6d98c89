import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crawl, everywhereWith, type Leak } from '../support/canary/crawl.ts'
import type { GrantReader } from '../support/canary/grant-scene.ts'
import { judgingPlanters, type JudgingScene, judgingSceneOn } from '../support/canary/judging-scene.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let scene: JudgingScene
/** What each reader was answered, by address. */
const seen = new Map<string, Map<string, string>>()

beforeAll(async () => {
  platform = await startTestPlatform()
  scene = await judgingSceneOn(platform)
  for (const [name, { who }] of Object.entries(scene.readers)) seen.set(name, await crawl(platform, who, everywhere(scene), { follow: false }))
}, 240_000)
afterAll(() => platform.close())

/** Everything that a competition, its round, a proposal, a judge or nothing at all is named in, with the ids of what is planted. */
const everywhere = ({ made: { competition, proposal, recused, judge, recusing } }: JudgingScene): string[] =>
  everywhereWith({ competition, proposal, judge, round: '0', group: 'g01', section: 'need', number: '1', version: '1' }, { proposal: recused }, { judge: recusing, proposal: recused })

const reads = ({ may, never = [] }: GrantReader, place: string): boolean => may.some((one) => place === one || place.startsWith(`${one}.`)) && !never.some((one) => place.startsWith(one))

describe('a canary in every field of a judging that is not public, and a sum that only its payer knows', () => {
  test('sits in every kind of record, in every place that its schema has for a text', () => {
    const bare = judgingPlanters.flatMap(({ kind, places }) => places.filter((place) => scene.planted.get(kind)?.has(place) !== true).map((place) => `${kind}.${place}`))
    expect(bare).toEqual([])
    const places = [...scene.marks.placed.values()]
    for (const place of ['pitch.draw.host', 'pitch.draw.supervisor', 'supervisor.name', 'judge.ties.0.reason', 'judge.phone', 'recusal.reason', 'exclusions.asks.0.person', 'ruling.reason', 'card.comment', 'card.reopened.0.reason', 'sample.samples.1.note']) expect(places, place).toContain(place)
  })

  test('is seen by nobody whose it is not, on no page and in no answer of the API', () => {
    const leaks: Leak[] = [...seen].flatMap(([as, answers]) => [...answers].flatMap(([address, text]) => {
      const reader = scene.readers[as]
      const found = scene.marks.in(text).filter((place) => reader === undefined || !reads(reader, place))
      return found.length === 0 ? [] : [{ as, address, found }]
    }))
    expect(leaks).toEqual([])
  })

  test('is found when those walk whose it is', () => {
    const kindsOf = (...names: string[]) => [...new Set(names.flatMap((name) => [...(seen.get(name)?.values() ?? [])].flatMap((text) => scene.marks.in(text).map((place) => place.split('.')[0] ?? ''))))].toSorted()
    // Whom an applicant asks to stay away is on its own page; others read of it where it ties a judge.
    expect(kindsOf('administrator', 'member of the applicant')).toEqual(['fees', ...scene.planted.keys()].toSorted())
    expect(kindsOf('its judge')).toEqual(['card', 'judge', 'pitch', 'sample'])
  })
})
