import type { Instant } from '../../shared/kernel/instant.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import type { Criterion, Extra, Trigger } from '../../shared/rulebook/round.ts'
import { computedScores, type Measured, type Measures, measuresOf } from '../../shared/rulebook/sheet.ts'
import { missingOf, receiptOf, type Scorecard, sumOf } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import type { Receipt } from '../../shared/seal/leaf.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { refuseApplicants } from './applicant.ts'
import { type Gate, gateOf } from '../../shared/pitch/pitch.ts'
import { type Desk, deskOf, scoringIsOpen } from './assignment.ts'
import { pitchOf } from './pitch.ts'
import { measuredInForm } from './measured.ts'

/** A judge's own card with the sheet it is filled in by. */
export interface CardView {
  proposal: string
  round: number
  state: 'none' | 'draft' | 'submitted'
  scores: Record<string, string>
  comment: string
  /** Of what is scored so far; the card's own once it is sent. */
  total: string
  missing: number
  revision: number
  savedAt: Instant | null
  submittedAt: Instant | null
  receipt: string | null
  reopened: { at: Instant; reason: string }[]
  open: boolean
  /** What the host of a live pitch lets the judge do; null where there is none. */
  gate: Gate | null
  closesAt: Instant
  sheet: { criteria: Criterion[]; extras: Extra[]; triggers: Trigger[]; total: number; decimals: number; step: number; official: boolean }
  /** What the computed leaves follow from. */
  measured: Measures
}

function cardView(context: Context, desk: Desk, proposal: string, gate: Gate | null, measured: Measured): CardView {
  const card = desk.card?.value
  const { rules, round, competition } = desk
  const scores = card?.state === 'submitted' ? card.scores : { ...card?.scores, ...computedScores(rules.criteria, measured) }
  return {
    proposal, round: round.index, state: card?.state ?? 'none', scores, comment: card?.comment ?? '', total: card?.total ?? sumOf(rules, scores),
    missing: card?.state === 'submitted' ? 0 : missingOf(rules, scores).length, revision: card?.revision ?? 0, savedAt: card?.savedAt ?? null,
    submittedAt: card?.submittedAt ?? null, receipt: card?.receipt ?? null, reopened: (card?.reopened ?? []).map(({ at, reason }) => ({ at, reason })),
    open: scoringIsOpen(competition, round, context.now) && (gate === null || gate === 'open'), gate, closesAt: closesAt(competition, `round-${round.index}`),
    sheet: { criteria: rules.criteria, extras: rules.extras, triggers: rules.triggers, total: rules.sheetTotal, decimals: rules.entry.decimals, step: rules.entry.step, official: rules.official },
    measured: measuresOf(rules.criteria, measured),
  }
}

/** Throws what deskOf throws. */
export async function readCard(context: Context, proposal: string, index: number): Promise<{ desk: Desk; view: CardView }> {
  const desk = await deskOf(context, 'scorecard.read', proposal, index)
  const pitch = await pitchOf(context.table, desk.competition.id, desk.rules, index, proposal)
  return { desk, view: cardView(context, desk, proposal, pitch === undefined ? null : gateOf(pitch, proposal, desk.judge), await measuredInForm(context.table, desk.rules.criteria, proposal)) }
}

/** What a judge keeps of a card that was sent. Throws what deskOf throws, NOT_FOUND for one that is not sent. */
export async function readReceipt(context: Context, proposal: string, index: number): Promise<Receipt> {
  const { card, rules } = await deskOf(context, 'scorecard.read', proposal, index)
  if (card === undefined || card.value.state !== 'submitted') throw new Refusal('NOT_FOUND')
  return receiptOf(card.value, rules)
}

export interface AdministratorsCard {
  judge: string
  name: string
  state: Scorecard['state']
  scores: Record<string, string>
  comment: string
  total: string | null
  savedAt: Instant
  submittedAt: Instant | null
  receipt: string | null
  reopened: Scorecard['reopened']
  /** The judge recused after it was begun; it counts for nothing. */
  recused: boolean
}

/** All cards of one proposal, for administrators who did not apply: one Query of the proposal's partition. */
export async function listCards(context: Context, proposal: string, index?: number): Promise<(AdministratorsCard & { round: number })[]> {
  const { table } = context
  const [{ value: found }, cards] = await Promise.all([loadProposal(table, proposal), table.queryAll(scorecardItem, keys.scorecards(proposal, index))])
  authorise(context, 'scorecard.list', { district: found.district, competition: found.competition })
  await refuseApplicants(context, found.competition)
  const [judges, recusals] = await Promise.all([
    table.getMany(judgeItem, [...new Set(cards.map(({ value }) => value.judge))].map((judge) => keys.judge(found.competition, judge))),
    table.getMany(recusalItem, cards.map(({ value }) => keys.recusal(found.competition, value.index, proposal, value.judge))),
  ])
  const names = new Map(judges.flatMap((judge) => (judge === undefined ? [] : [[judge.value.person as string, judge.value.name] as const])))
  return cards.map(({ value: card }, i) => ({
    round: card.index, judge: card.judge, name: names.get(card.judge) ?? '', state: card.state, scores: card.scores, comment: card.comment, total: card.total, savedAt: card.savedAt,
    submittedAt: card.submittedAt, receipt: card.receipt, reopened: card.reopened, recused: recusals[i] !== undefined,
  }))
}
