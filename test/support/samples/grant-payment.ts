import { ok } from '../contest.ts'
import { deliver, fundedVenture, setGrant } from '../grants.ts'
import type { PageSample } from '../page-samples.ts'
import { accountOf, bank, orderOnly, type Payable, returnFile } from '../payments.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { grantNumber } from '../../../shared/grant/grant.ts'
import { loadGrant } from '../../../shared/grant/grant.store.ts'
import type { Make } from '../samples.ts'
import { organise, type World } from '../world.ts'

/** Ventures for all samples, whose grants are the other organisation's (the owner is barred by samples of bans): each sample that changes something takes the next grant. */
const GRANTS = 6
interface Pool {
  payable: Payable
  next: number
}
const pools = new WeakMap<World, Promise<Pool>>()
async function pooled(world: World): Promise<Pool> {
  const { platform, other, people } = world
  const funded = await fundedVenture(platform, { amounts: Array.from({ length: GRANTS }, () => 1_000_001), owners: Array.from({ length: GRANTS }, () => ({ organisation: other, member: people.otherMember })) })
  await organise(world, funded.competition)
  return { payable: { ...funded, finance: people.finance }, next: 0 }
}

/** A grant before it has an account. */
async function bare(world: World) {
  const known = await pools.get(world)
  const found = known === undefined || known.next === known.payable.grants.length ? pooled(world) : Promise.resolve(known)
  pools.set(world, found)
  const pool = await found
  const grant = pool.payable.grants[pool.next]
  if (grant === undefined) throw new Error('a grant expected')
  pool.next += 1
  await deliver(world.platform, grant.id)
  // All organisations of tests share one credit code, by which a ban of one would bar them all.
  const creditCode = world.nextCreditCode()
  await setGrant(world.platform, grant.id, (one) => ({ ...one, payee: { ...one.payee, creditCode } }))
  const { competition } = pool.payable
  return { payable: { ...pool.payable, grants: [grant] }, grant: grant.id, params: { grant: grant.id }, target: { district: '330411', organisation: world.other, competition } }
}
/** The same with its account confirmed: its first part can be prepared. */
async function ready(world: World) {
  const made = await bare(world)
  for (const grant of made.payable.grants) await bank(world.platform, made.payable, grant)
  return { ...made, part: { ...made.params, tranche: 'first' } }
}
async function prepared(world: World) {
  const made = await ready(world)
  ok(await made.payable.administrator.api('POST', `/grants/${made.grant}/tranches/first/preparation`))
  return made
}
async function approved(world: World) {
  const made = await prepared(world)
  ok(await world.people.finance.api('POST', `/grants/${made.grant}/tranches/first/approval`))
  return made
}
const named = (fields: Record<string, string>, name: string) => Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${name}.${field}`, value]))
const partOf = ({ part, target }: Awaited<ReturnType<typeof ready>>) => ({ params: part, target })

const ofCompetition = ({ payable: { competition }, target }: Awaited<ReturnType<typeof ready>>) => ({ params: { competition }, target: { district: target.district, competition } })
const referenceOfFirst = async (world: World, grant: string) => `${grantNumber((await loadGrant(world.platform.table, grant)).value)}-1-1`
async function toOrder(world: World) {
  const made = await approved(world)
  return { ...ofCompetition(made), reference: await referenceOfFirst(world, made.grant) }
}
async function ordered(world: World) {
  const made = await approved(world)
  const order = await orderOnly(made.payable, await referenceOfFirst(world, made.grant))
  const { params, target } = ofCompetition(made)
  return { params: { ...params, order: String(order.number) }, target, body: returnFile(order.lines.map(({ reference, amount }) => [reference, formatYuan(amount).replaceAll(',', ''), '成功', shanghaiDate(world.platform.clock.now()), ''])) }
}
async function returned(world: World) {
  const { params, target, body } = await ordered(world)
  const { file } = ok(await world.people.finance.api('POST', `/competitions/${params.competition}/payments/${params.order}/returns`, body)) as { file: { id: string } }
  return { params: { ...params, return: file.id }, target }
}
/** For what only reads. */
const made = new WeakMap<World, ReturnType<typeof returned>>()
async function still(world: World) {
  const found = made.get(world) ?? returned(world)
  made.set(world, found)
  const { params: { competition, order, return: file }, target } = await found
  return { competition: { params: { competition }, target }, order: { params: { competition, order }, target }, file: { params: { competition, order, return: file }, target } }
}
const stillOrder = async (world: World) => (await still(world)).order
const stillFile = async (world: World) => (await still(world)).file
const stillCompetition = async (world: World) => (await still(world)).competition
const payer = { name: '示例区民政局', account: '' }

/** One for each endpoint. */
export const paymentSamples: Record<string, Make> = {
  'GET /grants/{grant}/money': async (world) => { const { params, target } = await ready(world); return { params, target } },
  'PUT /grants/{grant}/account': async (world) => { const { params, target, grant } = await bare(world); return { params, target, body: await accountOf(world.platform, grant) } },
  'POST /grants/{grant}/account/confirmation': async (world) => {
    const { params, target, grant } = await bare(world)
    ok(await world.people.otherMember.api('PUT', `/grants/${grant}/account`, await accountOf(world.platform, grant)))
    return { params, target, body: { revision: 1 } }
  },
  'POST /grants/{grant}/tranches/{tranche}/preparation': async (world) => partOf(await ready(world)),
  'POST /grants/{grant}/tranches/{tranche}/preparation/undo': async (world) => ({ ...partOf(await prepared(world)), body: { reason: '材料不全' } }),
  'POST /grants/{grant}/tranches/{tranche}/approval': async (world) => partOf(await prepared(world)),
  'POST /grants/{grant}/tranches/{tranche}/approval/undo': async (world) => ({ ...partOf(await approved(world)), body: { reason: '再核对' } }),
  'GET /competitions/{competition}/payments': stillCompetition,
  'POST /competitions/{competition}/payments': async (world) => { const { reference, ...sample } = await toOrder(world); return { ...sample, body: { references: [reference], payer } } },
  'GET /competitions/{competition}/payments/{order}': stillOrder,
  'GET /competitions/{competition}/payments/{order}/file': stillOrder,
  'POST /competitions/{competition}/payments/{order}/returns': ordered,
  'GET /competitions/{competition}/payments/{order}/returns/{return}': stillFile,
  'POST /competitions/{competition}/payments/{order}/returns/{return}/application': returned,
}

/** One for each page and each form's target. */
export const paymentPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /grants/:grant/money': async (world) => { const { params, target } = await ready(world); return { params, target } },
  'POST /grants/:grant/account': async (world) => { const { params, target, grant } = await bare(world); return { params, target, fields: named(await accountOf(world.platform, grant), 'account') } },
  'POST /grants/:grant/account/confirmation': async (world) => {
    const { params, target, grant } = await bare(world)
    ok(await world.people.otherMember.api('PUT', `/grants/${grant}/account`, await accountOf(world.platform, grant)))
    return { params, target, fields: { 'account-revision': '1' } }
  },
  'POST /grants/:grant/tranches/:tranche/preparation': async (world) => partOf(await ready(world)),
  'POST /grants/:grant/tranches/:tranche/preparation/undo': async (world) => ({ ...partOf(await prepared(world)), fields: { 'first-preparation-undo.reason': '材料不全' } }),
  'POST /grants/:grant/tranches/:tranche/approval': async (world) => partOf(await prepared(world)),
  'POST /grants/:grant/tranches/:tranche/approval/undo': async (world) => ({ ...partOf(await approved(world)), fields: { 'first-approval-undo.reason': '再核对' } }),
  'GET /competitions/:competition/payments': stillCompetition,
  'POST /competitions/:competition/payments': async (world) => { const { reference, ...sample } = await toOrder(world); return { ...sample, fields: { references: reference, 'payer.name': payer.name, 'payer.account': '' } } },
  'GET /competitions/:competition/payments/:order': stillOrder,
  'GET /competitions/:competition/payments/:order/file': stillOrder,
  // A form without its file.
  'POST /competitions/:competition/payments/:order/returns': async (world) => ({ ...(await stillOrder(world)), ends: 422 }),
  'GET /competitions/:competition/payments/:order/returns/:return': stillFile,
  'POST /competitions/:competition/payments/:order/returns/:return/application': returned,
}
