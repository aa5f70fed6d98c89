import { say } from '../../../shared/kernel/text.ts'
import { isCurable } from '../../../shared/eligibility/cure.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { useLook } from '../look/look.ts'
import { Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** How eligibility is checked, in words: what is looked at, by how many, and what can be repaired. */
export function EligibilityRules({ rulebook }: { rulebook: Rulebook }) {
  const { language } = useLook()
  const t = words(language, {
    zh: {
      title: '资格审查', one: '由一人审查。', two: '由两人分别审查，意见不一的由第三人决定。', machine: '规则自动核对', curable: '可以补正', list: '、',
      cure: (days: number, rounds: number) => `标有“可以补正”的项不符合时，可以要求补正：给 ${days} 天，只能改这几项涉及的内容，最多 ${rounds} 次；逾期没有补正的，按现有材料决定。`,
    },
    en: {
      title: 'Eligibility', one: 'One person checks it.', two: 'Two check it apart from each other; where they differ, a third decides.', machine: 'checked by rule', curable: 'can be repaired', list: ', ',
      cure: (days, rounds) => `What fails and "can be repaired" may be sent back for ${days} days, ${rounds === 1 ? 'once' : `${rounds} times at most`}; nothing else can be changed then. What is not repaired in time is decided as it stands.`,
    },
  })
  const { checks, reviewers, cure } = rulebook.eligibility
  if (checks.length === 0) return null
  return (
    <Section title={t.title} id="eligibility-rules">
      <ul class="read">
        {checks.map(({ id, label, rule }) => {
          const marks = [...(rule === undefined ? [] : [t.machine]), ...(cure !== null && isCurable(rulebook, id) ? [t.curable] : [])]
          return <li>{say(label, language)}{marks.length === 0 ? null : <span class="soft small"> {marks.join(t.list)}</span>}</li>
        })}
      </ul>
      <p class="read">{reviewers === 2 ? t.two : t.one}{cure === null ? null : <>{language === 'en' ? ' ' : ''}{t.cure(cure.days, cure.rounds)}</>}</p>
    </Section>
  )
}
