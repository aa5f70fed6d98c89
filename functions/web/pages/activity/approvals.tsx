import { newSecret } from '../../../../shared/kernel/ids.ts'
import { approveHours, approveInput, approveMany, approveManyInput } from '../../../commands/hours.ts'
import { readWaitingHours, type Waiting, type WaitingDay } from '../../../queries/hours-waiting.ts'
import { districtOf } from '../../../queries/districts.ts'
import { authorise } from '../../../context.ts'
import { TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { At, Empty, Facts, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'
import { cameAndWent, hours, kindNames } from './words.ts'

/** More than eight hours a day, each with what the administrator needs to say yes or no; several at once with one yes. */
async function show({ context, look, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { district, items, total } = await readWaitingHours(context, query.get('district') ?? undefined)
  const t = texts(look)
  const values = attempt?.values ?? {}
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>} mistakes={attempt?.mistakes ?? []}>
      {items.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      {items.map((one) => <One look={look} district={district} one={one} values={values} several={items.length > 1} />)}
      {items.length > 1 ? (
        <Panel title={t.several} id="several">
          <Form action={`/hours/waiting?district=${district}`} command={newSecret()} id={MANY}>
            <TextField path="all.reason" label={t.reason} value={values['all.reason'] ?? ''} />
            <p class="acts"><Button>{t.yesAll}</Button></p>
          </Form>
        </Panel>
      ) : null}
      {total > items.length ? <p class="soft">{t.more(total - items.length)}</p> : null}
    </Page>
  ) }
}

/** The form that the ticks of all panels belong to. */
const MANY = 'many'

function One({ look, district, one: { record, project, days }, values, several }: { look: Look; district: string; one: Waiting; values: Record<string, string>; several: boolean }) {
  const t = texts(look)
  const form = formOf(record)
  return (
    <Panel
      title={<><a href={`/projects/${record.project}/activities/${record.activity}`}>{record.title}</a> <span class="soft">{t.number}</span> <span class="n">{record.number}</span></>} id={`w-${form}`}
      end={several ? <label class="pick"><input type="checkbox" name="records" value={form} form={MANY} checked={(values.records ?? '').split(',').includes(form)} /><span>{t.tick}<span class="vh"> {record.title} {record.number}</span></span></label> : undefined}
    >
      <Facts facts={[
        { term: t.project, detail: <a href={`/projects/${record.project}`}>{project.title}</a> },
        { term: t.organisation, detail: project.organisation.name },
        ...days.map((day) => ({ term: <At at={day.day} weekday={false} />, detail: <Day look={look} record={record} day={day} /> })),
        { term: t.recordedBy, detail: record.recordedBy?.name ?? t.themselves },
      ]} />
      <Form action={`/hours/waiting/${record.activity}/${record.volunteer}?district=${district}`} command={newSecret()} label={`${record.title} ${record.number}`}>
        <TextField path={`${form}.reason`} label={t.reason} hint={t.reasonHint} value={values[`${form}.reason`] ?? ''} />
        <p class="acts"><Button weight="second" name={`${form}.granted`} value="yes">{t.yes}</Button><Button weight="late" name={`${form}.granted`} value="no">{t.no}</Button></p>
      </Form>
    </Panel>
  )
}

function Day({ look, record, day: { minutes, total, others } }: { look: Look; record: Waiting['record']; day: WaitingDay }) {
  const t = texts(look)
  const { language } = look
  return (
    <>
      <p><strong>{t.total} <span class="n">{hours(total, language)}</span></strong></p>
      <p><span class="n nw">{cameAndWent(record)}</span> {t.this} <span class="n nw">{hours(minutes, language)}</span> <span class="soft">{kindNames[record.kind][language]}</span></p>
      {others.map(({ span, title }) => (
        <p><span class="n nw">{cameAndWent(span)}</span> {title ?? t.elsewhere} <span class="n nw">{span.state === 'open' ? t.open : hours(span.minutes, language)}</span> <span class="soft">{kindNames[span.kind][language]}{span.state === 'waiting' ? t.waits : ''}</span></p>
      ))}
      {others.length === 0 ? <p class="soft">{t.nothingElse}</p> : null}
    </>
  )
}

const formOf = ({ activity, volunteer }: { activity: string; volunteer: string }) => `${activity}-${volunteer}`

/** Asks the access table before a form is read. */
function allow({ context, query }: Asked): string {
  const district = districtOf(context, query.get('district') ?? undefined)
  authorise(context, 'hours.approve', { district })
  return `/hours/waiting?district=${district}`
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const [back, { activity = '', volunteer = '' }] = [allow(asked), asked.params]
  return tryNamedForm(posted, formOf({ activity, volunteer }), async ({ granted, reason }) => {
    await approveHours(asked.context, activity, volunteer, readAs(approveInput, { ...(granted === undefined ? {} : { granted: granted === 'yes' }), reason }))
    return { go: back }
  }, (attempt) => show(asked, attempt))
}

async function sendMany(asked: Asked, posted: Posted): Promise<Shown> {
  const back = allow(asked)
  return tryForm(posted, async () => {
    const records = (posted.lists.records ?? []).map((one) => ({ activity: one.split('-')[0], volunteer: one.split('-')[1] }))
    await approveMany(asked.context, readAs(approveManyInput, { records, reason: posted.fields['all.reason'] ?? '' }))
    return { go: back }
  }, ({ values, mistakes }) => show(asked, {
    values: { ...values, records: (posted.lists.records ?? []).join(',') },
    mistakes: mistakes.map((mistake) => (mistake.path.startsWith('records') ? { ...mistake, path: '', zh: '请先勾选要一起同意的', en: 'Tick those that you say yes to first' } : { ...mistake, path: `all.${mistake.path}` })),
  }))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '超过 8 小时的时长', lead: '一人一天超过 8 小时的，经同意才计入。', none: '没有等待同意的时长', noneHint: '一人一天超过 8 小时的记录会列在这里。', project: '项目', organisation: '单位', number: '志愿者', recordedBy: '记录人', themselves: '本人扫码',
    total: '当天一共', this: '本场', elsewhere: '其他区的活动', open: '还在场', waits: '，也在等同意', nothingElse: '当天没有参加别的活动', yes: '同意计入', no: '不计入', tick: '选中', several: '一起同意选中的', yesAll: '选中的都同意计入', reason: '理由', reasonHint: '不计入的要写，对方会看到。', more: (n: number) => `还有 ${n} 条，处理完上面的就会出现。`,
  },
  en: {
    title: 'More than 8 hours a day', lead: 'More than 8 hours of one person on one day count only after a yes.', none: 'No hours wait', noneHint: 'Records of more than 8 hours of one person on one day are listed here.', project: 'Project', organisation: 'Organisation', number: 'volunteer', recordedBy: 'Recorded by', themselves: 'the volunteer’s own scan',
    total: 'That day in all', this: 'here', elsewhere: 'an activity in another district', open: 'still there', waits: ', waits too', nothingElse: 'No other activity that day', yes: 'They count', no: 'They do not', tick: 'Tick', several: 'Say yes to the ticked ones', yesAll: 'All ticked ones count', reason: 'Reason', reasonHint: 'Needed for a no; they will read it.', more: (n) => `${n} more appear when those above are done.`,
  },
})

export const approvalPages: PageRoute[] = [
  { method: 'get', path: '/hours/waiting', action: 'hours.approve', show: (asked) => show(asked) },
  { method: 'post', path: '/hours/waiting', action: 'hours.approve', send: sendMany },
  { method: 'post', path: '/hours/waiting/:activity/:volunteer', action: 'hours.approve', send },
]
