import type { Child } from 'hono/jsx'
import { isOver } from '../../../shared/competition/steps.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { audiences, type Message } from '../../../shared/message/message.ts'
import { clarificationInput, publishClarification } from '../../commands/clarification.ts'
import { messageInput, sendMessage } from '../../commands/message.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { type Correspondence, readCorrespondence } from '../../queries/message.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { useLook } from '../look/look.ts'
import { At, Note, Panel, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { ClarificationList } from './clarification-list.tsx'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryNamedForm } from './page.ts'
import { Lines } from './proposal-answers.tsx'

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const read = await readCorrespondence(context, params.competition ?? '')
  if (read.competition.state === 'draft') return { go: `/competitions/${read.competition.id}/settings` }
  const t = texts(look)
  const sent = query.get('sent')
  return { page: (
    <CompetitionPage look={look} competition={read.competition} rulebook={read.rulebook} tab="messages" mistakes={attempt?.mistakes}>
      {attempt !== undefined || (sent !== 'message' && sent !== 'clarification') ? null : <Note state="done"><p role="status">{sent === 'message' ? t.messageSent : t.clarified}</p></Note>}
      <div class="panes">
        <Clarify look={look} read={read} attempt={attempt} />
        <Write look={look} read={read} attempt={attempt} />
      </div>
    </CompetitionPage>
  ) }
}

interface Part {
  look: Look
  read: Correspondence
  attempt: Attempt | undefined
}

function Clarify({ look, read: { competition, clarifications }, attempt }: Part) {
  const t = texts(look)
  return (
    <div class="stackv">
      {isOver(competition) ? null : (
        <Panel title={t.clarify} id="clarify">
          <p class="soft">{t.clarifyLead}</p>
          <Form action={`/competitions/${competition.id}/clarifications`} command={newSecret()}>
            <TextArea path="clarify.question" label={t.question} hint={t.questionHint} rows={2} limit={500} value={attempt?.values['clarify.question'] ?? ''} />
            <TextArea path="clarify.answer" label={t.answer} required rows={5} limit={3000} value={attempt?.values['clarify.answer'] ?? ''} />
            <p><Button>{t.publish}</Button></p>
          </Form>
        </Panel>
      )}
      <Section title={t.clarifications} id="clarifications">{clarifications.length === 0 ? <p class="soft">{t.noClarification}</p> : <ClarificationList clarifications={clarifications} />}</Section>
    </div>
  )
}

function Write({ look, read: { competition, messages, sizes }, attempt }: Part) {
  const t = texts(look)
  return (
    <div class="stackv">
      <Panel title={t.write} id="write">
        <p class="soft">{t.writeLead}</p>
        <Form action={`/competitions/${competition.id}/messages`} command={newSecret()}>
          <ChoiceField path="message.audience" label={t.audience} as="radio" required value={attempt?.values['message.audience'] ?? 'all'} choices={audiences.map((one) => ({ value: one, label: t.audiences[one], hint: t.copies(sizes[one]) }))} />
          <TextField path="message.subject" label={t.subject} required limit={60} value={attempt?.values['message.subject'] ?? ''} />
          <TextArea path="message.text" label={t.text} required rows={5} limit={3000} value={attempt?.values['message.text'] ?? ''} />
          <p><Button icon="mail">{t.send}</Button></p>
        </Form>
      </Panel>
      <Section title={t.messages} id="messages">{messages.length === 0 ? <p class="soft">{t.noMessage}</p> : <MessageList messages={messages} more={({ audience, proposals, by }) => <>{t.audiences[audience]}<span class="sep">·</span>{t.copies(proposals.length)}<span class="sep">·</span>{by.name}</>} />}</Section>
    </div>
  )
}

/** Messages as they were sent, the newest first. */
export function MessageList<M extends Pick<Message, 'subject' | 'text' | 'at'>>({ messages, more }: { messages: readonly M[]; /** Beside the date: whom it went to, or which competition it is about. */ more?: (message: M) => Child }) {
  useLook()
  return (
    <ul class="tasks">
      {messages.map((message) => (
        <li>
          <div>
            <strong>{message.subject}</strong>
            <p>{more === undefined ? null : <>{more(message)}<span class="sep">·</span></>}<At at={message.at} /></p>
            <div><Lines text={message.text} /></div>
          </div>
        </li>
      ))}
    </ul>
  )
}

const back = (asked: Asked, sent: 'message' | 'clarification'): Shown => ({ go: `/competitions/${asked.params.competition}/messages?sent=${sent}` })

async function clarify(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.clarify')
  return tryNamedForm(posted, 'clarify', async (fields) => {
    await publishClarification(asked.context, id, readAs(clarificationInput, { question: fields.question?.trim() ?? '', answer: fields.answer }))
    return back(asked, 'clarification')
  }, (attempt) => show(asked, attempt))
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.message')
  return tryNamedForm(posted, 'message', async (fields) => {
    await sendMessage(asked.context, id, readAs(messageInput, { audience: fields.audience, subject: fields.subject, text: fields.text }))
    return back(asked, 'message')
  }, (attempt) => show(asked, attempt))
}

export const competitionMessagePages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/messages', action: 'competition.message', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/messages', action: 'competition.message', send },
  { method: 'post', path: '/competitions/:competition/clarifications', action: 'competition.clarify', send: clarify },
]

const texts = (look: Look) => words(look.language, {
  zh: {
    clarify: '发布澄清', clarifyLead: '登在征集页上，人人可见；按顺序编号，发布后不能改、不能删，要更正就再发一条。有草稿或已提交的单位会收到邮件。', question: '问题', questionHint: '不写是谁问的；主动说明时可不填。', answer: '答复', publish: '发布澄清', clarifications: '已发布的澄清', noClarification: '还没有发布过。', clarified: '澄清已发布，申报单位会收到邮件。',
    write: '给申报单位发消息', writeLead: '只有选定的单位看得到：在收件箱、申报书页面，并发邮件。发出后不能收回。', audience: '发给', audiences: { all: '全部（不含已撤回）', drafts: '还是草稿的', sent: '已提交的', admitted: '通过资格审查的' }, copies: (n: number) => `${n} 份申报书`, subject: '标题', text: '内容', send: '发送', messages: '已发的消息', noMessage: '还没有发过。', messageSent: '消息已发出。',
  },
  en: {
    clarify: 'Publish a clarification', clarifyLead: 'It stands on the call’s page for everybody, numbered in order; it cannot be changed or taken away, and a later one corrects it. Applicants with drafts or sent proposals are mailed.', question: 'Question', questionHint: 'Without who asked; leave it out where you say something of yourselves.', answer: 'Answer', publish: 'Publish it', clarifications: 'Published', noClarification: 'None yet.', clarified: 'The clarification is published, and its applicants are mailed.',
    write: 'Write to applicants', writeLead: 'Only those chosen see it: in their inbox, beside the proposal, and by mail. It cannot be taken back.', audience: 'To', audiences: { all: 'All (but withdrawn)', drafts: 'With drafts', sent: 'With sent proposals', admitted: 'Admitted' }, copies: (n) => (n === 1 ? '1 proposal' : `${n} proposals`), subject: 'Subject', text: 'Text', send: 'Send', messages: 'Sent', noMessage: 'None yet.', messageSent: 'The message is sent.',
  },
})
