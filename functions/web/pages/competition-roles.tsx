import { organisationsOf } from '../../../shared/competition/organiser.store.ts'
import { isOver } from '../../../shared/competition/steps.ts'
import { competitionId, newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Action } from '../../../shared/person/access.ts'
import { inviteInput, inviteOrganiser, inviteOrganiserInput, inviteSupervisor } from '../../commands/invitation.ts'
import { removeOrganiser, removeSupervisor } from '../../commands/role.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { listRoleInvitations } from '../../queries/invitation.ts'
import { readRoles, type Roles } from '../../queries/roles.ts'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import { type Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, Empty, Facts, Panel, Section } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { WaitingInvitations } from './invitation-link.tsx'
import type { Asked, Attempt, PageRoute, Shown } from './page.ts'
import { RemovalDialog, roleSends } from './role-forms.tsx'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const roles = await readRoles(context, params.competition ?? '')
  const { competition, rulebook, organisers, supervisors } = roles
  const at = `/competitions/${competition.id}`
  const manages = look.allows('organiser.invite', { district: competition.district, competition: competition.id })
  const [invitations, toSupervise] = manages ? await Promise.all([listRoleInvitations(context, 'organiser', competition.id), listRoleInvitations(context, 'supervisor', competition.id)]) : [[], []]
  const t = texts(look)
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="roles" mistakes={attempt?.mistakes}>
      <div class="split">
        <div class="stackv">
          <Panel title={t.who} id="who"><WhoHoldsWhich look={look} roles={roles} /></Panel>
          <Section title={t.organisers(organisers.length)} id="organisers">
            <Table caption={t.caption} rows={organisers} empty={<Empty title={t.none}>{manages ? t.noneHint : null}</Empty>} columns={[
              { header: t.name, names: true, cell: ({ name }) => name },
              { header: t.organisation, cell: ({ organisation }) => organisation },
              { header: t.since, cell: ({ since }) => <At at={since} time={false} /> },
              ...(manages ? [{ header: t.act, hidden: true, class: 'r', cell: ({ person, name }: Roles['organisers'][number]) => <RemovalDialog look={look} at={`${at}/organisers`} person={person} title={t.removeTitle(name)} attempt={attempt} /> }] : []),
            ]} />
          </Section>
          <WaitingInvitations look={look} invitations={invitations} revocation={(id) => `${at}/organisers/invitations/${id}/revocation`} />
          <Section title={t.supervisors(supervisors.length)} id="supervisors">
            <Table caption={t.supervisorsCaption} rows={supervisors} empty={<Empty title={t.noSupervisor}>{manages ? t.noSupervisorHint : null}</Empty>} columns={[
              { header: t.name, names: true, cell: ({ name }) => name },
              { header: t.since, cell: ({ since }) => <At at={since} time={false} /> },
              ...(manages ? [{ header: t.act, hidden: true, class: 'r', cell: ({ person, name }: Roles['supervisors'][number]) => <RemovalDialog look={look} at={`${at}/supervisors`} person={person} title={t.removeSupervisor(name)} attempt={attempt} /> }] : []),
            ]} />
          </Section>
          <WaitingInvitations look={look} id="supervisor-invitations" invitations={toSupervise} revocation={(id) => `${at}/supervisors/invitations/${id}/revocation`} />
        </div>
        <div class="stackv">
          {!manages || isOver(competition) ? null : (
            <Panel title={t.invite} id="invite">
              <p class="soft small">{t.inviteLead}</p>
              <Form action={`${at}/organisers`} command={newSecret()}>
                <TextField path="organisation" label={t.organisation} hint={t.organisationHint} required value={attempt?.values.organisation ?? organisationsOf(organisers)[0] ?? ''} limit={60} />
                <TextField path="name" label={t.name} hint={t.nameHint} required value={attempt?.values.name ?? ''} limit={60} />
                <TextField path="email" label={t.email} hint={t.emailHint} type="email" value={attempt?.values.email ?? ''} />
                <p class="acts"><Button icon="link">{t.makeLink}</Button></p>
              </Form>
            </Panel>
          )}
          {!manages || isOver(competition) ? null : (
            <Panel title={t.inviteSupervisor} id="invite-supervisor">
              <p class="soft small">{t.inviteSupervisorLead}</p>
              <Form action={`${at}/supervisors`} command={newSecret()}>
                <TextField path="supervisor.name" label={t.name} hint={t.nameHint} required value={attempt?.values['supervisor.name'] ?? ''} limit={60} />
                <TextField path="supervisor.email" label={t.email} hint={t.emailHint} type="email" value={attempt?.values['supervisor.email'] ?? ''} />
                <p class="acts"><Button weight="second" icon="link">{t.makeLink}</Button></p>
              </Form>
            </Panel>
          )}
          <Panel title={t.apart} id="apart"><div class="read"><ol>{t.rules.map((rule) => <li>{rule}</li>)}</ol></div></Panel>
        </div>
      </div>
    </CompetitionPage>
  ) }
}

