import { type Activity, clockOf, MOST_DATES, planSchema, repeats } from '../../../../shared/activity/activity.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { changeActivity, planActivities, planInput } from '../../../commands/activity.ts'
import { readActivity } from '../../../queries/activity.ts'
import { loadProject } from '../../../../shared/project/project.store.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import { authorise, type Context } from '../../../context.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { DateField, IntegerField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Note, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ActivityPage, allow } from './frame.tsx'

/** A whole number as it was typed: nothing is none, and what is no number stays for its mistake. */
export const whole = (text: string | undefined): number | string | null => (text === undefined || text.trim() === '' ? null : /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : text)

/** The form's fields as the command takes them. */
function sent({ body, fields }: Posted): Record<string, unknown> {
  const { repeat, until, ...rest } = body
  return {
    ...rest, expected: whole(fields.expected), capacity: whole(fields.capacity), breakMinutes: whole(fields.breakMinutes) ?? 0, dangerous: fields.dangerous === 'true', minors: fields.minors === 'true',
    ...(repeat === undefined ? {} : { repeat }), ...(until === undefined || until === '' ? {} : { until }),
  }
}

function valuesOf(activity: Activity): Record<string, string> {
  const { title, what, place, startsAt, endsAt, expected, capacity, breakMinutes, leader, dangerous, insurance, agreement, minors, guardians } = activity
  return {
    title, what, place, day: shanghaiDate(startsAt), from: clockOf(startsAt), to: clockOf(endsAt), expected: expected === null ? '' : String(expected), capacity: capacity === null ? '' : String(capacity), breakMinutes: breakMinutes === 0 ? '' : String(breakMinutes),
    'leader.name': leader.name, 'leader.phone': leader.phone, dangerous: String(dangerous), insurance, agreement, minors: String(minors), guardians,
  }
}

