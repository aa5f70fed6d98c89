import type { EvaluationDuty, GrantDuty } from '../../shared/grant/moments.ts'
import type { EvaluationId } from '../../shared/grant/standing.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'

type OfEvaluation = `${EvaluationDuty} ${EvaluationId}`

const words: Record<Exclude<GrantDuty['of'], OfEvaluation>, Bilingual> = {
  'pay-back': { zh: '退回资金', en: 'pay the money back' },
  'first-money': { zh: '拨付首期资助款', en: 'pay the first part' },
  sign: { zh: '签订资助协议', en: 'sign the agreement' },
}

const evaluations: Record<EvaluationId, { zh: string; en: string }> = { 'mid-term': { zh: '中期评估', en: 'mid-term evaluation' }, final: { zh: '末期评估', en: 'final evaluation' } }
const duties: Record<EvaluationDuty, { zh: string; en: string }> = {
  self: { zh: '提交自评', en: 'send the self-evaluation' },
  postpone: { zh: '答复延期申请', en: 'answer the request for a later date' },
  appoint: { zh: '指定评估员', en: 'name the evaluator' },
  desk: { zh: '评估打分', en: 'score and give the result' },
  supplement: { zh: '补充材料', en: 'supply what was asked for' },
  visit: { zh: '实地核查', en: 'visit and report' },
  rule: { zh: '裁定异议', en: 'rule on the objection' },
}

const ofEvaluation = (of: GrantDuty['of']): of is OfEvaluation => !(of in words)

/** The page of the grant on which it is done. */
export function dutyPath(grant: string, { of }: Pick<GrantDuty, 'of'>): string {
  return `/grants/${grant}/${ofEvaluation(of) ? 'evaluation' : ({ sign: 'agreement', 'first-money': 'money', 'pay-back': 'recovery' } as const)[of]}`
}

/** What a duty is called in lists, reminders and mail. */
export function dutyWords({ of }: Pick<GrantDuty, 'of'>): Bilingual {
  if (!ofEvaluation(of)) return words[of]
  const [duty, evaluation] = of.split(' ') as [EvaluationDuty, EvaluationId]
  return { zh: `${evaluations[evaluation].zh}：${duties[duty].zh}`, en: `${evaluations[evaluation].en}: ${duties[duty].en}` }
}
