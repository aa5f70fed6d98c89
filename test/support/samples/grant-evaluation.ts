import { plusDays } from '../../../shared/kernel/instant.ts'
import type { Target } from '../../../shared/person/access.ts'
import { addDays, addMonths, shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { ok } from '../contest.ts'
import { setGrant } from '../grants.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { DISTRICT, SPICE, type World } from '../world.ts'
import { granted } from './grant.ts'
import { own } from './targets.ts'

const content = { activities: 12, people: 80, attendances: 240, spent: 3_000_000, done: `开展十二次活动。${SPICE}`, results: `老人会用手机挂号。${SPICE}`, money: `按预算花。${SPICE}`, difficulties: `无${SPICE}`, next: `继续。${SPICE}` }
const scores = { delivery: '50', money: '30', press: '2' }
const comment = `做得扎实。${SPICE}`
const reason = `场地停用${SPICE}`
const asking = { kind: 'supplement', items: [`签到表${SPICE}`], days: 10 }
const text = `签到表见项目档案。${SPICE}`
const facts = `资金分少算了，凭证齐全，请复核。${SPICE}`

interface Made {
  at: string
  params: { grant: string; of: string }
  target: Target
}

/** The owner's grant whose mid-term evaluation has begun; `unassigned` evaluates it. */
export async function begun(world: World): Promise<Made> {
  const { params, target } = await granted(world)
  const { unassigned } = world.people
  const now = world.platform.clock.now()
  const from = addDays(shanghaiDate(now), -100)
  await setGrant(world.platform, params.grant, (grant) => ({
    ...grant, project: null, state: 'delivery', agreement: 1, signedAt: plusDays(now, -100), period: { from, to: addMonths(from, 6) },
    evaluations: grant.evaluations.map((one) => ({ ...one, evaluator: { person: unassigned.id, name: unassigned.name } })),
  }))
  return { at: `/grants/${params.grant}/evaluations/mid-term`, params: { grant: params.grant, of: 'mid-term' }, target: { ...target, evaluator: unassigned.id } }
}
const until = ({ platform }: World, days = 60): string => addDays(shanghaiDate(platform.clock.now()), days)
const plain = ({ params, target }: Made) => ({ params, target })

async function written(world: World): Promise<Made> {
  const made = await begun(world)
  ok(await world.people.member.api('PUT', `${made.at}/self`, { content }))
  return made
}
async function asked(world: World): Promise<Made> {
  const made = await begun(world)
  ok(await world.people.member.api('POST', `${made.at}/postponement`, { reason, until: until(world) }))
  return made
}
export async function sent(world: World): Promise<Made> {
  const made = await written(world)
  ok(await world.people.member.api('POST', `${made.at}/self/submission`))
  return made
}
async function wanting(world: World, kind: 'supplement' | 'visit'): Promise<Made> {
  const made = await sent(world)
  ok(await world.people.unassigned.api('POST', `${made.at}/requests`, { ...asking, kind }))
  return made
}
async function evaluated(world: World): Promise<Made> {
  const made = await sent(world)
  ok(await world.people.unassigned.api('POST', `${made.at}/card/submission`, { scores, comment }))
  return made
}
async function objected(world: World): Promise<Made & { objection: string }> {
  const made = await evaluated(world)
  const { id } = ok(await world.people.member.api('POST', `${made.at}/objections`, { facts })) as { id: string }
  return { ...made, objection: id }
}
const anEvaluator = async ({ platform }: World): Promise<string> => (await platform.person(`评估员${SPICE}`, { evaluator: DISTRICT })).id
const whole = async (world: World) => { const { params: { grant }, target } = await objected(world); return { params: { grant }, target } }
const ruling = async (world: World) => { const made = await objected(world); return { params: { ...made.params, objection: made.objection }, target: made.target, objection: made.objection } }
const rule = { effect: 'confirm', reasons: `查无实据${SPICE}` }

/** One for each endpoint. */
export const grantEvaluationSamples: Record<string, Make> = {
  'GET /grants/{grant}/evaluations': whole,
  'GET /evaluations/grants': () => ({ target: own }),
  'PUT /grants/{grant}/evaluations/{of}/self': async (world) => ({ ...plain(await begun(world)), body: { revision: 0, content } }),
  'POST /grants/{grant}/evaluations/{of}/self/autosave': async (world) => ({ ...plain(await begun(world)), body: { revision: 0, fields: { 'content.done': '开展十二次活动。' } } }),
  'POST /grants/{grant}/evaluations/{of}/self/submission': async (world) => plain(await written(world)),
  'POST /grants/{grant}/evaluations/{of}/postponement': async (world) => ({ ...plain(await begun(world)), body: { reason, until: until(world) } }),
  'POST /grants/{grant}/evaluations/{of}/postponement/answer': async (world) => ({ ...plain(await asked(world)), body: { granted: true, reason } }),
  'PUT /grants/{grant}/evaluations/{of}/evaluator': async (world) => ({ ...plain(await begun(world)), body: { person: await anEvaluator(world) } }),
  'PUT /grants/{grant}/evaluations/{of}/card': async (world) => ({ ...plain(await sent(world)), body: { scores, comment, revision: 0 } }),
  'POST /grants/{grant}/evaluations/{of}/card/autosave': async (world) => ({ ...plain(await sent(world)), body: { revision: 0, fields: { 'scores.delivery': '50', comment: '好' } } }),
  'POST /grants/{grant}/evaluations/{of}/card/submission': async (world) => ({ ...plain(await sent(world)), body: { scores, comment } }),
  'POST /grants/{grant}/evaluations/{of}/requests': async (world) => ({ ...plain(await sent(world)), body: asking }),
  'POST /grants/{grant}/evaluations/{of}/supplement': async (world) => ({ ...plain(await wanting(world, 'supplement')), body: { text } }),
  'POST /grants/{grant}/evaluations/{of}/visit': async (world) => ({ ...plain(await wanting(world, 'visit')), body: { text } }),
  'POST /grants/{grant}/evaluations/{of}/objections': async (world) => ({ ...plain(await evaluated(world)), body: { name: `示例居民${SPICE}`, contact: '0573-00000000', facts } }),
  'POST /grants/{grant}/evaluations/{of}/objections/{objection}/ruling': async (world) => { const { objection: _, ...sample } = await ruling(world); return { ...sample, body: rule } },
}

const named = (name: string, fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).map(([path, value]) => [`mid-term-${name}.${path}`, value]))
const typedSelf = { ...Object.fromEntries(Object.entries(content).map(([id, value]) => [`content.${id}`, String(value)])), 'content.spent': '30000' }
const typedCard = { ...Object.fromEntries(Object.entries(scores).map(([id, value]) => [`scores.${id}`, value])), comment, revision: '0' }

