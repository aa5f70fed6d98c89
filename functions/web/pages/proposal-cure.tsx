import { newSecret } from '../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { reusableFiles } from '../../../shared/file/file.store.ts'
import { may } from '../../../shared/person/access.ts'
import { openFields } from '../../../shared/eligibility/cure.ts'
import { namesShown, notReady } from '../../../shared/proposal/readiness.ts'
import { saveCure, sendCure } from '../../commands/cure.ts'
import { attachmentForms } from '../../commands/file.ts'
import { authorise } from '../../context.ts'
import { callFactsOf } from '../../queries/call-facts.ts'
import { readCure, type ReadCure } from '../../queries/cure.ts'
import { CheckField } from '../look/choices.tsx'
import { Button, ButtonLink, Form, Saved } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Facts, Note, Panel, Tag, Tasks, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CONTENT, pressedRow, readTyped } from '../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { AttachmentList, Lines, SectionAnswers } from './proposal-answers.tsx'
import { Kind, refusedFile } from './proposal-attachments.tsx'
import { FormField } from './proposal-fields.tsx'
import { proposalCrumbs, ProposalLead } from './proposal-parts.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '补正申报书', lead: '只能改下面这些内容，其他内容保持提交时的样子。', why: '审查意见', what: '要补正的项', reasons: '要求', until: '补正截止', edit: '要补正的内容', save: '保存并核对', check: '核对并提交补正', change: '修改', files: '附件', send: '提交补正', sendLead: '提交后不能再改，审查人只看补正的内容。', unchanged: '需要补正的内容还没有改动，改好再提交。', changed: '已改', same: '未改', names: '评委会读到名字，建议改成“本单位”“项目负责人”等。', acknowledge: '我知道评委会读到这些名字，仍要提交', stale: '别处刚保存过这些内容。下面是您填的；再点一次保存，就以这里的为准。', back: '回去改', missing: '还有要补或要改的', see: '查看提交过的版本',
  },
  en: {
    title: 'Repair the proposal', lead: 'Only what stands below can be changed; all else stays as it was sent.', why: 'What the check found', what: 'To be repaired', reasons: 'What for', until: 'Until', edit: 'What can be changed', save: 'Save and check', check: 'Check and send', change: 'Change', files: 'Attachments', send: 'Send it', sendLead: 'Nothing can be changed after that; reviewers look at just what was repaired.', unchanged: 'Nothing of what is to be repaired has changed yet.', changed: 'Changed', same: 'Not changed', names: 'Judges would read names; better write "we" or "the project lead".', acknowledge: 'I know that judges will read these names; send it all the same', stale: 'This was saved elsewhere a moment ago. Below is what you typed; save once more for it to count.', back: 'Back', missing: 'Still to be added or changed', see: 'See what was sent',
  },
})

async function show(asked: Asked, attempt?: { values: Record<string, string> | null; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, query } = asked
  const read = await readCure(context, asked.params.proposal ?? '')
  const { proposal, competition, rulebook, version, draft, cure } = read
  if (cure === null || cure.next === null || version === null || draft === null || !may(context.actor, 'proposal.edit', { organisation: proposal.organisation.id })) return { go: `/proposals/${proposal.id}` }
  const t = texts(look)
  const fields = openFields(rulebook, cure.scope)
  const list = look.language === 'zh' ? '；' : '; '
  const refused = await refusedFile(asked, query.get('refused'))
  const mistakes = [...(attempt?.mistakes ?? []), ...(refused === null ? [] : [refused])]
  return { page: (
    <Page look={look} title={t.title} crumbs={proposalCrumbs(proposal, look)} lead={<ProposalLead proposal={proposal} competition={competition} />} mistakes={mistakes} scripts={['autosave.js', 'rows.js']}>
      <Note state="wait"><strong><When at={cure.until} /></strong> {t.lead}</Note>
      <div class="split">
        <div class="stackv">
          <Panel title={t.why} id="why">
            <Facts facts={[{ term: t.what, detail: cure.checks.map(({ label }) => say(label, look.language)).join(list) }, { term: t.reasons, detail: <Lines text={cure.reasons} /> }]} />
          </Panel>
          {fields.length === 0 ? null : (
            <Panel title={t.edit} id="edit" end={<Saved at={draft.savedAt} />}>
              <Form action={`/proposals/${proposal.id}/cure`} command={newSecret()} revision={draft.revision} autosave={`/api/proposals/${proposal.id}/cure`} labelledBy="edit">
                {/* Enter in a field presses the form's first button: it is to save, not to add a row. */}
                <button class="vh" tabindex={-1} aria-hidden="true">{t.save}</button>
                {fields.map((field) => <FormField field={field} filled={{ content: cure.next?.content ?? {}, typed: attempt?.values ?? null }} />)}
                <div class="acts"><Button>{t.save}</Button></div>
              </Form>
            </Panel>
          )}
          {cure.scope.attachments.length === 0 ? null : <Files asked={asked} read={read} mistakes={mistakes} />}
        </div>
        <Panel title={t.send} id="send">
          <Parts look={look} read={read} />
          <div class="acts">
            <ButtonLink href={`/proposals/${proposal.id}/cure/answers`} weight={fields.length === 0 ? 'primary' : 'second'}>{t.check}</ButtonLink>
            <ButtonLink href={`/proposals/${proposal.id}/versions/${version.number}`} weight="quiet">{t.see}</ButtonLink>
          </div>
        </Panel>
      </div>
    </Page>
  ) }
}

