import { clockOf } from '../../../../shared/activity/activity.ts'
import { ratings } from '../../../../shared/hours/hours.ts'
import { MOST_LINES } from '../../../../shared/hours/list.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { backFill, backFillInput, type Row } from '../../../commands/attendance-list.ts'
import { authorise } from '../../../context.ts'
import { readActivity } from '../../../queries/activity.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { IntegerField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ActivityPage, allow } from './frame.tsx'
import { whole } from './plan.tsx'
import { hours, ratingNames } from './words.ts'

async function show({ context, look, params }: Asked, attempt?: Attempt, rows?: readonly Row[]): Promise<Shown> {
  const { project, activity, others } = await readActivity(context, params.project ?? '', params.activity ?? '')
  authorise(context, 'attendance.record', projectTarget(project))
  const t = texts(look)
  const path = `/projects/${project.id}/activities/${activity.id}`
  const values = attempt?.values ?? {}
  return { page: (
    <ActivityPage look={look} context={context} project={project} activity={activity} title={t.title} mistakes={attempt?.mistakes} lead={<p class="soft">{t.lead(clockOf(activity.startsAt), clockOf(activity.endsAt))}</p>}>
      {rows === undefined ? null : <Outcome look={look} rows={rows} path={path} />}
      <Form action={`${path}/list`} command={newSecret()}>
        {others.length === 0 ? null : (
          <Panel title={t.ours} id="ours">
            <fieldset class="field" aria-labelledby="ours">
              {others.map(({ volunteer, name, number }) => (
                <label class="pick"><input type="checkbox" name={`volunteers.${volunteer}`} value="true" checked={values[`volunteers.${volunteer}`] === 'true'} /><span>{name} <span class="soft small n">{number}</span></span></label>
              ))}
            </fieldset>
          </Panel>
        )}
        <Panel title={t.paste} id="paste">
          <TextArea path="list" label={t.list} hint={t.listHint} value={values.list ?? ''} rows={6} />
          <CheckField path="consent" label={t.consent} hint={t.consentHint} required checked={values.consent === 'true'} />
          {activity.dangerous ? <p class="soft">{t.danger}</p> : <CheckField path="adults" label={t.adults} hint={t.adultsHint} checked={values.adults === 'true'} required />}
        </Panel>
        <Panel title={t.forAll} id="for-all">
          <TextField path="from" label={t.from} type="time" required width="short" value={values.from ?? clockOf(activity.startsAt)} />
          <TextField path="to" label={t.to} type="time" required width="short" value={values.to ?? clockOf(activity.endsAt)} />
          <IntegerField path="breakMinutes" label={t.breaks} hint={t.breaksHint} value={values.breakMinutes ?? ''} unit={t.minutes} />
          <ChoiceField path="rating" label={t.rating} as="select" none={null} required value={values.rating ?? 'good'} choices={ratings.map((value) => ({ value, label: ratingNames[value][look.language] }))} />
        </Panel>
        <p class="acts"><Button>{t.send}</Button><ButtonLink href={path}>{t.back}</ButtonLink></p>
      </Form>
    </ActivityPage>
  ) }
}