/** Each part that somebody plays, and by whom. */
function WhoHoldsWhich({ look, roles: { competition, administrators, organisers, supervisors, judges, evaluators, finance } }: { look: Look; roles: Roles }) {
  const t = texts(look)
  const named = (names: readonly string[]) => (names.length === 0 ? <span class="soft">{t.nobody}</span> : listed(look.language, names))
  const mayOpen = (path: string, action: Parameters<Look['allows']>[0], label: string) => (look.allows(action, { district: competition.district, competition: competition.id }) ? <> <a href={path}>{label}</a></> : null)
  return (
    <Facts facts={[
      { term: t.authority, detail: <>{say(competition.authority, look.language)}<br /><span class="soft small">{t.administrators}{named(administrators)}</span></> },
      { term: t.organiser, detail: named(organisationsOf(organisers)) },
      { term: t.supervisor, detail: named(supervisors.map(({ name }) => name)) },
      { term: t.judges, detail: <>{judges === 0 ? <span class="soft">{t.nobody}</span> : t.people(judges)}{mayOpen(`/competitions/${competition.id}/judges`, 'judge.list', t.seeJudges)}</> },
      { term: t.evaluators, detail: <>{named(evaluators)}{mayOpen('/evaluators', 'evaluator.invite', t.manage)}</> },
      { term: t.finance, detail: <>{named(finance)}{mayOpen('/finance-people', 'finance.invite', t.manage)}</> },
    ]} />
  )
}

const inCompetition = async ({ context, params }: Asked, action: Action) => {
  const { id, name } = await requireCompetition(context, params.competition ?? '', action)
  return { id, page: `/competitions/${id}/roles`, work: name }
}

export const competitionRolePages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/roles', action: 'role.list', show: (asked) => show(asked) },
  ...roleSends({
    role: 'organiser', path: '/competitions/:competition/organisers', place: inCompetition, again: show, remove: removeOrganiser, invited: (competition) => ({ role: 'organiser', competition: competitionId.parse(competition) }),
    invite: (context, competition, { organisation, name, email }) => inviteOrganiser(context, competition, readAs(inviteOrganiserInput, { organisation, name, email })),
  }),
  ...roleSends({
    role: 'supervisor', path: '/competitions/:competition/supervisors', form: 'supervisor', place: inCompetition, again: show, remove: removeSupervisor, invited: (competition) => ({ role: 'supervisor', competition: competitionId.parse(competition) }),
    invite: (context, competition, { name, email }) => inviteSupervisor(context, competition, readAs(inviteInput, { name, email })),
  }),
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      who: '谁担任什么', authority: '主办单位', administrators: '管理员：', organiser: '承办单位', supervisor: '监督员', judges: '评委', evaluators: '全区评估员', finance: '全区财务', nobody: '还没有', people: (n: number) => `${n} 位`, seeJudges: '看评委', manage: '管理',
      organisers: (n: number) => `承办人员 ${n} 位`, caption: '承办人员，按单位排列', none: '没有承办单位', noneHint: '由主办单位自己办理；也可以邀请第三方承办。', name: '姓名', nameHint: '便于您记住发给了谁。', organisation: '承办单位', organisationHint: '征集公告上会写出来。', since: '接受邀请', act: '操作', removeTitle: (name: string) => `移除承办人员${name}`,
      invite: '邀请承办', inviteLead: '生成一个链接和二维码，可以转发；第一个接受的人成为承办人员。14 天内有效。', email: '邮箱', emailHint: '填了就同时发邮件。', makeLink: '生成邀请链接',
      supervisors: (n: number) => `监督员 ${n} 位`, supervisorsCaption: '监督员，按姓名排列', noSupervisor: '还没有监督员', noSupervisorHint: '现场抽签、回避和异议，最好有一位主办单位以外的人看着。', removeSupervisor: (name: string) => `移除监督员${name}`, inviteSupervisor: '邀请监督员', inviteSupervisorLead: '监督员看抽签、回避和异议，不参与决定；评委不能兼任。链接 14 天内有效。',
      apart: '谁不能做什么', rules: ['承办单位办理征集、资格审查、评审安排和进度，不决定公示、异议、奖项、资助和拨款。', '经办人不能核准自己经办的事。', '申报单位及其挂靠单位的人不能审查、裁定、核准和评估自己的项目。', '督导、承办单位的人不能评估这个项目。'],
    },
    en: {
      who: 'Who holds which role', authority: 'Authority', administrators: 'Administrators: ', organiser: 'Organiser', supervisor: 'Supervisors', judges: 'Judges', evaluators: 'District evaluators', finance: 'District finance', nobody: 'nobody yet', people: (n) => String(n), seeJudges: 'See them', manage: 'Manage',
      organisers: (n) => (n === 1 ? '1 person of the organiser' : `${n} people of the organiser`), caption: 'People of the organiser, by organisation', none: 'No organiser', noneHint: 'The authority runs it by itself, or invites a third party.', name: 'Name', nameHint: 'So that you remember whom it was for.', organisation: 'Organiser', organisationHint: 'Its name stands on the call.', since: 'Accepted', act: 'Actions', removeTitle: (name) => `Remove ${name} from the organisers`,
      invite: 'Invite an organiser', inviteLead: 'Makes a link and a QR code that can be forwarded; the first person to accept helps to run the competition. Good for 14 days.', email: 'E-mail', emailHint: 'With an address it is mailed as well.', makeLink: 'Make the link',
      supervisors: (n) => (n === 1 ? '1 supervisor' : `${n} supervisors`), supervisorsCaption: 'Supervisors, by name', noSupervisor: 'No supervisor yet', noSupervisorHint: 'It is well to have somebody from outside watch draws, recusals and objections.', removeSupervisor: (name) => `Remove the supervisor ${name}`, inviteSupervisor: 'Invite a supervisor', inviteSupervisorLead: 'Supervisors see draws, recusals and objections and decide nothing; a judge cannot be one. The link is good for 14 days.',
      apart: 'Who cannot do what', rules: ['The organiser runs the call, eligibility, the plan of judging and its progress; it decides neither notices, objections, awards, grants nor payments.', 'Nobody approves what they prepared.', 'Members of an applicant or its host do not check, rule on, approve or evaluate its projects.', 'Mentors and people of the organiser do not evaluate the project.'],
    },
  })
}
