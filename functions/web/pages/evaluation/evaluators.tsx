import { newSecret } from '../../../../shared/kernel/ids.ts'
import { inviteEvaluator, inviteInput, revokeInvitation } from '../../../commands/invitation.ts'
import { removeEvaluator, removeEvaluatorInput, restoreEvaluator } from '../../../commands/evaluator.ts'
import { authorise } from '../../../context.ts'
import { districtOf } from '../../../queries/districts.ts'
import { type EvaluatorList, listEvaluators } from '../../../queries/evaluation.ts'
import { type ListedInvitation, listEvaluatorInvitations } from '../../../queries/invitation.ts'
import { Dialog, Undo } from '../../look/dialog.tsx'
import { TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Table } from '../../look/table.tsx'
import { At, Empty, Panel, Section, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { InvitationLink } from '../invitation-link.tsx'
import { AllOrganisations } from '../organisations.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'

async function show({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  const district = districtOf(context, undefined)
  const [{ items: evaluators, removed }, invitations] = await Promise.all([listEvaluators(context, district), listEvaluatorInvitations(context, district)])
  const open = invitations.filter(({ state }) => state === 'open' || state === 'expired')
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} lead={t.lead} tabs={<AllOrganisations look={look} current="/evaluators" />} mistakes={attempt?.mistakes ?? []}>
      {removed.map(({ person, name, undoUntil }) => <Undo action={`/evaluators/${person}/restoration`} command={newSecret()} until={undoUntil}>{t.removed(name)}</Undo>)}
      <div class="split">
        <div class="stackv">
          <Section title={t.evaluators(evaluators.length)} id="evaluators">
            <Table caption={t.caption} rows={evaluators} empty={<Empty title={t.none}>{t.noneHint}</Empty>} columns={[
              { header: t.name, names: true, cell: ({ name }) => name }, { header: t.since, cell: ({ since }) => <At at={since} time={false} /> },
              { header: t.openOnes, cell: ({ open }) => open.map(({ id, title }, i) => <>{i === 0 ? null : <br />}<a href={`/projects/${id}/evaluation`}>{title}</a></>) },
              { header: t.act, hidden: true, class: 'r', cell: (one) => <Remove look={look} evaluator={one} typed={attempt?.values[`${removalForm(one.person)}.reason`]} /> },
            ]} />
          </Section>
          {open.length === 0 ? null : <Section title={t.waiting(open.length)} id="invitations"><Waiting look={look} invitations={open} /></Section>}
        </div>
        <Panel title={t.invite} id="invite">
          <p class="soft small">{t.inviteLead}</p>
          <Form action="/evaluators" command={newSecret()}>
            <TextField path="name" label={t.name} hint={t.nameHint} required value={attempt?.values.name ?? ''} limit={60} />
            <TextField path="email" label={t.email} hint={t.emailHint} type="email" value={attempt?.values.email ?? ''} />
            <p class="acts"><Button icon="link">{t.makeLink}</Button></p>
          </Form>
        </Panel>
      </div>
    </Page>
  ) }
}

const removalForm = (person: string): string => `remove-${person}`

/** With a reason; while they are to evaluate a project, it says where another is named first. */
function Remove({ look, evaluator: { person, name, open }, typed }: { look: Look; evaluator: EvaluatorList['items'][number]; typed: string | undefined }) {
  const t = texts(look)
  if (open.length > 0) return <span class="soft small">{t.replaceFirst}</span>
  return (
    <Dialog label={t.remove} weight="quiet" title={t.removeTitle(name)} open={typed !== undefined}>
      <Form action={`/evaluators/${person}/removal`} command={newSecret()} label={t.removeTitle(name)}>
        <TextField path={`${removalForm(person)}.reason`} label={t.reason} required limit={500} value={typed ?? ''} />
        <p class="acts"><Button weight="late">{t.remove}</Button></p>
      </Form>
    </Dialog>
  )
}

function Waiting({ look, invitations }: { look: Look; invitations: readonly ListedInvitation[] }) {
  const t = texts(look)
  return (
    <Table caption={t.waiting(invitations.length)} rows={invitations} columns={[
      { header: t.name, names: true, cell: ({ name, email }) => <>{name}{email === null ? null : <><br /><span class="soft small">{email}</span></>}</> },
      { header: t.state, cell: ({ state, expiresAt }) => (state === 'expired' ? <Tag state="late">{t.expired}</Tag> : <><Tag state="wait">{t.open}</Tag> <span class="soft small">{t.until} <At at={expiresAt} time={false} /></span></>) },
      { header: t.act, hidden: true, class: 'r', cell: ({ id, name }) => <Form action={`/evaluators/invitations/${id}/revocation`} command={newSecret()} label={`${t.revoke} ${name}`}><Button weight="quiet" label={`${t.revoke} ${name}`}>{t.revoke}</Button></Form> },
    ]} />
  )
}

