import type { Child } from 'hono/jsx'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Message } from '../../../shared/message/message.ts'
import { may } from '../../../shared/person/access.ts'
import { proposalTarget } from '../../../shared/proposal/proposal.ts'
import { sectionStates } from '../../../shared/proposal/readiness.ts'
import { restoreProposal, withdrawProposal } from '../../commands/proposal.ts'
import { type Outcome, outcomeFor } from '../../queries/award.ts'
import { listClarifications, messagesTo } from '../../queries/message.ts'
import { readProposal, type ReadProposal } from '../../queries/proposal.ts'
import { Undo } from '../look/dialog.tsx'
import { Button, ButtonLink, Form, Saved } from '../look/form.tsx'
import type { Look, Mistake } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { At, Facts, Note, Panel, Receipt, type Task, Tasks, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { MessageList } from './competition-messages.tsx'
import { type Asked, type PageRoute, type Shown, tryForm } from './page.ts'
import { Lines } from './proposal-answers.tsx'
import { OutcomePanel } from './result-outcome.tsx'
import { proposalCrumbs, ProposalLead, sectionTags, StateTag, titleOf } from './proposal-parts.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    draft: '草稿', done: (n: number, all: number) => `已完成 ${n} 项，共 ${all} 项。可以分几次填，也可以请同事一起填。`, sections: '填写', send: '提交', attachments: '附件', check: '核对并提交', ready: '各项已完成，可以提交', notReady: (n: number) => `还有 ${n} 项没有完成，可以先看看差什么`, canStart: '可以提交', notYet: '还有要填的', fix: (n: number) => `${n} 处要改`,
    after: '提交以后', afterText: '您会收到回执编号。截止前可以撤回、修改、再交，以最后一次为准。', told: '主办单位的话', clarifications: (n: number) => `征集页上的澄清与答疑，共 ${n} 条`, help: '打印与历次版本', print: '打印申报书', stayAway: '需要回避的人或单位', version: (n: number) => `第 ${n} 版`, drop: '放弃这份草稿', withdraw: '撤回申报书',
    received: '申报书已收到', edit: '修改申报书', changed: '草稿比提交的版本新。要以新内容为准，请再提交一次。', withdrawn: '已撤回。', withdrawnDraft: '已放弃这份草稿。', undo: '取消撤回', undoDraft: '恢复草稿', state: '现在', next: '接下来', reasons: '审查意见', until: '最迟', closed: '征集已截止，这份草稿没有提交。内容仍可查看和打印。', withdrawnClosed: '已撤回，征集已截止，不再参评。', cure: '资格审查要求补正，只能改需要补正的内容。', toCure: '去补正', cureOver: '补正期已过，等审查决定。', cancelled: '征集已取消，这份申报书不再评审，内容仍可查看和打印。理由：',
  },
  en: {
    draft: 'Draft', done: (n, all) => `${n} of ${all} done. Fill it in bit by bit, or with colleagues.`, sections: 'Fill in', send: 'Send', attachments: 'Attachments', check: 'Check and send', ready: 'All is filled in; you can send it', notReady: (n) => `${n} to go; see what is missing`, canStart: 'Ready', notYet: 'Not ready', fix: (n) => (n === 1 ? 'One thing to fix' : `${n} things to fix`),
    after: 'After sending', afterText: 'You get a receipt number. Until the close you can withdraw it, change it and send it again; the last one counts.', told: 'From the authority', clarifications: (n) => (n === 1 ? 'One clarification on the call’s page' : `${n} clarifications on the call’s page`), help: 'Print and versions', print: 'Print the proposal', stayAway: 'Who should stay away', version: (n) => `Version ${n}`, drop: 'Put this draft away', withdraw: 'Withdraw the proposal',
    received: 'The proposal was received', edit: 'Change the proposal', changed: 'The draft is newer than what was sent. Send it again for the new text to count.', withdrawn: 'Withdrawn.', withdrawnDraft: 'This draft was put away.', undo: 'Undo the withdrawal', undoDraft: 'Bring it back', state: 'Now', next: 'What happens next', reasons: 'Reasons', until: 'By', closed: 'The call has closed and this draft was not sent. It can still be read and printed.', withdrawnClosed: 'Withdrawn; the call has closed and it does not take part.', cure: 'The eligibility check asks you to repair something; nothing else can be changed.', toCure: 'Repair it', cureOver: 'The time for the cure is over; the decision is to come.', cancelled: 'The call was cancelled and this proposal is not judged. It can still be read and printed. The reason: ',
  },
})

