import { addDays, shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { Migration } from '../../../../shared/project/moves.ts'
import type { Project } from '../../../../shared/project/project.ts'
import type { Definition } from '../../../../shared/stage/definition.ts'
import { definitionsOf } from '../../../../shared/stage/definition.store.ts'
import { canMove } from '../../../../shared/stage/lifecycle.ts'
import {
  askForExtension, decideExtension, endInput, endProject, extendStage, extensionAnswerInput, extensionInput, handOverInput, handProjectOver, migrateProject, migrationInput, pauseInput, pauseProject, previewMigration, resumeProject,
} from '../../../commands/project-steer.ts'
import { admittedOrganisations } from '../../../queries/organisation.ts'
import { requireProject } from '../../../queries/project.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { DateField, HiddenField, TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Panel } from '../../look/tell.tsx'
import { listed } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'
import { ProjectPage } from './frame.tsx'
import { steerTexts } from './steer-texts.ts'

async function show(asked: Asked, refused?: Attempt): Promise<Shown> {
  const { context, look, params, query } = asked
  const project = await requireProject(context, params.project ?? '', 'project.steer')
  const [organisations, definitions] = await Promise.all([admittedOrganisations(context, project.district), definitionsOf(context.table, project.district)])
  const wanted = migrationInput.safeParse({ id: query.get('id'), version: Number(query.get('version')) })
  const changes = wanted.success ? await previewMigration(context, project.id, wanted.data) : null
  const t = steerTexts(look.language)
  const value = (path: string) => refused?.values[path] ?? ''
  const { state } = project.current
  const over = project.state !== 'active'
  const at = `/projects/${project.id}/steer`
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="overview" title={t.title} mistakes={refused?.mistakes}>
      {over ? <p>{t.over}</p> : null}
      {state === 'extension' && project.current.extension !== null ? (
        <Panel title={t.answer} id="answer">
          <Facts facts={[{ term: t.askedTo, detail: <At at={project.current.extension.to} /> }, { term: t.now, detail: <At at={project.current.dueAt} /> }, { term: t.reason, detail: project.current.extension.reason }, { term: t.askedBy, detail: project.current.extension.by.name }]} />
          <Form action={`${at}/extension-answer`} command={newSecret()}>
            <ChoiceField path="extension-answer.grant" label={t.decision} required as="radio" value={value('extension-answer.grant')} choices={[{ value: 'yes', label: t.grant }, { value: 'no', label: t.deny }]} />
            <TextArea path="extension-answer.reason" label={t.reason} hint={t.reasonIfNo} rows={2} limit={500} value={value('extension-answer.reason')} />
            <p class="acts"><Button>{t.answer}</Button></p>
          </Form>
        </Panel>
      ) : null}
      {state === 'paused' ? <Panel title={t.resume} id="resume"><p>{t.resumeLead}</p><Form action={`${at}/resume`} command={newSecret()}><p class="acts"><Button icon="play">{t.resume}</Button></p></Form></Panel> : null}
      {state === 'working' && !over ? (
        <Panel title={t.extend} id="extend">
          <p class="soft">{t.dueNow} <At at={project.current.dueAt} /></p>
          <Form action={`${at}/extend`} command={newSecret()}>
            <DateField path="extend.to" label={t.newDue} required min={addDays(shanghaiDate(look.now), 1)} value={value('extend.to')} />
            <TextArea path="extend.reason" label={t.reason} required rows={2} limit={500} value={value('extend.reason')} />
            <p class="acts"><Button weight="second">{t.extend}</Button></p>
          </Form>
        </Panel>
      ) : null}
      {canMove(state, 'paused') && !over ? (
        <Panel title={t.pause} id="pause">
          <p class="soft">{t.pauseLead}</p>
          <Form action={`${at}/pause`} command={newSecret()}>
            <DateField path="pause.until" label={t.until} min={addDays(shanghaiDate(look.now), 1)} value={value('pause.until')} />
            <TextArea path="pause.reason" label={t.reason} required rows={2} limit={500} value={value('pause.reason')} />
            <p class="acts"><Button weight="second" icon="pause">{t.pause}</Button></p>
          </Form>
        </Panel>
      ) : null}
      {over ? null : (
        <Panel title={t.handOver} id="hand-over">
          <p class="soft">{t.handOverLead}</p>
          <Dialog label={t.handOver} weight="second" title={t.handOverTitle} open={value('hand-over.reason') !== '' || value('hand-over.organisation') !== ''}>
            <p>{t.handOverWarning(project.organisation.name)}</p>
            <Form action={`${at}/hand-over`} command={newSecret()}>
              <ChoiceField path="hand-over.organisation" label={t.to} required as="select" value={value('hand-over.organisation')} choices={organisations.filter(({ id }) => id !== project.organisation.id).map(({ id, name }) => ({ value: id, label: name }))} />
              <TextArea path="hand-over.reason" label={t.reason} required rows={2} limit={500} value={value('hand-over.reason')} />
              <p class="acts"><Button weight="late">{t.handOverNow}</Button></p>
            </Form>
          </Dialog>
        </Panel>
      )}
      {state === 'working' && !over ? <Versions look={look} project={project} definitions={definitions} changes={changes} at={at} /> : null}
      {canMove(state, 'ended') && !over ? (
        <Panel title={t.end} id="end">
          <p class="soft">{t.endLead}</p>
          <Dialog label={t.end} weight="late" title={t.endTitle} open={value('end.reason') !== ''}>
            <Form action={`${at}/end`} command={newSecret()}>
              <TextArea path="end.reason" label={t.reason} required rows={3} limit={500} value={value('end.reason')} />
              <p class="acts"><Button weight="late">{t.end}</Button></p>
            </Form>
          </Dialog>
        </Panel>
      ) : null}
    </ProjectPage>
  ) }
}

