import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { eligibilitySchema } from './review.ts'

/** Written by the proposal's reviewers, and by its applicant while a cure is under way: never by two of different proposals. */
export const eligibilityItem = itemKind('eligibility', eligibilitySchema, ({ competition, proposal }) => keys.eligibility(competition, proposal))
