import * as z from 'zod'
import { grantSchema } from '../../../shared/grant/grant.ts'
import { addDays, shanghaiDate, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import type { Funding } from '../../../shared/rulebook/funding.ts'
import { keyOf } from './cast.ts'
import { several } from './client.ts'
import type { Granted, Scene } from './scene.ts'
import { clockOf } from './waiting.ts'

/** Days from the claim to each of its two instalments. */
const INSTALMENTS = [10, 40] as const

const any = z.unknown()

/** Where the final grade says so, half of what was paid is claimed back in two instalments, its organisation is barred, and the money comes on its days. */
export async function recover(scene: Scene, grants: readonly Granted[], { evaluations }: Funding): Promise<void> {
  const { administrator, client, cast, seed, patience, width, tell } = scene
  const grades = new Set(evaluations.flatMap((rule) => rule.grades.flatMap(({ id, clawback }) => (rule.id === 'final' && clawback ? [id] : []))))
  const claimed: Granted[] = []
  await several(grants, width, async (grant) => {
    const { grant: { results: { final } } } = await administrator.call('GET', `/grants/${grant.id}`, z.object({ grant: grantSchema }))
    if (final?.grade !== null && final?.grade !== undefined && grades.has(final.grade)) claimed.push(grant)
  })
  if (claimed.length === 0) return
  const today = shanghaiDate(await clockOf(client))
  const parts = new Map<string, number[]>()
  await several(claimed, width, async ({ id, number }) => {
    const { claimable } = await administrator.call('GET', `/grants/${id}/clawbacks`, z.object({ claimable: z.int() }))
    const sum = Math.max(2, Math.floor(claimable / 2))
    const amounts = [Math.floor(sum / 2), sum - Math.floor(sum / 2)]
    const body = { cause: 'grade', lines: [{ what: '没有完成的活动', amount: sum }], reasons: '末期评估等级最低', instalments: amounts.map((amount, i) => ({ on: addDays(today, INSTALMENTS[i] ?? 0), amount })), ban: true }
    await administrator.call('POST', `/grants/${id}/clawbacks`, any, { body, key: keyOf(seed, 'claim', number) })
    parts.set(id, amounts)
  })
  for (const [i, days] of INSTALMENTS.entries()) {
    const on = addDays(today, days)
    await patience.reachWithGrants(claimed, startOfShanghaiDay(on), 'recovery')
    await several(claimed, width, async ({ id, number }) => {
      await client.as(cast.finance.token).call('POST', `/grants/${id}/clawbacks/1/payments`, any, { body: { on, amount: parts.get(id)?.[i] ?? 0, reference: `退款 ${number}-${i + 1}` }, key: keyOf(seed, 'received', number, i) })
    })
  }
  tell(`  ${claimed.length} 项追回并禁止申报 claimed back and barred`)
}
