import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { BoardColumn, BoardCounts, BoardLine } from '../../../../shared/board/board.ts'
import { boardColumns, isStage, waiters } from '../../../../shared/board/board.ts'
import type { View } from '../../../../shared/board/view.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import type { Instant } from '../../../../shared/kernel/instant.ts'
import { disposition } from '../../../../shared/file/storage.ts'
import { saveView, viewInput } from '../../../commands/view.ts'
import { BOARD_PAGE, type Board, boardFilter, type BoardFilter, boardLines, isNarrowed, readBoard } from '../../../queries/board.ts'
import { readViews } from '../../../queries/view.ts'
import { xlsx } from '../../../queries/xlsx.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { formatNumber } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table, Tools, withQuery } from '../../look/table.tsx'
import { At, Empty, Panel, Tabs, Tag, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { className, columnWords, filterWords, standingOf, standingWords, waitsWords } from './words.ts'

/** What the address asks for; what makes no sense in it (an old link) is left out. */
export function boardFilterOf(query: URLSearchParams): BoardFilter {
  const given = [...query].filter(([, value]) => value !== '')
  const sound = given.filter(([name, value]) => boardFilter.safeParse({ [name]: value }).success)
  return boardFilter.parse(Object.fromEntries(sound))
}

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, query } = asked
  const filter = boardFilterOf(query)
  const [board, { views }] = await Promise.all([readBoard(context, filter), readViews(context, filter.district)])
  const t = texts(look)
  const under = Object.entries(board.counts.columns).reduce((sum, [column, n]) => sum + (isStage(column as BoardColumn) ? n : 0), 0)
  const narrow = filterWords(filter, board, look.language)
  return { page: (
    <Page
      look={look} title={t.title} mistakes={attempt?.mistakes ?? []}
      lead={<p class="soft">{t.lead(under)}{(board.counts.waits.administrator ?? 0) > 0 ? <>{t.comma}<a href="/board?view=table&waits=administrator">{t.yours(board.counts.waits.administrator ?? 0)}</a></> : null}</p>}
      actions={<ButtonLink href={withQuery(look.path, { page: null }).replace('/board', '/board/export')} icon="download" download>{t.export}</ButtonLink>}
    >
      <Views look={look} views={views} />
      <Narrowing look={look} board={board} filter={filter} />
      <Tabs label={t.looks} ways={(['columns', 'table'] as const).map((view) => ({ href: withQuery(look.path, { view, page: null }), label: t[view], current: filter.view === view }))} />
      {isNarrowed(filter) ? <p>{t.found(board.total, narrow)} <a href={filter.view === 'table' ? '/board?view=table' : '/board'}>{t.all}</a></p> : null}
      {board.lanes === null ? <Lines look={look} board={board} filter={filter} /> : <Lanes look={look} board={board} filter={filter} />}
      {isNarrowed(filter) || filter.sort !== 'stage' ? (
        <Panel title={t.keep} id="keep">
          <Form action="/board/views" command={newSecret()}>
            <HiddenField path="district" value={board.district} />
            <HiddenField path="query" value={new URL(look.path, 'http://x').searchParams.toString()} />
            <TextField path="name" label={t.name} hint={t.nameHint} required limit={30} value={attempt?.values.name ?? ''} />
            <p class="acts"><Button weight="second">{t.keepIt}</Button></p>
          </Form>
        </Panel>
      ) : null}
    </Page>
  ) }
}

/** The asker's own views, one link each. */
function Views({ look, views }: { look: Look; views: readonly View[] }) {
  const t = texts(look)
  if (views.length === 0) return null
  return (
    <nav class="small jump views" aria-label={t.views}>
      <span class="soft">{t.views}</span>
      {views.map(({ name, query }) => <a href={`/board?${query}`}>{name}</a>)}
      <a href="/board/views">{t.manage}</a>
    </nav>
  )
}

