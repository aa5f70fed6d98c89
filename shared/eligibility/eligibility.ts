import type { Ban } from '../ban/ban.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Bilingual } from '../kernel/text.ts'
import { type Entry, type Listing, listedWithin, listings as allListings, type Standing } from '../registry/entry.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'

/** What the machine can look at: the version that was sent, and how many the applicant has sent. */
export interface EligibilityFacts {
  content: Readonly<Record<string, unknown>>
  attachments: readonly { kind: string }[]
  /** Proposals of the same applicant in the competition that were sent and not withdrawn, this one included. */
  ofApplicant: number
  /** How the applicant stood in the registry on the day the call closed; null where the registry does not know it, left out where no check asks. */
  registry?: { grade: Standing['grade']; listings: Entry['listings']; day: string } | null
  /** The ban under which the applicant stood that day; left out where no check asks. */
  ban?: Pick<Ban, 'until' | 'reasons'> | null
}

const listed: Record<Listing, { zh: string; en: string }> = { abnormal: { zh: '活动异常名录', en: 'list of abnormal activity' }, dishonest: { zh: '严重违法失信名单', en: 'list of serious dishonesty' } }

export interface CheckOutcome {
  id: string
  label: Bilingual
  /** null: no rule decides it; a line of the administrator's checklist. */
  holds: boolean | null
  /** What was found, where a rule decided. */
  found: Bilingual | null
}

/** The rulebook's checks in their order, each decided by its rule where it has one. */
export function checkEligibility(rulebook: Rulebook, facts: EligibilityFacts): CheckOutcome[] {
  return rulebook.eligibility.checks.map(({ id, label, rule }): CheckOutcome => {
    switch (rule?.rule) {
      case 'one-per-applicant':
        return { id, label, holds: facts.ofApplicant <= 1, found: { zh: `同一单位共提交 ${facts.ofApplicant} 份`, en: `The applicant has sent ${facts.ofApplicant}` } }
      case 'field-at-least': {
        const value = facts.content[rule.field]
        const holds = typeof value === 'number' && value >= rule.value
        return { id, label, holds, found: typeof value === 'number' ? { zh: `填报 ${value}，要求至少 ${rule.value}`, en: `States ${value}; at least ${rule.value} is asked` } : { zh: '没有填', en: 'Nothing is stated' } }
      }
      case 'attachment-present': {
        const count = facts.attachments.filter(({ kind }) => kind === rule.attachment).length
        return { id, label, holds: count > 0, found: count > 0 ? { zh: `已上传 ${count} 个文件`, en: `${count} attached` } : { zh: '没有上传', en: 'Nothing attached' } }
      }
      case 'not-banned': {
        const { ban } = facts
        return { id, label, holds: ban === null || ban === undefined, found: ban === null || ban === undefined ? { zh: '没有被禁止申报', en: 'Not barred' } : { zh: `禁止申报到 ${ban.until}：${ban.reasons}`, en: `Barred until ${ban.until}: ${ban.reasons}` } }
      }
      case 'grade-at-least':
      case 'not-listed': {
        const { registry } = facts
        if (registry === undefined || registry === null) return { id, label, holds: null, found: { zh: '登记册里没有这个单位', en: 'The registry does not know the applicant' } }
        const { grade, day } = registry
        if (rule.rule === 'grade-at-least') return { id, label, holds: grade !== null && grade >= rule.grade, found: { zh: `${day} 的评估等级：${grade ?? '没有'}，要求至少 ${rule.grade}`, en: `Grade on ${day}: ${grade ?? 'none'}; at least ${rule.grade} is asked` } }
        const { list, years = 0 } = rule
        const asked = list === undefined ? allListings : [list]
        const on = listedWithin(registry.listings, day, years).filter((one) => asked.includes(one))
        const when = years === 0 ? { zh: `${day} `, en: `On ${day}` } : { zh: `${day} 及之前 ${years} 年内`, en: `On ${day} and in ${years === 1 ? 'the year' : `the ${years} years`} before` }
        return {
          id, label, holds: on.length === 0,
          found: on.length === 0
            ? { zh: `${when.zh}不在${asked.map((one) => listed[one].zh).join('和')}`, en: `${when.en}: on no ${asked.map((one) => listed[one].en).join(' or ')}` }
            : { zh: `${when.zh}在${on.map((one) => listed[one].zh).join('、')}`, en: `${when.en}: ${on.map((one) => listed[one].en).join(', ')}` },
        }
      }
      case undefined:
        return { id, label, holds: null, found: null }
    }
  })
}

/** What a reviewer says: admit, reject, or let what fails be repaired. */
export const verdicts = ['admitted', 'rejected', 'cure'] as const

export interface EligibilityDecision {
  decision: (typeof verdicts)[number]
  reasons: string
  /** The administrator's ticks, by check; the machine's own outcomes are not the administrator's to tick. */
  checks: Readonly<Record<string, boolean>>
}

/**
 * All checks as they are recorded with the decision. A rejection and a cure need their reasons, and so does an admission although a check
 * doesn't hold; throws INVALID.
 */
export function settleEligibility(outcomes: readonly CheckOutcome[], { decision, reasons, checks }: EligibilityDecision): Record<string, boolean> {
  const unknown = Object.keys(checks).filter((id) => !outcomes.some((outcome) => outcome.id === id))
  if (unknown.length > 0) throw new Refusal('INVALID', { mistakes: unknown.map((id) => ({ path: `checks.${id}`, code: 'UNKNOWN_FIELD', zh: `章程里没有“${id}”这一项审查。`, en: `The rulebook has no check "${id}".` })) })
  const settled = Object.fromEntries(outcomes.map(({ id, holds }) => [id, holds ?? checks[id] ?? false]))
  if (reasons.trim() !== '') return settled
  if (decision === 'cure') throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'REQUIRED', zh: '请写明要补正什么，申报单位照此补正。', en: 'Say what has to be repaired; the applicant goes by it.' }] })
  if (decision === 'rejected') throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'REQUIRED', zh: '不通过要写明理由，申报单位会看到。', en: 'Give the reasons; the applicant reads them.' }] })
  const failing = outcomes.filter(({ id }) => settled[id] === false)
  if (failing.length === 0) return settled
  const list = (language: 'zh' | 'en') => failing.map(({ label }) => label[language] ?? label.zh).join(language === 'zh' ? '、' : ', ')
  throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'CHECK_FAILS', zh: `“${list('zh')}”没有打勾。仍要通过，请写明理由。`, en: `Not ticked: ${list('en')}. To admit it all the same, give the reasons.` }] })
}
