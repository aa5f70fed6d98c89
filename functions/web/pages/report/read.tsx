import { newSecret } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { reportFields } from '../../../../shared/report/form.ts'
import { authorise } from '../../../context.ts'
import { reviewReport, reviewReportInput } from '../../../commands/report.ts'
import { openDoubts } from '../../../queries/doubt.ts'
import type { ReadReport } from '../../../queries/report.ts'
import { TextArea, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Empty, Facts, Note, Panel, Tag } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { DoubtsCounted } from '../project/doubts.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { OverBudget, reportAddress, ReportLead, reportWords, SentReport, StandingTag, Versions } from './parts.tsx'
import { load, placeOf, showWriting } from './write.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    none: '这份报告还没有提交', noneHint: '提交后可以在这里看到内容、数字和附件。', review: '审核', reasons: '意见', reasonsHint: '退回时写明要改什么，对方会看到。通过时可以不写。', fields: '哪一处要改', fieldsHint: '写在对应的项目旁边，对方填写时会看到。', accept: '通过', return: '退回更正', moved: (sent: string, now: string) => `提交后支出有变动：提交时 ${sent} 元，现在 ${now} 元。`, sent: '提交情况', sentAt: '提交时间', by: '提交人', late: '超期提交', waits: '已提交，在等管理员审核。', accepted: '已通过，内容不再改动。',
    due: '截止日期', decided: '审核意见',
  },
  en: {
    none: 'This report was not sent yet', noneHint: 'Once it is sent, its text, figures and papers stand here.', review: 'Review', reasons: 'Remarks', reasonsHint: 'Needed to return it: what has to be corrected. They will read it.', fields: 'What has to be corrected where', fieldsHint: 'Each stands beside its field when they write.', accept: 'Accept', return: 'Return for correction', moved: (sent, now) => `Spending changed since it was sent: ${sent} yuan then, ${now} yuan now.`, sent: 'How it was sent', sentAt: 'Sent', by: 'By', late: 'Sent late', waits: 'Sent; it waits for an administrator.', accepted: 'Accepted; it is not changed any more.',
    due: 'Due', decided: 'Remarks',
  },
})

/** The report as the asker may see it: to be written, or as it was sent. */
export async function showReport(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const read = await load(asked)
  if (attempt !== undefined) authorise(asked.context, 'report.review', projectTarget(read.project))
  if (read.open) return showWriting({ asked, read })
  const { look, context } = asked
  const t = texts(look)
  const { project, standing, versions, field, review, records, report } = read
  const [version] = versions
  const last = report?.reviews.at(-1)
  const count = review ? await openDoubts(context, project, standing) : null
  const moved = version !== undefined && version.figures.spending.total !== records.figures.spending.total
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="reports" deeper={[]} title={reportWords(look).report(standing.number)} lead={<ReportLead look={look} standing={standing} />} mistakes={attempt?.mistakes}>
      {version === undefined ? <Empty title={t.none}>{t.noneHint}</Empty> : (
        <div class="split">
          <div class="stackv">
            <OverBudget look={look} over={read.over} project={project.id} />
            {count === null || count.activities + count.spending === 0 ? null : <Note state="wait" icon="late"><DoubtsCounted look={look} project={project.id} count={count} deciding /></Note>}
            {moved ? <Note state="wait" icon="late">{t.moved(formatYuan(version.figures.spending.total), formatYuan(records.figures.spending.total))}</Note> : null}
            <SentReport look={look} version={version} field={field} />
          </div>
          <div class="stackv">
            {review ? <ReviewForm look={look} read={read} version={version.version} attempt={attempt} /> : (
              <Panel title={t.review} id="review">
                <p class="soft">{standing.state === 'accepted' ? t.accepted : standing.state === 'submitted' ? t.waits : <StandingTag look={look} standing={standing} />}</p>
                {last === undefined || last.reasons === '' ? null : <Facts facts={[{ term: t.decided, detail: last.reasons }, { term: t.by, detail: <>{last.by.name} <At at={last.at} /></> }]} />}
              </Panel>
            )}
            <SentFacts look={look} version={version} />
            <Versions look={look} read={read} />
          </div>
        </div>
      )}
    </ProjectPage>
  ) }
}

function SentFacts({ look, version }: { look: Look; version: ReadReport['versions'][number] }) {
  const t = texts(look)
  return (
    <Panel title={t.sent} id="sent" end={version.late ? <Tag state="late">{t.late}</Tag> : null}>
      <Facts facts={[{ term: t.sentAt, detail: <At at={version.sentAt} /> }, { term: t.due, detail: <At at={version.dueAt} /> }, { term: t.by, detail: version.sentBy.name }]} />
    </Panel>
  )
}

function ReviewForm({ look, read, version, attempt }: { look: Look; read: ReadReport; version: number; attempt: Attempt | undefined }) {
  const t = texts(look)
  const values = attempt?.values ?? {}
  return (
    <Panel title={t.review} id="review">
      <Form action={`${reportAddress(read)}/review`} command={newSecret()}>
        <input type="hidden" name="version" value={String(version)} />
        <TextArea path="reasons" label={t.reasons} hint={t.reasonsHint} rows={3} limit={1000} value={values.reasons ?? ''} />
        <details open={reportFields.some(({ id }) => (values[`fields.${id}`] ?? '') !== '')}>
          <summary>{t.fields}</summary>
          <div class="stackv">
            <p class="hint">{t.fieldsHint}</p>
            {reportFields.map(({ id, label }) => <TextField path={`fields.${id}`} label={say(label, look.language)} value={values[`fields.${id}`] ?? ''} />)}
          </div>
        </details>
        <div class="acts">
          <Button name="decision" value="accept">{t.accept}</Button>
          <Button name="decision" value="return" weight="late">{t.return}</Button>
        </div>
      </Form>
    </Panel>
  )
}

export const sendReview = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { params, context } = asked
    const { decision, reasons, version } = posted.fields
    const fields = Object.fromEntries(reportFields.map(({ id }) => [id, posted.fields[`fields.${id}`] ?? '']).filter(([, reason]) => reason !== ''))
    await reviewReport(context, params.project ?? '', placeOf(params.stage), placeOf(params.number), readAs(reviewReportInput, { decision, reasons, version: Number(version), fields }))
    return { go: `/projects/${params.project}/reports/${params.stage}/${params.number}` }
  }, (attempt) => showReport(asked, attempt))

/** One version as it was sent, for good. */
export async function showVersion(asked: Asked): Promise<Shown> {
  const { look, context, params } = asked
  const read = await load(asked)
  const version = read.versions.find((one) => one.version === placeOf(params.version))
  if (version === undefined) throw new Refusal('NOT_FOUND')
  const w = reportWords(look)
  return { page: (
    <ProjectPage look={look} context={context} project={read.project} tab="reports" deeper={[]} title={withColon(look.language, w.report(read.standing.number), w.version(version.version))} lead={<a href={reportAddress(read)}>{w.report(read.standing.number)}</a>}>
      <SentFacts look={look} version={version} />
      <SentReport look={look} version={version} field={read.field} />
    </ProjectPage>
  ) }
}
