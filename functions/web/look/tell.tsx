import type { Child } from 'hono/jsx'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { endOfDay, formatMoment, formatNumber, formatRange, timeLeft } from './format.ts'
import type { DateShape, Moment } from './format.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { useLook } from './look.ts'
import { words } from './words.ts'

/** How something stands. Colour and icon follow from it, so that each is always beside words. */
export type State = 'done' | 'now' | 'wait' | 'late' | 'idle'

/** A state in two to six characters. Never clickable. `icon` where another says more: a lock on what can't begin yet. */
export function Tag({ state, icon, children }: { state: State; icon?: IconName; children?: Child }) {
  return <span class={`tag is-${state}`}><Icon name={icon ?? state} />{children}</span>
}

/** A moment, with weekday and time, in Asia/Shanghai. */
export function At({ at, ...shape }: { at: Moment } & DateShape) {
  const { language, now } = useLook()
  return <time class="nw" datetime={at}>{formatMoment(at, language, now, shape)}</time>
}

/** A moment ahead and the time left until it. A deadline turns late-coloured on its last day; an event never does. Paper shows no count-down. */
export function When({ at, kind = 'deadline', ...shape }: { at: Moment; kind?: 'deadline' | 'event' } & DateShape) {
  const { language, now } = useLook()
  // A deadline at midnight is the end of the day before, as notices say it.
  const ends = kind === 'deadline' ? endOfDay(at) : undefined
  const left = timeLeft(ends ?? at, language, now, kind)
  return (
    <span class="when">
      {ends === undefined ? <At at={at} {...shape} /> : <span class="nw"><At at={ends} {...shape} /> 24:00</span>}
      <b class={`no-print ${left.late ? 'late' : 'soft'}`}>{left.text}</b>
    </span>
  )
}

/** A hash in groups, between which a phone can break it; copied it is one word. */
export function Hash({ hex }: { hex: string }) {
  return <code class="n">{(hex.match(/.{1,8}/g) ?? []).map((part) => <>{part}<wbr /></>)}</code>
}

/** From one day to another: `5月11日 – 5月22日`. */
export function DateRange({ from, to, ...shape }: { from: Moment; to: Moment } & DateShape) {
  const { language, now } = useLook()
  return <span class="nw n range">{formatRange(from, to, language, now, { weekday: false, time: false, ...shape })}</span>
}

/** An amount of integer fen: `54,000.00 元`. `bare` where the heading has the unit. */
export function Money({ fen, bare }: { fen: number; bare?: boolean }) {
  const { language } = useLook()
  return <span class="n">{formatYuan(fen)}{bare ? null : language === 'zh' ? ' 元' : ' yuan'}</span>
}

export interface Fact {
  term: Child
  detail: Child
  /** Where this can be changed: check-your-answers. */
  change?: string
}

/** Labels and values; with `change` the page before sending. Facts without a detail are left out. */
export function Facts({ facts }: { facts: readonly (Fact | null | false)[] }) {
  const { language } = useLook()
  const t = words(language, { zh: { change: '修改' }, en: { change: 'Change ' } })
  return (
    <dl class="facts">
      {facts.filter((fact) => fact !== null && fact !== false).map(({ term, detail, change }) => (
        <div>
          <dt>{term}</dt>
          <dd>{detail}</dd>
          {change === undefined ? null : <dd><a href={change}>{t.change}<span class="vh">{term}</span></a></dd>}
        </div>
      ))}
    </dl>
  )
}

export interface Task {
  label: Child
  /** Left out while it can't be done: the hint then says why. */
  href?: string
  hint?: Child
  state?: State
  /** Words of the state; needs `state`. */
  tag?: Child
  icon?: IconName
  /** Instead of a tag: a date, a button. */
  end?: Child
  /** The step of a form that this page is. */
  current?: boolean
}

/** A long form's sections, or things to do: each a link, a hint and how it stands. */
export function Tasks({ tasks, ordered, class: extra }: { tasks: readonly Task[]; ordered?: boolean; class?: string }) {
  const items = tasks.map((task) => (
    <li>
      <div>
        {task.current ? <strong aria-current="step">{task.label}</strong> : task.href ? <a href={task.href}>{task.label}</a> : <span class={task.state === 'idle' ? 'soft' : undefined}>{task.label}</span>}
        {task.hint ? <p>{task.hint}</p> : null}
      </div>
      {task.state ? <Tag state={task.state} icon={task.icon}>{task.tag}</Tag> : null}
      {task.end}
    </li>
  ))
  const name = `tasks${extra ? ` ${extra}` : ''}`
  return ordered ? <ol class={name}>{items}</ol> : <ul class={name}>{items}</ul>
}

/** What is not here, why, and what to do. */
export function Empty({ title, children, action }: { title: Child; children?: Child; action?: Child }) {
  return (
    <div class="empty">
      <p><strong>{title}</strong></p>
      {children ? <div class="soft">{children}</div> : null}
      {action ? <p>{action}</p> : null}
    </div>
  )
}

