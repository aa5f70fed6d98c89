import * as z from 'zod'
import { trancheSchema } from '../../../shared/grant/grant.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { MOST_LINES } from '../../../shared/payment/order.ts'
import { bankAnswer } from './bank.ts'
import { keyOf } from './cast.ts'
import { several } from './client.ts'
import type { Granted, Scene } from './scene.ts'
import { clockOf } from './waiting.ts'

const any = z.unknown()
const moneyAnswer = z.object({ account: z.object({ revision: z.int() }).nullable(), tranches: z.array(z.object({ tranche: trancheSchema, unmet: z.array(z.unknown()) })) })
const orderAnswer = z.object({ number: z.int(), lines: z.array(z.object({ grant: z.string(), reference: z.string(), amount: z.int() })) })

/** The grantee gives an account, or another after a payment came back (`nth`); finance confirms it. */
export async function giveAccount({ client, cast, seed }: Scene, { id, number, payee, member }: Granted, nth = 1): Promise<void> {
  const body = { holder: payee, bank: '示例银行', branch: '示例银行嘉兴秀洲支行', lineNumber: '103335000018', number: `62220000${String(nth).padStart(4, '0')}${String(number).padStart(7, '0')}`, province: '浙江省', city: '嘉兴市' }
  await member.call('PUT', `/grants/${id}/account`, any, { body, key: keyOf(seed, 'account', number, nth) })
  const finance = client.as(cast.finance.token)
  const { account } = await finance.call('GET', `/grants/${id}/money`, moneyAnswer)
  await finance.call('POST', `/grants/${id}/account/confirmation`, any, { body: { revision: account?.revision ?? 0 }, key: keyOf(seed, 'confirm-account', number, nth) })
}

/**
 * Pays all that can be paid now: prepared by one person, approved by finance, ordered, and answered by the bank. Of the competition's first
 * order one payment comes back and is paid again to another account. Returns how many came back.
 */
export async function payAll(scene: Scene, grants: readonly Granted[]): Promise<number> {
  let bounced = 0
  for (;;) {
    await several(grants, scene.width, (grant) => release(scene, grant))
    const lines = await order(scene)
    if (lines === null) return bounced
    bounced += lines.returned.length
    for (const grant of grants) if (lines.returned.includes(grant.id)) await giveAccount(scene, grant, 2)
  }
}

/** Prepares and approves the next part, if nothing holds it back. */
async function release({ administrator, client, cast, seed }: Scene, { id, number }: Granted): Promise<void> {
  const { tranches } = await administrator.call('GET', `/grants/${id}/money`, moneyAnswer)
  const next = tranches.find(({ tranche: { state }, unmet }) => (state === 'waiting' || state === 'failed') && unmet.length === 0)?.tranche
  if (next === undefined) return
  const key = (step: string) => keyOf(seed, step, number, next.id, next.returned.length)
  const at = `/grants/${id}/tranches/${next.id}`
  await administrator.call('POST', `${at}/preparation`, any, { key: key('prepare') })
  await client.as(cast.finance.token).call('POST', `${at}/approval`, any, { key: key('approve') })
}

/** One order of what is approved, with the bank's answer; null where nothing is. `returned`: grants whose payment came back. */
async function order({ client, cast, seed }: Scene): Promise<{ returned: string[] } | null> {
  const finance = client.as(cast.finance.token)
  const at = `/competitions/${cast.competition}/payments`
  const { ready, orders } = await finance.call('GET', at, z.object({ ready: z.array(z.object({ reference: z.string() })), orders: z.array(z.unknown()) }))
  if (ready.length === 0) return null
  const nth = orders.length + 1
  const references = ready.map(({ reference }) => reference).toSorted().slice(0, MOST_LINES)
  const { number } = await finance.call('POST', at, z.object({ number: z.int() }), { body: { references, payer: { name: '示例主办单位', account: '' } }, key: keyOf(seed, 'order', nth) })
  await finance.call('GET', `${at}/${number}/file?format=xlsx`, any)
  const { lines } = await finance.call('GET', `${at}/${number}`, orderAnswer)
  const day = shanghaiDate(await clockOf(client))
  const comesBack = (place: number) => number === 1 && place === 0
  const { file } = await finance.call('POST', `${at}/${number}/returns`, z.object({ file: z.object({ id: z.string() }) }), { body: bankAnswer(lines, day, comesBack), key: keyOf(seed, 'read-return', nth) })
  await finance.call('POST', `${at}/${number}/returns/${file.id}/application`, any, { key: keyOf(seed, 'apply-return', nth) })
  return { returned: lines.flatMap(({ grant }, place) => (comesBack(place) ? [grant] : [])) }
}
