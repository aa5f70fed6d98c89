import type { TrialSpread } from '../../../shared/calibration/calibration.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Round } from '../../../shared/rulebook/round.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { Spread } from '../look/charts.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { words } from '../look/words.ts'

/** How judges scored one case, criterion by criterion, nameless; beside it one's own scores, where there are. */
export function SpreadTable({ look, rules, spread, own }: { look: Look; rules: Round; spread: TrialSpread; own?: { scores: Readonly<Record<string, string>>; total: string } }) {
  const t = words(look.language, {
    zh: { caption: (n: number) => `${n} 位评委的分，不记名`, criterion: '指标', most: '满分', mine: '您的分', all: '全部评委的分', total: '总分', range: '最低到最高', from: (low: string, high: string) => (low === high ? low : `${low} 到 ${high}`) },
    en: { caption: (n) => `Scores of ${n} judges, nameless`, criterion: 'Criterion', most: 'Most', mine: 'Yours', all: 'All judges', total: 'Total', range: 'Lowest to highest', from: (low, high) => (low === high ? low : `${low} to ${high}`) },
  })
  const rows = [
    ...leavesOf(rules.criteria).map(({ id, label, max }) => ({ label: say(label, look.language), max, mine: own?.scores[id], all: spread.leaves[id] ?? [] })),
    { label: t.total, max: rules.sheetTotal, mine: own?.total, all: spread.totals },
  ]
  return (
    <Table
      caption={t.caption(spread.totals.length)} captioned rows={rows}
      columns={[
        { header: t.criterion, names: true, cell: ({ label }) => label },
        { header: t.most, align: 'end', cell: ({ max }) => max },
        ...(own === undefined ? [] : [{ header: t.mine, align: 'end' as const, cell: ({ mine }: (typeof rows)[number]) => <strong>{mine}</strong> }]),
        { header: t.all, cell: ({ label, all, max }) => <Spread scores={all.map((score) => ({ score: Number(score), counted: true }))} from={0} to={max} label={label} /> },
        { header: t.range, align: 'end', cell: ({ all }) => <span class="nw">{all.length === 0 ? '' : t.from(all.at(-1) ?? '', all[0] ?? '')}</span> },
      ]}
    />
  )
}
