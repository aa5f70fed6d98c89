import { loadRulebook } from '../../../shared/competition/competition.store.ts'
import type { Pace } from '../../../shared/competition/pace.ts'
import { isOver } from '../../../shared/competition/steps.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { inviteInput, inviteJudge, revokeInvitation } from '../../commands/invitation.ts'
import { limitJudge, limitJudgeInput, removeJudge } from '../../commands/judge.ts'
import { removalInput } from '../../commands/removal.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { type ListedInvitation, listRoleInvitations } from '../../queries/invitation.ts'
import { type JudgeLoad, listJudges } from '../../queries/judge.ts'
import { Dialog } from '../look/dialog.tsx'
import { IntegerField, TextArea, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import { Qr } from '../look/qr.tsx'
import { useLook, type Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, Empty, Panel, Section, type State, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

interface Extra {
  attempt?: Attempt
  /** The link of an invitation just made, which is known this once; null where it was shown before. */
  link?: { name: string; url: string | null }
}

async function show({ context, look, params }: Asked, { attempt, link }: Extra = {}): Promise<Shown> {
  const id = params.competition ?? ''
  const { competition, judges, round } = await listJudges(context, id)
  const [invitations, rulebook] = await Promise.all([listRoleInvitations(context, 'judge', id), loadRulebook(context.table, competition)])
  const t = texts(look)
  const over = isOver(competition)
  const open = invitations.filter(({ state }) => state === 'open' || state === 'expired')
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="judges" mistakes={attempt?.mistakes}>
      {link === undefined ? null : <LinkPanel name={link.name} url={link.url} />}
      <div class="split">
        <div class="stackv">
          <Section title={t.judges(judges.filter(({ removedAt }) => removedAt === null).length)} id="judges">
            <JudgesTable judges={judges} at={`/competitions/${id}`} scoring={round !== null && round.plan !== null} removable={!over} reason={attempt?.values.reason ?? ''} />
          </Section>
          {open.length === 0 ? null : <Section title={t.waiting(open.length)} id="invitations"><InvitationsTable invitations={open} at={`/competitions/${id}`} /></Section>}
        </div>
        {over ? <div></div> : (
          <Panel title={t.invite} id="invite">
            <p class="soft small">{t.inviteLead}</p>
            <Form action={`/competitions/${id}/judges`} command={newSecret()}>
              <TextField path="name" label={t.name} hint={t.nameHint} required value={attempt?.values.name ?? ''} />
              <TextField path="email" label={t.email} hint={t.emailHint} type="email" value={attempt?.values.email ?? ''} />
              <Button icon="link">{t.makeLink}</Button>
            </Form>
          </Panel>
        )}
      </div>
    </CompetitionPage>
  ) }
}

const tones: Record<Pace, State> = { done: 'done', now: 'now', wait: 'wait', late: 'late', idle: 'idle' }

