import { ok } from '../contest.ts'
import type { PageSample } from '../page-samples.ts'
import { pdf, postFile } from '../proposals.ts'
import { type Make, ofContest } from '../samples.ts'
import { answered, judgedVenture, type Venture } from '../venture.ts'
import { organise, SPICE, type World } from '../world.ts'

/** Judged; the programme has answered. */
async function fresh(world: World): Promise<Venture> {
  const venture = await judgedVenture(world.platform, [{ total: '90.00', asked: 30_000_00 }, { total: '80.00', asked: 20_000_00 }], undefined, SPICE)
  await organise(world, venture.id)
  await answered(world.platform, venture)
  return venture
}

const kept = new WeakMap<World, Promise<Venture>>()
/** One for all that only look. */
function still(world: World): Promise<Venture> {
  const found = kept.get(world) ?? fresh(world)
  kept.set(world, found)
  return found
}

const choicesIn = ({ proposals }: Venture) => [{ proposal: proposals[0]?.id ?? '', amount: 30_000_00 }]

async function prepared(world: World): Promise<Venture> {
  const venture = await fresh(world)
  ok(await venture.organiser.api('PUT', `/competitions/${venture.id}/decision`, { choices: choicesIn(venture), reason: `只资助第一名${SPICE}` }))
  return venture
}

async function decided(world: World): Promise<Venture> {
  const venture = await prepared(world)
  ok(await venture.other.api('POST', `/competitions/${venture.id}/decision`, { number: 1 }))
  return venture
}

/** An opinion that has come and is not checked yet. */
async function arrived(world: World): Promise<{ venture: Venture; file: string }> {
  const venture = await fresh(world)
  const announced = ok(await venture.organiser.api('POST', `/competitions/${venture.id}/decision/opinions`, { name: '会议纪要.pdf', bytes: pdf.length }))
  await postFile(announced, `会议纪要${SPICE}.pdf`, pdf)
  return { venture, file: announced.file }
}

async function attached(world: World): Promise<{ venture: Venture; file: string }> {
  const made = await arrived(world)
  ok(await made.venture.organiser.api('POST', `/competitions/${made.venture.id}/decision/opinions/${made.file}/check`))
  return made
}

const withFile = ({ venture, file }: { venture: Venture; file: string }) => ({ ...ofContest(venture.id), params: { competition: venture.id, file } })

export const decisionSamples: Record<string, Make> = {
  'GET /competitions/{competition}/decision': async (world) => ofContest((await still(world)).id),
  'POST /competitions/{competition}/decision/portfolio': async (world) => ({ ...ofContest((await fresh(world)).id), body: { budget: 60_000_00, pins: [] } }),
  'PUT /competitions/{competition}/decision': async (world) => {
    const venture = await fresh(world)
    return { ...ofContest(venture.id), body: { choices: choicesIn(venture), reason: `只资助第一名${SPICE}` } }
  },
  'POST /competitions/{competition}/decision': async (world) => ({ ...ofContest((await prepared(world)).id), body: { number: 1 } }),
  'POST /competitions/{competition}/decision/reopening': async (world) => ({ ...ofContest((await decided(world)).id), body: { reason: `会议要求再议${SPICE}` } }),
  'POST /competitions/{competition}/decision/opinions': async (world) => ({ ...ofContest((await still(world)).id), body: { name: '会议纪要.pdf', bytes: 100 } }),
  'POST /competitions/{competition}/decision/opinions/{file}/check': async (world) => withFile(await arrived(world)),
  'DELETE /competitions/{competition}/decision/opinions/{file}': async (world) => withFile(await attached(world)),
}

export const decisionPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /competitions/:competition/decision': async (world) => ofContest((await still(world)).id),
  'GET /competitions/:competition/decision/list': async (world) => ofContest((await still(world)).id),
  'POST /competitions/:competition/decision': async (world) => {
    const venture = await fresh(world)
    return { ...ofContest(venture.id), fields: { [`choices.${venture.proposals[0]?.id}`]: '30,000.00', [`choices.${venture.proposals[1]?.id}`]: '', reason: `只资助第一名${SPICE}` } }
  },
  'POST /competitions/:competition/decision/portfolio': async (world) => ({ ...ofContest((await fresh(world)).id), fields: { 'ask.budget': '60,000.00', 'ask.proposal': '', 'ask.take': 'in' } }),
  'POST /competitions/:competition/decision/taking': async (world) => ({ ...ofContest((await prepared(world)).id), fields: { 'take.number': '1' } }),
  'POST /competitions/:competition/decision/reopening': async (world) => ({ ...ofContest((await decided(world)).id), fields: { 'reopen.reason': `会议要求再议${SPICE}` } }),
  'GET /competitions/:competition/decision/opinions/:file': async (world) => withFile(await arrived(world)),
  'POST /competitions/:competition/decision/opinions': async (world) => {
    const { venture, file } = await attached(world)
    return { ...ofContest(venture.id), fields: { file } }
  },
}
