import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Judge, judgeItem, maxLoadSchema } from '../../shared/round/judge.store.ts'
import { planJudgeItem, roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { type removalInput, takenOff } from './removal.ts'

/**
 * Takes a judge off the competition. Cards that were sent stay. A judge who has proposals in the plan in force is replaced there first.
 * What is removed already stays so. Throws NOT_FOUND, or WRONG_STATE with the number of proposals still assigned.
 */
export async function removeJudge(context: Context, competition: string, person: string, input: z.infer<typeof removalInput>): Promise<Judge> {
  return act<Judge>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competition)
    authorise(context, 'judge.remove', { district: contest.district, competition })
    if (contest.state === 'cancelled') throw new Refusal('WRONG_STATE', { facts: { state: contest.state } })
    return takenOff<Judge>(context, {
      item: judgeItem, key: keys.judge(competition, person), membership: `JUDGE#${competition}`, action: 'judge.remove', scope: { of: 'competition', id: contest.id }, noun: 'judge', reason: input.reason,
      sentence: ({ name }) => ({ zh: `移除了评委${name}`, en: `removed the judge ${name}` }), first: () => requireUnassigned(context, contest.id, contest.round, person),
    })
  })
}

export const limitJudgeInput = z.strictObject({ maxLoad: maxLoadSchema })

/** Says how many proposals a judge takes at most in a round; null: an even share. It counts from the next plan on. Throws NOT_FOUND, WRONG_STATE. */
export async function limitJudge(context: Context, competition: string, person: string, input: z.infer<typeof limitJudgeInput>): Promise<Judge> {
  return act<Judge>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competition)
    authorise(context, 'judge.limit', { district: contest.district, competition })
    if (contest.state === 'cancelled') throw new Refusal('WRONG_STATE', { facts: { state: contest.state } })
    const stored = await context.table.get(judgeItem, keys.judge(competition, person))
    if (stored === undefined || stored.value.removedAt !== null) throw new Refusal('NOT_FOUND')
    const judge: Judge = { ...stored.value, maxLoad: input.maxLoad }
    return {
      writes: [judgeItem.put(judge, stored.version)],
      trail: [{
        scope: { of: 'competition', id: competition }, action: 'judge.limit', about: { noun: 'judge', id: person, label: judge.name },
        sentence: input.maxLoad === null
          ? { zh: `不再限制${judge.name}评审的份数`, en: `lifted the limit of what ${judge.name} judges` }
          : { zh: `把${judge.name}每轮评审的份数限为最多 ${input.maxLoad} 份`, en: `limited what ${judge.name} judges in a round to ${input.maxLoad}` },
      }],
      answer: judge,
    }
  })
}

/** The check that no plan with this judge comes into force meanwhile. */
async function requireUnassigned(context: Context, competition: string, index: number | null, person: string): Promise<Write[]> {
  const round = index === null ? undefined : await context.table.get(roundItem, keys.round(competition, index))
  if (round === undefined || round.value.state === 'finished') return []
  const { plan, preparedPlan } = round.value
  for (const version of [plan, preparedPlan]) {
    const share = version === null ? undefined : await context.table.get(planJudgeItem, keys.planJudge(competition, round.value.index, version, person))
    const count = share?.value.proposals.length ?? 0
    if (count > 0) throw new Refusal('WRONG_STATE', { facts: { assigned: count }, mistakes: [{ path: 'person', code: 'STILL_ASSIGNED', zh: `这位评委在本轮还分有 ${count} 份申报书，请先改派`, en: `This judge still has ${count} proposals in this round; reassign them first` }] })
  }
  return [{ check: round.key, expect: round.version }]
}
