import { newSecret, personId, proposalId } from '../../../shared/kernel/ids.ts'
import type { Instant } from '../../../shared/kernel/instant.ts'
import { type Conflict, tieKinds } from '../../../shared/conflict/conflict.ts'
import { disposition } from '../../../shared/file/storage.ts'
import { findAgain, ruleInput, ruleOn } from '../../commands/conflict.ts'
import { conflictFilter, type ConflictFilter, conflictPicks, type ConflictRow, CONFLICTS_A_PAGE, conflictStates, exportConflicts, kindNames, listConflicts, reasonsOf, stateNames } from '../../queries/conflict.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Pager, Table, Tools, withQuery } from '../look/table.tsx'
import { At, Empty, Note, Panel, type State, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    lead: (pairs: number, judges: number, proposals: number) => `${judges} 位评委、${proposals} 份申报书，共有 ${pairs} 处要回避。查出的利益关系在解除以前一律回避；评委和申报单位都看不到这一页。`, foundAt: '上次查找', notYet: '还没有查找过', again: '再查一遍', add: '补充一处', export: '导出 CSV', caption: '利益关系，要改派的在前', judge: '评委', proposal: '申报书', why: '利益关系', state: '状态', act: '操作', open: '处理', openOf: (judge: string, title: string) => `：${judge}，《${title}》`,
    search: '评委、项目、单位或编号', all: '全部状态', kind: '种类', allKinds: '全部种类', planned: '分配', allPlanned: '全部', onlyAssigned: '已经分给这位评委的', assigned: '已分配，要改派', assignedNote: (n: number) => `有 ${n} 份申报书分给了有利益关系的评委（分配以后才查出），请改派或解除；到评分截止没有处理的，这位评委的评分不计。`, see: '只看这些', unit: '处',
    none: '没有符合条件的利益关系', noneWhy: '换个条件再找。', empty: '没有查出利益关系', emptyWhy: '每轮评审开始时会自动查找；登记册、成员、督导或申明有变化时会再查。',
    newTitle: '补充一处利益关系', newLead: '平台没有查出、但您知道的利益关系。保存后这位评委不能评这份申报书。', pick: '请选择', reason: '理由', save: '保存', back: '返回',
  },
  en: {
    lead: (pairs, judges, proposals) => `${pairs} ties bar a judge from a proposal, among ${judges} judges and ${proposals} proposals. What is found bars until it is lifted; neither judges nor applicants see this page.`, foundAt: 'Last looked for', notYet: 'Not looked for yet', again: 'Look again', add: 'Add one', export: 'Export CSV', caption: 'Ties, what needs a replacement first', judge: 'Judge', proposal: 'Proposal', why: 'Ties', state: 'State', act: 'Actions', open: 'Deal with it', openOf: (judge, title) => `: ${judge}, "${title}"`,
    search: 'Judge, project, applicant or number', all: 'All states', kind: 'Kind', allKinds: 'All kinds', planned: 'Assignment', allPlanned: 'All', onlyAssigned: 'Assigned to the judge', assigned: 'Assigned: replace', assignedNote: (n) => `${n} ${n === 1 ? 'proposal is' : 'proposals are'} with a judge who turned out to be tied to it. Replace the judge, or lift the tie: what is not dealt with by the close does not count.`, see: 'See these only', unit: '',
    none: 'Nothing matches', noneWhy: 'Try another filter.', empty: 'No ties were found', emptyWhy: 'Ties are looked for when a round opens, and again when the registry, members, mentors or declarations change.',
    newTitle: 'Add a tie', newLead: 'One that the platform has not found and you know of. Once saved, the judge may not score the proposal.', pick: 'Choose', reason: 'Reason', save: 'Save', back: 'Back',
  },
})

export const conflictTone: Record<Conflict['state'], State> = { found: 'wait', confirmed: 'late', added: 'late', lifted: 'done', recused: 'idle' }

function filterOf(query: URLSearchParams): ConflictFilter {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ''))
  // A link typed by hand shows the list, not a refusal.
  return conflictFilter.safeParse(given).data ?? conflictFilter.parse({})
}

