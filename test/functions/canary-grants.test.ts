import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crawl, everywhereWith, type Leak } from '../support/canary/crawl.ts'
import { grantPlanters } from '../support/canary/grant-kinds.ts'
import { type GrantReader, type GrantScene, grantSceneOn } from '../support/canary/grant-scene.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let scene: GrantScene
/** What each reader was answered, by address. */
const seen = new Map<string, Map<string, string>>()

beforeAll(async () => {
  platform = await startTestPlatform()
  scene = await grantSceneOn(platform)
  for (const [name, { who }] of Object.entries(scene.readers)) seen.set(name, await crawl(platform, who, everywhere(scene), { follow: false }))
}, 240_000)
afterAll(() => platform.close())

/** Everything that a competition, a grant or nothing at all is named in, with the ids of what is planted. */
function everywhere({ made }: GrantScene): string[] {
  const known = { competition: made.venture, grant: made.grant, file: made.file, return: made.return, order: '1', number: '1', version: '1', of: 'mid-term', tranche: 'first', round: '0' }
  return [
    ...everywhereWith(known, { of: 'final' }, { competition: made.decided }, { file: made.draft }),
    ...['xlsx', 'csv'].map((format) => `/api/competitions/${made.venture}/payments/1/file?format=${format}`), ...['competition', 'street', 'organisation'].map((by) => `/api/ledger?by=${by}&competition=${made.venture}`),
  ]
}

const reads = ({ may, never = [] }: GrantReader, place: string): boolean => may.some((kind) => place.startsWith(`${kind}.`)) && !never.some((one) => place.startsWith(one))

describe('a canary in every field of a grant that is not public', () => {
  test('sits in every kind of record, in every place that its schema has for a text', () => {
    const bare = grantPlanters.flatMap(({ kind, places }) => places.filter((place) => scene.planted.get(kind)?.has(place) !== true).map((place) => `${kind}.${place}`))
    expect(bare).toEqual([])
    const places = [...scene.marks.placed.values()]
    for (const place of ['grant.endedBecause', 'agreement.clauses.0.paragraphs.0', 'account.number', 'appraisal.objections.0.contact', 'unsent.self.answers.done', 'payment-order.lines.0.outcome.reason', 'bank-return.rows.0.reason', 'clawback.writeOffs.0.reasons', 'ban.reasons', 'grant-file.name', 'grant-draft.name', 'decision.opinions.0.name', 'decision.prepared.reason', 'movement.sentence.zh']) expect(places, place).toContain(place)
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
    const found = new Set([...seen].filter(([as]) => scene.owners.some(({ id }) => scene.readers[as]?.who.id === id)).flatMap(([, answers]) => [...answers.values()].flatMap((text) => scene.marks.in(text).map((place) => place.split('.')[0] ?? ''))))
    // What moved the ledger stands in its workbook alone.
    expect([...scene.planted.keys()].filter((kind) => !found.has(kind))).toEqual(['movement'])
  })
})
