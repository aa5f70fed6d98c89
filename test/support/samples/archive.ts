import { madeArchive } from '../archives.ts'
import type { PageSample } from '../page-samples.ts'
import { type Make, ofContest } from '../samples.ts'
import { openCall, type World } from '../world.ts'

const fresh = async (world: World) => ofContest(await openCall(world))

async function ready(world: World) {
  const competition = await openCall(world)
  const { number } = await madeArchive(world.platform, world.people.administrator, competition)
  return { ...ofContest(competition), params: { competition, number: String(number) } }
}

/** One for each endpoint. */
export const archiveSamples: Record<string, Make> = {
  'GET /competitions/{competition}/archives': fresh,
  'POST /competitions/{competition}/archives': async (world) => ({ ...(await fresh(world)), body: { language: 'zh' } }),
  'POST /competitions/{competition}/archives/{number}/taking': ready,
}

/** One for each page. */
export const archivePageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/archives': fresh,
  'POST /competitions/:competition/archives': async (world) => ({ ...(await fresh(world)), fields: { language: 'zh' } }),
  'POST /competitions/:competition/archives/:number/taking': ready,
}
