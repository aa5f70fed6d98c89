import type { Competition } from '../../../shared/competition/competition.ts'
import { stepStates, stateName, stateNames } from '../../../shared/competition/steps.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Due } from '../../queries/due.ts'
import { type ApplicantHome, type Home, readHome, type RunnerHome, type Running } from '../../queries/home.ts'
import { Flowlet } from '../look/flow.tsx'
import { ButtonLink } from '../look/form.tsx'
import { dayOf, daysUntil, isPast, timeLeft } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Bar, Empty, Panel, Section, Tag, type Task, Tasks, When } from '../look/tell.tsx'
import { withColon } from '../look/words.ts'
import { stateTone } from './competition-frame.tsx'
import { homeTexts } from './home-texts.ts'
import type { Asked, PageRoute, Shown } from './page.ts'
import { StateTag, titleOf } from './proposal-parts.tsx'
import { actsForSeveral } from './proposals.tsx'

async function show({ context, look }: Asked): Promise<Shown> {
  return { page: <HomePage look={look} home={await readHome(context)} several={actsForSeveral(context)} /> }
}

/** Things to do on the first page; the inbox has all. */
const SHOWN = 20

function HomePage({ look, home, several }: { look: Look; home: Home; several: boolean }) {
  const t = homeTexts(look.language)
  const late = home.due.filter(({ state, until }) => state === 'late' || (until !== null && isPast(until, look.now))).length
  const today = home.due.filter(({ until }) => until !== null && !isPast(until, look.now) && dayOf(until) === dayOf(look.now)).length
  return (
    <Page
      look={look}
      title={t.title}
      heading={home.due.length === 0 ? t.nothing : t.waits(home.due.length)}
      lead={<p class="soft"><At at={dayOf(look.now)} year="always" />{late > 0 ? <><span class="sep">·</span>{t.late(late)}</> : null}{today > 0 ? <><span class="sep">·</span>{t.today(today)}</> : null}</p>}
      actions={!home.administers ? null : <><ButtonLink href="/trail" icon="history">{t.trail}</ButtonLink><ButtonLink href="/competitions/new" weight="primary" icon="add">{t.create}</ButtonLink></>}
    >
      {home.nobody ? <Nobody look={look} /> : home.due.length === 0 ? <Empty title={t.nothingWaits} {...(home.supervisor ? { action: <ButtonLink href="/supervision">{t.supervision}</ButtonLink> } : {})}>{t.nothingHint}</Empty> : <DueTable look={look} due={home.due.slice(0, SHOWN)} />}
      {home.due.length > SHOWN ? <p><a href="/inbox">{t.allDue(home.due.length)}</a></p> : null}
      {home.applicant === null ? null : <Applicant look={look} home={home.applicant} several={several} />}
      {home.runner === null ? null : <Runner look={look} home={home.runner} administers={home.administers} />}
      {home.finance === null ? null : <Finance look={look} competitions={home.finance} />}
    </Page>
  )
}

/** What waits, each with where it belongs, until when, and the way there. */
export function DueTable({ look, due }: { look: Look; due: readonly Due[] }) {
  const t = homeTexts(look.language)
  return (
    <Table caption={t.dueCaption} rows={due} columns={[
      { header: t.matter, names: true, cell: (one) => <><a href={one.href}><strong>{say(one.title, look.language)}</strong></a><br /><span class="soft small">{say(one.about, look.language)}</span></> },
      { header: t.state, cell: (one) => (isLate(one, look) ? <Tag state="late">{t.overdue}</Tag> : one.state === 'wait' ? <Tag state="wait">{t.yours}</Tag> : <Tag state="now">{t.can}</Tag>) },
      { header: t.until, cell: ({ until, since }) => (until !== null ? <When at={until} /> : since === undefined ? <span class="soft">{t.noDate}</span> : <span class="soft">{t.waited(-daysUntil(since, look.now))}</span>) },
      { header: t.act, hidden: true, class: 'r', cell: (one, i) => <ButtonLink href={one.href} weight={i === 0 ? 'primary' : 'second'} about={withColon(look.language, '', say(one.title, look.language))}>{t.go}</ButtonLink> },
    ]} />
  )
}

const isLate = ({ state, until }: Due, look: Look): boolean => state === 'late' || (until !== null && timeLeft(until, look.language, look.now).late && isPast(until, look.now))

function Runner({ look, home, administers }: { look: Look; home: RunnerHome; administers: boolean }) {
  const t = homeTexts(look.language)
  const stuck = stuckOf(home, look)
  return (
    <>
      <Section title={t.running} id="run" end={home.all === 0 ? null : <a href="/competitions">{t.all(home.all)}</a>}>
        <Table
          caption={t.running}
          rows={home.running}
          empty={<Empty title={t.noneRunning}>{home.all === 0 && administers ? t.firstHint : null}</Empty>}
          columns={[
            { header: t.competition, names: true, cell: ({ competition }) => <a href={`/competitions/${competition.id}`}>{say(competition.name, look.language)}</a> },
            { header: t.where, label: t.now, cell: ({ competition, rulebook }) => <div><Flowlet states={stepStates(competition, rulebook.rounds.length, look.now)} /><Tag state={stateTone(competition)}>{say(stateName(competition, rulebook), look.language)}</Tag></div> },
            { header: t.progress, cell: (running) => <Progress look={look} running={running} /> },
            { header: t.stepUntil, label: t.until, cell: ({ until }) => (until === null ? null : <When at={until} />) },
          ]}
        />
      </Section>
      {stuck.length === 0 ? null : <Section title={t.stuck} id="stuck"><div class="panel"><Tasks tasks={stuck} /></div></Section>}
    </>
  )
}

