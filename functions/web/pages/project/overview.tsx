import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { organisationNames } from '../../../../shared/organisation/organisation.store.ts'
import { may } from '../../../../shared/person/access.ts'
import type { Line } from '../../../../shared/project/gate.ts'
import { nextDue, projectTarget } from '../../../../shared/project/project.ts'
import { contentParts } from '../../../../shared/stage/definition.ts'
import { endingWords, partWords, stageStateWords, stageWords } from '../../../../shared/stage/words.ts'
import type { Step } from '../../../../shared/workflow/picture.ts'
import { type DoubtCount, openDoubts } from '../../../queries/doubt.ts'
import { entriesOf, type ProjectEntry } from '../../../queries/project-entry.ts'
import { type Gate as ProjectGate, gateOf } from '../../../queries/project-gate.ts'
import { type ProjectTracking, trackProject } from '../../../queries/project-tracking.ts'
import { readProject, type ReadProject } from '../../../queries/project.ts'
import { Flow, type FlowLine, type FlowStep } from '../../look/flow.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { daysUntil, formatMoment, formatRange } from '../../look/format.ts'
import { Icon } from '../../look/icon.tsx'
import type { Look, Mistake } from '../../look/look.ts'
import { At, Facts, Note, Panel, type Task, Tasks, Trail, When } from '../../look/tell.tsx'
import { withColon } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'
import { StateTag } from '../proposal-parts.tsx'
import { DecisionPanel } from './decision.tsx'
import { DoubtsCounted, doubtsTitle } from './doubts.tsx'
import { ProjectPage } from './frame.tsx'
import { overviewTexts } from './overview-texts.ts'
import { openParts, partTasks } from './part.tsx'

/** A project's first page: where it stands, what is left to do, who is asked, and its story. `mistakes` are of a form on it that was refused. */
export async function showOverview(asked: Asked, mistakes: readonly Mistake[] = [], typed: Record<string, string> = {}): Promise<Shown> {
  const { context, look, params } = asked
  const read = await readProject(context, params.project ?? '')
  const { project, definition } = read
  const target = projectTarget(project)
  const [tracking, gate, entries, agencies, doubts] = await Promise.all([
    trackProject(context, project, read.past), project.state === 'active' ? gateOf(context, project, definition) : null, entriesOf(context, project), organisationNames(context.table, project.mentor === null ? [] : [project.mentor.organisation]),
    // Counting them reads every attendance of the cycle: for who decides, and while something is decided.
    project.current.state === 'review' && may(context.actor, 'spending.read', target) && may(context.actor, 'activity.read', target) ? openDoubts(context, project) : null,
  ])
  const t = overviewTexts(look.language)
  const [writes, steers, decides] = [may(context.actor, 'project.edit', target), may(context.actor, 'project.steer', target), may(context.actor, 'project.decide', target)]
  const { current } = project
  const at = `/projects/${project.id}`
  return { page: (
    <ProjectPage
      look={look} context={context} project={project} tab="overview" mistakes={mistakes}
      actions={<>
        {steers && project.state === 'active' ? <ButtonLink href={`${at}/steer`} icon="edit">{t.steer}</ButtonLink> : null}
        {writes && current.state === 'working' && project.state === 'active' ? <ButtonLink href={`${at}/extension`} icon="calendar">{t.extension}</ButtonLink> : null}
      </>}
    >
      <Notes look={look} read={read} tracking={tracking} at={at} restarts={steers} />
      <Panel title={t.flow} id="fl" hiddenTitle><Flow steps={tracking.steps.map((step) => drawn(step, look, read, tracking))} /></Panel>
      <div class="split">
        <div class="stackv">
          {tracking.now === null ? null : <ThisStep look={look} tracking={tracking} now={tracking.now} />}
          {gate === null ? null : <Gate look={look} read={read} gate={gate} at={at} asks={writes} />}
          {decides && current.state === 'review' && doubts !== null && doubts.activities + doubts.spending > 0 ? <Note state="wait" icon="late"><DoubtsCounted look={look} project={project.id} count={doubts} deciding /></Note> : null}
          {decides && current.state === 'review' ? <DecisionPanel look={look} project={project} rule={read.rule} typed={typed} /> : null}
          {writes ? <Others look={look} read={read} /> : null}
        </div>
        <div class="stackv">
          <People look={look} read={read} agency={agencies.get(project.mentor?.organisation ?? '')} doubts={doubts} />
          {entries.length === 0 && !writes ? null : <Entries look={look} entries={entries} at={at} enters={writes && project.state === 'active'} />}
          <Panel title={t.story} id="ac">
            <Trail entries={tracking.entries.map((entry) => ({ at: entry.at, text: `${entry.by?.name ?? t.platform}${look.language === 'zh' && entry.by === null ? '' : ' '}${say(entry.sentence, look.language)}`, detail: entry.reason }))} />
            <p><a href={`${at}/story`}>{t.wholeStory}</a></p>
          </Panel>
        </div>
      </div>
    </ProjectPage>
  ) }
}

