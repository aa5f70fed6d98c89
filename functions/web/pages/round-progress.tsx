import { newSecret, proposalId } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { FOUND, leavesOf } from '../../../shared/rulebook/sheet.ts'
import { closeRound, remindJudges } from '../../commands/round.ts'
import { reopenInput, reopenScorecard } from '../../commands/scorecard.ts'
import { readProgress, roomOf } from '../../queries/round.ts'
import { type AdministratorsCard, listCards } from '../../queries/scorecard.ts'
import { loadProposal } from '../../../shared/proposal/proposal.store.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, Bar, Empty, Note, Panel, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import { mistakesOf } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { roundHref, RoundPage, roundTarget } from './round-frame.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    bar: (n: number, all: number) => `评分表已交 ${n} / ${all} 份`, remind: '提醒没评完的评委', reminded: (n: number, without: number) => `已给 ${n} 位评委发了邮件${without > 0 ? `；${without} 位没有留邮箱，请另行联系` : ''}。今天已提醒过的不再重复。`, close: '评分表已齐，结束评分', complete: '评分表都交齐了，可以不等截止时间，现在就结束评分。', judges: '各评委的进度', judge: '评委', done: '已交', draft: '填写中', last: '最近一次', state: '状态', late: '逾期', all: '已评完', doing: '进行中', idle: '还没开始',
    cards: '已动笔的评分表', proposal: '申报书', total: '总分', sent: '交出时间', receipt: '回执', none: '还没有评分表', noneLead: '评委开始评分后，会列在这里。', submitted: '已交', begun: '填写中', reopened: (n: number) => `重开过 ${n} 次`, of: (title: string) => `《${title}》的评分表`, comment: '给申报单位的话', reopen: '请评委重填', reason: '理由（评委能看到）', back: '回到进度', missing: '—', found: '查到',
  },
  en: {
    bar: (n, all) => `${n} of ${all} scorecards sent`, remind: 'Remind judges who are not done', reminded: (n, without) => `Mail went to ${n} judges${without > 0 ? `; ${without} have no address, please reach them otherwise` : ''}. Nobody is reminded twice a day.`, close: 'All cards are in: end the scoring', complete: 'All scorecards are in. You need not wait for the date.', judges: 'Progress of each judge', judge: 'Judge', done: 'Sent', draft: 'Begun', last: 'Last', state: 'State', late: 'Late', all: 'Done', doing: 'Under way', idle: 'Not begun',
    cards: 'Scorecards begun', proposal: 'Proposal', total: 'Total', sent: 'Sent at', receipt: 'Receipt', none: 'No scorecards yet', noneLead: 'They appear here once judges begin.', submitted: 'Sent', begun: 'Begun', reopened: (n) => `reopened ${n} times`, of: (title) => `Scorecards of "${title}"`, comment: 'A word to the applicant', reopen: 'Ask for it again', reason: 'Reason (the judge sees it)', back: 'Back to the progress', missing: '—', found: 'found',
  },
})

async function showProgress(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { room, progress } = await readProgress(asked.context, competition, index)
  const t = texts(asked.look)
  const href = roundHref(room)
  const scoring = room.round.value.state === 'scoring' && room.round.value.endedAt === null
  const reminded = asked.query.get('reminded')
  const behind = progress.judges.some(({ assigned, submitted }) => submitted < assigned)
  return { page: (
    <RoundPage
      look={asked.look} room={room} tab="progress" mistakes={attempt?.mistakes}
      actions={!scoring ? undefined : progress.complete ? <Form action={`${href}/closing`} command={newSecret()} class="acts"><Button>{t.close}</Button></Form> : behind ? <Form action={`${href}/reminders`} command={newSecret()} class="acts"><Button weight="second" icon="mail">{t.remind}</Button></Form> : undefined}
    >
      {reminded === null || !/^\d{1,3}$/.test(reminded) ? null : <Note state="done">{t.reminded(Number(reminded), Number(asked.query.get('without') ?? 0) || 0)}</Note>}
      {scoring && progress.complete && progress.assigned > 0 ? <Note state="done">{t.complete}</Note> : null}
      <div><Bar value={progress.submitted} max={progress.assigned} words={t.bar(progress.submitted, progress.assigned)} /></div>
      <Panel title={t.judges} id="judges">
        <Table
          caption={t.judges} rows={progress.judges}
          columns={[
            { header: t.judge, names: true, cell: ({ name }) => name },
            { header: t.done, align: 'end', cell: (one) => <span class="n">{one.submitted} / {one.assigned}</span> },
            { header: t.draft, align: 'end', cell: ({ draft }) => String(draft) },
            { header: t.last, cell: ({ lastAt }) => (lastAt === null ? '' : <At at={lastAt} />) },
            { header: t.state, cell: (one) => (one.late ? <Tag state="late">{t.late}</Tag> : one.submitted === one.assigned ? <Tag state="done">{t.all}</Tag> : one.lastAt === null ? <Tag state="idle">{t.idle}</Tag> : <Tag state="now">{t.doing}</Tag>) },
          ]}
        />
      </Panel>
      <Panel title={t.cards} id="cards">
        <Table
          caption={t.cards} rows={progress.cards} empty={<Empty title={t.none}>{t.noneLead}</Empty>}
          columns={[
            { header: t.proposal, names: true, cell: (card) => <a href={`${href}/cards/${card.proposal}`}>{card.title}</a> },
            { header: t.judge, cell: ({ name }) => name },
            { header: t.total, align: 'end', cell: ({ total }) => total ?? '' },
            { header: t.sent, cell: ({ submittedAt }) => (submittedAt === null ? '' : <At at={submittedAt} />) },
            { header: t.receipt, cell: ({ receipt }) => <span class="n nw soft">{receipt ?? ''}</span> },
            { header: t.state, cell: (card) => <>{card.state === 'submitted' ? <Tag state="done">{t.submitted}</Tag> : <Tag state="now">{t.begun}</Tag>}{card.reopened > 0 ? <span class="soft small"> {t.reopened(card.reopened)}</span> : null}</> },
          ]}
        />
      </Panel>
    </RoundPage>
  ) }
}

