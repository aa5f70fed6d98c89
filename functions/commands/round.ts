import * as z from 'zod'
import { closesAt } from '../../shared/competition/competition.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import { derivedId, newSecret, personId, proposalId } from '../../shared/kernel/ids.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { type PlanHead, type RoundRecord, roundItem, writePlan } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { planBase, progressOf, readProgress, roomOf, unscoredOf } from '../queries/round.ts'
import { applied, requirePossible, roundEntry } from './plan.ts'

/** Ends the scoring before its date, all cards being in. Throws WRONG_STATE outside the scoring, SCORES_MISSING with each judge who is not done. */
export async function closeRound(context: Context, id: string, index: number): Promise<{ endedAt: string }> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.close', id, index)
    const round = room.round.value
    if (round.state !== 'scoring' || round.endedAt !== null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
    const progress = await progressOf(context, room, await planBase(context, room))
    if (!progress.complete) {
      const mistakes = progress.judges.filter(({ assigned, submitted }) => submitted < assigned).map(({ judge, name, assigned, submitted }): Mistake => ({
        path: `judges.${judge}`, code: 'CARDS_MISSING', zh: `${name}交了 ${submitted} / ${assigned} 份`, en: `${name} has sent ${submitted} of ${assigned}`,
      }))
      const waiting: Mistake = { path: 'recusals', code: 'RECUSALS_OPEN', zh: '还有回避或利益关系没有处理，或有申报书的评委不够', en: 'A recusal or a tie waits for a decision, or a proposal has too few judges' }
      throw new Refusal('SCORES_MISSING', { mistakes: mistakes.length > 0 ? mistakes : [waiting] })
    }
    const woken = await wake(context.table, id, `round-${index}`, 'decided', context.now)
    return {
      writes: [roundItem.put({ ...round, endedAt: context.now }, room.round.version), ...woken.writes],
      orders: woken.orders,
      trail: [roundEntry(room, 'round.close', { zh: `评分表已齐，提前结束${room.rules.name.zh}`, en: `ended ${room.rules.name.en ?? room.rules.name.zh} early: all cards are in` })],
      answer: { endedAt: context.now },
    }
  })
}

export const decideUnscoredInput = z.strictObject({
  decisions: z.array(z.strictObject({ proposal: proposalId, decision: z.enum(['exclude', 'accept-fewer']), reason: typed(500) })).min(1).max(500),
})

/**
 * Decides proposals that a closed round can't count: leave out, or take the fewer scores there are (one at least). When each has its
 * decision the workflow goes on to the tally. Throws WRONG_STATE unless the round is closed, INVALID for a proposal that has its scores.
 */
export async function decideUnscored(context: Context, id: string, index: number, input: z.infer<typeof decideUnscoredInput>): Promise<{ open: number }> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.resolve', id, index)
    const round = requireClosed(room.round.value)
    const unscored = await unscoredOf(context, room, await planBase(context, room))
    const by = personOf(context).id
    const mistakes = input.decisions.flatMap(({ proposal, decision }, i): Mistake[] => {
      const found = unscored.find((one) => one.proposal === proposal)
      if (found === undefined) return [{ path: `decisions.${i}.proposal`, code: 'HAS_SCORES', zh: '这份申报书的评分已经够了，不需要决定。', en: 'This proposal has its scores; nothing is to be decided.' }]
      if (decision === 'accept-fewer' && found.cards === 0) return [{ path: `decisions.${i}.decision`, code: 'NO_SCORES', zh: `《${found.title}》一份评分也没有，只能改派或不计入。`, en: `"${found.title}" has no score at all: reassign it or leave it out.` }]
      return []
    })
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const decided = new Map(round.unscored.map((one) => [one.proposal, one]))
    for (const one of input.decisions) decided.set(one.proposal, { ...one, by })
    const open = unscored.filter(({ proposal }) => !decided.has(proposalId.parse(proposal))).length
    const next: RoundRecord = { ...round, unscored: [...decided.values()], unscoredSettled: open === 0 }
    const woken = open === 0 ? await wake(context.table, id, `unscored-${index}`, 'decided', context.now) : { writes: [], orders: [] }
    return {
      writes: [roundItem.put(next, room.round.version), ...woken.writes],
      orders: woken.orders,
      trail: input.decisions.slice(0, 20).map(({ proposal, decision, reason }) => {
        const title = unscored.find((one) => one.proposal === proposal)?.title ?? ''
        return roundEntry(room, 'round.resolve', decision === 'exclude' ? { zh: `评分不够，不计入《${title}》`, en: `left out "${title}": too few scores` } : { zh: `按已有评分计入《${title}》`, en: `took "${title}" with the scores there are` }, { reason })
      }),
      answer: { open },
    }
  })
}

