import * as z from 'zod'
import { compareDecimals } from '../../shared/kernel/decimal.ts'
import { personId, type ProposalId, proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import {
  addTime, beginAnswers, callTurn, closeLate, drawTurns, finishTurn, lockCard, missTurn, openCard, openLate, pauseClock, type Pitch, reveal, setUp, startClock,
} from '../../shared/pitch/pitch.ts'
import { pitchItem } from '../../shared/pitch/pitch.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { forgetPitch, judgeNames, type PitchRoom, pitchRoom } from '../queries/pitch.ts'
import { countGroup } from '../queries/score-sheets.ts'
import { roundEntry } from './plan.ts'

const card = { proposal: proposalId }
const one = <D extends string, S extends z.ZodRawShape>(deed: D, more: S) => z.strictObject({ do: z.literal(deed), ...more })

/** Everything a host does at the desk. */
export const deskInput = z.discriminatedUnion('do', [
  one('set-up', {}),
  /** `said`: what somebody in the hall called out. `supervisor`: who watched. */
  one('draw', { said: typed(60), supervisor: typed(60) }),
  /** A place in the order, from 1. */
  one('call', { turn: z.int().min(1).max(500) }),
  one('start', {}), one('pause', {}), one('add-time', { seconds: z.int().min(-600).max(600) }), one('answers', {}), one('finish', {}), one('absent', {}),
  one('open', card), one('lock', card), one('late', { ...card, judge: personId }), one('close-late', { ...card, judge: personId }),
  one('reveal', {}),
])
export type DeskDeed = z.infer<typeof deskInput>

/** What stands after a deed. */
export type DeskState = Pick<Pitch, 'state' | 'turn' | 'phase' | 'order'>

/**
 * One deed at the desk of a group's live pitch. Throws NOT_ALLOWED, NOT_FOUND, WRONG_STATE with a sentence where the deed does not fit
 * (shared/pitch/pitch.ts); setting up what is set up changes nothing.
 */
export async function runDesk(context: Context, id: string, index: number, group: string, deed: DeskDeed): Promise<DeskState> {
  const answer = await act<DeskState>(context, async () => {
    const found = await pitchRoom(context, 'pitch.run', id, index)
    const { state } = found.room.round.value
    if (state !== 'scoring' && deed.do !== 'reveal') throw new Refusal('WRONG_STATE', { facts: { state } })
    const stored = await context.table.get(pitchItem, keys.pitch(id, index, group))
    const before = stored?.value
    if (before === undefined && deed.do !== 'set-up') throw new Refusal('NOT_FOUND')
    const { next, told } = before === undefined ? await newDesk(context, found, group) : await after(context, found, before, deed)
    const shown = { state: next.state, turn: next.turn, phase: next.phase, order: next.order }
    if (next === before) return { writes: [], trail: [], answer: shown }
    return { writes: [pitchItem.put(next, stored?.version ?? 'none')], trail: told === null ? [] : [told], answer: shown }
  })
  forgetPitch(id, index)
  return answer
}

interface After {
  next: Pitch
  /** What the trail keeps of it; null for the clock, which the hall sees. */
  told: Omit<Entry, 'id' | 'at' | 'by'> | null
}

async function newDesk(context: Context, { room, plan }: PitchRoom, groupId: string): Promise<After> {
  const group = plan.head.groups.find(({ id }) => id === groupId)
  if (group === undefined) throw new Refusal('NOT_FOUND')
  const proposals = await context.table.getMany(proposalItem, group.proposals.map((proposal) => keys.proposal(proposal)))
  const entries = proposals.flatMap((found) => (found === undefined ? [] : [{ proposal: found.value.id, title: found.value.title, organisation: room.rulebook.blind ? null : found.value.organisation.name }]))
  return {
    next: setUp({ competition: room.competition.value.id, index: room.round.value.index, group: group.id, name: group.name, entries }, room.rules),
    told: roundEntry(room, 'pitch.run', { zh: `${group.name.zh}：主持台启用，评分表由主持人开放`, en: `${say(group.name, 'en')}: the desk was set up; its host opens the cards` }),
  }
}

async function after(context: Context, found: PitchRoom, pitch: Pitch, deed: DeskDeed): Promise<After> {
  const { room, room: { rules, competition: { value: competition } } } = found
  const { now } = context
  const silent = (next: Pitch): After => ({ next, told: null })
  const told = (next: Pitch, zh: string, en: string): After => ({ next, told: roundEntry(room, 'pitch.run', { zh: `${pitch.name.zh}：${zh}`, en: `${say(pitch.name, 'en')}: ${en}` }) })
  const title = (proposal: ProposalId) => pitch.entries.find((entry) => entry.proposal === proposal)?.title ?? ''
  switch (deed.do) {
    case 'set-up': return silent(pitch)
    case 'draw': {
      const next = drawTurns(pitch, { said: deed.said, supervisor: deed.supervisor, host: personOf(context).name, published: competition.seed, round: rules.id }, now)
      return told(next, `现场抽签，喊出“${deed.said}”，监督员${deed.supervisor}`, `drew the order by "${deed.said}", called out in the hall, before ${deed.supervisor}`)
    }
    case 'call': return silent(callTurn(pitch, rules, deed.turn - 1))
    case 'start': return silent(startClock(pitch, now))
    case 'pause': return silent(pauseClock(pitch, now))
    case 'add-time': return silent(addTime(pitch, deed.seconds))
    case 'answers': return silent(beginAnswers(pitch, rules, now))
    case 'finish': return silent(finishTurn(pitch, rules, now))
    case 'absent': return told(missTurn(pitch, rules), `第 ${(pitch.turn ?? 0) + 1} 号没有到场`, `number ${(pitch.turn ?? 0) + 1} was not there`)
    case 'open': return told(openCard(pitch, rules, deed.proposal), `开放《${title(deed.proposal)}》的评分表`, `opened the cards of "${title(deed.proposal)}"`)
    case 'lock': return told(lockCard(pitch, deed.proposal, now), `锁定《${title(deed.proposal)}》的评分表`, `locked the cards of "${title(deed.proposal)}"`)
    case 'late': {
      const name = await assignedName(context, found, deed)
      return told(openLate(pitch, deed), `为评委${name}单独重开《${title(deed.proposal)}》的评分表`, `opened the card of "${title(deed.proposal)}" for ${name} alone`)
    }
    case 'close-late': return silent(closeLate(pitch, deed, now))
    case 'reveal':
      await requireNobodyLate(context, found, pitch)
      return told(reveal(pitch, rules, nextOf(found, pitch), pitch.state === 'finished' ? await scoresOf(context, found, pitch) : [], now), '公布了本组得分', 'read the scores out')
  }
}

/** A card opened for one judge alone may be on its way: what is read out would not be what counts. Throws WRONG_STATE naming each that is not sent. */
async function requireNobodyLate({ table }: Context, { room: { competition, round } }: PitchRoom, { late, entries }: Pitch): Promise<void> {
  const cards = await table.getMany(scorecardItem, late.map(({ proposal, judge }) => keys.scorecard(proposal, round.value.index, judge)))
  const open = late.filter((_, i) => cards[i]?.value.state !== 'submitted')
  if (open.length === 0) return
  const names = await judgeNames(table, competition.value.id)
  throw new Refusal('WRONG_STATE', { mistakes: open.map(({ proposal, judge }) => {
    const [name, title] = [names.get(judge) ?? '', entries.find((entry) => entry.proposal === proposal)?.title ?? '']
    return { path: '', code: 'LATE_OPEN', zh: `《${title}》还为评委${name}单独开着。请等它交来；不等的，先收回，一分钟后再公布。`, en: `"${title}" is still open for ${name} alone. Wait for that card, or take it back and read out a minute later.` }
  }) })
}

/** Throws NOT_FOUND unless the plan gives the proposal to the judge. */
async function assignedName(context: Context, { room, plan }: PitchRoom, { proposal, judge }: { proposal: ProposalId; judge: string }): Promise<string> {
  if (plan.assignments[proposal]?.some((assigned) => assigned === judge) !== true) throw new Refusal('NOT_FOUND')
  return (await judgeNames(context.table, room.competition.value.id)).get(judge) ?? ''
}

/** How far the group after it in the plan is. */
export function nextOf({ plan, pitches }: Pick<PitchRoom, 'plan' | 'pitches'>, { group }: Pick<Pitch, 'group'>): Pitch | 'none' | 'not-set-up' {
  const { groups } = plan.head
  const after = groups[groups.findIndex(({ id }) => id === group) + 1]
  return after === undefined ? 'none' : (pitches.find((pitch) => pitch.group === after.id) ?? 'not-set-up')
}

/** The group's scores by the round's own rule, best first; nobody who was absent. Throws WRONG_STATE naming those with too few cards. */
async function scoresOf(context: Context, { room }: PitchRoom, pitch: Pitch): Promise<{ proposal: ProposalId; score: string }[]> {
  const heard = pitch.order.filter((proposal) => pitch.turns[proposal] === 'heard')
  const { scores, unscored } = await countGroup(context, room, heard)
  if (unscored.length > 0) {
    throw new Refusal('WRONG_STATE', { mistakes: unscored.map(({ entry, cards, needed }) => {
      const title = pitch.entries.find(({ proposal }) => proposal === entry)?.title ?? ''
      return { path: '', code: 'CARDS_MISSING', zh: `《${title}》只有 ${cards} 份评分，章程至少要 ${needed} 份。请为没有送到的评委单独重开。`, en: `"${title}" has ${cards} scores; the rulebook needs ${needed}. Open it for the judges who have not sent theirs.` }
    }) })
  }
  return heard.flatMap((proposal) => {
    const score = scores[proposal]?.score
    return score === undefined ? [] : [{ proposal, score }]
  }).toSorted((a, b) => compareDecimals(b.score, a.score))
}
