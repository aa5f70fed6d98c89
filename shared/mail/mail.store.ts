import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { mailSchema } from './mail.ts'

/** Mail kept in the table, for a home without a mail server. */
export const mailItem = itemKind('mail', mailSchema, (mail) => ({ ...keys.mail(mail.id), lpk: keys.mailbox.pk, lsk: `${mail.at}#${mail.id}` }))
