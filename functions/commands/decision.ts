import * as z from 'zod'
import { awardsItem } from '../../shared/award/award.store.ts'
import { fundedAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { constraintsOf } from '../../shared/portfolio/constraint.ts'
import { type Choice, choiceMistakes, choiceSchema, type Decision, differsFromRank, pinSchema } from '../../shared/portfolio/decision.ts'
import { decisionItem, loadDecision, loadPortfolio, type Portfolio } from '../../shared/portfolio/decision.store.ts'
import { frameOf } from '../../shared/portfolio/frame.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { stir, wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { requireFree } from '../queries/decision-bar.ts'

export const askPortfolioInput = z.strictObject({
  /** Fen; at most the rulebook's. */
  budget: z.int().min(1),
  /** Projects that are to be in, or out, whatever the programme finds. */
  pins: z.array(pinSchema).max(400),
})

/** Asks the programme anew; the workflow answers within a minute. Throws WRONG_STATE, INVALID, NOT_FOUND before its first answer. */
export function askPortfolio(context: Context, id: string, input: z.infer<typeof askPortfolioInput>): Promise<{ asked: number }> {
  return act(context, async () => {
    const { competition, decision, rulebook } = await loadOpen(context, id)
    const { lines } = await answerOf(context, id, decision.value)
    const most = rulebook.funding?.budget ?? 0
    const titles = new Map<string, string>(lines.map(({ proposal, title }) => [proposal, title]))
    const mistakes = [
      ...(input.budget <= most ? [] : [{ path: 'budget', code: 'TOO_BIG', zh: `章程的资助总额是 ${formatYuan(most)} 元，不能超过`, en: `The rulebook gives ${formatYuan(most)} yuan in all` }]),
      ...input.pins.flatMap(({ proposal }, i) => (titles.has(proposal) ? [] : [{ path: `pins.${i}`, code: 'NOT_A_CHOICE', zh: '请选排名里的一个项目', en: 'Choose a project of the ranking' }])),
    ]
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const pins = [...new Map(input.pins.map((pin) => [pin.proposal, pin])).values()]
    const asked = decision.value.asked + 1
    const read = await stir(context.table, id, 'decision', 'decision', context.now)
    return {
      writes: [decisionItem.put({ ...decision.value, budget: input.budget, pins, asked }, decision.version), ...read.writes],
      orders: read.orders,
      trail: [entry(competition, 'decision.ask', {
        zh: `请程序重新计算资助组合：总额 ${formatYuan(input.budget)} 元${pins.map(({ proposal, take }) => `，${take ? '一定资助' : '不资助'}《${titles.get(proposal) ?? ''}》`).join('')}`,
        en: `asked for another portfolio: ${formatYuan(input.budget)} yuan in all${pins.map(({ proposal, take }) => `, “${titles.get(proposal) ?? ''}” ${take ? 'in' : 'out'}`).join('')}`,
      })],
      answer: { asked },
    }
  })
}

export const prepareDecisionInput = z.strictObject({
  choices: z.array(choiceSchema).max(1000),
  /** Asked for where the choice is not the plain rank order. */
  reason: z.string().trim().max(3000).default(''),
})

/** Puts a choice before whoever decides; another one takes its place. Throws WRONG_STATE, INVALID with each rule that it breaks. */
export function prepareDecision(context: Context, id: string, input: z.infer<typeof prepareDecisionInput>): Promise<{ number: number }> {
  return act(context, async () => {
    const { competition, decision, rulebook } = await loadOpen(context, id)
    const { portfolio: version } = decision.value
    const answer = await answerOf(context, id, decision.value)
    const differs = differsFromRank(answer.lines, answer.proposed.rank, input.choices)
    const mistakes = [
      ...mistakesOf(rulebook, decision.value, answer, input.choices),
      ...(differs && input.reason === '' ? [{ path: 'reason', code: 'REQUIRED', zh: '与名次顺序不同，请写明理由', en: 'It is not the rank order: say why' }] : []),
    ]
    if (mistakes.length > 0 || version === null) throw new Refusal('INVALID', { mistakes })
    const person = personOf(context)
    const number = (decision.value.prepared?.number ?? 0) + 1
    const prepared = { number, choices: input.choices, reason: input.reason, differs, portfolio: version, by: person.id, byName: person.name, at: context.now }
    const total = input.choices.reduce((sum, { amount }) => sum + amount, 0)
    return {
      writes: [decisionItem.put({ ...decision.value, prepared }, decision.version)],
      trail: [entry(competition, 'decision.prepare', {
        zh: `拟定了第 ${number} 稿资助方案：${input.choices.length} 个项目，${formatYuan(total)} 元${differs ? '，与名次顺序不同' : ''}`,
        en: `prepared draft ${number} of the grants: ${input.choices.length} projects, ${formatYuan(total)} yuan${differs ? ', not the rank order' : ''}`,
      }, input.reason)],
      answer: { number },
    }
  })
}

export const takeDecisionInput = z.strictObject({ /** What was prepared, by the number that was shown. */ number: z.int().min(1) })

/**
 * Decides as prepared: the list of grants is written, and the notice comes next. Throws WRONG_STATE, STALE where another was prepared
 * meanwhile, CONFLICTED for whoever prepared it, organises the competition, applied or guides one of the projects, INVALID.
 */
export function takeDecision(context: Context, id: string, { number }: z.infer<typeof takeDecisionInput>): Promise<{ lines: number }> {
  return act(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    authorise(context, 'decision.take', { district: competition.district, competition: competition.id })
    requireState(competition, 'decision')
    const [decision, rulebook, earlier] = await Promise.all([loadDecision(context.table, id), loadRulebook(context.table, competition), context.table.get(awardsItem, keys.awards(id))])
    const { prepared } = decision.value
    if (prepared === null || prepared.number !== number) throw new Refusal('STALE')
    const answer = await loadPortfolio(context.table, id, prepared.portfolio)
    await requireFree(context, competition, prepared.by, answer.lines)
    const mistakes = mistakesOf(rulebook, decision.value, answer, prepared.choices)
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes: mistakes.map((mistake) => ({ ...mistake, path: '' })) })
    const awards = await fundedAwards(context.table, competition, rulebook, decision.value.standing, prepared.choices, earlier?.value)
    const person = personOf(context)
    const woken = await wake(context.table, id, 'decision', 'decided', context.now)
    return {
      writes: [
        decisionItem.put({ ...decision.value, decided: { number, by: person.id, byName: person.name, at: context.now } }, decision.version),
        awardsItem.put(awards, earlier?.version ?? 'none'),
        competitionItem.put({ ...competition, state: 'result' }, found.version),
        ...woken.writes,
      ],
      orders: woken.orders,
      trail: [{ ...entry(competition, 'decision.take', { zh: `决定资助 ${awards.lines} 个项目（第 ${number} 稿，${prepared.byName}拟定）`, en: `decided on ${awards.lines} grants (draft ${number}, prepared by ${prepared.byName})` }, prepared.reason), from: 'decision', to: 'result' }],
      answer: { lines: awards.lines },
    }
  })
}

