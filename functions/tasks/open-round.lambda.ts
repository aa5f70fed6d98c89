import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { makeGroups } from '../../shared/round/groups.ts'
import { loadRound, planHeadItem, roundItem } from '../../shared/round/round.store.ts'
import { act } from '../commit.ts'
import { freshFindings } from '../commands/conflict.ts'
import { workflowContext } from '../context.ts'
import { entriesOf } from '../queries/entries.ts'
import { roundInput } from './round-input.ts'

/** Groups the round's proposals, by the published seed, and looks for ties of judges to them, unless that is done already; then says where the round stands. */
export async function handler(event: unknown): Promise<{ outcome: string }> {
  const { competition: id, index } = roundInput.parse(event)
  const context = workflowContext()
  return act<{ outcome: string }>(context, async () => {
    const found = await loadRound(context.table, id, index)
    const round = found.value
    if (round.preparedPlan !== null || round.plan !== null || round.state !== 'planning') return { writes: [], trail: [], answer: { outcome: round.state } }
    const { value: competition } = await loadCompetition(context.table, id)
    const [rulebook, entries] = await Promise.all([loadRulebook(context.table, competition), entriesOf(context.table, id, index)])
    const rules = rulebook.rounds[index]
    if (rules === undefined) throw new TypeError(`${id} has no round ${index}`)
    const groups = makeGroups(rules.grouping, entries, `${competition.seed}/round/${rules.id}`, rulebook.categories.map((category) => category.id))
    const version = derivedId('groups', id, String(index))
    const ids = new Map(entries.map((entry) => [String(entry.id), entry.id]))
    const head = {
      competition: id, index, version, madeAt: context.now, shortfalls: [],
      groups: groups.map((group) => ({ id: group.id, name: group.name, category: group.category, panel: [], proposals: group.entries.flatMap((entry) => ids.get(entry) ?? []) })),
    }
    // The groups stand before the round points to them; made again, they are the same groups under the same version.
    await context.table.transact([planHeadItem.put(head, 'any')])
    // Ties are known before anybody is assigned.
    const ties = await freshFindings(context, competition)
    return { writes: [roundItem.put({ ...round, entries: entries.length, preparedPlan: version }, found.version), ...ties.writes], trail: ties.trail, answer: { outcome: 'planning' } }
  })
}