function Progress({ look, running: { competition, counts, judges } }: { look: Look; running: Running }) {
  const t = homeTexts(look.language)
  const { draft = 0, submitted = 0, admitted = 0, rejected = 0 } = counts.proposals
  if (competition.state === 'call') return <span class="n">{t.received(submitted)}{draft > 0 ? <span class="soft">{t.drafts(draft)}</span> : null}</span>
  if (competition.state === 'eligibility') return <div><Bar value={admitted + rejected} max={submitted + admitted + rejected} words={t.decided(admitted + rejected, submitted + admitted + rejected)} /></div>
  if (competition.state !== 'judging') return <span class="soft">{t.admitted(admitted)}</span>
  const assigned = judges.reduce((sum, one) => sum + one.assigned, 0)
  const done = judges.reduce((sum, one) => sum + Math.min(one.assigned, one.submitted), 0)
  return assigned === 0 ? <span class="soft">{t.unassigned}</span> : <div><Bar value={done} max={assigned} words={t.cards(done, assigned)} /></div>
}

/** Failed workflows first, then what the platform could not do, then judges who are behind. */
function stuckOf(home: RunnerHome, look: Look): Task[] {
  const t = homeTexts(look.language)
  return [
    ...home.failed.map(({ execution, name, href }): Task => ({ label: t.failed(say(name, look.language)), href, hint: execution.cause ?? execution.error ?? '', state: 'late', tag: t.stopped })),
    ...home.failures.map(({ at, about }): Task => ({ label: t.failure(about), hint: <At at={at} />, state: 'late', tag: t.notDone })),
    ...home.running.flatMap(({ competition, judges }) => judges.filter(({ pace }) => pace === 'late').slice(0, 5).map((judge): Task => ({
      label: t.judge(judge.name, judge.submitted, judge.assigned), href: `/competitions/${competition.id}/judges`,
      hint: <>{say(competition.name, look.language)}<span class="sep">·</span>{judge.lastAt === null ? t.neverScored : <>{t.lastScore} <At at={judge.lastAt} /></>}</>, state: 'late', tag: t.behind,
    }))),
  ]
}

/** Competitions of the district, each with who does what in it. */
function Finance({ look, competitions }: { look: Look; competitions: readonly Competition[] }) {
  const t = homeTexts(look.language)
  return (
    <Section title={t.finance} id="finance">
      {competitions.length === 0 ? <p class="soft">{t.noneRunning}</p> : (
        <div class="panel"><Tasks tasks={competitions.map((competition) => ({ label: say(competition.name, look.language), href: `/competitions/${competition.id}/${competition.kind === 'venture' && competition.awardsPublishedAt !== null ? 'payments' : 'roles'}`, hint: say(competition.authority, look.language), end: <Tag state={stateTone(competition)}>{stateNames[competition.state][look.language]}</Tag> }))} /></div>
      )}
    </Section>
  )
}

function Applicant({ look, home, several }: { look: Look; home: ApplicantHome; several: boolean }) {
  const t = homeTexts(look.language)
  return (
    <div class="split">
      <Section title={t.calls} id="calls" end={several && home.organisation !== null ? <span class="soft">{t.actingFor(home.organisation.name)} <a href="/organisation#choose">{t.other}</a></span> : null}>
        <Table
          caption={t.calls}
          rows={home.calls}
          empty={<Empty title={t.noCalls}>{t.noCallsHint}</Empty>}
          columns={[
            { header: t.competition, names: true, cell: ({ competition }) => <a href={`/public/competitions/${competition.id}`}>{say(competition.name, look.language)}</a> },
            { header: t.until, cell: ({ competition }) => <When at={competition.dates.callClosesAt} /> },
            { header: t.act, hidden: true, class: 'r', cell: ({ competition, left, admits }) => (admits && left !== 0 ? <ButtonLink href={`/proposals/new/${competition.id}`} about={withColon(look.language, '', say(competition.name, look.language))}>{t.apply}</ButtonLink> : null) },
          ]}
        />
      </Section>
      <Panel title={t.proposals} id="own" end={<a href="/proposals">{t.allProposals}</a>}>
        {home.proposals.length === 0 ? <p class="soft">{t.noProposals}</p> : (
          <ul class="tasks">{home.proposals.map(({ proposal, competition }) => <li><div><a href={`/proposals/${proposal.id}`}>{titleOf(proposal, look.language)}</a><p>{say(competition.name, look.language)}</p></div><StateTag proposal={proposal} received /></li>)}</ul>
        )}
      </Panel>
    </div>
  )
}

function Nobody({ look }: { look: Look }) {
  const t = homeTexts(look.language)
  return <Empty title={t.nobody} action={<ButtonLink href="/join" weight="primary">{t.join}</ButtonLink>}><p>{t.nobodyHint}</p></Empty>
}

export const homePages: PageRoute[] = [{ method: 'get', path: '/home', action: 'home.read', show }]
