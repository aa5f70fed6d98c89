import { fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { readableBytes } from '../../../../shared/file/file.ts'
import { reportFields } from '../../../../shared/report/form.ts'
import { canBeSent } from '../../../../shared/report/report.ts'
import { CONTENT, readTyped } from '../../typed-content.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { authorise } from '../../../context.ts'
import { projectFileForm } from '../../../commands/project-file.ts'
import { removeReportFile, saveReport, sendReport } from '../../../commands/report.ts'
import type { Upload } from '../../../commands/file.ts'
import { type ReadReport, readReport } from '../../../queries/report.ts'
import { FileField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Note, Panel, When } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { FormField } from '../proposal-fields.tsx'
import { SectionAnswers } from '../proposal-answers.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { OverBudget, PeriodFigures, refOf, reportAddress, ReportLead, reportWords, Versions } from './parts.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    save: '保存并核对', returned: '管理员退回了这份报告，请按下面的意见更正后再提交。', recorded: (n: string) => `活动记录里合计 ${n} 人次。`, photos: '照片', photosHint: '有支出的报告至少要有一张照片；本期活动里的照片也算。', papers: '附件', papersHint: '签到表扫描件、受益人确认等。', choosePhoto: '选择照片', choosePaper: '选择附件', upload: '上传', remove: '移除', removeWhat: (name: string) => `移除 ${name}`,
    check: '核对并提交', missing: (n: number) => `还有 ${n} 处要补或要改`, change: '修改', send: '提交报告', sendLead: '提交后由管理员审核。退回的可以更正再交，每次提交的内容都留着。', lateLead: '已过截止日期，仍然可以提交，会标为超期。', from: '这一期还没有结束，写好的先存着。可以提交的日子：', early: '这是最后一期。现在提交，这一期就到', earlyEnd: '为止；之后的活动和支出不在报告里。', back: '返回修改', sendTitle: '提交', stale: '别处刚保存过这份报告。下面是您填的内容；再点一次保存，就以这里的为准。',
  },
  en: {
    save: 'Save and check', returned: 'An administrator returned this report. Please correct it as said below and send it again.', recorded: (n) => `The activities’ records add up to ${n} attendances.`, photos: 'Photos', photosHint: 'A report with spending needs one photo at least; photos of the period’s activities count.', papers: 'Papers', papersHint: 'Scanned sign-in sheets, confirmations of beneficiaries and the like.', choosePhoto: 'Choose a photo', choosePaper: 'Choose a paper', upload: 'Upload', remove: 'Remove', removeWhat: (name) => `Remove ${name}`,
    check: 'Check and send', missing: (n) => (n === 1 ? 'One thing to add or change' : `${n} things to add or change`), change: 'Change', send: 'Send the report', sendLead: 'An administrator reviews it. If it is returned you can correct it and send it again; everything that was sent is kept.', lateLead: 'Its date has passed; you can still send it, and it is marked late.', from: 'The period is still running; what is written is kept. It can be sent from:', early: 'This is the last report. Sent now, it ends with', earlyEnd: '; what comes later stands in no report.', back: 'Back to the report', sendTitle: 'Send', stale: 'This report was saved elsewhere a moment ago. Below is what you typed; save once more for it to count.',
  },
})

/** What the last review wants corrected and still stands as it was sent. */
function corrections({ report, versions, standing }: ReadReport): { reasons: string; mistakes: Mistake[] } {
  const last = report?.reviews.at(-1)
  if (standing.state !== 'returned' || last === undefined) return { reasons: '', mistakes: [] }
  const sent: Readonly<Record<string, unknown>> = versions.find(({ version }) => version === last.version)?.answers ?? {}
  const draft: Readonly<Record<string, unknown>> = report?.draft ?? {}
  const open = Object.entries(last.fields).filter(([id]) => JSON.stringify(sent[id]) === JSON.stringify(draft[id]))
  return { reasons: last.reasons, mistakes: open.map(([id, reason]) => ({ path: CONTENT + id, code: 'RETURNED', zh: reason, en: reason })) }
}

