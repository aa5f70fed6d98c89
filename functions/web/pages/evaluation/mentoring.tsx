import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { MentorSession } from '../../../../shared/mentor/mentor.ts'
import { type Action, may } from '../../../../shared/person/access.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import { stageWords } from '../../../../shared/stage/words.ts'
import { leaveInput } from '../../../commands/evaluator.ts'
import { appointMentor, appointMentorInput, askForMentor, endMentoring, leaveMentoring, recordSession, sessionInput } from '../../../commands/mentor.ts'
import { requireProject } from '../../../queries/evaluation.ts'
import { mentorChoices, myMentoring, readMentoring } from '../../../queries/mentor.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { DateField, HiddenField, IntegerField, TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { formatNumber } from '../../look/format.ts'
import { type Look, useLook } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Table } from '../../look/table.tsx'
import { At, Empty, Facts, Panel, Section, Tag, When } from '../../look/tell.tsx'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { ProjectsTabs } from '../project/list.tsx'
import { Lines as TextLines } from '../proposal-answers.tsx'
import { mentoringTexts as texts } from './mentoring-texts.ts'

async function list({ context, look }: Asked): Promise<Shown> {
  const all = await myMentoring(context)
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.mine} tabs={<ProjectsTabs look={look} current="/mentoring" />}>
      <Table
        caption={t.mineCaption} rows={all} empty={<Empty title={t.noneMine}>{t.noneMineHint}</Empty>}
        columns={[
          { header: t.project, names: true, cell: ({ project, present }) => <>{present ? <a href={`/projects/${project.id}/mentoring`}><strong>{project.title}</strong></a> : <strong>{project.title}</strong>}<br /><span class="soft small">{project.organisation.name}</span></> },
          { header: t.stage, cell: ({ project, present }) => (present ? <Tag state={project.state === 'active' ? 'now' : 'idle'}>{say(stageWords[project.current.name], look.language)}</Tag> : <Tag state="idle">{t.ended}</Tag>) },
          { header: t.sessions, align: 'end', cell: ({ sessions }) => <span class="n">{formatNumber(sessions)}</span> },
          { header: t.until, cell: ({ project, present }) => (present && project.state === 'active' ? <When at={project.current.dueAt} /> : null) },
        ]}
      />
    </Page>
  ) }
}

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { project, agency, sessions } = await readMentoring(context, params.project ?? '')
  const t = texts(look)
  const target = projectTarget(project)
  const active = project.state === 'active'
  const allows = (action: Action) => active && may(context.actor, action, target)
  const chosen = attempt?.values.organisation ?? query.get('agency')
  const choices = allows('project.staff') ? await mentorChoices(context, project, chosen) : null
  const minutes = sessions.reduce((sum, one) => sum + one.minutes, 0)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="mentoring" mistakes={attempt?.mistakes}>
      <div class="split">
        <div class="stackv">
          {allows('project.advise') ? <Recording look={look} project={project} attempt={attempt} /> : null}
          <Section title={t.record} id="record" end={minutes === 0 ? undefined : <span class="soft n">{t.minutesAll(minutes)}</span>}>
            {sessions.length === 0 ? <Empty title={t.noSessions}>{t.noSessionsHint}</Empty> : sessions.map((session) => <One session={session} />)}
          </Section>
        </div>
        <aside class="stackv">
          <Mentor look={look} project={project} agency={agency} ask={allows('project.ask')} />
          {choices === null ? null : <Appoint look={look} project={project} choices={choices} chosen={chosen} attempt={attempt} />}
          {project.mentor !== null && allows('project.staff') ? <End look={look} action={`/projects/${project.id}/mentoring/ending`} words={t.end} attempt={attempt} /> : null}
          {allows('project.advise') ? <End look={look} action={`/projects/${project.id}/mentoring/withdrawal`} words={t.withdraw} attempt={attempt} /> : null}
        </aside>
      </div>
    </ProjectPage>
  ) }
}

function One({ session }: { session: MentorSession }) {
  const look = useLook()
  const t = texts(look)
  return (
    <article class="panel" aria-labelledby={`s-${session.id}`}>
      <div class="head"><h3 id={`s-${session.id}`}>{t.kinds[session.kind]} <span class="soft"><At at={session.day} year="always" /></span></h3>{session.kind === 'session' ? <span class="n nw">{t.minutes(session.minutes)}</span> : null}</div>
      <p class="read"><TextLines text={session.text} /></p>
      {session.advice === '' ? null : <><h4>{t.advice}</h4><p class="read"><TextLines text={session.advice} /></p></>}
      <p class="soft small">{session.by.name}</p>
    </article>
  )
}

function Mentor({ look, project, agency, ask }: { look: Look; project: Project; agency: string | null; ask: boolean }) {
  const t = texts(look)
  const { mentor, mentorAskedAt } = project
  return (
    <Panel title={t.mentor} id="mentor" end={mentor === null ? <Tag state={mentorAskedAt === null ? 'idle' : 'wait'}>{mentorAskedAt === null ? t.none : t.asked}</Tag> : undefined}>
      {mentor === null ? <p class="soft">{mentorAskedAt === null ? t.noneHint : <>{t.askedAt} <At at={mentorAskedAt} /></>}</p> : <Facts facts={[{ term: t.name, detail: <strong>{mentor.name}</strong> }, { term: t.agency, detail: agency ?? '' }, { term: t.since, detail: <At at={mentor.since} time={false} /> }]} />}
      {ask && mentor === null && mentorAskedAt === null ? <Form action={`/projects/${project.id}/mentoring/request`} command={newSecret()} label={t.ask} class="inline"><Button>{t.ask}</Button></Form> : null}
    </Panel>
  )
}

