import type { Instant } from '../kernel/instant.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { parseRulebook, type Rulebook } from '../rulebook/rulebook.ts'
import type { Competition } from './competition.ts'
import { countMistakes, orderMistakes, pastMistakes, windowsOf } from './dates.ts'

/** What stands between a draft and its call, field by field. */
export function publicationMistakes(competition: Competition, rulebook: Rulebook, now: Instant): Mistake[] {
  const windows = windowsOf(competition.dates, rulebook)
  const parsed = parseRulebook(rulebook)
  const mistakes = [...orderMistakes(windows), ...pastMistakes(windows, now), ...countMistakes(competition.dates, rulebook)]
  if (competition.contact.phone === '' && competition.contact.email === '') mistakes.push({ path: 'contact.phone', code: 'REQUIRED', zh: '请留一个咨询电话或邮箱，申报单位要能找到人', en: 'Give a phone number or an e-mail address, so that applicants can reach somebody' })
  return [...mistakes, ...(parsed.ok ? [] : parsed.mistakes.map((mistake) => ({ ...mistake, path: `rulebook${mistake.path.replaceAll('/', '.')}` })))]
}
