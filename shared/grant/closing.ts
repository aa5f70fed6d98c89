import type { Instant } from '../kernel/instant.ts'
import type { Mistake } from '../kernel/refusal.ts'
import type { Grant } from './grant.ts'

/** What keeps a grant from being closed. `cancelRest`: what is not paid is given up, for a reason. */
export function unclosed({ results: { final }, tranches }: Pick<Grant, 'results' | 'tranches'>, cancelRest: boolean, reason: string, now: Instant): Mistake[] {
  const wrong = (path: string, code: string, zh: string, en: string): Mistake => ({ path, code, zh, en })
  const open = tranches.filter(({ state }) => state !== 'paid' && state !== 'cancelled')
  return [
    ...(final === null ? [wrong('', 'NO_RESULT', '末期评估还没有结果', 'The final evaluation has no result yet')] : []),
    ...(final !== null && (final.objectionsUntil > now || final.openObjections > 0) ? [wrong('', 'RESULT_OPEN', '末期评估的异议期还没有结束，或有异议没有处理', 'The result of the final evaluation can still be objected to, or an objection is open')] : []),
    ...(open.some(({ state }) => state === 'ordered') ? [wrong('', 'PAYMENT_UNDER_WAY', '有一期已出付款清单，要等银行的结果', 'A part is in a payment order; wait for what the bank says')] : []),
    ...(open.length > 0 && !cancelRest ? [wrong('cancelRest', 'NOT_PAID', '还有没拨完的期次；不再拨付的，请勾选并写明理由', 'Some parts are not paid; tick this, with a reason, if they will not be')] : []),
    ...(open.length > 0 && cancelRest && reason === '' ? [wrong('reason', 'REQUIRED', '请写明为什么不再拨付', 'Say why the rest is not paid')] : []),
  ]
}

/** Whether only the authority's word is missing: all is paid, or will not be since the final evaluation was not passed, and its result stands. */
export const waitsForClosing = (grant: Grant, now: Instant): boolean =>
  grant.state === 'delivery' && unclosed(grant, grant.results.final?.passed === false, '-', now).length === 0
