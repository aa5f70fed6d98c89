import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import type { Bar } from '../../shared/person/hats.ts'
import type { Decision } from '../../shared/portfolio/decision.ts'
import { decisionItem, loadPortfolio, type Portfolio } from '../../shared/portfolio/decision.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import type { Due } from './due.ts'
import { decisionBar } from './decision-bar.ts'

export interface DecisionView {
  competition: Competition
  rulebook: Rulebook
  /** null before the programme's first answer. */
  decision: Decision | null
  /** The newest answer. */
  portfolio: Portfolio | null
  /** The answer that lay on the table when the choice was prepared; the newest where that is it. */
  basis: Portfolio | null
  /** The programme is at work on another. */
  pending: boolean
  /** Whether the asker may decide at all, and what keeps them from deciding on what is prepared. */
  decides: boolean
  bar: Bar | null
}

/** Who would be funded, by the programme and by the rank order, what was prepared and decided. Throws NOT_FOUND where a competition decides about no grants, or not yet. */
export async function readDecision(context: Context, id: string): Promise<DecisionView> {
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  const target = { district: competition.district, competition: competition.id }
  authorise(context, 'decision.prepare', target)
  const [rulebook, found] = await Promise.all([loadRulebook(table, competition), table.get(decisionItem, keys.decision(id))])
  const decides = may(context.actor, 'decision.take', target)
  if (found === undefined) {
    if (competition.state !== 'decision') throw new Refusal('NOT_FOUND')
    return { competition, rulebook, decision: null, portfolio: null, basis: null, pending: true, decides, bar: null }
  }
  const { value: decision } = found
  const portfolio = decision.portfolio === null ? null : await loadPortfolio(table, id, decision.portfolio)
  const { prepared } = decision
  const basis = prepared === null || prepared.portfolio === decision.portfolio ? portfolio : await loadPortfolio(table, id, prepared.portfolio)
  const bar = decides && basis !== null ? await decisionBar(context, competition, prepared?.by ?? null, basis.lines) : null
  return { competition, rulebook, decision, portfolio, basis, pending: competition.state === 'decision' && decision.answered < decision.asked, decides, bar }
}

/** What of the asker's competitions waits for a decision about grants: to be prepared, or to be taken by somebody who did not prepare it. */
export async function dueForDecision({ table, actor }: Context, competitions: readonly Competition[]): Promise<Due[]> {
  const open = competitions.filter(({ state }) => state === 'decision')
  const found = await table.getMany(decisionItem, open.map(({ id }) => keys.decision(id)))
  const me = actor.kind === 'person' ? actor.person.id : null
  return open.flatMap((competition, i): Due[] => {
    const prepared = found[i]?.value.prepared ?? null
    if (prepared !== null && (prepared.by === me || !may(actor, 'decision.take', { district: competition.district, competition: competition.id }))) return []
    const title = prepared === null ? { zh: '拟定资助方案', en: 'Prepare the grants' } : { zh: '资助方案已拟定，等待决定', en: 'The grants are prepared and to be decided' }
    return [{ title, about: competition.name, href: `/competitions/${competition.id}/decision`, until: null, state: 'wait', ...(prepared === null ? {} : { since: prepared.at }) }]
  })
}
