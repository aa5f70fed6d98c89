import { type Standing } from '../../../../shared/activity/activity.ts'
import { activityFilter, listActivities, listDoubts, standings } from '../../../queries/activity.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { DateField } from '../../look/fields.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { At, Empty, Note, Tag, Tasks } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { ActivitiesPage } from './frame.tsx'
import { DoubtText } from './doubt-text.tsx'
import { standingNames, standingTones, timesOf } from './words.ts'

/** A filter as it stands in the address; what is none is left out. */
function asked(query: URLSearchParams) {
  const given = Object.fromEntries(['standing', 'from', 'to', 'page'].flatMap((name) => ((query.get(name) ?? '') === '' ? [] : [[name, query.get(name)]])))
  const parsed = activityFilter.safeParse(given)
  return parsed.success ? parsed.data : activityFilter.parse({})
}

async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const filter = asked(query)
  const { project, items, total, page, size, counts, open } = await listActivities(context, params.project ?? '', filter)
  const t = texts(look)
  const path = `/projects/${project.id}/activities`
  const filtered = filter.standing !== undefined || filter.from !== undefined || filter.to !== undefined
  const late = counts.late ?? 0
  return { page: (
    <ActivitiesPage look={look} context={context} project={project} part="activities" actions={open ? <ButtonLink href={`${path}/new`} weight="primary" icon="add">{t.plan}</ButtonLink> : undefined}>
      {late > 0 ? <Note state="late">{t.late(late)} <a href={`${path}?standing=late`}>{t.seeLate}</a></Note> : null}
      <Tools>
        <ChoiceField path="standing" label={t.standing} as="select" none={t.all} required value={filter.standing ?? ''} choices={standings.map((value: Standing) => ({ value, label: `${standingNames[value][look.language]} ${counts[value] ?? 0}` }))} />
        <DateField path="from" label={t.from} required value={filter.from ?? ''} />
        <DateField path="to" label={t.to} required value={filter.to ?? ''} />
      </Tools>
      <Table
        caption={t.caption} rows={items}
        empty={<Empty title={filtered ? t.noneFound : t.none} action={filtered ? <a href={path}>{t.seeAll}</a> : open ? <ButtonLink href={`${path}/new`} weight="primary">{t.plan}</ButtonLink> : undefined}>{filtered ? null : t.noneHint}</Empty>}
        columns={[
          { header: t.name, names: true, cell: ({ activity }) => <><a href={`${path}/${activity.id}`}>{activity.title}</a>{activity.series === null ? null : <span class="soft small"> {t.nth(activity.series.number, activity.series.of)}</span>}</> },
          { header: t.when, cell: ({ activity }) => <><At at={activity.startsAt} time={false} /> <span class="n nw">{timesOf(activity, look.language)}</span></> },
          { header: t.place, cell: ({ activity }) => activity.place },
          { header: t.people, align: 'end', cell: ({ activity }) => (activity.report === null ? '' : <span class="n">{activity.report.beneficiaries}</span>) },
          { header: t.attendances, align: 'end', cell: ({ activity }) => (activity.report === null ? '' : <span class="n">{activity.report.attendances}</span>) },
          { header: t.standing, cell: ({ standing }) => <Tag state={standingTones[standing]}>{standingNames[standing][look.language]}</Tag> },
        ]}
      />
      <Pager page={page} size={size} total={total} unit={t.unit} />
    </ActivitiesPage>
  ) }
}

async function showDoubts({ context, look, params, query }: Asked): Promise<Shown> {
  const { project, items, page, size, total } = await listDoubts(context, params.project ?? '', Number(query.get('page')))
  const t = texts(look)
  return { page: (
    <ActivitiesPage look={look} context={context} project={project} part="doubts">
      <p class="soft">{t.doubtsLead}</p>
      {items.length === 0 ? <Empty title={t.noDoubts}>{t.noDoubtsHint}</Empty> : (
        <Tasks tasks={items.flatMap(({ activity, doubts, names }) => doubts.map((doubt) => ({
          label: activity.title, href: `/projects/${project.id}/activities/${activity.id}#doubts`,
          hint: <><At at={activity.startsAt} time={false} /> <DoubtText look={look} doubt={doubt} name={'volunteer' in doubt ? (names.get(doubt.volunteer) ?? '') : ''} />{doubt.explained === null ? null : <><br />{doubt.explained.sentence}</>}</>,
          ...(doubt.explained === null ? { state: 'wait' as const, tag: t.look } : { state: 'done' as const, tag: t.explained }),
        })))}
        />
      )}
      <Pager page={page} size={size} total={total} unit={t.unit} />
    </ActivitiesPage>
  ) }
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '活动', plan: '安排活动', caption: '活动：未开始的在前，近的在上；其后是已结束的，晚的在上', standing: '状态', all: '全部状态', from: '从', to: '到', name: '活动', when: '时间', place: '地点', people: '人数', attendances: '人次', unit: '场',
    nth: (n: number, of: number) => `第 ${n} 场，共 ${of} 场`, none: '还没有活动', noneHint: '安排好时间和地点，到时在手机上出示签到码，志愿者扫码签到。', noneFound: '没有符合条件的活动', seeAll: '看全部活动',
    late: (n: number) => `有 ${n} 场活动结束已超过 10 个工作日，还没有填报。`, seeLate: '看这些活动', doubtsLead: '这里列出可能有误的记录，请核对。它们都还在，不会自动删除；确有错误的，请在活动里更正。', noDoubts: '没有存疑的记录', noDoubtsHint: '同一人同时在两处、一天超过 12 小时、没有签退、同一张照片用了两次，会列在这里。', look: '存疑', explained: '已说明',
  },
  en: {
    title: 'Activities', plan: 'Plan an activity', caption: 'Activities: what lies ahead first, the next on top; then what is over, the latest on top', standing: 'State', all: 'All states', from: 'From', to: 'To', name: 'Activity', when: 'When', place: 'Place', people: 'People', attendances: 'Attendances', unit: 'activities',
    nth: (n, of) => `${n} of ${of}`, none: 'No activities yet', noneHint: 'Set a time and a place; then show the sign-in code on your phone, and volunteers scan it.', noneFound: 'No activity matches', seeAll: 'See all activities',
    late: (n) => `${n} ${n === 1 ? 'activity has' : 'activities have'} been over for more than 10 working days without a report.`, seeLate: 'See them', doubtsLead: 'Records that may be wrong. They are all still there and nothing is deleted by itself; correct what is wrong in its activity.', noDoubts: 'Nothing is doubtful', noDoubtsHint: 'The same person in two places, more than 12 hours in a day, a forgotten sign-out and the same photo twice are listed here.', look: 'Doubtful', explained: 'Explained',
  },
})

export const activityListPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/activities', action: 'activity.read', show },
  { method: 'get', path: '/projects/:project/doubts', action: 'activity.read', show: showDoubts },
]
