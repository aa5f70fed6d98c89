/** One thing wrong with one field, in words for its reader. `path` is the field's dotted name in the form or body (`budget.2.unitPrice`), '' for the whole. */
export interface Mistake {
  path: string
  code: string
  zh: string
  en: string
}

/**
 * Every way in which the platform says no, with the HTTP status it becomes.
 * The sentences (zh, en) are in functions/web/sentences.ts; the compiler keeps the two lists the same.
 */
export const refusalStatus = {
  NOT_SIGNED_IN: 401,
  NOT_ALLOWED: 403,
  CROSS_SITE: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_LARGE: 413,
  INVALID: 422,
  TOO_MANY_TRIES: 429,
  /** Somebody else changed it first; load it again. */
  STALE: 409,
  /** The same command id came with another request. */
  COMMAND_REUSED: 409,
  /** The thing is in a state in which this can't be done. */
  WRONG_STATE: 409,
  CALL_CLOSED: 409,
  CALL_CANCELLED: 409,
  CALL_NOT_OPEN: 409,
  PROPOSAL_NOT_READY: 422,
  /** Judges would read who applies; may be sent all the same, saying so. */
  NAMES_SHOWN: 422,
  PROPOSALS_UNDECIDED: 409,
  /** Two have reviewed it, or differ: a review of this person is not asked for. */
  REVIEW_CLOSED: 409,
  /** What failed may still be repaired: the eligibility check can't be finished. */
  CURES_OPEN: 409,
  CURE_CLOSED: 409,
  TOO_MANY_PROPOSALS: 409,
  ORGANISATION_NOT_ADMITTED: 403,
  ALREADY_EXISTS: 409,
  LAST_MEMBER: 409,
  INVITATION_SPENT: 409,
  CARD_LOCKED: 409,
  CARD_INCOMPLETE: 422,
  /** A card of a live pitch that its host has not opened, or has locked. */
  CARD_NOT_OPEN: 409,
  ROUND_NOT_OPEN: 409,
  RECUSED: 409,
  PLAN_NOT_READY: 422,
  SCORES_MISSING: 409,
  OBJECTIONS_OPEN: 409,
  NOTICE_OPEN: 409,
  NOTICE_NOT_OPEN: 409,
  TIES_UNDECIDED: 409,
  FILE_NOT_READY: 409,
  /** A gate: what is missing is listed. */
  GATE_NOT_READY: 422,
  /** Somebody was elsewhere at that time. */
  HOURS_OVERLAP: 409,
  /** A sign-in code that has been replaced by the next one. */
  CODE_EXPIRED: 409,
  IMPORT_NOT_READY: 422,
  /** Money that cannot be released yet: every unmet condition is listed. */
  RELEASE_NOT_READY: 422,
  /** Another role of the person bars them: who applies or guides does not evaluate, who organises or prepared does not approve. */
  CONFLICTED: 409,
} as const
export type RefusalCode = keyof typeof refusalStatus

/** The world says no: expected, explained, never a stack for the reader. A programmer's mistake is a TypeError instead. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  /** Field by field, or one for each thing that is missing. */
  readonly mistakes: readonly Mistake[]
  /** Figures and names for the sentence: `{ state: 'call' }`. */
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: RefusalCode, details: { mistakes?: readonly Mistake[]; facts?: Record<string, string | number> } = {}) {
    super(code)
    this.code = code
    this.mistakes = details.mistakes ?? []
    this.facts = details.facts ?? {}
  }
}

export const isRefusal = (error: unknown, code?: RefusalCode): error is Refusal =>
  error instanceof Refusal && (code === undefined || error.code === code)
