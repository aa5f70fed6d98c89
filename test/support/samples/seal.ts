import type { PageSample } from '../page-samples.ts'
import { anyone, district, type Make, ofContest, ofOwner } from '../samples.ts'
import { withCard, type World } from '../world.ts'

const published = (world: World) => ({ params: { competition: world.completed.contest.id }, target: anyone })
const own = (world: World) => ({ params: { proposal: world.completed.proposals[0] ?? '' }, target: ofOwner(world, world.completed.contest.id) })
const receipt = async (world: World) => {
  const { competition, proposal, target } = await withCard(world)
  return { params: { competition, proposal, round: '0' }, target: { ...district, ...target } }
}

/** One for each endpoint. */
export const sealSamples: Record<string, Make> = {
  'GET /public/competitions/{competition}/bundle': published,
  'GET /proposals/{proposal}/proof': own,
  'GET /proposals/{proposal}/scorecards/{round}/receipt': receipt,
  'GET /competitions/{competition}/replay': (world) => ({ ...ofContest(world.completed.contest.id), query: { proposal: world.completed.proposals[0] ?? '' } }),
}

/** One for each page. */
export const sealPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /public/competitions/:competition/verification': published,
  'GET /public/competitions/:competition/bundle.json': published,
  'GET /verify': () => ({ target: anyone }),
  'GET /verify/offline': () => ({ target: anyone }),
  'GET /proposals/:proposal/proof': own,
  'GET /proposals/:proposal/proof.json': own,
  'GET /judging/:competition/:round/:proposal/receipt.json': receipt,
  'GET /competitions/:competition/result/replay': (world) => ofContest(world.completed.contest.id),
}