export async function showWriting({ asked, read, attempt }: { asked: Asked; read: ReadReport; attempt?: { values: Record<string, string> | null; mistakes: readonly Mistake[] } | undefined }): Promise<Shown> {
  const { context, look } = asked
  const t = texts(look)
  const { project, report, records, standing, field } = read
  const at = reportAddress(read)
  const { reasons, mistakes } = corrections(read)
  const [photo, paper] = await Promise.all([projectFileForm(context, project.id, 'photo', refOf(read), at), projectFileForm(context, project.id, 'report', refOf(read), at)])
  const title = reportWords(look).report(standing.number)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="reports" deeper={[]} title={title} lead={<ReportLead look={look} standing={standing} />} mistakes={attempt?.mistakes ?? mistakes} scripts={['autosave.js']}>
      {standing.state === 'returned' ? <Note state="late"><p>{t.returned}</p>{reasons === '' ? null : <p>{reasons}</p>}</Note> : null}
      <div class="split">
        <Form action={at} command={newSecret()} revision={report?.revision ?? 0} autosave={`/api${at}/draft`} label={title} class="panel stackv">
          <p><Saved at={report?.savedAt ?? null} /></p>
          {reportFields.map((one) => <FormField field={one} filled={{ content: report?.draft ?? {}, typed: attempt?.values ?? null }} />)}
          {records.figures.attendances > 0 ? <p class="hint">{t.recorded(String(records.figures.attendances))}</p> : null}
          <p class="acts"><Button>{t.save}</Button></p>
        </Form>
        <div class="stackv">
          <OverBudget look={look} over={read.over} project={project.id} />
          <PeriodFigures look={look} figures={records.figures} field={field} />
          <Attached look={look} read={read} kind="photo" upload={photo} />
          <Attached look={look} read={read} kind="report" upload={paper} />
          <Versions look={look} read={read} />
        </div>
      </div>
    </ProjectPage>
  ) }
}

function Attached({ look, read, kind, upload }: { look: Look; read: ReadReport; kind: 'photo' | 'report'; upload: Upload }) {
  const t = texts(look)
  const [title, hint, choose, path, kinds, accept, megabytes] = kind === 'photo' ? [t.photos, t.photosHint, t.choosePhoto, 'photo', 'JPG、PNG', '.jpg,.jpeg,.png', 10] as const : [t.papers, t.papersHint, t.choosePaper, 'paper', 'PDF、JPG、PNG、DOCX、XLSX', '.pdf,.jpg,.jpeg,.png,.docx,.xlsx', 20] as const
  const files = read.records.files.filter((file) => file.kind === kind)
  return (
    <Panel title={title} id={`files-${kind}`}>
      <p class="soft small">{hint}</p>
      {files.length === 0 ? null : (
        <ul class="tasks">
          {files.map(({ file, name, bytes }) => (
            <li>
              <div><a href={`/files/${file}`}>{name}</a><p>{readableBytes(bytes)}</p></div>
              <Form action={`${reportAddress(read)}/files/removal`} command={newSecret()} class="inline" label={t.removeWhat(name)}>
                <HiddenField path="file" value={file} />
                <Button weight="quiet" label={t.removeWhat(name)}>{t.remove}</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form action={upload.url} files label={choose}>
        {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
        <FileField path={path} name="file" label={choose} required kinds={look.language === 'zh' ? kinds : kinds.replaceAll('、', ', ')} accept={accept} megabytes={megabytes} />
        <p><Button weight="second" icon="upload">{t.upload}</Button></p>
      </Form>
    </Panel>
  )
}

export const load = ({ context, params }: Asked): Promise<ReadReport> => readReport(context, params.project ?? '', placeOf(params.stage), placeOf(params.number))

/** A number of the address. Throws NOT_FOUND for anything else. */
export function placeOf(text: string | undefined): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Refusal('NOT_FOUND')
  return number
}

export async function sendDraft(asked: Asked, posted: Posted): Promise<Shown> {
  const { params, look } = asked
  const { project } = await load(asked)
  authorise(asked.context, 'report.write', projectTarget(project))
  const typed = readTyped(reportFields, posted.fields)
  const [stage, number] = [placeOf(params.stage), placeOf(params.number)]
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    try {
      await saveReport(asked.context, params.project ?? '', stage, number, { revision: Number(posted.fields.revision) || 0, content: typed.content })
    } catch (error) {
      if (!isRefusal(error, 'STALE')) throw error
      throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: texts({ ...look, language: 'zh' }).stale, en: texts({ ...look, language: 'en' }).stale }] })
    }
    return { go: `/projects/${params.project}/reports/${stage}/${number}/check` }
  }, async ({ mistakes }) => showWriting({ asked, read: await load(asked), attempt: { values: { ...posted.fields, ...typed.values }, mistakes } }))
}

