import type { Grant, Tranche } from '../../../../shared/grant/grant.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import type { Look } from '../../look/look.ts'
import { Figures, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

/** How far a part has come: what has arrived, what is approved or with the bank, and the rest. */
type Part = 'paid' | 'approved' | 'rest'
const partOf = ({ state }: Tranche): Part => (state === 'paid' ? 'paid' : state === 'approved' || state === 'ordered' ? 'approved' : 'rest')

const HATCH = 'tranche-hatch'

/** The grant's money at a glance: a bar of its parts, and the figures it is drawn from. What is not to be paid any more is left out. */
export function TrancheBar({ look, grant }: { look: Look; grant: Grant }) {
  const t = words(look.language, {
    zh: { title: '资金总览', all: '资助金额', paid: '已到账', approved: '已批准，待到账', rest: '未批准', parts: (n: number) => `元，共 ${n} 期`, unit: '元', said: (all: string, paid: string, approved: string, rest: string) => `资助 ${all} 元：已到账 ${paid} 元，已批准待到账 ${approved} 元，未批准 ${rest} 元` },
    en: { title: 'The money', all: 'Grant', paid: 'Paid', approved: 'Approved, not yet paid', rest: 'Not approved', parts: (n) => (n === 1 ? 'yuan in one part' : `yuan in ${n} parts`), unit: 'yuan', said: (all, paid, approved, rest) => `Grant of ${all} yuan: ${paid} paid, ${approved} approved and not yet paid, ${rest} not approved` },
  })
  const parts = grant.tranches.filter(({ state }) => state !== 'cancelled')
  const sums = { paid: 0, approved: 0, rest: 0 }
  for (const part of parts) sums[partOf(part)] += part.amount
  const all = sums.paid + sums.approved + sums.rest
  const names: Record<Part, string> = { paid: t.paid, approved: t.approved, rest: t.rest }
  const kinds = ['paid', 'approved', 'rest'] as const
  let from = 0
  const boxes = parts.toSorted((a, b) => kinds.indexOf(partOf(a)) - kinds.indexOf(partOf(b))).map((part) => {
    const box = { kind: partOf(part), x: from, width: all === 0 ? 0 : (part.amount / all) * 998 }
    from += box.width
    return box
  })
  return (
    <Panel title={t.title} id="money-bar" hiddenTitle>
      <svg class="chart" viewBox="0 0 1000 50" role="img" aria-label={t.said(formatYuan(all), formatYuan(sums.paid), formatYuan(sums.approved), formatYuan(sums.rest))}>
        <defs><pattern id={HATCH} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="c-hatch" d="M2 0V8" /></pattern></defs>
        {boxes.map(({ kind, x, width }) => <rect x={(x + 1).toFixed(1)} y="1" width={width.toFixed(1)} height="48" {...drawn(kind)} />)}
      </svg>
      <Figures money figures={[{ label: t.all, value: formatYuan(all), sub: t.parts(parts.length) }, ...kinds.map((kind) => ({ label: <><Key kind={kind} />{names[kind]}</>, value: formatYuan(sums[kind]), sub: t.unit }))]} />
    </Panel>
  )
}

const drawn = (kind: Part) => (kind === 'paid' ? { class: 'c1' } : kind === 'approved' ? { class: 'c-hat', fill: `url(#${HATCH})` } : { class: 'c-void' })

function Key({ kind }: { kind: Part }) {
  return <svg class="key" viewBox="0 0 16 16" aria-hidden="true"><rect x="1" y="1" width="14" height="14" {...drawn(kind)} /></svg>
}
