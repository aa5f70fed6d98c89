import type { Child } from 'hono/jsx'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Form as ProposalForm } from '../../../shared/rulebook/form.ts'
import type { Criterion, Round } from '../../../shared/rulebook/round.ts'
import { FOUND, foundOn, leavesOf } from '../../../shared/rulebook/sheet.ts'
import { COMMENT_LIMIT } from '../../../shared/scorecard/scorecard.ts'
import type { CardView } from '../../queries/scorecard.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { ScoreField, ScoreKeys } from '../look/score.tsx'
import { Facts, Note, Receipt, Tag } from '../look/tell.tsx'
import { ComputedLeaf, Triggers } from './criteria.tsx'
import type { Attempt } from './page.ts'
import { scorecardTexts } from './scorecard-texts.ts'

/** The sheet to be filled in: each leaf with its bands in sight, branches as headings over their parts. `children` is the bar. */
export function CardForm({ look, view, rules, form, action, attempt, children }: { look: Look; view: CardView; rules: Round; form: ProposalForm; action: string; attempt: Attempt | undefined; children?: Child }) {
  const t = scorecardTexts(look)
  const stale = attempt?.mistakes.some(({ code }) => code === 'STALE') === true
  const value = (path: string, kept: string | undefined) => attempt?.values[path] ?? kept ?? ''
  const reopened = view.reopened.at(-1)
  return (
    <Form action={action} command={newSecret()} revision={view.revision} autosave={`/api/proposals/${view.proposal}/scorecards/${view.round}/autosave`} labelledBy="sheet" id="card">
      <div class="head"><h2 id="sheet">{t.card}</h2><Saved at={view.savedAt} /></div>
      {stale ? <Note state="wait">{t.stale}</Note> : reopened === undefined ? null : <Note state="wait">{t.reopened}{reopened.reason}</Note>}
      <ScoreKeys step={rules.entry.step} />
      {view.sheet.official ? null : <p class="small soft">{t.unofficial}</p>}
      <div><Criteria look={look} criteria={rules.criteria} rules={rules} form={form} value={(id) => value(`scores.${id}`, view.scores[id])} view={view} level={3} /></div>
      {rules.extras.length === 0 ? null : (
        <div class="crit-branch" role="group" aria-label={t.extras}>
          <h3>{t.extras} <span class="soft small">{t.extrasHint}</span></h3>
          {rules.extras.map(({ id, label, hint, kind, most }) => <ScoreField path={`scores.${id}`} label={say(label, look.language)} hint={hint && say(hint, look.language)} max={most} step={rules.entry.step} value={value(`scores.${id}`, view.scores[id])} extra={kind} />)}
        </div>
      )}
      <Triggers criteria={rules.criteria} triggers={rules.triggers} ticked={(id) => (attempt === undefined ? view.scores[id] : attempt.values[`scores.${id}`]) === FOUND} />
      <TextArea path="comment" label={t.comment} hint={t.commentHint} value={value('comment', view.comment)} limit={COMMENT_LIMIT} rows={3} />
      {children}
    </Form>
  )
}

function Criteria({ look, criteria, rules, form, value, view, level }: { look: Look; criteria: readonly Criterion[]; rules: Round; form: ProposalForm; value: (id: string) => string; view: CardView; level: 3 | 4 }) {
  const t = scorecardTexts(look)
  return (
    <>
      {criteria.map((criterion) => {
        if (criterion.children !== undefined && criterion.children.length > 0) {
          const name = <>{say(criterion.label, look.language)} <span class="soft small">{t.from(criterion.max)}</span></>
          return (
            <div class="crit-branch" role="group" aria-label={say(criterion.label, look.language)}>
              {level === 3 ? <h3>{name}</h3> : <h4>{name}</h4>}
              <Criteria look={look} criteria={criterion.children} rules={rules} form={form} value={value} view={view} level={4} />
            </div>
          )
        }
        if (criterion.computed !== undefined) return <ComputedLeaf criterion={criterion} points={view.scores[criterion.id] ?? '0'} measures={view.measured} />
        const sections = (criterion.sections ?? []).flatMap((id) => form.sections.find((section) => section.id === id) ?? [])
        const hint = criterion.hint === undefined && sections.length === 0 ? undefined : (
          <>{criterion.hint === undefined ? null : <>{say(criterion.hint, look.language)} </>}{sections.length === 0 ? null : <>{t.look} {sections.map(({ id, title }, i) => <>{i === 0 ? null : <span class="sep">·</span>}<a href={`#a-${id}`}>{say(title, look.language)}</a></>)}</>}</>
        )
        const bands = (criterion.anchors ?? []).toSorted((a, b) => a.from - b.from).map(({ from, to, text }) => ({ from, to, text: say(text, look.language) }))
        return <ScoreField path={`scores.${criterion.id}`} label={say(criterion.label, look.language)} hint={hint} max={criterion.max} step={rules.entry.step} value={value(criterion.id)} bands={bands} required />
      })}
    </>
  )
}

