import { newSecret } from '../../../shared/kernel/ids.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { publishNotice, publishNoticeInput } from '../../commands/notice.ts'
import { authorise } from '../../context.ts'
import { type NoticePreview, previewNotice } from '../../queries/notice.ts'
import { Dialog } from '../look/dialog.tsx'
import { DateField, HiddenField, TextArea, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look, Mistake } from '../look/look.ts'
import { At, Note, Panel, Section } from '../look/tell.tsx'
import { inBrackets, words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { LinesTable, WindowDays } from './notice-parts.tsx'
import { type Asked, type Attempt, nest, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '准备公示', correctTitle: '更正公示', basis: '依据', process: '评审过程', phone: '电话', email: '邮箱', firstDay: '公示首日',
      correction: '与上一号相比改了什么', correctionHint: '会写在新公示上。公示期重新计算。', changeHint: '会写在新公示上。请不要写提出异议的人。', window: '公示期',
      count: (n: number, first: boolean) => `${n} 个工作日，首日${first ? '计入' : '不计入'}（章程规定）`,
      from: '从', to: '到', end: '24:00 为止', provisional: '这段时间跨入还没有公布放假安排的年份，暂按周一至周五计算，公示上会标明。', calendar: '日期不对？更正工作日历', again: '重新计算日期',
      publish: '发布公示', ask: '发布后不能改', askLead: (first: string, last: string) => `名单和日期从此固定：${first} 至 ${last}。要更正只能另发一号，公示期重新计算。`,
      list: '名单', caption: '按奖项排列', changedTitle: '公示变动', changedList: '变动的项目', gone: '取消的项目', unchanged: '不变的项目', goOn: '这些项目的公示期照旧，不重新计算。', noneChanged: '没有新增或改动的项目。', ties: (n: number) => `有 ${n} 处奖项并列没有决定，先去决定。`, result: '回到结果',
    },
    en: {
      title: 'Prepare the notice', correctTitle: 'Correct the notice', basis: 'Basis', process: 'Process', phone: 'Telephone',
      email: 'E-mail', firstDay: 'First day', correction: 'What has changed since the last notice',
      correctionHint: 'Stands on the new notice. Its days start again.', changeHint: 'Stands on the new notice. Leave out who objected.', window: 'Window',
      count: (n, first) => `${n} working days, the first day ${first ? 'counted' : 'not counted'} (by the rulebook)`,
      from: 'From', to: 'to', end: '24:00',
      provisional: 'It reaches into a year whose holidays are not published yet; Monday to Friday count for now, and the notice will say so.',
      calendar: 'A date is wrong? Correct the calendar', again: 'Work out the dates again', publish: 'Publish the notice',
      ask: 'This cannot be changed afterwards',
      askLead: (first, last) => `List and dates are fixed from then on: ${first} to ${last}. A correction is another notice whose days start again.`,
      list: 'The list', caption: 'In the order of awards', changedTitle: 'Notice of what changed', changedList: 'What has changed', gone: 'Taken off the list', unchanged: 'What stays', goOn: 'Their days go on and do not start again.', noneChanged: 'No project is new or different.', ties: (n) => `${n} ties for awards are not decided yet; decide them first.`,
      result: 'Back to the result',
    },
  })