function Narrowing({ look, board, filter }: { look: Look; board: Board; filter: BoardFilter }) {
  const t = texts(look)
  const { language } = look
  const named = (counts: BoardCounts['streets'], name: (key: string) => string) => Object.entries(counts).toSorted(([a], [b]) => name(a).localeCompare(name(b), 'zh-CN')).map(([value]) => ({ value, label: name(value) }))
  const people = (all: Board['organisations']) => (all ?? []).map(({ code, name, lines }) => ({ value: code, label: `${name}（${lines}）` }))
  return (
    <Tools label={t.filters}>
      {filter.view === 'table' ? <HiddenField path="view" value="table" /> : null}
      <TextField path="q" label={t.search} type="search" required value={filter.q ?? ''} />
      {filter.view === 'table' ? <ChoiceField path="column" label={t.stage} required as="select" none={t.any} value={filter.column ?? ''} choices={boardColumns.map((value) => ({ value, label: columnWords[value][language] }))} /> : null}
      <ChoiceField path="street" label={t.street} required as="select" none={t.any} value={filter.street ?? ''} choices={named(board.counts.streets, (street) => street)} />
      <ChoiceField path="class" label={t.class} required as="select" none={t.any} value={filter.class ?? ''} choices={named(board.counts.classes, (code) => className(board.classes, code, language))} />
      <ChoiceField path="waits" label={t.waits} required as="select" none={t.any} value={filter.waits ?? ''} choices={waiters.map((value) => ({ value, label: waitsWords[value][language] }))} />
      <ChoiceField path="is" label={t.standing} required as="select" none={t.any} value={filter.is ?? ''} choices={(['late', 'paused'] as const).map((value) => ({ value, label: standingWords[value][language] }))} />
      {board.organisations === null ? null : (
        <>
          <ChoiceField path="organisation" label={t.organisation} required as="select" none={t.any} value={filter.organisation ?? ''} choices={people(board.organisations)} />
          <ChoiceField path="mentor" label={t.mentor} required as="select" none={t.any} value={filter.mentor ?? ''} choices={people(board.mentors)} />
        </>
      )}
      {board.organisations === null ? <a class="btn btn-q" href={withQuery(look.path, { more: 'yes' })}>{t.more}</a> : null}
    </Tools>
  )
}

function Lanes({ look, board, filter }: { look: Look; board: Board; filter: BoardFilter }) {
  const t = texts(look)
  const now = look.now as Instant
  const whole = (column: BoardColumn) => withQuery(look.path, { view: 'table', column, page: null })
  if (board.total === 0) return <Nothing look={look} filter={filter} />
  return (
    <section aria-labelledby="lanes">
      <h2 class="vh" id="lanes">{t.columns}</h2>
      <div class="board">
        {(board.lanes ?? []).map(({ column, lines }) => {
          const n = board.found[column] ?? 0
          return (
            <section class="lane" aria-labelledby={`lane-${column}`}>
              <h3 id={`lane-${column}`}>{columnWords[column][look.language]} <span class="soft n">{t.count(n)}</span></h3>
              {lines.length === 0 ? <p class="soft small">{t.laneEmpty}</p> : <ul>{lines.map((line) => <Card look={look} line={line} now={now} />)}</ul>}
              {n > lines.length ? <p class="small jump"><a href={whole(column)}>{t.whole(n)}<span class="vh">{columnWords[column][look.language]}</span></a></p> : null}
            </section>
          )
        })}
      </div>
      {isNarrowed(filter) ? null : <p class="small jump over">{(['closed', 'ended'] as const).map((column) => <a href={whole(column)}>{columnWords[column][look.language]} {t.count(board.found[column] ?? 0)}</a>)}</p>}
    </section>
  )
}

function Card({ look, line, now }: { look: Look; line: BoardLine; now: Instant }) {
  const { state, words: said } = standingOf(line, now)
  return (
    <li>
      <p><a href={`/projects/${line.project}`}>{line.title}</a></p>
      <p class="soft small">{line.organisation.name}</p>
      <p><Tag state={state}>{said[look.language]}</Tag></p>
      {line.dueAt === null ? null : <p class="small soft"><When at={line.dueAt} time={false} /></p>}
    </li>
  )
}

function Lines({ look, board, filter }: { look: Look; board: Board; filter: BoardFilter }) {
  const t = texts(look)
  const now = look.now as Instant
  return (
    <section class="stackv" aria-labelledby="lines">
      <h2 class="vh" id="lines">{t.table}</h2>
      <Table
        caption={t.caption}
        rows={board.lines}
        empty={<Nothing look={look} filter={filter} />}
        columns={[
          { header: t.project, names: true, sort: 'title', cell: (line) => <a href={`/projects/${line.project}`}>{line.title}</a> },
          { header: t.organisation, sort: 'organisation', cell: (line) => line.organisation.name },
          { header: t.stage, sort: 'stage', class: 'nw', cell: (line) => columnWords[line.column][look.language] },
          { header: t.class, class: 'nw', cell: (line) => className(board.classes, line.class, look.language) },
          { header: t.street, sort: 'street', class: 'nw', cell: (line) => line.street },
          { header: t.mentor, sort: 'mentor', cell: (line) => line.mentor?.name ?? '' },
          { header: t.standing, cell: (line) => { const { state, words: said } = standingOf(line, now); return <Tag state={state}>{said[look.language]}</Tag> } },
          { header: t.due, sort: 'due', cell: (line) => (line.dueAt === null ? (line.endedAt === null ? '' : <At at={line.endedAt} time={false} weekday={false} />) : <When at={line.dueAt} time={false} />) },
        ]}
      />
      <Pager page={board.page} size={BOARD_PAGE} total={board.total} />
    </section>
  )
}