/** What was scored, to read only. */
function Scores({ look, view }: { look: Look; view: CardView }) {
  const t = scorecardTexts(look)
  return (
    <Facts facts={[
      ...leavesOf(view.sheet.criteria).map((leaf) => ({ term: say(leaf.label, look.language), detail: <><strong class="n">{view.scores[leaf.id] ?? t.none}</strong> <span class="soft">/ {leaf.max}</span></> })),
      ...view.sheet.extras.map(({ id, label, kind }) => ({ term: say(label, look.language), detail: view.scores[id] === undefined ? <span class="soft">{t.none}</span> : <strong class="n">{kind === 'bonus' ? '+' : '−'}{view.scores[id]}</strong> })),
      ...foundOn(view.sheet, view.scores).map((trigger) => ({ term: say(trigger.label, look.language), detail: <Tag state="late">{trigger.zero === 'total' ? t.zeroTotal : t.zeroItem}</Tag> })),
      { term: t.total, detail: <><strong class="n">{view.total}</strong> <span class="soft">/ {view.sheet.total}</span></> },
      { term: t.comment, detail: view.comment === '' ? <span class="soft">{t.noComment}</span> : view.comment },
    ]} />
  )
}

/** A card that was sent: its receipt and what it says. */
export function LockedCard({ look, view, receipt, children }: { look: Look; view: CardView; /** Where the receipt is downloaded. */ receipt: string; children?: Child }) {
  const t = scorecardTexts(look)
  return (
    <>
      <Receipt title={t.locked} number={view.receipt ?? ''} at={view.submittedAt ?? view.closesAt} next={t.lockedNext}>{children}<ButtonLink href={receipt} icon="download" download>{t.receipt}</ButtonLink></Receipt>
      <Scores look={look} view={view} />
      {view.sheet.official ? null : <p class="small soft">{t.unofficial}</p>}
    </>
  )
}

/** A card that was never sent, after the round has closed or while the host of a live pitch keeps it. */
export function ClosedCard({ look, view }: { look: Look; view: CardView }) {
  const t = scorecardTexts(look)
  return (
    <>
      <h2>{t.card}</h2>
      {view.gate === 'waiting' ? <Note state="wait">{t.waits}</Note> : view.gate === 'locked' ? <Note state="late">{t.taken}</Note> : <Note state="late">{t.closed}</Note>}
      <Scores look={look} view={view} />
    </>
  )
}

/** The judge's own withdrawal: a form of its own, so that autosave keeps nothing of it. */
export function RecusalForm({ look, action, attempt }: { look: Look; action: string; attempt: Attempt | undefined }) {
  const t = scorecardTexts(look)
  return (
    <details class="more" open={attempt !== undefined}>
      <summary>{t.recusal}</summary>
      <Form action={action} command={newSecret()} label={t.recusal} class="stackv inner">
        <ChoiceField path="kind" label={t.kind} as="radio" required choices={t.ties} value={attempt?.values.kind ?? null} />
        <TextField path="reason" label={t.reason} hint={t.reasonHint} value={attempt?.values.reason ?? ''} required />
        <p class="acts"><Button weight="late">{t.recuse}</Button></p>
      </Form>
    </details>
  )
}
