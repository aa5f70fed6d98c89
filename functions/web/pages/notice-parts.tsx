import type { Child } from 'hono/jsx'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { NoticeWindow } from '../../../shared/kernel/calendar.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { SetAside } from '../../../shared/vote/strike.ts'
import type { PublicLine } from '../../queries/notice.ts'
import { Days } from '../look/charts.tsx'
import { dayOf, formatNumber } from '../look/format.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { words } from '../look/words.ts'

/** The lines of a notice or an award list, in the order of awards. On a phone place, name and total stay on one line. */
export function LinesTable<Line extends PublicLine>({ lines, rulebook, caption, linkOf, mark, from = 0 }: {
  lines: readonly Line[]
  rulebook: Rulebook
  caption: string
  /** Where a line leads: its certificate. */
  linkOf?: (line: Line) => string
  /** What is to be known of a line beside its names. */
  mark?: (line: Line) => Child
  /** Lines before this page. */
  from?: number
}) {
  const { language } = useLook()
  const t = words(language, {
    zh: { place: '名次', project: '项目和申报单位', award: '奖项', grant: '资助', category: '类别', total: '总分', amount: '资助金额（元）' },
    en: { place: 'Place', project: 'Project and applicant', award: 'Award', grant: 'Grant', category: 'Category', total: 'Total', amount: 'Grant in yuan' },
  })
  const categories = new Map(rulebook.categories.map(({ id, name }) => [id, say(name, language)]))
  return (
    <Table class="rank" caption={caption} rows={lines} columns={[
      { header: t.place, align: 'end', class: 'rk', cell: ({ place }, i) => place ?? from + i + 1 },
      { header: t.project, names: true, cell: (line) => <>{linkOf === undefined ? line.title : <a href={linkOf(line)}>{line.title}</a>} <span class="soft small">{line.organisation}</span>{mark === undefined ? null : <> {mark(line)}</>}</> },
      // A venture whose grants are all of one kind does not say so in every line.
      ...(rulebook.kind === 'venture' && rulebook.awards.length < 2 ? [] : [{ header: rulebook.kind === 'venture' ? t.grant : t.award, cell: ({ awardName }: Line) => say(awardName, language) }]),
      { header: t.category, cell: ({ category }) => categories.get(category) ?? category },
      ...(lines.some(({ amount }) => amount !== null) ? [{ header: t.amount, align: 'end' as const, class: 'sp', cell: ({ amount }: Line) => (amount === null ? '' : formatYuan(amount)) }] : []),
      { header: t.total, align: 'end', class: 'tot', cell: ({ total }) => total },
    ]} />
  )
}

/** What the public is told of ballots that are not among the votes: how many, and why. */
export function SetAsideLine({ setAside: { ballots, reasons } }: { setAside: SetAside }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { said: (n: string) => `公众投票中有 ${n} 张选票没有计入票数：`, and: '；', stop: '。' },
    en: { said: (n) => `${n} ballots of the public vote were set aside: `, and: '; ', stop: '.' },
  })
  const why = reasons.map((reason) => reason.replace(/[。.；;]+$/, '')).join(t.and)
  return <p>{t.said(formatNumber(ballots))}{why}{t.stop}</p>
}

/** A window's days, one by one: which count, and which they are. */
export function WindowDays({ days }: { days: NoticeWindow['days'] }) {
  const { language, now } = useLook()
  const t = words(language, { zh: { first: '首日不计' }, en: { first: 'day 0' } })
  const numbered = days.map((day, i) => ({
    day: day.date, working: day.counts ? days.slice(0, i + 1).filter(({ counts }) => counts).length : null,
    // A working day that does not count can only be the first.
    ...(day.working && !day.counts ? { reason: t.first } : {}),
  }))
  return <Days days={numbered} today={dayOf(now)} />
}
