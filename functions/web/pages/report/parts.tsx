import { formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { reportFields, reportRef } from '../../../../shared/report/form.ts'
import { type Figures as Counted, type ReportVersion, reviewOf } from '../../../../shared/report/report.ts'
import { budgetSources, type BudgetField } from '../../../../shared/rulebook/form.ts'
import type { ReportStanding } from '../../../../shared/stage/stage.ts'
import { headName, sourceName } from '../../../../shared/spending/budget.ts'
import type { ReadReport } from '../../../queries/report.ts'
import { formatNumber } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { At, DateRange, Facts, Note, Panel, type State, Tag, Tasks, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { SectionAnswers } from '../proposal-answers.tsx'

export const reportWords = (look: Look) => words(look.language, {
  zh: {
    report: (n: number) => `第 ${n} 期报告`, due: '截止', late: '已超期', sentLate: '超期提交', states: { open: '待提交', submitted: '待审核', returned: '退回更正', accepted: '已通过' }, figures: '本期数字', fromRecords: '这些数字由活动、服务时长和支出的记录算出，不用填。', asSent: '提交时由记录算出的数字。', activities: '已填报活动', times: '场', attendances: '活动人次', ofAttendances: '人次', volunteers: '志愿者', persons: '人', checkedIn: '签到时长', backFilled: '补录时长', hours: '小时', spending: '支出', entries: (n: number) => `${n} 笔`, yuan: '元', none: '没有',
    answers: '报告内容', files: '照片与附件', versions: '历次提交', version: (n: number) => `第 ${n} 版`, noVersions: '还没有提交过。', photo: '照片', paper: '附件', accepted: '已通过', returned: '已退回', sentBy: '提交人', over: '本周期的支出现在超出预算：',
  },
  en: {
    report: (n) => `Report ${n}`, due: 'due', late: 'Late', sentLate: 'Sent late', states: { open: 'To be sent', submitted: 'Under review', returned: 'To be corrected', accepted: 'Accepted' }, figures: 'Figures of the period', fromRecords: 'Taken from the records of activities, hours and spending; nothing to type.', asSent: 'Taken from the records when it was sent.', activities: 'Activities reported', times: '', attendances: 'Attendances at them', ofAttendances: '', volunteers: 'Volunteers', persons: '', checkedIn: 'Hours checked in', backFilled: 'Hours back-filled', hours: 'h', spending: 'Spending', entries: (n) => (n === 1 ? '1 entry' : `${n} entries`), yuan: 'yuan', none: 'none',
    answers: 'The report', files: 'Photos and papers', versions: 'What was sent', version: (n) => `Version ${n}`, noVersions: 'Nothing was sent yet.', photo: 'Photo', paper: 'Paper', accepted: 'Accepted', returned: 'Returned', sentBy: 'Sent by', over: 'Spending of this cycle is over the budget now:',
  },
})

export const standingTones: Record<ReportStanding['state'], State> = { open: 'now', submitted: 'wait', returned: 'late', accepted: 'done' }

export function StandingTag({ look, standing }: { look: Look; standing: ReportStanding }) {
  return <Tag state={standingTones[standing.state]}>{reportWords(look).states[standing.state]}</Tag>
}

/** Period, state, and the date it is due while somebody has to keep it. */
export function ReportLead({ look, standing }: { look: Look; standing: ReportStanding }) {
  const t = reportWords(look)
  const owed = standing.state === 'open' || standing.state === 'returned'
  return (
    <p class="acts">
      <StandingTag look={look} standing={standing} />
      <DateRange from={standing.from} to={standing.to} />
      {owed ? <span class="soft">{t.due} <When at={standing.dueAt} /></span> : null}
    </p>
  )
}

/** Minutes as hours with one decimal (forms.md part 4 (2)). */
const hoursOf = (minutes: number) => formatNumber(minutes / 60, 1)

/** The period's figures: people and attendances apart, checked in and back-filled apart. */
export function PeriodFigures({ look, figures, field, sent }: { look: Look; figures: Counted; field: BudgetField; sent?: boolean }) {
  const t = reportWords(look)
  const { spending } = figures
  const unit = (value: string, of: string) => <span class="n">{value}{of === '' ? '' : ` ${of}`}</span>
  const split = (of: Record<string, number>, name: (id: string) => string, ids: readonly string[]) => ids.filter((id) => (of[id] ?? 0) > 0).map((id) => <>{name(id)} <span class="n nw">{formatYuan(of[id] ?? 0)}</span><br /></>)
  return (
    <Panel title={t.figures} id="figures">
      <p class="soft small">{sent === true ? t.asSent : t.fromRecords}</p>
      <Facts facts={[
        { term: t.activities, detail: unit(formatNumber(figures.activities), t.times) }, { term: t.attendances, detail: unit(formatNumber(figures.attendances), t.ofAttendances) }, { term: t.volunteers, detail: unit(formatNumber(figures.volunteers), t.persons) },
        { term: t.checkedIn, detail: unit(hoursOf(figures.checkedIn), t.hours) }, { term: t.backFilled, detail: unit(hoursOf(figures.backFilled), t.hours) },
        {
          term: t.spending,
          detail: <>
            {unit(formatYuan(spending.total), t.yuan)} <span class="soft small nw">{t.entries(spending.entries)}</span>
            {spending.total === 0 ? null : <p class="soft small">{split(spending.byHead, (id) => say(headName(field, id), look.language), Object.keys(spending.byHead))}</p>}
            {spending.total === 0 ? null : <p class="soft small">{split(spending.bySource, (id) => say(sourceName(field, id), look.language), budgetSources)}</p>}
          </>,
        },
      ]} />
    </Panel>
  )
}

/** What of the whole cycle's spending is over the budget as it stands now. */
export function OverBudget({ look, over, project }: { look: Look; over: ReadReport['over']; project: string }) {
  const t = reportWords(look)
  if (over.length === 0) return null
  return <Note state="late"><p><a href={`/projects/${project}/spending`}>{t.over}</a></p><ul>{over.map((one) => <li>{one[look.language]}</li>)}</ul></Note>
}

/** A version as it was sent. */
export function SentReport({ look, version, field }: { look: Look; version: ReportVersion; field: BudgetField }) {
  const t = reportWords(look)
  return (
    <>
      <Panel title={t.answers} id="answers"><SectionAnswers fields={reportFields} content={version.answers} /></Panel>
      <PeriodFigures look={look} figures={version.figures} field={field} sent />
      <Panel title={t.files} id="files">
        {version.files.length === 0 ? <p class="soft">{t.none}</p> : <Tasks tasks={version.files.map(({ file, name, kind }) => ({ label: name, href: `/files/${file}`, hint: kind === 'photo' ? t.photo : t.paper }))} />}
      </Panel>
    </>
  )
}

/** Every version that was sent, each to be opened, with what was said of it. */
export function Versions({ look, read: { project, stage, standing, versions, report } }: { look: Look; read: ReadReport }) {
  const t = reportWords(look)
  return (
    <Panel title={t.versions} id="versions">
      {versions.length === 0 ? <p class="soft">{t.noVersions}</p> : (
        <Tasks tasks={versions.map(({ version, sentAt, late }) => {
          const review = report === undefined ? undefined : reviewOf(report, version)
          return {
            label: t.version(version), href: `/projects/${project.id}/reports/${stage.number}/${standing.number}/versions/${version}`,
            hint: <><At at={sentAt} />{late ? <span class="late"> {t.sentLate}</span> : null}{review === undefined || review.reasons === '' ? null : <><br />{review.reasons}</>}</>,
            ...(review === undefined ? {} : { state: review.decision === 'accepted' ? 'done' as const : 'late' as const, tag: t[review.decision] }),
          }
        })} />
      )}
    </Panel>
  )
}

export const reportAddress = ({ project, stage, standing }: Pick<ReadReport, 'project' | 'stage' | 'standing'>): string => `/projects/${project.id}/reports/${stage.number}/${standing.number}`
export const refOf = ({ stage, standing }: Pick<ReadReport, 'stage' | 'standing'>): string => reportRef(stage.number, standing.number)