/** What the reader must know before anything else. */
function Notes({ look, read: { project }, tracking, at, restarts }: { look: Look; read: ReadProject; tracking: ProjectTracking; at: string; restarts: boolean }) {
  const t = overviewTexts(look.language)
  const { current, state } = project
  const { failed } = tracking
  return (
    <>
      {failed === null ? null : (
        <Note state="late">
          <p><strong>{t.failed(say(failed.doing, look.language))}</strong></p>
          {failed.error === null ? null : <p class="small">{failed.error}</p>}
          {restarts ? <Form action={`${at}/restart`} command={newSecret()}><input type="hidden" name="execution" value={failed.execution} /><p>{t.restartLead}</p><Button icon="play">{t.restart}</Button></Form> : null}
        </Note>
      )}
      {current.changesAsked === null || state !== 'active' ? null : <Note state="wait"><p><strong>{t.changes(current.changesAsked.by.name, (current.reopened ?? []).map((part) => partWords[part][look.language]))}</strong></p><p>{current.changesAsked.reasons}</p></Note>}
      {current.paused === null ? null : <Note state="idle" icon="pause"><p><strong>{t.paused}</strong> {current.paused.until === null ? null : <>{t.pausedUntil}<When at={current.paused.until} kind="event" /></>}</p><p>{current.paused.reason}</p></Note>}
      {current.extension === null ? null : <Note state="wait"><p><strong>{t.extensionAsked}</strong> <At at={current.extension.to} /></p><p>{current.extension.reason}</p></Note>}
      {state === 'ended' ? <Note state="late"><p><strong>{t.ended}</strong></p><p>{current.outcome}</p></Note> : null}
      {state === 'closed' ? <Note state="done"><p><strong>{t.closed}</strong></p>{current.outcome === null || current.outcome === '' ? null : <p>{current.outcome}</p>}</Note> : null}
    </>
  )
}

function drawn(step: Step, look: Look, { project }: ReadProject, tracking: ProjectTracking): FlowStep {
  const t = overviewTexts(look.language)
  const holds = step.state === 'now'
  const late = holds && tracking.now?.late === true
  const day = (moment: string) => formatMoment(moment, look.language, look.now, { weekday: false, time: false })
  const lines: FlowLine[] = []
  if (step.enteredAt !== null && step.leftAt !== null) lines.push(formatRange(step.enteredAt, step.leftAt, look.language, look.now))
  if (holds && step.enteredAt !== null) lines.push({ text: t.since(1 - daysUntil(step.enteredAt, look.now)), tone: 'now' }, ...(project.current.state === 'paused' ? [] : [t.until(day(project.current.dueAt))]))
  if (holds && project.current.state !== 'working') lines.push({ text: stageStateWords[project.current.state][look.language], tone: project.current.state === 'paused' ? 'now' : 'late' })
  if (step.state === 'failed') lines.push({ text: project.state === 'ended' ? t.endedShort : t.stuck, tone: 'late' })
  return { name: say(step.name, look.language), state: step.state === 'failed' || late ? 'late' : step.state, lines: lines.slice(0, 3) }
}