async function invite(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtOf(asked.context, undefined)
  authorise(asked.context, 'evaluator.invite', { district })
  return tryForm(posted, async () => {
    const { name, email } = posted.fields
    const { invitation, link } = await inviteEvaluator(asked.context, district, readAs(inviteInput, { name, email: email?.trim() === '' ? null : email }))
    return { page: <InvitationLink look={asked.look} invitation={invitation} link={link} to={{ zh: '本区的项目', en: 'Projects of the district' }} back="/evaluators" /> }
  }, (attempt) => show(asked, attempt))
}

async function revoke(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtOf(asked.context, undefined)
  authorise(asked.context, 'evaluator.invite', { district })
  return tryForm(posted, async () => {
    await revokeInvitation(asked.context, { role: 'evaluator', district }, asked.params.invitation ?? '')
    return { go: '/evaluators' }
  }, (attempt) => show(asked, attempt))
}

async function remove(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtOf(asked.context, undefined)
  authorise(asked.context, 'evaluator.remove', { district })
  const { person = '' } = asked.params
  return tryNamedForm(posted, removalForm(person), async ({ reason }) => {
    await removeEvaluator(asked.context, district, person, readAs(removeEvaluatorInput, { reason }))
    return { go: '/evaluators' }
  }, (attempt) => show(asked, attempt))
}

async function restore(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtOf(asked.context, undefined)
  authorise(asked.context, 'evaluator.remove', { district })
  return tryForm(posted, async () => {
    await restoreEvaluator(asked.context, district, asked.params.person ?? '')
    return { go: '/evaluators' }
  }, (attempt) => show(asked, attempt))
}

export const evaluatorPages: PageRoute[] = [
  { method: 'get', path: '/evaluators', action: 'evaluator.invite', show: (asked) => show(asked) },
  { method: 'post', path: '/evaluators', action: 'evaluator.invite', send: invite },
  { method: 'post', path: '/evaluators/invitations/:invitation/revocation', action: 'evaluator.invite', send: revoke },
  { method: 'post', path: '/evaluators/:person/removal', action: 'evaluator.remove', send: remove },
  { method: 'post', path: '/evaluators/:person/restoration', action: 'evaluator.remove', send: restore },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '评估员', lead: '接受邀请的人可以被指定评估项目；项目单位、督导和督导所在机构的人除外。', evaluators: (n: number) => `评估员 ${n} 位`, caption: '评估员，按姓名排列', none: '还没有评估员', noneHint: '发出邀请，对方打开链接、登录并接受后就在这里。', name: '姓名', since: '接受邀请', waiting: (n: number) => `等对方接受 ${n} 个`, state: '状态', expired: '已过期', open: '等接受', until: '有效至', act: '操作', revoke: '撤回', openOnes: '要评估的项目', remove: '移除', removeTitle: (name: string) => `移除评估员${name}`, reason: '理由', removed: (name: string) => `已移除评估员${name}。`, replaceFirst: '先在项目里换人，才能移除',
    invite: '邀请评估员', inviteLead: '生成一个链接和二维码，可以转发；第一个接受的人成为评估员。14 天内有效。', nameHint: '便于您记住发给了谁。', email: '邮箱', emailHint: '填了就同时发邮件。', makeLink: '生成邀请链接',
  },
  en: {
    title: 'Evaluators', lead: 'Those who accept can be named to evaluate a project, except who delivers or guides it and the mentor’s agency.', evaluators: (n) => (n === 1 ? '1 evaluator' : `${n} evaluators`), caption: 'Evaluators, by name', none: 'No evaluator yet', noneHint: 'Send an invitation; whoever opens the link, signs in and accepts appears here.', name: 'Name', since: 'Accepted', waiting: (n) => (n === 1 ? '1 invitation waits' : `${n} invitations wait`), state: 'State', expired: 'expired', open: 'waits', until: 'good until', act: 'Actions', revoke: 'Withdraw', openOnes: 'To evaluate', remove: 'Remove', removeTitle: (name) => `Remove the evaluator ${name}`, reason: 'Reason', removed: (name) => `The evaluator ${name} was removed.`, replaceFirst: 'Name another in the project first',
    invite: 'Invite an evaluator', inviteLead: 'Makes a link and a QR code that can be forwarded; the first person to accept becomes an evaluator. Good for 14 days.', nameHint: 'So that you remember whom it was for.', email: 'E-mail', emailHint: 'With an address it is mailed as well.', makeLink: 'Make the link',
  },
})