/** One a page: what the reader must know before going on. */
export function Note({ state = 'now', icon, children }: { state?: State; icon?: IconName; children?: Child }) {
  return <div class={`note is-${state}`}><Icon name={icon ?? (state === 'now' ? 'info' : state)} /><div>{children}</div></div>
}

/** A section on paper of its own, named by its heading. */
export function Panel({ title, id, end, level = 2, hiddenTitle, children, class: extra }: {
  title: Child
  id: string
  /** At the heading's end: a tag, a link. */
  end?: Child
  level?: 2 | 3
  hiddenTitle?: boolean
  class?: string
  children?: Child
}) {
  return (
    <section class={`panel${extra ? ` ${extra}` : ''}`} aria-labelledby={id}>
      <Titled title={title} id={id} end={end} level={level} hiddenTitle={hiddenTitle} />
      {children}
    </section>
  )
}

/** A section on the page's ground, named by its heading. */
export function Section({ title, id, end, level = 2, hiddenTitle, children }: Parameters<typeof Panel>[0]) {
  return (
    <section class="stackv" aria-labelledby={id}>
      <Titled title={title} id={id} end={end} level={level} hiddenTitle={hiddenTitle} />
      {children}
    </section>
  )
}

function Titled({ title, id, end, level, hiddenTitle }: { title: Child; id: string; end?: Child; level: 2 | 3; hiddenTitle?: boolean | undefined }) {
  const name = hiddenTitle ? 'vh' : undefined
  const heading = level === 2 ? <h2 id={id} class={name}>{title}</h2> : <h3 id={id} class={name}>{title}</h3>
  return end ? <div class="head">{heading}{end}</div> : heading
}

/** After a deed: what was received, its number, when, and what happens next. */
export function Receipt({ title, number, at, next, children }: { title: Child; number?: string; at: string; next?: Child; children?: Child }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { number: '回执编号', at: '收到时间', next: '接下来', print: '打印回执' },
    en: { number: 'Receipt number', at: 'Received', next: 'What happens next', print: 'Print the receipt' },
  })
  return (
    <section class="panel" aria-labelledby="receipt">
      <h2 id="receipt"><Icon name="received" /> {title}</h2>
      <Facts facts={[
        number !== undefined && { term: t.number, detail: <strong class="n">{number}</strong> },
        { term: t.at, detail: <At at={at} year="always" /> },
        next !== undefined && { term: t.next, detail: next },
      ]} />
      <div class="acts">
        <button class="btn btn-2" type="button" data-print hidden><Icon name="print" />{t.print}</button>
        {children}
      </div>
    </section>
  )
}

export interface TrailEntry {
  at: string
  text: Child
  detail?: Child
}

/** What happened, newest first; the newest has a full grain. */
export function Trail({ entries }: { entries: readonly TrailEntry[] }) {
  return (
    <ol class="trail">
      {entries.map((entry, i) => (
        <li class={i === 0 ? 'on' : undefined}>
          <div>{entry.text}</div>
          <At at={entry.at} />
          {entry.detail ? <div class="soft small">{entry.detail}</div> : null}
        </li>
      ))}
    </ol>
  )
}

/** How far something counted has come. `words` stands below and names the bar: `评分表 203 / 290（70%）`. */
export function Bar({ value, max, words: said, hidden }: { value: number; max: number; words: string; /** The words are on the page already. */ hidden?: boolean }) {
  return (
    <>
      <progress class="bar" value={value} max={Math.max(max, 1)} aria-label={said}></progress>
      {hidden ? null : <span class="small n">{said}</span>}
    </>
  )
}

export interface Figure {
  label: Child
  value: number | string
  unit?: string
  sub?: Child
}

/** At most four figures. People and attendances are two figures with two units, never a sum. */
export function Figures({ figures, money = false }: { figures: readonly Figure[]; /** Sums to the fen: long figures in a smaller face. */ money?: boolean }) {
  return (
    <dl class={money ? 'figs legend' : 'figs'}>
      {figures.map(({ label, value, unit, sub }) => (
        <div>
          <dt>{label}</dt>
          <dd>{typeof value === 'number' ? formatNumber(value) : value}{unit ? <> <small>{unit}</small></> : null}</dd>
          {sub ? <dd class="sub">{sub}</dd> : null}
        </div>
      ))}
    </dl>
  )
}

/** Tabs are links to the parts of one thing. */
export function Tabs({ label, ways }: { label: string; ways: readonly { href: string; label: string; current?: boolean; count?: number }[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {ways.map((way) => (
        <a href={way.href} aria-current={way.current ? 'page' : undefined}>{way.label}{way.count === undefined ? null : ` ${formatNumber(way.count)}`}</a>
      ))}
    </nav>
  )
}
