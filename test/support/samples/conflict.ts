import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { draftOf, type Make, ofContest, type Sample } from '../samples.ts'
import { inScoring, type Judged, SPICE, type World } from '../world.ts'

const reason = `亲属在该机构任职${SPICE}`
const asks = [{ person: `王芳${SPICE}`, organisation: '', reason }]
const and = <S extends Pick<Sample, 'params' | 'target'>>(sample: S, params: Record<string, string>): S => ({ ...sample, params: { ...sample.params, ...params } })
const pairOf = (made: Judged, world: World) => ({ proposal: made.proposal, judge: world.people.assigned.id })

/** A judge who turned out to be tied to a proposal that they score. */
async function tied(world: World): Promise<{ made: Judged; sample: Pick<Sample, 'params' | 'target'> }> {
  const made = await inScoring(world)
  const { proposal, judge } = pairOf(made, world)
  ok(await world.people.administrator.api('POST', `/competitions/${made.competition}/conflicts/${proposal}/${judge}`, { decision: 'add', reason }))
  return { made, sample: and(ofContest(made.competition), { proposal, judge }) }
}
async function untied(world: World): Promise<{ made: Judged; sample: Pick<Sample, 'params' | 'target'> }> {
  const made = await inScoring(world)
  return { made, sample: and(ofContest(made.competition), pairOf(made, world)) }
}

/** One for each endpoint. */
export const conflictSamples: Record<string, Make> = {
  'GET /competitions/{competition}/conflicts': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/{competition}/conflicts': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/{competition}/conflicts/{proposal}/{judge}': async (world) => ({ ...(await untied(world)).sample, body: { decision: 'add', reason } }),
  'DELETE /competitions/{competition}/conflicts/{proposal}/{judge}': async (world) => (await tied(world)).sample,
  'POST /competitions/{competition}/conflicts/{proposal}/{judge}/replacement': async (world) => ({ ...(await tied(world)).sample, body: { replacement: null } }),
  'GET /proposals/{proposal}/exclusions': async (world) => (await draftOf(world)).sample,
  'PUT /proposals/{proposal}/exclusions': async (world) => ({ ...(await draftOf(world)).sample, body: { asks } }),
}

/** One for each page and each form's target. */
export const conflictPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/conflicts': async (world) => ofContest((await tied(world)).made.competition),
  'POST /competitions/:competition/conflicts': (world) => ({ ...ofContest(world.scoring.contest.id), fields: {} }),
  'GET /competitions/:competition/conflicts/export': async (world) => ofContest((await tied(world)).made.competition),
  'GET /competitions/:competition/conflicts/new': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/:competition/conflicts/new': async (world) => {
    const made = await inScoring(world)
    return { ...ofContest(made.competition), fields: { ...pairOf(made, world), reason } }
  },
  'GET /competitions/:competition/conflicts/:proposal/:judge': async (world) => (await tied(world)).sample,
  'POST /competitions/:competition/conflicts/:proposal/:judge': async (world) => ({ ...(await tied(world)).sample, fields: { decision: 'confirm', reason } }),
  'POST /competitions/:competition/conflicts/:proposal/:judge/undo': async (world) => ({ ...(await tied(world)).sample, fields: {} }),
  'POST /competitions/:competition/conflicts/:proposal/:judge/replacement': async (world) => ({ ...(await tied(world)).sample, fields: { replacement: 'nobody' } }),
  'GET /proposals/:proposal/exclusions': async (world) => (await draftOf(world)).sample,
  'POST /proposals/:proposal/exclusions': async (world) => ({ ...(await draftOf(world)).sample, fields: { 'asks.0.person': asks[0]?.person ?? '', 'asks.0.organisation': '', 'asks.0.reason': reason } }),
}
