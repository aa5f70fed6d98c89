import type { Child } from 'hono/jsx'
import { Wrong } from './fields.tsx'
import type { FieldProps } from './fields.tsx'
import { Icon } from './icon.tsx'
import { fieldId, useLook, useMistake } from './look.ts'
import { Tag } from './tell.tsx'
import { words } from './words.ts'

/** What scores from `from` to `to`, both included, mean in words. */
export interface Band {
  from: number
  to: number
  text: string
}

/** The bands of a criterion; the one that `value` falls into is lit (score.js keeps it so). */
export function Anchors({ bands, value, id }: { bands: readonly Band[]; value?: number | undefined; id: string }) {
  const { language } = useLook()
  const t = scoreWords(language)
  const lit = litBand(bands, value)
  return (
    <ul class={`anchors${bands.length === 4 ? '' : ` anchors-${Math.min(bands.length, 6)}`}`} id={id}>
      {bands.map((band, i) => (
        <li class={i === lit ? 'on' : undefined} data-from={band.from}>
          <b class="nw">{band.from}–{band.to}<span class="vh" data-here hidden={i !== lit}>{t.here}</span></b>
          <span>{band.text}</span>
        </li>
      ))}
    </ul>
  )
}

/** A band reaches up to the next one's start, so that 20.5 between `12–20` and `21–26` lights the lower. -1 for no value. */
export function litBand(bands: readonly Band[], value: number | undefined): number {
  if (value === undefined) return -1
  return bands.findLastIndex((band) => band.from <= value)
}

/**
 * One criterion of a scorecard. Enter goes to the next, ↑ and ↓ change by the step, inside the field only; −/+ appear when score.js
 * runs. A string value is what somebody typed and is shown as it was. A bonus or deduction counts outside the total, and may stay empty.
 */
export function ScoreField(props: Omit<FieldProps, 'bare' | 'autocomplete'> & {
  max: number
  /** Smallest change, also of the − and + buttons. */
  step: number
  value?: number | string | null
  bands?: readonly Band[]
  extra?: 'bonus' | 'deduction'
}) {
  const { path, label, hint, max, step, bands = [], extra } = props
  const { language } = useLook()
  const mistake = useMistake(path, label, props.mistakes)
  const id = fieldId(path)
  const t = scoreWords(language)
  const shown = props.value === null || props.value === undefined ? '' : String(props.value)
  const number = shown.trim() === '' || Number.isNaN(Number(shown)) ? undefined : Number(shown)
  const described = [bands.length > 0 && `${id}-a`, hint && `${id}-h`, mistake && `${id}-e`].filter(Boolean).join(' ')
  return (
    <div class={`crit${mistake ? ' bad' : ''}`} data-score data-step={step} data-max={max} data-extra={extra}>
      <div class="crit-top">
        <div>
          <label class="lab" for={id}>{extra === undefined ? null : <><Tag state={extra === 'bonus' ? 'done' : 'wait'} icon={extra === 'bonus' ? 'add' : 'less'}>{t[extra]}</Tag> </>}{label}<span class="vh">{t.range(max)}</span></label>
          {hint ? <span class="small soft" id={`${id}-h`}>{hint}</span> : null}
        </div>
        <span class="crit-in">
          <button class="btn btn-2" type="button" data-by="-1" aria-label={t.less(label, step)} disabled={props.disabled} hidden><Icon name="less" /></button>
          <input
            class="inp"
            id={id}
            name={path}
            inputmode="decimal"
            autocomplete="off"
            value={shown}
            disabled={props.disabled}
            aria-invalid={mistake ? 'true' : undefined}
            aria-describedby={described || undefined}
          />
          <button class="btn btn-2" type="button" data-by="1" aria-label={t.more(label, step)} disabled={props.disabled} hidden><Icon name="add" /></button>
          <span class="soft nw">{extra === undefined ? `/ ${max}` : t.most(max)}</span>
        </span>
      </div>
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      {bands.length > 0 ? <Anchors bands={bands} value={number} id={`${id}-a`} /> : null}
    </div>
  )
}

