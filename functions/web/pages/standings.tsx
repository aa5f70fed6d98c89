import { raw } from 'hono/html'
import type { Bilingual } from '../../../shared/kernel/text.ts'
import { proposalId } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { proposalNumber } from '../../../shared/proposal/proposal.ts'
import type { Round } from '../../../shared/rulebook/round.ts'
import { groupFigures } from '../../../shared/standing/normalise.ts'
import { rangeOf, type Reliability } from '../../../shared/reliability/reliability.ts'
import { type Line, sureness } from '../../../shared/reliability/stability.ts'
import type { StandingLine } from '../../../shared/standing/standing.store.ts'
import { reliabilityOf } from '../../queries/reliability.ts'
import { countedOf, filtered, readStanding, standingCsv, type StandingFilter } from '../../queries/standing.ts'
import { Spread } from '../look/charts.tsx'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { ButtonLink } from '../look/form.tsx'
import { type Look, Looking } from '../look/look.ts'
import { type Column, Pager, sortOf, Table, Tools } from '../look/table.tsx'
import { At, Empty, type State, Tag } from '../look/tell.tsx'
import { withColon, words } from '../look/words.ts'
import type { Room } from '../../queries/round.ts'
import { normalisationSentence } from './counting-rules.tsx'
import { roundAt } from './judging.tsx'
import { personOf } from '../../context.ts'
import type { Asked, PageRoute, Shown } from './page.ts'
import { roundHref, RoundPage } from './round-frame.tsx'

const PAGE = 500

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    export: '导出表格', find: '找项目或单位', category: '类别', allCategories: '全部类别', result: '结果', all: '全部', results: { advances: '进入', out: '未进入', waits: '并列待定' }, place: '名次', name: '项目、申报单位、类别', total: '总分', spread: (round: string, from: string, to: string) => `${round}各评委的分（${from}–${to}）`, label: (round: string) => `${round}各评委的分`, phone: '各评委的分',
    first: '第 ', last: ' 名', caption: (n: number) => `${n} 个项目，按名次排列`, none: '没有符合条件的项目', noneLead: '换个条件再看看。', counted: '计分完成', unit: '个', cut: (n: number) => `晋级线：前 ${n} 个进入`, cutOf: (pool: string, n: number) => `${pool} 前 ${n} 个`, decided: '评分不够、由主办单位决定', excluded: '不计入', fewer: '按已有评分计入',
    rule: (rounds: string) => `总分 = ${rounds}`, raw: '换算前', vote: '公众投票', votes: (n: number) => `${n} 票`, bonus: '加分', scales: '各组怎样换算', group: '组', entries: '项目', groupMean: '本组平均分', overall: '全体平均分', coefficient: '系数', deviations: '标准差之比', drop: (n: number) => `去掉最高和最低各 ${n} 个`, mean: '取平均', median: '取中位数', places: '名次范围', placesPhone: '范围', sure: { firm: '稳', close: '接近', open: '很接近' }, how: '结果有多稳', awardLine: (name: string) => `${name}线`, advanceLine: '晋级线',
  },
  en: {
    export: 'Export', find: 'Project or applicant', category: 'Category', allCategories: 'All categories', result: 'Result', all: 'All', results: { advances: 'Goes on', out: 'Does not', waits: 'Tied' }, place: 'Place', name: 'Project, applicant, category', total: 'Total', spread: (round, from, to) => `Judges’ scores, ${round} (${from}–${to})`, label: (round) => `Judges’ scores in ${round}`, phone: 'Scores',
    first: 'Place ', last: '', caption: (n) => `${n} projects by place`, none: 'No project matches', noneLead: 'Try other filters.', counted: 'Counted', unit: '', cut: (n) => `Line: the first ${n} go on`, cutOf: (pool, n) => `${pool}: the first ${n}`, decided: 'Too few scores, decided by the authority', excluded: 'left out', fewer: 'counted with fewer',
    rule: (rounds) => `Total = ${rounds}`, raw: 'Before', vote: 'Public vote', votes: (n) => (n === 1 ? '1 vote' : `${n} votes`), bonus: 'Bonus', scales: 'How groups were compared', group: 'Group', entries: 'Projects', groupMean: 'Mean of the group', overall: 'Mean of all', coefficient: 'Coefficient', deviations: 'Ratio of deviations', drop: (n) => `highest and lowest ${n} dropped`, mean: 'mean', median: 'median', places: 'Range', placesPhone: 'Range', sure: { firm: 'firm', close: 'close', open: 'very close' }, how: 'How sure', awardLine: (name) => name, advanceLine: 'Line',
  },
})

