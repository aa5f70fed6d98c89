import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { accountSchema } from './account.ts'

/** Written with its grant, always: whoever has read both on condition of the grant's version has read the account as it stands. */
export const accountItem = itemKind('account', accountSchema, (account) => keys.account(account.grant))