async function show(asked: Asked, mistakes: readonly Mistake[] = []): Promise<Shown> {
  const { context, look, params, query } = asked
  const read = await readProposal(context, params.proposal ?? '')
  const { proposal } = read
  if (!may(context.actor, 'proposal.edit', proposalTarget(proposal))) return { go: `/proposals/${proposal.id}/eligibility` }
  const [messages, clarifications] = await Promise.all([messagesTo(context, proposal.id), listClarifications(context, proposal.competition)])
  const told = <Told look={look} competition={proposal.competition} messages={messages} clarifications={clarifications.length} />
  const tasks = read.open && proposal.state !== 'withdrawn' && (proposal.version === 0 || query.get('edit') === '1')
  if (tasks) return { page: <TaskPage look={look} read={read} mistakes={mistakes} told={told} /> }
  const outcome = proposal.state === 'admitted' ? await outcomeFor(context, proposal) : undefined
  return { page: <StatusPage look={look} read={read} mistakes={mistakes} outcome={outcome} told={told} /> }
}

/** The form's sections as tasks: what is done, what is left, until when. */
function TaskPage({ look, read, mistakes, told }: { look: Look; read: ReadProposal; mistakes: readonly Mistake[]; told: Child }) {
  const t = texts(look)
  const { proposal, draft, rulebook, competition } = read
  if (draft === null) return null
  const states = sectionStates(rulebook, { ...draft, project: proposal.project }, read.facts)
  const done = states.filter(({ state }) => state === 'done').length
  const titles = new Map([...rulebook.form.sections.map(({ id, title }) => [id, say(title, look.language)] as const), ['attachments', t.attachments]])
  const tasks = states.map(({ id, state, mistakes: found }): Task => ({
    label: titles.get(id) ?? id, href: id === 'attachments' ? `/proposals/${proposal.id}/attachments` : `/proposals/${proposal.id}/sections/${id}`,
    state: sectionTags[state].state, tag: sectionTags[state][look.language], ...(state === 'fix' ? { hint: t.fix(found.length) } : {}),
  }))
  const left = states.length - done
  return (
    <Page look={look} title={titleOf(proposal, look.language)} crumbs={proposalCrumbs(proposal, look, false)} lead={<ProposalLead proposal={proposal} competition={competition} more={t.draft} />} actions={<Saved at={draft.savedAt} by={draft.savedBy.name} />} mistakes={mistakes}>
      <div class="split">
        <div class="stackv">
          <Note state="wait"><strong><When at={competition.dates.callClosesAt} /></strong> {t.done(done, states.length)}</Note>
          <Panel title={`1. ${t.sections}`} id="sections"><Tasks tasks={tasks} /></Panel>
          <Panel title={`2. ${t.send}`} id="send">
            <Tasks tasks={[{ label: t.check, href: `/proposals/${proposal.id}/answers`, hint: left === 0 ? t.ready : t.notReady(left), state: left === 0 ? 'now' : 'idle', tag: left === 0 ? t.canStart : t.notYet }]} />
          </Panel>
        </div>
        <div class="stackv">
          {told}
          <Panel title={t.after} id="after"><p class="soft">{t.afterText}</p></Panel>
          <Panel title={t.help} id="help"><Versions look={look} read={read} /></Panel>
          {proposal.version === 0 ? <Form action={`/proposals/${proposal.id}/withdrawal`} command={newSecret()}><p><Button weight="late">{t.drop}</Button></p></Form> : null}
        </div>
      </div>
    </Page>
  )
}

/** What the authority has said since: messages to this applicant, and a way to what was made clear to all. */
function Told({ look, competition, messages, clarifications }: { look: Look; competition: string; messages: readonly Message[]; clarifications: number }) {
  const t = texts(look)
  if (messages.length === 0 && clarifications === 0) return null
  return (
    <Panel title={t.told} id="told">
      {clarifications === 0 ? null : <p><a href={`/public/competitions/${competition}#clarifications`}>{t.clarifications(clarifications)}</a></p>}
      {messages.length === 0 ? null : <MessageList messages={messages} />}
    </Panel>
  )
}

