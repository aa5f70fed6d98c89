import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { calibrationSchema, trialCardSchema } from './calibration.ts'

/** Under keys of their own: nothing that counts a round ever comes by. */
export const calibrationItem = itemKind('calibration', calibrationSchema, (one) => keys.calibration(one.competition, one.index))

/** Written by its judge alone. */
export const trialCardItem = itemKind('trial-card', trialCardSchema, (card) => keys.trialCard(card.competition, card.index, card.revision, card.sample, card.judge))
