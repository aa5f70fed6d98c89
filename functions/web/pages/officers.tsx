import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Bilingual } from '../../../shared/kernel/text.ts'
import type { Action } from '../../../shared/person/access.ts'
import { inviteEvaluator, inviteFinance, inviteInput } from '../../commands/invitation.ts'
import { type Office, removeOfficer, restoreOfficer } from '../../commands/officer.ts'
import { authorise } from '../../context.ts'
import { districtOf } from '../../queries/districts.ts'
import { listOfficeInvitations } from '../../queries/invitation.ts'
import { listEvaluators, listFinance, type OfficerList } from '../../queries/officer.ts'
import { Undo } from '../look/dialog.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Empty, Panel, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { WaitingInvitations } from './invitation-link.tsx'
import { AllOrganisations } from './organisations.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { RemovalDialog, roleSends } from './role-forms.tsx'

/** One of a district's offices, with its page: who holds it, and who is invited to it. */
interface Kind {
  office: Office
  path: '/evaluators' | '/finance-people'
  invite: typeof inviteEvaluator
  list: typeof listEvaluators
  /** What the link invites to. */
  work: Bilingual
  texts: typeof evaluatorTexts
}

async function show({ context, look }: Asked, kind: Kind, attempt?: Attempt): Promise<Shown> {
  const district = districtOf(context, undefined)
  const [{ items, removed }, invitations] = await Promise.all([kind.list(context, district), listOfficeInvitations(context, kind.office, district)])
  const t = kind.texts(look)
  return { page: (
    <Page look={look} title={t.title} lead={t.lead} tabs={<AllOrganisations look={look} current={kind.path} />} mistakes={attempt?.mistakes ?? []}>
      {removed.map(({ person, name, undoUntil }) => <Undo action={`${kind.path}/${person}/restoration`} command={newSecret()} until={undoUntil}>{t.removed(name)}</Undo>)}
      <div class="split">
        <div class="stackv">
          <Section title={t.holders(items.length)} id="holders">
            <Table caption={t.caption} rows={items} empty={<Empty title={t.none}>{t.noneHint}</Empty>} columns={[
              { header: t.name, names: true, cell: ({ name }) => name }, { header: t.since, cell: ({ since }) => <At at={since} time={false} /> },
              ...(kind.office === 'evaluator' ? [{ header: t.openOnes, cell: ({ open }: Holder) => open.map(({ id, title }, i) => <>{i === 0 ? null : <br />}<a href={`/projects/${id}/evaluation`}>{title}</a></>) }] : []),
              { header: t.act, hidden: true, class: 'r', cell: ({ person, name, open }) => (open.length > 0 ? <span class="soft small">{t.replaceFirst}</span> : <RemovalDialog look={look} at={kind.path} person={person} title={t.removeTitle(name)} attempt={attempt} />) },
            ]} />
          </Section>
          <WaitingInvitations look={look} invitations={invitations} revocation={(id) => `${kind.path}/invitations/${id}/revocation`} />
        </div>
        <Panel title={t.invite} id="invite">
          <p class="soft small">{t.inviteLead}</p>
          <Form action={kind.path} command={newSecret()}>
            <TextField path="name" label={t.name} hint={t.nameHint} required value={attempt?.values.name ?? ''} limit={60} />
            <TextField path="email" label={t.email} hint={t.emailHint} type="email" value={attempt?.values.email ?? ''} />
            <p class="acts"><Button icon="link">{t.makeLink}</Button></p>
          </Form>
        </Panel>
      </div>
    </Page>
  ) }
}

type Holder = OfficerList['items'][number]

/** The asker's district, once the access table has let them do it there. */
function districtFor({ context }: Asked, action: Action): string {
  const district = districtOf(context, undefined)
  authorise(context, action, { district })
  return district
}

