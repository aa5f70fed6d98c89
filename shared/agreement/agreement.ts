import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Grant, trancheAmounts } from '../grant/grant.ts'
import { isDate } from '../rulebook/content.ts'
import { addMonths } from '../kernel/calendar.ts'
import { fileId, grantId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'

/** offered 待签 → signed 已签 (in force until superseded 已被取代) or withdrawn 已撤回. */
export const agreementStates = ['offered', 'signed', 'superseded', 'withdrawn'] as const
export const sides = ['organisation', 'authority'] as const
export type AgreementSide = (typeof sides)[number]

/** Who signed, as whom, when, and the digest of the document that they had before them. */
const signatureSchema = z.object({ by: personId, name: z.string(), title: z.string(), at: instant, digest: z.string() })

export const clauseSchema = z.object({ heading: z.string(), paragraphs: z.array(z.string()) })

/** One version of a grant's agreement. Its text is kept as it was made; what both sign is exactly that. */
export const agreementSchema = z.object({
  grant: grantId,
  version: z.int().min(1),
  state: z.enum(agreementStates),
  title: z.string(),
  clauses: z.array(clauseSchema).min(1),
  /** SHA-256 in hexadecimal over title and clauses. */
  digest: z.string(),
  amount: z.int().min(0).max(mostFen),
  tranches: z.array(z.object({ id: z.string(), amount: z.int().min(0) })),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  /** Of an amendment: why it was made. */
  reason: z.string(),
  offeredBy: z.object({ person: personId, name: z.string() }),
  offeredAt: instant,
  organisation: signatureSchema.nullable(),
  authority: signatureSchema.nullable(),
  /** The sealed paper, where somebody has scanned it. */
  scan: fileId.nullable(),
})
export type Agreement = z.infer<typeof agreementSchema>
export type Clause = z.infer<typeof clauseSchema>

/** What is agreed beyond the template. `amount`: left out it stays what it is; only an amendment can change it, and never above what was granted. */
export const termsInput = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  amount: z.int().min(1).max(mostFen).optional(),
  /** Clauses beside the template's: a paragraph a line. */
  special: z.string().trim().max(4000).default(''),
  reason: z.string().trim().max(1000).default(''),
})
export type Terms = z.infer<typeof termsInput>

/** The parties' text as a whole, to be signed: any change of a character is another digest. */
export const digestOf = (title: string, clauses: readonly Clause[]): string => createHash('sha256').update(JSON.stringify([title, clauses])).digest('hex')

/** There is something to agree on: the grant is neither given up nor closed, and no money of it is claimed back. */
export const isAgreeable = ({ state }: Pick<Grant, 'state'>): boolean => state === 'agreement' || state === 'delivery'

/** Throws WRONG_STATE, or INVALID at the terms' fields. `granted` is what the award said, in fen. */
export function requireTerms(grant: Grant, terms: Terms, granted: number): void {
  if (!isAgreeable(grant)) throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
  const amended = grant.agreement !== null
  const mistakes: Mistake[] = []
  const wrong = (path: string, code: string, zh: string, en: string) => { mistakes.push({ path, code, zh, en }) }
  if (isDate(terms.from) && isDate(terms.to)) {
    if (terms.to < terms.from) wrong('to', 'DATES_REVERSED', '结束日期不能早于开始日期', 'The last day cannot be before the first')
    else if (terms.to > addMonths(terms.from, 36)) wrong('to', 'DATE_FAR', '执行期最长三年，请检查年份', 'Three years at most; check the year')
  }
  if (amended && terms.reason === '') wrong('reason', 'REQUIRED', '请写明为什么变更', 'Say why it is amended')
  const amount = terms.amount ?? grant.amount
  if (!amended && amount !== grant.amount) wrong('amount', 'AMOUNT_FIXED', '首次签订的金额是公示的资助金额，不能改', 'The first agreement is over the sum that was published')
  if (amount > granted) wrong('amount', 'ABOVE_AWARD', '不能超过公布的资助金额', 'Not more than what was published')
  const gone = amended ? grant.tranches.filter(({ state }) => state === 'ordered' || state === 'paid').reduce((sum, tranche) => sum + tranche.amount, 0) : 0
  if (amount < gone) wrong('amount', 'BELOW_PAID', '不能少于已经拨付的金额', 'Not less than what has been paid already')
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

/**
 * The tranches for an amount: those that were ordered or paid stay as they are; the others share the rest as they did before, the last
 * one is the remainder (forms.md part 9).
 */
export function tranchesFor(grant: Pick<Grant, 'tranches'>, amount: number): { id: string; amount: number }[] {
  const isFixed = ({ state }: Grant['tranches'][number]) => state === 'ordered' || state === 'paid'
  const fixed = grant.tranches.filter(isFixed).reduce((sum, tranche) => sum + tranche.amount, 0)
  const open = grant.tranches.filter((one) => !isFixed(one))
  const parts = open.length === 0 ? [] : trancheAmounts(amount - fixed, open)
  return grant.tranches.map((one) => ({ id: one.id, amount: isFixed(one) ? one.amount : (parts[open.indexOf(one)] ?? 0) }))
}

/**
 * Throws WRONG_STATE where there is nothing to agree on any more, and STALE where a part was ordered or paid since the version was drawn up,
 * and would be another sum by it.
 */
export function requireSignable(grant: Grant, { tranches }: Pick<Agreement, 'tranches'>): void {
  if (!isAgreeable(grant)) throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
  const changed = grant.tranches.find(({ id, state, amount }) => (state === 'ordered' || state === 'paid') && tranches.find((one) => one.id === id)?.amount !== amount)
  if (changed === undefined) return
  throw new Refusal('STALE', { mistakes: [{ path: '', code: 'PAID_MEANWHILE', zh: `这一稿拟定以后，“${changed.name.zh}”已按原来的金额拨付，请重新拟定`, en: `"${changed.name.en ?? changed.name.zh}" was paid at its former sum since this version was drawn up; draw up another one` }] })
}

/** The agreement with one more signature. Throws WRONG_STATE where there is nothing to sign, INVALID where it is not what the signer has read. */
export function signedBy(agreement: Agreement, side: AgreementSide, signer: { person: z.infer<typeof personId>; name: string; title: string; digest: string }, now: Instant): Agreement {
  if (agreement.state !== 'offered') throw new Refusal('WRONG_STATE', { facts: { state: agreement.state } })
  if (signer.digest !== agreement.digest) throw new Refusal('INVALID', { mistakes: [{ path: 'digest', code: 'OTHER_DOCUMENT', zh: '协议文本和您看到的不一样，请重新阅读后再签', en: 'The text is not what you were shown; read it again before you sign' }] })
  const { person: by, name, title, digest } = signer
  return { ...agreement, [side]: { by, name, title, at: now, digest } }
}

export const bothSigned = (agreement: Agreement): boolean => agreement.organisation !== null && agreement.authority !== null
