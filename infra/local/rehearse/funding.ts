import * as z from 'zod'
import { agreementSchema } from '../../../shared/agreement/agreement.ts'
import { type Grant, grantSchema } from '../../../shared/grant/grant.ts'
import { isGrantOver } from '../../../shared/grant/lifecycle.ts'
import { addDays, shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { Trouble } from '../trouble.ts'
import type { Written } from './applying.ts'
import { evaluate } from './appraising.ts'
import { type Actor, keyOf } from './cast.ts'
import { several } from './client.ts'
import { report } from './delivering.ts'
import { giveAccount, payAll } from './paying.ts'
import { recover } from './recovering.ts'
import type { Granted, Scene } from './scene.ts'
import { clockOf } from './waiting.ts'

/** Days of delivery: the middle, the first periodic report (after three months) and the end come one after the other. */
const DELIVERY_DAYS = 120

const any = z.unknown()
const listed = z.object({ grants: z.array(grantSchema), balances: z.record(z.string(), z.int()) })

/** What became of a venture's money, in fen. */
export interface FundingPlayed {
  grants: number
  granted: number
  /** With the grantees in the end. */
  paid: number
  /** Payments that the bank sent back, each paid again. */
  bounced: number
  /** Claimed back, and come. */
  returned: number
  /** Promised, and never paid. */
  forgone: number
}

/** Every grant from its agreement to its end: money part by part through the bank, the project's report, evaluations, what is claimed back. */
export async function fund(scene: Scene, written: readonly Written[]): Promise<FundingPlayed> {
  const { funding } = scene.rulebook
  if (funding === null) throw new TypeError(`${scene.rulebook.id} has no funding`)
  const before = (await listGrants(scene)).grants
  const grants = before.map((grant) => grantedOf(scene, written, grant))
  await scene.patience.untilGrants(grants, 'agreement')
  await several(grants, scene.width, (grant) => sign(scene, grant))
  await several(grants, scene.width, (grant) => giveAccount(scene, grant))
  const reports = funding.tranches.some(({ conditions }) => conditions.includes('report-accepted'))
  if (reports) await scene.patience.untilImplemented(grants)
  let bounced = await payAll(scene, grants)
  for (const rule of funding.evaluations) {
    if (rule.id === 'final' && reports) await report(scene, grants)
    await evaluate(scene, grants, rule)
    bounced += await payAll(scene, grants)
  }
  await recover(scene, grants, funding)
  await several(grants, scene.width, (grant) => close(scene, grant))
  const { grants: after, balances } = await listGrants(scene)
  const sum = Object.values(balances).reduce((all, fen) => all + fen, 0)
  const open = after.filter((grant) => !isGrantOver(grant))
  if (sum !== 0 || open.length > 0) throw new Trouble(`台账合计 ${sum} 分，${open.length} 项没有结项 the ledger adds up to ${sum} fen, ${open.length} grants are not closed`)
  const [granted, paid, returned] = [before.reduce((all, { amount }) => all + amount, 0), balances.paid ?? 0, balances.returned ?? 0]
  return { grants: grants.length, granted, paid, bounced, returned, forgone: granted - paid - returned }
}

const listGrants = ({ administrator, cast }: Scene) => administrator.call('GET', `/competitions/${cast.competition}/grants`, listed)

function grantedOf({ client, cast }: Scene, written: readonly Written[], { id, title, project, payee, proposal }: Grant): Granted {
  const number = written.find((one) => one.id === proposal)?.number ?? 0
  const member: Actor | undefined = cast.applicants[number - 1]
  if (member === undefined) throw new TypeError(`${proposal} was granted money and nobody wrote it`)
  return { number, id, title, project, payee: payee.name, member: client.as(member.token) }
}

/** The agreement is offered; its organisation signs, then the authority. */
async function sign(scene: Scene, { id, number, member }: Granted): Promise<void> {
  const { administrator, client, cast, seed } = scene
  const at = `/grants/${id}/agreements`
  const from = shanghaiDate(await clockOf(client))
  const { version } = await administrator.call('POST', at, z.object({ version: z.int() }), { body: { from, to: addDays(from, DELIVERY_DAYS - 1) }, key: keyOf(seed, 'offer', number) })
  const { agreements: [agreement] } = await member.call('GET', at, z.object({ agreements: z.array(agreementSchema) }))
  const body = (title: string) => ({ digest: agreement?.digest ?? '', title })
  await member.call('POST', `${at}/${version}/organisation`, any, { body: body('法定代表人'), key: keyOf(seed, 'sign', number) })
  await client.as(cast.reviewer.token).call('POST', `${at}/${version}/authority`, any, { body: body('科长'), key: keyOf(seed, 'countersign', number) })
}

/** What was not paid by then is not paid any more. */
async function close({ administrator, seed }: Scene, { id, number }: Granted): Promise<void> {
  const { grant } = await administrator.call('GET', `/grants/${id}`, z.object({ grant: grantSchema }))
  const rest = grant.tranches.some(({ state }) => state !== 'paid')
  await administrator.call('POST', `/grants/${id}/closing`, any, { body: rest ? { cancelRest: true, reason: '评估没有通过，余款不再拨付' } : {}, key: keyOf(seed, 'close-grant', number) })
}
