import type { Invitation } from '../../../shared/invitation/invitation.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { type Bilingual, say } from '../../../shared/kernel/text.ts'
import type { ListedInvitation } from '../../queries/invitation.ts'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Qr } from '../look/qr.tsx'
import { Table } from '../look/table.tsx'
import { At, Facts, Note, Panel, Section, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** The link and its QR code, shown once after an invitation was made: to be sent on, printed, or scanned from the screen. */
export function InvitationLink({ look, invitation, link, to, back }: { look: Look; invitation: Invitation; link: string | null; to: Bilingual; back: string }) {
  const t = words(look.language, {
    zh: {
      title: '邀请链接已生成', whom: '邀请', member: '加入', judge: '担任评委', evaluator: '担任评估员', organiser: '承办', supervisor: '担任监督员', finance: '担任财务', until: '有效期到', link: '链接', copy: '选中后复制，或让对方扫码。', once: '链接只在这里显示一次，只能用一次；丢了就撤回再生成一个。',
      mailed: (email: string) => `邮件也已发往 ${email}。`, gone: '这个链接已经显示过了，不能再看。需要时请撤回，再生成一个。', qr: '邀请链接的二维码', back: '返回',
    },
    en: {
      title: 'The invitation link is ready', whom: 'For', member: 'To join', judge: 'To judge', evaluator: 'To evaluate', organiser: 'To organise', supervisor: 'To supervise', finance: 'To handle payments', until: 'Works until', link: 'Link', copy: 'Copy it, or let them scan the code.', once: 'The link is shown only here and works once; if it gets lost, withdraw it and make another.',
      mailed: (email) => `It has also been mailed to ${email}.`, gone: 'This link has been shown already and cannot be shown again. Withdraw it and make another if you need to.', qr: 'QR code of the invitation link', back: 'Back',
    },
  })
  return (
    <Page look={look} title={t.title}>
      {link === null ? <Note state="wait">{t.gone}</Note> : (
        <Panel title={t.link} id="link">
          <Qr text={link} label={t.qr} />
          <p class="field"><label for="f-link" class="hint">{t.copy}</label><input class="inp" id="f-link" value={link} readonly /></p>
          <p class="soft">{t.once}{invitation.email === null ? null : ` ${t.mailed(invitation.email)}`}</p>
        </Panel>
      )}
      <Facts facts={[
        { term: t.whom, detail: invitation.name },
        { term: t[invitation.to.role], detail: say(to, look.language) },
        { term: t.until, detail: <When at={invitation.expiresAt} /> },
      ]} />
      <p class="acts"><ButtonLink href={back}>{t.back}</ButtonLink></p>
    </Page>
  )
}

/** Invitations that nobody has accepted yet, each to be withdrawn; nothing where there are none. */
export function WaitingInvitations({ look, invitations, revocation, id: anchor = 'invitations' }: { look: Look; /** Where a page has two lists. */ id?: string; invitations: readonly ListedInvitation[]; revocation: (id: string) => string }) {
  const t = words(look.language, {
    zh: { waiting: (n: number) => `等对方接受 ${n} 个`, name: '姓名', state: '状态', expired: '已过期', open: '等接受', until: '有效至', act: '操作', revoke: '撤回' },
    en: { waiting: (n) => (n === 1 ? '1 invitation waits' : `${n} invitations wait`), name: 'Name', state: 'State', expired: 'expired', open: 'waits', until: 'good until', act: 'Actions', revoke: 'Withdraw' },
  })
  const open = invitations.filter(({ state }) => state === 'open' || state === 'expired')
  if (open.length === 0) return null
  return (
    <Section title={t.waiting(open.length)} id={anchor}>
      <Table caption={t.waiting(open.length)} rows={open} columns={[
        { header: t.name, names: true, cell: ({ name, email, to }) => <>{name}{to.role === 'organiser' ? <><br /><span class="soft small">{to.organisation}</span></> : null}{email === null ? null : <><br /><span class="soft small">{email}</span></>}</> },
        { header: t.state, cell: ({ state, expiresAt }) => (state === 'expired' ? <Tag state="late">{t.expired}</Tag> : <><Tag state="wait">{t.open}</Tag> <span class="soft small">{t.until} <At at={expiresAt} time={false} /></span></>) },
        { header: t.act, hidden: true, class: 'r', cell: ({ id, name }) => <Form action={revocation(id)} command={newSecret()} label={`${t.revoke} ${name}`}><Button weight="quiet" label={`${t.revoke} ${name}`}>{t.revoke}</Button></Form> },
      ]} />
    </Section>
  )
}
