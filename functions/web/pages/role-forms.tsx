import type * as z from 'zod'
import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Bilingual } from '../../../shared/kernel/text.ts'
import type { InvitationScope } from '../../../shared/invitation/invitation.store.ts'
import type { Action } from '../../../shared/person/access.ts'
import { type Invited, revokeInvitation } from '../../commands/invitation.ts'
import { removalInput } from '../../commands/removal.ts'
import type { Context } from '../../context.ts'
import { Dialog } from '../look/dialog.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { InvitationLink } from './invitation-link.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from './page.ts'

/** A role that people are invited to and removed from, on a page that lists them. */
interface RoleForms {
  role: 'organiser' | 'supervisor' | 'evaluator' | 'finance'
  /** Where the invitation's form is sent; all else stands below it. */
  path: string
  /** In which competition or district, once the access table has let the asker do it there; the page that lists them, and what the link invites to. */
  place: (asked: Asked, action: Action) => Promise<{ id: string; page: string; work: Bilingual }>
  /** What stands before the names of the invitation's fields, on a page with several such forms. */
  form?: string
  invite: (context: Context, place: string, whom: { name?: string; organisation?: string; email: string | null }) => Promise<Invited>
  invited: (place: string) => InvitationScope
  remove: (context: Context, place: string, person: string, input: z.infer<typeof removalInput>) => Promise<unknown>
  again: (asked: Asked, attempt: Attempt) => Promise<Shown>
}

/** What the page's forms are sent to: inviting, withdrawing an invitation, removing. */
export function roleSends({ role, path, place, form, invite, invited, remove, again }: RoleForms): PageRoute[] {
  const [inviting, removing] = [`${role}.invite`, `${role}.remove`] as const
  const made = async (asked: Asked, posted: Posted): Promise<Shown> => {
    const { id, page, work } = await place(asked, inviting)
    const command = async ({ email = '', ...whom }: Posted['fields']): Promise<Shown> => {
      const { invitation, link } = await invite(asked.context, id, { ...whom, email: email.trim() === '' ? null : email })
      return { page: <InvitationLink look={asked.look} invitation={invitation} link={link} to={work} back={page} /> }
    }
    const shown = (attempt: Attempt) => again(asked, attempt)
    return form === undefined ? tryForm(posted, () => command(posted.fields), shown) : tryNamedForm(posted, form, command, shown)
  }
  const revoked = async (asked: Asked, posted: Posted): Promise<Shown> => {
    const { id, page } = await place(asked, inviting)
    return tryForm(posted, async () => {
      await revokeInvitation(asked.context, invited(id), asked.params.invitation ?? '')
      return { go: page }
    }, (attempt) => again(asked, attempt))
  }
  const removed = async (asked: Asked, posted: Posted): Promise<Shown> => {
    const { id, page } = await place(asked, removing)
    const { person = '' } = asked.params
    return tryNamedForm(posted, removalForm(person), async ({ reason }) => {
      await remove(asked.context, id, person, readAs(removalInput, { reason }))
      return { go: page }
    }, (attempt) => again(asked, attempt))
  }
  return [
    { method: 'post', path, action: inviting, send: made },
    { method: 'post', path: `${path}/invitations/:invitation/revocation`, action: inviting, send: revoked },
    { method: 'post', path: `${path}/:person/removal`, action: removing, send: removed },
  ]
}

const removalForm = (person: string): string => `remove-${person}`

/** Asks for the reason before somebody is removed. `at`: where the role's forms are sent. */
export function RemovalDialog({ look, at, person, title, attempt }: { look: Look; at: string; person: string; title: string; attempt: Attempt | undefined }) {
  const t = words(look.language, { zh: { remove: '移除', reason: '理由' }, en: { remove: 'Remove', reason: 'Reason' } })
  const path = `${removalForm(person)}.reason`
  const typed = attempt?.values[path]
  return (
    <Dialog label={t.remove} weight="quiet" title={title} open={typed !== undefined}>
      <Form action={`${at}/${person}/removal`} command={newSecret()} label={title}>
        <TextField path={path} label={t.reason} required limit={500} value={typed ?? ''} />
        <p class="acts"><Button weight="late">{t.remove}</Button></p>
      </Form>
    </Dialog>
  )
}