function ThisStep({ look, now }: { look: Look; tracking: ProjectTracking; now: NonNullable<ProjectTracking['now']> }) {
  const t = overviewTexts(look.language)
  const words = (text: { zh: string; en?: string | undefined } | null) => (text === null ? null : say(text, look.language))
  return (
    <Panel title={withColon(look.language, t.thisStep, words(now.words) ?? '')} id="st">
      <Facts facts={[
        { term: t.from, detail: <><At at={now.since} />{t.comma}{t.lasted(-daysUntil(now.since, look.now))}</> },
        now.asked !== null && { term: t.asked, detail: words(now.asked) },
        now.until !== null && { term: t.deadline, detail: <When at={now.until} /> },
        now.late && { term: t.held, detail: <span class="late"><Icon name="late" /> {t.overdue}</span> },
        now.next !== null && { term: t.next, detail: words(now.next) },
        now.otherwise !== null && { term: t.otherwise, detail: words(now.otherwise) },
      ]} />
    </Panel>
  )
}

/** Where a line of the gate's list is worked on. */
function wayTo({ evidence }: Line, read: ReadProject, at: string): string | undefined {
  if (evidence.rule === 'part-complete') return openParts(read).includes(evidence.part) ? `${at}/parts/${evidence.part}` : undefined
  const ways: Partial<Record<Line['evidence']['rule'], string>> = {
    'mentor-assigned': 'mentoring', 'mentor-sessions': 'mentoring', 'showcase-published': 'showcase', 'offers-answered': 'offers', 'activities-reported': 'activities', 'no-activity-unreported': 'activities',
    'reports-accepted': 'reports', 'no-change-open': 'changes', 'spending-within-budget': 'spending', 'receipts-complete': 'spending', files: 'evidence', 'self-evaluation': 'evaluation', 'evaluator-card': 'evaluation', satisfaction: 'evaluation',
  }
  const way = ways[evidence.rule]
  return way === undefined ? undefined : `${at}/${way}`
}

function Gate({ look, read, gate: { lines, ahead }, at, asks }: { look: Look; read: ReadProject; gate: ProjectGate; at: string; asks: boolean }) {
  const t = overviewTexts(look.language)
  const { current } = read.project
  const met = lines.filter((line) => line.met).length
  const tasks = lines.map((line): Task => {
    const href = wayTo(line, read, at)
    const count = line.has === null || line.least === null ? '' : ` ${line.has} / ${line.least}`
    const why = line.evidence.rule === 'part-complete' ? [] : line.mistakes
    return { label: say(line.evidence.label, look.language), ...(why.length === 0 ? {} : { hint: why.map((one, i) => <>{i === 0 ? null : <br />}{one[look.language]}</>) }), ...(href === undefined ? {} : { href }), state: line.met ? 'done' : 'idle', tag: `${line.met ? t.there : t.missing}${count}` }
  })
  const asking = current.state === 'working'
  return (
    <Panel title={withColon(look.language, t.gate, say(stageWords[current.name], look.language))} id="gate" end={<span class="soft">{t.ofAll(met, lines.length)}</span>}>
      <p class="soft">{t.gateLead(read.rule.approvals)}</p>
      <Tasks tasks={tasks} />
      {ahead.length === 0 ? null : <Ahead look={look} ahead={ahead} at={at} />}
      {current.state === 'review' ? <Approvals look={look} read={read} at={at} asks={asks} /> : null}
      {asks && asking ? (
        met < lines.length ? <p class="soft">{t.notYet(lines.length - met)}</p> : (
          <Form action={`${at}/gate`} command={newSecret()}>
            <p class="acts"><Button icon="send">{t.ask}</Button></p>
          </Form>
        )
      ) : null}
    </Panel>
  )
}

