import { say } from '../../../shared/kernel/text.ts'
import { changedIn, openFields, scopeOf } from '../../../shared/eligibility/cure.ts'
import type { Cure, Pass, Review } from '../../../shared/eligibility/review.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { ReadForCheck } from '../../queries/review.ts'
import { type Look, useLook } from '../look/look.ts'
import { At, Facts, Panel, type State, Tag, Tasks, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { AttachmentList, Lines, SectionAnswers } from './proposal-answers.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    verdicts: { admitted: '通过', rejected: '不通过', cure: '要求补正' }, third: '第三人', failing: '不符合', earlier: '此前的审查', cure: (n: number) => `第 ${n} 次补正`, about: '要补正的项', until: '补正截止', reasons: '要求', sent: '已补正', lapsed: '期满未补正', running: '补正中', versionOf: (n: number) => `第 ${n} 版`,
    repaired: '补正的内容', changed: '已改', same: '未改', files: '附件', lead: (n: number) => `只列补正范围内的内容。补正前的在第 ${n} 版里。`, see: '看补正前的版本',
  },
  en: {
    verdicts: { admitted: 'Admit', rejected: 'Reject', cure: 'Cure' }, third: 'Third reviewer', failing: 'Does not hold', earlier: 'Earlier reviews', cure: (n) => `Cure ${n}`, about: 'To be repaired', until: 'Until', reasons: 'What for', sent: 'Repaired', lapsed: 'Not repaired in time', running: 'Under way', versionOf: (n) => `Version ${n}`,
    repaired: 'What was repaired', changed: 'Changed', same: 'Not changed', files: 'Attachments', lead: (n) => `Only what the cure opened. Version ${n} has it as it was.`, see: 'See the version before',
  },
})
const look = { admitted: 'done', rejected: 'late', cure: 'wait' } as const satisfies Record<Review['verdict'], State>

/** What reviewers said in one pass, each with what they found failing. */
export function Opinions({ pass, rulebook }: { pass: Pass; rulebook: Rulebook }) {
  const shown = useLook()
  const { language } = shown
  const t = texts(shown)
  const said = [...pass.reviews.map((review) => ({ review, role: null })), ...(pass.third === null ? [] : [{ review: pass.third, role: t.third }])]
  if (said.length === 0) return null
  return (
    <ul class="tasks">
      {said.map(({ review, role }) => {
        const failing = rulebook.eligibility.checks.filter(({ id }) => review.checks[id] === false)
        return (
          <li>
            <div>
              <strong>{review.by.name}</strong>{role === null ? null : <span class="soft"> {role}</span>} <At at={review.at} />
              {failing.length === 0 ? null : <p>{t.failing}{language === 'zh' ? '：' : ': '}{failing.map(({ label }) => say(label, language)).join(language === 'zh' ? '；' : '; ')}</p>}
              {review.reasons === '' ? null : <p><Lines text={review.reasons} /></p>}
            </div>
            <Tag state={look[review.verdict]}>{t.verdicts[review.verdict]}</Tag>
          </li>
        )
      })}
    </ul>
  )
}

/** Passes before the one under way, and the cures between them. */
export function EarlierReviews({ read: { passes, cures, rulebook } }: { read: ReadForCheck }) {
  const t = texts(useLook())
  const earlier = passes.slice(0, -1)
  if (earlier.length === 0) return null
  return (
    <details class="more">
      <summary>{t.earlier}</summary>
      {earlier.map((pass, i) => (
        <div class="stackv">
          <h3>{t.versionOf(pass.version)}</h3>
          <Opinions pass={pass} rulebook={rulebook} />
          {cures[i] === undefined ? null : <CureFacts cure={cures[i]} rulebook={rulebook} />}
        </div>
      ))}
    </details>
  )
}

/** What a cure is for, until when, and what came of it. */
export function CureFacts({ cure, rulebook }: { cure: Cure; rulebook: Rulebook }) {
  const shown = useLook()
  const { language } = shown
  const t = texts(shown)
  const how = cure.ended?.how ?? 'running'
  return (
    <Facts facts={[
      { term: t.cure(cure.number), detail: <Tag state={how === 'sent' ? 'done' : how === 'lapsed' ? 'late' : 'now'}>{t[how]}</Tag> },
      { term: t.about, detail: rulebook.eligibility.checks.filter(({ id }) => cure.checks.includes(id)).map(({ label }) => say(label, language)).join(language === 'zh' ? '；' : '; ') },
      { term: t.reasons, detail: <Lines text={cure.reasons} /> },
      { term: t.until, detail: <When at={cure.until} /> },
    ]} />
  )
}

/** After a cure: just what it opened, as it is now, and whether it has changed. */
export function Repaired({ read: { proposal, version, before, cures, passes, rulebook } }: { read: ReadForCheck }) {
  const shown = useLook()
  const { language } = shown
  const t = texts(shown)
  const only = passes.at(-1)?.only ?? null
  if (version === null || before === null || only === null || cures.length === 0) return null
  const scope = scopeOf(rulebook, only)
  const changed = changedIn(scope, before, version)
  const fields = openFields(rulebook, scope)
  const kinds = rulebook.form.attachments.filter(({ id }) => scope.attachments.includes(id))
  const tag = (is: boolean) => <Tag state={is ? 'done' : 'idle'}>{is ? t.changed : t.same}</Tag>
  return (
    <Panel title={t.repaired} id="repaired" end={<a href={`/proposals/${proposal.id}/versions/${before.number}`}>{t.see}</a>}>
      <p class="soft">{t.lead(before.number)}</p>
      <Tasks tasks={[...fields.map(({ id, label }) => ({ label: say(label, language), end: tag(changed.fields.includes(id)) })), ...kinds.map(({ id, label }) => ({ label: say(label, language), end: tag(changed.attachments.includes(id)) }))]} />
      <SectionAnswers fields={fields} content={version.content} />
      {version.attachments.some(({ kind }) => scope.attachments.includes(kind)) ? <AttachmentList form={{ ...rulebook.form, attachments: kinds }} attachments={version.attachments} /> : null}
    </Panel>
  )
}
