import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { asPitch } from '../pitches.ts'
import type { Make, Sample } from '../samples.ts'
import { DISTRICT, inScoring, type Judged, SPICE, type World } from '../world.ts'
import { ownSupervised } from './targets.ts'

type Deed = Record<string, string | number>

/** A live pitch in its scoring, judged by the world's panel. */
const pitching = (world: World): Promise<Judged> => inScoring(world, asPitch())
const perform = (world: World, made: Judged, deed: Deed) => world.people.administrator.api('POST', `${made.at}/desk/g01`, deed)
async function setUp(world: World, ...deeds: Deed[]): Promise<Judged> {
  const made = await pitching(world)
  for (const deed of [{ do: 'set-up' }, ...deeds]) ok(await perform(world, made, deed))
  return made
}
const draw = { do: 'draw', said: `春暖花开${SPICE}`, supervisor: `监督员 01${SPICE}` }
const drawn = (world: World) => setUp(world, draw)
const talking = (world: World) => setUp(world, draw, { do: 'call', turn: 1 }, { do: 'start' })

const target = (made: Judged) => ({ district: DISTRICT, competition: made.competition })
const roundOf = (made: Judged): Pick<Sample, 'params' | 'target'> => ({ params: { competition: made.competition, round: '0' }, target: target(made) })
const deskOf = (made: Judged): Pick<Sample, 'params' | 'target'> => ({ params: { competition: made.competition, round: '0', group: 'g01' }, target: target(made) })

/** One for each endpoint. */
export const pitchSamples: Record<string, Make> = {
  'GET /competitions/{competition}/rounds/{round}/desk/{group}': async (world) => deskOf(await talking(world)),
  'POST /competitions/{competition}/rounds/{round}/desk/{group}': async (world) => ({ ...deskOf(await setUp(world)), body: draw }),
  'GET /competitions/{competition}/rounds/{round}/desk/{group}/draw': async (world) => deskOf(await drawn(world)),
  'GET /competitions/{competition}/rounds/{round}/live': async (world) => roundOf(await talking(world)),
  'GET /competitions/{competition}/rounds/{round}/snapshot': async (world) => roundOf(await talking(world)),
  'PUT /competitions/{competition}/rounds/{round}/fees': async (world) => ({ ...roundOf(await pitching(world)), body: { fees: { [world.people.assigned.id]: 80_000 } } }),
}

/** One for each page and form. */
export const pitchPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/rounds/:round/desk': async (world) => roundOf(await pitching(world)),
  'GET /competitions/:competition/rounds/:round/desk/:group': async (world) => deskOf(await talking(world)),
  'POST /competitions/:competition/rounds/:round/desk/:group': async (world) => ({ ...deskOf(await setUp(world)), fields: { do: 'draw', said: draw.said, supervisor: draw.supervisor } }),
  'GET /competitions/:competition/rounds/:round/desk/:group/draw': async (world) => deskOf(await drawn(world)),
  'GET /competitions/:competition/rounds/:round/print/sheets': async (world) => roundOf(await drawn(world)),
  'GET /competitions/:competition/rounds/:round/print/summary': async (world) => roundOf(await drawn(world)),
  'GET /competitions/:competition/rounds/:round/fees': async (world) => roundOf(await pitching(world)),
  'POST /competitions/:competition/rounds/:round/fees': async (world) => ({ ...roundOf(await pitching(world)), fields: { [`fees.${world.people.assigned.id}`]: '800' } }),
  'GET /live/:competition/:round': async (world) => roundOf(await talking(world)),
  'GET /live/:competition/:round/screen': async (world) => roundOf(await talking(world)),
  'GET /live/:competition/:round/snapshot': async (world) => roundOf(await talking(world)),
  'GET /judging/:competition/:round/live': async (world) => roundOf(await talking(world)),
  'GET /supervision': () => ({ target: ownSupervised }),
}