/** Activities that passing this gate would call off, named before anybody asks or approves. */
function Ahead({ look, ahead, at }: { look: Look; ahead: ProjectGate['ahead']; at: string }) {
  const t = overviewTexts(look.language)
  const named = ahead.slice(0, AHEAD_NAMED)
  return (
    <Note state="wait">
      <p>{t.ahead(ahead.length)}</p>
      <ul>{named.map(({ id, title, startsAt }) => <li><a href={`${at}/activities/${id}`}>{title}</a> <At at={startsAt} /></li>)}</ul>
      {ahead.length > named.length ? <p><a href={`${at}/activities?standing=ahead`}>{t.allAhead}</a></p> : null}
    </Note>
  )
}
const AHEAD_NAMED = 5

/** Parts of the text that can be written now and that this gate does not ask for. */
function Others({ look, read }: { look: Look; read: ReadProject }) {
  const asked = new Set(read.rule.evidence.flatMap((one) => (one.rule === 'part-complete' ? [`/projects/${read.project.id}/parts/${one.part}`] : [])))
  const tasks = partTasks(read, look).filter(({ href }) => href !== undefined && !asked.has(href))
  return tasks.length === 0 ? null : <Panel title={overviewTexts(look.language).write} id="write"><Tasks tasks={tasks} /></Panel>
}

function Approvals({ look, read, at, asks }: { look: Look; read: ReadProject; at: string; asks: boolean }) {
  const t = overviewTexts(look.language)
  const { current } = read.project
  return (
    <>
      <h3>{t.approvals(current.approvals.length, read.rule.approvals)}</h3>
      {current.approvals.length === 0 ? <p class="soft">{t.noApproval}</p> : <Trail entries={current.approvals.map(({ by, at: when, note, ending }) => ({ at: when, text: withColon(look.language, t.approvedBy(by.name), ending === null ? '' : endingWords[ending][look.language]), ...(note === '' ? {} : { detail: note }) }))} />}
      {asks && current.approvals.length === 0 ? <Form action={`${at}/gate/back`} command={newSecret()}><p class="acts"><Button weight="second" icon="back">{t.takeBack}</Button></p></Form> : null}
    </>
  )
}

function Entries({ look, entries, at, enters }: { look: Look; entries: readonly ProjectEntry[]; at: string; enters: boolean }) {
  const t = overviewTexts(look.language)
  return (
    <Panel title={t.competitions} id="competitions">
      {entries.length === 0 ? <p class="soft">{t.noEntry}</p> : <Tasks tasks={entries.map(({ proposal, competition }): Task => ({ label: say(competition, look.language), href: `/proposals/${proposal.id}`, end: <StateTag proposal={proposal} received /> }))} />}
      {enters ? <p><a href={`${at}/enter`}>{t.enter}</a></p> : null}
    </Panel>
  )
}

function People({ look, read: { project, content, definition }, agency, doubts }: { look: Look; read: ReadProject; agency: string | undefined; doubts: DoubtCount | null }) {
  const t = overviewTexts(look.language)
  const due = nextDue(project)
  const { contact, contactPhone } = content.answers
  const grade = definition.rubric.grades.find(({ id }) => id === project.grade)
  return (
    <Panel title={t.facts} id="facts">
      <Facts facts={[
        { term: t.organisation, detail: project.organisation.name },
        { term: t.mentor, detail: project.mentor === null ? (project.mentorAskedAt === null ? t.noMentor : t.mentorAsked) : [project.mentor.name, agency ?? ''].filter((one) => one !== '').join(look.language === 'zh' ? '，' : ', ') },
        { term: t.evaluator, detail: project.evaluator?.name ?? t.noEvaluator },
        contact !== undefined && contact !== '' && { term: t.contact, detail: [contact, contactPhone ?? ''].filter((one) => one !== '').join(' ') },
        doubts !== null && { term: doubtsTitle(look), detail: <DoubtsCounted look={look} project={project.id} count={doubts} deciding={false} /> },
        due !== null && { term: t.due, detail: <When at={due} /> },
        project.grade !== null && { term: t.grade, detail: grade === undefined ? project.grade : say(grade.name, look.language) },
        { term: t.begun, detail: <At at={project.createdAt} time={false} weekday={false} year="always" /> },
      ]} />
      <p class="small"><a href={`/projects/${project.id}/text`}>{t.text(contentParts.length)}</a></p>
    </Panel>
  )
}
