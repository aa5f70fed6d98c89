import * as z from 'zod'
import type { Grant } from '../../shared/grant/grant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type AccountInput, confirmAccount, giveAccount } from '../../shared/payment/account.ts'
import { accountItem } from '../../shared/payment/payment.store.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { moveGrant } from './grant-move.ts'

/** The grantee gives the account, or another one: finance confirms it again. Throws INVALID, WRONG_STATE. */
export function setAccount(context: Context, id: string, input: AccountInput): Promise<Grant> {
  const { id: person, name } = personOf(context)
  return moveGrant(context, id, 'account.give', async ({ grant }) => {
    const stored = await context.table.get(accountItem, keys.account(id))
    const account = giveAccount(grant, stored?.value, input, { person, name }, context.now)
    if (account === stored?.value) return { grant, sentence: { zh: '' } }
    return {
      grant, writes: [accountItem.put(account, stored?.version ?? 'none')],
      // Without the number: the trail is read by more people than the account is.
      sentence: stored === undefined ? { zh: '登记了收款账户', en: 'gave the account to be paid to' } : { zh: '更改了收款账户，要重新确认', en: 'changed the account; it has to be confirmed again' },
      news: { to: [{ finance: grant.district }], news: { zh: '收款账户已登记，等财务确认', en: 'the account was given and waits for finance' }, path: `/grants/${id}/money` },
    }
  })
}

/** `revision`: of the account as it was seen. */
export const confirmAccountInput = z.strictObject({ revision: z.int().min(1) })

/** Finance confirms that money goes there. Throws NOT_FOUND before there is one, STALE, CONFLICTED. */
export function acceptAccount(context: Context, id: string, { revision }: z.infer<typeof confirmAccountInput>): Promise<Grant> {
  const { id: person, name } = personOf(context)
  return moveGrant(context, id, 'account.confirm', async ({ grant }) => {
    const stored = await context.table.get(accountItem, keys.account(id))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    requireUnbarred('approve-release', await wearerOf(context), { ...await concernOf(context.table, grant), preparedBy: stored.value.given.by })
    const account = confirmAccount(stored.value, revision, { person, name }, context.now)
    if (account === stored.value) return { grant, sentence: { zh: '' } }
    return {
      grant, writes: [accountItem.put(account, stored.version)],
      sentence: { zh: '确认了收款账户', en: 'confirmed the account' },
      news: { to: [{ organisation: grant.organisation.id }], news: { zh: '收款账户已确认', en: 'the account is confirmed' }, path: `/grants/${id}/money` },
    }
  })
}
