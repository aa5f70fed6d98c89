import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { askKinds } from '../../../../shared/project/asks.ts'
import { chooseMail, mailChoiceInput } from '../../../commands/mail-choice.ts'
import { authorise, personOf } from '../../../context.ts'
import { isOverdue, readInbox, readMailChoice } from '../../../queries/inbox.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Tools } from '../../look/table.tsx'
import { Empty, Note, Section } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { MessageList } from '../competition-messages.tsx'
import { DueTable } from '../home.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'

const SIZE = 30
const filters = ['late', 'dated', 'wait'] as const

async function show({ context, look, query }: Asked): Promise<Shown> {
  const kind = askKinds.find((one) => one === query.get('kind'))
  const { due, late, messages } = await readInbox(context, kind)
  const t = texts(look)
  const filter = filters.find((one) => one === query.get('show'))
  const shown = due.filter((one) => (filter === 'late' ? isOverdue(one, look.now) : filter === 'dated' ? one.until !== null : filter === 'wait' ? one.state !== 'now' : true))
  const last = Math.max(1, Math.ceil(shown.length / SIZE))
  const page = Math.min(last, Math.max(1, Number(query.get('page') ?? 1) || 1))
  return { page: (
    <Page look={look} title={t.title} heading={due.length === 0 ? t.nothing : t.waits(due.length)} crumbs={kind === undefined ? [] : [{ href: '/inbox', label: t.title }]} lead={late === 0 ? undefined : <span class="late">{t.late(late)}</span>} actions={<ButtonLink href="/inbox/mail" icon="mail">{t.mail}</ButtonLink>}>
      {due.length === 0 ? <Empty title={t.nothing}>{t.nothingHint}</Empty> : (
        <>
          {kind === undefined ? <Tools><ChoiceField path="show" label={t.show} required as="select" none={t.all} value={filter ?? ''} choices={filters.map((one) => ({ value: one, label: t.filters[one] }))} /></Tools> : null}
          {shown.length === 0 ? <Empty title={t.noneShown}>{t.noneShownHint}</Empty> : <DueTable look={look} due={shown.slice((page - 1) * SIZE, page * SIZE)} />}
          <Pager page={page} size={SIZE} total={shown.length} unit={t.unit} />
        </>
      )}
      {messages.length === 0 ? null : <Section title={t.messages} id="messages"><MessageList messages={messages.map(({ message, competition }) => ({ ...message, name: say(competition.name, look.language) }))} more={({ name }) => name} /></Section>}
    </Page>
  ) }
}

async function showMail({ context, look, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { choice, choices, email } = await readMailChoice(context)
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.mail} crumbs={[{ href: '/inbox', label: t.title }]} mistakes={attempt?.mistakes ?? []}>
      {query.get('kept') === '1' ? <Note state="done">{t.kept(t.choices[choice].label)}</Note> : null}
      <div class="read stackv">
        {email === null ? <Note state="wait"><p>{t.noEmail} <a href="/account#details">{t.account}</a></p></Note> : <p>{t.to} <strong>{email}</strong></p>}
        <Form action="/inbox/mail" command={newSecret()}>
          <ChoiceField path="choice" label={t.often} hint={t.always} required as="radio" value={attempt?.values.choice ?? choice} choices={choices.map((value) => ({ value, ...t.choices[value] }))} />
          <p class="acts"><Button>{t.keep}</Button><ButtonLink href="/inbox">{t.back}</ButtonLink></p>
        </Form>
      </div>
    </Page>
  ) }
}

async function keep(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'inbox.choose-mail', { person: personOf(asked.context).id })
  return tryForm(posted, async () => {
    await chooseMail(asked.context, readAs(mailChoiceInput, { choice: posted.fields.choice ?? '' }))
    return { go: '/inbox/mail?kept=1' }
  }, (attempt) => showMail(asked, attempt))
}

export const inboxPages: PageRoute[] = [
  { method: 'get', path: '/inbox', action: 'inbox.read', show },
  { method: 'get', path: '/inbox/mail', action: 'inbox.choose-mail', show: (asked) => showMail(asked) },
  { method: 'post', path: '/inbox/mail', action: 'inbox.choose-mail', send: keep },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '收件箱', nothing: '没有等您办理的事', nothingHint: '有新的事会出现在这里，也会照您的选择发邮件。', waits: (n: number) => `${n} 件事等您办理`, late: (n: number) => `其中 ${n} 件已逾期`, mail: '邮件提醒', messages: '主办单位的消息', show: '显示', all: '全部', filters: { late: '已逾期', dated: '有期限', wait: '在等您' }, noneShown: '没有符合的事', noneShownHint: '换一个筛选看看。', unit: '件',
    noEmail: '您还没有填邮箱，收不到邮件。', account: '去填邮箱', to: '邮件发到', often: '多久发一次', always: '邀请您的、和决定您账户的邮件，不论怎样选都会发。', keep: '保存', back: '回收件箱', kept: (label: string) => `已保存：${label}。`,
    choices: { usual: { label: '催办合成一封，其余逐封', hint: '各项目超期、在等管理员的事，每天早上 8:00 合在一封里；邀请、申请等有事就发' }, each: { label: '逐封发送', hint: '有事就发' }, digest: { label: '每天一封', hint: '每天早上 8:00，前一天的事合在一封里' }, off: { label: '不发', hint: '只在这里看' } },
  },
  en: {
    title: 'Inbox', nothing: 'Nothing waits for you', nothingHint: 'New things appear here, and are mailed as you chose.', waits: (n) => (n === 1 ? 'One thing waits for you' : `${n} things wait for you`), late: (n) => `${n} late`, mail: 'Mail', messages: 'Messages from authorities', show: 'Show', all: 'All', filters: { late: 'Late', dated: 'With a date', wait: 'Waiting for you' }, noneShown: 'Nothing like this', noneShownHint: 'Try another filter.', unit: '',
    noEmail: 'You have given no e-mail address, so no mail reaches you.', account: 'Give one', to: 'Mail goes to', often: 'How often', always: 'Invitations, and decisions about your own account, come whatever you choose.', keep: 'Save', back: 'Back to the inbox', kept: (label) => `Saved: ${label}.`,
    choices: { usual: { label: 'Reminders once a day, all else by itself', hint: 'what is late in the projects or waits for an administrator comes in one mail at 8:00; requests and invitations as they happen' }, each: { label: 'Each by itself', hint: 'as things happen' }, digest: { label: 'One a day', hint: 'at 8:00, with what happened since the last' }, off: { label: 'None', hint: 'I look here' } },
  },
})
