import * as z from 'zod'
import { addDays, shanghaiDate, startOfShanghaiDay } from '../../../shared/kernel/calendar.ts'
import type { Answers } from '../../../shared/project/content.ts'
import type { ContentPart } from '../../../shared/stage/definition.ts'
import { reportStandingSchema } from '../../../shared/stage/stage.ts'
import { keyOf } from './cast.ts'
import { several } from './client.ts'
import type { Granted, Scene } from './scene.ts'
import { clockOf } from './waiting.ts'

const any = z.unknown()
const saved = z.object({ revision: z.int() })
const reportsAnswer = z.object({ reports: z.array(reportStandingSchema.extend({ stage: z.int() })) })

/** What the project says of itself, part by part, for any class of the district's. */
const partsOf = (title: string, today: string): Partial<Record<ContentPart, Answers>> => ({
  basics: { name: title, class: 'other', street: '示例街道', summary: '面向社区居民的志愿服务。' },
  need: { need: '走访中居民多次提出这一需要。' },
  beneficiaries: { who: '本社区居民', directPeople: 80, indirectPeople: 200, attendances: 400, minors: 0 },
  others: { others: '街道有每月一次的集中服务，本项目按周进行。' },
  plan: { goals: '一年内形成居民能接着做的办法。', startDate: today, endDate: addDays(today, 300), place: '示例社区活动室', steps: [{ stepDate: addDays(today, 10), stepName: '招募志愿者', stepPlace: '社区活动室', stepAttendances: 40 }], risks: '活动前都买意外险。' },
  resources: { wanted: [{ kind: 'people', what: '每周一位愿意固定来的志愿者', worth: null }] },
  budget: { budget: [{ head: 'materials', activity: '物资', unitPrice: 10_000, unit: '套', quantity: '100', source: 'grant', note: '' }] },
  contact: { contact: '联系人甲', contactPhone: '0573-82700000', contactEmail: '' },
})

/** The project of a grant goes from its first stage to being implemented: written, guided, shown. Throws TypeError for a grant without a project. */
export async function deliver({ administrator, client, cast, seed }: Scene, { number, title, project, member }: Granted): Promise<void> {
  if (project === null) throw new TypeError(`the grant of proposal ${number} has no project`)
  const at = `/projects/${project}`
  const key = (step: string) => keyOf(seed, 'project', step, number)
  const today = shanghaiDate(await clockOf(client))
  let { revision } = await member.call('GET', at, saved)
  for (const [part, content] of Object.entries(partsOf(title, today))) ({ revision } = await member.call('PUT', `${at}/parts/${part}`, saved, { body: { revision, content }, key: key(part) }))
  await administrator.call('PUT', `${at}/mentor`, any, { body: { person: cast.mentor.id, organisation: cast.mentor.organisation }, key: key('mentor') })
  await client.as(cast.mentor.token).call('POST', `${at}/mentoring/sessions`, any, { body: { kind: 'session', day: today, minutes: 60, text: '一起看了计划，先做最要紧的。' }, key: key('session') })
  await pass('incubation')
  await member.call('PUT', `${at}/showcase`, any, { body: { headline: '每周一次，欢迎邻居来', soFar: '场地借好了，志愿者培训了两次。', help: '欢迎每周能固定来一个下午的邻居。', revision: 0 }, key: key('words') })
  await member.call('POST', `${at}/showcase/publication`, any, { body: {}, key: key('show') })
  await pass('showcase')

  async function pass(stage: string): Promise<void> {
    await member.call('POST', `${at}/gate`, any, { body: {}, key: key(`ask ${stage}`) })
    await administrator.call('POST', `${at}/gate/approvals`, any, { body: {}, key: key(`approve ${stage}`) })
  }
}

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