async function sendReminders(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    const { reminded, withoutMail } = await remindJudges(asked.context, competition, index, {})
    return { go: `/competitions/${competition}/rounds/${index}/progress?reminded=${reminded}&without=${withoutMail}` }
  }, (attempt) => showProgress(asked, attempt))
}

async function sendClosing(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    await closeRound(asked.context, competition, index)
    return { go: `/competitions/${competition}/rounds/${index}/progress` }
  }, (attempt) => showProgress(asked, attempt))
}

const proposalIn = (params: Record<string, string>) => {
  const parsed = proposalId.safeParse(params.proposal)
  if (!parsed.success) throw new Refusal('NOT_FOUND')
  return parsed.data
}

async function showCards(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const proposal = proposalIn(asked.params)
  const [cards, room] = [await listCards(asked.context, proposal, index), await roomOf(asked.context, 'round.read', competition, index)]
  const { value: { title, competition: of } } = await loadProposal(asked.context.table, proposal)
  if (of !== competition) throw new Refusal('NOT_FOUND')
  const t = texts(asked.look)
  const href = roundHref(room)
  const open = room.round.value.state === 'scoring' && room.round.value.endedAt === null && asked.look.allows('scorecard.reopen', roundTarget(room))
  const sent = cards.filter(({ state, recused }) => state === 'submitted' && !recused)
  return { page: (
    <RoundPage look={asked.look} room={room} tab={null} mistakes={attempt?.mistakes}>
      <Panel title={t.of(title)} id="of" end={<a href={`${href}/progress`}>{t.back}</a>}>
        <Table
          caption={t.of(title)} rows={cards} empty={<Empty title={t.none}>{t.noneLead}</Empty>}
          columns={[
            { header: t.judge, names: true, cell: ({ name }) => name },
            ...leavesOf(room.rules.criteria).map((leaf) => ({ header: say(leaf.label, asked.look.language), align: 'end' as const, cell: (card: AdministratorsCard) => card.scores[leaf.id] ?? t.missing })),
            ...room.rules.extras.map(({ id, label, kind }) => ({ header: say(label, asked.look.language), align: 'end' as const, cell: ({ scores }: AdministratorsCard) => (scores[id] === undefined ? t.missing : `${kind === 'bonus' ? '+' : '−'}${scores[id]}`) })),
            ...room.rules.triggers.map(({ id, label }) => ({ header: say(label, asked.look.language), cell: ({ scores }: AdministratorsCard) => (scores[id] === FOUND ? <Tag state="late">{t.found}</Tag> : t.missing) })),
            { header: t.total, align: 'end', cell: ({ total }) => <strong>{total ?? t.missing}</strong> },
            { header: t.state, cell: (card) => (card.state === 'submitted' ? <Tag state="done">{t.submitted}</Tag> : <Tag state="now">{t.begun}</Tag>) },
            { header: t.comment, cell: ({ comment }) => comment },
          ]}
        />
      </Panel>
      {open && sent.length > 0 ? (
        <details class="more" open={attempt !== undefined}>
          <summary>{t.reopen}</summary>
          <Form action={`${href}/cards/${proposal}/reopening`} command={newSecret()} label={t.reopen}>
            <ChoiceField path="judge" label={t.judge} as="radio" required value={attempt?.values.judge ?? null} choices={sent.map(({ judge, name }) => ({ value: judge, label: name }))} />
            <TextField path="reason" label={t.reason} required value={attempt?.values.reason ?? ''} />
            <p class="acts"><Button weight="late">{t.reopen}</Button></p>
          </Form>
        </details>
      ) : null}
    </RoundPage>
  ) }
}

async function sendReopening(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const proposal = proposalIn(asked.params)
  const parsed = reopenInput.safeParse({ judge: posted.fields.judge ?? '', reason: posted.fields.reason ?? '' }, { reportInput: true })
  const room = await roomOf(asked.context, 'scorecard.reopen', competition, index)
  return tryForm(posted, async () => {
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error) })
    await reopenScorecard(asked.context, proposal, index, parsed.data)
    return { go: `${roundHref(room)}/cards/${proposal}` }
  }, (attempt) => showCards(asked, attempt))
}

const at = '/competitions/:competition/rounds/:round'
export const roundProgressPages: PageRoute[] = [
  { method: 'get', path: `${at}/progress`, action: 'round.read', show: (asked) => showProgress(asked) },
  { method: 'post', path: `${at}/reminders`, action: 'round.plan', send: sendReminders },
  { method: 'post', path: `${at}/closing`, action: 'round.close', send: sendClosing },
  { method: 'get', path: `${at}/cards/:proposal`, action: 'scorecard.list', show: (asked) => showCards(asked) },
  { method: 'post', path: `${at}/cards/:proposal/reopening`, action: 'scorecard.reopen', send: sendReopening },
]
