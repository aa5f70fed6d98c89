import { callIsOpen } from '../../../shared/competition/competition.ts'
import type { Instant } from '../../../shared/kernel/instant.ts'
import { newSecret, proposalId } from '../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type Proposal, proposalNumber } from '../../../shared/proposal/proposal.ts'
import { admitSeveral, finishEligibility, MOST_AT_ONCE } from '../../commands/eligibility.ts'
import { categoryName, exportProposals, listFilter, type ListFilter, listProposals, nextUndecided, PAGE_SIZE, type ProposalList, stateNames } from '../../queries/proposal-list.ts'
import type { ReviewQueue } from '../../queries/review.ts'
import { disposition } from '../../../shared/file/storage.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Dialog } from '../look/dialog.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Pager, Table, Tools, withQuery } from '../look/table.tsx'
import { At, Empty, Note, Panel, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type PageRoute, type Shown, tryForm } from './page.ts'
import { StateTag, titleOf } from './proposal-parts.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '申报书', paper: '录入纸质申报书', onPaper: '纸质', search: '名称、单位或编号', state: '状态', all: '全部状态', category: '类别', allCategories: '全部类别', export: '导出 CSV', name: '项目名称', organisation: '申报单位', number: '编号', sent: '提交时间', pick: (name: string) => `选中 ${name}`, pickHead: '选', admit: '选中的通过', admitLead: `规则能判定的各项须全部符合，其余各项视为已核对。一次最多 ${MOST_AT_ONCE} 份。`,
    none: '没有符合条件的申报书', noneWhy: '换个条件再找。', empty: '还没有申报书', emptyWhy: '征集期内有单位提交后会列在这里。', next: '审查下一份', finish: '结束资格审查', finishTitle: '结束后进入评审，资格决定不能再改', finishText: (admitted: number, rejected: number) => `通过 ${admitted} 份，不通过 ${rejected} 份。`, left: (n: number) => `还有 ${n} 份没有决定`, mine: (n: number) => `还有 ${n} 份等您审查`, others: (n: number) => `另有 ${n} 份等其他审查人。`, curing: (n: number) => `${n} 份正在补正，补正期满或审查后才能结束。`, ready: '已逐份决定，可以结束资格审查。', finished: '资格审查已结束。', until: '资格审查截止', unit: '份', summary: (sent: number, draft: number) => `已提交 ${sent} 份，草稿 ${draft} 份`,
  },
  en: {
    title: 'Proposals', paper: 'Enter a paper application', onPaper: 'paper', search: 'Name, applicant or number', state: 'State', all: 'All states', category: 'Category', allCategories: 'All categories', export: 'Export CSV', name: 'Project', organisation: 'Applicant', number: 'Number', sent: 'Sent', pick: (name) => `Pick ${name}`, pickHead: 'Pick', admit: 'Admit the picked', admitLead: `Every check that a rule decides has to hold; the others count as checked. ${MOST_AT_ONCE} at a time.`,
    none: 'Nothing matches', noneWhy: 'Try another filter.', empty: 'No proposals yet', emptyWhy: 'What is sent during the call will be listed here.', next: 'Check the next one', finish: 'Finish the eligibility check', finishTitle: 'Judging comes next; decisions can no longer be changed', finishText: (admitted, rejected) => `${admitted} admitted, ${rejected} not admitted.`, left: (n) => `${n} not decided yet`, mine: (n) => `${n} wait for your review`, others: (n) => `${n} wait for other reviewers.`, curing: (n) => `${n} being cured; the check can be finished after that.`, ready: 'All are decided; the check can be finished.', finished: 'The eligibility check is finished.', until: 'Eligibility check by', unit: '', summary: (sent, draft) => `${sent} sent, ${draft} ${draft === 1 ? 'draft' : 'drafts'}`,
  },
})

