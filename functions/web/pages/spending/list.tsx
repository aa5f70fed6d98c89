import { say } from '../../../../shared/kernel/text.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { budgetSources } from '../../../../shared/rulebook/form.ts'
import { headName, type HeadSums, sourceName } from '../../../../shared/spending/budget.ts'
import { type Entry, exportSpending, type ReadSpending, readSpending } from '../../../queries/spending.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { At, Empty, Figures, Note, Panel, Section, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'
import { Cycles } from '../project/cycles.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 50

const texts = (look: Look) => words(look.language, {
  zh: {
    add: '记一笔支出', export: '导出 CSV', planned: '预算', spent: '已支出', left: '剩余', over: '超出', yuan: '元', entries: '支出明细', caption: '支出明细，按日期从新到旧', heads: '预算与支出', headsCaption: '按费用类别', sources: '按资金来源', head: '费用类别', plannedYuan: '预算（元）', spentYuan: '已支出（元）', leftYuan: '剩余（元）', state: '状态', source: '来源',
    within: '预算内', slightly: (p: string) => `超出${p}`, large: (p: string) => `超出${p}`, aboveCap: (p: number) => `超过 ${p}% 上限`, unplanned: '没有预算', cap: (p: number) => `上限 ${p}%`,
    overBudget: '支出超出预算，关口审核时不能通过：', ask: '申请预算变更', grantOver: '资助超出', explained: '已说明', doubts: (n: number) => `${n} 处存疑`, doubtFigure: '存疑', doubtsNote: (n: number) => `有 ${n} 笔支出存疑，已在明细里标出。存疑的不会被删除，请核对。`,
    day: '日期', what: '用途', amount: '金额（元）', ok: '有凭证', struck: '已划掉', all: '全部', only: '只看', doubtful: '存疑的', struckOnes: '已划掉的', none: '还没有支出', noneHint: '每花一笔就记一笔，凭证一起上传；报告里的数字由此算出，不用再填。', noneFound: '没有符合条件的支出', showAll: '查看全部', unit: '笔', sum: '合计',
  },
  en: {
    add: 'Record spending', export: 'Export CSV', planned: 'Budget', spent: 'Spent', left: 'Left', over: 'Over', yuan: 'yuan', entries: 'Entries', caption: 'Entries, newest day first', heads: 'Budget and spending', headsCaption: 'By head', sources: 'By source', head: 'Head', plannedYuan: 'Budget (yuan)', spentYuan: 'Spent (yuan)', leftYuan: 'Left (yuan)', state: 'State', source: 'Source',
    within: 'Within budget', slightly: (p) => `Over${p}`, large: (p) => `Over${p}`, aboveCap: (p) => `Above ${p}% cap`, unplanned: 'Not in the budget', cap: (p) => `up to ${p}%`,
    overBudget: 'Spending is over the budget; the gate will not pass like this:', ask: 'Ask for a budget change', grantOver: 'Over the grant', explained: 'Explained', doubts: (n) => (n === 1 ? '1 doubt' : `${n} doubts`), doubtFigure: 'Doubtful', doubtsNote: (n) => (n === 1 ? 'One entry is doubtful; it is marked below. Nothing is deleted; please check it.' : `${n} entries are doubtful; they are marked below. Nothing is deleted; please check them.`),
    day: 'Day', what: 'What for', amount: 'Amount (yuan)', ok: 'Receipt there', struck: 'Struck', all: 'All', only: 'Show', doubtful: 'Doubtful ones', struckOnes: 'Struck ones', none: 'Nothing spent yet', noneHint: 'Record each sum with its receipt as it is spent; the reports take their figures from here.', noneFound: 'No entry like that', showAll: 'Show all', unit: '', sum: 'Total',
  },
})

/** `（10.3%）`, or nothing where nothing was planned. */
const percentOf = ({ overPercent }: HeadSums, look: Look) => (overPercent === null ? '' : look.language === 'zh' ? `（${overPercent}%）` : ` by ${overPercent}%`)

