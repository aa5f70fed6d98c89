import type { Child } from 'hono/jsx'
import { formatTime } from './format.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { fieldId, Mistaken, mistakeText, useLook } from './look.ts'
import type { Mistake } from './look.ts'
import { words } from './words.ts'

export interface FormProps {
  action: string
  /** Key of this one deed: the same form sent twice is done once. Sent as `command`. */
  command?: string
  /** Version of what is being changed, so that two people's changes do not overwrite each other. Sent as `revision`. */
  revision?: number | string
  /** `get` for searches only. */
  method?: 'post' | 'get'
  /** True when the form holds a FileField. */
  files?: boolean
  /** Address that keeps drafts; needs `autosave.js` on the page and a Saved inside or beside the form. */
  autosave?: string
  /** Name for assistive technology where no heading names it. */
  label?: string
  labelledBy?: string
  id?: string
  class?: string
  /** Mistakes for the fields inside; without it they take the Page's. */
  mistakes?: readonly Mistake[]
  children?: Child
}

/** A form without the browser's own checks: the server's sentences are the only ones, in one language and place. */
export function Form(props: FormProps) {
  const { method = 'post', mistakes, children } = props
  const body = mistakes ? <Mistaken mistakes={mistakes}>{children}</Mistaken> : children
  return (
    <form
      class={props.class ?? 'stackv'}
      id={props.id}
      method={method}
      action={props.action}
      enctype={props.files ? 'multipart/form-data' : undefined}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      data-autosave={props.autosave}
      novalidate
    >
      {props.command === undefined ? null : <input type="hidden" name="command" value={props.command} />}
      {props.revision === undefined ? null : <input type="hidden" name="revision" value={String(props.revision)} />}
      {body}
    </form>
  )
}

/** Visible weight of a button: one `primary` a view; `second` for others; `quiet` in rows; `late` for what takes back or refuses. */
export type Weight = 'primary' | 'second' | 'quiet' | 'late'

const weightClass: Record<Weight, string> = { primary: 'btn', second: 'btn btn-2', quiet: 'btn btn-q', late: 'btn btn-late' }

export interface ButtonProps {
  weight?: Weight
  icon?: IconName
  /** With `value`, tells the server which of a form's buttons was pressed. */
  name?: string
  value?: string
  /** What the button does to what, where many stand on one page: `删除第 2 行`. Starts with the visible words. */
  label?: string
  /** Sends another form or to another address than the one around it. */
  form?: string
  formaction?: string
  type?: 'submit' | 'button'
  /** Only while something is being sent; otherwise say why it can't be done yet. */
  disabled?: boolean
  class?: string
  children?: Child
}

/** A deed. */
export function Button({ weight = 'primary', icon, label, type = 'submit', children, class: extra, ...rest }: ButtonProps) {
  return (
    <button class={`${weightClass[weight]}${extra ? ` ${extra}` : ''}`} type={type} aria-label={label} {...rest}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  )
}

/** A way to another page that looks as weighty as a deed. */
export function ButtonLink({ href, weight = 'second', icon, children, about, download }: {
  href: string
  weight?: Weight
  icon?: IconName
  /** Unseen continuation that tells apart links with the same words: `：第 3 期拨款`. */
  about?: string
  download?: boolean
  children?: Child
}) {
  return (
    <a class={weightClass[weight]} href={href} download={download}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}{about ? <span class="vh">{about}</span> : null}</span>
    </a>
  )
}

/** The mistakes of a form, each a link to its field, by the field's label unless the sentence has it already. Page shows it; use it directly only in a fragment. */
export function ErrorSummary({ mistakes, labels }: { mistakes: readonly Mistake[]; labels?: ReadonlyMap<string, string> }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { heading: (n: number) => `有 ${n} 处要改`, named: (label: string, sentence: string) => `${label}：${sentence}` },
    en: { heading: (n) => (n === 1 ? 'One thing to fix' : `${n} things to fix`), named: (label, sentence) => `${label}: ${sentence}` },
  })
  // Where no field of this page has the mistake's path, there is nowhere to go.
  const linked = ({ path }: Mistake) => path !== '' && labels?.has(path) !== false
  const said = (mistake: Mistake) => {
    const [label, sentence] = [labels?.get(mistake.path), mistakeText(mistake, language)]
    return label === undefined || sentence.includes(label) ? sentence : t.named(label, sentence)
  }
  // In the order in which the fields stand, what belongs to none first.
  const places = new Map([...(labels?.keys() ?? [])].map((path, i) => [path, i]))
  const sorted = mistakes.toSorted((a, b) => (places.get(a.path) ?? -1) - (places.get(b.path) ?? -1))
  return (
    <div class="errsum" role="alert" aria-labelledby="errsum" tabindex={-1}>
      <h2 id="errsum">{t.heading(mistakes.length)}</h2>
      <ul>
        {sorted.map((m) => (
          <li>{linked(m) ? <a href={`#${fieldId(m.path)}`}>{said(m)}</a> : <strong class="late">{said(m)}</strong>}</li>
        ))}
      </ul>
    </div>
  )
}

/** Where autosave.js tells how the draft stands; without script it tells when the draft was last kept. */
export function Saved({ at, by }: { at?: string | null; /** Whose that was, where several write. */ by?: string | undefined }) {
  const { language } = useLook()
  const t = words(language, { zh: { saved: (time: string) => `已保存 ${time}`, savedBy: (time: string, name: string) => `${name} ${time} 保存` }, en: { saved: (time) => `Saved ${time}`, savedBy: (time, name) => `Saved ${time} by ${name}` } })
  return (
    <span class="saved" role="status" data-saved>
      {at ? <><Icon name="done" />{by === undefined ? t.saved(formatTime(at)) : t.savedBy(formatTime(at), by)}</> : null}
    </span>
  )
}