/** What will be sent, what is missing, and the button. */
export async function showCheck(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { look, context } = asked
  const read = await load(asked)
  const t = texts(look)
  const { project, report, records, standing, until, field, missing, open } = read
  const at = reportAddress(read)
  if (!open && attempt === undefined) return { go: at }
  // What is missing stands in a list of its own, with the way to its place; the summary says what the sending itself met.
  const met = (attempt?.mistakes ?? []).filter((mistake) => !missing.some(({ path, code }) => path === mistake.path && code === mistake.code))
  const place = ({ path }: Mistake) => (path.startsWith('spending.') ? `/projects/${project.id}/spending/${path.slice('spending.'.length)}` : `${at}#f-${path}`)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="reports" deeper={[]} title={withColon(look.language, reportWords(look).report(standing.number), t.check)} lead={<ReportLead look={look} standing={standing} />} mistakes={met}>
      {missing.length === 0 ? null : (
        <Panel title={t.missing(missing.length)} id="missing">
          <ul class="tasks">{missing.map((mistake) => <li><a href={place(mistake)}>{mistake[look.language]}</a></li>)}</ul>
        </Panel>
      )}
      <div class="split">
        <div class="stackv">
          <Panel title={reportWords(look).answers} id="answers" end={<a href={at}>{t.change}</a>}><SectionAnswers fields={reportFields} content={report?.draft ?? {}} /></Panel>
        </div>
        <div class="stackv">
          <OverBudget look={look} over={read.over} project={project.id} />
          <PeriodFigures look={look} figures={records.figures} field={field} />
          <Panel title={t.sendTitle} id="send">
            <Facts facts={[{ term: reportWords(look).due, detail: <When at={standing.dueAt} /> }]} />
            {!canBeSent({ to: until }, context.now) ? <Note state="wait">{t.from} <At at={standing.to} /></Note> : missing.length > 0 ? <Note state="wait">{t.missing(missing.length)}</Note> : (
              <Form action={`${at}/submission`} command={newSecret()} revision={report?.revision ?? 0}>
                <p class="soft">{t.sendLead}</p>
                {until < standing.to ? <Note state="wait">{t.early} <At at={until} />{t.earlyEnd}</Note> : null}
                {standing.dueAt < look.now ? <p class="late">{t.lateLead}</p> : null}
                <p class="acts"><Button icon="send">{t.send}</Button></p>
              </Form>
            )}
            <p><ButtonLink href={at}>{t.back}</ButtonLink></p>
          </Panel>
        </div>
      </div>
    </ProjectPage>
  ) }
}

export const sendSubmission = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { params } = asked
    const revision = Number(posted.fields.revision)
    await sendReport(asked.context, params.project ?? '', placeOf(params.stage), placeOf(params.number), Number.isInteger(revision) ? { revision } : {})
    return { go: `/projects/${params.project}/reports/${params.stage}/${params.number}` }
  }, (attempt) => showCheck(asked, attempt))

export const sendFileRemoval = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { params } = asked
    const file = fileId.safeParse(posted.fields.file)
    if (!file.success) throw new Refusal('NOT_FOUND')
    await removeReportFile(asked.context, params.project ?? '', placeOf(params.stage), placeOf(params.number), file.data)
    return { go: `/projects/${params.project}/reports/${params.stage}/${params.number}` }
  }, async ({ mistakes }) => showWriting({ asked, read: await load(asked), attempt: { values: null, mistakes } }))
