import { organisationId } from '../../../shared/kernel/ids.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { proposalLifecycle, type ProposalState } from '../../../shared/proposal/lifecycle.ts'
import { createProposal } from '../../commands/proposal.ts'
import type { Context } from '../../context.ts'
import { stateNames } from '../../queries/proposal-list.ts'
import { openCalls, type OpenCall, type OwnProposal, ownProposals } from '../../queries/proposal.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { HiddenField } from '../look/fields.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table, Tools, Pager } from '../look/table.tsx'
import { At, Empty, Note, Panel, When } from '../look/tell.tsx'
import { withColon, words } from '../look/words.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from './page.ts'
import { StateTag, titleOf } from './proposal-parts.tsx'
import { pageWithin } from '../../queries/paging.ts'

const SIZE = 20

/** Whether somebody acts for several organisations, and so has to see for which. */
export const actsForSeveral = ({ actor }: Context): boolean => actor.kind === 'person' && actor.memberships.filter(({ role }) => role === 'member').length > 1

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '我们的申报', grants: '我们的资助', other: '换一个单位', applicant: '申报单位', calls: '正在征集', mine: '申报书', start: '开始申报', none: '现在没有开放的征集', noneWhy: '有新的大赛时会列在这里。', empty: '还没有申报书', emptyWhy: '从上面正在征集的大赛里选一个开始。',
    name: '项目名称', competition: '大赛', state: '状态', sent: '提交时间', left: '截止', number: '编号', all: '全部状态', closed: '已截止', notYet: '还没有', full: (most: number) => `已有 ${most} 份，到了上限`, have: (n: number) => `已有 ${n} 份`,
    kind: '章程不接受贵单位这一类申报者', waiting: '贵单位的入驻申请还没有通过，通过后就能申报。', closes: '截止', own: '贵单位', act: '操作', view: '看申报书', continue: '继续填', unit: '份',
    newTitle: '开始一份申报书', category: '申报类别', categoryHint: '提交前还可以改。', begin: '开始填写', lead: '先选类别。草稿会自动保存，可以分几次填，也可以请同事一起填。',
  },
  en: {
    title: 'Our proposals', grants: 'Our grants', other: 'Act for another', applicant: 'Applicant', calls: 'Open calls', mine: 'Proposals', start: 'Start a proposal', none: 'No call is open now', noneWhy: 'New competitions will be listed here.', empty: 'No proposals yet', emptyWhy: 'Start one from an open call above.',
    name: 'Project', competition: 'Competition', state: 'State', sent: 'Sent', left: 'Closes', number: 'Number', all: 'All states', closed: 'closed', notYet: 'Not yet', full: (most) => `${most} already: as many as the rules allow`, have: (n) => `${n} already`,
    kind: 'The rules do not admit applicants of your kind', waiting: 'Your organisation has not been admitted yet. Once it is, you can apply.', closes: 'Closes', own: 'Your organisation', act: 'Action', view: 'Open', continue: 'Go on', unit: '',
    newTitle: 'Start a proposal', category: 'Category', categoryHint: 'You can change it until you send.', begin: 'Start', lead: 'Choose a category first. The draft saves itself; fill it in bit by bit, or with colleagues.',
  },
})

