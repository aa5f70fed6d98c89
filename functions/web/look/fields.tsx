import type { Child } from 'hono/jsx'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { characters } from '../../../shared/kernel/text.ts'
import { isDay, toDateTimeInput } from './format.ts'
import { Icon } from './icon.tsx'
import { fieldId, mistakeText, useLook, useMistake } from './look.ts'
import type { Mistake } from './look.ts'
import { words } from './words.ts'

/** What every field takes. */
export interface FieldProps {
  /** Dotted name of the value: `budget.2.unitPrice`. It is the control's name, and its id is `f-` + path. */
  path: string
  label: string
  /** Said before one types: what, how long, in which form. */
  hint?: Child
  /** False (the default) adds 选填: most fields of a form have to be filled in, so the others are the ones to mark. */
  required?: boolean
  /** Label only for assistive technology: in tables, where the heading shows it. */
  bare?: boolean
  /** Instead of those of the Form or Page around. */
  mistakes?: readonly Mistake[]
  autocomplete?: string
  disabled?: boolean
}

/** Attributes that tie a control to its label, hint, count and mistake. */
export interface Control {
  id: string
  name: string
  'aria-invalid': 'true' | undefined
  'aria-describedby': string | undefined
  'aria-required': 'true' | undefined
  autocomplete: string | undefined
  disabled: boolean | undefined
}

/** The frame of a field: label, hint, mistake, then the control that `children` makes. */
export function Field({ props, children, after, counted }: {
  props: FieldProps
  children: (control: Control) => Child
  after?: Child
  counted?: boolean
}) {
  const { path, label, hint, required, bare } = props
  const { language } = useLook()
  const mistake = useMistake(path, label, props.mistakes)
  const id = fieldId(path)
  const t = fieldWords(language)
  const described = [hint && `${id}-h`, counted && `${id}-c`, mistake && `${id}-e`].filter(Boolean).join(' ')
  return (
    <div class={`field${mistake ? ' bad' : ''}`}>
      <label class={bare ? 'vh' : undefined} for={id}>{label}{required || bare ? null : <span class="opt">{t.optional}</span>}</label>
      {hint ? <p class="hint" id={`${id}-h`}>{hint}</p> : null}
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      {children({
        id,
        name: path,
        'aria-invalid': mistake ? 'true' : undefined,
        'aria-describedby': described || undefined,
        'aria-required': required ? 'true' : undefined,
        autocomplete: props.autocomplete,
        disabled: props.disabled,
      })}
      {after}
    </div>
  )
}

/** A mistake's sentence at its field. */
export function Wrong({ id, mistake }: { id: string; mistake: Mistake }) {
  const { language } = useLook()
  return <p class="err" id={id}><Icon name="mistake" />{mistakeText(mistake, language)}</p>
}

/** `12 / 200 字`, kept live by enhance.js; counts as the rules do (shared/kernel/text.ts). */
function Count({ path, value, limit }: { path: string; value: string; limit: number }) {
  const { language } = useLook()
  const n = characters(value)
  const over = n - limit
  const t = fieldWords(language)
  return <p class={`count${over > 0 ? ' late' : ''}`} id={`${fieldId(path)}-c`} data-count={fieldId(path)}>{over > 0 ? t.over(n, limit, over) : t.count(n, limit)}</p>
}

export interface TextProps extends FieldProps {
  value?: string | null
  /** Most characters, not counting white space. */
  limit?: number
}

/** One line of text. `width` fits the box to the answer. */
export function TextField(props: TextProps & { type?: 'text' | 'email' | 'tel' | 'url' | 'search' | 'password' | 'time'; width?: 'short' | 'full' }) {
  const { value, limit, type = 'text', width = 'full' } = props
  const text = value ?? ''
  return (
    <Field props={props} counted={limit !== undefined} after={limit === undefined ? null : <Count path={props.path} value={text} limit={limit} />}>
      {(control) => <input class={`inp${width === 'short' ? ' short' : ''}`} type={type} value={text} data-limit={limit} {...control} />}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea(props: TextProps & { rows?: number }) {
  const { value, limit, rows } = props
  const text = value ?? ''
  return (
    <Field props={props} counted={limit !== undefined} after={limit === undefined ? null : <Count path={props.path} value={text} limit={limit} />}>
      {(control) => <textarea class="inp" rows={rows} data-limit={limit} {...control}>{text}</textarea>}
    </Field>
  )
}

/** A whole number. A string is what somebody typed and is shown as it was. */
export function IntegerField(props: FieldProps & { value?: number | string | null; unit?: string }) {
  return (
    <Field props={props}>
      {(control) => (
        <span class="money">
          <input class="inp num" inputmode="numeric" value={props.value === null || props.value === undefined ? '' : String(props.value)} {...control} />
          {props.unit ? ` ${props.unit}` : null}
        </span>
      )}
    </Field>
  )
}

/** An amount, typed in yuan and kept in fen: a number is fen, a string is what somebody typed. Read it with parseYuan. */
export function MoneyField(props: FieldProps & { value?: number | string | null; /** False in tables whose heading has the unit. */ unit?: boolean }) {
  const { language } = useLook()
  const { value, unit = true } = props
  const shown = typeof value === 'number' ? formatYuan(value) : (value ?? '')
  return (
    <Field props={props}>
      {(control) => (
        <span class="money"><input class="inp num" inputmode="decimal" value={shown} {...control} />{unit ? ` ${fieldWords(language).yuan}` : null}</span>
      )}
    </Field>
  )
}

/** A day, `YYYY-MM-DD`. */
export function DateField(props: FieldProps & { value?: string | null; min?: string; max?: string }) {
  return (
    <Field props={props}>
      {(control) => <input class="inp short" type="date" value={props.value ?? ''} min={props.min} max={props.max} {...control} />}
    </Field>
  )
}

/** An instant, shown and typed in Asia/Shanghai. A UTC ISO instant, or what was typed. Read it with readDateTime. */
export function DateTimeField(props: FieldProps & { value?: string | null }) {
  const value = props.value ?? ''
  const shown = value.endsWith('Z') && !isDay(value) ? toDateTimeInput(value) : value
  return <Field props={props}>{(control) => <input class="inp short" type="datetime-local" value={shown} {...control} />}</Field>
}

/** A value the form carries along. */
export function HiddenField({ path, value }: { path: string; value: string | number }) {
  return <input type="hidden" name={path} value={String(value)} />
}

/** Words all fields share. */
export function fieldWords(language: 'zh' | 'en') {
  return words(language, {
    zh: {
      optional: '（选填）',
      yuan: '元',
      choose: '请选择',
      count: (n: number, limit: number) => `${n} / ${limit} 字`,
      over: (n: number, limit: number, over: number) => `${n} / ${limit} 字，多了 ${over} 字`,
    },
    en: {
      optional: ' (optional)',
      yuan: 'yuan',
      choose: 'Choose one',
      count: (n, limit) => `${n} / ${limit} characters`,
      over: (n, limit, over) => `${n} / ${limit} characters, ${over} too many`,
    },
  })
}