function Nothing({ look, filter }: { look: Look; filter: BoardFilter }) {
  const t = texts(look)
  return isNarrowed(filter) ? <Empty title={t.none} action={<a href="/board">{t.all}</a>}>{t.noneWhy}</Empty> : <Empty title={t.empty}>{t.emptyWhy}</Empty>
}

async function download({ context, look, query }: Asked): Promise<Shown> {
  const { lines, classes } = await boardLines(context, boardFilterOf(query))
  const t = texts(look)
  const { language } = look
  const day = (at: Instant | null) => (at === null ? null : new Date(`${shanghaiDate(at)}T00:00:00.000Z`))
  const bytes = await xlsx([{
    name: t.title, head: [t.project, t.organisation, t.stage, t.class, t.street, t.mentor, t.standing, t.due, t.endedAt, t.address], widths: [30, 24, 12, 14, 14, 12, 20, 14, 14, 44],
    rows: lines.map((line) => [line.title, line.organisation.name, columnWords[line.column][language], className(classes, line.class, language), line.street, line.mentor?.name ?? '', standingOf(line, context.now).words[language], day(line.dueAt), day(line.endedAt), `${context.environment.XIUYUAN_BASE_URL}/projects/${line.project}`]),
  }])
  return { response: new Response(Uint8Array.from(bytes), { headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': disposition(`${t.title}-${shanghaiDate(context.now)}.xlsx`), 'cache-control': 'private, no-store' } }) }
}

const keep = (asked: Asked, posted: Posted): Promise<Shown> => {
  const { name, district, query = '' } = posted.fields
  return tryForm(posted, async () => ({ go: `/board?${(await saveView(asked.context, readAs(viewInput, { name, district, query }))).query}` }), (attempt) => {
    const narrowed = new URLSearchParams(query)
    return show({ ...asked, query: narrowed, look: { ...asked.look, path: `/board?${narrowed.toString()}` } }, attempt)
  })
}

export const boardBoardPages: PageRoute[] = [
  { method: 'get', path: '/board', action: 'board.read', show: (asked) => show(asked) },
  { method: 'get', path: '/board/export', action: 'board.read', show: download },
  { method: 'post', path: '/board/views', action: 'board.keep-view', send: keep },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '项目看板', lead: (n: number) => `四个阶段里共有 ${formatNumber(n)} 个项目`, comma: '；', yours: (n: number) => `${formatNumber(n)} 个等管理员处理`, export: '导出 Excel', search: '找项目或机构', filters: '筛选项目', street: '街道、镇', class: '类别', waits: '等谁', standing: '状态', stage: '阶段',
      organisation: '机构', mentor: '督导', more: '按机构、督导筛选', any: '全部', looks: '看法', columns: '分栏', table: '表格', found: (n: number, what: string) => `${what}：${formatNumber(n)} 个。`, all: '看全部', count: (n: number) => `${formatNumber(n)} 个`, whole: (n: number) => `查看全部 ${formatNumber(n)} 个`, laneEmpty: '没有项目',
      caption: '项目列表', project: '项目', due: '下一个日子', endedAt: '结束日期', address: '网址', none: '没有符合条件的项目', noneWhy: '换个条件再找。', empty: '还没有项目', emptyWhy: '机构立项后会出现在这里。', keep: '保存这个视图', keepIt: '保存', name: '名称', nameHint: '下次在看板上方一点就到，只有您自己看得到。', views: '我的视图', manage: '管理视图',
    },
    en: {
      title: 'Project board', lead: (n) => `${formatNumber(n)} projects in four stages`, comma: '; ', yours: (n) => `${formatNumber(n)} with an administrator`, export: 'Export Excel', search: 'Project or organisation', filters: 'Filter projects', street: 'Street or town', class: 'Class', waits: 'Waits for', standing: 'Standing', stage: 'Stage',
      organisation: 'Organisation', mentor: 'Mentor', more: 'By organisation or mentor', any: 'All', looks: 'Ways to look', columns: 'Columns', table: 'Table', found: (n, what) => `${what}: ${formatNumber(n)}.`, all: 'Show all', count: (n) => formatNumber(n), whole: (n) => `Show all ${formatNumber(n)} `, laneEmpty: 'No projects',
      caption: 'Projects', project: 'Project', due: 'Next date', endedAt: 'Ended on', address: 'Address', none: 'Nothing matches', noneWhy: 'Try another filter.', empty: 'No projects yet', emptyWhy: 'They appear here when organisations begin them.', keep: 'Save this view', keepIt: 'Save', name: 'Name', nameHint: 'One click away above the board next time; only you see it.', views: 'My views', manage: 'Manage views',
    },
  })
}
