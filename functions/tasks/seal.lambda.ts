import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { newSalt, proposalId } from '../../shared/kernel/ids.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { sealedOf } from '../../shared/scorecard/scorecard.ts'
import { isSealOf, sealCards } from '../../shared/seal/seal.ts'
import { loadSeal, writeSeal } from '../../shared/seal/seal.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { rulesOf } from '../queries/assignment.ts'
import { cardsOfRound } from '../queries/round-cards.ts'
import { roundInput } from './round-input.ts'
import { stepEntry } from './step-entry.ts'

/**
 * Seals the cards that will be counted, before they are counted. Run again it finds them sealed and does nothing; where cards have changed
 * meanwhile it seals them anew, and the new seal names the one before.
 */
export async function handler(event: unknown): Promise<void> {
  const { competition: id, index } = roundInput.parse(event)
  const context = workflowContext()
  const { table } = context
  await act<undefined>(context, async () => {
    const found = await loadRound(table, id, index)
    const round = found.value
    if (round.state !== 'closed') return { writes: [], trail: [], answer: undefined }
    const { value: competition } = await loadCompetition(table, id)
    const [rulebook, { cards }] = await Promise.all([loadRulebook(table, competition), cardsOfRound(table, competition, round)])
    const place = { competition: id, round: round.round }
    const proposals = [...cards.keys()].map((proposal) => proposalNumber(proposalId.parse(proposal)))
    const sealed = [...cards.values()].flat().map(sealedOf)
    const before = round.seal === null ? undefined : await loadSeal(table, id, index, round.seal)
    if (before !== undefined && isSealOf(before, place, proposals, sealed)) return { writes: [], trail: [], answer: undefined }
    const seal = sealCards(place, rulesOf(rulebook, index).panelSize, proposals, sealed, newSalt)
    await writeSeal(table, { competition: id, index }, { ...seal, sealedAt: context.now, previous: round.seal })
    return {
      writes: [roundItem.put({ ...round, seal: seal.root }, found.version)],
      trail: [stepEntry(competition, 'seal', competition.state, {
        zh: `封存了第 ${index + 1} 轮的评分表，封存码 ${seal.root}${round.seal === null ? '' : `，替代 ${round.seal}`}`,
        en: `sealed the cards of round ${index + 1}: ${seal.root}${round.seal === null ? '' : `, in place of ${round.seal}`}`,
      })],
      answer: undefined,
    }
  })
}
