import type { Invitation } from '../../../shared/invitation/invitation.ts'
import { type Bilingual, say } from '../../../shared/kernel/text.ts'
import { ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Qr } from '../look/qr.tsx'
import { Facts, Note, Panel, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** The link and its QR code, shown once after an invitation was made: to be sent on, printed, or scanned from the screen. */
export function InvitationLink({ look, invitation, link, to, back }: { look: Look; invitation: Invitation; link: string | null; to: Bilingual; back: string }) {
  const t = words(look.language, {
    zh: {
      title: '邀请链接已生成', whom: '邀请', to: '加入', judge: '担任评委', evaluator: '担任评估员', until: '有效期到', link: '链接', copy: '选中后复制，或让对方扫码。', once: '链接只在这里显示一次，只能用一次；丢了就撤回再生成一个。',
      mailed: (email: string) => `邮件也已发往 ${email}。`, gone: '这个链接已经显示过了，不能再看。需要时请撤回，再生成一个。', qr: '邀请链接的二维码', back: '返回',
    },
    en: {
      title: 'The invitation link is ready', whom: 'For', to: 'To join', judge: 'To judge', evaluator: 'To evaluate', until: 'Works until', link: 'Link', copy: 'Copy it, or let them scan the code.', once: 'The link is shown only here and works once; if it gets lost, withdraw it and make another.',
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
        { term: invitation.to.role === 'judge' ? t.judge : invitation.to.role === 'evaluator' ? t.evaluator : t.to, detail: say(to, look.language) },
        { term: t.until, detail: <When at={invitation.expiresAt} /> },
      ]} />
      <p class="acts"><ButtonLink href={back}>{t.back}</ButtonLink></p>
    </Page>
  )
}
