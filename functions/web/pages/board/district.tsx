import { isStage, boardColumns } from '../../../../shared/board/board.ts'
import { ALL, type DistrictFigure } from '../../../../shared/figures/figures.ts'
import { authorise } from '../../../context.ts'
import { districtOf } from '../../../queries/districts.ts'
import { type CountedFigure, type Figures as Read, figuresFilter, readFigures, readRecords, RECORDS_PAGE, type Records, recordsFilter } from '../../../queries/figures.ts'
import { Months } from '../../look/charts.tsx'
import { formatNumber } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { type Column, Pager, Table, withQuery } from '../../look/table.tsx'
import { At, Empty, Facts, Figures, Note, Panel, Section } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { columnWords } from './words.ts'

/** Hours of service to one decimal: minutes are what is kept. */
const hours = (minutes: number): string => formatNumber(Math.round(minutes / 6) / 10)
/** 2027年4月; April 2027. */
const monthName = (month: string, language: Look['language']): string =>
  language === 'zh' ? `${month.slice(0, 4)}年${Number(month.slice(5))}月` : new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))

/** Months of a chart: more columns than these are too thin for a phone. The table has them all. */
const DRAWN = 12

async function show({ context, look, query }: Asked): Promise<Shown> {
  const given = figuresFilter.safeParse(Object.fromEntries(query))
  const read = await readFigures(context, given.data ?? figuresFilter.parse({}))
  const t = texts(look)
  const { all } = read
  const months = read.months.slice(-DRAWN)
  const see = (figure: CountedFigure, what: string) => <><a class="nw" href={`/district/records?figure=${figure}&month=all`}>{t.seeAll}<span class="vh">{t.of(what)}</span></a> <a class="nw" href="#months">{t.byMonth}<span class="vh">{t.of(what)}</span></a></>
  const names = months.map(({ month }) => month)
  const of = (field: CountedFigure, name = '') => ({ name, values: months.map((one) => one[field]) })
  const inHours = (field: 'checkedIn' | 'backFilled', name: string) => ({ name, values: months.map((one) => Math.round(one[field] / 6) / 10) })
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>}>
      <Section title={t.projects} id="projects">
        <Figures figures={[
          { label: t.incubated, value: all.incubated, unit: t.unit, sub: <>{t.incubatedMeans} {see('incubated', t.incubated)}</> },
          { label: t.teams, value: read.teams, unit: t.teamUnit, sub: <a href={`/registry/${read.district}/teams`}>{t.see}<span class="vh">{t.of(t.teams)}</span></a> },
          { label: t.activities, value: all.activities, unit: t.times, sub: see('activities', t.activities) },
        ]} />
      </Section>
      <Panel title={t.byStage} id="stages">
        <p class="soft small">{t.stagesMean(all.incubated)}</p>
        <Facts facts={boardColumns.filter((column) => isStage(column) || (read.stages[column] ?? 0) > 0).map((column) => ({
          term: <span class="nw">{columnWords[column][look.language]}</span>, detail: <a href={`/board?view=table&column=${column}`}>{t.projectsIn(read.stages[column] ?? 0)}</a>,
        }))} />
      </Panel>
      <Section title={t.service} id="service">
        <Figures figures={[
          { label: t.checkedIn, value: hours(all.checkedIn), unit: t.hours, sub: see('checkedIn', t.checkedIn) }, { label: t.backFilled, value: hours(all.backFilled), unit: t.hours, sub: see('backFilled', t.backFilled) },
          { label: t.volunteers, value: all.volunteers, unit: t.people, sub: <>{t.different} {see('volunteers', t.volunteers)}</> }, { label: t.services, value: all.services, unit: t.attendancesUnit, sub: see('services', t.services) },
        ]} />
      </Section>
      <p><a href={`/hours/waiting?district=${read.district}`}>{t.waitingHours}</a></p>
      <Section title={t.served} id="served">
        <Figures figures={[{ label: t.beneficiaries, value: all.beneficiaries, unit: t.people, sub: <>{t.asReported} {see('beneficiaries', t.beneficiaries)}</> }, { label: t.attendances, value: all.attendances, unit: t.attendancesUnit, sub: <>{t.asReported} {see('attendances', t.attendances)}</> }]} />
      </Section>
      <Panel title={t.charts} id="charts">
        <div class="charts">
          <Months label={t.chart(t.activities, t.times)} months={names} series={[of('activities')]} />
          <Months label={t.chart(t.hoursOf, t.hours)} months={names} series={[inHours('checkedIn', t.checkedIn), inHours('backFilled', t.backFilled)]} />
          <Months label={t.chart(t.attendances, t.attendancesUnit)} months={names} series={[of('attendances')]} />
          <Months label={t.chart(t.incubated, t.projectUnit)} months={names} series={[of('incubated')]} />
          <Months label={t.chart(t.teamsJoined, t.teamsUnit)} months={names} series={[{ name: '', values: read.teamsJoined.slice(-DRAWN) }]} />
        </div>
      </Panel>
      <ByMonth look={look} read={read} />
    </Page>
  ) }
}

