import { newSecret } from '../../../shared/kernel/ids.ts'
import { correctCalendar, correctCalendarInput } from '../../commands/calendar.ts'
import { readCalendar } from '../../queries/calendar.ts'
import { districtOf } from '../../queries/districts.ts'
import { ChoiceField } from '../look/choices.tsx'
import { DateField, HiddenField, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Empty, Note, Panel, Section, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '工作日历', lead: '公示期按工作日计算。国务院公布的放假和调休已在内；本区另有安排的，在这里更正。',
      unknown: (year: string) => `${year} 年的放假安排还没有公布，暂按周一至周五为工作日；跨入的公示期会标明“可能变动”。`,
      unusual: '今后半年的放假和调休', date: '日期', state: '安排', working: '上班', off: '休息', corrected: '本区更正', reason: '理由', none: '今后半年没有放假和调休',
      change: '更正一天', day: '这一天', published: '按公布的安排（撤回更正）', save: '更正', kept: '已发布的公示不变。', undo: '撤回', undone: '撤回更正',
    },
    en: {
      title: 'Working days',
      lead: 'Notices are counted in working days. Public holidays and the days worked in lieu are known here; what is different in the district is corrected here.',
      unknown: (year) => `The holidays of ${year} are not published yet; Monday to Friday count as working days for now, and a notice that reaches into it is marked.`,
      unusual: 'Holidays and days worked in lieu, next half year', date: 'Date', state: 'Is', working: 'worked', off: 'off',
      corrected: 'corrected here', reason: 'Reason', none: 'None in the next half year', change: 'Correct a day', day: 'This day is',
      published: 'as published (takes a correction back)', save: 'Correct it', kept: 'Published notices stay as they are.',
      undo: 'Take back', undone: 'correction taken back',
    },
  })

async function show(asked: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const { context, look, query } = asked
  const calendar = await readCalendar(context, districtOf(context, query.get('district') ?? attempt.values.district))
  const t = texts(look)
  const { values } = attempt
  return { page: (
    <Page look={look} title={t.title} mistakes={attempt.mistakes}>
      <p class="read">{t.lead}</p>
      <Note state="wait" icon="info">{t.unknown(calendar.unknownFrom)}</Note>
      <div class="split">
        <aside class="stackv">
          <Panel title={t.change} id="change">
            <Form action="/calendar" command={newSecret()} labelledBy="change">
              <HiddenField path="district" value={calendar.district} />
              <DateField path="date" label={t.date} value={values.date} required />
              <ChoiceField path="day" label={t.day} required value={values.day} choices={[{ value: 'off', label: t.off }, { value: 'working', label: t.working }, { value: 'published', label: t.published }]} />
              <TextField path="reason" label={t.reason} value={values.reason} limit={300} required />
              <p class="small soft">{t.kept}</p>
              <p class="acts"><Button>{t.save}</Button></p>
            </Form>
          </Panel>
        </aside>
        <Section title={t.unusual} id="unusual">
          <Table caption={t.unusual} rows={calendar.unusual} empty={<Empty title={t.none} />} columns={[
            { header: t.date, names: true, cell: ({ date }) => <At at={date} year="always" /> },
            { header: t.state, cell: ({ working, corrected }) => <><Tag state={working ? 'now' : 'idle'}>{working ? t.working : t.off}</Tag>{corrected ? <> <span class="small soft">{t.corrected}</span></> : null}</> },
            { header: t.reason, cell: ({ date }) => calendar.corrections[date]?.reason },
            { header: t.undo, hidden: true, align: 'end', cell: ({ date, corrected }) => corrected ? (
              <Form action="/calendar" command={newSecret()} class="" label={`${t.undo} ${date}`}>
                <HiddenField path="district" value={calendar.district} /><HiddenField path="date" value={date} /><HiddenField path="day" value="published" /><HiddenField path="reason" value={t.undone} />
                <Button weight="quiet" icon="back" label={`${t.undo} ${date}`}>{t.undo}</Button>
              </Form>
            ) : null },
          ]} />
        </Section>
      </div>
    </Page>
  ) }
}

async function correct(asked: Asked, posted: Posted): Promise<Shown> {
  return tryForm(posted, async () => {
    const { district, ...body } = posted.body
    const input = readAs(correctCalendarInput, body)
    const code = districtOf(asked.context, typeof district === 'string' ? district : undefined)
    await correctCalendar(asked.context, code, input)
    return { go: `/calendar?district=${code}` }
  }, (attempt) => show(asked, attempt))
}

export const resultCalendarPages: PageRoute[] = [
  { method: 'get', path: '/calendar', action: 'calendar.correct', show: (asked) => show(asked) },
  { method: 'post', path: '/calendar', action: 'calendar.correct', send: correct },
]
