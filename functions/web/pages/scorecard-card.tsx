import type { Child } from 'hono/jsx'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Form as ProposalForm } from '../../../shared/rulebook/form.ts'
import type { Criterion, Round } from '../../../shared/rulebook/round.ts'
import { COMMENT_LIMIT } from '../../../shared/scorecard/scorecard.ts'
import type { CardView } from '../../queries/scorecard.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { ScoreKeys } from '../look/score.tsx'
import { Facts, Note, Receipt } from '../look/tell.tsx'
import type { Attempt } from './page.ts'
import { factsOf, SheetFields, standsIn } from './score-sheet.tsx'
import { scorecardTexts } from './scorecard-texts.ts'

/** The sheet to be filled in: each leaf with its bands in sight, branches as headings over their parts. `children` is the bar. */
export function CardForm({ look, view, rules, form, action, attempt, children }: { look: Look; view: CardView; rules: Round; form: ProposalForm; action: string; attempt: Attempt | undefined; children?: Child }) {
  const t = scorecardTexts(look)
  const stale = attempt?.mistakes.some(({ code }) => code === 'STALE') === true
  const reopened = view.reopened.at(-1)
  return (
    <Form action={action} command={newSecret()} revision={view.revision} autosave={`/api/proposals/${view.proposal}/scorecards/${view.round}/autosave`} labelledBy="sheet" id="card">
      <div class="head"><h2 id="sheet">{t.card}</h2><Saved at={view.savedAt} /></div>
      {stale ? <Note state="wait">{t.stale}</Note> : reopened === undefined ? null : <Note state="wait">{t.reopened}{reopened.reason}</Note>}
      <ScoreKeys step={rules.entry.step} />
      {view.sheet.official ? null : <p class="small soft">{t.unofficial}</p>}
      <SheetFields sheet={rules} value={standsIn(attempt, view.scores, view.measured)} measures={view.measured} beside={(leaf) => sectionLinks(look, form, leaf)} />
      <TextArea path="comment" label={t.comment} hint={t.commentHint} value={attempt?.values.comment ?? view.comment} limit={COMMENT_LIMIT} rows={3} />
      {children}
    </Form>
  )
}

/** Where in the proposal to look for a leaf. */
function sectionLinks(look: Look, form: ProposalForm, leaf: Criterion): Child {
  const sections = (leaf.sections ?? []).flatMap((id) => form.sections.find((section) => section.id === id) ?? [])
  return sections.length === 0 ? undefined : <>{scorecardTexts(look).look} {sections.map(({ id, title }, i) => <>{i === 0 ? null : <span class="sep">·</span>}<a href={`#a-${id}`}>{say(title, look.language)}</a></>)}</>
}

/** What was scored, to read only. */
function Scores({ look, view }: { look: Look; view: CardView }) {
  const t = scorecardTexts(look)
  return (
    <Facts facts={[
      ...factsOf(look, view.sheet, view.scores, t.none),
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