export const reopenDecisionInput = z.strictObject({ reason: typed(1000) })

/** Goes back to the decision before its list goes under notice, or goes under notice again. Throws WRONG_STATE, CONFLICTED. */
export function reopenDecision(context: Context, id: string, { reason }: z.infer<typeof reopenDecisionInput>): Promise<{ asked: number }> {
  return act(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    authorise(context, 'decision.take', { district: competition.district, competition: competition.id })
    requireState(competition, 'result')
    const decision = await loadDecision(context.table, id)
    await requireFree(context, competition, null, (await answerOf(context, id, decision.value)).lines)
    const asked = decision.value.asked + 1
    const woken = await wake(context.table, id, 'notice-publication', 'decided', context.now)
    return {
      // What rulings have taken out is out of the next answer.
      writes: [decisionItem.put({ ...decision.value, decided: null, asked }, decision.version), competitionItem.put({ ...competition, state: 'decision' }, found.version), ...woken.writes],
      orders: woken.orders,
      trail: [{ ...entry(competition, 'decision.reopen', { zh: '收回资助决定，重新决定', en: 'took the decision back' }, reason), from: 'result', to: 'decision' }],
      answer: { asked },
    }
  })
}

/** The decision while it is open, for those who prepare it. Throws WRONG_STATE, NOT_FOUND. */
export async function loadOpen(context: Context, id: string) {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'decision.prepare', { district: competition.district, competition: competition.id })
  requireState(competition, 'decision')
  const [decision, rulebook] = await Promise.all([loadDecision(context.table, id), loadRulebook(context.table, competition)])
  return { competition, decision, rulebook }
}

async function answerOf({ table }: Context, id: string, { portfolio }: Decision): Promise<Portfolio> {
  if (portfolio === null) throw new Refusal('NOT_FOUND')
  return loadPortfolio(table, id, portfolio)
}

function requireState({ state, kind }: Competition, wanted: 'decision' | 'result'): void {
  if (state !== wanted || kind !== 'venture') throw new Refusal('WRONG_STATE', { facts: { state } })
}

/** Pins bind the programme, never people. */
function mistakesOf(rulebook: Rulebook, { budget }: Decision, { lines }: Portfolio, choices: readonly Choice[]) {
  const { funding } = rulebook
  if (funding === null) throw new TypeError(`${rulebook.id} has no funding`)
  return choiceMistakes(lines, funding, constraintsOf(lines, frameOf(rulebook, funding, lines, { budget, pins: [] })), choices)
}

const entry = ({ id, name }: Competition, action: string, sentence: Entry['sentence'], reason = ''): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'competition', id }, action, about: { noun: 'competition', id, label: name.zh }, sentence, ...(reason === '' ? {} : { reason }),
})
