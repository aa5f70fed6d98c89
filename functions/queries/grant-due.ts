import type { Grant } from '../../shared/grant/grant.ts'
import type { EvaluationDuty, GrantDuty } from '../../shared/grant/moments.ts'
import type { EvaluationId } from '../../shared/grant/standing.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'

type OfEvaluation = `${EvaluationDuty} ${EvaluationId}`

const words: Record<Exclude<GrantDuty['of'], OfEvaluation>, Bilingual> = {
  'pay-back': { zh: '退回资金', en: 'pay the money back' },
  'first-money': { zh: '拨付首期资助款', en: 'pay the first part' },
  prepare: { zh: '提请拨付首期资助款', en: 'ask for the release of the first part' },
  offer: { zh: '拟定资助协议', en: 'draw up the agreement' },
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

/** What a duty is called in lists, reminders and mail. */
export function dutyWords({ of }: Pick<GrantDuty, 'of'>): Bilingual {
  if (!ofEvaluation(of)) return words[of]
  const [duty, evaluation] = of.split(' ') as [EvaluationDuty, EvaluationId]
  return { zh: `${evaluations[evaluation].zh}：${duties[duty].zh}`, en: `${evaluations[evaluation].en}: ${duties[duty].en}` }
}

/** The same as a line of an inbox begins. */
export function dutyTitle(duty: Pick<GrantDuty, 'of'>): Bilingual {
  const { zh, en = zh } = dutyWords(duty)
  return { zh, en: `${en.slice(0, 1).toUpperCase()}${en.slice(1)}` }
}

/** The page on which it is done. */
export function dutyPath({ id }: Pick<Grant, 'id'>, { of }: Pick<GrantDuty, 'of'>): string {
  switch (of) {
    case 'offer': case 'sign':
      return `/grants/${id}/agreement`
    case 'prepare': case 'first-money':
      return `/grants/${id}/money`
    case 'pay-back':
      return `/grants/${id}/recovery`
    default:
      return `/grants/${id}/evaluation`
  }
}