export async function showSpending({ context, look, params, query }: Asked): Promise<Shown> {
  const asked = query.get('cycle')
  const read = await readSpending(context, params.project ?? '', asked === null || asked === '' ? undefined : Number(asked))
  const t = texts(look)
  const { project, entries, open, cycle } = read
  const earlier = cycle < project.cycle
  const only = query.get('only') ?? ''
  const head = query.get('head') ?? ''
  const chosen = entries.filter(({ spending, doubts }) => (head === '' || spending.head === head) && (only === 'struck' ? spending.struck !== null : only !== 'doubts' || unexplained(doubts) > 0))
  const page = pageWithin(Number(query.get('page')), SIZE, chosen.length)
  const doubtful = entries.filter(({ doubts }) => unexplained(doubts) > 0).length
  return { page: (
    <ProjectPage
      look={look} context={context} project={project} tab="spending"
      actions={<>{entries.length === 0 ? null : <ButtonLink href={`/projects/${project.id}/spending.csv${earlier ? `?cycle=${cycle}` : ''}`} icon="download" download>{t.export}</ButtonLink>}{open ? <ButtonLink href={`/projects/${project.id}/spending/new`} weight="primary" icon="add">{t.add}</ButtonLink> : null}</>}
    >
      <Cycles look={look} cycles={read.cycles} cycle={cycle} at={`/projects/${project.id}/spending`} />
      {earlier ? <Figures figures={[{ label: t.spent, value: formatYuan(read.against.spent), unit: t.yuan }, { label: t.doubtFigure, value: doubtful, unit: t.unit }]} /> : (
        <>
          <Warnings look={look} read={read} doubtful={doubtful} />
          <BudgetPanels look={look} read={read} doubtful={doubtful} />
        </>
      )}
      <Section title={t.entries} id="entries">
        {entries.length === 0 ? null : (
          <Tools>
            {earlier ? <HiddenField path="cycle" value={String(cycle)} /> : null}
            <ChoiceField path="head" label={t.head} as="select" none={t.all} required value={head} choices={read.field.heads.map(({ id, label }) => ({ value: id, label: say(label, look.language) }))} />
            <ChoiceField path="only" label={t.only} as="select" none={t.all} required value={only} choices={[{ value: 'doubts', label: t.doubtful }, { value: 'struck', label: t.struckOnes }]} />
          </Tools>
        )}
        <Entries look={look} read={read} entries={chosen.slice((page - 1) * SIZE, page * SIZE)} />
        <Pager page={page} size={SIZE} total={chosen.length} unit={t.unit} />
      </Section>
    </ProjectPage>
  ) }
}

/** What has to be done about the sums; what is doubtful comes after it. */
function Warnings({ look, read: { over, project, open }, doubtful }: { look: Look; read: ReadSpending; doubtful: number }) {
  const t = texts(look)
  if (over.length > 0) {
    return (
      <Note state="late">
        <p><strong>{t.overBudget}</strong></p>
        <ul>{over.map((one) => <li>{one[look.language]}</li>)}</ul>
        {doubtful === 0 ? null : <p>{t.doubtsNote(doubtful)} <a href="?only=doubts">{t.doubtful}</a></p>}
        {open && project.openChange === null ? <p><a href={`/projects/${project.id}/changes/new?kind=budget`}>{t.ask}</a></p> : null}
      </Note>
    )
  }
  return doubtful === 0 ? null : <Note state="wait">{t.doubtsNote(doubtful)} <a href="?only=doubts">{t.doubtful}</a></Note>
}

function BudgetPanels({ look, read: { against, field }, doubtful }: { look: Look; read: ReadSpending; doubtful: number }) {
  const t = texts(look)
  const { language } = look
  const sources = budgetSources.filter((source) => against.bySource[source].planned > 0 || against.bySource[source].spent > 0)
  const shown = against.heads.filter(({ planned, spent }) => planned > 0 || spent > 0)
  return (
    <>
      <Figures figures={[
        { label: t.planned, value: formatYuan(against.planned), unit: t.yuan }, { label: t.spent, value: formatYuan(against.spent), unit: t.yuan },
        against.over > 0 ? { label: t.over, value: formatYuan(against.over), unit: t.yuan } : { label: t.left, value: formatYuan(against.left), unit: t.yuan },
        { label: t.doubtFigure, value: doubtful, unit: t.unit },
      ]} />
      <Panel title={t.heads} id="heads">
        <Table
          caption={t.headsCaption} captioned rows={shown} empty={<p class="soft">{t.none}</p>}
          columns={[
            { header: t.head, names: true, cell: (one) => <>{say(headName(field, one.head), language)}{one.cap === null ? null : <span class="soft small"> {t.cap(one.cap.maxPercent)}</span>}<BySource look={look} field={field} one={one} /></>, foot: t.sum },
            { header: t.plannedYuan, align: 'end', cell: ({ planned }) => formatYuan(planned), foot: formatYuan(against.planned) },
            { header: t.spentYuan, align: 'end', cell: ({ spent }) => formatYuan(spent), foot: formatYuan(against.spent) },
            { header: t.leftYuan, align: 'end', cell: ({ left, over }) => formatYuan(over > 0 ? -over : left), foot: formatYuan(against.planned - against.spent) },
            { header: t.state, cell: (one) => <HeadTag look={look} one={one} /> },
          ]}
        />
        <Table
          caption={t.sources} captioned rows={sources} empty={<></>}
          columns={[
            { header: t.source, names: true, cell: (source) => say(sourceName(field, source), language) },
            { header: t.plannedYuan, align: 'end', cell: (source) => formatYuan(against.bySource[source].planned) },
            { header: t.spentYuan, align: 'end', cell: (source) => formatYuan(against.bySource[source].spent) },
            { header: t.leftYuan, align: 'end', cell: (source) => formatYuan(against.bySource[source].planned - against.bySource[source].spent) },
            { header: t.state, cell: (source) => (against.bySource[source].over > 0 ? <Tag state={source === 'grant' ? 'late' : 'wait'}>{t.large('')}</Tag> : <Tag state="done">{t.within}</Tag>) },
          ]}
        />
      </Panel>
    </>
  )
}