/** Closed, and the tally still waits for decisions: once they are all taken the machine counts. */
function requireClosed(round: RoundRecord): RoundRecord {
  if (round.state !== 'closed' || round.unscoredSettled || round.standing !== null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
  return round
}

export const reassignInput = z.strictObject({
  /** The new end of the scoring, after now. */
  closesAt: instant,
  /** All judges a proposal is to have, those who have scored it among them. */
  proposals: z.record(z.string().max(40), z.array(personId).min(1).max(60)).refine((given) => Object.keys(given).length > 0, { error: 'REQUIRED' }),
  reason: typed(500),
})

/**
 * Gives unscored proposals to other judges and opens the scoring again until a new date. Cards that are in stay locked. Throws WRONG_STATE
 * unless the round is closed, INVALID for a barred judge, fewer than the floor, or a date that has passed.
 */
export async function reassignUnscored(context: Context, id: string, index: number, input: z.infer<typeof reassignInput>): Promise<{ state: 'scoring'; closesAt: string }> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.resolve', id, index)
    const round = requireClosed(room.round.value)
    if (input.closesAt <= context.now) throw new Refusal('INVALID', { mistakes: [{ path: 'closesAt', code: 'DATE_PASSED', zh: '新的截止时间要在现在之后。', en: 'The new date has to be ahead.' }] })
    const base = await planBase(context, room)
    const next = applied(base, {}, input.proposals)
    requirePossible(room, base, next.assignments, next.touched)
    const head: PlanHead = { ...base.plan.head, version: newSecret().slice(0, 26), previous: base.plan.head.version, madeAt: context.now }
    await writePlan(context.table, head, next.assignments)
    const { value: competition, version } = room.competition
    const dates = { ...competition.dates, roundsCloseAt: competition.dates.roundsCloseAt.map((at, i) => (i === index ? input.closesAt : at)) }
    const unscored = round.unscored.filter(({ proposal }) => !next.touched.has(proposal))
    const woken = await wake(context.table, id, `unscored-${index}`, 'decided', context.now)
    return {
      writes: [
        roundItem.put({ ...round, state: 'scoring', plan: head.version, closedAt: null, endedAt: null, unscored, unscoredSettled: false }, room.round.version),
        competitionItem.put({ ...competition, dates }, version),
        ...woken.writes,
      ],
      orders: woken.orders,
      trail: [roundEntry(room, 'round.resolve', { zh: `改派 ${next.touched.size} 份申报书，重新开放评分`, en: `reassigned ${next.touched.size} proposals and opened the scoring again` }, { from: 'closed', to: 'scoring', reason: input.reason })],
      answer: { state: 'scoring' as const, closesAt: input.closesAt },
    }
  })
}

export const decideTiesInput = z.strictObject({ chosen: z.array(proposalId).max(1000), reason: typed(500) })

