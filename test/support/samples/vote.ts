import type { PageSample } from '../page-samples.ts'
import { anyone, district, type Make } from '../samples.ts'
import { ok } from '../contest.ts'
import { shownBurst, stuff, voting } from '../votes.ts'
import { draftCompetition, SPICE, type World } from '../world.ts'

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

const reason = `同一台电脑反复投票${SPICE}`
/** Ballots from one browser, as the watch shows them. */
async function stuffed(world: World) {
  const made = await open(world)
  const burst = shownBurst(await stuff(world.platform, made, 4, { browser: 'sample-browser' }))
  return { burst, sample: { params: { competition: made.competition }, target: { ...district, competition: made.competition } } }
}
/** The same set aside. */
async function struck(world: World) {
  const { burst, sample } = await stuffed(world)
  const { strike } = ok(await world.people.administrator.api('POST', `/competitions/${sample.params.competition}/vote/strikes`, { ...burst, reason })) as { strike: string }
  return { ...sample, params: { ...sample.params, strike } }
}
const fieldsOf = (burst: ReturnType<typeof shownBurst>) => ({ ...burst, ballots: String(burst.ballots) })

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
  'POST /competitions/{competition}/vote/strikes': async (world) => {
    const { burst, sample } = await stuffed(world)
    return { ...sample, body: { ...burst, reason } }
  },
  'DELETE /competitions/{competition}/vote/strikes/{strike}': struck,
  'GET /competitions/{competition}/rule-trial': trial,
}

/** One for each page. */
export const votePageSamples: Record<string, (world: World) => Promise<PageSample>> = {
  'GET /vote/:competition': toAnybody,
  'POST /vote/:competition': async (world) => {
    const { proposals: [proposal = ''], ...sample } = await ballot(world)
    return { ...sample, fields: { proposals: proposal }, ends: 422 }
  },
  'GET /competitions/:competition/vote': async (world) => struck(world),
  'GET /competitions/:competition/vote/strike': async (world) => {
    const { burst: { kind, from, since }, sample } = await stuffed(world)
    return { ...sample, query: { kind, from, since } }
  },
  'POST /competitions/:competition/vote/strike': async (world) => {
    const { burst, sample } = await stuffed(world)
    return { ...sample, fields: { ...fieldsOf(burst), reason } }
  },
  'POST /competitions/:competition/vote/strikes/:strike/undo': async (world) => ({ ...(await struck(world)), fields: {} }),
  'GET /competitions/:competition/rule-trial': trial,
}
