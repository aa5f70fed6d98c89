import { stageWords } from '../../../../shared/stage/words.ts'
import { type ListedReport, listReports } from '../../../queries/report.ts'
import { Table } from '../../look/table.tsx'
import { DateRange, Empty, Tag, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'
import { Cycles } from '../project/cycles.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { reportWords, StandingTag } from './parts.tsx'

/** All of a project's reports with their periods, dates and states. */
export async function showReports({ context, look, params, query }: Asked): Promise<Shown> {
  const asked = query.get('cycle')
  const { project, reports, cycle, cycles } = await listReports(context, params.project ?? '', asked === null || asked === '' ? undefined : Number(asked))
  const t = words(look.language, {
    zh: { caption: '定期报告，按阶段从近到远', report: '报告', stage: '阶段', period: '期间', due: '截止', state: '状态', versions: '提交次数', none: '这个项目还没有定期报告', noneHint: '进入实施阶段后，系统按期列出报告和截止日期。' },
    en: { caption: 'Periodic reports, the present stage first', report: 'Report', stage: 'Stage', period: 'Period', due: 'Due', state: 'State', versions: 'Times sent', none: 'This project has no periodic reports yet', noneHint: 'Once it is being implemented, its reports stand here with their dates.' },
  })
  const w = reportWords(look)
  const owed = ({ standing, stage }: ListedReport) => stage.number === project.current.number && (standing.state === 'open' || standing.state === 'returned')
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="reports">
      <Cycles look={look} cycles={cycles} cycle={cycle} at={`/projects/${project.id}/reports`} />
      <Table
        caption={t.caption} rows={reports} empty={<Empty title={t.none}>{t.noneHint}</Empty>}
        columns={[
          { header: t.report, names: true, cell: ({ standing, stage }) => <a href={`/projects/${project.id}/reports/${stage.number}/${standing.number}`}>{w.report(standing.number)}</a> },
          { header: t.stage, cell: ({ stage }) => stageWords[stage.name][look.language] },
          { header: t.period, cell: ({ standing }) => <DateRange from={standing.from} to={standing.to} /> },
          { header: t.due, cell: (one) => (owed(one) ? <When at={one.standing.dueAt} time={false} /> : '') },
          { header: t.versions, align: 'end', cell: ({ version }) => version },
          { header: t.state, cell: (one) => (owed(one) && one.standing.dueAt < look.now ? <Tag state="late">{w.late}</Tag> : <StandingTag look={look} standing={one.standing} />) },
        ]}
      />
    </ProjectPage>
  ) }
}
