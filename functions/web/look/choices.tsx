import type { Child } from 'hono/jsx'
import { Field, fieldWords, Wrong } from './fields.tsx'
import type { FieldProps } from './fields.tsx'
import { fieldId, useLook, useMistake } from './look.ts'
import { words } from './words.ts'

export interface Choice {
  value: string
  label: string
  hint?: string
}

export interface ChoiceProps extends FieldProps {
  choices: readonly Choice[]
  value?: string | null
  /** Radio buttons show every answer and fit up to six; a select is for more, and for filters. */
  as?: 'radio' | 'select'
  /** Text of a select's empty answer (`全部街道`); `null` leaves it out. */
  none?: string | null
}

/** One answer of several. */
export function ChoiceField(props: ChoiceProps) {
  const { choices, value, as = choices.length > 6 ? 'select' : 'radio' } = props
  return as === 'select' ? <Select {...props} /> : <Radios {...props} choices={choices} value={value} />
}

function Select(props: ChoiceProps) {
  const { language } = useLook()
  const { choices, value, none = fieldWords(language).choose } = props
  return (
    <Field props={props}>
      {(control) => (
        <select class="inp" {...control}>
          {none === null ? null : <option value="">{none}</option>}
          {choices.map((choice) => <option value={choice.value} selected={choice.value === value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  )
}

function Radios(props: ChoiceProps) {
  const { path, choices, value } = props
  return (
    <Group props={props}>
      {choices.map((choice, i) => <Pick type="radio" path={path} choice={choice} first={i === 0} checked={choice.value === value} disabled={props.disabled} />)}
    </Group>
  )
}

/** Any number of several answers, sent as repeated values of one name. */
export function ChoicesField(props: FieldProps & { choices: readonly Choice[]; values?: readonly string[] }) {
  const { path, choices, values = [] } = props
  return (
    <Group props={props}>
      {choices.map((choice, i) => (
        <Pick type="checkbox" path={path} choice={choice} first={i === 0} checked={values.includes(choice.value)} disabled={props.disabled} />
      ))}
    </Group>
  )
}

function Group({ props, children }: { props: FieldProps; children?: Child }) {
  const { path, label, hint, required, bare } = props
  const { language } = useLook()
  const mistake = useMistake(path, label, props.mistakes)
  const id = fieldId(path)
  const described = [hint && `${id}-h`, mistake && `${id}-e`].filter(Boolean).join(' ')
  return (
    <fieldset class={`field${mistake ? ' bad' : ''}`} aria-describedby={described || undefined}>
      <legend class={bare ? 'vh' : undefined}>{label}{required || bare ? null : <span class="opt">{fieldWords(language).optional}</span>}</legend>
      {hint ? <p class="hint" id={`${id}-h`}>{hint}</p> : null}
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      {children}
    </fieldset>
  )
}

function Pick({ type, path, choice, first, checked, disabled }: {
  type: 'radio' | 'checkbox'
  path: string
  choice: Choice
  first: boolean
  checked: boolean
  disabled: boolean | undefined
}) {
  // The first control carries the field's id, so that the error summary lands on it.
  const id = first ? fieldId(path) : `${fieldId(path)}-${choice.value}`
  const hintId = choice.hint ? `${fieldId(path)}-${choice.value}-h` : undefined
  return (
    <label class="pick">
      <input type={type} id={id} name={path} value={choice.value} checked={checked} disabled={disabled} aria-describedby={hintId} />
      <span>{choice.label}{choice.hint ? <span class="hint pick-hint" id={hintId}>{choice.hint}</span> : null}</span>
    </label>
  )
}

/** One yes. Sends `true` when ticked and nothing otherwise. */
export function CheckField(props: FieldProps & { checked?: boolean }) {
  const { path, label, hint, checked, required } = props
  const mistake = useMistake(path, label, props.mistakes)
  const id = fieldId(path)
  const described = [hint && `${id}-h`, mistake && `${id}-e`].filter(Boolean).join(' ')
  return (
    <div class={`field${mistake ? ' bad' : ''}`}>
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      <label class="pick">
        <input
          type="checkbox"
          id={id}
          name={path}
          value="true"
          checked={checked}
          disabled={props.disabled}
          aria-required={required ? 'true' : undefined}
          aria-invalid={mistake ? 'true' : undefined}
          aria-describedby={described || undefined}
        />
        <span>{label}</span>
      </label>
      {hint ? <p class="hint" id={`${id}-h`}>{hint}</p> : null}
    </div>
  )
}

export interface FileProps extends FieldProps {
  /** Endings people know: `PDF、JPG`. Said before choosing. */
  kinds: string
  /** For the file picker: `.pdf,.jpg`. */
  accept?: string
  /** Largest size of each, in MB. */
  megabytes: number
  /** Most files; more than one lets several be chosen at once. */
  count?: number
  /** Name of the control where the receiver wants another than the path. */
  name?: string
}

/** Files: kind, size and count are said before choosing. The control is the browser's own. */
export function FileField(props: FileProps) {
  const { language } = useLook()
  const { kinds, megabytes, count = 1 } = props
  const t = words(language, {
    zh: { rule: `${kinds}，${count > 1 ? `每个不超过 ${megabytes} MB，最多 ${count} 个` : `不超过 ${megabytes} MB`}。` },
    en: { rule: `${kinds}, ${count > 1 ? `up to ${megabytes} MB each, at most ${count}` : `up to ${megabytes} MB`}.` },
  })
  return (
    <Field props={{ ...props, hint: <>{t.rule}{props.hint ? <> {props.hint}</> : null}</> }}>
      {(control) => <div class="drop"><input type="file" accept={props.accept} multiple={count > 1} required={props.required} {...control} name={props.name ?? control.name} /></div>}
    </Field>
  )
}