async function Files({ asked: { context, look }, read: { proposal, rulebook, draft, cure }, mistakes }: { asked: Asked; read: ReadCure; mistakes: readonly Mistake[] }) {
  const [forms, stored] = await Promise.all([attachmentForms(context, proposal.id), reusableFiles(context.table, proposal.organisation.id)])
  const attached = draft?.attachments ?? []
  return (
    <>
      {forms.filter(({ kind }) => cure?.scope.attachments.includes(kind.id) === true).map(({ kind, upload }) => (
        <Kind
          look={look} proposal={proposal.id} kind={kind} upload={upload} blind={rulebook.blind} attached={attached.filter((one) => one.kind === kind.id)} mistakes={mistakes}
          stored={kind.reusable === true ? stored.filter((file) => file.kind === kind.id && !attached.some((one) => one.file === file.id)) : []}
        />
      ))}
    </>
  )
}

/** What the cure opens, and what of it has changed. */
function Parts({ look, read: { rulebook, cure } }: { look: Look; read: ReadCure }) {
  const t = texts(look)
  if (cure === null || cure.next === null) return null
  const { scope, next: { changed } } = cure
  const end = (is: boolean) => <Tag state={is ? 'done' : 'idle'}>{is ? t.changed : t.same}</Tag>
  const files = rulebook.form.attachments.filter(({ id }) => scope.attachments.includes(id))
  return (
    <Tasks tasks={[
      ...openFields(rulebook, scope).map(({ id, label }) => ({ label: say(label, look.language), end: end(changed.fields.includes(id)) })),
      ...files.map(({ id, label }) => ({ label: say(label, look.language), end: end(changed.attachments.includes(id)) })),
    ]} />
  )
}

