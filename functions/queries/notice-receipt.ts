import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Objection, objectionNumber } from '../../shared/notice/notice.ts'
import { loadObjection, loadObjections } from '../../shared/notice/notice.store.ts'
import { isContactOf } from '../../shared/notice/ruling.ts'
import { authorise, type Context } from '../context.ts'
import { countTry } from '../throttle.ts'

export interface ObjectionReceiptView extends Pick<Objection, 'id' | 'kind' | 'at' | 'deadline' | 'state'> {
  competition: Competition
  number: string
  ruling: { reasons: string; effect: 'none' | 'annul' | 'correct'; at: Objection['at'] } | null
}

function receiptOf(competition: Competition, { id, kind, at, deadline, state, ruling }: Objection): ObjectionReceiptView {
  return { competition, id, number: objectionNumber(id), kind, at, deadline, state, ruling: ruling === null ? null : { reasons: ruling.reasons, effect: ruling.effect, at: ruling.at } }
}

/** What became of an objection, for whoever has its link: the id is unguessable and told to nobody else. Neither name nor facts are shown. Throws NOT_FOUND. */
export async function readReceipt(context: Context, competitionId: string, objectionId: string): Promise<ObjectionReceiptView> {
  authorise(context, 'objection.make', {})
  const [{ value: competition }, { value: objection }] = await Promise.all([loadCompetition(context.table, competitionId), loadObjection(context.table, competitionId, objectionId)])
  return receiptOf(competition, objection)
}

export const receiptInput = z.strictObject({
  /** YY-1A2B-3C4D, in capitals or not, with its dashes or without. */
  number: z.string().trim().min(1).max(40),
  contact: z.string().trim().min(1).max(120),
})

/** Tries an hour from one address: numbers are not to be guessed. */
const TRIES_AN_HOUR = 20

const bare = (number: string): string => number.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** The same for whoever has its number and gives the contact that stands with it. Throws INVALID where they belong to no objection, without saying which of them is wrong; TOO_MANY_TRIES. */
export async function findReceipt(context: Context, competitionId: string, { number, contact }: z.infer<typeof receiptInput>): Promise<ObjectionReceiptView> {
  authorise(context, 'objection.make', {})
  await countTry(context, `receipt#${competitionId}`, TRIES_AN_HOUR)
  const [{ value: competition }, objections] = await Promise.all([loadCompetition(context.table, competitionId), loadObjections(context.table, competitionId)])
  const found = objections.find(({ value }) => bare(objectionNumber(value.id)) === bare(number) && isContactOf(value, contact))
  if (found === undefined) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'number', code: 'NOT_KNOWN', zh: '没有查到，请核对编号和联系方式', en: 'Nothing found: check the number and the contact' }] })
  }
  return receiptOf(competition, found.value)
}
