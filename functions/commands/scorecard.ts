import * as z from 'zod'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { newSalt, personId, proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { type CardPlace, missingOf, reopenCard, saveCard, type Scorecard, submitCard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { computedScores, foundOn, type Scores } from '../../shared/rulebook/sheet.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { type Desk, deskOf, requireOpenScoring, rulesOf } from '../queries/assignment.ts'
import { pitchOf, requireHostsLeave } from '../queries/pitch.ts'
import { measuredInForm } from '../queries/measured.ts'

/** Scores by leaf as typed; what is left out or empty has no score yet. */
const filledIn = { scores: z.record(z.string().max(40), z.string().max(40)), comment: z.string().max(4000) }
export const saveCardInput = z.strictObject({ ...filledIn, comment: filledIn.comment.default(''), revision: z.int().min(0).nullable().default(null) })

export interface SavedCard {
  revision: number
  savedAt: string
  missing: number
  total: string | null
}

/** Keeps a judge's draft. Leaves no trail: it is the judge's own paper until it is sent. Throws what deskOf and saveCard throw, ROUND_NOT_OPEN, CARD_NOT_OPEN. */
export async function saveScorecard(context: Context, proposal: string, index: number, input: z.infer<typeof saveCardInput>): Promise<SavedCard> {
  let guarded = true
  return act(context, async () => {
    const desk = await deskOf(context, 'scorecard.save', proposal, index, guarded)
    guarded = false
    requireOpenScoring(desk, context.now)
    await requireHostsLeave(context, desk, proposal)
    const whole = await withComputed(context, desk, proposal)
    const card = saveCard(placeOf(desk, proposal, index), desk.card?.value, desk.rules, { ...input, scores: whole(input.scores) }, context.now)
    return { writes: cardWrites(desk, card), trail: [], answer: { revision: card.revision, savedAt: card.savedAt, missing: missingOf(desk.rules, card.scores).length, total: card.total } }
  })
}

/** Without scores what was saved is sent; with them they are saved and sent at once. Words that were saved stay, unless others come. */
export const submitCardInput = z.strictObject({ scores: filledIn.scores.optional(), comment: filledIn.comment.optional(), revision: z.int().min(0).nullable().default(null) })

export interface SubmittedCard {
  receipt: string
  total: string
  submittedAt: string
  revision: number
}

/** Sends a complete card, which locks it. Throws what deskOf and submitCard throw, ROUND_NOT_OPEN with the server's time, CARD_NOT_OPEN. */
export async function submitScorecard(context: Context, proposal: string, index: number, input: z.infer<typeof submitCardInput>): Promise<SubmittedCard> {
  let guarded = true
  return act(context, async () => {
    const desk = await deskOf(context, 'scorecard.submit', proposal, index, guarded)
    // Somebody was faster, perhaps the judge's own recusal in another tab: the second try reads it.
    guarded = false
    requireOpenScoring(desk, context.now)
    await requireHostsLeave(context, desk, proposal)
    const before = desk.card?.value
    const place = placeOf(desk, proposal, index)
    const whole = await withComputed(context, desk, proposal)
    const draft = input.scores === undefined && input.comment === undefined && before !== undefined && (input.revision === null || input.revision === before.revision) ? before
      : saveCard(place, before, desk.rules, { scores: whole(input.scores ?? before?.scores ?? {}), comment: input.comment ?? before?.comment ?? '', revision: input.revision }, context.now)
    const card = submitCard({ ...draft, scores: whole(draft.scores) }, desk.rules, newSalt(), context.now)
    const found = foundOn(desk.rules, card.scores)
    const named = { zh: found.map(({ label }) => `，查到“${label.zh}”`).join(''), en: found.map(({ label }) => `, found "${say(label, 'en')}"`).join('') }
    return {
      writes: cardWrites(desk, card),
      trail: [entryOf(desk.competition, card, 'scorecard.submit', { zh: `交了 ${proposalNumber(card.proposal)} 的评分表，回执 ${card.receipt}${named.zh}`, en: `sent the scorecard of ${proposalNumber(card.proposal)}, receipt ${card.receipt}${named.en}` }, { from: 'draft', to: 'submitted', ...(found.length === 0 ? {} : { reason: card.comment }) })],
      answer: { receipt: card.receipt ?? '', total: card.total ?? '', submittedAt: context.now, revision: card.revision },
    }
  })
}

/** A judge's scores with those that nobody types: computed leaves have the points that follow from the proposal's numbers. */
async function withComputed(context: Context, { rules }: Desk, proposal: string): Promise<(scores: Scores) => Record<string, string>> {
  const computed = computedScores(rules.criteria, await measuredInForm(context.table, rules.criteria, proposal))
  return (scores) => ({ ...scores, ...computed })
}

const placeOf = (desk: Desk, proposal: string, index: number): CardPlace => ({ competition: desk.competition.id, proposal: proposalId.parse(proposal), index, judge: desk.judge })

/** Only the judge's own card; the first time with a look at the judge's own recusal, which may be written at the same moment. */
function cardWrites(desk: Desk, card: Scorecard): Write[] {
  if (desk.card !== undefined) return [scorecardItem.put(card, desk.card.version)]
  return [scorecardItem.put(card, 'none'), { check: keys.recusal(card.competition, card.index, card.proposal, card.judge), expect: 'none' }]
}

const entryOf = (competition: Competition, card: Scorecard, action: string, sentence: Entry['sentence'], more: Pick<Entry, 'from' | 'to' | 'reason'>): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'competition', id: competition.id }, action, about: { noun: 'scorecard', id: card.proposal, label: proposalNumber(card.proposal) }, sentence, ...more,
})

