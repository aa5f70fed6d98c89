import { newSecret } from '../../../../shared/kernel/ids.ts'
import { approveHours, approveInput } from '../../../commands/hours.ts'
import { listWaitingHours } from '../../../queries/volunteer.ts'
import { districtOf } from '../../../queries/districts.ts'
import { authorise } from '../../../context.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { At, Empty, Facts, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryNamedForm } from '../page.ts'
import { hours, kindNames } from './words.ts'

const SHOWN = 30

/** More than eight hours a day, each with the administrator's yes or no. */
async function show({ context, look, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { items } = await listWaitingHours(context, query.get('district') ?? undefined)
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>} mistakes={attempt?.mistakes ?? []}>
      {items.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      {items.slice(0, SHOWN).map((one) => {
        const form = formOf(one)
        const value = (field: string) => attempt?.values[`${form}.${field}`] ?? ''
        return (
          <Panel title={<><a href={`/projects/${one.project}/activities/${one.activity}`}>{one.title}</a> <span class="n">{one.number}</span></>} id={`w-${form}`}>
            <Facts facts={[
              ...one.days.map(({ day, minutes }) => ({ term: <At at={day} weekday={false} />, detail: <>{hours(minutes, look.language)} <span class="soft">{kindNames[one.kind][look.language]}</span></> })),
              { term: t.recordedBy, detail: one.recordedBy?.name ?? t.themselves },
            ]} />
            <Form action={`/hours/waiting/${one.activity}/${one.volunteer}`} command={newSecret()} label={`${one.title} ${one.number}`}>
              <ChoiceField path={`${form}.granted`} label={t.decision} required value={value('granted')} choices={[{ value: 'yes', label: t.yes }, { value: 'no', label: t.no }]} />
              <TextField path={`${form}.reason`} label={t.reason} required value={value('reason')} />
              <p class="acts"><Button weight="second">{t.send}</Button></p>
            </Form>
          </Panel>
        )
      })}
      {items.length > SHOWN ? <p class="soft">{t.more(items.length - SHOWN)}</p> : null}
    </Page>
  ) }
}

const formOf = ({ activity, volunteer }: { activity: string; volunteer: string }) => `${activity}-${volunteer}`

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { context, params } = asked
  authorise(context, 'hours.approve', { district: districtOf(context, undefined) })
  const { activity = '', volunteer = '' } = params
  return tryNamedForm(posted, formOf({ activity, volunteer }), async ({ granted, reason }) => {
    await approveHours(context, activity, volunteer, readAs(approveInput, { ...(granted === undefined ? {} : { granted: granted === 'yes' }), reason }))
    return { go: '/hours/waiting' }
  }, (attempt) => show(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: { title: '超过 8 小时的时长', lead: '一人一天超过 8 小时的，经同意才计入。', none: '没有等待同意的时长', noneHint: '一人一天超过 8 小时的记录会列在这里。', recordedBy: '记录人', themselves: '本人扫码', decision: '是否计入', yes: '同意计入', no: '不计入', reason: '理由', send: '提交', more: (n: number) => `还有 ${n} 条，处理完上面的就会出现。` },
  en: { title: 'More than 8 hours a day', lead: 'More than 8 hours of one person on one day count only after a yes.', none: 'No hours wait', noneHint: 'Records of more than 8 hours of one person on one day are listed here.', recordedBy: 'Recorded by', themselves: 'the volunteer’s own scan', decision: 'Do they count', yes: 'They count', no: 'They do not', reason: 'Reason', send: 'Decide', more: (n) => `${n} more appear when those above are done.` },
})

export const approvalPages: PageRoute[] = [
  { method: 'get', path: '/hours/waiting', action: 'hours.approve', show: (asked) => show(asked) },
  { method: 'post', path: '/hours/waiting/:activity/:volunteer', action: 'hours.approve', send },
]