/** Drawn tables by ranking, language and address: a ranking's version is its content, so that one drawn once is right for ever. */
const drawn = new Map<string, Buffer>()
const DRAWN = 60
/** Stands in the page's frame for the table, which is put in as it was drawn: half a million characters are not built again for each reader. */
const SLOT = '<!--ranking-->'
/** Frames around the table by reader and minute: names, roles, dates left and the state of things are in them. */
const frames = new Map<string, readonly [Buffer, Buffer]>()

function keep<T>(kept: Map<string, T>, key: string, value: T): T {
  if (kept.size >= DRAWN) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, value)
  return value
}

const htmlOf = (parts: readonly Buffer[]): Response => new Response(Buffer.concat(parts), { headers: { 'content-type': 'text/html; charset=UTF-8', 'cache-control': 'private, no-cache' } })

async function showStandings({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const { room, ranking: { head, lines } } = await readStanding(context, competition, index)
  const reliability = await reliabilityOf(context.table, room)
  const key = `${head.competition} ${head.index} ${head.version} ${reliability?.madeAt ?? ''} ${look.language} ${look.path}`
  const reader = `${key} ${personOf(context).id} ${room.competition.version} ${room.round.version} ${look.now.slice(0, 16)}`
  const [framed, known] = [frames.get(reader), drawn.get(key)]
  if (framed !== undefined && known !== undefined) return { response: htmlOf([framed[0], known, framed[1]]) }
  const t = texts(look)
  const href = roundHref(room)
  const result = query.get('result')
  const filter: StandingFilter = { text: query.get('text') ?? '', category: query.get('category') ?? '', result: result === 'advances' || result === 'out' || result === 'waits' ? result : undefined }
  const found = filtered(lines, filter)
  const pageAsked = Number(query.get('page') ?? 1)
  const page = Number.isSafeInteger(pageAsked) && pageAsked >= 1 && (pageAsked - 1) * PAGE < found.length ? pageAsked : 1
  const shown = sorted(found, look.path).slice((page - 1) * PAGE, page * PAGE)
  const drawing = found.length === 0 ? <Looking look={look}><Empty title={t.none}>{t.noneLead}</Empty></Looking>
    : <Looking look={look}><StandingTable look={look} room={room} lines={shown} reliability={reliability} plain={sortOf(look.path) === undefined} /></Looking>
  const table = known ?? keep(drawn, key, Buffer.from(String(await drawing)))
  const category = (id: string) => nameOf(room, id, look.language)
  const frame = (
    <RoundPage look={look} room={room} tab="standings" actions={<ButtonLink href={`${href}/standings.csv`} icon="download" download>{t.export}</ButtonLink>}>
      <p class="acts"><Tag state="done">{t.counted}</Tag><span class="soft"><At at={head.madeAt} /></span>{head.cutLines.map(({ pool, count }) => <span class="soft nw">{pool === null ? t.cut(count) : t.cutOf(category(pool), count)}</span>)}</p>
      {reliability === null || reliability.stability.lines.length === 0 ? null : <Sureness look={look} room={room} reliability={reliability} />}
      <Tools end={<p class="small soft">{ruleOf(room, t, look.language)}</p>}>
        <TextField path="text" label={t.find} type="search" width="short" required value={filter.text ?? ''} />
        <ChoiceField path="category" label={t.category} as="select" none={t.allCategories} required value={filter.category ?? ''} choices={room.rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
        <ChoiceField path="result" label={t.result} as="select" none={t.all} required value={filter.result ?? ''} choices={(['advances', 'out', 'waits'] as const).map((value) => ({ value, label: t.results[value] }))} />
      </Tools>
      {raw(SLOT)}
      <Pager page={page} size={PAGE} total={found.length} unit={t.unit} />
      {room.rules.normalisation.rule === 'none' ? null : <GroupScales look={look} room={room} lines={lines} />}
      {head.decided.length === 0 ? null : <section><h3>{t.decided}</h3><ul>{head.decided.map((one) => <li><a href={`/proposals/${one.entry}`}>{lines.find(({ proposal }) => proposal === one.entry)?.title ?? proposalNumber(proposalId.parse(one.entry))}</a> {withColon(look.language, one.decision === 'exclude' ? t.excluded : t.fewer, one.reason)}</li>)}</ul></section>}
    </RoundPage>
  )
  const [before = '', after = ''] = String(await frame).split(SLOT)
  const around = keep(frames, reader, [Buffer.from(before), Buffer.from(after)] as const)
  return { response: htmlOf([around[0], table, around[1]]) }
}

function nameOf(room: Room, pool: string, language: Look['language']): string {
  const found: Bilingual | undefined = room.rulebook.categories.find(({ id }) => id === pool)?.name
  return found === undefined ? pool : say(found, language)
}

const bonusName = (room: Room, id: string, language: Look['language']): string => {
  const found = room.rulebook.bonuses?.rules.find((one) => one.id === id)
  return found === undefined ? id : say(found.label, language)
}

/** What each group's scores were multiplied or moved by. */
function GroupScales({ look, room, lines }: { look: Look; room: Room; lines: readonly StandingLine[] }) {
  const t = texts(look)
  const rule = room.rules.normalisation
  if (rule.rule === 'none') return null
  const names = new Map(lines.flatMap(({ group }) => (group === null ? [] : [[group.id, say(group.name, look.language)] as const])))
  const figures = groupFigures(rule, lines.map(({ proposal, category, group, raw: score = '0' }) => ({ entry: proposal, category, group: group?.id, score })))
  return (
    <details class="more">
      <summary>{t.scales}</summary>
      <p class="read">{normalisationSentence(room.rules, look.language)}{look.language === 'zh' ? '。' : '.'}</p>
      <Table caption={t.scales} rows={figures} columns={[
        { header: t.group, names: true, cell: ({ group, pool }) => <>{names.get(group) ?? group}{pool === null ? null : <span class="soft small"> {nameOf(room, pool, look.language)}</span>}</> },
        { header: t.entries, align: 'end', cell: ({ entries }) => entries },
        { header: t.groupMean, align: 'end', cell: ({ mean }) => mean },
        { header: t.overall, align: 'end', cell: ({ overall }) => overall },
        { header: rule.rule === 'group-coefficient' ? t.coefficient : t.deviations, align: 'end', cell: ({ factor }) => factor },
      ]} />
    </details>
  )
}

/** How the number at the row's end comes about, in one line. */
function ruleOf(room: Room, t: ReturnType<typeof texts>, language: Look['language']): string {
  const { rulebook, rules } = room
  const rounds = rulebook.rounds.filter(({ weight }) => weight > 0).map(({ name, weight }) => `${say(name, language)} ${weight}%`).join(' + ')
  const beside = [...(rulebook.vote === null ? [] : [`${t.vote} ${rulebook.vote.weight}%`]), ...(rulebook.bonuses === null ? [] : [t.bonus])].map((part) => ` + ${part}`).join('')
  const aggregation = rules.aggregation.rule === 'trimmed-mean' ? t.drop(rules.aggregation.drop) : rules.aggregation.rule === 'median' ? t.median : t.mean
  return `${t.rule(`${rounds}${beside}`)}${language === 'zh' ? '；' : '; '}${say(rules.name, language)}${language === 'zh' ? '' : ' '}${aggregation}`
}

function sorted(lines: readonly StandingLine[], path: string): readonly StandingLine[] {
  const order = sortOf(path)
  if (order === undefined || order.key === 'place') return order?.direction === 'descending' ? lines.toReversed() : lines
  const value = (line: StandingLine) => Number(order.key === 'total' ? line.total : (line.rounds.find(({ round }) => round === order.key)?.score ?? -1))
  return lines.toSorted((a, b) => (order.direction === 'ascending' ? value(a) - value(b) : value(b) - value(a)) || a.place - b.place)
}

/** From the lowest score drawn, a round number below all, so that differences are seen, to the sheet's total or what passes it by bonuses. */
function scaleOf(lines: readonly StandingLine[], rules: Round): { from: number; to: number } {
  const scores = lines.flatMap(({ totals }) => totals.map(Number))
  const [lowest, highest] = [Math.min(rules.sheetTotal, ...scores), Math.max(rules.sheetTotal, ...scores)]
  const step = rules.sheetTotal / 10
  return { from: Math.max(0, Math.min(rules.sheetTotal - 2 * step, Math.floor(lowest / step) * step)), to: rules.sheetTotal + Math.ceil((highest - rules.sheetTotal) / step) * step }
}

const sureState: Record<ReturnType<typeof sureness>, State> = { firm: 'done', close: 'wait', open: 'late' }

/** A badge a line: those that a different panel or rule could move are looked at before the notice. */
function Sureness({ look, room, reliability: { stability } }: { look: Look; room: Room; reliability: Reliability }) {
  const t = texts(look)
  const award = (line: Line) => room.rulebook.awards.find(({ id }) => id === line.award)
  const name = (line: Line) => { const found = award(line); return `${found === undefined ? t.advanceLine : t.awardLine(say(found.name, look.language))}${line.pool === null ? '' : ` · ${nameOf(room, line.pool, look.language)}`}` }
  return (
    <p class="acts small">
      <a href={`${roundHref(room)}/reliability`}>{t.how}</a>
      {stability.lines.map((line) => { const sure = sureness(line, stability.variations); return <span class="nw">{name(line)} <Tag state={sureState[sure]}>{t.sure[sure]}</Tag></span> })}
    </p>
  )
}

function StandingTable({ look, room, lines, reliability, plain }: { look: Look; room: Room; lines: readonly StandingLine[]; reliability: Reliability | null; plain: boolean }) {
  const t = texts(look)
  const { language } = look
  const { rules, rulebook, round: { value: { index } } } = room
  const scale = scaleOf(lines, rules)
  const name = say(rules.name, language)
  const href = roundHref(room)
  const byTotal = index > 0 || rulebook.rounds.length === 1
  const cuts = rules.advance.rule !== 'all'
  const lastIn = plain && cuts && lines.every(({ waits }) => !waits) && lines.some(({ advances }) => !advances) && lines.findIndex(({ advances }) => !advances) === lines.filter(({ advances }) => advances).length ? lines.filter(({ advances }) => advances).length - 1 : -1
  const columns: Column<StandingLine>[] = [
    { header: t.place, align: 'end', sort: 'place', class: 'rk', cell: ({ place }) => <><span class="vh">{t.first}</span>{place}<span class="vh">{t.last}</span></> },
    { header: t.name, names: true, cell: (line) => (
      <>
        <a href={`${href}/cards/${line.proposal}`}>{line.title}</a>{' '}
        <span class="soft small">{line.organisation}<span class="sep">·</span>{nameOf(room, line.category, language)}{line.group === null || rules.grouping.rule === 'one' ? null : <><span class="sep">·</span>{say(line.group.name, language)}</>}</span>
        {line.tie === null ? null : <><br /><span class="soft small">{say(line.tie, language)}</span></>}
      </>
    ) },
    ...rulebook.rounds.slice(0, index + 1).map((one): Column<StandingLine> => ({ header: say(one.name, language), align: 'end', sort: one.id, class: byTotal ? 'sc' : 'tot', cell: (line) => line.rounds.find(({ round }) => round === one.id)?.score ?? '' })),
    ...(rules.normalisation.rule === 'none' ? [] : [{ header: t.raw, align: 'end' as const, class: 'sc', cell: (line: StandingLine) => line.raw ?? '' }]),
    ...(lines.some(({ vote }) => vote !== undefined) ? [{ header: t.vote, align: 'end' as const, class: 'sc', cell: ({ vote }: StandingLine) => (vote === undefined ? '' : <>{vote.score} <span class="soft small nw">{t.votes(vote.votes)}</span></>) }] : []),
    ...(lines.some(({ bonus }) => bonus !== undefined) ? [{ header: t.bonus, align: 'end' as const, class: 'sc', cell: ({ bonus }: StandingLine) => (bonus === undefined ? '' : <span title={bonus.earned.map((id) => bonusName(room, id, language)).join('，')}>+{bonus.points}</span>) }] : []),
    ...(byTotal ? [{ header: t.total, align: 'end' as const, sort: 'total', class: 'tot', cell: (line: StandingLine) => <strong>{line.total}</strong> }] : []),
    { header: t.spread(name, String(scale.from), String(scale.to)), label: t.phone, class: 'sp', cell: (line) => (line.totals.length === 0 ? '' : <Spread scores={countedOf(rules.aggregation, line.totals)} from={scale.from} to={scale.to} label={t.label(name)} />) },
    ...(reliability === null ? [] : [{ header: t.places, label: t.placesPhone, align: 'end' as const, cell: ({ proposal }: StandingLine) => <span class="nw soft">{rangeOf(reliability, proposal)}</span> }]),
    ...(cuts ? [{ header: t.result, class: 'res', cell: (line: StandingLine) => (line.waits ? <Tag state="wait">{t.results.waits}</Tag> : line.advances ? <Tag state="done">{t.results.advances}</Tag> : <Tag state="idle">{t.results.out}</Tag>) }] : []),
  ]
  return <Table caption={t.caption(lines.length)} class="rank free" rows={lines} columns={columns} rowClass={(_, i) => (i === lastIn ? 'cut' : undefined)} />
}

async function showCsv({ context, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const text = await standingCsv(context, competition, index)
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="standings-round-${index + 1}.csv"`, 'cache-control': 'private, no-cache' } }) }
}

const at = '/competitions/:competition/rounds/:round'
export const standingPages: PageRoute[] = [
  { method: 'get', path: `${at}/standings`, action: 'standing.read', show: showStandings },
  { method: 'get', path: `${at}/standings.csv`, action: 'standing.read', show: showCsv },
]