function ByMonth({ look, read }: { look: Look; read: Read }) {
  const t = texts(look)
  const counted = (header: string, figure: CountedFigure, shown: (n: number) => string = formatNumber): Column<DistrictFigure> => ({
    header, align: 'end', cell: (one) => (one[figure] === 0 ? '' : <a href={`/district/records?figure=${figure}&month=${one.month}`}>{shown(one[figure])}<span class="vh">{t.link(monthName(one.month, look.language), header)}</span></a>),
  })
  return (
    <Section title={t.months} id="months">
      <p class="soft small">{t.monthsLead}{read.months.length < 60 ? <> <a href={withQuery(look.path, { months: 60 })}>{t.earlier}</a></> : null}</p>
      <Table
        caption={t.months} rows={read.months.toReversed()} class="dense"
        columns={[
          { header: t.month, names: true, cell: ({ month }) => <span class="nw">{monthName(month, look.language)}</span> },
          counted(t.incubated, 'incubated'), counted(t.activities, 'activities'), counted(t.checkedInHours, 'checkedIn', hours), counted(t.backFilledHours, 'backFilled', hours),
          counted(t.volunteers, 'volunteers'), counted(t.services, 'services'), counted(t.beneficiaries, 'beneficiaries'), counted(t.attendances, 'attendances'),
        ]}
      />
    </Section>
  )
}

async function records({ context, look, query }: Asked): Promise<Shown> {
  const given = recordsFilter.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  if (!given.success) {
    // A link that names no figure or month has nothing to show: the figures do.
    authorise(context, 'figures.read', { district: districtOf(context, undefined) })
    return { go: '/district' }
  }
  const read = await readRecords(context, given.data)
  return { page: <RecordsPage look={look} read={read} figure={given.data.figure} /> }
}

function RecordsPage({ look, read, figure }: { look: Look; read: Records; figure: CountedFigure }) {
  const t = texts(look)
  const { month } = read.figure
  const names: Record<CountedFigure, string> = { incubated: t.incubated, activities: t.activities, beneficiaries: t.beneficiaries, attendances: t.attendances, checkedIn: t.checkedInHours, backFilled: t.backFilledHours, services: t.services, volunteers: t.volunteers }
  const units: Record<CountedFigure, string> = { incubated: t.unit, activities: t.times, beneficiaries: t.people, attendances: t.attendancesUnit, checkedIn: t.hours, backFilled: t.hours, services: t.attendancesUnit, volunteers: t.people }
  const shown = (n: number) => (figure === 'checkedIn' || figure === 'backFilled' ? hours(n) : formatNumber(n))
  return (
    <Page look={look} title={`${month === ALL ? t.allTime : monthName(month, look.language)} ${names[figure]}`} crumbs={[{ href: '/district', label: t.title }]} lead={<p class="soft">{t.counted(`${shown(read.figure[figure])} ${units[figure]}`.trim(), read.total, figure)}</p>}>
      {figure === 'volunteers' ? <People look={look} read={read} /> : <Table
        caption={names[figure]} rows={read.records} empty={<Empty title={t.none}>{t.noneWhy}</Empty>}
        columns={[
          ...(figure === 'incubated' ? [] : [
            { header: t.activity, names: true, cell: ({ activity, project }: Records['records'][number]) => (activity === null ? '' : <a href={`/projects/${project}/activities/${activity.id}`}>{activity.title}</a>) },
            { header: t.day, cell: ({ activity }: Records['records'][number]) => (activity === null ? '' : <At at={activity.startsAt} time={false} />) },
          ]),
          { header: t.project, names: figure === 'incubated', cell: ({ project, title }) => <a href={`/projects/${project}`}>{title}</a> },
          ...(figure === 'incubated' ? [{ header: t.day, cell: ({ at }: Records['records'][number]) => (at === null ? '' : <At at={at} time={false} />) }] : [
            { header: names[figure], align: 'end' as const, cell: ({ share }: Records['records'][number]) => (share === null ? '' : shown(share[figure])) },
          ]),
        ]}
      />}
      <Pager page={read.page} size={RECORDS_PAGE} total={read.total} unit={look.language === 'zh' && figure !== 'incubated' ? (figure === 'volunteers' ? '人' : '场') : ''} />
    </Page>
  )
}

/** Who served: whoever administers the district sees number and organisation, and no name. */
function People({ look, read }: { look: Look; read: Records }) {
  const t = texts(look)
  return (
    <>
      <Note><p>{t.volunteersNote}</p>{read.total < read.figure.volunteers ? <p>{t.unlisted(read.figure.volunteers - read.total)}</p> : null}</Note>
      <Table
        caption={t.volunteers} rows={read.people} empty={<Empty title={t.none}>{t.noneWhy}</Empty>}
        columns={[
          { header: t.number, names: true, cell: ({ number }) => <span class="n">{number}</span> },
          { header: t.maskedName, cell: ({ name }) => name },
          { header: t.organisations, cell: ({ organisations }) => organisations.join(look.language === 'zh' ? '、' : ', ') },
          { header: t.services, align: 'end', cell: ({ services }) => formatNumber(services) },
          { header: t.checkedInHours, align: 'end', cell: ({ checkedIn }) => hours(checkedIn) },
          { header: t.backFilledHours, align: 'end', cell: ({ backFilled }) => hours(backFilled) },
        ]}
      />
    </>
  )
}

