import * as z from 'zod'
import { competitionId, grantId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import type { Fen } from '../kernel/money.ts'
import { bilingual } from '../kernel/text.ts'

/**
 * Where a competition's money stands. Every fen of its budget is in exactly one of them at any time; `source` is where the budget comes
 * from and goes back to, so that all accounts together are zero.
 */
export const accounts = ['source', 'left', 'promised', 'signed', 'released', 'paid', 'claimed', 'returned', 'written-off'] as const
export type Account = (typeof accounts)[number]

/** One side of a movement: so many fen into (above zero) or out of an account; of one grant, but for `source` and `left`. */
const sideSchema = z.object({ account: z.enum(accounts), grant: grantId.nullable(), fen: z.int() })

const movementKinds = ['budget', 'promise', 'forgo', 'sign', 'amend', 'release', 'pay', 'bounce', 'claim', 'return', 'write-off'] as const

/** A movement has two sides or more that add up to nothing. Never changed; a mistake is put right by another movement. */
export const movementSchema = z.object({
  id: z.string(),
  competition: competitionId,
  at: instant,
  kind: z.enum(movementKinds),
  /** The decision that caused it, by which every fen is traced: the award list, an agreement's version, a payment order, a clawback. */
  because: z.object({ noun: z.string(), id: z.string() }),
  sentence: bilingual,
  by: z.object({ person: z.string(), name: z.string() }).nullable(),
  sides: z.array(sideSchema).min(2),
}).refine(({ sides }) => sides.reduce((sum, { fen }) => sum + fen, 0) === 0, { error: 'MOVEMENT_UNBALANCED' })
export type Movement = z.infer<typeof movementSchema>
export type Side = z.infer<typeof sideSchema>

/** So much from one account to another. A grant's money leaves for `left` and comes from it without a grant's name on that side. */
export function move(fen: Fen, from: Account, to: Account, grant: Side['grant']): Side[] {
  const side = (account: Account, fen: Fen): Side => ({ account, grant: account === 'source' || account === 'left' ? null : grant, fen })
  return fen === 0 ? [] : [side(from, -fen), side(to, fen)]
}

export type Balances = Record<Account, Fen>
const none = (): Balances => ({ source: 0, left: 0, promised: 0, signed: 0, released: 0, paid: 0, claimed: 0, returned: 0, 'written-off': 0 })

/** What stands in each account after the movements; of those grants that `of` takes, or of all. */
export function balances(movements: readonly Pick<Movement, 'sides'>[], of: (grant: Side['grant']) => boolean = () => true): Balances {
  const sums = none()
  for (const { sides } of movements) for (const { account, grant, fen } of sides) if (of(grant)) sums[account] += fen
  return sums
}