/** Who judges, how far each has come, who is behind. Also on the tracking page, for the slowest. */
export function JudgesTable({ judges, at, scoring, removable, reason = '' }: { judges: readonly JudgeLoad[]; at: string; scoring: boolean; removable: boolean; reason?: string }) {
  const look = useLook()
  const t = texts(look)
  return (
    <Table
      caption={t.caption}
      rows={judges}
      empty={<Empty title={t.none}>{t.noneHint}</Empty>}
      columns={[
        { header: t.judge, names: true, cell: ({ name, ties, maxLoad }) => <>{name}{maxLoad === null ? null : <> <span class="soft small">{t.most(maxLoad)}</span></>}{ties.length === 0 ? null : <><br /><span class="soft small">{t.tiedTo(ties.map((tie) => tie.name))}</span></>}</> },
        ...(scoring ? [
          { header: t.done, align: 'end' as const, cell: ({ assigned, submitted }: JudgeLoad) => <span class="n">{assigned === 0 ? t.nothing : `${submitted} / ${assigned}`}</span> },
          { header: t.last, cell: ({ lastAt }: JudgeLoad) => (lastAt === null ? <span class="soft">{t.never}</span> : <At at={lastAt} />) },
        ] : [{ header: t.accepted, cell: ({ acceptedAt }: JudgeLoad) => <At at={acceptedAt} time={false} /> }]),
        { header: t.state, cell: ({ pace, removedAt }) => (removedAt !== null ? <Tag state="idle" icon="no">{t.removed}</Tag> : scoring ? <Tag state={tones[pace]}>{t.paces[pace]}</Tag> : <Tag state="done">{t.ready}</Tag>) },
        ...(removable ? [{ header: t.act, hidden: true, class: 'r', cell: ({ person, name, removedAt, maxLoad }: JudgeLoad) => (removedAt !== null ? null : (<>
          <Dialog label={t.limit} weight="quiet" title={t.limitTitle(name)}>
            <Form action={`${at}/judges/${person}/limit`} command={newSecret()} label={`${t.limit} ${name}`} mistakes={[]}>
              <IntegerField path="maxLoad" label={t.limit} hint={t.limitHint} value={maxLoad} unit={t.unit} />
              <Button>{t.save}</Button>
            </Form>
          </Dialog>
          <Dialog label={t.remove} weight="quiet" title={t.removeTitle(name)}>
            <Form action={`${at}/judges/${person}/removal`} command={newSecret()} label={`${t.remove} ${name}`} mistakes={[]}>
              <TextArea path="reason" label={t.reason} required rows={2} value={reason} />
              <Button weight="late">{t.remove}</Button>
            </Form>
          </Dialog>
        </>)) }] : []),
      ]}
    />
  )
}

function InvitationsTable({ invitations, at }: { invitations: readonly ListedInvitation[]; at: string }) {
  const t = texts(useLook())
  return (
    <Table caption={t.waiting(invitations.length)} rows={invitations} columns={[
      { header: t.name, names: true, cell: ({ name, email }) => <>{name}{email === null ? null : <><br /><span class="soft small">{email}</span></>}</> },
      { header: t.sent, cell: ({ createdAt }) => <At at={createdAt} time={false} /> },
      { header: t.state, cell: ({ state, expiresAt }) => (state === 'expired' ? <Tag state="late">{t.expired}</Tag> : <><Tag state="wait">{t.open}</Tag> <span class="soft small">{t.until} <At at={expiresAt} time={false} /></span></>) },
      { header: t.act, hidden: true, class: 'r', cell: ({ id, name }) => <Form action={`${at}/judges/invitations/${id}/revocation`} command={newSecret()} label={`${t.revoke} ${name}`}><Button weight="quiet" label={`${t.revoke} ${name}`}>{t.revoke}</Button></Form> },
    ]} />
  )
}

function LinkPanel({ name, url }: { name: string; url: string | null }) {
  const t = texts(useLook())
  if (url === null) return <Panel title={t.linkFor(name)} id="link"><p>{t.linkOnce}</p></Panel>
  return (
    <Panel title={t.linkFor(name)} id="link">
      <p>{t.linkLead}</p>
      <p><code class="link-once">{url}</code></p>
      <Qr text={url} label={t.linkFor(name)} />
    </Panel>
  )
}

async function invite(asked: Asked, posted: Posted): Promise<Shown> {
  await requireCompetition(asked.context, asked.params.competition ?? '', 'judge.invite')
  return tryForm(posted, async () => {
    const { name = '', email = '' } = posted.fields
    const { invitation, link } = await inviteJudge(asked.context, asked.params.competition ?? '', readAs(inviteInput, { name, email: email.trim() === '' ? null : email }))
    return show(asked, { link: { name: invitation.name, url: link } })
  }, (attempt) => show(asked, { attempt }))
}

async function remove(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'judge.remove')
  return tryForm(posted, async () => {
    await removeJudge(asked.context, id, asked.params.person ?? '', readAs(removalInput, { reason: posted.fields.reason }))
    return { go: `/competitions/${id}/judges` }
  }, (attempt) => show(asked, { attempt }))
}

async function limit(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'judge.limit')
  return tryForm(posted, async () => {
    const typed = (posted.fields.maxLoad ?? '').trim()
    await limitJudge(asked.context, id, asked.params.person ?? '', readAs(limitJudgeInput, { maxLoad: typed === '' ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : typed }))
    return { go: `/competitions/${id}/judges` }
  }, (attempt) => show(asked, { attempt }))
}

