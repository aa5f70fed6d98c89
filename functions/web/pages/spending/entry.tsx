import { fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { readableBytes } from '../../../../shared/file/file.ts'
import { keys } from '../../../../shared/store/keys.ts'
import { spendingItem } from '../../../../shared/spending/spending.store.ts'
import { spendingInput } from '../../../../shared/spending/record.ts'
import type { Upload } from '../../../commands/file.ts'
import { projectFileForm } from '../../../commands/project-file.ts'
import { addSpending, changeSpending, changeSpendingInput, removeReceipt, restoreSpending, strikeInput, strikeSpending } from '../../../commands/spending.ts'
import { explainInput, explainSpending } from '../../../commands/doubt.ts'
import { may } from '../../../../shared/person/access.ts'
import { requireProject } from '../../../queries/evaluation.ts'
import { authorise } from '../../../context.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { headName, sourceName } from '../../../../shared/spending/budget.ts'
import { type Entry, type ReadSpending, readSpending } from '../../../queries/spending.ts'
import { FileField } from '../../look/choices.tsx'
import { Undo } from '../../look/dialog.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Money, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'
import { SpendingFields, typedSpending, valuesOf } from './fields.tsx'
import { doubtForm, Doubts } from '../project/doubts.tsx'
import { ProjectPage } from '../project/frame.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    new: '记一笔支出', save: '保存', cancel: '返回', newHint: '保存后可以上传凭证。', what: '这一笔', day: '日期', amount: '金额', head: '费用类别', source: '资金来源', paidTo: '收款方', activity: '活动', volunteer: '志愿者', subsidy: '补贴', transport: '交通费', recorded: '记录', override: '用途说明', receipts: '凭证', noReceipt: '还没有凭证。没有凭证的支出，报告不能提交。',
    choose: '选择凭证', types: 'PDF、JPG、PNG、DOCX、XLSX', upload: '上传', remove: '移除', removeWhat: (name: string) => `移除 ${name}`, change: '修改', strike: '划掉这一笔', strikeHint: '记错了的不删除，划掉后不计入，理由留在这里。', reason: '理由', struck: (reason: string) => `已划掉，不计入。理由：${reason}`, undo: '撤销', saveChange: '保存修改', open: '金额、用途等记错了，在这里改', old: '改动会记在项目的留痕里，原来的数字留着。',
  },
  en: {
    new: 'Record spending', save: 'Save', cancel: 'Back', newHint: 'You can upload the receipt once it is saved.', what: 'This entry', day: 'Day', amount: 'Amount', head: 'Head', source: 'Source', paidTo: 'Paid to', activity: 'Activity', volunteer: 'Volunteer', subsidy: 'subsidy', transport: 'transport', recorded: 'Recorded', override: 'Why it is in order', receipts: 'Receipts', noReceipt: 'No receipt yet. A report cannot be sent while an entry has none.',
    choose: 'Choose the receipt', types: 'PDF, JPG, PNG, DOCX, XLSX', upload: 'Upload', remove: 'Remove', removeWhat: (name) => `Remove ${name}`, change: 'Change', strike: 'Strike this entry', strikeHint: 'A wrong entry is not deleted: struck, it does not count, and the reason stays here.', reason: 'Reason', struck: (reason) => `Struck; it does not count. Reason: ${reason}`, undo: 'Undo', saveChange: 'Save the change', open: 'Put the sum, the purpose or the rest right', old: 'The change goes into the project’s trail, with what stood here before.',
  },
})

/** The empty form. */
export async function newSpending(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const read = await readSpending(context, params.project ?? '')
  authorise(context, 'spending.record', projectTarget(read.project))
  const t = texts(look)
  const { project, open } = read
  if (!open && attempt === undefined) return { go: `/projects/${project.id}/spending` }
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="spending" deeper={[]} title={t.new} mistakes={attempt?.mistakes}>
      <Form action={`/projects/${project.id}/spending`} command={newSecret()}>
        <SpendingFields look={look} read={read} values={attempt?.values ?? {}} amount={attempt?.values.amount ?? ''} />
        <p class="hint">{t.newHint}</p>
        <div class="acts"><Button>{t.save}</Button><ButtonLink href={`/projects/${project.id}/spending`}>{t.cancel}</ButtonLink></div>
      </Form>
    </ProjectPage>
  ) }
}

