import { canStillMove, windowsOf } from '../../../shared/competition/dates.ts'
import { canMove } from '../../../shared/competition/lifecycle.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Action } from '../../../shared/person/access.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Step } from '../../../shared/workflow/picture.ts'
import { cancelCompetition, cancelInput } from '../../commands/competition-cancellation.ts'
import { restartExecution } from '../../commands/execution-restart.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { type Tracking, trackCompetition } from '../../queries/tracking.ts'
import { Dialog } from '../look/dialog.tsx'
import { TextArea } from '../look/fields.tsx'
import { Flow, type FlowLine, type FlowStep } from '../look/flow.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { daysUntil, formatMoment, formatRange, endOfDay } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { At, Bar, DateRange, Facts, Figures, Note, Panel, Section, Trail, When } from '../look/tell.tsx'
import { Icon } from '../look/icon.tsx'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { JudgesTable } from './competition-judges.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { trackingTexts } from './tracking-texts.ts'

/** Judges shown on this page; all of them are on their own. */
const SLOWEST = 4

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params, query } = asked
  const tracking = await trackCompetition(context, params.competition ?? '')
  if (tracking.competition.state === 'draft') return { go: `/competitions/${tracking.competition.id}/settings` }
  return { page: <TrackingPage look={look} tracking={tracking} moved={query.has('moved')} attempt={attempt} /> }
}

function TrackingPage({ look, tracking, moved, attempt }: { look: Look; tracking: Tracking; moved: boolean; attempt: Attempt | undefined }) {
  const t = trackingTexts(look.language)
  const { competition, rulebook, now, failed, steps } = tracking
  const at = `/competitions/${competition.id}`
  const allows = (action: Action) => look.allows(action, { district: competition.district, competition: competition.id })
  const movable = windowsOf(competition.dates, rulebook).some(({ window }) => canStillMove(competition, window, look.now as typeof competition.createdAt))
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="progress" until={competition.state === 'notice' ? tracking.notice?.endsAt : undefined} actions={<>{movable ? <ButtonLink href={`${at}/dates`} icon="edit">{t.move}</ButtonLink> : null}{allows('competition.create') ? <ButtonLink href={`${at}/copy`} icon="add">{t.copy}</ButtonLink> : null}{canMove(competition.state, 'cancelled') && allows('competition.cancel') ? <Cancel look={look} at={at} attempt={attempt} /> : null}</>} mistakes={attempt?.mistakes}>
      {competition.cancelledAt === null ? null : <Note state="late"><p><strong>{t.cancelled} <At at={competition.cancelledAt} /></strong></p><p>{competition.endedBecause === null ? null : say(competition.endedBecause, look.language)}</p></Note>}
      {moved ? <Note state="done"><p role="status">{t.moved}</p></Note> : null}
      {failed === null ? null : <Failed look={look} at={at} failed={failed} restarts={allows('competition.restart')} />}
      <Panel title={t.flow} id="fl" hiddenTitle>
        {steps.length === 0 ? <p>{t.starting}</p> : <Flow steps={steps.map((step) => drawn(step, look, tracking))} />}
      </Panel>
      <div class="split">
        <div class="stackv">
          {now === null ? null : <ThisStep look={look} tracking={tracking} now={now} />}
          {tracking.round?.plan === null || tracking.round === null || competition.state !== 'judging' ? null : (
            <Section title={t.slowest} id="jl" end={<a href={`${at}/judges`}>{t.allJudges(tracking.judges.length)}</a>}>
              <JudgesTable judges={tracking.judges.filter(({ assigned }) => assigned > 0).slice(0, SLOWEST)} at={at} scoring removable={false} />
              {remindable(tracking) ? <Form action={`${at}/rounds/${tracking.round.index}/reminders`} command={newSecret()} class="acts"><Button weight="second" icon="mail">{t.remind}</Button></Form> : null}
            </Section>
          )}
          <Counts look={look} tracking={tracking} />
        </div>
        <div class="stackv">
          {competition.state === 'cancelled' ? null : <Dates look={look} tracking={tracking} />}
          <Panel title={t.trail} id="ac">
            <Trail entries={tracking.entries.map((entry) => ({ at: entry.at, text: `${entry.by?.name ?? t.platform}${look.language === 'zh' && entry.by === null ? '' : ' '}${say(entry.sentence, look.language)}`, detail: entry.reason }))} />
            <p><a href={`${at}/trail`}>{t.allTrail}</a></p>
          </Panel>
        </div>
      </div>
    </CompetitionPage>
  )
}