/** Why, with the kind of each tie. */
export function Reasons({ look, row }: { look: Pick<Look, 'language'>; row: ConflictRow }) {
  const said = reasonsOf({ ...row, ties: [] }, look.language)
  return <ul class="plain">{said.map((reason) => <li>{reason}</li>)}{row.ties.map((tie) => <li><strong>{kindNames[tie.kind][look.language]}</strong>{look.language === 'zh' ? '：' : ': '}{tie[look.language]}</li>)}</ul>
}

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params, query } = asked
  const t = texts(look)
  const filter = filterOf(query)
  const list = await listConflicts(context, params.competition ?? '', filter)
  const { competition, items } = list
  const here = `/competitions/${competition.id}/conflicts`
  const target = { district: competition.district, competition: competition.id }
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="conflicts" mistakes={attempt?.mistakes} actions={<>{look.allows('conflict.rule', target) ? <ButtonLink href={`${here}/new`} icon="add">{t.add}</ButtonLink> : null}<ButtonLink href={withQuery(look.path, { page: null }).replace(here, `${here}/export`)} icon="download" download>{t.export}</ButtonLink></>}>
      {list.assigned === 0 ? null : <Note state="late"><p>{t.assignedNote(list.assigned)} <a href={`${here}?assigned=yes`}>{t.see}</a></p></Note>}
      <p class="soft">{t.lead(list.barred, list.judges, list.proposals)}</p>
      {look.allows('conflict.find', target) ? <Form action={here} command={newSecret()} label={t.again}><p class="acts"><Button weight="second">{t.again}</Button><FoundAt look={look} at={list.foundAt} /></p></Form> : <p><FoundAt look={look} at={list.foundAt} /></p>}
      <Tools>
        <TextField path="q" label={t.search} type="search" required value={filter.q ?? ''} />
        <ChoiceField path="state" label={t.state} required as="select" none={t.all} value={filter.state ?? ''} choices={conflictStates.map((value) => ({ value, label: stateNames[value][look.language] }))} />
        <ChoiceField path="kind" label={t.kind} required as="select" none={t.allKinds} value={filter.kind ?? ''} choices={tieKinds.map((value) => ({ value, label: kindNames[value][look.language] }))} />
        <ChoiceField path="assigned" label={t.planned} required as="select" none={t.allPlanned} value={filter.assigned ?? ''} choices={[{ value: 'yes', label: t.onlyAssigned }]} />
      </Tools>
      <Table caption={t.caption} rows={items} empty={list.barred === 0 && list.total === 0 ? <Empty title={t.empty}>{t.emptyWhy}</Empty> : <Empty title={t.none}>{t.noneWhy}</Empty>} columns={[
        { header: t.judge, names: true, class: 'nw', cell: ({ judgeName }) => judgeName },
        { header: t.proposal, cell: ({ title, organisation, number }) => <>{title}<br /><span class="soft small">{organisation} <span class="n nw">{number}</span></span></> },
        { header: t.why, cell: (row) => <Reasons look={look} row={row} /> },
        { header: t.state, cell: ({ state, assigned }) => <><Tag state={conflictTone[state]}>{stateNames[state][look.language]}</Tag>{assigned ? <> <Tag state="late">{t.assigned}</Tag></> : null}</> },
        { header: t.act, hidden: true, class: 'r', cell: ({ proposal, judge, judgeName, title }) => <a href={`${here}/${proposal}/${judge}`}>{t.open}<span class="vh">{t.openOf(judgeName, title)}</span></a> },
      ]} />
      <Pager page={list.page} size={CONFLICTS_A_PAGE} total={list.total} unit={t.unit} />
    </CompetitionPage>
  ) }
}

function FoundAt({ look, at: found }: { look: Look; at: Instant | null }) {
  const t = texts(look)
  return <span class="soft small">{found === null ? t.notYet : <>{t.foundAt} <At at={found} /></>}</span>
}

async function showNew({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const t = texts(look)
  const { competition, judges, proposals } = await conflictPicks(context, params.competition ?? '')
  const here = `/competitions/${competition.id}/conflicts`
  const choices = (picks: readonly { id: string; name: string }[]) => picks.map(({ id, name }) => ({ value: id, label: name }))
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="conflicts" title={t.newTitle} mistakes={attempt?.mistakes}>
      <Panel title={t.newTitle} id="new">
        <p class="soft">{t.newLead}</p>
        <Form action={`${here}/new`} command={newSecret()}>
          <ChoiceField path="judge" label={t.judge} required as="select" none={t.pick} value={attempt?.values.judge ?? ''} choices={choices(judges)} />
          <ChoiceField path="proposal" label={t.proposal} required as="select" none={t.pick} value={attempt?.values.proposal ?? ''} choices={choices(proposals)} />
          <TextArea path="reason" label={t.reason} required rows={2} limit={500} value={attempt?.values.reason ?? ''} />
          <p class="acts"><Button>{t.save}</Button><ButtonLink href={here}>{t.back}</ButtonLink></p>
        </Form>
      </Panel>
    </CompetitionPage>
  ) }
}

const newInput = ruleInput.pick({ reason: true }).extend({ judge: personId, proposal: proposalId })

async function sendNew(asked: Asked, posted: Posted): Promise<Shown> {
  const competition = asked.params.competition ?? ''
  await conflictPicks(asked.context, competition)
  return tryForm(posted, async () => {
    const { judge, proposal, reason } = readAs(newInput, posted.body)
    await ruleOn(asked.context, competition, proposal, judge, { decision: 'add', reason })
    return { go: `/competitions/${competition}/conflicts/${proposal}/${judge}` }
  }, (attempt) => showNew(asked, attempt))
}

async function download({ context, params, query }: Asked): Promise<Shown> {
  const { name, text } = await exportConflicts(context, params.competition ?? '', filterOf(query))
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition(name), 'cache-control': 'private, no-store' } }) }
}

const at = '/competitions/:competition/conflicts'
export const competitionConflictsPages: PageRoute[] = [
  { method: 'get', path: at, action: 'conflict.list', show: (asked) => show(asked) },
  { method: 'get', path: `${at}/export`, action: 'conflict.list', show: download },
  {
    method: 'post', path: at, action: 'conflict.find',
    send: (asked, posted) => tryForm(posted, async () => {
      await findAgain(asked.context, asked.params.competition ?? '')
      return { go: `/competitions/${asked.params.competition}/conflicts` }
    }, (attempt) => show(asked, attempt)),
  },
  { method: 'get', path: `${at}/new`, action: 'conflict.rule', show: (asked) => showNew(asked) },
  { method: 'post', path: `${at}/new`, action: 'conflict.rule', send: sendNew },
]
