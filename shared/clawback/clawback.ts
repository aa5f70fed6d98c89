import * as z from 'zod'
import { addDays, shanghaiDate } from '../kernel/calendar.ts'
import { grantId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Fen, mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'

const who = z.object({ by: personId, name: z.string(), at: instant })

/** Why money is claimed back: spending outside the agreement, a grade that the rulebook names, or another breach of the agreement. */
export const clawbackCauses = ['misuse', 'grade', 'breach'] as const

/** 追回: what is claimed of one grant, line by line, and what came of it. All sums in fen. */
export const clawbackSchema = z.object({
  grant: grantId,
  number: z.int().min(1),
  cause: z.enum(clawbackCauses),
  /** What the sum is made of: each with what it is for. */
  lines: z.array(z.object({ what: z.string(), amount: z.int().min(1) })).min(1),
  total: z.int().min(1),
  reasons: z.string(),
  decided: who,
  /** When which part is due, in order of days; together they are the total. */
  instalments: z.array(z.object({ on: z.iso.date(), amount: z.int().min(1) })).min(1),
  received: z.array(z.object({ id: z.string(), on: z.iso.date(), amount: z.int().min(1), reference: z.string(), recorded: who })),
  /** A part that is given up: asked for by one person, approved by another. */
  writeOffs: z.array(z.object({ number: z.int().min(1), amount: z.int().min(1), reasons: z.string(), asked: who, answer: z.object({ approved: z.boolean(), note: z.string(), ...who.shape }).nullable() })),
  settledAt: instant.nullable(),
})
export type Clawback = z.infer<typeof clawbackSchema>

const sum = z.int().min(1).max(mostFen)
export const openClawbackInput = z.strictObject({
  cause: z.enum(clawbackCauses),
  lines: z.array(z.strictObject({ what: z.string().trim().min(1).max(200), amount: sum })).min(1).max(50),
  reasons: z.string().trim().min(1).max(3000),
  /** Left out: all of it in 30 days. */
  instalments: z.array(z.strictObject({ on: z.iso.date(), amount: sum })).min(1).max(12).optional(),
  /** The organisation may not apply until the rulebook's years are over. */
  ban: z.boolean(),
})
export type OpenClawback = z.infer<typeof openClawbackInput>

/** Days to pay all of it back, where no instalments are agreed. */
const DAYS_TO_PAY = 30

export const receivedOf = ({ received }: Clawback): Fen => received.reduce((total, { amount }) => total + amount, 0)
export const writtenOffOf = ({ writeOffs }: Clawback): Fen => writeOffs.reduce((total, { amount, answer }) => total + (answer?.approved === true ? amount : 0), 0)
/** What is still to come. */
export const openOf = (clawback: Clawback): Fen => clawback.total - receivedOf(clawback) - writtenOffOf(clawback)

/**
 * A claim as it is decided. `claimable`: what was paid and not claimed yet, in fen. Throws INVALID where the lines make more than that, or
 * the instalments do not make the sum of the lines, lie in the past or are out of order.
 */
export function makeClawback(given: OpenClawback, facts: Pick<Clawback, 'grant' | 'number' | 'decided'> & { claimable: Fen }, now: Instant): Clawback {
  const { cause, lines, reasons } = given
  const total = lines.reduce((all, { amount }) => all + amount, 0)
  const today = shanghaiDate(now)
  const instalments = given.instalments ?? [{ on: addDays(today, DAYS_TO_PAY), amount: total }]
  const mistakes: Mistake[] = []
  if (total > facts.claimable) mistakes.push({ path: 'lines.0.amount', code: 'ABOVE_PAID', zh: '追回的金额不能超过已经拨付、还没有追回的金额', en: 'Not more than what was paid and is not claimed back yet' })
  if (instalments.reduce((all, { amount }) => all + amount, 0) !== total) mistakes.push({ path: 'instalments.0.amount', code: 'SUM_WRONG', zh: '各期金额加起来要等于追回的总额', en: 'The instalments have to add up to the sum claimed' })
  instalments.forEach(({ on }, i) => {
    const before = instalments[i - 1]
    if (on < today) mistakes.push({ path: `instalments.${i}.on`, code: 'DATE_PAST', zh: '日期已经过去', en: 'This day has passed' })
    else if (before !== undefined && on <= before.on) mistakes.push({ path: `instalments.${i}.on`, code: 'DATES_REVERSED', zh: '各期日期要先后排列', en: 'Instalments follow one another' })
  })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return { grant: facts.grant, number: facts.number, decided: facts.decided, cause, lines, reasons, total, instalments, received: [], writeOffs: [], settledAt: null }
}

/** The next instalment that what has come does not cover; null once nothing is open. */
export function nextInstalment(clawback: Clawback): { on: string; amount: Fen } | null {
  let covered = clawback.total - openOf(clawback)
  for (const { on, amount } of clawback.instalments) {
    if (covered < amount) return { on, amount: amount - covered }
    covered -= amount
  }
  return null
}

/** Settled at `now`, if nothing is open any more. */
export const settledIf = (clawback: Clawback, now: Instant): Clawback => (openOf(clawback) === 0 && clawback.settledAt === null ? { ...clawback, settledAt: now } : clawback)
