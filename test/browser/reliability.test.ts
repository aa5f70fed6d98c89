import { afterAll, beforeAll, describe } from 'vitest'
import { startingSamples } from '../../shared/calibration/calibration.ts'
import { ok } from '../support/contest.ts'
import { counted, first } from '../support/counted.ts'
import { type Judging, scoresOf, scoring } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let one: Judging
let groups: Judging
let suspicious: Judging
let supervisor: Somebody
let calibrated: Judging
beforeAll(async () => {
  platform = await startTestPlatform()
  const panel = { panelSize: 3, floor: 2, assignment: 'panel' as const, aggregation: { rule: 'mean' as const } }
  // One judge is strict, one is carried away by the sixth proposal, which gets it over the line.
  one = await counted(platform, { proposals: 10, judges: 3, change: first({ ...panel, grouping: { rule: 'one' }, advance: { rule: 'top', count: 5, within: 'all' } }) }, (judge, proposal) => ({
    share: judge === 2 && proposal === 5 ? 0.99 : 0.92 - proposal * 0.03 - (judge === 1 ? 0.08 : 0) + ((judge * 7 + proposal * 5) % 4) * 0.01,
  }))
  groups = await counted(platform, { proposals: 8, judges: 6, change: first({ ...panel, grouping: { rule: 'even', count: 2 }, advance: { rule: 'all' } }) }, (judge, proposal) => ({ share: 0.6 + ((judge * 3 + proposal * 5) % 7) * 0.05 }))
  // Sent within seconds of each other, in the same words; the fourth judge far below all others.
  suspicious = await counted(platform, { proposals: 6, judges: 5, change: first({ ...panel, panelSize: 5, grouping: { rule: 'one' }, advance: { rule: 'all' } }) }, (judge, proposal) => ({
    share: 0.9 - proposal * 0.03 - (judge === 3 ? 0.4 : 0) - ((judge * 3 + proposal) % 3) * 0.02, comment: judge < 2 ? '需求调研扎实，服务对象明确，预算合理，建议加强志愿者培训。' : '',
  }))
  supervisor = await platform.person('监督员 01', { supervisor: [suspicious.competition] })
  calibrated = await scoring(platform, { proposals: 3, judges: 4 })
  ok(await calibrated.administrator.api('PUT', `${calibrated.at}/calibration`, { samples: startingSamples, revision: 0 }))
  for (const [n, judge] of calibrated.judges.entries()) {
    for (const sample of n === 0 ? [0] : [0, 1]) ok(await judge.api('POST', `${calibrated.at}/calibration/${sample}/card`, { scores: scoresOf(calibrated.rulebook, 9 - n - sample * 2), revision: 1 }))
  }
}, 180_000)
afterAll(() => platform.close())

describe('pages about how sure a result is', () => {
  sights(() => platform, () => [
    { name: 'reliability', path: `${one.at}/reliability`, as: one.administrator }, { name: 'reliability-groups', path: `${groups.at}/reliability`, as: groups.administrator },
    { name: 'radar', path: `${suspicious.at}/radar`, as: supervisor }, { name: 'radar-none', path: `${one.at}/radar`, as: one.administrator },
    { name: 'calibration', path: `${calibrated.at}/calibration`, as: calibrated.administrator }, { name: 'calibration-judge', path: `/calibration/${calibrated.competition}/0`, as: calibrated.judges[0] },
    { name: 'calibration-link', path: '/judging', as: calibrated.judges[0] }, { name: 'reliability-standings', path: `${one.at}/standings`, as: one.administrator },
  ])
})
