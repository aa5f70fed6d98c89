import { raw } from 'hono/html'
import { icons } from './icons.ts'
import type { IconName } from './icons.ts'

/** An icon beside words; it says nothing by itself, so assistive technology skips it. */
export function Icon({ name }: { name: IconName }) {
  return <svg class="i" viewBox="0 0 24 24" aria-hidden="true">{raw(icons[name].svg)}</svg>
}

/** The mark: an ear of rice. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-stem" d="M8 30C9.5 21 12.5 13.5 20 8" />
      <path
        class="mark-grain"
        d="M20 8.2C20.4 4.6 23.4 2.2 27.6 2c-.3 4-3.2 6.6-7.6 6.2ZM14.2 14.2C12.3 11 13.1 7.3 16.2 4.5c1.9 3.3 1.3 7.1-2 9.7ZM10.7 20.3C8 17.9 7.4 14.2 9.3 10.5c2.9 2.4 3.5 6.2 1.4 9.8ZM16.8 12.6c3.2-2.1 7-1.8 9.9 1.1-3.1 2.5-7 2.2-9.9-1.1ZM12.6 18.6c2.9-2.5 6.7-2.6 9.9-.1-2.8 2.8-6.7 2.9-9.9.1Z"
      />
    </svg>
  )
}