async function list({ context, look, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const own = await ownProposals(context)
  const { actor } = context
  const acting = actor.kind === 'person' ? actor.organisation : null
  const calls = acting === null ? null : await openCalls(context, acting)
  const state = (Object.keys(proposalLifecycle) as ProposalState[]).find((one) => one === query.get('state'))
  const found = state === undefined ? own : own.filter(({ proposal }) => proposal.state === state)
  const page = pageWithin(Number(query.get('page')), SIZE, found.length)
  const several = actsForSeveral(context)
  return { page: (
    <Page look={look} title={t.title} lead={<>{calls?.organisation.name}{several ? <a href="/organisation#choose">{t.other}</a> : null}</>} actions={<ButtonLink href="/grants">{t.grants}</ButtonLink>}>
      {calls !== null && calls.organisation.state !== 'admitted' ? <Note state="wait">{t.waiting}</Note> : null}
      <Panel title={t.calls} id="calls">
        {calls === null || calls.calls.length === 0 ? <Empty title={t.none}>{t.noneWhy}</Empty> : <Calls look={look} calls={calls.calls} admitted={calls.organisation.state === 'admitted'} />}
      </Panel>
      <Panel title={t.mine} id="mine">
        {own.length < 6 ? null : <Tools><ChoiceField path="state" label={t.state} as="select" none={t.all} required choices={Object.entries(stateNames).map(([value, name]) => ({ value, label: name[look.language] }))} value={state ?? ''} /></Tools>}
        <Table caption={t.mine} rows={found.slice((page - 1) * SIZE, page * SIZE)} columns={columns(look, several)} empty={<Empty title={t.empty}>{t.emptyWhy}</Empty>} />
        {found.length > SIZE ? <Pager page={page} size={SIZE} total={found.length} unit={t.unit} /> : null}
      </Panel>
    </Page>
  ) }
}

function Calls({ look, calls, admitted }: { look: Look; calls: OpenCall[]; admitted: boolean }) {
  const t = texts(look)
  const standing = ({ left, taken, admits }: OpenCall) => (!admits ? t.kind : left === 0 ? t.full(taken) : taken > 0 ? t.have(taken) : t.notYet)
  return (
    <Table
      caption={t.calls} rows={calls}
      columns={[
        { header: t.competition, names: true, cell: ({ competition }) => <a href={`/public/competitions/${competition.id}`}>{say(competition.name, look.language)}</a> },
        { header: t.closes, cell: ({ competition }) => <When at={competition.dates.callClosesAt} /> },
        { header: t.own, cell: standing },
        { header: t.act, hidden: true, align: 'end', cell: (call) => (admitted && call.admits && call.left !== 0 ? <ButtonLink href={`/proposals/new/${call.competition.id}`} about={withColon(look.language, '', say(call.competition.name, look.language))}>{t.start}</ButtonLink> : '') },
      ]}
    />
  )
}

function columns(look: Look, several: boolean) {
  const t = texts(look)
  return [
    { header: t.name, names: true, cell: ({ proposal }: OwnProposal) => <a href={`/proposals/${proposal.id}`}>{titleOf(proposal, look.language)}</a> },
    ...(several ? [{ header: t.applicant, cell: ({ proposal }: OwnProposal) => proposal.organisation.name }] : []),
    { header: t.competition, cell: ({ competition }: OwnProposal) => say(competition.name, look.language) },
    { header: t.state, cell: ({ proposal }: OwnProposal) => <StateTag proposal={proposal} received /> },
    { header: t.sent, cell: ({ proposal }: OwnProposal) => (proposal.submittedAt === null ? <span class="soft">{t.notYet}</span> : <At at={proposal.submittedAt} />) },
    { header: t.left, cell: ({ competition, open }: OwnProposal) => (open ? <When at={competition.dates.callClosesAt} /> : <span class="soft">{t.closed}</span>) },
    { header: t.number, cell: ({ number }: OwnProposal) => <span class="n nw">{number}</span> },
  ]
}

async function startPage({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const t = texts(look)
  const { actor } = context
  const organisation = organisationId.safeParse(attempt?.values.organisation).data ?? (actor.kind === 'person' ? actor.organisation : null)
  if (organisation === null) throw new Refusal(actor.kind === 'person' ? 'NOT_ALLOWED' : 'NOT_SIGNED_IN')
  const { organisation: applicant, calls } = await openCalls(context, organisation)
  const call = calls.find(({ competition }) => competition.id === params.competition)
  if (call === undefined) throw new Refusal('CALL_CLOSED')
  const { competition, rulebook } = call
  const hidden = applicant.state !== 'admitted' ? t.waiting : !call.admits ? t.kind : call.left === 0 ? t.full(call.taken) : null
  return { page: (
    <Page look={look} title={t.newTitle} crumbs={[{ href: '/proposals', label: t.title }]} lead={<p class="soft">{say(competition.name, look.language)}<span class="sep">·</span>{applicant.name}{actsForSeveral(context) ? <> <a href="/organisation#choose">{t.other}</a></> : null}</p>} mistakes={attempt?.mistakes ?? []}>
      <p>{t.closes} <When at={competition.dates.callClosesAt} /></p>
      {hidden !== null ? <Note state="wait">{hidden}</Note> : (
        <Form action={`/proposals/new/${competition.id}`} command={newSecret()}>
          <p class="read">{t.lead}</p>
          <HiddenField path="organisation" value={organisation} />
          <ChoiceField path="category" label={t.category} hint={t.categoryHint} required as="radio" value={attempt?.values.category ?? null} choices={rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
          <p class="acts"><Button>{t.begin}</Button></p>
        </Form>
      )}
    </Page>
  ) }
}

export const proposalListPages: PageRoute[] = [
  { method: 'get', path: '/proposals', action: 'proposal.list-own', show: list },
  { method: 'get', path: '/proposals/new/:competition', action: 'proposal.list-own', show: (asked) => startPage(asked) },
  {
    method: 'post', path: '/proposals/new/:competition', action: 'proposal.create',
    send: (asked, posted) => tryForm(posted, async () => {
      const { proposal } = await createProposal(asked.context, asked.params.competition ?? '', { category: posted.fields.category ?? '', organisation: organisationId.safeParse(posted.fields.organisation).data })
      return { go: `/proposals/${proposal}` }
    }, (attempt) => startPage(asked, attempt)),
  },
]
