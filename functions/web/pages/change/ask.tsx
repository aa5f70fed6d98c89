import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { askChangeInput } from '../../../../shared/change/ask.ts'
import { type ChangeKind, changeKinds } from '../../../../shared/change/change.ts'
import { askChange } from '../../../commands/change.ts'
import { listChanges, readForChange } from '../../../queries/change.ts'
import { DateField, HiddenField, TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { Note, Panel, Tasks } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { pressedRow, readTyped } from '../../typed-content.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { FormField } from '../proposal-fields.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { changeWords, fieldsFor } from './parts.tsx'

const texts = (language: 'zh' | 'en') => words(language, {
  zh: { ask: '申请变更', choose: '要变更什么', notNow: '现在不能申请', leaveOut: '不改的留空。', now: (day: string) => `现在是 ${day}`, none: '没有填', reasons: '理由', reasonsHint: '管理员据此答复。', words: '为什么调整这么多', wordsHint: '调整的金额超过总预算的 10% 时必填。', send: '提交申请', back: '返回', waits: '同意以后，项目书和日期才会改动；同意或不同意都是整份申请。', busy: '已有一份申请在等答复', see: '查看' },
  en: { ask: 'Ask for a change', choose: 'What is to be changed', notNow: 'Not possible now', leaveOut: 'Leave empty what stays.', now: (day) => `Now ${day}`, none: 'not filled in', reasons: 'Reasons', reasonsHint: 'The administrator decides by them.', words: 'Why so much', wordsHint: 'Needed where more than 10% of the budget is moved.', send: 'Send the request', back: 'Back', waits: 'Nothing changes until it is approved; the answer is for the request as a whole.', busy: 'A request waits for its answer', see: 'See it' },
})

const kindOf = (text: string | null | undefined): ChangeKind | undefined => changeKinds.find((kind) => kind === text)

async function show(asked: Asked, attempt?: { values: Record<string, string>; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, params, query } = asked
  const t = texts(look.language)
  const w = changeWords(look)
  const { project, answers, definition } = await readForChange(context, params.project ?? '')
  const at = `/projects/${project.id}/changes`
  const kind = kindOf(attempt?.values.kind ?? query.get('kind'))
  if (kind === undefined) {
    const { askable } = await listChanges(context, project.id)
    return { page: (
      <ProjectPage look={look} context={context} project={project} tab="changes" deeper={[]} title={t.ask} mistakes={attempt?.mistakes}>
        {project.openChange === null ? null : <Note state="wait">{t.busy} <a href={`${at}/${project.openChange.number}`}>{t.see}</a></Note>}
        <Panel title={t.choose} id="choose">
          <Tasks tasks={changeKinds.map((one) => (askable.includes(one) ? { label: w.kinds[one], href: `${at}/new?kind=${one}`, hint: w.hints[one] } : { label: w.kinds[one], hint: w.hints[one], state: 'idle' as const, tag: t.notNow }))} />
        </Panel>
      </ProjectPage>
    ) }
  }
  const values = attempt?.values
  const now = (day: string | undefined) => t.now(day === undefined || day === '' ? t.none : day)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="changes" deeper={[]} title={w.kinds[kind]} lead={<p class="soft">{t.waits}</p>} mistakes={attempt?.mistakes} scripts={['rows.js']}>
      <Form action={at} command={newSecret()}>
        {/* Enter in a field presses the form's first button: it is to send, not to add a row. */}
        <button class="vh" tabindex={-1} aria-hidden="true">{t.send}</button>
        <HiddenField path="kind" value={kind} />
        {kind === 'dates' ? (
          <>
            <p class="hint">{t.leaveOut}</p>
            <DateField path="endDate" label={w.endDate} hint={now(answers.endDate)} value={values?.endDate ?? ''} />
            <DateField path="dueDay" label={w.dueDay} hint={now(shanghaiDate(project.current.dueAt))} value={values?.dueDay ?? ''} />
          </>
        ) : fieldsFor(kind, definition).map((field) => <FormField field={field} filled={{ content: answers, typed: values ?? null }} />)}
        {kind === 'budget' ? <TextArea path="words" label={t.words} hint={t.wordsHint} rows={2} limit={500} value={values?.words ?? ''} /> : null}
        <TextArea path="reasons" label={t.reasons} hint={t.reasonsHint} required rows={3} limit={1000} value={values?.reasons ?? ''} />
        <div class="acts"><Button>{t.send}</Button><ButtonLink href={at}>{t.back}</ButtonLink></div>
      </Form>
    </ProjectPage>
  ) }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { context, params } = asked
  const { definition } = await readForChange(context, params.project ?? '')
  const kind = kindOf(posted.fields.kind)
  if (kind === undefined) throw new Refusal('NOT_FOUND')
  const fields = kind === 'dates' ? [] : fieldsFor(kind, definition)
  const pressed = pressedRow(fields, posted.fields)
  if (pressed !== undefined) return show(asked, { values: pressed, mistakes: [] })
  const typed = readTyped(fields, posted.fields)
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    const { reasons, words: said, endDate, dueDay } = posted.fields
    const body = kind === 'dates' ? { kind, reasons, ...(endDate ? { endDate } : {}), ...(dueDay ? { dueDay } : {}) } : { kind, reasons, content: typed.content, ...(kind === 'budget' ? { words: said } : {}) }
    const { change } = await askChange(context, params.project ?? '', readAs(askChangeInput, body))
    return { go: `/projects/${params.project}/changes/${change}` }
  }, ({ mistakes }) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

export const askPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/changes/new', action: 'change.ask', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/changes', action: 'change.ask', send },
]