/** Where a head's money comes from more than one source: spent of planned, for each. */
function BySource({ look, field, one }: { look: Look; field: ReadSpending['field']; one: HeadSums }) {
  const used = budgetSources.filter((source) => one.bySource[source].planned > 0 || one.bySource[source].spent > 0)
  if (used.length < 2) return null
  return <p class="soft small">{used.map((source, i) => <>{i === 0 ? null : <br />}<span class="nw">{say(sourceName(field, source), look.language)} <span class="n">{formatYuan(one.bySource[source].spent)} / {formatYuan(one.bySource[source].planned)}</span></span></>)}</p>
}

function HeadTag({ look, one }: { look: Look; one: HeadSums }) {
  const t = texts(look)
  if (one.aboveCap && one.cap !== null) return <Tag state="late">{t.aboveCap(one.cap.maxPercent)}</Tag>
  if (one.planned === 0) return <Tag state="late">{t.unplanned}</Tag>
  if (one.larger && one.over === 0) return <Tag state="late">{t.grantOver}</Tag>
  if (one.larger) return <Tag state="late">{t.large(percentOf(one, look))}</Tag>
  return one.over > 0 ? <Tag state="wait">{t.slightly(percentOf(one, look))}</Tag> : <Tag state="done">{t.within}</Tag>
}

function Entries({ look, read, entries }: { look: Look; read: ReadSpending; entries: readonly Entry[] }) {
  const t = texts(look)
  const { language } = look
  const { project, field, open } = read
  return (
    <Table
      caption={t.caption} rows={entries}
      empty={read.entries.length > 0
        ? <Empty title={t.noneFound} action={<a href={`/projects/${project.id}/spending`}>{t.showAll}</a>} />
        : <Empty title={t.none} action={open ? <a href={`/projects/${project.id}/spending/new`}>{t.add}</a> : undefined}>{t.noneHint}</Empty>}
      columns={[
        { header: t.what, names: true, cell: ({ spending }) => <><a href={`/projects/${project.id}/spending/${spending.id}`}>{spending.what}</a><p class="soft small">{spending.paidTo}</p></> },
        { header: t.day, cell: ({ spending }) => <At at={spending.day} weekday={false} /> },
        { header: t.head, cell: ({ spending }) => <>{say(headName(field, spending.head), language)}<span class="soft small"> {say(sourceName(field, spending.source), language)}</span></> },
        { header: t.amount, align: 'end', cell: ({ spending }) => (spending.struck === null ? formatYuan(spending.amount) : <s>{formatYuan(spending.amount)}</s>) },
        { header: t.state, cell: ({ spending, doubts }) => (spending.struck !== null ? <Tag state="idle">{t.struck}</Tag> : unexplained(doubts) > 0 ? <Tag state="wait" icon="late">{t.doubts(unexplained(doubts))}</Tag> : doubts.length > 0 ? <Tag state="done">{t.explained}</Tag> : <Tag state="done">{t.ok}</Tag>) },
      ]}
    />
  )
}

const unexplained = (doubts: readonly { explained: unknown }[]): number => doubts.filter(({ explained }) => explained === null).length

export async function downloadSpending({ context, look, params, query }: Asked): Promise<Shown> {
  const text = await exportSpending(context, params.project ?? '', look.language, query.has('cycle') ? Number(query.get('cycle')) : undefined)
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="spending.csv"', 'cache-control': 'no-store' } }) }
}
