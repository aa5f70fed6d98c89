import { useLook } from './look.ts'
import { words } from './words.ts'

export type FlowState = 'done' | 'now' | 'late' | 'next'

/** One line under a step's name. */
export type FlowLine = string | { text: string; tone: 'now' | 'late' }

export interface FlowStep {
  name: string
  state: FlowState
  /** Dates, counts, who is late: at most three short lines. */
  lines?: readonly FlowLine[]
  /** What goes round this step: a cure, an objection sent back. */
  loop?: string
  /** Count on the way to the next step: `62 份`. */
  onward?: string
}

export interface FlowProps {
  /** Where it stands in one sentence: `大赛流程：共 6 步，现在是第 3 步书面评审`. Built from the steps if left out. */
  title?: string
  /** The same facts in sentences, for who can't see the picture. Built from the steps if left out. */
  desc?: string
  steps: readonly FlowStep[]
  /** Apart from other flows on the page. */
  id?: string
}

/** A grain: the shape of every step. */
const GRAIN = 'M15-15A24 24 0 0 1-15 15A24 24 0 0 1 15-15Z'
const WIDE = 1154
/** More steps than this in a row would leave no room for their dates. */
const ROW = 7

/**
 * The workflow as a picture, from one set of data in two drawings: wide, and tall for narrow windows; the style sheet shows one.
 * Always beside "this step" in words: since when, who, what holds it, what is next.
 */
export function Flow({ title, desc, steps, id = 'flow' }: FlowProps) {
  const said = useSaid(steps)
  const named = { title: title ?? said.title, desc: desc ?? said.desc }
  return (
    <>
      <Wide steps={steps} id={`${id}-w`} {...named} />
      <Tall steps={steps} id={`${id}-t`} {...named} />
    </>
  )
}

interface Drawing {
  steps: readonly FlowStep[]
  id: string
  title: string
  desc: string
}

function Wide({ steps, id, title, desc }: Drawing) {
  const perRow = steps.length <= ROW ? steps.length : Math.ceil(steps.length / Math.ceil(steps.length / ROW))
  const gap = WIDE / perRow
  const rows = Array.from({ length: Math.ceil(steps.length / perRow) }, (_, r) => steps.slice(r * perRow, (r + 1) * perRow))
  // Long words break to the room between two steps; a row is as high as its fullest step, with room above for what goes round one.
  const above = rows.map((row) => (row.some(({ loop }) => loop !== undefined) ? 88 : 44))
  const heights = rows.map((row, r) => 62 + (above[r] ?? 0) + (r < rows.length - 1 ? 28 : 0) + Math.max(...row.map((s) => linesOf(s, gap).length)) * 22)
  const tops = heights.map((_, r) => heights.slice(0, r).reduce((a, b) => a + b, 0))
  const height = heights.reduce((a, b) => a + b, 0)
  const place = (i: number) => ({ x: gap * ((i % perRow) + 0.5), y: (tops[Math.floor(i / perRow)] ?? 0) + (above[Math.floor(i / perRow)] ?? 0) })
  return (
    <svg class="flow flow-wide" viewBox={`0 0 ${WIDE} ${height}`} role="img" aria-labelledby={`${id}-n ${id}-d`}>
      <title id={`${id}-n`}>{title}</title>
      <desc id={`${id}-d`}>{desc}</desc>
      {steps.slice(0, -1).map((step, i) => <Edge from={place(i)} to={place(i + 1)} step={step} next={steps[i + 1]} width={WIDE} />)}
      {steps.map((step, i) => {
        const { x, y } = place(i)
        const lines = linesOf(step, gap)
        const names = wrap(step.name, gap - 16, 17)
        return (
          <>
            {step.loop ? <Loop x={x} y={y} step={step} room={gap - 8} /> : null}
            <Grain x={x} y={y} state={step.state} />
            {names.map((name, n) => <text class={`f-name${tone(step.state)}`} x={x} y={y + 54 + n * 22} text-anchor="middle">{name}</text>)}
            {lines.map((line, n) => <text class={`f-s${line.tone}`} x={x} y={y + 56 + (names.length + n) * 22} text-anchor="middle">{line.text}</text>)}
          </>
        )
      })}
    </svg>
  )
}

