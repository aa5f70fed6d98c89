import * as z from 'zod'
import { fileId, invitationId, newSecret, organisationId } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import type { Action } from '../../../shared/person/access.ts'
import type { Organisation } from '../../../shared/organisation/organisation.ts'
import { inviteInput, inviteMember, revokeInvitation } from '../../commands/invitation.ts'
import { askToJoinAgain, changeOrganisation, chooseOrganisation, contactInput, joinInput, removeInput, removeMember, restoreMember } from '../../commands/organisation.ts'
import { certificateForm, checkCertificate } from '../../commands/organisation-certificate.ts'
import type { Upload } from '../../commands/file.ts'
import { authorise, type Context } from '../../context.ts'
import { type ListedInvitation, listMemberInvitations } from '../../queries/invitation.ts'
import { type OrganisationSeen, readOrganisation } from '../../queries/organisation.ts'
import { readMe } from '../../queries/person.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Undo } from '../look/dialog.tsx'
import { HiddenField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Empty, Facts, Note, Panel, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CertificatePanel, whyRefused } from './organisation-certificate.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { applicantOf, ContactFields, JoinForm, sentParticulars, sentTeam, TeamFields, valuesOf } from './join-form.tsx'
import { organisationFacts, stateNames, stateTones } from './organisation-words.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

/** The organisation that the asker acts for. Throws NOT_SIGNED_IN, NOT_ALLOWED where there is none. */
export function actingFor(context: Context): Organisation['id'] {
  const { actor } = context
  if (actor.kind !== 'person') throw new Refusal('NOT_SIGNED_IN')
  if (actor.organisation === null) throw new Refusal('NOT_ALLOWED')
  return actor.organisation
}