/** How it stands in plain words, what happens next and until when. */
function StatusPage({ look, read, mistakes, outcome, told }: { look: Look; read: ReadProposal; mistakes: readonly Mistake[]; outcome: Outcome | undefined; told: Child }) {
  const t = texts(look)
  const { proposal, number, competition, version, draft, open } = read
  const { next, until } = whatNext(look, read)
  const newer = open && draft !== null && version !== null && draft.savedAt > version.submittedAt
  return (
    <Page look={look} title={titleOf(proposal, look.language)} crumbs={proposalCrumbs(proposal, look, false)} lead={<ProposalLead proposal={proposal} competition={competition} />} actions={<StateTag proposal={proposal} received />} mistakes={mistakes}>
      {proposal.state === 'withdrawn' && open ? (
        <Undo action={`/proposals/${proposal.id}/restoration`} command={newSecret()} until={competition.dates.callClosesAt} words={proposal.version === 0 ? t.undoDraft : t.undo}>{proposal.version === 0 ? t.withdrawnDraft : t.withdrawn}</Undo>
      ) : null}
      {competition.state === 'cancelled' ? <Note state="late">{t.cancelled}{competition.endedBecause === null ? null : <Lines text={say(competition.endedBecause, look.language)} />} <a href={`/public/competitions/${competition.id}`}>{say(competition.name, look.language)}</a></Note> : null}
      {proposal.state === 'withdrawn' && !open && competition.state !== 'cancelled' ? <Note state="idle">{t.withdrawnClosed}</Note> : null}
      {proposal.state === 'draft' && competition.state !== 'cancelled' ? <Note state="late">{t.closed}</Note> : null}
      {proposal.cure === null ? null : proposal.cure.until > look.now ? <Note state="wait">{t.cure} <When at={proposal.cure.until} /> <ButtonLink href={`/proposals/${proposal.id}/cure`} weight="primary">{t.toCure}</ButtonLink></Note> : <Note state="late">{t.cureOver}</Note>}
      {newer && proposal.state === 'submitted' ? <Note state="wait">{t.changed} <a href={`/proposals/${proposal.id}/answers`}>{words(look.language, { zh: { check: '核对并提交' }, en: { check: 'Check and send' } }).check}</a></Note> : null}
      <div class="split">
        <div class="stackv">
          {outcome === undefined ? null : <OutcomePanel outcome={outcome} proposal={proposal.id} competition={competition} />}
          {version !== null && proposal.state === 'submitted' ? (
            <Receipt title={t.received} number={number} at={version.submittedAt} next={<>{next}{until === null ? null : <>{' '}<When at={until} /></>}</>}>
              {open ? <ButtonLink href={`/proposals/${proposal.id}?edit=1`}>{t.edit}</ButtonLink> : null}
            </Receipt>
          ) : (
            <Panel title={t.state} id="state">
              <Facts facts={[
                { term: t.state, detail: <StateTag proposal={proposal} received /> },
                proposal.eligibility !== null && proposal.eligibility.reasons !== '' && { term: t.reasons, detail: <Lines text={proposal.eligibility.reasons} /> },
                { term: t.next, detail: next },
                until !== null && { term: t.until, detail: <When at={until} kind="event" /> },
              ]} />
            </Panel>
          )}
        </div>
        <div class="stackv">
          {told}
          <Panel title={t.help} id="help"><Versions look={look} read={read} /></Panel>
          {open && proposal.state === 'submitted' ? <Form action={`/proposals/${proposal.id}/withdrawal`} command={newSecret()}><p><Button weight="late">{t.withdraw}</Button></p></Form> : null}
        </div>
      </div>
    </Page>
  )
}

function Versions({ look, read }: { look: Look; read: ReadProposal }) {
  const t = texts(look)
  const { proposal, version } = read
  const numbers = Array.from({ length: proposal.version }, (_, i) => proposal.version - i)
  return (
    <Tasks tasks={[
      { label: t.print, href: `/proposals/${proposal.id}/print` },
      ...(look.allows('exclusion.read', proposalTarget(proposal)) ? [{ label: t.stayAway, href: `/proposals/${proposal.id}/exclusions` }] : []),
      ...numbers.map((n): Task => ({ label: t.version(n), href: `/proposals/${proposal.id}/versions/${n}`, ...(n === proposal.version && version !== null ? { end: <At at={version.submittedAt} /> } : {}) })),
    ]} />
  )
}