/** One for each page and each form's target. */
export const grantEvaluationPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /grants/:grant/evaluation': whole,
  'GET /grants/:grant/evaluation/:of/self': async (world) => plain(await sent(world)),
  'POST /grants/:grant/evaluation/:of/self': async (world) => ({ ...plain(await begun(world)), fields: { ...typedSelf, revision: '0' } }),
  'POST /grants/:grant/evaluation/:of/self/submission': async (world) => ({ ...plain(await begun(world)), fields: { ...typedSelf, revision: '0' } }),
  'GET /grants/:grant/evaluation/:of/card': async (world) => plain(await sent(world)),
  'POST /grants/:grant/evaluation/:of/card': async (world) => ({ ...plain(await sent(world)), fields: typedCard }),
  'POST /grants/:grant/evaluation/:of/card/submission': async (world) => ({ ...plain(await sent(world)), fields: typedCard }),
  'POST /grants/:grant/evaluation/:of/postponement': async (world) => ({ ...plain(await begun(world)), fields: named('postpone', { reason, until: until(world) }) }),
  'POST /grants/:grant/evaluation/:of/postponement/answer': async (world) => ({ ...plain(await asked(world)), fields: named('answer', { granted: 'yes', until: '', reason }) }),
  'POST /grants/:grant/evaluation/:of/evaluator': async (world) => ({ ...plain(await begun(world)), fields: named('appoint', { person: await anEvaluator(world) }) }),
  'POST /grants/:grant/evaluation/:of/requests': async (world) => ({ ...plain(await sent(world)), fields: named('more', { kind: 'visit', items: `场地${SPICE}\n名册`, days: '10' }) }),
  'POST /grants/:grant/evaluation/:of/supplement': async (world) => ({ ...plain(await wanting(world, 'supplement')), fields: named('supplement', { text }) }),
  'POST /grants/:grant/evaluation/:of/visit': async (world) => ({ ...plain(await wanting(world, 'visit')), fields: named('visit', { text }) }),
  'POST /grants/:grant/evaluation/:of/objections': async (world) => ({ ...plain(await evaluated(world)), fields: named('object', { name: `示例居民${SPICE}`, contact: '0573-00000000', facts }) }),
  'POST /grants/:grant/evaluation/:of/objections/:objection/ruling': async (world) => { const { objection, ...sample } = await ruling(world); return { ...sample, fields: named(objection, { ...rule, total: '', until: '' }) } },
}