/** The check before sending: just what was repaired, as reviewers will see it. */
async function check(asked: Asked, mistakes: readonly Mistake[] = []): Promise<Shown> {
  const { context, look } = asked
  const read = await readCure(context, asked.params.proposal ?? '')
  const { proposal, competition, rulebook, version, draft, cure } = read
  if (cure === null || cure.next === null || version === null || draft === null) return { go: `/proposals/${proposal.id}` }
  const t = texts(look)
  const { changed, content, attachments } = cure.next
  const missing = notReady(rulebook, { content, attachments, category: version.category, project: proposal.project }, await callFactsOf(context.table, rulebook, proposal, context.now))
  const names = namesShown(rulebook, content, proposal.organisation.name)
  const untouched = changed.fields.length + changed.attachments.length === 0
  const fields = openFields(rulebook, cure.scope)
  const kinds = rulebook.form.attachments.filter(({ id }) => cure.scope.attachments.includes(id))
  const back = `/proposals/${proposal.id}/cure`
  const change = (about: string) => <a href={back}>{t.change}<span class="vh">：{about}</span></a>
  const met = mistakes.filter((mistake) => !missing.some(({ path, code }) => path === mistake.path && code === mistake.code))
  return { page: (
    <Page look={look} title={t.check} crumbs={[...proposalCrumbs(proposal, look), { href: back, label: t.title }]} lead={<ProposalLead proposal={proposal} competition={competition} />} mistakes={met}>
      {missing.length === 0 ? null : (
        <Panel title={t.missing} id="missing">
          <ul class="tasks">{missing.map((mistake) => <li><a href={`${back}${mistake.path.startsWith('attachments.') ? `#k-${mistake.path.split('.')[1] ?? ''}` : `#f-${CONTENT}${mistake.path}`}`}>{mistake[look.language]}</a></li>)}</ul>
        </Panel>
      )}
      {fields.length === 0 ? null : <Panel title={t.edit} id="edit" end={change(t.edit)}><SectionAnswers fields={fields} content={content} /></Panel>}
      {kinds.length === 0 ? null : <Panel title={t.files} id="files" end={change(t.files)}><AttachmentList form={{ ...rulebook.form, attachments: kinds }} attachments={attachments} /></Panel>}
      <Panel title={t.send} id="send">
        <Parts look={look} read={read} />
        <Facts facts={[{ term: t.until, detail: <When at={cure.until} /> }]} />
        {untouched ? <Note state="wait">{t.unchanged}</Note> : missing.length > 0 ? null : (
          <Form action={`${back}/submission`} command={newSecret()} revision={draft.revision}>
            <p class="soft">{t.sendLead}</p>
            {names.length === 0 ? null : <><p>{t.names}</p><CheckField path="acknowledgeNames" label={t.acknowledge} required mistakes={mistakes} /></>}
            <p class="acts"><Button>{t.send}</Button></p>
          </Form>
        )}
        <p><ButtonLink href={back}>{t.back}</ButtonLink></p>
      </Panel>
    </Page>
  ) }
}

async function save(asked: Asked, posted: Posted): Promise<Shown> {
  const { proposal, rulebook, cure } = await readCure(asked.context, asked.params.proposal ?? '')
  authorise(asked.context, 'proposal.edit', { organisation: proposal.organisation.id })
  if (cure === null) throw new Refusal('CURE_CLOSED')
  const fields = openFields(rulebook, cure.scope)
  const pressed = pressedRow(fields, posted.fields)
  if (pressed !== undefined) return show(asked, { values: pressed, mistakes: [] })
  const typed = readTyped(fields, posted.fields)
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    try {
      await saveCure(asked.context, proposal.id, { revision: Number(posted.fields.revision ?? 0) || 0, content: typed.content })
    } catch (error) {
      if (!isRefusal(error, 'STALE')) throw error
      throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: texts({ ...asked.look, language: 'zh' }).stale, en: texts({ ...asked.look, language: 'en' }).stale }] })
    }
    return { go: `/proposals/${proposal.id}/cure/answers` }
  }, ({ mistakes }: Attempt) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

const tick: Mistake = { path: 'acknowledgeNames', code: 'NAMES_SHOWN', zh: '评委会读到名字：请改掉，或勾选仍要提交', en: 'Judges would read names: change them, or tick that you send it all the same' }

export const proposalCurePages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/cure', action: 'proposal.read', show: (asked) => show(asked) },
  { method: 'get', path: '/proposals/:proposal/cure/answers', action: 'proposal.read', show: (asked) => check(asked) },
  { method: 'post', path: '/proposals/:proposal/cure', action: 'proposal.edit', send: save },
  {
    method: 'post', path: '/proposals/:proposal/cure/submission', action: 'proposal.submit',
    send: (asked, posted) => tryForm(posted, async () => {
      const revision = Number(posted.fields.revision)
      await sendCure(asked.context, asked.params.proposal ?? '', { acknowledgeNames: posted.fields.acknowledgeNames === 'true', ...(Number.isInteger(revision) ? { revision } : {}) })
      return { go: `/proposals/${asked.params.proposal}` }
    }, ({ mistakes }) => check(asked, mistakes.some(({ code }) => code === 'NAME_SHOWN') ? [tick] : mistakes)),
  },
]
