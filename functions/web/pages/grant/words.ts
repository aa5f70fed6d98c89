import type { Grant, Tranche } from '../../../../shared/grant/grant.ts'
import type { State } from '../../look/tell.tsx'

export const grantTones: Record<Grant['state'], State> = { agreement: 'wait', delivery: 'now', recovery: 'late', closed: 'done', ended: 'idle' }

export const trancheWords: Record<Tranche['state'], { zh: string; en: string; tone: State }> = {
  waiting: { zh: '待拨付', en: 'To be released', tone: 'idle' },
  prepared: { zh: '待审批', en: 'To be approved', tone: 'wait' },
  approved: { zh: '已批准', en: 'Approved', tone: 'now' },
  ordered: { zh: '已出付款清单', en: 'In a payment order', tone: 'now' },
  paid: { zh: '已到账', en: 'Paid', tone: 'done' },
  failed: { zh: '退票', en: 'Sent back', tone: 'late' },
  cancelled: { zh: '不再拨付', en: 'Not to be paid', tone: 'idle' },
}

export const conditionWords: Record<Tranche['conditions'][number], { zh: string; en: string }> = {
  'mid-term-passed': { zh: '中期评估通过', en: 'mid-term evaluation passed' },
  'final-passed': { zh: '末期评估通过', en: 'final evaluation passed' },
  'report-accepted': { zh: '报告已通过', en: 'reports accepted' },
}
