import * as z from 'zod'
import { bannedUntil } from '../../shared/ban/ban.ts'
import { banItem, bansOf } from '../../shared/ban/ban.store.ts'
import { type Clawback, makeClawback, nextInstalment, openOf, type OpenClawback, settledIf } from '../../shared/clawback/clawback.ts'
import { clawbackItem, clawbacksOf, loadClawback } from '../../shared/clawback/clawback.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { formatYuan, mostFen } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { balances, move } from '../../shared/ledger/ledger.ts'
import { movementsOf } from '../../shared/ledger/ledger.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markAdded } from '../../shared/store/mark.store.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import type { Write } from '../../shared/store/table.ts'
import { type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import type { GrantRoom } from '../queries/grant-room.ts'
import { wearerOf } from '../queries/hats.ts'
import { type GrantMove, moveGrantFor } from './grant-move.ts'

const doneBy = (context: Context) => {
  const { id, name } = personOf(context)
  return { by: id, name, at: context.now }
}
const because = ({ grant, number }: Clawback) => ({ noun: 'clawback', id: `${grant} ${number}` })
const path = ({ id }: Grant) => `/grants/${id}/recovery`

/**
 * Claims money back: what was paid stands as claimed, and nothing more is released until it is settled. With `ban` the payee's organisation
 * may not apply for the rulebook's years. Throws WRONG_STATE while another claim is open, CONFLICTED, INVALID.
 */
export async function openClawback(context: Context, id: string, input: OpenClawback): Promise<{ number: number }> {
  return moveGrantFor(context, id, 'clawback.open', async (room) => {
    const { grant } = room
    if (grant.state !== 'delivery') throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
    requireUnbarred('claw-back', await wearerOf(context), await concernOf(context.table, grant))
    const [earlier, movements] = await Promise.all([clawbacksOf(context.table, id), movementsOf(context.table, grant.competition)])
    const number = earlier.length + 1
    const claimable = balances(movements, (one) => one === grant.id).paid
    const made = makeClawback(input, { grant: grant.id, number, decided: doneBy(context), claimable }, context.now)
    return {
      grant: { ...grant, state: 'recovery', since: context.now, recovery: nextInstalment(made) }, answer: { number },
      movements: [{ kind: 'claim', because: because(made), sentence: { zh: `追回《${grant.title}》${formatYuan(made.total)} 元`, en: `Claimed back of "${grant.title}": ${formatYuan(made.total)} yuan` }, sides: move(made.total, 'paid', 'claimed', grant.id) }],
      writes: [clawbackItem.put(made, 'none'), ...(input.ban ? await banWrites(context, room, input.reasons) : [])],
      sentence: { zh: `决定追回 ${formatYuan(made.total)} 元${input.ban ? '，并禁止申报' : ''}`, en: `claimed ${formatYuan(made.total)} yuan back${input.ban ? ' and barred the organisation' : ''}` }, reason: input.reasons,
      news: { to: [{ organisation: grant.organisation.id }], news: { zh: `需要退回 ${formatYuan(made.total)} 元`, en: `${formatYuan(made.total)} yuan are to be paid back` }, path: path(grant) },
    }
  })
}

/** A grant's ban that stands already stays; one that was lifted or is over is left as it was, and another is put on. */
async function banWrites(context: Context, { grant, funding }: GrantRoom, reasons: string): Promise<Write[]> {
  const mark = await markAdded(context.table, keys.banMark(grant.district))
  const earlier = (await bansOf(context.table, grant.district)).filter((ban) => ban.grant === grant.id)
  const { id: person, name } = personOf(context)
  const from = shanghaiDate(context.now)
  if (earlier.some(({ lifted, until }) => lifted === null && from <= until)) return []
  const { creditCode } = grant.payee.host ? { creditCode: null } : grant.payee
  return [banItem.put({
    id: derivedId('ban', grant.id, ...(earlier.length === 0 ? [] : [String(earlier.length + 1)])), district: grant.district, organisation: { ...grant.organisation, creditCode }, from, until: bannedUntil(from, funding.banYears),
    grant: grant.id, competition: grant.competition, reasons, by: { person, name }, at: context.now, lifted: null,
  }, 'none'), mark]
}

export const receiveInput = z.strictObject({ on: z.iso.date(), amount: z.int().min(1).max(mostFen), reference: z.string().trim().min(1).max(60) })

/** Records money that has come back. The same reference on the same day is the same payment. Throws CONFLICTED, WRONG_STATE, INVALID for more than is open. */
export async function receivePayment(context: Context, id: string, number: number, input: z.infer<typeof receiveInput>): Promise<{ open: number }> {
  return settle(context, id, number, 'clawback.receive', async (clawback, grant) => {
    requireUnbarred('claw-back', await wearerOf(context), await concernOf(context.table, grant))
    const received = derivedId('received', id, String(number), input.on, input.reference)
    if (clawback.received.some((one) => one.id === received)) return null
    refuseAbove(clawback, input.amount)
    if (input.on > shanghaiDate(context.now)) throw new Refusal('INVALID', { mistakes: [{ path: 'on', code: 'DATE_AHEAD', zh: '到账日期不能晚于今天', en: 'The day it came cannot lie ahead' }] })
    return {
      after: { ...clawback, received: [...clawback.received, { id: received, ...input, recorded: doneBy(context) }] },
      movement: { kind: 'return', because: because(clawback), sentence: { zh: `收到《${grant.title}》退回 ${formatYuan(input.amount)} 元`, en: `Came back of "${grant.title}": ${formatYuan(input.amount)} yuan` }, sides: move(input.amount, 'claimed', 'returned', grant.id) },
      sentence: { zh: `登记了退回的 ${formatYuan(input.amount)} 元（${input.reference}）`, en: `recorded ${formatYuan(input.amount)} yuan that came back (${input.reference})` },
    }
  })
}

export const writeOffInput = z.strictObject({ amount: z.int().min(1).max(mostFen), reasons: z.string().trim().min(1).max(1000) })

/** Asks that a part is given up; another person, of finance, answers. Throws WRONG_STATE while one waits for its answer, INVALID for more than is open. */
export async function askWriteOff(context: Context, id: string, number: number, input: z.infer<typeof writeOffInput>): Promise<{ open: number }> {
  return settle(context, id, number, 'clawback.ask-write-off', (clawback) => {
    const waiting = clawback.writeOffs.find(({ answer }) => answer === null)
    if (waiting !== undefined && waiting.amount === input.amount && waiting.reasons === input.reasons) return null
    if (waiting !== undefined) throw new Refusal('WRONG_STATE')
    refuseAbove(clawback, input.amount)
    return {
      after: { ...clawback, writeOffs: [...clawback.writeOffs, { number: clawback.writeOffs.length + 1, ...input, asked: doneBy(context), answer: null }] },
      sentence: { zh: `申请核销 ${formatYuan(input.amount)} 元`, en: `asked to write ${formatYuan(input.amount)} yuan off` }, reason: input.reasons,
    }
  })
}

export const answerWriteOffInput = z.strictObject({ approved: z.boolean(), note: z.string().trim().max(1000).default('') })

/** Approves or refuses what was asked to be written off. Throws WRONG_STATE where nothing waits, CONFLICTED for who asked or has any other part in it, INVALID for a refusal without a note or more than is still open. */
export async function answerWriteOff(context: Context, id: string, number: number, input: z.infer<typeof answerWriteOffInput>): Promise<{ open: number }> {
  return settle(context, id, number, 'clawback.write-off', async (clawback, grant) => {
    const waiting = clawback.writeOffs.find(({ answer }) => answer === null)
    if (waiting === undefined || clawback.settledAt !== null) throw new Refusal('WRONG_STATE')
    requireUnbarred('write-off', await wearerOf(context), { ...await concernOf(context.table, grant), preparedBy: waiting.asked.by })
    // Money may have come back since it was asked for.
    if (input.approved) refuseAbove(clawback, waiting.amount, 'note')
    if (!input.approved && input.note === '') throw new Refusal('INVALID', { mistakes: [{ path: 'note', code: 'REQUIRED', zh: '不同意要写明理由', en: 'Give the reason' }] })
    const answer = { ...input, ...doneBy(context) }
    const sum = formatYuan(waiting.amount)
    return {
      after: { ...clawback, writeOffs: clawback.writeOffs.map((one) => (one === waiting ? { ...one, answer } : one)) },
      ...(input.approved ? { movement: { kind: 'write-off' as const, because: because(clawback), sentence: { zh: `核销《${grant.title}》${sum} 元`, en: `Written off of "${grant.title}": ${sum} yuan` }, sides: move(waiting.amount, 'claimed', 'written-off', grant.id) } } : {}),
      sentence: input.approved ? { zh: `批准核销 ${sum} 元`, en: `approved writing ${sum} yuan off` } : { zh: `没有批准核销 ${sum} 元`, en: `refused to write ${sum} yuan off` }, reason: input.note,
    }
  })
}

function refuseAbove(clawback: Clawback, amount: number, path = 'amount'): void {
  if (amount > openOf(clawback)) throw new Refusal('INVALID', { mistakes: [{ path, code: 'ABOVE_OPEN', zh: `还没有退回的只有 ${formatYuan(openOf(clawback))} 元`, en: `Only ${formatYuan(openOf(clawback))} yuan are open` }] })
}

interface Settling {
  after: Clawback
  movement?: NonNullable<GrantMove['movements']>[number]
  sentence: GrantMove['sentence']
  reason?: string
}

/** What all that happens to an open claim has in common; once nothing is open, the grant goes on. null: it was done before. */
async function settle(context: Context, id: string, number: number, action: 'clawback.receive' | 'clawback.ask-write-off' | 'clawback.write-off', decide: (clawback: Clawback, grant: Grant) => Promise<Settling | null> | Settling | null): Promise<{ open: number }> {
  return moveGrantFor(context, id, action, async ({ grant }) => {
    const { value, version } = await loadClawback(context.table, id, number)
    const step = await decide(value, grant)
    if (step === null) return { grant, sentence: { zh: '' }, answer: { open: openOf(value) } }
    if (value.settledAt !== null) throw new Refusal('WRONG_STATE')
    const after = settledIf(step.after, context.now)
    const settled = after.settledAt !== null
    return {
      answer: { open: openOf(after) },
      grant: settled ? { ...grant, state: 'delivery', since: context.now, recovery: null } : { ...grant, recovery: nextInstalment(after) },
      movements: step.movement === undefined ? [] : [step.movement],
      writes: [clawbackItem.put(after, version)],
      sentence: settled ? { zh: `${step.sentence.zh}，追回完成`, en: `${step.sentence.en ?? step.sentence.zh}; all of it is settled` } : step.sentence,
      ...(step.reason === undefined ? {} : { reason: step.reason }),
      news: { to: [{ organisation: grant.organisation.id }, { administrators: grant.district }], news: step.sentence, path: path(grant) },
    }
  })
}
