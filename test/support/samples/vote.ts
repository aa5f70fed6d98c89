import type { PageSample } from '../page-samples.ts'
import { anyone, district, type Make } from '../samples.ts'
import { voting } from '../votes.ts'
import { draftCompetition, type World } from '../world.ts'

const open = async ({ platform }: World) => voting(platform, { vote: { shows: ['summary'] } })
const toAnybody = async (world: World) => ({ params: { competition: (await open(world)).competition }, target: anyone })
const toStaff = async (world: World) => {
  const { competition } = await open(world)
  return { params: { competition }, target: { ...district, competition } }
}
/** A visitor is allowed to knock, and asked who they are. */
async function ballot(world: World) {
  const { competition, proposals } = await open(world)
  return { params: { competition }, target: anyone, proposals: proposals.slice(0, 1).map(({ id }) => id) }
}

/** A draft's rules, tried on the contest that was played to its certificates. */
async function trial(world: World) {
  const competition = await draftCompetition(world)
  return { params: { competition }, query: { of: world.completed.contest.id }, target: { ...district, competition } }
}

/** One for each endpoint. */
export const voteSamples: Record<string, Make> = {
  'GET /competitions/{competition}/vote': toAnybody,
  'POST /competitions/{competition}/ballots': async (world) => {
    const { proposals, ...sample } = await ballot(world)
    return { ...sample, body: { proposals } }
  },
  'GET /competitions/{competition}/vote/watch': toStaff,
  'GET /competitions/{competition}/rule-trial': trial,
}

/** One for each page. */
export const votePageSamples: Record<string, (world: World) => Promise<PageSample>> = {
  'GET /vote/:competition': toAnybody,
  'POST /vote/:competition': async (world) => {
    const { proposals: [proposal = ''], ...sample } = await ballot(world)
    return { ...sample, fields: { proposals: proposal }, ends: 422 }
  },
  'GET /competitions/:competition/vote': toStaff,
  'GET /competitions/:competition/rule-trial': trial,
}
