import * as z from 'zod'
import { type EvaluationRule, sheetOf } from '../../../shared/appraisal/appraisal.ts'
import { keyOf } from './cast.ts'
import { several } from './client.ts'
import { scoresFor } from './judging.ts'
import { numbers } from './numbers.ts'
import type { Granted, Scene } from './scene.ts'

/** How often the evaluator asks for a supplement. */
const SUPPLEMENTED = 0.2

const any = z.unknown()
const evaluationsAnswer = z.object({ evaluations: z.array(z.object({ of: z.string(), window: z.object({ opensAt: z.string() }).nullable() })) })
const resultAnswer = z.object({ objectionsUntil: z.string(), passed: z.boolean() })

/** One evaluation of all grants, from the first day of the self-evaluations until nobody can object to a result any more. */
export async function evaluate(scene: Scene, grants: readonly Granted[], rule: EvaluationRule): Promise<void> {
  const { administrator, patience, width, tell } = scene
  const opens: string[] = []
  await several(grants, width, async ({ id }) => {
    const { evaluations } = await administrator.call('GET', `/grants/${id}/evaluations`, evaluationsAnswer)
    opens.push(...evaluations.flatMap(({ of, window }) => (of === rule.id && window !== null ? [window.opensAt] : [])))
  })
  await patience.reachWithGrants(grants, latest(opens))
  const results: z.infer<typeof resultAnswer>[] = []
  await several(grants, width, async (grant) => { results.push(await appraise(scene, grant, rule)) })
  tell(`  ${rule.name.zh}：${results.filter(({ passed }) => passed).length} 项通过 passed，${results.filter(({ passed }) => !passed).length} 项不通过 failed`)
  await patience.reachWithGrants(grants, latest(results.map(({ objectionsUntil }) => objectionsUntil)))
}

const latest = (instants: readonly string[]): string => instants.reduce((last, at) => (at > last ? at : last), '')

/** The grantee writes, somebody is named, and evaluates; sometimes something has to be supplied first. */
async function appraise({ administrator, client, cast, seed }: Scene, { id, number, project, member }: Granted, rule: EvaluationRule) {
  const at = `/grants/${id}/evaluations/${rule.id}`
  const key = (step: string) => keyOf(seed, step, rule.id, number)
  const figures = project === null ? { activities: 12, people: 80, attendances: 400, spent: 0 } : {}
  await member.call('PUT', `${at}/self`, any, { body: { content: { ...figures, done: '各项活动按计划做完。', results: '服务对象每月都有回访。', money: '按预算使用。', difficulties: '无', next: '由社区接续。' } }, key: key('self') })
  await member.call('POST', `${at}/self/submission`, any, { key: key('send-self') })
  await administrator.call('PUT', `${at}/evaluator`, any, { body: { person: cast.evaluator.id }, key: key('appoint') })
  const evaluator = client.as(cast.evaluator.token)
  if (numbers(seed, 'supplement', rule.id, number).chance(SUPPLEMENTED)) {
    await evaluator.call('POST', `${at}/requests`, any, { body: { kind: 'supplement', items: ['签到表'], days: 5 }, key: key('ask-more') })
    await member.call('POST', `${at}/supplement`, any, { body: { text: '已补上签到表。' }, key: key('supplement') })
  }
  const scores = scoresFor(seed, rule.id, sheetOf(rule), number, 0)
  return evaluator.call('POST', `${at}/card/submission`, resultAnswer, { body: { scores, comment: '材料齐全，与现场一致。' }, key: key('appraise') })
}
