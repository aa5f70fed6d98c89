import { clockOf } from '../../../../shared/activity/activity.ts'
import type { Attendance } from '../../../../shared/hours/hours.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { correctHours, correctInput } from '../../../commands/hours.ts'
import { readActivity } from '../../../queries/activity.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { IntegerField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Note, Panel, Tag, Trail } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ActivityPage, allow } from './frame.tsx'
import { whole } from './plan.tsx'
import { cameAndWent, hours, hourStateNames, hourStateTones, kindNames, ratingNames } from './words.ts'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { project, activity, attendances, member } = await readActivity(context, params.project ?? '', params.activity ?? '')
  const record = attendances.find(({ volunteer }) => volunteer === params.volunteer)
  if (record === undefined) throw new Refusal('NOT_FOUND')
  const t = texts(look)
  const path = `/projects/${project.id}/activities/${activity.id}`
  const values = attempt?.values ?? { from: clockOf(record.from), to: clockOf(record.to ?? activity.endsAt), breakMinutes: record.to === null ? '' : String(record.breakMinutes), effect: 'times' }
  return { page: (
    <ActivityPage look={look} context={context} project={project} activity={activity} title={t.title(record.name)} mistakes={attempt?.mistakes}>
      {record.asked === null ? null : <Note state="wait"><p>{t.asked} <At at={record.asked.at} /></p><p><strong>{record.asked.text}</strong></p></Note>}
      <div class="split">
        <div class="stackv">
          {member ? (
            <Panel title={t.correct} id="correct">
              <p class="soft">{t.lead}</p>
              <Form action={`${path}/hours/${record.volunteer}`} command={newSecret()}>
                <ChoiceField path="effect" label={t.effect} required value={values.effect ?? 'times'} choices={[{ value: 'times', label: t.times }, ...(record.state === 'struck' ? [] : [{ value: 'strike', label: t.strike, hint: t.strikeHint }]), ...(record.asked === null ? [] : [{ value: 'keep', label: t.keep }])]} />
                <TextField path="from" label={t.from} type="time" required width="short" value={values.from ?? ''} />
                <TextField path="to" label={t.to} type="time" required width="short" value={values.to ?? ''} />
                <IntegerField path="breakMinutes" label={t.breaks} value={values.breakMinutes ?? ''} unit={t.minutes} />
                <TextArea path="reason" label={t.reason} required value={values.reason ?? ''} rows={2} limit={500} />
                <p class="acts"><Button>{t.send}</Button><ButtonLink href={path}>{t.back}</ButtonLink></p>
              </Form>
            </Panel>
          ) : null}
        </div>
        <aside class="stackv">
          <Panel title={t.now} id="now"><Now look={look} record={record} /></Panel>
          {record.corrections.length === 0 ? null : (
            <Panel title={t.history} id="history">
              <Trail entries={record.corrections.toReversed().map(({ at, by, recordedBy, before, reason }) => ({
                at, text: withColon(look.language, by.name, reason),
                detail: t.was(cameAndWent(before), hours(before.minutes, look.language), kindNames[before.kind][look.language], recordedBy?.name ?? t.themselves),
              }))} />
            </Panel>
          )}
        </aside>
      </div>
    </ActivityPage>
  ) }
}

function Now({ look, record }: { look: Look; record: Attendance }) {
  const t = texts(look)
  const { language } = look
  return (
    <Facts facts={[
      { term: t.number, detail: <span class="n">{record.number}</span> },
      { term: t.state, detail: <Tag state={hourStateTones[record.state]}>{hourStateNames[record.state][language]}</Tag> },
      { term: t.time, detail: <><At at={record.from} time={false} /> <span class="n">{cameAndWent(record)}</span></> },
      record.state !== 'open' && { term: t.hours, detail: <>{hours(record.minutes, language)} <span class="soft">{kindNames[record.kind][language]}</span></> },
      record.days.length > 1 && { term: t.byDay, detail: <>{record.days.map(({ day, minutes }) => <p><At at={day} weekday={false} /> {hours(minutes, language)}</p>)}</> },
      record.breakMinutes > 0 && { term: t.breaks, detail: `${record.breakMinutes} ${t.minutes}` },
      record.rating !== null && { term: t.rating, detail: <>{ratingNames[record.rating.value][language]} <span class="soft"><At at={record.rating.at} time={false} weekday={false} /></span></> },
      { term: t.recordedBy, detail: record.recordedBy?.name ?? t.themselves },
      record.approval !== null && { term: t.approval, detail: record.approval.reason === '' ? record.approval.by.name : withColon(language, record.approval.by.name, record.approval.reason) },
    ]} />
  )
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { project, activity } = await allow(asked, 'hours.correct')
  const { breakMinutes: _, from, to, ...rest } = posted.body
  const minutes = whole(posted.fields.breakMinutes)
  const times = Object.fromEntries(Object.entries({ from, to }).filter(([, value]) => value !== undefined && value !== ''))
  return tryForm(posted, async () => {
    await correctHours(asked.context, project, activity, asked.params.volunteer ?? '', readAs(correctInput, { ...rest, ...times, ...(minutes === null ? {} : { breakMinutes: minutes }) }))
    return { go: `/projects/${project}/activities/${activity}#came` }
  }, (attempt) => show(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: (name: string) => `${name}的时长`, asked: '志愿者请求更正：', correct: '更正', lead: '原来的时间、理由和双方姓名都会留下。在签到和签退之间的时间仍算签到时长，其他算补录时长。', effect: '怎样更正', times: '改时间', strike: '不计入', strikeHint: '记录还在，只是不再计入时长', keep: '不改，答复志愿者',
    from: '到场', to: '离开', breaks: '休息和路上的时间', minutes: '分钟', reason: '理由', send: '更正', back: '返回', now: '现在的记录', history: '更正过程', number: '志愿者编号', state: '状态', time: '时间', hours: '时长', byDay: '按日', rating: '评价', recordedBy: '记录人', themselves: '本人扫码', approval: '超过 8 小时的审批',
    was: (time: string, length: string, kind: string, by: string) => `原为 ${time}，${length}（${kind}），记录人：${by}`,
  },
  en: {
    title: (name) => `Hours of ${name}`, asked: 'The volunteer asks for a correction:', correct: 'Correct', lead: 'The old times, the reason and both names are kept. Times between sign-in and sign-out stay checked in; any others are back-filled.', effect: 'What to do', times: 'Other times', strike: 'Do not count it', strikeHint: 'The record stays; it just does not count', keep: 'Leave it, and answer the volunteer',
    from: 'Came', to: 'Went', breaks: 'Breaks and travel', minutes: 'minutes', reason: 'Reason', send: 'Correct', back: 'Back', now: 'As it stands', history: 'Corrections', number: 'Volunteer number', state: 'State', time: 'Time', hours: 'Hours', byDay: 'By day', rating: 'Rating', recordedBy: 'Recorded by', themselves: 'the volunteer’s own scan', approval: 'Word on more than 8 hours',
    was: (time, length, kind, by) => `was ${time}, ${length} (${kind}), recorded by ${by}`,
  },
})

export const correctionPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/activities/:activity/hours/:volunteer', action: 'activity.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/activities/:activity/hours/:volunteer', action: 'hours.correct', send },
]
