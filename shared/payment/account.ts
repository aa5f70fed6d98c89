import * as z from 'zod'
import type { Grant } from '../grant/grant.ts'
import { isGrantOver } from '../grant/lifecycle.ts'
import { grantId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { typed } from '../kernel/text.ts'
import { type By } from '../stage/stage.ts'

/** Digits however they are typed: full-width, in groups, with hyphens. */
const digits = (form: RegExp, code: string, zh: string, en: string) =>
  z.string().max(200).overwrite((text) => text.normalize('NFKC').replaceAll(/[\s-]/g, '')).superRefine((text, context) => {
    if (!form.test(text)) context.addIssue({ code: 'custom', message: text === '' ? 'REQUIRED' : code, params: text === '' ? { zh: '这一项要填', en: 'Fill this in' } : { zh, en }, input: text })
  })

/** An account as banks ask for it in a batch of payments (forms.md part 9). */
export const accountInput = z.strictObject({
  holder: typed(100),
  bank: typed(60),
  branch: typed(80),
  /** 联行号 */
  lineNumber: digits(/^\d{12}$/, 'LINE_NUMBER_MALFORMED', '联行号是 12 位数字，可以向开户行询问', 'The bank’s line number has 12 digits; the branch knows it'),
  number: digits(/^\d{8,32}$/, 'ACCOUNT_NUMBER_MALFORMED', '账号是 8 到 32 位数字', 'An account number has 8 to 32 digits'),
  province: typed(20),
  city: typed(30),
})
export type AccountInput = z.infer<typeof accountInput>

const done = z.object({ by: personId, name: z.string(), at: instant })

/** Where the money of a grant goes. A change takes the confirmation back. */
export const accountSchema = accountInput.extend({
  grant: grantId,
  /** Rises with every change. */
  revision: z.int().min(1),
  given: done,
  confirmed: done.nullable(),
})
export type Account = z.infer<typeof accountSchema>

/** What a payment needs of it. */
export const accountFields = Object.keys(accountInput.shape) as (keyof AccountInput)[]

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '')

/** Whether the account is the payee's own, by its name. */
export const isPayees = ({ payee }: Pick<Grant, 'payee'>, { holder }: Pick<Account, 'holder'>): boolean => plain(holder) === plain(payee.name)

/** The account as given; the same again changes nothing and stays confirmed. Throws INVALID where it is not the payee's, WRONG_STATE for a grant that is over. */
export function giveAccount(grant: Grant, before: Account | undefined, input: AccountInput, by: By, now: Instant): Account {
  if (isGrantOver(grant)) throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
  if (!isPayees(grant, input)) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'holder', code: 'NOT_PAYEE', zh: `户名要和收款单位一致：${grant.payee.name}`, en: `The account has to be the payee’s: ${grant.payee.name}` }] })
  }
  if (before !== undefined && accountFields.every((field) => before[field] === input[field])) return before
  return { ...input, grant: grant.id, revision: (before?.revision ?? 0) + 1, given: { by: by.person, name: by.name, at: now }, confirmed: null }
}

/** Confirmed as somebody has seen it. Throws STALE where it has been changed since. */
export function confirmAccount(account: Account, revision: number, by: By, now: Instant): Account {
  if (account.revision !== revision) throw new Refusal('STALE')
  return account.confirmed === null ? { ...account, confirmed: { by: by.person, name: by.name, at: now } } : account
}

/** As those see it who neither own nor pay it: the last four digits. */
export const masked = <A extends AccountInput>(account: A): A => ({ ...account, number: `${'*'.repeat(account.number.length - 4)}${account.number.slice(-4)}` })
