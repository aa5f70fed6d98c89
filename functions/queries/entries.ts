import type { CompetitionId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'

/**
 * Proposals that passed the eligibility check. The list index lags behind its table, so each is read again from the table itself: this is
 * asked once a competition, after the last decision has been in place for a while.
 */
export async function admittedTo(table: Table, competition: CompetitionId): Promise<Proposal[]> {
  const listed = await table.queryAll(proposalItem, keys.proposalsOf(competition))
  const found = await table.getMany(proposalItem, listed.map(({ value }) => keys.proposal(value.id)))
  return found.flatMap((one) => (one?.value.state === 'admitted' ? [one.value] : []))
}

/** Proposals judged in a round: the admitted ones in the first, later those who advanced. Throws NOT_FOUND where the round before has no standing. */
export async function entriesOf(table: Table, competition: CompetitionId, index: number): Promise<Proposal[]> {
  const admitted = await admittedTo(table, competition)
  if (index === 0) return admitted
  const { value: before } = await loadRound(table, competition, index - 1)
  if (before.standing === null) throw new Refusal('NOT_FOUND')
  const advancing = new Set<string>((await loadStanding(table, competition, index - 1, before.standing)).flatMap((line) => (line.advances ? [line.proposal] : [])))
  return admitted.filter(({ id }) => advancing.has(id))
}
