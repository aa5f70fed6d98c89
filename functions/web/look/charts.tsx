import { formatMoment } from './format.ts'
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