/** Scoring is under way, and somebody is not done. */
function remindable({ round, judges }: Pick<Tracking, 'round' | 'judges'>): boolean {
  return round?.state === 'scoring' && round.endedAt === null && judges.some(({ assigned, submitted }) => submitted < assigned)
}

function received({ counts }: Tracking): number {
  const { submitted = 0, admitted = 0, rejected = 0 } = counts.proposals
  return submitted + admitted + rejected
}

function cards({ judges }: Pick<Tracking, 'judges'>): { submitted: number; assigned: number; late: number } {
  return { submitted: judges.reduce((sum, one) => sum + Math.min(one.submitted, one.assigned), 0), assigned: judges.reduce((sum, one) => sum + one.assigned, 0), late: judges.filter(({ pace }) => pace === 'late').length }
}

/** A step of the execution with its dates and figures. */
function drawn(step: Step, look: Look, tracking: Tracking): FlowStep {
  const t = trackingTexts(look.language)
  const { now, competition, rulebook } = tracking
  const holds = step.state === 'now'
  const late = holds && now !== null && now.late
  // After a cancelled call nothing comes.
  const comes = competition.state !== 'cancelled'
  const planned = comes ? windowsOf(competition.dates, rulebook).find(({ window }) => window === step.id)?.at : undefined
  const day = (moment: string) => formatMoment(moment, look.language, look.now, { weekday: false, time: false })
  const lines: FlowLine[] = []
  if (step.state === 'done' && step.enteredAt !== null && step.leftAt !== null) lines.push(formatRange(step.enteredAt, step.leftAt, look.language, look.now))
  if (holds && step.enteredAt !== null) lines.push({ text: t.since(1 - daysUntil(step.enteredAt, look.now)), tone: 'now' })
  if (step.state === 'failed') lines.push({ text: t.stuck, tone: 'late' })
  if (step.state !== 'done' && planned !== undefined) lines.push(t.until(day(planned)))
  if (holds && step.id.startsWith('round-')) {
    const { assigned, submitted, late: behind } = cards(tracking)
    if (assigned > 0) lines.push(t.cards(submitted, assigned))
    if (behind > 0) lines.push({ text: t.behind(behind), tone: 'late' })
  }
  if (step.id === 'notice' && comes && step.state === 'next') lines.push(t.workingDays(rulebook.notice.workingDays))
  // Its own last day, or, once it is over, that of the first ruling.
  if (step.id === 'notice' && holds && now?.until !== null && now?.until !== undefined) lines.push(t.until(day(endOfDay(now.until) ?? now.until)))
  const onward = step.id === 'call' && step.state === 'done' ? t.copies(received(tracking)) : step.id === 'eligibility' && step.state === 'done' ? t.copies(tracking.counts.proposals.admitted ?? 0) : undefined
  return {
    name: say(step.name, look.language), state: step.state === 'failed' || late ? 'late' : step.state, lines: lines.slice(0, 3),
    ...(step.times > 1 ? { loop: t.again(step.times) } : {}), ...(onward === undefined ? {} : { onward }),
  }
}

function ThisStep({ look, tracking, now }: { look: Look; tracking: Tracking; now: NonNullable<Tracking['now']> }) {
  const t = trackingTexts(look.language)
  const { assigned, submitted, late } = cards(tracking)
  const scoring = now.machine === 'judging-round' && now.step === 'scoring'
  const words = (text: { zh: string; en?: string | undefined } | null) => (text === null ? null : say(text, look.language))
  const held = [now.late ? t.overdue : null, scoring && late > 0 ? t.behindLong(late) : null].filter((one) => one !== null)
  return (
    <Panel title={t.thisStep(words(now.words) ?? '')} id="st">
      <Facts facts={[
        { term: t.from, detail: <><At at={now.since} />{t.comma}{t.lasted(-daysUntil(now.since, look.now))}</> },
        now.asked !== null && { term: t.asked, detail: <>{words(now.asked)}{scoring && assigned > 0 ? <><br /><Bar value={submitted} max={assigned} words={t.cardsLong(submitted, assigned)} /></> : null}</> },
        now.until !== null && { term: t.deadline, detail: <When at={now.until} /> },
        held.length > 0 && { term: t.held, detail: <span class="late"><Icon name="late" /> {held.join(t.semicolon)}</span> },
        now.next !== null && { term: t.next, detail: words(now.next) },
        now.otherwise !== null && { term: t.otherwise, detail: words(now.otherwise) },
        tracking.competition.endedBecause !== null && { term: t.because, detail: say(tracking.competition.endedBecause, look.language) },
      ]} />
    </Panel>
  )
}

