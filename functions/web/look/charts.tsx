import { formatMoment, formatNumber } from './format.ts'
import { useLook } from './look.ts'
import { words } from './words.ts'

export interface SpreadScore {
  score: number
  /** False for the highest and lowest that the rule leaves out: drawn hollow. */
  counted: boolean
}

/** Judges' scores on one line; the stroke joins the counted ones, so that agreement is seen as shortness. Nameless on purpose. */
export function Spread({ scores, from, to, label }: {
  scores: readonly SpreadScore[]
  /** Ends of the scale, the same for every row of a table. */
  from: number
  to: number
  /** What is spread: `路演五个分`. */
  label: string
}) {
  const { language } = useLook()
  const t = words(language, {
    zh: { of: (what: string, all: string, left: string) => `${what}：${all}${left ? `；不计入：${left}` : ''}`, comma: '、' },
    en: { of: (what, all, left) => `${what}: ${all}${left ? `; left out: ${left}` : ''}`, comma: ', ' },
  })
  const sorted = [...scores].sort((a, b) => a.score - b.score)
  const x = (score: number) => Math.round(((Math.min(Math.max(score, from), to) - from) / (to - from)) * 2000) / 10
  const counted = sorted.filter((s) => s.counted)
  const [first, last] = [counted[0], counted.at(-1)]
  const left = sorted.filter((s) => !s.counted).map((s) => s.score).join(t.comma)
  return (
    <svg class="chart spread" viewBox="-6 0 212 22" role="img" aria-label={t.of(label, sorted.map((s) => s.score).join(t.comma), left)}>
      <path class="c-line" d="M0 18H200" />
      {first && last ? <path class="c-range" d={`M${x(first.score)} 9H${x(last.score)}`} /> : null}
      {sorted.map((s) => <circle class={s.counted ? 'c1' : 'c-void'} cx={x(s.score)} cy="9" r="4" />)}
    </svg>
  )
}

export interface Whisker {
  value: number
  low: number
  high: number
}

/** Values with how far each may be off, a row each on one scale: rows that overlap could as well stand the other way round. */
export function Whiskers({ rows, from, to, mark, label }: {
  rows: readonly Whisker[]
  /** Ends of the scale. */
  from: number
  to: number
  /** A value that all are looked at from: drawn across the rows. */
  mark?: number | undefined
  /** All of it in words. */
  label: string
}) {
  const x = (value: number) => Math.round(((Math.min(Math.max(value, from), to) - from) / (to - from || 1)) * 2000) / 10
  const high = rows.length * 16 + 6
  return (
    <svg class="chart spread" viewBox={`-6 0 212 ${high}`} role="img" aria-label={label}>
      {mark === undefined ? null : <path class="c-hat" d={`M${x(mark)} 0V${high}`} />}
      {rows.map(({ value, low, high: most }, i) => (
        <>
          <path class="c-range" d={`M${x(low)} ${i * 16 + 11}H${x(most)}`} />
          <circle class="c1" cx={x(value)} cy={i * 16 + 11} r="5" />
        </>
      ))}
    </svg>
  )
}

export interface WindowDay {
  /** `YYYY-MM-DD`. */
  day: string
  /** Its number among the working days, from 1; null for a day that does not count. */
  working: number | null
  /** Why it does not count, if it is not a weekend: `劳动节`. */
  reason?: string
}

/** A window of working days, one by one; days off are dashed, today is ringed. */
export function Days({ days, today }: { days: readonly WindowDay[]; /** `YYYY-MM-DD` in Asia/Shanghai. */ today: string }) {
  const { language, now } = useLook()
  const of = days.filter((d) => d.working !== null).length
  const t = words(language, { zh: { off: '不计', today: '今天' }, en: { off: 'off', today: 'today' } })
  return (
    <ol class="days">
      {days.map(({ day, working, reason }) => {
        const said = formatMoment(day, language, now, { year: 'never' })
        const weekday = language === 'zh' ? (said.split(' ')[1] ?? '') : (said.split(' ')[0] ?? '')
        return (
          <li class={day === today ? (working === null ? 'on off' : 'on') : working === null ? 'off' : undefined} aria-current={day === today ? 'date' : undefined}>
            {weekday}
            <b><time datetime={day}>{Number(day.slice(8))}</time></b>
            {day === today ? t.today : working === null ? (reason ?? t.off) : `${working}/${of}`}
          </li>
        )
      })}
    </ol>
  )
}

export interface Series {
  name: string
  /** One for each month, in the order of the months. */
  values: readonly number[]
}

/** Space of the drawing, in its own units: as wide as a phone shows without shrinking the letters. */
const [WIDE, HIGH, FOOT, HEAD] = [348, 150, 22, 18]
/** Fills that keep apart in every kind of sight and in grey. */
const fills = ['c1', 'c4'] as const

/**
 * Columns month by month; two series stand on each other. A table beside it holds the same numbers and the ways to what they are counted
 * from, so the drawing itself is one picture with one sentence.
 */
export function Months({ months, series, label }: {
  /** `YYYY-MM`, oldest first. */
  months: readonly string[]
  series: readonly Series[]
  /** What is shown, with its unit: `活动（场）`. */
  label: string
}) {
  const { language } = useLook()
  const t = words(language, {
    zh: { of: (what: string, from: string, to: string, most: string, when: string) => `${what}：${from} 到 ${to}，最多的一个月是 ${when}，${most}`, none: (what: string) => `${what}：都是 0` },
    en: { of: (what, from, to, most, when) => `${what}: from ${from} to ${to}; most in ${when}, ${most}`, none: (what) => `${what}: all 0` },
  })
  const totals = months.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0))
  const most = Math.max(...totals, 0)
  const when = totals.indexOf(most)
  const step = WIDE / Math.max(months.length, 1)
  const high = (value: number) => (most === 0 ? 0 : Math.round((value / most) * (HIGH - HEAD - FOOT) * 10) / 10)
  const base = HIGH - FOOT
  return (
    <figure class="months">
      <figcaption>
        <strong>{label}</strong>
        {series.length > 1 ? <span class="small">{series.map(({ name }, i) => <span class="nw"><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class={fills[i]} width="10" height="10" /></svg>{name} </span>)}</span> : null}
      </figcaption>
      <svg class="chart" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={most === 0 ? t.none(label) : t.of(label, months[0] ?? '', months.at(-1) ?? '', formatNumber(most), months[when] ?? '')}>
        <path class="c-line" d={`M0 ${base}.5H${WIDE}`} />
        {months.map((month, i) => {
          let top = base
          const x = Math.round((i * step + step * 0.16) * 10) / 10
          return (
            <>
              {series.map(({ values }, nth) => {
                const tall = high(values[i] ?? 0)
                top -= tall
                return tall === 0 ? null : <rect class={fills[nth]} x={x} y={Math.round(top * 10) / 10} width={Math.round(step * 6.8) / 10} height={tall} />
              })}
              <text x={Math.round((i + 0.5) * step * 10) / 10} y={HIGH - 6} text-anchor="middle">{Number(month.slice(5))}</text>
            </>
          )
        })}
        {most === 0 ? null : <text x={Math.min(Math.max((when + 0.5) * step, 30), WIDE - 30)} y={HEAD - 5} text-anchor="middle">{formatNumber(most)}</text>}
      </svg>
    </figure>
  )
}