/** A criterion that nobody judges: its points, and in `children` what they follow from. Nothing to type. */
export function ComputedScore({ leaf, label, points, max, children }: { leaf: string; label: string; points: string; max: number; children?: Child }) {
  const { language } = useLook()
  return (
    <div class="crit" data-computed={points} data-leaf={leaf}>
      <div class="crit-top">
        <div><span class="lab"><Tag state="idle">{scoreWords(language).computed}</Tag> {label}</span><span class="small soft">{children}</span></div>
        <span class="crit-in"><strong class="n">{points}</strong> <span class="soft nw">/ {max}</span></span>
      </div>
    </div>
  )
}

/** What makes an item (`zeroes`: its leaves), or the whole card (null), 0 once it is ticked. */
export function TriggerField({ path, label, hint, zeroes, ticked }: { path: string; label: string; hint?: Child; zeroes: readonly string[] | null; ticked: boolean }) {
  const mistake = useMistake(path, label, undefined)
  const id = fieldId(path)
  return (
    <div class={`field${mistake ? ' bad' : ''}`}>
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      <label class="pick">
        <input type="checkbox" id={id} name={path} value="1" checked={ticked} data-trigger={zeroes === null ? '*' : zeroes.join(' ')} aria-describedby={hint === undefined ? undefined : `${id}-h`} />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : <p class="hint" id={`${id}-h`}>{hint}</p>}
    </div>
  )
}

/** How to score by keyboard; shown when score.js runs and where there is a keyboard. */
export function ScoreKeys({ step }: { step: number }) {
  const { language } = useLook()
  return language === 'zh' ? (
    <p class="hint keys" data-keys hidden><Icon name="keyboard" /> 填数字后按 <kbd>Enter</kbd> 到下一项；<kbd>↑</kbd> <kbd>↓</kbd> 加减 {step} 分</p>
  ) : (
    <p class="hint keys" data-keys hidden><Icon name="keyboard" /> Type a number, <kbd>Enter</kbd> for the next; <kbd>↑</kbd> <kbd>↓</kbd> change it by {step}</p>
  )
}

/** Total and send: on top of the pane on a desktop, fixed at the foot of a phone (give the Page `footed`). `card` is the form's id. */
export function ScoreBar({ total, max, missing, card, children }: { total: string; max: number; missing: number; card: string; children?: Child }) {
  const { language } = useLook()
  const t = scoreWords(language)
  return (
    <div class="scorebar">
      <div class="nw">
        <strong><span data-total>{total}</span> <span class="soft small">/ {max}</span></strong>
        <span class="soft small" data-missing>{missing > 0 ? t.missing(missing) : t.full}</span>
      </div>
      <div class="acts"><a class="btn btn-2 phone-only" href={`#${card}`}>{t.go}</a>{children}</div>
    </div>
  )
}

function scoreWords(language: 'zh' | 'en') {
  return words(language, {
    zh: {
      here: '（现在在这一档）',
      range: (max: number) => `，0 到 ${max} 分`,
      less: (label: string, step: number) => `${label}减 ${step} 分`,
      more: (label: string, step: number) => `${label}加 ${step} 分`,
      missing: (n: number) => `还差 ${n} 项`,
      full: '已评完',
      go: '去评分',
      computed: '算出', bonus: '加分', deduction: '扣分', most: (max: number) => `最多 ${max}`,
    },
    en: {
      here: ' (now in this band)',
      range: (max) => `, 0 to ${max}`,
      less: (label, step) => `${label}: less by ${step}`,
      more: (label, step) => `${label}: more by ${step}`,
      missing: (n) => `${n} to go`,
      full: 'all scored',
      go: 'To the scores',
      computed: 'computed', bonus: 'Bonus', deduction: 'Deduction', most: (max) => `${max} at most`,
    },
  })
}