async function show({ context, look, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const me = await readMe(context)
  const t = texts(look)
  if (me.organisation === null) {
    return { page: <Page look={look} title={t.none}><Empty title={t.noneTitle} action={<ButtonLink href="/join" weight="primary">{t.join}</ButtonLink>}>{t.noneHint}</Empty></Page> }
  }
  const [seen, invitations] = await Promise.all([readOrganisation(context, me.organisation), listMemberInvitations(context, me.organisation)])
  const [upload, refused] = await Promise.all([certificateForm(context, me.organisation), whyRefused(context, look, me.organisation, query.get('refused'))])
  const others = me.memberships.flatMap(({ membership, name }) => (membership.role === 'member' ? [{ value: membership.organisation, label: name?.zh ?? membership.organisation }] : []))
  return { page: <OrganisationPage look={look} seen={seen} invitations={invitations.filter(({ state }) => state === 'open')} others={others} me={me.person.id} attempt={attempt} upload={upload} refused={refused} /> }
}

function OrganisationPage({ look, seen, invitations, others, me, attempt, upload, refused }: {
  look: Look
  seen: OrganisationSeen
  invitations: readonly ListedInvitation[]
  others: { value: string; label: string }[]
  me: string
  attempt: Attempt | undefined
  upload: Upload
  refused: string | null
}) {
  const t = texts(look)
  const { organisation } = seen
  return (
    <Page look={look} title={organisation.name} lead={<Tag state={stateTones[organisation.state]}>{stateNames[organisation.state][look.language]}</Tag>} mistakes={attempt?.mistakes ?? []} actions={organisation.standing === 'registered' && organisation.state === 'admitted' ? <ButtonLink href="/organisation/hosted" icon="people">{t.hosted}</ButtonLink> : undefined}>
      <Standing look={look} organisation={organisation} />
      {seen.removed.map(({ person, name, undoUntil }) => (
        <Undo action={`/organisation/members/restore/${person}`} command={newSecret()} until={undoUntil}>{t.removed(name)}</Undo>
      ))}
      <div class="split">
        <div class="stackv">
          <Panel title={t.members} id="members">
            <Table
              caption={t.membersCaption}
              rows={seen.members}
              columns={[
                { header: t.name, names: true, cell: ({ name, person }) => <>{name}{person === me ? <span class="soft">{t.you}</span> : null}</> },
                { header: t.since, cell: ({ since }) => <At at={since} time={false} weekday={false} /> },
                ...(seen.members.length < 2 ? [] : [{ header: t.act, hidden: true, align: 'end' as const, cell: ({ person, name }: { person: string; name: string }) => (
                  <Form action="/organisation/members/remove" command={newSecret()} label={t.removeLabel(name)} class="inline">
                    <HiddenField path="person" value={person} />
                    <Button weight="quiet" icon="remove" label={person === me ? t.leave : t.removeLabel(name)}>{person === me ? t.leave : t.remove}</Button>
                  </Form>
                ) }]),
              ]}
            />
          </Panel>
          <Panel title={t.invite} id="invite">
            <p class="soft">{t.inviteHint}</p>
            <Form action="/organisation/invitations" command={newSecret()}>
              <TextField path="name" label={t.inviteName} hint={t.inviteNameHint} required value={attempt?.values.name ?? ''} limit={60} />
              <TextField path="email" label={t.inviteEmail} hint={t.inviteEmailHint} type="email" value={attempt?.values.email ?? ''} />
              <p class="acts"><Button>{t.makeLink}</Button></p>
            </Form>
            {invitations.length === 0 ? null : <OpenInvitations look={look} invitations={invitations} />}
          </Panel>
        </div>
        <aside class="stackv">
          <Panel title={t.details} id="details" end={<a href="/organisation/contact">{t.change}</a>}>
            <Facts facts={organisationFacts(organisation, look.language)} />
          </Panel>
          <CertificatePanel look={look} certificate={organisation.certificate} upload={upload} refused={refused} />
          {others.length < 2 ? null : (
            <Panel title={t.choose} id="choose">
              <Form action="/organisation/choose" label={t.choose}>
                <ChoiceField path="organisation" label={t.chooseLabel} hint={t.chooseHint} required as="radio" value={organisation.id} choices={others} />
                <p class="acts"><Button weight="second">{t.chooseSend}</Button></p>
              </Form>
            </Panel>
          )}
        </aside>
      </div>
    </Page>
  )
}

function Standing({ look, organisation }: { look: Look; organisation: Organisation }) {
  const t = texts(look)
  switch (organisation.state) {
    case 'asked': return <Note state="wait">{t.asked} <At at={organisation.askedAt} />。</Note>
    case 'returned': return <Note state="wait"><p>{t.returned}</p><p><strong>{organisation.reasons}</strong></p><p class="acts"><ButtonLink href="/organisation/edit" weight="primary" icon="edit">{t.edit}</ButtonLink></p></Note>
    case 'rejected': return <Note state="late"><p>{t.rejected}</p><p><strong>{organisation.reasons}</strong></p></Note>
    case 'suspended': return <Note state="late"><p>{t.suspended}</p><p><strong>{organisation.reasons}</strong></p></Note>
    case 'admitted': return null
  }
}

function OpenInvitations({ look, invitations }: { look: Look; invitations: readonly ListedInvitation[] }) {
  const t = texts(look)
  return (
    <Table
      caption={t.openInvitations}
      captioned
      rows={invitations}
      columns={[
        { header: t.inviteName, names: true, cell: ({ name }) => name },
        { header: t.until, cell: ({ expiresAt }) => <When at={expiresAt} time={false} /> },
        { header: t.act, hidden: true, align: 'end', cell: ({ id, name }) => (
          <Form action="/organisation/invitations/revoke" command={newSecret()} label={t.revokeLabel(name)} class="inline">
            <HiddenField path="invitation" value={id} />
            <Button weight="quiet" label={t.revokeLabel(name)}>{t.revoke}</Button>
          </Form>
        ) },
      ]}
    />
  )
}

/** Where the storage sends the browser after an upload: the file is checked, and the page says what came of it. */
async function arrived({ context, params }: Asked): Promise<Shown> {
  const file = fileId.safeParse(params.file)
  if (!file.success) throw new Refusal('NOT_FOUND')
  const checked = await checkCertificate(context, actingFor(context), file.data)
  return { go: `/organisation${checked.state === 'refused' ? `?refused=${checked.id}` : ''}#certificate` }
}

const invite = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { name, email } = posted.fields
    const { invitation, link } = await inviteMember(asked.context, actingFor(asked.context), readAs(inviteInput, { name, email: email?.trim() === '' ? null : email }))
    const { organisation } = await readOrganisation(asked.context, actingFor(asked.context))
    return { page: <InvitationLink look={asked.look} invitation={invitation} link={link} to={{ zh: organisation.name }} back="/organisation" /> }
  }, (attempt) => show(asked, attempt))