function Counts({ look, tracking }: { look: Look; tracking: Tracking }) {
  const t = trackingTexts(look.language)
  const { proposals } = tracking.counts
  const { assigned, submitted } = cards(tracking)
  const active = tracking.judges.filter(({ removedAt }) => removedAt === null).length
  return (
    <Section title={t.counts} id="ct">
      <Figures figures={[
        { label: t.proposals, value: received(tracking), sub: t.drafts(proposals.draft ?? 0) },
        { label: t.admitted, value: proposals.admitted ?? 0, sub: t.rejected(proposals.rejected ?? 0) },
        { label: t.judges, value: active, sub: t.withTies(tracking.judges.filter(({ ties, removedAt }) => ties.length > 0 && removedAt === null).length) },
        { label: t.scorecards, value: submitted, sub: assigned === 0 ? t.noCards : t.ofCards(assigned) },
      ]} />
    </Section>
  )
}

function Dates({ look, tracking }: { look: Look; tracking: Tracking }) {
  const t = trackingTexts(look.language)
  const { competition, rulebook, notice, expectedNotice: expected } = tracking
  const dates = [...windowsOf(competition.dates, rulebook).map(({ name, at }) => ({ name: say(name, look.language), at })), ...(notice === null ? [] : [{ name: t.noticeEnds(notice.workingDays), at: notice.endsAt }])]
  return (
    <Panel title={t.dates} id="kd">
      <ul class="tasks dates">
        {dates.map(({ name, at }) => <li><span>{name}</span>{at < look.now ? <span class="when soft"><At at={at} /><span>{t.over}</span></span> : <When at={at} />}</li>)}
        {expected === null ? null : <li><span>{t.noticeExpected(rulebook.notice.workingDays)}</span><span class="when soft"><DateRange from={expected.first} to={expected.last} /><span>{expected.provisional ? t.mayMove : t.expected}</span></span></li>}
      </ul>
    </Panel>
  )
}

/** It cannot be taken back, and everybody who takes part is told at once: a question first. */
function Cancel({ look, at, attempt }: { look: Look; at: string; attempt: Attempt | undefined }) {
  const t = trackingTexts(look.language)
  return (
    <Dialog label={t.cancel} weight="late" title={t.cancelTitle} open={attempt !== undefined}>
      <p>{t.cancelLead}</p>
      <Form action={`${at}/cancellation`} command={newSecret()}>
        <TextArea path="reason" label={t.cancelReason} hint={t.cancelHint} required rows={3} limit={1000} value={attempt?.values.reason ?? ''} />
        <Button weight="late">{t.cancel}</Button>
      </Form>
    </Dialog>
  )
}

function Failed({ look, at, failed, restarts }: { look: Look; at: string; failed: NonNullable<Tracking['failed']>; restarts: boolean }) {
  const t = trackingTexts(look.language)
  return (
    <Note state="late">
      <p><strong>{t.failed(say(failed.doing, look.language))}</strong></p>
      {failed.error === null ? null : <p class="small">{failed.error}</p>}
      {restarts ? (
        <Form action={`${at}/restart`} command={newSecret()}>
          <input type="hidden" name="execution" value={failed.execution} />
          <p>{t.restartLead}</p>
          <Button icon="play">{t.restart}</Button>
        </Form>
      ) : null}
    </Note>
  )
}

async function restart(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.restart')
  return tryForm(posted, async () => {
    await restartExecution(asked.context, id, posted.fields.execution ?? '')
    return { go: `/competitions/${id}` }
  }, () => show(asked))
}

async function cancel(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.cancel')
  return tryForm(posted, async () => {
    await cancelCompetition(asked.context, id, readAs(cancelInput, { reason: posted.fields.reason }))
    return { go: `/competitions/${id}` }
  }, (attempt) => show(asked, attempt))
}

export const trackingPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition', action: 'competition.track', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/cancellation', action: 'competition.cancel', send: cancel },
  { method: 'post', path: '/competitions/:competition/restart', action: 'competition.restart', send: restart },
]
