import type { Competition } from '../../shared/competition/competition.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadPlan, type RoundRecord, writePlan } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Decision } from '../commit.ts'
import type { Context } from '../context.ts'
import { conflictsIn } from '../queries/conflict.ts'
import { freshFindings } from './conflict.ts'
import { newVersion } from './plan.ts'

/**
 * The plan of a round without the pairs that a tie bars by now, looked for just now, under a version that nobody reads yet; the same plan where there are none. Whoever
 * counts reads the plan, so that nothing of a tied judge's is counted, and a replay finds the round as it was counted though the tie is lifted later.
 */
export async function clearTied(context: Context, competition: Competition, { index, plan: version }: Pick<RoundRecord, 'index' | 'plan'>): Promise<{ plan: string | null } & Pick<Decision<unknown>, 'writes' | 'trail'>> {
  if (version === null) return { plan: version, writes: [], trail: [] }
  const { table, now } = context
  const [{ findings, writes, trail }, { head, assignments }] = await Promise.all([freshFindings(context, competition), loadPlan(table, competition.id, index, version)])
  const barred = (await conflictsIn(table, { id: competition.id, round: index }, findings)).filter(({ bars, proposal, judge }) => bars && assignments[proposal]?.includes(judge) === true)
  if (barred.length === 0) return { plan: version, writes, trail }
  const without = Object.fromEntries(Object.entries(assignments).map(([proposal, judges]) => [proposal, judges.filter((judge) => !barred.some((one) => one.judge === judge && one.proposal === proposal))]))
  const plan = newVersion()
  await writePlan(table, { ...head, version: plan, previous: version, madeAt: now }, without)
  const names = await table.getMany(judgeItem, barred.map(({ judge }) => keys.judge(competition.id, judge)))
  return {
    plan, writes,
    trail: [...trail, ...barred.slice(0, 20).map(({ proposal }, i): Decision<unknown>['trail'][number] => {
      const [number, name] = [proposalNumber(proposal), names[i]?.value.name ?? '']
      return {
        scope: { of: 'competition', id: competition.id }, action: 'close-scoring', about: { noun: 'proposal', id: proposal, label: number },
        sentence: { zh: `${name}与 ${number} 有利益关系，到截止时没有改派，不计${name}的评分`, en: `${name} is tied to ${number} and was not replaced before the close: no score of theirs counts` },
      }
    })],
  }
}