/** Says who of those tied across the line goes on: in each tie as many as there are places. Throws WRONG_STATE where nothing is tied, INVALID for another number. */
export async function decideTies(context: Context, id: string, index: number, input: z.infer<typeof decideTiesInput>): Promise<{ chosen: number }> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.resolve', id, index)
    const round = room.round.value
    if (round.state !== 'tied' || round.ties === null || round.ties.chosen !== null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
    const { pools } = round.ties
    const chosen = new Set<string>(input.chosen)
    const all = new Set<string>(pools.flatMap(({ tied }) => tied))
    const mistakes: Mistake[] = [
      ...(input.chosen.some((proposal) => !all.has(proposal)) ? [{ path: 'chosen', code: 'NOT_TIED', zh: '选了不在并列之中的申报书。', en: 'A proposal was chosen that is not tied.' }] : []),
      ...pools.flatMap(({ tied, seats }): Mistake[] => {
        const picked = tied.filter((proposal) => chosen.has(proposal)).length
        return picked === seats ? [] : [{ path: 'chosen', code: 'WRONG_NUMBER', zh: `并列的 ${tied.length} 份里要选 ${seats} 份，现在选了 ${picked} 份。`, en: `Choose ${seats} of the ${tied.length} tied; you chose ${picked}.` }]
      }),
    ]
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const woken = await wake(context.table, id, `tie-${index}`, 'decided', context.now)
    return {
      writes: [roundItem.put({ ...round, ties: { ...round.ties, chosen: [...new Set(input.chosen)], reason: input.reason } }, room.round.version), ...woken.writes],
      orders: woken.orders,
      trail: [roundEntry(room, 'round.resolve', { zh: `决定了${room.rules.name.zh}的并列：${chosen.size} 份进入`, en: `decided the tie of ${room.rules.name.en ?? room.rules.name.zh}: ${chosen.size} go on` }, { reason: input.reason })],
      answer: { chosen: chosen.size },
    }
  })
}

export const remindInput = z.strictObject({ judges: z.array(personId).max(60).optional() })

/** Mails to judges who have cards to send (those named, or all of them). Once a day to each, however often it is pressed. Throws WRONG_STATE outside the scoring. */
export async function remindJudges(context: Context, id: string, index: number, input: z.infer<typeof remindInput>): Promise<{ reminded: number; withoutMail: number }> {
  const { room, progress } = await readProgress(context, id, index)
  const wanted = input.judges === undefined ? undefined : new Set<string>(input.judges)
  const late = progress.judges.filter(({ judge, assigned, submitted }) => submitted < assigned && (wanted?.has(judge) ?? true)).slice(0, 60)
  const people = await context.table.getMany(personItem, late.map(({ judge }) => keys.person(judge)))
  return act(context, async () => {
    const { round } = await roomOf(context, 'round.plan', id, index)
    if (round.value.state !== 'scoring') throw new Refusal('WRONG_STATE', { facts: { state: round.value.state } })
    const until = closesAt(room.competition.value, `round-${index}`)
    const day = context.now.slice(0, 10)
    const mails = late.flatMap(({ assigned, submitted }, i) => {
      const person = people[i]?.value
      if (person === undefined || person.email === null) return []
      const language = person.language ?? 'zh'
      const name = say(room.competition.value.name, language)
      const left = assigned - submitted
      const mailId = derivedId('remind', id, String(index), person.id, day)
      const at = new Date(Date.parse(until) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
      const link = `${context.environment.XIUYUAN_BASE_URL}/judging/${id}/${index}`
      const mail = language === 'zh'
        ? { subject: `还有 ${left} 份申报书等您评分：${name}`, text: `您好：\n\n${name}的${room.rules.name.zh}还有 ${left} 份申报书等您评分，截止时间 ${at}（北京时间）。\n\n${link}\n` }
        : { subject: `${left} proposals wait for your scores: ${name}`, text: `Hello,\n\n${left} proposals of ${say(room.rules.name, 'en')} in ${name} wait for your scores, until ${at} (Beijing time).\n\n${link}\n` }
      return [{ key: mailId, order: { do: 'mail' as const, mail: { id: mailId, to: person.email, language, ...mail, at: context.now } } }]
    })
    // A mail that went out today is not ordered again: its outbox item is there.
    const sent = await context.table.getMany(outboxItem, mails.map(({ key }) => keys.outbox(derivedId(key))))
    const fresh = mails.filter((_, i) => sent[i] === undefined)
    return {
      writes: [], orders: fresh,
      trail: fresh.length === 0 ? [] : [roundEntry(room, 'round.plan', { zh: `提醒了 ${fresh.length} 位评委`, en: `reminded ${fresh.length} judges` })],
      answer: { reminded: fresh.length, withoutMail: late.length - mails.length },
    }
  })
}
