import { canStillMove, windowsOf } from '../../../shared/competition/dates.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { moveDate, moveInput } from '../../commands/competition.ts'
import { readCompetition, requireCompetition } from '../../queries/competition.ts'
import { CheckField, ChoiceField } from '../look/choices.tsx'
import { DateTimeField, TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { formatMoment, readDateTime } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Empty, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  await requireCompetition(context, params.competition ?? '', 'competition.move-date')
  const { competition, rulebook } = await readCompetition(context, params.competition ?? '')
  const t = texts(look)
  const at = `/competitions/${competition.id}`
  const movable = windowsOf(competition.dates, rulebook).filter(({ window }) => canStillMove(competition, window, context.now))
  const chosen = attempt?.values.window ?? query.get('window') ?? movable[0]?.window ?? ''
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="progress" title={t.title} mistakes={attempt?.mistakes}>
      {movable.length === 0 ? <Empty title={t.none} action={<a href={at}>{t.back}</a>} /> : (
        <Panel title={t.title} id="move">
          <p class="soft">{t.lead}</p>
          <Form action={`${at}/dates`} command={newSecret()}>
            <ChoiceField path="window" label={t.window} as="radio" required value={chosen} choices={movable.map(({ window, name, at: date }) => ({ value: window, label: say(name, look.language), hint: `${t.now}${formatMoment(date, look.language, look.now)}` }))} />
            <DateTimeField path="to" label={t.to} hint={t.toHint} required value={attempt?.values.to ?? ''} />
            <CheckField path="following" label={t.following} hint={t.followingHint} checked={attempt?.values.following === 'true'} />
            <TextArea path="reason" label={t.reason} hint={t.reasonHint} required rows={3} limit={500} value={attempt?.values.reason ?? ''} />
            <div class="acts"><Button icon="calendar">{t.move}</Button><ButtonLink href={at}>{t.back}</ButtonLink></div>
          </Form>
        </Panel>
      )}
    </CompetitionPage>
  ) }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.move-date')
  return tryForm(posted, async () => {
    const { window, to, reason, following } = posted.fields
    await moveDate(asked.context, id, readAs(moveInput, { window, to: readDateTime(to ?? '') ?? to, reason, following: following === 'true' ? 'shift' : 'keep' }))
    return { go: `/competitions/${id}?moved` }
  }, (attempt) => show(asked, attempt))
}

export const competitionDatesPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/dates', action: 'competition.move-date', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/dates', action: 'competition.move-date', send },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '修改日期', lead: '流程马上按新的日期走；改动和理由记入留痕。', window: '改哪一个', now: '现在：', to: '新的时间', toHint: '北京时间。不能改到过去，也不能早于它前面的日期。', following: '后面的日期一起顺延', followingHint: '后面每个日期移动同样的时间。',
      reason: '理由', reasonHint: '例如：台风停课，两个街道的材料推迟。', move: '修改日期', back: '返回进展', none: '没有可以改的日期了',
    },
    en: {
      title: 'Move a date', lead: 'The workflow follows at once; the change and its reason go into the trail.', window: 'Which one', now: 'Now: ', to: 'New time', toHint: 'Beijing time. Not in the past, and not before the dates it depends on.', following: 'Shift all later dates along', followingHint: 'Each later date moves by the same time.',
      reason: 'Reason', reasonHint: 'For example: typhoon; the papers of two streets come later.', move: 'Move the date', back: 'Back to progress', none: 'No date is left that could be moved',
    },
  })
}