function filterOf(query: URLSearchParams): ListFilter {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ''))
  // A link typed by hand shows the list, not a refusal.
  return listFilter.safeParse(given).data ?? listFilter.parse({})
}

async function show(asked: Asked, mistakes: readonly Mistake[] = [], picked: ReadonlySet<string> = new Set()): Promise<Shown> {
  const { context, look, params, query } = asked
  const t = texts(look)
  const filter = filterOf(query)
  const list = await listProposals(context, params.competition ?? '', filter)
  const { competition, counts } = list
  const all = Object.values(counts).reduce((a, b) => a + b, 0)
  const here = `/competitions/${competition.id}/proposals`
  return { page: (
    <CompetitionPage
      look={look} competition={competition} rulebook={list.rulebook} tab="proposals" mistakes={mistakes}
      actions={<>{callIsOpen(competition, context.now) && look.allows('proposal.enter', { district: competition.district, competition: competition.id }) ? <ButtonLink href={`${here}/paper`} icon="add">{t.paper}</ButtonLink> : null}{list.queue !== null && list.queue.mine.length > 0 ? <ButtonLink href={`${here}/next`} weight="primary">{t.next}</ButtonLink> : null}<ButtonLink href={withQuery(look.path, {}).replace(here, `${here}/export`)} download icon="download">{t.export}</ButtonLink></>}
    >
      <p class="soft">{t.summary(all - counts.draft - counts.withdrawn, counts.draft)}</p>
      {list.queue !== null ? <Checking look={look} list={list} queue={list.queue} /> : competition.eligibilityFinishedAt === null ? null : <p class="soft">{t.finished}</p>}
      <Tools>
        <TextField path="q" label={t.search} type="search" required value={filter.q ?? ''} />
        <ChoiceField path="state" label={t.state} required as="select" none={t.all} value={filter.state ?? ''} choices={Object.entries(stateNames).map(([value, name]) => ({ value, label: name[look.language] }))} />
        <ChoiceField path="category" label={t.category} required as="select" none={t.allCategories} value={filter.category ?? ''} choices={list.rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
      </Tools>
      <Form action={`${here}/admissions${look.path.includes('?') ? look.path.slice(look.path.indexOf('?')) : ''}`} command={newSecret()}>
        <Table caption={t.title} rows={list.proposals} columns={columns(look, list, picked)} empty={all === 0 ? <Empty title={t.empty}>{t.emptyWhy}</Empty> : <Empty title={t.none}>{t.noneWhy}</Empty>} />
        <Pager page={list.page} size={PAGE_SIZE} total={list.total} unit={t.unit} />
        {list.proposals.some(({ id }) => list.queue?.mine.some((one) => one.id === id)) ? <div class="stackv"><p class="hint">{t.admitLead}</p><p><Button weight="second">{t.admit}</Button></p></div> : null}
      </Form>
    </CompetitionPage>
  ) }
}

function Checking({ look, list: { competition, rulebook, counts }, queue: { mine, others, curing } }: { look: Look; list: ProposalList; queue: ReviewQueue }) {
  const t = texts(look)
  if (mine.length + others + curing > 0) {
    const rest = [...(others > 0 ? [t.others(others)] : []), ...(curing > 0 ? [t.curing(curing)] : [])].join(' ')
    return <Note state="wait">{mine.length > 0 ? <strong>{rulebook.eligibility.reviewers === 2 ? t.mine(mine.length) : t.left(mine.length)} </strong> : null}<When at={competition.dates.eligibilityClosesAt} />{rest === '' ? null : <p>{rest}</p>}</Note>
  }
  return (
    <Panel title={t.finish} id="finish">
      <p>{t.ready} {t.until} <When at={competition.dates.eligibilityClosesAt} /></p>
      <Dialog label={t.finish} title={t.finishTitle}>
        <p>{t.finishText(counts.admitted, counts.rejected)}</p>
        <Form action={`/competitions/${competition.id}/eligibility/finish`} command={newSecret()}><p><Button>{t.finish}</Button></p></Form>
      </Dialog>
    </Panel>
  )
}

function columns(look: Look, list: ProposalList, picked: ReadonlySet<string>) {
  const t = texts(look)
  const { language } = look
  const mine = new Set(list.queue?.mine.map(({ id }) => id))
  const pick = {
    header: t.pickHead, class: 'pick-cell',
    cell: (proposal: Proposal) => (proposal.state === 'submitted' && mine.has(proposal.id) ? <label class="pick"><input type="checkbox" name={`pick.${proposal.id}`} value="on" checked={picked.has(proposal.id)} /><span class="vh">{t.pick(titleOf(proposal, language))}</span></label> : ''),
  }
  return [
    ...(list.queue === null ? [] : [pick]),
    { header: t.name, names: true, sort: 'title', cell: (proposal: Proposal) => <><a href={`/proposals/${proposal.id}${proposal.paper !== undefined && callIsOpen(list.competition, look.now as Instant) ? '' : '/eligibility'}`}>{titleOf(proposal, language)}</a>{proposal.paper === undefined ? null : <> <Tag state="idle" icon="file">{t.onPaper}</Tag></>}</> },
    { header: t.organisation, sort: 'organisation', cell: (proposal: Proposal) => proposal.organisation.name },
    { header: t.category, sort: 'category', cell: (proposal: Proposal) => say(categoryName(list.rulebook, proposal.category), language) },
    { header: t.state, cell: (proposal: Proposal) => <StateTag proposal={proposal} /> },
    { header: t.sent, sort: 'submittedAt', cell: (proposal: Proposal) => (proposal.submittedAt === null ? '' : <At at={proposal.submittedAt} weekday={false} />) },
    { header: t.number, sort: 'number', cell: (proposal: Proposal) => <span class="n nw">{proposalNumber(proposal.id)}</span> },
  ]
}

async function download({ context, params, query }: Asked): Promise<Shown> {
  const { name, text } = await exportProposals(context, params.competition ?? '', filterOf(query))
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition(name), 'cache-control': 'private, no-store' } }) }
}

