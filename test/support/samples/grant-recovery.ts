import { derivedId, competitionId, grantId } from '../../../shared/kernel/ids.ts'
import { move } from '../../../shared/ledger/ledger.ts'
import { movementItem } from '../../../shared/ledger/ledger.store.ts'
import { ok } from '../contest.ts'
import { deliver } from '../grants.ts'
import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { SPICE, type World } from '../world.ts'
import { granted } from './grant.ts'
import { ownDistrict } from './targets.ts'

const claim = { cause: 'misuse', lines: [{ what: `购买固定资产${SPICE}`, amount: 100_000 }], reasons: `不在协议用途内${SPICE}`, ban: true }

/** Under agreement, half of it paid by the ledger. */
async function paid(world: World) {
  const { params, target, funded } = await granted(world)
  await deliver(world.platform, params.grant)
  await world.platform.table.transact([movementItem.put({
    id: derivedId('paid', params.grant), competition: competitionId.parse(funded.competition), at: world.platform.clock.now(), kind: 'pay', because: { noun: 'payment-order', id: 'sample' }, sentence: { zh: '拨付' }, by: null,
    sides: move(5_000_000, 'signed', 'paid', grantId.parse(params.grant)),
  }, 'none')])
  return { params, target }
}
async function claimed(world: World) {
  const { params, target } = await paid(world)
  ok(await world.people.administrator.api('POST', `/grants/${params.grant}/clawbacks`, claim))
  return { params: { ...params, number: '1' }, target }
}
async function asked(world: World) {
  const made = await claimed(world)
  ok(await world.people.administrator.api('POST', `/grants/${made.params.grant}/clawbacks/1/write-offs`, { amount: 1000, reasons: `收不回${SPICE}` }))
  return made
}
async function banned(world: World) {
  const { params } = await claimed(world)
  return { params: { district: '330411', ban: derivedId('ban', params.grant) }, target: { district: '330411' } }
}
const read = async (world: World) => { const { params: { grant }, target } = await claimed(world); return { params: { grant }, target } }
const bans = async (world: World) => { await banned(world); return { target: ownDistrict } }

const on = '2025-12-01'
/** One for each endpoint. */
export const recoverySamples: Record<string, Make> = {
  'GET /grants/{grant}/clawbacks': read,
  'POST /grants/{grant}/clawbacks': async (world) => ({ ...(await paid(world)), body: claim }),
  'POST /grants/{grant}/clawbacks/{number}/payments': async (world) => ({ ...(await claimed(world)), body: { on, amount: 100, reference: `回单${SPICE}` } }),
  'POST /grants/{grant}/clawbacks/{number}/write-offs': async (world) => ({ ...(await claimed(world)), body: { amount: 100, reasons: '收不回' } }),
  'POST /grants/{grant}/clawbacks/{number}/write-offs/answer': async (world) => ({ ...(await asked(world)), body: { approved: true } }),
  'GET /bans': bans,
  'POST /districts/{district}/bans/{ban}/lifting': async (world) => ({ ...(await banned(world)), body: { reasons: '已整改' } }),
}

/** One for each page and each form's target. */
export const recoveryPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /grants/:grant/recovery': read,
  'POST /grants/:grant/recovery': async (world) => ({ ...(await paid(world)), fields: { 'claim.cause': 'breach', 'claim.lines.0.what': '未办的活动', 'claim.lines.0.amount': '100.01', 'claim.reasons': '没有按协议实施', 'claim.ban': 'true' } }),
  'POST /grants/:grant/recovery/:number/payment': async (world) => ({ ...(await claimed(world)), fields: { 'payment.on': on, 'payment.amount': '1.00', 'payment.reference': '回单' } }),
  'POST /grants/:grant/recovery/:number/write-off': async (world) => ({ ...(await claimed(world)), fields: { 'write-off.amount': '1.00', 'write-off.reasons': '收不回' } }),
  'POST /grants/:grant/recovery/:number/answer': async (world) => ({ ...(await asked(world)), fields: { 'answer.approved': 'true', 'answer.note': '' } }),
  'GET /bans': bans,
  'POST /bans/:district/:ban/lifting': async (world) => { const made = await banned(world); return { ...made, fields: { [`${made.params.ban}.reasons`]: '已整改' } } },
}
