import { newSecret } from '../../../../shared/kernel/ids.ts'
import { readableBytes } from '../../../../shared/file/file.ts'
import { callOff, callOffInput, reasonInput, reopenReport, reportActivity, reportInput, takeUpAgain } from '../../../commands/activity.ts'
import { explainActivity, explainInput } from '../../../commands/doubt.ts'
import { leaderSignInput, rate, rateInput, signByLeader } from '../../../commands/attendance-list.ts'
import { projectFileForm, removePhoto } from '../../../commands/project-file.ts'
import type { Upload } from '../../../commands/file.ts'
import type { Action } from '../../../../shared/person/access.ts'
import { type ActivityView, readActivity } from '../../../queries/activity.ts'
import { ChoiceField, FileField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { HiddenField, IntegerField, TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Figures, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'
import { Came } from './came.tsx'
import { doubtForm, Doubts } from '../project/doubts.tsx'
import { ActivityPage, allow } from './frame.tsx'
import { whole } from './plan.tsx'
import { DoubtText } from './doubt-text.tsx'
import { standingNames, standingTones, timesOf } from './words.ts'

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const view = await readActivity(context, params.project ?? '', params.activity ?? '')
  const { project, activity, standing, open } = view
  const path = `/projects/${project.id}/activities/${activity.id}`
  const upload = open ? await projectFileForm(context, project.id, 'photo', activity.id, `${path}#photos`) : null
  const t = texts(look)
  const over = activity.endsAt <= context.now
  const page = Number(query.get('page'))
  return { page: (
    <ActivityPage
      look={look} context={context} project={project} activity={null} title={activity.title} mistakes={attempt?.mistakes}
      lead={<><Tag state={standingTones[standing]}>{standingNames[standing][look.language]}</Tag> <At at={activity.startsAt} time={false} /> <span class="n nw">{timesOf(activity, look.language)}</span></>}
      actions={open && activity.state === 'planned' ? <>{over ? null : <ButtonLink href={`${path}/code`} weight="primary">{t.code}</ButtonLink>}<ButtonLink href={`${path}/edit`} icon="edit">{t.edit}</ButtonLink></> : undefined}
    >
      <State look={look} view={view} path={path} values={attempt?.values ?? {}} />
      <div class="split">
        <div class="stackv">
          <Came look={look} view={view} page={page} />
          <Report look={look} view={view} path={path} values={attempt?.values ?? {}} />
        </div>
        <aside class="stackv">
          <Panel title={t.facts} id="facts"><ActivityFacts look={look} view={view} /></Panel>
          <Photos look={look} view={view} upload={upload} path={path} />
          {open && activity.state === 'planned' && !over ? <p><CallOff look={look} path={path} series={activity.series !== null && activity.series.number < activity.series.of} /></p> : null}
        </aside>
      </div>
    </ActivityPage>
  ) }
}

function State({ look, view, path, values }: { look: Look; view: ActivityView; path: string; values: Readonly<Record<string, string>> }) {
  const t = texts(look)
  const { activity, opening, doubts, attendances, standing, open, dropped } = view
  const names = new Map<string, string>(attendances.map(({ volunteer, name }) => [volunteer, name]))
  return (
    <>
      {dropped ? <Note state="idle" icon="no">{t.dropped}</Note> : standing === 'unreported' ? <Note state="idle">{t.unreported}</Note> : null}
      {activity.state === 'planned' && !dropped && opening.length > 0 ? <Note state="late" icon="locked"><p>{t.closed}</p><ul>{opening.map((one) => <li>{one[look.language]}</li>)}</ul>{open ? <p><a href={`${path}/edit`}>{t.fill}</a></p> : null}</Note> : null}
      {standing === 'late' ? <Note state="late">{t.late}</Note> : standing === 'to-report' ? <Note state="wait">{t.until} <At at={view.lateFrom} />{t.untilEnd}</Note> : null}
      {activity.calledOff === null ? null : (
        <Note state="idle" icon="no">
          <p>{t.calledOff} <strong>{activity.calledOff.reason}</strong></p>
          {open && activity.startsAt > look.now ? <Form action={`${path}/cancellation/undo`} command={newSecret()}><Button weight="second" icon="back">{t.again}</Button></Form> : null}
        </Note>
      )}
      <Doubts look={look} at={path} explains={view.explains} values={values} doubts={doubts.map((doubt) => ({ ...doubt, text: <DoubtText look={look} doubt={doubt} name={'volunteer' in doubt ? (names.get(doubt.volunteer) ?? '') : ''} /> }))} />
    </>
  )
}

function ActivityFacts({ look, view: { activity } }: { look: Look; view: ActivityView }) {
  const t = texts(look)
  const { what, place, expected, breakMinutes, leader, dangerous, insurance, agreement, minors, guardians, series } = activity
  return (
    <Facts facts={[
      what !== '' && { term: t.what, detail: what },
      { term: t.place, detail: place },
      series !== null && { term: t.series, detail: t.nth(series.number, series.of) },
      expected !== null && { term: t.expected, detail: t.people(expected) },
      breakMinutes > 0 && { term: t.breaks, detail: t.minutes(breakMinutes) },
      leader.name !== '' && { term: t.leader, detail: `${leader.name} ${leader.phone}` },
      dangerous && { term: t.danger, detail: <>{t.adults}{insurance === '' ? null : <p>{t.insurance} {insurance}</p>}{agreement === '' ? null : <p>{agreement}</p>}</> },
      minors && { term: t.minors, detail: guardians === '' ? t.notYet : guardians },
    ]} />
  )
}

function Photos({ look, view: { photos }, upload, path }: { look: Look; view: ActivityView; upload: Upload | null; path: string }) {
  const t = texts(look)
  return (
    <Panel title={t.photos} id="photos">
      {photos.length === 0 ? <p class="soft">{t.noPhotos}</p> : (
        <ul class="tasks">
          {photos.map(({ file, name, bytes }) => (
            <li>
              <div class="with-thumb">
                <a href={`/files/${file}`}><img class="thumb" src={`/files/${file}`} alt={name} width="96" height="64" loading="lazy" /></a>
                <div class="photo-name">{name}<p>{readableBytes(bytes)}</p></div>
              </div>
              {upload === null ? null : <Dialog label={t.remove} about={` ${name}`} weight="quiet" icon="remove" title={t.removeTitle}><Form action={`${path}/photos/removal`} command={newSecret()}><HiddenField path="file" value={file} /><Button weight="late">{t.remove}</Button></Form></Dialog>}
            </li>
          ))}
        </ul>
      )}
      {upload === null ? null : (
        <Form action={upload.url} files label={t.upload}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="photo" name="file" label={t.photo} hint={t.photoHint} required kinds={look.language === 'zh' ? 'JPG、PNG' : 'JPG, PNG'} accept=".jpg,.jpeg,.png" megabytes={10} />
          <p><Button weight="second" icon="upload">{t.upload}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

function Report({ look, view, path, values }: { look: Look; view: ActivityView; path: string; values: Record<string, string> }) {
  const t = texts(look)
  const { activity: { report, endsAt, state }, open } = view
  if (report !== null) {
    return (
      <Panel title={t.report} id="report">
        <Figures figures={[{ label: t.beneficiaries, value: report.beneficiaries, unit: t.person }, { label: t.attendances, value: report.attendances, unit: t.times }]} />
        {report.what.split('\n').map((line) => <p>{line}</p>)}
        <p class="soft">{report.by.name} <At at={report.at} /></p>
        {open ? <Dialog label={t.takeBack} weight="second" icon="back" title={t.takeBackTitle}><Form action={`${path}/report/withdrawal`} command={newSecret()}><TextArea path="reason" label={t.reason} required rows={2} value="" /><Button weight="late">{t.takeBack}</Button></Form></Dialog> : null}
      </Panel>
    )
  }
  if (!open || state !== 'planned' || endsAt > look.now) return null
  return (
    <Panel title={t.report} id="report">
      <p class="soft">{t.reportLead}</p>
      <Form action={`${path}/report`} command={newSecret()}>
        <TextArea path="what" label={t.happened} required value={values.what ?? ''} limit={3000} rows={5} />
        <IntegerField path="beneficiaries" label={t.beneficiaries} hint={t.beneficiariesHint} required value={values.beneficiaries ?? ''} unit={t.person} />
        <IntegerField path="attendances" label={t.attendances} hint={t.attendancesHint} required value={values.attendances ?? ''} unit={t.times} />
        <p class="acts"><Button>{t.send}</Button></p>
      </Form>
    </Panel>
  )
}

function CallOff({ look, path, series }: { look: Look; path: string; series: boolean }) {
  const t = texts(look)
  return (
    <Dialog label={t.callOff} weight="late" icon="no" title={series ? t.callOffSeries : t.callOffTitle}>
      <Form action={`${path}/cancellation`} command={newSecret()}>
        {series ? <ChoiceField path="rest" label={t.which} required value="no" choices={[{ value: 'no', label: t.onlyThis }, { value: 'yes', label: t.andRest, hint: t.andRestHint }]} /> : null}
        <TextArea path="reason" label={t.reason} required rows={2} value="" />
        <Button weight="late">{t.callOff}</Button>
      </Form>
    </Dialog>
  )
}

/** A deed on one activity that comes back to its page. */
const deed = (action: Action, run: (asked: Asked, at: { project: string; activity: string }, posted: Posted) => Promise<unknown>) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  const at = await allow(asked, action)
  return tryForm(posted, async () => {
    await run(asked, at, posted)
    return { go: `/projects/${at.project}/activities/${at.activity}` }
  }, (attempt) => show(asked, attempt))
}

/** Says what was found out about one of its doubts. */
async function sendExplanation(asked: Asked, posted: Posted): Promise<Shown> {
  const at = await allow(asked, 'doubt.explain')
  const { doubt = '' } = asked.params
  return tryNamedForm(posted, doubtForm(doubt), async ({ sentence }) => {
    await explainActivity(asked.context, at.project, at.activity, doubt, readAs(explainInput, { sentence }))
    return { go: `/projects/${at.project}/activities/${at.activity}#doubts` }
  }, (attempt) => show(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    code: '出示签到码', edit: '修改', facts: '活动信息', what: '内容', place: '地点', series: '系列', nth: (n: number, of: number) => `第 ${n} 场，共 ${of} 场`, expected: '预计服务', people: (n: number) => `${n} 人`, breaks: '不计时长', minutes: (n: number) => `${n} 分钟（路上、休息、用餐）`, leader: '现场负责人',
    danger: '有危险', adults: '只限成年人', insurance: '保险单号', minors: '服务未成年人', notYet: '还没有写监护人怎样同意', closed: '这场活动还不能签到：', fill: '去补充',
    late: '活动结束已超过 10 个工作日，时长和评价还没有记完。请尽快填报。', until: '请在', untilEnd: '前记完时长和评价，并填报。', calledOff: '活动已取消。理由：', dropped: '安排这场活动的阶段在它之前就结束了，这场活动算作取消。', unreported: '安排这场活动的阶段已经结束，没有填报。', again: '恢复活动',
    photos: '照片', noPhotos: '还没有照片。', upload: '上传', photo: '选一张照片', photoHint: '拍到的人要先同意；有未成年人的，不要公开。',
    report: '活动记录', reportLead: '先补齐每个人的时长和评价，再填报。人数和人次是两个数，不能相加。', happened: '做了什么', beneficiaries: '受益人数', beneficiariesHint: '不同的人，每人算一次。', attendances: '受益人次', attendancesHint: '每人每来一次算一次。', person: '人', times: '人次', send: '填报',
    takeBack: '撤回记录', takeBackTitle: '撤回后可以修改，再重新填报', reason: '理由', callOff: '取消活动', callOffTitle: '只取消这一场', callOffSeries: '取消这一场，还是以后的都取消', which: '取消哪些', onlyThis: '只取消这一场', andRest: '这一场和以后各场', andRestHint: '同一系列里还没办的；要恢复的，之后一场一场恢复。', remove: '移除', removeTitle: '移除后要重新上传才能找回',
  },
  en: {
    code: 'Show the sign-in code', edit: 'Change', facts: 'The activity', what: 'What happens', place: 'Place', series: 'Series', nth: (n, of) => `${n} of ${of}`, expected: 'Means to serve', people: (n) => `${n} people`, breaks: 'Not counted', minutes: (n) => `${n} minutes (travel, rest, meals)`, leader: 'Leader on the spot',
    danger: 'Dangerous', adults: 'Adults only', insurance: 'Insurance policy', minors: 'Serves minors', notYet: 'How their guardians agreed is not written yet', closed: 'Nobody can sign in to this activity yet:', fill: 'Fill it in',
    late: 'It has been over for more than 10 working days, and hours and ratings are not recorded. Please report it soon.', until: 'Record hours and ratings and report it before', untilEnd: '.', calledOff: 'Called off. The reason:', dropped: 'The stage it was planned in ended before it; it counts as called off.', unreported: 'The stage it was planned in is over; nobody reported it.', again: 'Take it up again',
    photos: 'Photos', noPhotos: 'No photos yet.', upload: 'Upload', photo: 'Choose a photo', photoHint: 'Whoever is on it has to agree; with minors on it, do not publish it.',
    report: 'Report', reportLead: 'First complete everybody’s hours and ratings. People and attendances are two numbers and never added.', happened: 'What happened', beneficiaries: 'People served', beneficiariesHint: 'Different people, each once.', attendances: 'Attendances', attendancesHint: 'Each person once for each time.', person: 'people', times: 'attendances', send: 'Report',
    takeBack: 'Take the report back', takeBackTitle: 'It can then be changed and sent again', reason: 'Reason', callOff: 'Call it off', callOffTitle: 'Only this date is called off', callOffSeries: 'Only this date, or those after it too', which: 'Which dates', onlyThis: 'Only this one', andRest: 'This and those after it', andRestHint: 'Those of the series that are still planned; each can be taken up again by itself.', remove: 'Remove', removeTitle: 'To have it back it has to be uploaded again',
  },
})

const path = '/projects/:project/activities/:activity'
export const activityPagesOfOne: PageRoute[] = [
  { method: 'get', path, action: 'activity.read', show: (asked) => show(asked) },
  { method: 'post', path: `${path}/cancellation`, action: 'activity.plan', send: deed('activity.plan', ({ context }, at, { body }) => callOff(context, at.project, at.activity, readAs(callOffInput, { reason: body.reason, rest: body.rest === 'yes' }))) },
  { method: 'post', path: `${path}/photos/removal`, action: 'activity.report', send: deed('activity.report', ({ context }, at, { fields }) => removePhoto(context, at.project, at.activity, fields.file ?? '')) },
  { method: 'post', path: `${path}/cancellation/undo`, action: 'activity.plan', send: deed('activity.plan', ({ context }, at) => takeUpAgain(context, at.project, at.activity)) },
  {
    method: 'post', path: `${path}/report`, action: 'activity.report',
    send: deed('activity.report', ({ context }, at, { body, fields }) => reportActivity(context, at.project, at.activity, readAs(reportInput, { ...body, beneficiaries: whole(fields.beneficiaries), attendances: whole(fields.attendances) }))),
  },
  { method: 'post', path: `${path}/report/withdrawal`, action: 'activity.report', send: deed('activity.report', ({ context }, at, { body }) => reopenReport(context, at.project, at.activity, readAs(reasonInput, body))) },
  { method: 'post', path: `${path}/doubts/:doubt`, action: 'doubt.explain', send: sendExplanation },
  { method: 'post', path: `${path}/now`, action: 'attendance.record', send: deed('attendance.record', ({ context }, at, { body }) => signByLeader(context, at.project, at.activity, readAs(leaderSignInput, body))) },
  { method: 'post', path: `${path}/ratings`, action: 'attendance.record', send: deed('attendance.record', ({ context }, at, { body }) => rate(context, at.project, at.activity, readAs(rateInput, body))) },
]