/** The page of an office and its forms. */
function pagesOf(kind: Kind): PageRoute[] {
  const { office, path } = kind
  const restore = async (asked: Asked, posted: Posted): Promise<Shown> => {
    const district = districtFor(asked, `${office}.remove`)
    return tryForm(posted, async () => {
      await restoreOfficer(asked.context, office, district, asked.params.person ?? '')
      return { go: path }
    }, (attempt) => show(asked, kind, attempt))
  }
  return [
    { method: 'get', path, action: `${office}.invite`, show: (asked) => show(asked, kind) },
    ...roleSends({
      role: office, path, place: async (asked, action) => ({ id: districtFor(asked, action), page: path, work: kind.work }), again: (asked, attempt) => show(asked, kind, attempt), invited: (district) => ({ role: office, district }),
      invite: (context, district, { name, email }) => kind.invite(context, district, readAs(inviteInput, { name, email })), remove: (context, district, person, input) => removeOfficer(context, office, district, person, input),
    }),
    { method: 'post', path: `${path}/:person/restoration`, action: `${office}.remove`, send: restore },
  ]
}

const evaluatorTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '评估员', lead: '接受邀请的人可以被指定评估项目；项目单位、督导和督导所在机构的人除外。', holders: (n: number) => `评估员 ${n} 位`, caption: '评估员，按姓名排列', none: '还没有评估员', noneHint: '发出邀请，对方打开链接、登录并接受后就在这里。', name: '姓名', since: '接受邀请', act: '操作', openOnes: '要评估的项目', removeTitle: (name: string) => `移除评估员${name}`, removed: (name: string) => `已移除评估员${name}。`, replaceFirst: '先在项目里换人，才能移除',
    invite: '邀请评估员', inviteLead: '生成一个链接和二维码，可以转发；第一个接受的人成为评估员。14 天内有效。', nameHint: '便于您记住发给了谁。', email: '邮箱', emailHint: '填了就同时发邮件。', makeLink: '生成邀请链接',
  },
  en: {
    title: 'Evaluators', lead: 'Those who accept can be named to evaluate a project, except who delivers or guides it and the mentor’s agency.', holders: (n) => (n === 1 ? '1 evaluator' : `${n} evaluators`), caption: 'Evaluators, by name', none: 'No evaluator yet', noneHint: 'Send an invitation; whoever opens the link, signs in and accepts appears here.', name: 'Name', since: 'Accepted', act: 'Actions', openOnes: 'To evaluate', removeTitle: (name) => `Remove the evaluator ${name}`, removed: (name) => `The evaluator ${name} was removed.`, replaceFirst: 'Name another in the project first',
    invite: 'Invite an evaluator', inviteLead: 'Makes a link and a QR code that can be forwarded; the first person to accept becomes an evaluator. Good for 14 days.', nameHint: 'So that you remember whom it was for.', email: 'E-mail', emailHint: 'With an address it is mailed as well.', makeLink: 'Make the link',
  },
})

const financeTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    ...evaluatorTexts({ language: 'zh' }), title: '财务', lead: '财务人员核准和导出拨款；经办人、承办单位和申报单位的人不能核准自己有关的拨款。', holders: (n: number) => `财务 ${n} 位`, caption: '财务，按姓名排列', none: '还没有财务', removeTitle: (name: string) => `移除财务${name}`, removed: (name: string) => `已移除财务${name}。`,
    invite: '邀请财务', inviteLead: '生成一个链接和二维码，可以转发；第一个接受的人成为财务。14 天内有效。',
  },
  en: {
    ...evaluatorTexts({ language: 'en' }), title: 'Finance', lead: 'Finance people approve and export payments; whoever prepared one, organises its competition or belongs to its applicant cannot approve it.', holders: (n) => (n === 1 ? '1 finance officer' : `${n} finance officers`), caption: 'Finance people, by name', none: 'No finance officer yet', removeTitle: (name) => `Remove the finance officer ${name}`, removed: (name) => `The finance officer ${name} was removed.`,
    invite: 'Invite a finance officer', inviteLead: 'Makes a link and a QR code that can be forwarded; the first person to accept becomes a finance officer. Good for 14 days.',
  },
})

export const officerPages: PageRoute[] = [
  ...pagesOf({ office: 'evaluator', path: '/evaluators', invite: inviteEvaluator, list: listEvaluators, work: { zh: '本区的项目', en: 'Projects of the district' }, texts: evaluatorTexts }),
  ...pagesOf({ office: 'finance', path: '/finance-people', invite: inviteFinance, list: listFinance, work: { zh: '本区的资助拨款', en: 'Payments of the district’s grants' }, texts: financeTexts }),
]