async function showNew({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { value: project } = await loadProject(context.table, params.project ?? '')
  authorise(context, 'activity.plan', projectTarget(project))
  const t = texts(look)
  return { page: <PlanPage look={look} context={context} project={project} activity={null} title={t.title} action={`/projects/${project.id}/activities`} values={attempt?.values ?? {}} attempt={attempt} back={`/projects/${project.id}/activities`} series /> }
}

async function showEdit({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { project, activity } = await readActivity(context, params.project ?? '', params.activity ?? '')
  authorise(context, 'activity.plan', projectTarget(project))
  const path = `/projects/${project.id}/activities/${activity.id}`
  return { page: <PlanPage look={look} context={context} project={project} activity={activity} title={texts(look).edit} action={`${path}/edit`} values={attempt?.values ?? valuesOf(activity)} attempt={attempt} back={path} /> }
}

function PlanPage({ look, context, project, activity, title, action, values, attempt, back, series }: { look: Look; context: Context; project: Project; activity: Activity | null; title: string; action: string; values: Record<string, string>; attempt: Attempt | undefined; back: string; series?: boolean }) {
  const t = texts(look)
  return (
    <ActivityPage look={look} context={context} project={project} activity={activity} title={title} mistakes={attempt?.mistakes}>
      <Form action={action} command={newSecret()}>
        <Panel title={t.facts} id="facts">
          <TextField path="title" label={t.name} required value={values.title ?? ''} limit={60} />
          <TextArea path="what" label={t.what} value={values.what ?? ''} limit={2000} rows={3} />
          <TextField path="place" label={t.place} required value={values.place ?? ''} limit={60} />
          <DateField path="day" label={t.day} required value={values.day ?? ''} />
          <TextField path="from" label={t.from} required type="time" width="short" value={values.from ?? ''} />
          <TextField path="to" label={t.to} hint={t.toHint} required type="time" width="short" value={values.to ?? ''} />
          {series ? (
            <>
              <ChoiceField path="repeat" label={t.repeat} as="select" none={null} required value={values.repeat ?? 'once'} choices={repeats.map((value) => ({ value, label: t.repeats[value] }))} />
              <DateField path="until" label={t.until} hint={t.untilHint} value={values.until ?? ''} />
            </>
          ) : null}
        </Panel>
        <Panel title={t.people} id="people">
          <IntegerField path="expected" label={t.expected} value={values.expected ?? ''} unit={t.person} />
          <IntegerField path="capacity" label={t.capacity} value={values.capacity ?? ''} unit={t.person} />
          <IntegerField path="breakMinutes" label={t.breaks} hint={t.breaksHint} value={values.breakMinutes ?? ''} unit={t.minutes} />
          <TextField path="leader.name" label={t.leader} value={values['leader.name'] ?? ''} />
          <TextField path="leader.phone" label={t.leaderPhone} type="tel" value={values['leader.phone'] ?? ''} />
        </Panel>
        <Panel title={t.safety} id="safety">
          <CheckField path="dangerous" label={t.dangerous} hint={t.dangerousHint} required checked={values.dangerous === 'true'} />
          <TextField path="insurance" label={t.insurance} value={values.insurance ?? ''} />
          <TextArea path="agreement" label={t.agreement} hint={t.agreementHint} value={values.agreement ?? ''} rows={2} />
          <CheckField path="minors" label={t.minors} hint={t.minorsHint} required checked={values.minors === 'true'} />
          <TextArea path="guardians" label={t.guardians} hint={t.guardiansHint} value={values.guardians ?? ''} rows={2} />
        </Panel>
        {series ? <Note>{t.seriesNote}</Note> : null}
        <p class="acts"><Button>{t.save}</Button><ButtonLink href={back}>{t.back}</ButtonLink></p>
      </Form>
    </ActivityPage>
  )
}

async function sendNew(asked: Asked, posted: Posted): Promise<Shown> {
  const { project } = await allow(asked, 'activity.plan')
  return tryForm(posted, async () => {
    const { activities } = await planActivities(asked.context, project, readAs(planInput, sent(posted)))
    return { go: activities.length === 1 ? `/projects/${project}/activities/${activities[0]}` : `/projects/${project}/activities` }
  }, (attempt) => showNew(asked, attempt))
}

async function sendEdit(asked: Asked, posted: Posted): Promise<Shown> {
  const { project, activity } = await allow(asked, 'activity.plan')
  return tryForm(posted, async () => {
    await changeActivity(asked.context, project, activity, readAs(planSchema, sent(posted)))
    return { go: `/projects/${project}/activities/${activity}` }
  }, (attempt) => showEdit(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '安排活动', edit: '修改活动', facts: '时间和地点', name: '活动名称', what: '做什么', place: '地点', day: '日期', from: '开始', to: '结束', toHint: '比开始早的，算到第二天', repeat: '重复', until: '最后一场的日期', untilHint: `重复的活动要填，一次最多排 ${MOST_DATES} 场。`,
    repeats: { once: '只办一次', weekly: '每周一次', fortnightly: '每两周一次', monthly: '每月同一天' },
    people: '人员', expected: '预计服务人数', capacity: '需要志愿者', person: '人', breaks: '路上、休息和用餐', breaksHint: '这些时间不计入服务时长。', minutes: '分钟', leader: '现场负责人', leaderPhone: '负责人电话',
    safety: '安全', dangerous: '这场活动有危险', dangerousHint: '例如应急救援、高处、涉水、医疗护理。要先有保险和协议才能签到，只限成年人参加。', insurance: '保险单号', agreement: '志愿服务协议', agreementHint: '签订日期和双方。', minors: '服务对象有未成年人', minorsHint: '参加的志愿者要有 12 个月内的无犯罪记录查询。', guardians: '监护人怎样同意', guardiansHint: '例如：家长签了同意书，存社区办公室。',
    seriesNote: '重复的活动会各成一场，之后可以单独改时间或取消。', save: '保存', back: '返回',
  },
  en: {
    title: 'Plan an activity', edit: 'Change the activity', facts: 'Time and place', name: 'Name', what: 'What happens', place: 'Place', day: 'Day', from: 'Begins', to: 'Ends', toHint: 'Earlier than the beginning means the next day', repeat: 'Repeats', until: 'Last day of the series', untilHint: `For a series only; at most ${MOST_DATES} dates at once.`,
    repeats: { once: 'Once', weekly: 'Every week', fortnightly: 'Every two weeks', monthly: 'The same day every month' },
    people: 'People', expected: 'People it means to serve', capacity: 'Volunteers needed', person: 'people', breaks: 'Travel, rest and meals', breaksHint: 'This time does not count as service.', minutes: 'minutes', leader: 'Leader on the spot', leaderPhone: 'Leader’s telephone',
    safety: 'Safety', dangerous: 'This activity is dangerous', dangerousHint: 'Rescue, heights, water, medical care and the like. Nobody can sign in before there are insurance and agreement; adults only.', insurance: 'Insurance policy number', agreement: 'Service agreement', agreementHint: 'When it was signed, and by whom.', minors: 'It serves minors', minorsHint: 'Its volunteers need an offence check of the last 12 months.', guardians: 'How their guardians agreed', guardiansHint: 'For example: signed forms, kept at the community office.',
    seriesNote: 'Each date of a series is an activity of its own, which can be moved or called off by itself.', save: 'Save', back: 'Back',
  },
})

export const activityPlanPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/activities/new', action: 'activity.plan', show: (asked) => showNew(asked) },
  { method: 'post', path: '/projects/:project/activities', action: 'activity.plan', send: sendNew },
  { method: 'get', path: '/projects/:project/activities/:activity/edit', action: 'activity.plan', show: (asked) => showEdit(asked) },
  { method: 'post', path: '/projects/:project/activities/:activity/edit', action: 'activity.plan', send: sendEdit },
]