export const districtPages: PageRoute[] = [
  { method: 'get', path: '/district', action: 'figures.read', show },
  { method: 'get', path: '/district/records', action: 'figures.read', show: records },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '全区数字', lead: '每个数字都由记录自动计出，点开能看到是哪些。', projects: '项目与队伍', incubated: '孵化项目', unit: '个', teams: '志愿服务队伍', teamUnit: '支', activities: '开展活动', times: '场', byMonth: '按月看', seeAll: '看记录', see: '看名单', allTime: '累计', incubatedMeans: '已通过孵化关口', projectUnit: '个', teamsUnit: '支', teamsJoined: '已入驻的志愿服务队伍', stagesMean: (n: number) => `现在各在哪个阶段。“孵化”是还在孵化的；上面的“孵化项目”${formatNumber(n)} 个是已通过孵化关口的，现在在后面的阶段，或已结束。`, number: '志愿者编号', maskedName: '姓名', organisations: '所在组织', byStage: '各阶段的项目', projectsIn: (n: number) => `${formatNumber(n)} 个`,
      waitingHours: '看一天超过 8 小时、等同意的时长', service: '志愿服务', checkedIn: '签到时长', backFilled: '补录时长', hours: '小时', volunteers: '参与志愿者', people: '人', different: '同一个人只算一次', services: '志愿者人次', attendancesUnit: '人次', served: '服务对象', beneficiaries: '受益人数', attendances: '受益人次', asReported: '各场活动填报数之和',
      charts: '近 12 个月', chart: (what: string, unit: string) => `${what}（${unit}）`, hoursOf: '服务时长', months: '逐月数字', monthsLead: '参与志愿者按月去重，各月相加不等于总人数。人数与人次不相加。空格是 0。', earlier: '看五年的', of: (what: string) => `：${what}`, month: '月份', checkedInHours: '签到时长（小时）', backFilledHours: '补录时长（小时）', link: (month: string, what: string) => `，${month}${what}`,
      counted: (n: string, records: number, figure: CountedFigure) => (figure === 'volunteers' ? n : `${n}，来自 ${formatNumber(records)} ${figure === 'incubated' ? '个项目' : '场活动'}`), none: '这个月没有', noneWhy: '换个月份再看。', activity: '活动', day: '日期', project: '项目', unlisted: (n: number) => `另有 ${formatNumber(n)} 人现在不在任何组织的志愿者名单上，没有列出。`, volunteersNote: '同一个人参加几场活动只算一人。姓名已遮盖；要看某个人的记录，请联系所在组织。',
    },
    en: {
      title: 'District figures', lead: 'Every number is counted from records; each leads to them.', projects: 'Projects and teams', incubated: 'Projects incubated', unit: '', teams: 'Volunteer teams', teamUnit: '', activities: 'Activities held', times: 'times', byMonth: 'By month', seeAll: 'See records', see: 'See the list', allTime: 'All time:', incubatedMeans: 'past the incubation gate', projectUnit: 'projects', teamsUnit: 'teams', teamsJoined: 'Teams that have joined', stagesMean: (n) => `Where they stand now. Those in incubation are still in it; the ${formatNumber(n)} projects incubated above have passed its gate and stand in later stages, or are over.`, number: 'Number', maskedName: 'Name', organisations: 'Organisations', byStage: 'Projects by stage', projectsIn: (n) => formatNumber(n),
      waitingHours: 'See hours above 8 a day that wait for a yes', service: 'Volunteer service', checkedIn: 'Checked-in time', backFilled: 'Back-filled time', hours: 'hours', volunteers: 'Volunteers', people: 'people', different: 'each person once', services: 'Times volunteers served', attendancesUnit: 'attendances', served: 'People served', beneficiaries: 'Beneficiaries', attendances: 'Attendances', asReported: 'sum of what activities reported',
      charts: 'The last 12 months', chart: (what, unit) => `${what} (${unit})`, hoursOf: 'Hours of service', months: 'Month by month', monthsLead: 'Volunteers are different people within a month: months do not add up to all. People and attendances are never added. Blank is 0.', earlier: 'Show five years', of: (what) => `: ${what}`, month: 'Month', checkedInHours: 'Checked-in hours', backFilledHours: 'Back-filled hours', link: (month, what) => `, ${month}, ${what}`,
      counted: (n, records, figure) => (figure === 'volunteers' ? n : `${n}, from ${formatNumber(records)} ${figure === 'incubated' ? 'projects' : 'activities'}`), none: 'Nothing in this month', noneWhy: 'Try another month.', activity: 'Activity', day: 'Day', project: 'Project', unlisted: (n) => `${formatNumber(n)} more are on no organisation’s list now, so they are not shown.`, volunteersNote: 'Who took part in several activities is one person. Names are masked; for somebody’s records ask their organisation.',
    },
  })
}
