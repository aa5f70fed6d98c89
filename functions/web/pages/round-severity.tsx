import type { Reliability } from '../../../shared/reliability/reliability.ts'
import type { JudgeSeverity, Severity } from '../../../shared/reliability/severity.ts'
import { Whiskers } from '../look/charts.tsx'
import { formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Section, Tag } from '../look/tell.tsx'
import { reliabilityTexts } from './round-reliability-texts.ts'

/** Who is strict and who generous: of all judges where their cards connect; else why it cannot be told, and within each part. */
export function SeverityPart({ look, reliability, names, nameOf }: { look: Look; reliability: Reliability; names: ReadonlyMap<string, string>; /** Of a group. */ nameOf: (group: string | null) => string }) {
  const t = reliabilityTexts(look)
  const [whole, ...groups] = reliability.parts
  const known = whole?.severity
  const named = (judges: readonly string[]) => judges.map((judge) => names.get(judge) ?? '').join(t.comma)
  return (
    <Section title={t.severity} id="severity">
      {known === undefined || known.state === 'too-few' ? <p class="soft">{t.tooFew}</p> : known.state === 'known' ? <Judges look={look} severity={known} names={names} /> : (
        <>
          <p>{t.unconnected(known.components.length)}</p>
          <ul class="inner">{known.components.map(({ judges }, i) => <li>{t.partOf(i + 1)}{t.colon}{named(judges)}</li>)}</ul>
          {groups.length === 0 ? null : <p>{t.inPart}</p>}
          {groups.map(({ group, severity }) => (severity.state === 'known' ? <><h3>{nameOf(group)}</h3><Judges look={look} severity={severity} names={names} /></> : null))}
        </>
      )}
    </Section>
  )
}

function Judges({ look, severity, names }: { look: Look; severity: Extract<Severity, { state: 'known' }>; names: ReadonlyMap<string, string> }) {
  const t = reliabilityTexts(look)
  const points = (value: number) => formatNumber(Math.abs(value), 1)
  const said = (one: JudgeSeverity) => (one.severity >= 0 ? t.lower(points(one.severity)) : t.higher(points(one.severity)))
  const reach = Math.max(...severity.judges.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]), 0.1)
  // Drawn as scores: what is generous lies to the right.
  const scored = ({ severity: own, low, high }: JudgeSeverity) => ({ value: -own, low: -high, high: -low })
  return (
    <Table
      caption={t.severityLead} captioned rows={severity.judges.toSorted((a, b) => b.severity - a.severity)}
      columns={[
        { header: t.judge, names: true, cell: ({ judge }) => names.get(judge) ?? '' },
        { header: t.cards, align: 'end', cell: ({ cards }) => cards },
        { header: t.points, align: 'end', cell: (one) => <span class="nw">{said(one)}</span> },
        { header: t.range, cell: (one) => <Whiskers rows={[scored(one)]} from={-reach} to={reach} mark={0} label={`${said(one)}${t.stop}${t.range} ${t.from(formatNumber(-one.high, 1), formatNumber(-one.low, 1))}`} /> },
        { header: t.severity, hidden: true, cell: ({ low, high }) => (low > 0 ? <Tag state="wait">{t.strict}</Tag> : high < 0 ? <Tag state="wait">{t.lenient}</Tag> : <span class="soft small">{t.even}</span>) },
      ]}
    />
  )
}
