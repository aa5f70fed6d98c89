import { type Attendance, ratings } from '../../../../shared/hours/hours.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { ActivityView } from '../../../queries/activity.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { type Column, Pager, Table } from '../../look/table.tsx'
import { Empty, Figures, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { shownHours } from '../../../../shared/hours/hours.ts'
import { cameAndWent, counterNames, hourStateNames, hourStateTones, kindNames, ratingNames } from './words.ts'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 50

/** Who came to an activity, with the ways to record them. */
export function Came({ look, view, page: asked }: { look: Look; view: ActivityView; page: number }) {
  const t = texts(look)
  const { language } = look
  const { activity, attendances, sums, open, member, others, takesSignIns } = view
  const path = `/projects/${activity.project}/activities/${activity.id}`
  const unrated = attendances.filter(({ rating, state }) => rating === null && state !== 'struck').length
  const came = attendances.filter(({ state }) => state !== 'struck').length
  const columns: Column<Attendance>[] = [
    { header: t.who, names: true, cell: (one) => <>{one.name} <span class="soft small n nw">{one.number}</span></> },
    { header: t.time, cell: (one) => <span class="n nw">{cameAndWent(one)}</span> },
    { header: t.hours, align: 'end', cell: (one) => (one.state === 'open' ? '' : <span class="n nw">{shownHours(one.minutes)} <span class="soft small">{kindNames[one.kind][language]}</span></span>) },
    { header: t.state, cell: (one) => <><Tag state={hourStateTones[one.state]}>{hourStateNames[one.state][language]}</Tag>{one.asked === null ? null : <> <Tag state="wait">{t.asked}</Tag></>}</> },
    { header: t.rating, cell: (one) => (one.rating === null ? <span class="soft">{t.notRated}</span> : ratingNames[one.rating.value][language]) },
    ...(member ? [{ header: t.act, hidden: true, align: 'end' as const, cell: (one: Attendance) => (
      <span class="acts">
        {one.state === 'open' && open ? <Press action={`${path}/now`} fields={{ volunteer: one.volunteer, deed: 'out' }} label={t.outLabel(one.name)}>{t.out}</Press> : null}
        <ButtonLink href={`${path}/hours/${one.volunteer}`} weight="quiet" about={` ${one.name}`}>{t.correct}</ButtonLink>
      </span>
    ) }] : []),
  ]
  const page = pageWithin(asked, SIZE, attendances.length)
  return (
    <Panel title={t.title} id="came" end={activity.capacity === null ? undefined : <Tag state={came >= activity.capacity ? 'done' : 'wait'}>{t.wanted(came, activity.capacity)}</Tag>}>
      <Figures figures={[
        { label: t.people, value: came, unit: t.person },
        { label: counterNames['checked-in'][language], value: shownHours(sums.checkedIn), unit: t.hour },
        { label: counterNames['back-filled'][language], value: shownHours(sums.backFilled), unit: t.hour },
      ]} />
      <Table caption={t.caption} rows={attendances.slice((page - 1) * SIZE, page * SIZE)} columns={columns} empty={<Empty title={t.none}>{member ? t.noneHint : null}</Empty>} />
      <Pager page={page} size={SIZE} total={attendances.length} unit={t.person} />
      {open && takesSignIns && others.length > 0 ? (
        <Form action={`${path}/now`} command={newSecret()} label={t.signHere} class="tools">
          <HiddenField path="deed" value="in" />
          <ChoiceField path="volunteer" label={t.signHere} as="select" required choices={others.map(({ volunteer, name, number }) => ({ value: volunteer, label: `${name} ${number}` }))} />
          <Button weight="second">{t.in}</Button>
        </Form>
      ) : null}
      {open && unrated > 0 ? (
        <Form action={`${path}/ratings`} command={newSecret()} label={t.rateAll(unrated)} class="tools">
          <ChoiceField path="rating" label={t.rateAll(unrated)} as="select" none={null} required value="good" choices={ratings.map((value) => ({ value, label: ratingNames[value][language] }))} />
          <Button weight="second">{t.rate}</Button>
        </Form>
      ) : null}
      {open && activity.startsAt <= look.now ? <p class="acts"><ButtonLink href={`${path}/list`} icon="add">{t.backFill}</ButtonLink></p> : null}
    </Panel>
  )
}

function Press({ action, fields, label, children }: { action: string; fields: Record<string, string>; label: string; children: string }) {
  return (
    <Form action={action} command={newSecret()} class="inline">
      {Object.entries(fields).map(([path, value]) => <HiddenField path={path} value={value} />)}
      <Button weight="quiet" label={label}>{children}</Button>
    </Form>
  )
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '到场的志愿者', caption: '到场的志愿者，按姓名排列', who: '志愿者', time: '时间', hours: '小时', state: '状态', rating: '评价', act: '操作', people: '志愿者', person: '人', hour: '小时', notRated: '未评价', asked: '请求更正',
    out: '签退', outLabel: (name: string) => `签退 ${name}`, correct: '查看和更正', none: '还没有人', noneHint: '活动时出示签到码；没有手机的，可以由您代为签到，或在活动后补录。', signHere: '代为签到（按现在的时间）', in: '签到',
    rateAll: (n: number) => `评价还没评价的 ${n} 人`, rate: '评价', backFill: '补录名单', wanted: (n: number, of: number) => `${n} / 需要 ${of} 人`,
  },
  en: {
    title: 'Volunteers who came', caption: 'Volunteers who came, in the order of names', who: 'Volunteer', time: 'Time', hours: 'Hours', state: 'State', rating: 'Rating', act: 'Actions', people: 'Volunteers', person: 'people', hour: 'h', notRated: 'Not rated', asked: 'Asks for a correction',
    out: 'Sign out', outLabel: (name) => `Sign out ${name}`, correct: 'See and correct', none: 'Nobody yet', noneHint: 'Show the sign-in code during the activity. Who has no phone is signed in by you, or written down afterwards.', signHere: 'Sign somebody in (at this moment)', in: 'Sign in',
    rateAll: (n) => `Rate the ${n} who are not rated`, rate: 'Rate', backFill: 'Record a list afterwards', wanted: (n, of) => `${n} of ${of} needed`,
  },
})