function Versions({ look, project, definitions, changes, at }: { look: Look; project: Project; definitions: readonly Definition[]; changes: Migration | null; at: string }) {
  const t = steerTexts(look.language)
  const { id, version } = project.current.definition
  const others = definitions.filter((one) => one.id !== id || one.version !== version)
  if (others.length === 0) return null
  const labels = new Map(definitions.flatMap((one) => one.stages[project.current.name].evidence.map(({ id: evidence, label }) => [evidence, say(label, look.language)] as const)))
  const named = (evidence: readonly string[]) => (evidence.length === 0 ? t.none : listed(look.language, evidence.map((one) => labels.get(one) ?? one)))
  return (
    <Panel title={t.version} id="version">
      <p class="soft">{t.versionNow(id, version)}</p>
      {changes === null ? <p class="acts">{others.map((one) => <ButtonLink href={`${at}?id=${one.id}&version=${one.version}#version`}>{t.preview(say(one.name, look.language), one.version)}</ButtonLink>)}</p> : (
        <>
          <Facts facts={[
            { term: t.due, detail: changes.dueAt.from === changes.dueAt.to ? t.same : <><At at={changes.dueAt.from} /> → <At at={changes.dueAt.to} /></> },
            { term: t.approvals, detail: `${changes.approvals.from} → ${changes.approvals.to}` },
            { term: t.reports, detail: `${changes.reports.from} → ${changes.reports.to}` },
            { term: t.evidenceAdded, detail: named(changes.evidence.added) },
            { term: t.evidenceDropped, detail: named(changes.evidence.dropped) },
          ]} />
          <Form action={`${at}/version`} command={newSecret()}>
            <HiddenField path="version.id" value={changes.definition.id} /><HiddenField path="version.version" value={changes.definition.version} />
            <p class="acts"><Button>{t.migrate(changes.definition.version)}</Button><ButtonLink href={at}>{t.keep}</ButtonLink></p>
          </Form>
        </>
      )}
    </Panel>
  )
}

async function showAsk(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const project = await requireProject(context, params.project ?? '', 'project.ask-extension')
  const t = steerTexts(look.language)
  if (project.state !== 'active' || project.current.state !== 'working') return { go: `/projects/${project.id}` }
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="overview" title={t.askExtension} mistakes={attempt?.mistakes}>
      <div class="read">
        <p>{t.dueNow} <At at={project.current.dueAt} /></p>
        <Form action={`/projects/${project.id}/extension`} command={newSecret()}>
          <DateField path="to" label={t.newDue} required min={addDays(shanghaiDate(look.now), 1)} value={attempt?.values.to ?? ''} />
          <TextArea path="reason" label={t.reason} hint={t.askHint} required rows={3} limit={500} value={attempt?.values.reason ?? ''} />
          <p class="acts"><Button>{t.askExtension}</Button><ButtonLink href={`/projects/${project.id}`}>{t.back}</ButtonLink></p>
        </Form>
      </div>
    </ProjectPage>
  ) }
}

/** A form of this page, under its own name. */
const deed = (form: string, action: 'project.steer' | 'project.migrate', work: (asked: Asked, id: string, fields: Posted['fields']) => Promise<unknown>): PageRoute => ({
  method: 'post', path: `/projects/:project/steer/${form}`, action,
  send: async (asked, posted) => {
    const { id } = await requireProject(asked.context, asked.params.project ?? '', action)
    return tryNamedForm(posted, form, async (fields) => {
      await work(asked, id, fields)
      return { go: `/projects/${id}` }
    }, (attempt) => show(asked, attempt))
  },
})

const or = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

export const projectSteerPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/steer', action: 'project.steer', show: (asked) => show(asked) },
  deed('pause', 'project.steer', ({ context }, id, { reason, until }) => pauseProject(context, id, readAs(pauseInput, { reason, until: or(until) }))),
  deed('resume', 'project.steer', ({ context }, id) => resumeProject(context, id)),
  deed('extend', 'project.steer', ({ context }, id, { to, reason }) => extendStage(context, id, readAs(extensionInput, { to, reason }))),
  deed('extension-answer', 'project.steer', ({ context }, id, { grant, reason }) => decideExtension(context, id, readAs(extensionAnswerInput, { grant: grant === 'yes' ? true : grant === 'no' ? false : undefined, reason }))),
  deed('hand-over', 'project.steer', ({ context }, id, { organisation, reason }) => handProjectOver(context, id, readAs(handOverInput, { organisation, reason }))),
  deed('version', 'project.migrate', ({ context }, id, { id: to, version }) => migrateProject(context, id, readAs(migrationInput, { id: to, version: Number(version) }))),
  deed('end', 'project.steer', ({ context }, id, { reason }) => endProject(context, id, readAs(endInput, { reason }))),
  { method: 'get', path: '/projects/:project/extension', action: 'project.ask-extension', show: (asked) => showAsk(asked) },
  {
    method: 'post', path: '/projects/:project/extension', action: 'project.ask-extension',
    send: (asked, posted) => tryForm(posted, async () => {
      const { to, reason } = posted.fields
      await askForExtension(asked.context, asked.params.project ?? '', readAs(extensionInput, { to, reason }))
      return { go: `/projects/${asked.params.project}` }
    }, (attempt) => showAsk(asked, attempt)),
  },
]
