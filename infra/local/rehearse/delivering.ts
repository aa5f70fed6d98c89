import * as z from 'zod'
import { shanghaiDate, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import { reportStandingSchema } from '../../../shared/stage/stage.ts'
import { keyOf } from './cast.ts'
import { several } from './client.ts'
import type { Granted, Scene } from './scene.ts'
import { clockOf } from './waiting.ts'

const any = z.unknown()
const reportsAnswer = z.object({ reports: z.array(reportStandingSchema.extend({ stage: z.int() })) })

/** On the last day of the first report's period every report of that time is sent, and accepted. */
export async function report(scene: Scene, grants: readonly Granted[]): Promise<void> {
  const { patience, width, client } = scene
  const first = await reportsOf(scene, grants[0])
  if (first[0] !== undefined) await patience.reachWithGrants(grants, startOfShanghaiDay(first[0].to))
  const today = shanghaiDate(await clockOf(client))
  await several(grants, width, async (grant) => {
    for (const { stage, number, to, state } of await reportsOf(scene, grant)) if (state === 'open' && to <= today) await sendReport(scene, grant, stage, number)
  })
}

async function reportsOf({ administrator }: Scene, grant: Granted | undefined) {
  if (grant === undefined) return []
  const { reports } = await administrator.call('GET', `/projects/${grant.project ?? ''}/reports`, reportsAnswer)
  return reports.toSorted((a, b) => a.number - b.number)
}

async function sendReport({ administrator, seed }: Scene, { number, project, member }: Granted, stage: number, nth: number): Promise<void> {
  const at = `/projects/${project ?? ''}/reports/${stage}/${nth}`
  const key = (step: string) => keyOf(seed, 'report', step, number, nth)
  await member.call('PUT', `${at}/draft`, any, { body: { revision: 0, content: { done: '每周一次，都按计划做了。', results: '来的人稳定，邻居互相认识了。', difficulties: '无', next: '继续每周一次。', beneficiaries: 80, attendances: 400 } }, key: key('write') })
  const { version } = await member.call('POST', `${at}/submission`, z.object({ version: z.int() }), { body: {}, key: key('send') })
  await administrator.call('POST', `${at}/review`, any, { body: { decision: 'accept', version }, key: key('accept') })
}