async function revoke(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    const competition = await requireCompetition(asked.context, id, 'judge.invite')
    await revokeInvitation(asked.context, { role: 'judge', competition: competition.id }, asked.params.invitation ?? '')
    return { go: `/competitions/${id}/judges` }
  }, (attempt) => show(asked, { attempt }))
}

export const competitionJudgePages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/judges', action: 'judge.list', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/judges', action: 'judge.invite', send: invite },
  { method: 'post', path: '/competitions/:competition/judges/:person/removal', action: 'judge.remove', send: remove },
  { method: 'post', path: '/competitions/:competition/judges/:person/limit', action: 'judge.limit', send: limit },
  { method: 'post', path: '/competitions/:competition/judges/invitations/:invitation/revocation', action: 'judge.invite', send: revoke },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      judges: (n: number) => `评委 ${n} 位`, caption: '评委，进度慢的在前', judge: '评委', tiedTo: (names: string[]) => `利益关系：${names.join('、')}`, done: '已评', last: '上次打分', never: '还没有', nothing: '未分配', accepted: '接受邀请', state: '状态', act: '操作', ready: '已接受',
      paces: { done: '已评完', now: '正常', wait: '偏慢', late: '落后', idle: '没有任务' }, most: (n: number) => `最多 ${n} 份`, limit: '份数上限', limitTitle: (name: string) => `${name}每轮最多评几份`, limitHint: '不填就和其他评委一样多。下一次分配起生效。', unit: '份', save: '保存', removed: '已移除', remove: '移除', removeTitle: (name: string) => `移除${name}，写明理由`, reason: '理由', none: '还没有评委', noneHint: '发出邀请，对方打开链接、登录并声明利益关系后就在这里。',
      invite: '邀请评委', inviteLead: '生成一个链接和二维码，可以转发；第一个接受的人成为评委。14 天内有效。', name: '姓名', nameHint: '便于您记住发给了谁。', email: '邮箱', emailHint: '填了就同时发邮件。', makeLink: '生成邀请链接',
      waiting: (n: number) => `等对方接受 ${n} 个`, sent: '发出', open: '等接受', expired: '已过期', until: '有效至', revoke: '撤回',
      linkFor: (name: string) => `给${name}的邀请`, linkLead: '链接只显示这一次，请现在复制或让对方扫码。', linkOnce: '链接已经显示过。需要时请撤回后重新邀请。',
    },
    en: {
      judges: (n) => (n === 1 ? '1 judge' : `${n} judges`), caption: 'Judges, the slowest first', judge: 'Judge', tiedTo: (names) => `Ties to ${names.join(', ')}`, done: 'Scored', last: 'Last score', never: 'none yet', nothing: 'nothing assigned', accepted: 'Accepted', state: 'State', act: 'Actions', ready: 'accepted',
      paces: { done: 'all sent', now: 'on time', wait: 'slow', late: 'behind', idle: 'nothing to do' }, most: (n) => `${n} at most`, limit: 'Limit', limitTitle: (name) => `What ${name} judges at most in a round`, limitHint: 'Left open, as many as the other judges. It counts from the next plan on.', unit: 'proposals', save: 'Save', removed: 'removed', remove: 'Remove', removeTitle: (name) => `Remove ${name}: give the reason`, reason: 'Reason', none: 'No judge yet', noneHint: 'Send an invitation; whoever opens the link, signs in and declares ties appears here.',
      invite: 'Invite a judge', inviteLead: 'Makes a link and a QR code that can be forwarded; the first person to accept becomes a judge. Good for 14 days.', name: 'Name', nameHint: 'So that you remember whom it was for.', email: 'E-mail', emailHint: 'With an address it is mailed as well.', makeLink: 'Make the link',
      waiting: (n) => (n === 1 ? '1 invitation waits' : `${n} invitations wait`), sent: 'Sent', open: 'waits', expired: 'expired', until: 'good until', revoke: 'Withdraw',
      linkFor: (name) => `Invitation for ${name}`, linkLead: 'The link is shown this once: copy it now, or let them scan it.', linkOnce: 'The link has been shown already. Withdraw it and invite again if needed.',
    },
  })
}