async function edit({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  const { organisation } = await readOrganisation(context, actingFor(context))
  if (organisation.state !== 'returned') throw new Refusal('WRONG_STATE')
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.edit} crumbs={[{ href: '/organisation', label: organisation.name }]} mistakes={attempt?.mistakes ?? []}>
      <Note state="wait">{organisation.reasons}</Note>
      <div class="read">
        <JoinForm language={look.language} applicant={applicantOf(organisation)} action="/organisation/edit" command={newSecret()} values={attempt?.values ?? valuesOf(organisation)} send={t.again} back="/organisation" />
      </div>
    </Page>
  ) }
}

async function contact({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  const { organisation } = await readOrganisation(context, actingFor(context))
  const t = texts(look)
  const values = attempt?.values ?? valuesOf(organisation)
  return { page: (
    <Page look={look} title={t.changeContact} lead={t.changeLead} crumbs={[{ href: '/organisation', label: organisation.name }]} mistakes={attempt?.mistakes ?? []}>
      <div class="read">
        <Form action="/organisation/contact" command={newSecret()}>
          {organisation.kind === 'team' ? <TeamFields language={look.language} values={values} /> : null}
          <ContactFields language={look.language} values={values} />
          <p class="acts"><Button>{t.save}</Button><ButtonLink href="/organisation">{t.back}</ButtonLink></p>
        </Form>
      </div>
    </Page>
  ) }
}

/** A form of the organisation that one acts for; where it is refused, the page that it stands on comes again. */
function deed(asked: Asked, posted: Posted, action: Action, run: (organisation: Organisation['id']) => Promise<unknown>, again = show): Promise<Shown> {
  const organisation = actingFor(asked.context)
  authorise(asked.context, action, { organisation })
  return tryForm(posted, async () => {
    await run(organisation)
    return { go: '/organisation' }
  }, (attempt) => again(asked, attempt))
}

export const organisationPages: PageRoute[] = [
  { method: 'get', path: '/organisation', action: 'person.read', show: (asked) => show(asked) },
  { method: 'get', path: '/organisation/edit', action: 'organisation.read', show: (asked) => edit(asked) },
  { method: 'post', path: '/organisation/edit', action: 'organisation.change', send: (asked, posted) => deed(asked, posted, 'organisation.change', (id) => askToJoinAgain(asked.context, id, readAs(joinInput, sentParticulars(posted.body))), edit) },
  { method: 'get', path: '/organisation/contact', action: 'organisation.read', show: (asked) => contact(asked) },
  { method: 'post', path: '/organisation/contact', action: 'organisation.change', send: (asked, posted) => deed(asked, posted, 'organisation.change', (id) => changeOrganisation(asked.context, id, readAs(contactInput, { team: null, ...posted.body, ...sentTeam(posted.body) })), contact) },
  { method: 'get', path: '/organisation/certificate/:file', action: 'organisation.change', show: arrived },
  {
    method: 'post', path: '/organisation/choose', action: 'organisation.choose',
    send: async ({ context }, posted) => {
      await chooseOrganisation(context, readAs(z.object({ organisation: organisationId }), posted.fields).organisation)
      return { go: '/organisation' }
    },
  },
  { method: 'post', path: '/organisation/members/remove', action: 'organisation.remove-member', send: (asked, posted) => deed(asked, posted, 'organisation.remove-member', (id) => removeMember(asked.context, id, readAs(removeInput, { person: posted.fields.person }))) },
  { method: 'post', path: '/organisation/members/restore/:person', action: 'organisation.remove-member', send: (asked, posted) => deed(asked, posted, 'organisation.remove-member', (id) => restoreMember(asked.context, id, readAs(removeInput, { person: asked.params.person }))) },
  { method: 'post', path: '/organisation/invitations', action: 'organisation.invite', send: invite },
  {
    method: 'post', path: '/organisation/invitations/revoke', action: 'organisation.invite',
    send: (asked, posted) => deed(asked, posted, 'organisation.invite', (organisation) => revokeInvitation(asked.context, { role: 'member', organisation }, readAs(z.object({ invitation: invitationId }), posted.fields).invitation)),
  },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      none: '机构', noneTitle: '您还没有加入机构', noneHint: '可以为单位申请入驻；单位已经入驻的，请同事发邀请链接给您。', join: '申请入驻',
      asked: '入驻申请已收到，等待管理员审核。收到时间', returned: '管理员退回了入驻申请，请按下面的意见修改后重新提交：', rejected: '入驻申请没有通过。有疑问请联系管理员。理由：', suspended: '申报资格已暂停，暂时不能提交新的申报书。理由：',
      edit: '修改入驻申请', again: '重新提交', changeContact: '修改联系方式', changeLead: '名称和代码要改时，请联系管理员退回申请。', save: '保存', back: '返回',
      members: '成员', membersCaption: '成员，加入早的在前', name: '姓名', you: '（您）', since: '加入时间', act: '操作', remove: '移除', removeLabel: (name: string) => `移除${name}`, leave: '退出',
      removed: (name: string) => `已移除${name}。`,
      invite: '邀请成员', inviteHint: '生成一个链接或二维码，发给同事。14 天内有效，只能用一次。', inviteName: '姓名', inviteNameHint: '方便您认出这是发给谁的。', inviteEmail: '邮箱', inviteEmailHint: '填了就同时发一封邮件。', makeLink: '生成邀请链接',
      openInvitations: '还没有接受的邀请', until: '有效期到', revoke: '撤回', revokeLabel: (name: string) => `撤回给${name}的邀请`,
      details: '单位信息', change: '修改联系方式', hosted: '挂靠在我们这里', choose: '代表哪个单位', chooseHint: '您加入了几个单位；接下来的申报以选中的单位名义进行。', chooseLabel: '单位', chooseSend: '切换',
    },
    en: {
      none: 'Organisation', noneTitle: 'You belong to no organisation yet', noneHint: 'Ask to join for yours; if it has joined already, have a colleague send you an invitation link.', join: 'Ask to join',
      asked: 'Your request has arrived and waits for an administrator. Received', returned: 'An administrator returned your request. Please change what is said below and send it again:', rejected: 'Your request was not admitted. Ask the administrators if anything is unclear. The reason:', suspended: 'You cannot send new proposals for now. The reason:',
      edit: 'Change the request', again: 'Send it again', changeContact: 'Change how we reach you', changeLead: 'If name or code must change, ask an administrator to return your request.', save: 'Save', back: 'Back',
      members: 'Members', membersCaption: 'Members, the longest-standing first', name: 'Name', you: ' (you)', since: 'Member since', act: 'Actions', remove: 'Remove', removeLabel: (name) => `Remove ${name}`, leave: 'Leave',
      removed: (name) => `${name} has been removed.`,
      invite: 'Invite a member', inviteHint: 'Makes a link and a QR code to hand on. It works once, within 14 days.', inviteName: 'Name', inviteNameHint: 'So that you know whom it is for.', inviteEmail: 'E-mail', inviteEmailHint: 'If given, a mail goes there as well.', makeLink: 'Make the link',
      openInvitations: 'Invitations not accepted yet', until: 'Works until', revoke: 'Withdraw', revokeLabel: (name) => `Withdraw the invitation of ${name}`,
      details: 'Details', change: 'Change how we reach you', hosted: 'Hosted by us', choose: 'Whom you act for', chooseHint: 'You belong to several organisations; what you do next is in the name of the chosen one.', chooseLabel: 'Organisation', chooseSend: 'Switch',
    },
  })
}