async function show({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const { values } = attempt
  const { preview, mistakes } = await previewed(context, params.competition ?? '', values.firstDay)
  const { competition, window, lines, removed, rulebook, ties, suggested } = preview
  authorise(context, 'notice.publish', { district: competition.district, competition: competition.id })
  const t = texts(look)
  const here = `/competitions/${competition.id}/result`
  const corrects = competition.notice !== null
  const title = removed !== null ? t.changedTitle : corrects ? t.correctTitle : t.title
  const tableOf = (rows: typeof lines) => <LinesTable lines={rows} rulebook={rulebook} caption={t.caption} />
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="result" title={title} mistakes={[...mistakes, ...attempt.mistakes]}>
      <h2>{title}</h2>
      {ties > 0 ? <Note state="late">{t.ties(ties)} <a href={here}>{t.result}</a></Note> : null}
      <div class="split">
        <aside class="stackv">
          <Panel title={t.window} id="window">
            <p class="soft">{t.count(rulebook.notice.workingDays, rulebook.notice.firstDayCounts)}</p>
            <WindowDays days={window.days} />
            <p>{t.from} <strong><At at={window.first} year="always" /></strong> {t.to} <strong><At at={window.last} year="always" /></strong> {t.end}</p>
            {window.provisional ? <p class="small late">{t.provisional}</p> : null}
            <p class="small"><a href={`/calendar?district=${competition.district}`}>{t.calendar}</a></p>
          </Panel>
        </aside>
        <Form action={`${here}/notice`} command={newSecret()} id="notice" label={t.title}>
          <HiddenField path="lastDay" value={window.last} />
          {corrects ? <TextArea path="correction" label={t.correction} hint={removed === null ? t.correctionHint : t.changeHint} value={values.correction} limit={1000} rows={3} required /> : null}
          <TextArea path="basis" label={t.basis} value={values.basis ?? suggested.basis} limit={1000} rows={3} required />
          <TextArea path="process" label={t.process} value={values.process ?? suggested.process} limit={2000} rows={5} required />
          <TextField path="contact.phone" label={t.phone} value={values['contact.phone'] ?? suggested.contact.phone} width="short" required />
          <TextField path="contact.email" label={t.email} type="email" value={values['contact.email'] ?? suggested.contact.email} />
          <DateField path="firstDay" label={t.firstDay} value={values.firstDay ?? window.first} min={shanghaiDate(context.now)} required />
          <p class="acts"><Button weight="second" name="step" value="preview" icon="calendar">{t.again}</Button></p>
        </Form>
      </div>
      {removed === null ? <Section title={t.list} id="list">{tableOf(lines)}</Section> : (
        <>
          <Section title={t.changedList} id="list">{lines.some(({ changed }) => changed) ? tableOf(lines.filter(({ changed }) => changed)) : <p>{t.noneChanged}</p>}</Section>
          {removed.length === 0 ? null : <Section title={t.gone} id="gone"><ul>{removed.map((line) => <li>{inBrackets(look.language, line.title, line.organisation)}</li>)}</ul></Section>}
          {lines.every(({ changed }) => changed) ? null : <Section title={t.unchanged} id="unchanged"><p class="soft">{t.goOn}</p>{tableOf(lines.filter(({ changed }) => !changed))}</Section>}
        </>
      )}
      {ties > 0 ? null : <Dialog label={t.publish} title={t.ask}><p>{t.askLead(window.first, window.last)}</p><p class="acts"><Button form="notice" name="step" value="publish">{t.publish}</Button></p></Dialog>}
    </CompetitionPage>
  ) }
}

/** The preview for the first day that was typed; for today, with what is wrong, where that day can't be one. */
async function previewed(context: Asked['context'], competition: string, firstDay: string | undefined): Promise<{ preview: NoticePreview; mistakes: readonly Mistake[] }> {
  const typed = publishNoticeInput.shape.firstDay.safeParse(firstDay === '' ? undefined : firstDay)
  try {
    return { preview: await previewNotice(context, competition, typed.data), mistakes: [] }
  } catch (error) {
    if (!isRefusal(error, 'INVALID')) throw error
    return { preview: await previewNotice(context, competition), mistakes: error.mistakes }
  }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const competition = asked.params.competition ?? ''
  const { step, ...fields } = posted.fields
  if (step !== 'publish') return show(asked, { values: fields, mistakes: [] })
  return tryForm(posted, async () => {
    await publishNotice(asked.context, competition, readAs(publishNoticeInput, nest(fields)))
    return { go: `/competitions/${competition}/result` }
  }, (attempt) => show(asked, attempt))
}

export const resultNoticePages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/result/notice', action: 'notice.prepare', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/result/notice', action: 'notice.publish', send },
]