function Tall({ steps, id, title, desc }: Drawing) {
  const width = 326
  const room = width - 78
  const blocks = steps.map((step) => {
    const lines = [...linesOf(step, room), ...(step.loop ? wrap(step.loop, room, 14).map((text) => ({ text, tone: '' })) : [])]
    return { step, lines, height: Math.max(80, 42 + (lines.length + 1) * 22) }
  })
  const tops = blocks.map((_, i) => 30 + blocks.slice(0, i).reduce((sum, b) => sum + b.height, 0))
  const height = 4 + blocks.reduce((sum, b) => sum + b.height, 0)
  return (
    <svg class="flow flow-tall" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-n ${id}-d`}>
      <title id={`${id}-n`}>{title}</title>
      <desc id={`${id}-d`}>{desc}</desc>
      {blocks.slice(0, -1).map(({ step }, i) => (
        <path class={edgeClass(step, steps[i + 1])} d={`M34 ${(tops[i] ?? 0) + radius(step)}V${(tops[i + 1] ?? 0) - radius(steps[i + 1])}`} />
      ))}
      {blocks.map(({ step, lines }, i) => {
        const y = tops[i] ?? 0
        return (
          <>
            <Grain x={34} y={y} state={step.state} />
            <text class={`f-name${tone(step.state)}`} x="78" y={y + 6}>
              {step.name}
              {step.onward ? <tspan class="f-s" dx="8">{step.onward} →</tspan> : null}
            </text>
            {lines.map((line, n) => <text class={`f-s${line.tone}`} x="78" y={y + 30 + n * 22}>{line.text}</text>)}
          </>
        )
      })}
    </svg>
  )
}

/** In a table's row: where of how many, without words of its own but for its label. */
export function Flowlet({ states, label }: { states: readonly FlowState[]; label?: string }) {
  const { language } = useLook()
  const at = states.findIndex((s) => s === 'now' || s === 'late') + 1
  const t = words(language, {
    zh: { at: (n: number, of: number) => (n === 0 ? `共 ${of} 步` : `共 ${of} 步，现在第 ${n} 步`) },
    en: { at: (n, of) => (n === 0 ? `${of} steps` : `Step ${n} of ${of}`) },
  })
  const grain = 'M7-7A11.2 11.2 0 0 1-7 7A11.2 11.2 0 0 1 7-7Z'
  const fill = { done: 'f-done', now: 'f-cur', late: 'f-cur f-held', next: 'f-next' } as const
  return (
    <svg class="flow flowlet" viewBox={`0 0 ${states.length * 26} 26`} role="img" aria-label={label ?? t.at(at, states.length)} preserveAspectRatio="xMinYMid meet">
      {states.map((state, i) => {
        const x = 13 + 26 * i
        const big = state === 'now' || state === 'late' ? ' scale(1.35)' : ''
        return (
          <>
            {i === 0 ? null : <path class={`f-line${states[i - 1] === 'done' ? ' f-gone' : ''}`} d={`M${x - 18} 13h10`} />}
            <path class={fill[state]} transform={`translate(${x} 13)${big}`} d={grain} />
          </>
        )
      })}
    </svg>
  )
}

function Grain({ x, y, state }: { x: number; y: number; state: FlowState }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {state === 'now' || state === 'late' ? <circle class={state === 'late' ? 'f-ring f-held' : 'f-ring'} r="29" /> : null}
      <path class={{ done: 'f-done', now: 'f-cur', late: 'f-cur f-held', next: 'f-next' }[state]} d={GRAIN} />
      {state === 'done' ? <path class="f-inv" d="M-5 1l4 4 7-8" /> : null}
      {state === 'late' ? <path class="f-inv" d="M0-8V2M0 8h.01" /> : null}
    </g>
  )
}

/** Tick marks a way that has been gone; dashes one still to come. */
function edgeClass(step: FlowStep, next: FlowStep | undefined): string {
  return `f-line ${step.state === 'done' && next?.state !== undefined ? 'f-gone' : 'f-dash'}`
}

function radius(step: FlowStep | undefined): number {
  return step?.state === 'now' || step?.state === 'late' ? 34 : 20
}

function Edge({ from, to, step, next, width }: { from: { x: number; y: number }; to: { x: number; y: number }; step: FlowStep; next: FlowStep | undefined; width: number }) {
  const start = from.x + radius(step) + 3
  const end = to.x - radius(next) - 3
  const name = edgeClass(step, next)
  if (from.y === to.y) {
    return (
      <>
        <path class={name} d={`M${start} ${from.y}H${end}`} />
        <Above x={(start + end) / 2} y={from.y - 12} text={step.onward} room={end - start} />
      </>
    )
  }
  // Down to the next row, between the two rows' words.
  const turn = to.y - 90
  return (
    <>
      <path class={name} d={`M${start} ${from.y}H${width - 6}V${turn}H6V${to.y}H${end}`} />
      {step.onward ? <text class="f-s" x={width - 14} y={from.y - 12} text-anchor="end">{step.onward}</text> : null}
    </>
  )
}

/** Words over a line: they grow upwards. */
function Above({ x, y, text, room }: { x: number; y: number; text: string | undefined; room: number }) {
  const lines = wrap(text ?? '', room, 14)
  return <>{lines.map((line, i) => <text class="f-s" x={x} y={y - (lines.length - 1 - i) * 18} text-anchor="middle">{line}</text>)}</>
}

function Loop({ x, y, step, room }: { x: number; y: number; step: FlowStep; room: number }) {
  const gone = step.state === 'done' ? ' f-gone' : ''
  return (
    <>
      <path class={`f-line${gone || ' f-dash'}`} d={`M${x - 12} ${y - 26}C${x - 34} ${y - 62} ${x + 34} ${y - 62} ${x + 12} ${y - 26}`} />
      <path class={`f-line${gone}`} d={`M${x + 21} ${y - 31}l-9 6 -2-11`} />
      <Above x={x} y={y - 62} text={step.loop} room={room} />
    </>
  )
}

function tone(state: FlowState): string {
  return state === 'now' ? ' f-now' : state === 'late' ? ' f-late' : ''
}

function linesOf(step: FlowStep, room: number): { text: string; tone: string }[] {
  return (step.lines ?? []).flatMap((line) => {
    const { text, tone } = typeof line === 'string' ? { text: line, tone: '' } : { text: line.text, tone: ` f-${line.tone}` }
    return wrap(text, room - 12, 14).map((part) => ({ text: part, tone }))
  })
}

/** Breaks a text to a width, by the width that Han (one em) and other characters (about half) take: SVG does not break lines. */
export function wrap(text: string, room: number, size: number): string[] {
  const parts = text.match(/[\p{Script=Han}，。、：；（）“”]|[^\p{Script=Han}，。、：；（）“”\s]+|\s+/gu) ?? []
  const lines: string[] = ['']
  let width = 0
  for (const part of parts) {
    const w = [...part].reduce((sum, c) => sum + (/[\p{Script=Han}，。、：；（）“”]/u.test(c) ? 1 : 0.56), 0) * size
    if (width + w > room && width > 0 && !/^[，。、：；）”\s]/.test(part)) {
      lines.push('')
      width = 0
    }
    if (width === 0 && part.trim() === '') continue
    lines[lines.length - 1] += part
    width += w
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

function useSaid(steps: readonly FlowStep[]): { title: string; desc: string } {
  const { language } = useLook()
  const at = steps.findIndex((s) => s.state === 'now' || s.state === 'late')
  const now = steps[at]
  const t = words(language, {
    zh: {
      title: (name: string | undefined, n: number, of: number) => (name === undefined ? `流程：共 ${of} 步` : `流程：共 ${of} 步，现在是第 ${n} 步${name}`),
      state: { done: '已完成', now: '现在', late: '现在，已逾期', next: '还没到' },
      join: '，', stop: '。',
    },
    en: {
      title: (name, n, of) => (name === undefined ? `Workflow: ${of} steps` : `Workflow: ${of} steps, now at step ${n}, ${name}`),
      state: { done: 'done', now: 'now', late: 'now, late', next: 'to come' },
      join: ', ', stop: '. ',
    },
  })
  const desc = steps
    .map((s) => [`${s.name} ${t.state[s.state]}`, ...(s.lines ?? []).map((l) => (typeof l === 'string' ? l : l.text)), s.loop, s.onward && `${s.onward} →`].filter(Boolean).join(t.join))
    .join(t.stop)
  return { title: t.title(now?.name, at + 1, steps.length), desc: desc + t.stop.trim() }
}