export const reopenInput = z.strictObject({ judge: personId, reason: typed(500) })

/**
 * An administrator gives a submitted card back to its judge, with a reason that stays on it. Throws WRONG_STATE unless the round is being
 * scored and the card submitted, or once its group's scores were read out, ROUND_NOT_OPEN past the date (move the date first).
 */
export async function reopenScorecard(context: Context, proposal: string, index: number, input: z.infer<typeof reopenInput>): Promise<{ revision: number }> {
  return act(context, async () => {
    const found = await loadProposal(context.table, proposal)
    const [{ value: competition }, card, judge, recusal] = await Promise.all([
      loadCompetition(context.table, found.value.competition), context.table.get(scorecardItem, keys.scorecard(proposal, index, input.judge)),
      context.table.get(judgeItem, keys.judge(found.value.competition, input.judge)), context.table.get(recusalItem, keys.recusal(found.value.competition, index, proposal, input.judge)),
    ])
    authorise(context, 'scorecard.reopen', { district: competition.district, competition: competition.id })
    if (card === undefined || recusal !== undefined) throw new Refusal('NOT_FOUND')
    const { value: round, version } = await loadRound(context.table, competition.id, index)
    if (round.state !== 'scoring') throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
    requireOpenScoring({ competition, round }, context.now)
    const pitch = await pitchOf(context.table, competition.id, rulesOf(await loadRulebook(context.table, competition), index), index, proposal)
    if (pitch?.state === 'revealed') throw new Refusal('WRONG_STATE', { mistakes: [{ path: '', code: 'READ_OUT', zh: '这一组的得分已经当众公布，评分表不能再重填；有疑问请走异议。', en: 'The scores of this group have been read out; its cards stay. Doubts go by way of an objection.' }] })
    const opened = reopenCard(card.value, personOf(context).name, input.reason, context.now)
    const name = judge?.value.name ?? ''
    return {
      // ROUND's version rises with it: whoever ends the round at the same moment, all cards being in, has to look again.
      writes: [scorecardItem.put(opened, card.version), roundItem.put(round, version)],
      trail: [entryOf(competition, opened, 'scorecard.reopen', { zh: `让评委${name}重填 ${proposalNumber(opened.proposal)} 的评分表`, en: `reopened the scorecard of ${name} for ${proposalNumber(opened.proposal)}` }, { from: 'submitted', to: 'draft', reason: input.reason })],
      answer: { revision: opened.revision },
    }
  })
}
