import * as z from 'zod'
import { awardsItem } from '../../shared/award/award.store.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import type { Decision } from '../../shared/portfolio/decision.ts'
import { decisionItem, writePortfolio } from '../../shared/portfolio/decision.store.ts'
import { frameOf } from '../../shared/portfolio/frame.ts'
import { propose } from '../../shared/portfolio/propose.ts'
import { theSolver } from '../../shared/portfolio/solver.ts'
import type { Funding } from '../../shared/rulebook/funding.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { gatherCandidates } from '../queries/candidates.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

/** Answers the question that DECISION asks of the programme, and asks the first one itself. Where another was asked meanwhile, the machine comes back. */
export async function handler(event: unknown): Promise<void> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  if (competition.state !== 'decision') return
  const rulebook = await loadRulebook(table, competition)
  if (rulebook.funding === null) throw new TypeError(`${id} is a venture competition without funding`)
  const question = (await table.get(decisionItem, keys.decision(id)))?.value ?? await firstQuestion(table, competition, rulebook.funding)
  const annulled = (await table.get(awardsItem, keys.awards(id)))?.value.annulled ?? []
  const lines = await gatherCandidates(table, rulebook, rulebook.funding, { competition: id, ...question.standing }, new Set(annulled.map(({ proposal }) => proposal)))
  const proposed = propose(lines, frameOf(rulebook, rulebook.funding, lines, question), await theSolver())
  const portfolio = await writePortfolio(table, id, { budget: question.budget, lines, proposed })
  await act<undefined>(context, async () => {
    const found = await table.get(decisionItem, keys.decision(id))
    if ((found?.value ?? question).asked !== question.asked) return { writes: [], trail: [], answer: undefined }
    return {
      writes: [decisionItem.put({ ...(found?.value ?? question), portfolio, answered: question.asked }, found?.version ?? 'none')],
      trail: [stepEntry(competition, 'propose-portfolio', 'decision', proposed.best === null
        ? { zh: '没有一个资助组合能同时做到所有规则', en: 'no portfolio keeps to all of the rules' }
        : { zh: `算出资助组合：${proposed.best.proposals.length} 个项目`, en: `proposed a portfolio of ${proposed.best.proposals.length} projects` })],
      answer: undefined,
    }
  })
}

async function firstQuestion(table: Table, { id, round }: Competition, { budget }: Funding): Promise<Decision> {
  const index = round ?? 0
  const { value: { standing } } = await loadRound(table, id, index)
  if (standing === null) throw new TypeError(`the last round of ${id} has no ranking`)
  return { competition: id, standing: { round: index, version: standing }, budget, pins: [], asked: 1, answered: 0, portfolio: null, prepared: null, opinions: [], decided: null }
}
