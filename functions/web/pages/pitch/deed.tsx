import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { DeskDeed } from '../../../commands/pitch.ts'
import { Button, Form } from '../../look/form.tsx'

/** A button that is one deed; what it is about stands in hidden fields. */
export function Deed({ href, deed, weight = 'second', label, children }: { href: string; deed: { do: DeskDeed['do'] } & Record<string, string | number>; weight?: 'primary' | 'second' | 'quiet' | 'late'; label?: string; children: string }) {
  return (
    <Form action={href} command={newSecret()} class="deed" label={label ?? children}>
      {Object.entries(deed).map(([name, value]) => <input type="hidden" name={name} value={String(value)} />)}
      <Button weight={weight} {...(label === undefined ? {} : { label })}>{children}</Button>
    </Form>
  )
}
