import * as z from 'zod'
import { personId, proposalId } from '../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { planJudgeItem, roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { deskOf } from '../queries/assignment.ts'
import { planBase, recusalView, roomOf } from '../queries/round.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'

export const recusalInput = z.strictObject({ reason: typed(500) })

/**
 * A judge withdraws from one proposal of the round being scored, until the card is sent: the proposal leaves the judge's own share of the
 * plan, what was filled in goes, and nobody but administrators can tell. Throws RECUSED, CARD_LOCKED, ROUND_NOT_OPEN, NOT_ALLOWED.
 */
export async function recuse(context: Context, proposal: string, input: z.infer<typeof recusalInput>): Promise<{ state: 'asked' }> {
  return act(context, async () => {
    const person = personOf(context)
    const found = await loadProposal(context.table, proposal)
    const { value: competition } = await loadCompetition(context.table, found.value.competition)
    const index = competition.round ?? 0
    const desk = await deskOf(context, 'recusal.ask', proposal, index)
    if (desk.round.state !== 'scoring') throw new Refusal('ROUND_NOT_OPEN', { facts: { state: desk.round.state } })
    if (desk.card?.value.state === 'submitted') throw new Refusal('CARD_LOCKED')
    const id = proposalId.parse(proposal)
    const card = keys.scorecard(proposal, index, person.id)
    const cardGoes: Write = desk.card === undefined ? { check: card, expect: 'none' } : { remove: card, expect: desk.card.version }
    return {
      writes: [
        recusalItem.put({ competition: competition.id, index, proposal: id, judge: person.id, judgeName: person.name, reason: input.reason, at: context.now, state: 'asked', replacement: null, resolvedAt: null }, 'none'),
        planJudgeItem.put({ ...desk.share.value, proposals: desk.share.value.proposals.filter((one) => one !== id) }, desk.share.version),
        cardGoes,
      ],
      trail: [{
        scope: { of: 'competition', id: competition.id }, action: 'recusal.ask', about: { noun: 'proposal', id, label: proposalNumber(id) },
        sentence: { zh: `申请回避 ${proposalNumber(id)}`, en: `asked to be recused from ${proposalNumber(id)}` }, reason: input.reason,
      }],
      answer: { state: 'asked' as const },
    }
  })
}

export const resolveRecusalInput = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('replace'), replacement: personId }),
  z.strictObject({ decision: z.literal('without'), reason: typed(500) }),
])

/**
 * An administrator gives the proposal to another judge, or goes on without. Throws WRONG_STATE once it is settled or outside the scoring,
 * INVALID for a judge who is barred or has it already, PLAN_NOT_READY where going on without would fall below the round's floor.
 */
export async function resolveRecusal(context: Context, id: string, index: number, proposal: string, judge: string, input: z.infer<typeof resolveRecusalInput>): Promise<{ state: 'replaced' | 'without' }> {
  return act<{ state: 'replaced' | 'without' }>(context, async () => {
    const room = await roomOf(context, 'recusal.resolve', id, index)
    const { table } = context
    const recusal = await table.get(recusalItem, keys.recusal(id, index, proposal, judge))
    if (recusal === undefined) throw new Refusal('NOT_FOUND')
    const round = room.round.value
    if (recusal.value.state !== 'asked' || round.state !== 'scoring' || round.plan === null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
    const base = await planBase(context, room)
    const view = recusalView(room, base, recusal.value)
    const about = { noun: 'proposal', id: proposal, label: proposalNumber(recusal.value.proposal) }
    const scope = { of: 'competition' as const, id }
    // ROUND's version rises with it: a plan changed by hand at the same moment is made from what it has not seen, and is refused.
    const guard = roundItem.put(round, room.round.version)
    if (input.decision === 'without') {
      if (!view.mayGoOn) throw new Refusal('PLAN_NOT_READY', { mistakes: [belowFloor(view.title, view.left, room.rules.floor)] })
      return {
        writes: [recusalItem.put({ ...recusal.value, state: 'without', resolvedAt: context.now }, recusal.version), guard],
        trail: [{ scope, action: 'recusal.resolve', about, sentence: { zh: `${recusal.value.judgeName}回避后不再补评委`, en: `goes on without ${recusal.value.judgeName}, who recused` }, reason: input.reason }],
        answer: { state: 'without' as const },
      }
    }
    const candidate = view.candidates.find((one) => one.judge === input.replacement)
    if (candidate === undefined) throw new Refusal('INVALID', { mistakes: [{ path: 'replacement', code: 'JUDGE_BARRED', zh: '这位评委不能接替：与申报单位有利益关系、已回避，或已在评这一份。', en: 'This judge cannot stand in: barred by a tie, recused, or scoring it already.' }] })
    const share = base.plan.shares.get(input.replacement)
    return {
      writes: [
        recusalItem.put({ ...recusal.value, state: 'replaced', replacement: input.replacement, resolvedAt: context.now }, recusal.version),
        planJudgeItem.put({ competition: room.competition.value.id, index, version: round.plan, judge: input.replacement, proposals: [...(share?.value.proposals ?? []), recusal.value.proposal] }, share?.version ?? 'none'),
        guard,
      ],
      trail: [{ scope, action: 'recusal.resolve', about, sentence: { zh: `请${candidate.name}接替回避的${recusal.value.judgeName}`, en: `asked ${candidate.name} to stand in for ${recusal.value.judgeName}, who recused` } }],
      answer: { state: 'replaced' as const },
    }
  })
}

const belowFloor = (title: string, left: number, floor: number): Mistake => ({
  path: 'decision', code: 'BELOW_FLOOR', zh: `《${title}》只剩 ${left} 位评委，章程至少要 ${floor} 位，需要另请评委。`, en: `"${title}" has ${left} judges left; the rulebook needs ${floor}. Ask another judge.`,
})