export const proposalAdminPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/proposals', action: 'proposal.list', show: (asked) => show(asked) },
  { method: 'get', path: '/competitions/:competition/proposals/export', action: 'proposal.list', show: download },
  {
    method: 'get', path: '/competitions/:competition/proposals/next', action: 'proposal.list',
    show: async ({ context, params, query }) => {
      const { next } = await nextUndecided(context, params.competition ?? '', query.get('after'))
      return { go: next === null ? `/competitions/${params.competition}/proposals` : `/proposals/${next.id}/eligibility` }
    },
  },
  {
    method: 'post', path: '/competitions/:competition/proposals/admissions', action: 'proposal.decide',
    send: (asked, posted) => {
      const picked = Object.keys(posted.fields).flatMap((name) => (name.startsWith('pick.') ? [proposalId.safeParse(name.slice('pick.'.length)).data ?? []].flat() : []))
      return tryForm(posted, async () => {
        await admitSeveral(asked.context, asked.params.competition ?? '', { proposals: picked })
        return { go: `/competitions/${asked.params.competition}/proposals${new URL(asked.hono.req.url).search}` }
      }, ({ mistakes }) => show(asked, mistakes.map((mistake) => ({ ...mistake, path: '' })), new Set(picked)))
    },
  },
  {
    method: 'post', path: '/competitions/:competition/eligibility/finish', action: 'proposal.decide',
    send: (asked, posted) => tryForm(posted, async () => {
      try {
        await finishEligibility(asked.context, asked.params.competition ?? '')
      } catch (error) {
        if (!isRefusal(error, 'WRONG_STATE')) throw error
      }
      return { go: `/competitions/${asked.params.competition}/proposals` }
    }, ({ mistakes }) => show(asked, mistakes)),
  },
]