/** The next step in a sentence for the applicant, and the date by which it comes. */
function whatNext(look: Look, { proposal, competition, rulebook, open }: ReadProposal): { next: string; until: string | null } {
  const t = words(look.language, {
    zh: {
      open: '征集截止后进入资格审查。截止前还可以修改、再交或撤回。', check: '正在资格审查，结果会显示在这里。', cure: '补正提交后再审查补正的内容。', admitted: '已通过资格审查，等待评审。', judging: '评审正在进行，评委看不到申报单位。结果以公示为准。', openJudging: '评审正在进行。结果以公示为准。', decision: '评审已结束，主办单位正在决定资助哪些项目。', result: '评审已结束，结果即将公示。', notice: '结果正在公示，公示期内可以提出异议。', award: '公示已结束，等待公布奖项。', completed: '奖项已公布。', ended: '大赛已结束，没有颁奖。', cancelled: '征集已取消，不再评审。', rejected: '未通过资格审查，不进入评审。对决定有疑问，请联系主办单位。', withdrawn: '不参加这次大赛。', draft: '没有提交，不参加这次大赛。',
    },
    en: {
      open: 'After the call closes, eligibility is checked. Until then you can change it, send it again or withdraw it.', check: 'Eligibility is being checked; the decision will stand here.', cure: 'Once it is sent, what was repaired is looked at again.', admitted: 'Admitted; judging comes next.', judging: 'Judging is under way; judges do not see who applied. The public notice tells the result.', openJudging: 'Judging is under way. The public notice tells the result.', decision: 'Judging is over; the authority is deciding which projects are funded.', result: 'Judging is over; the result will be put on notice.', notice: 'The result is on public notice; objections can be made.', award: 'The notice is over; awards will be published.', completed: 'The awards are published.', ended: 'The competition ended without awards.', cancelled: 'The call was cancelled; nothing is judged.', rejected: 'Not admitted, so not judged. If you have questions, ask the organiser.', withdrawn: 'It does not take part.', draft: 'It was not sent and does not take part.',
    },
  })
  const { state, dates } = competition
  if (proposal.state === 'withdrawn') return { next: t.withdrawn, until: null }
  if (proposal.state === 'draft') return { next: t.draft, until: null }
  if (proposal.state === 'rejected') return { next: t.rejected, until: null }
  // Until when stands in the note above.
  if (proposal.state === 'curing') return { next: t.cure, until: null }
  if (open) return { next: t.open, until: dates.callClosesAt }
  switch (state) {
    case 'draft':
    case 'call':
    case 'eligibility':
      return proposal.state === 'admitted' ? { next: t.admitted, until: dates.eligibilityClosesAt } : { next: t.check, until: dates.eligibilityClosesAt }
    case 'judging':
      return { next: rulebook.blind ? t.judging : t.openJudging, until: dates.roundsCloseAt[competition.round ?? 0] ?? null }
    case 'decision':
      return { next: t.decision, until: null }
    case 'result':
      return { next: t.result, until: null }
    case 'notice':
    case 'ruling':
      return { next: t.notice, until: null }
    case 'award':
      return { next: t.award, until: null }
    case 'funding':
    case 'completed':
      return { next: t.completed, until: null }
    case 'ended':
      return { next: t.ended, until: null }
    case 'cancelled':
      return { next: t.cancelled, until: null }
  }
}

const changeState = (command: typeof withdrawProposal | typeof restoreProposal) => async (asked: Asked, posted: Parameters<typeof tryForm>[0]): Promise<Shown> =>
  tryForm(posted, async () => {
    try {
      await command(asked.context, asked.params.proposal ?? '')
    } catch (error) {
      // Somebody else did it first, or the page was old: it shows how things stand.
      if (!isRefusal(error, 'WRONG_STATE')) throw error
    }
    return { go: `/proposals/${asked.params.proposal}` }
  }, ({ mistakes }) => show(asked, mistakes))

export const proposalPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal', action: 'proposal.read', show: (asked) => show(asked) },
  { method: 'post', path: '/proposals/:proposal/withdrawal', action: 'proposal.withdraw', send: changeState(withdrawProposal) },
  { method: 'post', path: '/proposals/:proposal/restoration', action: 'proposal.withdraw', send: changeState(restoreProposal) },
]