export const sendNew = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { spending } = await addSpending(asked.context, asked.params.project ?? '', readAs(spendingInput, typedSpending(posted)))
    return { go: `/projects/${asked.params.project}/spending/${spending}` }
  }, (attempt) => newSpending(asked, attempt))

/** The cycle in which the entry stands: an earlier one's can be read too. Throws NOT_FOUND. */
async function readWith({ context, params: { project = '', entry = '' } }: Asked): Promise<ReadSpending> {
  const stored = await context.table.get(spendingItem, keys.spending(project, entry))
  return readSpending(context, project, stored?.value.cycle)
}

/** One entry: what it says, what is doubtful, its receipts, and the ways to put it right. */
export async function showEntry(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const read = await readWith(asked)
  const found = read.entries.find(({ spending }) => spending.id === params.entry)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  const t = texts(look)
  const { project, open } = read
  const { spending, doubts } = found
  const upload = open && spending.struck === null ? await projectFileForm(context, project.id, 'receipt', spending.id, `/projects/${project.id}/spending/${spending.id}`) : null
  const at = `/projects/${project.id}/spending`
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="spending" deeper={[]} title={spending.what} lead={<Money fen={spending.amount} />} mistakes={attempt?.mistakes}>
      {spending.struck === null ? null : open ? <Undo action={`${at}/${spending.id}/restoration`} command={newSecret()} words={t.undo}>{t.struck(spending.struck.reason)}</Undo> : <Note state="idle">{t.struck(spending.struck.reason)}</Note>}
      <Doubts look={look} at={`${at}/${spending.id}`} explains={may(context.actor, 'doubt.explain', projectTarget(project))} values={attempt?.values ?? {}} doubts={doubts.map((doubt) => ({ ...doubt, text: <>{say(doubt, look.language)}{doubt.with.map((id) => <Other look={look} read={read} at={at} id={id} />)}</> }))} />
      <div class="split">
        <div class="stackv">
          <EntryFacts look={look} read={read} entry={found} />
          {open && spending.struck === null ? (
            <Panel title={t.change} id="change">
              <details open={attempt?.values.what !== undefined}>
                <summary>{t.open}</summary>
                <p class="soft">{t.old}</p>
                <Form action={`${at}/${spending.id}`} command={newSecret()} revision={spending.revision}>
                  <SpendingFields look={look} read={read} values={attempt?.values.what === undefined ? valuesOf(spending, read.volunteers) : attempt.values} amount={attempt?.values.amount ?? spending.amount} />
                  <p class="acts"><Button>{t.saveChange}</Button></p>
                </Form>
              </details>
            </Panel>
          ) : null}
        </div>
        <div class="stackv">
          <Receipts look={look} project={project.id} entry={found} upload={upload} />
          {open && spending.struck === null ? (
            <Panel title={t.strike} id="strike">
              <p class="soft">{t.strikeHint}</p>
              <Form action={`${at}/${spending.id}/strike`} command={newSecret()}>
                <TextField path="reason" label={t.reason} required limit={200} value={attempt?.values.reason ?? ''} />
                <p class="acts"><Button weight="late">{t.strike}</Button></p>
              </Form>
            </Panel>
          ) : null}
        </div>
      </div>
    </ProjectPage>
  ) }
}

/** Another entry that a doubt is about: its day, what for and sum. */
function Other({ look, read, at, id }: { look: Look; read: ReadSpending; at: string; id: string }) {
  const found = read.entries.find(({ spending }) => spending.id === id)?.spending
  return found === undefined ? null : <>{look.language === 'zh' ? '：' : ': '}<a href={`${at}/${id}`}>{found.day} {found.what}</a> <Money fen={found.amount} /></>
}