function Outcome({ look, rows, path }: { look: Look; rows: readonly Row[]; path: string }) {
  const t = texts(look)
  const added = rows.filter(({ outcome }) => outcome === 'added').length
  return (
    <>
      <Note state={rows.some(({ outcome }) => outcome === 'refused') ? 'wait' : 'done'} icon="received">{t.added(added, rows.length)} <a href={path}>{t.seeActivity}</a></Note>
      <Table
        caption={t.outcome} rows={rows}
        columns={[
          { header: t.line, cell: ({ line }) => <span class="n">{line}</span> },
          { header: t.name, names: true, cell: ({ name }) => name },
          { header: t.result, cell: (row) => (
            <>
              <Tag state={row.outcome === 'added' ? 'done' : row.outcome === 'already' ? 'idle' : 'late'}>{t.outcomes[row.outcome]}</Tag>
              {row.outcome === 'added' ? <> {hours(row.minutes, look.language)}{row.state === 'waiting' ? ` ${t.waiting}` : ''}</> : null}
              {row.mistakes.map((one) => <p class="small">{one[look.language]}</p>)}
            </>
          ) },
        ]}
      />
    </>
  )
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { project, activity } = await allow(asked, 'attendance.record')
  const { volunteers, breakMinutes: _, consent, adults, from, to, ...rest } = posted.body
  const times = Object.fromEntries(Object.entries({ from, to }).filter(([, value]) => value !== undefined && value !== ''))
  const ticked = typeof volunteers === 'object' && volunteers !== null ? Object.keys(volunteers) : []
  return tryForm(posted, async () => {
    const minutes = whole(posted.fields.breakMinutes)
    const { rows } = await backFill(asked.context, project, activity, readAs(backFillInput, { ...rest, ...times, volunteers: ticked, consent: consent === 'true', adults: adults === 'true', ...(minutes === null ? {} : { breakMinutes: minutes }) }))
    return show(asked, undefined, rows)
  }, (attempt) => show(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '补录名单', lead: (from: string, to: string) => `活动后补录的是补录时长，和签到时长分开，每人不超过活动的时长（${from}–${to}）。已经记过的人不会重复记。`, ours: '本机构的志愿者，请勾选到场的', paste: '贴上名单', list: '名单',
    listHint: `每行一人：姓名，手机号或志愿者编号，年龄（或“成年”“未成年”）；未成年人再写监护人姓名和手机号；有不同时间的再写到场和离开。例如“王小禾，13900000001，成年，9:00，11:30”“小明，13900000002，15 岁，王大明，13900000003”。最多 ${MOST_LINES} 行。`, adults: '没有写年龄的人，都已满 18 周岁', adultsHint: '只对第一次登记的人；已登记的按登记的资料。', danger: '这场活动有危险，只限成年人：第一次登记的人，每行都要写年龄或“成年”。', consent: '名单上第一次登记的人，本人（未成年人是监护人）都同意记录服务时长', consentHint: '同意可以是纸质的，由您保存。',
    forAll: '没有写时间的人', from: '到场', to: '离开', breaks: '休息和路上的时间', breaksHint: '不填按活动的规定扣除。', minutes: '分钟', rating: '评价', send: '补录', back: '返回',
    added: (n: number, of: number) => `${of} 人中补录了 ${n} 人。`, seeActivity: '看活动', outcome: '补录结果，按名单的顺序', line: '行', name: '姓名', result: '结果', outcomes: { added: '已补录', already: '已有记录', refused: '没有补录' }, waiting: '（一天超过 8 小时，等管理员同意）',
  },
  en: {
    title: 'Record a list afterwards', lead: (from, to) => `What is recorded afterwards is back-filled hours, kept apart from checked-in ones, and never longer than the activity (${from}–${to}). Who is recorded already is not recorded twice.`, ours: 'Tick which of your volunteers came', paste: 'Paste a list', list: 'List',
    listHint: `A line each: name, mobile or volunteer number, age (or "adult", "minor"); for a minor also the guardian’s name and mobile; with own times, when they came and went. For example "Wang Xiaohe, 13900000001, adult, 9:00, 11:30" or "Xiao Ming, 13900000002, 15, Wang Daming, 13900000003". At most ${MOST_LINES} lines.`, adults: 'Who has no age on the list is 18 or older', adultsHint: 'Only for who is new; others are as their record says.', danger: 'This activity is dangerous and for adults only: for who is new, every line gives the age or says "adult".', consent: 'Who is new on this list (a minor’s guardian) has agreed to hours being recorded', consentHint: 'The consent may be on paper, kept by you.',
    forAll: 'For who has no times of their own', from: 'Came', to: 'Went', breaks: 'Breaks and travel', breaksHint: 'As the activity says if left empty.', minutes: 'minutes', rating: 'Rating', send: 'Record', back: 'Back',
    added: (n, of) => `${n} of ${of} were recorded.`, seeActivity: 'See the activity', outcome: 'What became of each, in the order of the list', line: 'Line', name: 'Name', result: 'Outcome', outcomes: { added: 'Recorded', already: 'Known already', refused: 'Not recorded' }, waiting: '(more than 8 hours a day, waits for an administrator)',
  },
})

export const attendanceListPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/activities/:activity/list', action: 'attendance.record', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/activities/:activity/list', action: 'attendance.record', send },
]
