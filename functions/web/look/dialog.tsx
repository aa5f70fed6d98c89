import type { Child } from 'hono/jsx'
import { Button } from './form.tsx'
import type { Weight } from './form.tsx'
import { formatTime } from './format.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { useLook } from './look.ts'
import { words } from './words.ts'

const summaryClass: Record<Weight, string> = { primary: 'btn', second: 'btn btn-2', quiet: 'btn btn-q', late: 'btn btn-late' }

/**
 * A question before what can't be undone (publishing, paying), and only then. `children` is what will happen, and a Form whose button
 * is the deed. Without script it opens in place; with it, as a modal dialog.
 */
export function Dialog({ label, about, weight = 'primary', icon, title, stay, open, children }: {
  /** The button that asks: the deed's own words. */
  label: string
  /** What it is about, for assistive technology, where many stand on one page. */
  about?: string
  weight?: Weight
  icon?: IconName
  /** What cannot be taken back: `公布后不能收回`. */
  title: string
  /** Words of the button that leaves everything as it is. */
  stay?: string
  /** Shown open at once: the form in it came back with a mistake. */
  open?: boolean
  children?: Child
}) {
  const { language } = useLook()
  const t = words(language, { zh: { stay: '再看看' }, en: { stay: 'Not yet' } })
  return (
    <details class="ask" open={open}>
      <summary class={summaryClass[weight]}>{icon ? <Icon name={icon} /> : null}{label}{about === undefined ? null : <span class="vh">{about}</span>}</summary>
      <div class="ask-body">
        <h2>{title}</h2>
        {children}
        <button class="btn btn-2" type="button" data-close hidden>{stay ?? t.stay}</button>
      </div>
    </details>
  )
}

/** After a deed that can be taken back, while it can: what was done, and the way back with its time. */
export function Undo({ children, action, command, until, words: said }: {
  children?: Child
  action: string
  command: string
  /** Instant until which it can be undone. */
  until?: string
  /** If 撤销 is not the word for it. */
  words?: string
}) {
  const { language, now } = useLook()
  const t = words(language, {
    zh: {
      undo: '撤销',
      minutes: (n: number) => `（还剩 ${n} 分钟）`,
      until: (time: string) => `（${time} 前）`,
    },
    en: { undo: 'Undo', minutes: (n) => ` (${n} min left)`, until: (time) => ` (until ${time})` },
  })
  const minutes = until === undefined ? undefined : Math.floor((Date.parse(until) - Date.parse(now)) / 60_000)
  const left = until === undefined || minutes === undefined ? '' : minutes <= 60 ? t.minutes(Math.max(1, minutes)) : t.until(formatTime(until))
  return (
    <form class="undo" method="post" action={action} aria-label={said ?? t.undo}>
      <input type="hidden" name="command" value={command} />
      <Icon name="done" />
      <span role="status">{children}</span>
      <Button weight="quiet">{said ?? t.undo}{left}</Button>
    </form>
  )
}