function Appoint({ look, project, choices, chosen, attempt }: { look: Look; project: Project; choices: Awaited<ReturnType<typeof mentorChoices>>; chosen: string | null; attempt: Attempt | undefined }) {
  const t = texts(look)
  const here = `/projects/${project.id}/mentoring`
  const agency = choices.agencies.find(({ id }) => id === chosen)
  return (
    <Panel title={project.mentor === null ? t.appoint : t.replace} id="appoint">
      {choices.agencies.length === 0 ? <p class="soft">{t.noAgencies}</p> : (
        <Form action={here} method="get" label={t.chooseAgency}>
          <ChoiceField path="agency" label={t.chooseAgency} required as="select" value={chosen} choices={choices.agencies.map(({ id, name }) => ({ value: id, label: name }))} />
          <p class="acts"><Button weight="second">{t.members}</Button></p>
        </Form>
      )}
      {agency === undefined ? null : choices.members.length === 0 ? <p class="soft">{t.noMembers}</p> : (
        <Form action={`${here}/mentor`} command={newSecret()} label={t.appoint}>
          <HiddenField path="organisation" value={agency.id} />
          <ChoiceField path="person" label={t.whom} required as="select" value={attempt?.values.person ?? ''} choices={choices.members.map(({ id, name }) => ({ value: id, label: name }))} />
          <p class="acts"><Button>{t.appoint}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

function Recording({ look, project, attempt }: { look: Look; project: Project; attempt: Attempt | undefined }) {
  const t = texts(look)
  const value = (name: string, otherwise = '') => attempt?.values[name] ?? otherwise
  return (
    <Panel title={t.write} id="write">
      <Form action={`/projects/${project.id}/mentoring/sessions`} command={newSecret()}>
        <ChoiceField path="kind" label={t.kind} required as="radio" value={value('kind', 'session')} choices={[{ value: 'session', label: t.kinds.session, hint: t.sessionHint }, { value: 'comment', label: t.kinds.comment, hint: t.commentHint }]} />
        <DateField path="day" label={t.day} required value={value('day', shanghaiDate(look.now))} />
        <IntegerField path="minutes" label={t.minutesLabel} hint={t.minutesHint} value={value('minutes')} unit={t.minuteUnit} />
        <TextArea path="text" label={t.text} required rows={5} value={value('text')} limit={2000} />
        <TextArea path="advice" label={t.advice} rows={3} value={value('advice')} limit={2000} />
        <p class="acts"><Button>{t.save}</Button><span class="soft small">{t.seenBy}</span></p>
      </Form>
    </Panel>
  )
}

function End({ look, action, words, attempt }: { look: Look; action: string; words: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <details class="more">
      <summary>{words}</summary>
      <Form action={action} command={newSecret()} label={words} class="stackv inner">
        <TextArea path="reason" label={t.reason} hint={t.reasonHint} required rows={2} value={attempt?.values.reason ?? ''} limit={500} />
        <p class="acts"><Button weight="late">{words}</Button></p>
      </Form>
    </details>
  )
}

/** A form of a project's mentoring; `run` gets what was sent. */
const deed = (action: Action, run: (asked: Asked, id: string, posted: Posted) => Promise<unknown>, to = (id: string) => `/projects/${id}/mentoring`) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', action)
  return tryForm(posted, async () => {
    await run(asked, id, posted)
    return { go: to(id) }
  }, (attempt) => show(asked, attempt))
}

/** Minutes as typed: left out where none were, a number where it is one. */
const minutesIn = (text: string | undefined): unknown => {
  const plain = (text ?? '').normalize('NFKC').trim()
  return plain === '' ? 0 : /^\d{1,6}$/.test(plain) ? Number(plain) : plain
}

const reasonIn = ({ fields }: Posted) => readAs(leaveInput, { reason: fields.reason ?? '' })

export const mentoringPages: PageRoute[] = [
  { method: 'get', path: '/mentoring', action: 'project.list-assigned', show: list },
  { method: 'get', path: '/projects/:project/mentoring', action: 'mentoring.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/mentoring/request', action: 'project.ask', send: deed('project.ask', ({ context }, id) => askForMentor(context, id)) },
  { method: 'post', path: '/projects/:project/mentoring/mentor', action: 'project.staff', send: deed('project.staff', ({ context }, id, { fields }) => appointMentor(context, id, readAs(appointMentorInput, { person: fields.person ?? '', organisation: fields.organisation ?? '' }))) },
  { method: 'post', path: '/projects/:project/mentoring/ending', action: 'project.staff', send: deed('project.staff', ({ context }, id, posted) => endMentoring(context, id, reasonIn(posted))) },
  { method: 'post', path: '/projects/:project/mentoring/withdrawal', action: 'project.advise', send: deed('project.advise', ({ context }, id, posted) => leaveMentoring(context, id, reasonIn(posted)), () => '/mentoring') },
  { method: 'post', path: '/projects/:project/mentoring/sessions', action: 'project.advise', send: deed('project.advise', ({ context }, id, { fields: { kind, day, minutes, text, advice = '' } }) => recordSession(context, id, readAs(sessionInput, { kind, day, minutes: minutesIn(minutes), text, advice }))) },
]
