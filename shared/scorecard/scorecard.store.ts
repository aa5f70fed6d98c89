import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { scorecardSchema } from './scorecard.ts'

export const scorecardItem = itemKind('scorecard', scorecardSchema, (card) => ({
  ...keys.scorecard(card.proposal, card.index, card.judge), lpk: keys.scorecardsOfJudge(card.competition, card.index, card.judge).pk, lsk: card.proposal,
}))