function EntryFacts({ look, read: { field, activities, volunteers }, entry: { spending } }: { look: Look; read: ReadSpending; entry: Entry }) {
  const t = texts(look)
  const { volunteerDay, override, recordedBy } = spending
  const activity = activities.find(({ id }) => id === spending.activity)
  return (
    <Panel title={t.what} id="what">
      <Facts facts={[
        { term: t.day, detail: <At at={spending.day} year="always" /> }, { term: t.amount, detail: <Money fen={spending.amount} /> }, { term: t.head, detail: say(headName(field, spending.head), look.language) }, { term: t.source, detail: say(sourceName(field, spending.source), look.language) },
        { term: t.paidTo, detail: spending.paidTo }, activity !== undefined && { term: t.activity, detail: activity.title },
        volunteerDay !== null && { term: t.volunteer, detail: <>{volunteers.get(volunteerDay.volunteer)?.name} <span class="n">{volunteers.get(volunteerDay.volunteer)?.number}</span> {t[volunteerDay.kind]} <At at={volunteerDay.day} weekday={false} /></> },
        override !== null && { term: t.override, detail: <>{override.reason} <span class="soft small">{override.by.name}</span></> },
        { term: t.recorded, detail: <>{recordedBy.name} <At at={spending.recordedAt} /></> },
      ]} />
    </Panel>
  )
}

function Receipts({ look, project, entry: { spending, receipts }, upload }: { look: Look; project: string; entry: Entry; upload: Upload | null }) {
  const t = texts(look)
  return (
    <Panel title={t.receipts} id="receipts" end={receipts.length === 0 ? null : <Tag state="done">{receipts.length}</Tag>}>
      {receipts.length === 0 ? <p class="soft">{t.noReceipt}</p> : (
        <ul class="tasks">
          {receipts.map(({ file, name, bytes }) => (
            <li>
              <div><a href={`/files/${file}`}>{name}</a><p>{readableBytes(bytes)}</p></div>
              {upload === null ? null : (
                <Form action={`/projects/${project}/spending/${spending.id}/receipts/removal`} command={newSecret()} class="inline" label={t.removeWhat(name)}>
                  <HiddenField path="file" value={file} />
                  <Button weight="quiet" label={t.removeWhat(name)}>{t.remove}</Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {upload === null ? null : (
        <Form action={upload.url} files label={t.choose}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="file" label={t.choose} required kinds={t.types} accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx" megabytes={20} />
          <p><Button weight="second" icon="upload">{t.upload}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

const onEntry = (command: (asked: Asked, project: string, entry: string, posted: Posted) => Promise<unknown>) => (asked: Asked, posted: Posted): Promise<Shown> =>
  allowed(asked, 'spending.record', () => tryForm(posted, async () => {
    const { project = '', entry = '' } = asked.params
    await command(asked, project, entry, posted)
    return { go: `/projects/${project}/spending/${entry}` }
  }, (attempt) => showEntry(asked, attempt)))

/** Who may not send a form is told so, before anything of it is looked at. */
async function allowed(asked: Asked, action: 'spending.record' | 'doubt.explain', send: () => Promise<Shown>): Promise<Shown> {
  await requireProject(asked.context, asked.params.project ?? '', action)
  return send()
}

/** Says what was found out about one of the entry's doubts. */
export const sendExplanation = (asked: Asked, posted: Posted): Promise<Shown> => allowed(asked, 'doubt.explain', () => {
  const { project = '', entry = '', doubt = '' } = asked.params
  return tryNamedForm(posted, doubtForm(doubt), async ({ sentence }) => {
    await explainSpending(asked.context, project, entry, doubt, readAs(explainInput, { sentence }))
    return { go: `/projects/${project}/spending/${entry}#doubts` }
  }, (attempt) => showEntry(asked, attempt))
})

export const sendChange = onEntry(({ context }, project, entry, posted) => changeSpending(context, project, entry, readAs(changeSpendingInput, { ...typedSpending(posted), revision: Number(posted.fields.revision) || 0 })))
export const sendStrike = onEntry(({ context }, project, entry, { fields }) => strikeSpending(context, project, entry, readAs(strikeInput, { reason: fields.reason })))
export const sendRestore = onEntry(({ context }, project, entry) => restoreSpending(context, project, entry))
export const sendRemoval = onEntry(({ context }, project, entry, { fields }) => {
  const file = fileId.safeParse(fields.file)
  if (!file.success) throw new Refusal('NOT_FOUND')
  return removeReceipt(context, project, entry, file.data)
})
