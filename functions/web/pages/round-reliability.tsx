import { say } from '../../../shared/kernel/text.ts'
import { gradeOf, type Part, rangeOf, type Reliability } from '../../../shared/reliability/reliability.ts'
import { type Line, sureness, type Variation } from '../../../shared/reliability/stability.ts'
import type { StandingLine } from '../../../shared/standing/standing.store.ts'
import { readReliability, type ReliabilityView } from '../../queries/reliability.ts'
import { countedOf } from '../../queries/standing.ts'
import { Spread, Whiskers } from '../look/charts.tsx'
import { formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Pager, sortOf, Table } from '../look/table.tsx'
import { At, Empty, Facts, Note, Panel, Section, type State, Tag } from '../look/tell.tsx'
import { roundAt } from './judging.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { RoundPage } from './round-frame.tsx'
import { reliabilityTexts } from './round-reliability-texts.ts'
import { SeverityPart } from './round-severity.tsx'

const PAGE = 100
const sureState: Record<ReturnType<typeof sureness>, State> = { firm: 'done', close: 'wait', open: 'late' }

async function showReliability({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const view = await readReliability(context, competition, index)
  const t = reliabilityTexts(look)
  const { reliability, room } = view
  return { page: (
    <RoundPage look={look} room={room} tab="reliability">
      <Note>{t.advice}</Note>
      {reliability === null ? <Empty title={t.soon}>{t.soonLead}</Empty> : (
        <>
          <Section title={t.lines} id="lines">
            {reliability.stability.lines.length === 0 ? <Empty title={t.noLines}>{t.noLinesLead}</Empty> : reliability.stability.lines.map((line, i) => <LinePanel look={look} view={view} line={line} variations={reliability.stability.variations} n={i} />)}
          </Section>
          <Section title={t.agree} id="agree">
            {reliability.parts.map((part, i) => <PartPanel look={look} view={view} part={part} n={i} />)}
          </Section>
          <SeverityPart look={look} reliability={reliability} names={view.names} nameOf={(group) => poolName(view, group, look)} />
          <Projects look={look} view={view} reliability={reliability} page={Number(query.get('page') ?? 1)} />
          <p class="small soft">{t.at} <At at={reliability.madeAt} /></p>
        </>
      )}
    </RoundPage>
  ) }
}

/** The name of a category or a group. */
function poolName({ room, ranking }: ReliabilityView, pool: string | null, look: Look): string {
  const found = room.rulebook.categories.find(({ id }) => id === pool)?.name ?? ranking.lines.find(({ group }) => group?.id === pool)?.group?.name
  return found === undefined ? (pool ?? '') : say(found, look.language)
}

function LinePanel({ look, view, line, variations, n }: { look: Look; view: ReliabilityView; line: Line; variations: number; n: number }) {
  const t = reliabilityTexts(look)
  const titles = new Map(view.ranking.lines.map(({ proposal, title }) => [proposal as string, title]))
  const title = (entry: string) => titles.get(entry) ?? ''
  const award = view.room.rulebook.awards.find(({ id }) => id === line.award)
  const heading = [line.of === 'award' && award !== undefined ? t.award(say(award.name, look.language), line.inside) : t.advance(line.inside), ...(line.pool === null ? [] : [poolName(view, line.pool, look)])].join(' · ')
  const sure = sureness(line, variations)
  const points = line.chance === null ? null : rounded(line.chance)
  const against = line.chance === null ? null : Number(line.margin) >= 2 * line.chance ? 'firm' : Number(line.margin) >= line.chance ? 'close' : 'open'
  const [last, next] = [Number(line.last.value), Number(line.next.value)]
  // Each side takes its half of what the difference is off by: √½ of it, so that both together make it.
  const reach = (line.chance ?? 0) * Math.SQRT1_2
  const edge = Math.max(last - next, 2 * reach, 0.01) * 0.75
  const said = (entries: readonly string[]) => entries.map((entry) => (look.language === 'zh' ? `《${title(entry)}》` : `“${title(entry)}”`)).join(t.comma)
  return (
    <Panel title={heading} id={`line-${n}`} level={3} end={<Tag state={sureState[sure]}>{t.sure[sure]}</Tag>}>
      <p>{line.mark === null ? t.sides(title(line.last.entry), line.last.value, title(line.next.entry), line.next.value, rounded(Number(line.margin))) : t.threshold(line.mark, title(line.last.entry), line.last.value, title(line.next.entry), line.next.value, rounded(Number(line.margin)))}</p>
      {line.tied === 0 ? null : <p>{t.tied(line.tied)}</p>}
      {points === null || against === null ? <p class="soft">{t.noChance}</p> : (
        <>
          <p>{t.chance(points)}{look.language === 'zh' ? '' : ' '}{t.against[against]}</p>
          <Facts facts={[line.last, line.next].map(({ entry, value }) => ({
            term: title(entry),
            detail: <Whiskers rows={[{ value: Number(value), low: Number(value) - reach, high: Number(value) + reach }]} from={(last + next) / 2 - edge - reach} to={(last + next) / 2 + edge + reach} mark={line.mark === null ? undefined : Number(line.mark)} label={t.picture(value, rounded(reach))} />,
          }))} />
        </>
      )}
      {line.changes.length === 0 ? <p>{t.same(variations)}</p> : (
        <details class="more" open={line.changes.length <= 5}>
          <summary>{t.different(line.changes.length, variations)}</summary>
          <ul class="inner">
            {line.changes.map(({ variation, enters, leaves }) => (
              <li>{variationName(t, view.names, variation)}{t.colon}{[...(enters.length === 0 ? [] : [t.enters(said(enters))]), ...(leaves.length === 0 ? [] : [t.leaves(said(leaves))])].join(t.stop)}</li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  )
}

const variationName = (t: ReturnType<typeof reliabilityTexts>, names: ReadonlyMap<string, string>, variation: Variation): string =>
  variation.of === 'judge' ? t.without(names.get(variation.judge) ?? '') : t.by(t.rules(variation.aggregation))

/** Points to two decimals, a share to a whole percent. */
const rounded = (value: number): string => formatNumber(value, 2)
const percent = (value: number): string => `${Math.round(Math.min(1, Math.max(0, value)) * 100)}%`

function PartPanel({ look, view, part, n }: { look: Look; view: ReliabilityView; part: Part; n: number }) {
  const t = reliabilityTexts(look)
  const { icc } = part
  const figure = (value: number | null) => (value === null ? t.none : rounded(value))
  const rows = [
    ...(icc === null ? [] : [
      { what: t.icc1, value: figure(icc.single.value), range: t.interval(rounded(icc.single.low), rounded(icc.single.high)) },
      { what: t.icck(formatNumber(icc.judges, Number.isInteger(icc.judges) ? 0 : 1)), value: figure(icc.average.value), range: t.interval(rounded(icc.average.low), rounded(icc.average.high)) },
    ]),
    ...(part.w === null ? [] : [{ what: t.w, value: figure(part.w), range: '' }]),
    { what: t.alpha, value: figure(part.alpha), range: '' },
  ]
  return (
    <Panel title={part.group === null ? t.whole : poolName(view, part.group, look)} id={`part-${n}`} level={3} end={<span class="soft small">{t.size(part.entries, part.judges, part.cards)}</span>}>
      {icc === null ? <p class="soft">{t.unknown}</p> : (
        <>
          <p>{t.grades[gradeOf(icc)]}</p>
          <p>{t.share(percent(icc.average.value), percent(icc.average.low), percent(icc.average.high))}</p>
        </>
      )}
      <details class="more">
        <summary>{t.figures}</summary>
        <Table
          caption={`${icc === null ? '' : `${t.models[icc.model]}${look.language === 'zh' ? '。' : '. '}`}${t.scale}`} captioned rows={rows}
          columns={[{ header: t.what, names: true, cell: ({ what }) => what }, { header: t.value, align: 'end', cell: ({ value }) => value }, { header: t.range, align: 'end', cell: ({ range }) => range }]}
        />
      </details>
    </Panel>
  )
}

const gapOf = ({ totals }: StandingLine): number => Number(totals[0] ?? 0) - Number(totals.at(-1) ?? 0)

function Projects({ look, view, reliability, page }: { look: Look; view: ReliabilityView; reliability: Reliability; page: number }) {
  const t = reliabilityTexts(look)
  const { ranking: { lines }, room: { rules } } = view
  const order = sortOf(look.path)
  const sorted = order?.key === 'gap' ? lines.toSorted((a, b) => (order.direction === 'ascending' ? gapOf(a) - gapOf(b) : gapOf(b) - gapOf(a)) || a.place - b.place) : order?.direction === 'descending' ? lines.toReversed() : lines
  const at = Number.isSafeInteger(page) && page >= 1 && (page - 1) * PAGE < sorted.length ? page : 1
  const shown = sorted.slice((at - 1) * PAGE, at * PAGE)
  const scores = lines.flatMap(({ totals }) => totals.map(Number))
  const [from, to] = [Math.floor(Math.min(rules.sheetTotal * 0.8, ...scores)), Math.ceil(Math.max(rules.sheetTotal, ...scores))]
  return (
    <Section title={t.spread} id="projects">
      <p class="small soft">{t.placesHint}</p>
      <Table
        caption={t.spreadCaption} rows={shown}
        columns={[
          { header: t.place, align: 'end', sort: 'place', cell: ({ place }) => place },
          { header: t.name, names: true, cell: ({ title, organisation }) => <>{title} <span class="soft small">{organisation}</span></> },
          { header: t.places, align: 'end', cell: ({ proposal }) => <span class="nw">{rangeOf(reliability, proposal)}</span> },
          { header: t.scores, cell: ({ totals }) => (totals.length === 0 ? '' : <Spread scores={countedOf(rules.aggregation, totals)} from={from} to={to} label={t.scores} />) },
          { header: t.gap, align: 'end', sort: 'gap', cell: (line) => rounded(gapOf(line)) },
        ]}
      />
      <Pager page={at} size={PAGE} total={sorted.length} unit={t.page} />
    </Section>
  )
}

export const roundReliabilityPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/rounds/:round/reliability', action: 'standing.read', show: showReliability }]
