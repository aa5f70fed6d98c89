import * as z from 'zod'
import { drawn } from '../kernel/draw.ts'
import { competitionId, personId, type ProposalId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant, milliseconds } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { proposalNumber } from '../proposal/proposal.ts'
import type { Round } from '../rulebook/round.ts'
import { pitchLifecycle, type PitchState, type TurnPhase, turnLifecycle } from './lifecycle.ts'

const states = Object.keys(pitchLifecycle) as [PitchState, ...PitchState[]]
const phases = Object.keys(turnLifecycle) as [TurnPhase, ...TurnPhase[]]

/** Runs while `startedAt` says since when; `spent` are the milliseconds used up before that. */
export const clockSchema = z.object({ seconds: z.int(), spent: z.int(), startedAt: instant.nullable() })
export type Clock = z.infer<typeof clockSchema>

/** The desk (主持台) from which the live pitch of one group is run. Only its host writes it; judges write their own cards. */
export const pitchSchema = z.object({
  competition: competitionId,
  index: z.int(),
  /** The group's id and name in the plan in force. */
  group: z.string(),
  name: bilingual,
  /** What the hall is shown of each; no organisation where the rulebook is blind. */
  entries: z.array(z.object({ proposal: proposalId, title: z.string(), organisation: z.string().nullable() })),
  state: z.enum(states),
  /** How the order was drawn: what was called out, the seed that it made, before whom. */
  draw: z.object({ said: z.string(), seed: z.string(), at: instant, host: z.string(), supervisor: z.string() }).nullable(),
  order: z.array(proposalId),
  /** The place in the order of whoever is on stage. */
  turn: z.int().nullable(),
  phase: z.enum(phases).nullable(),
  clock: clockSchema,
  /** By proposal: who was heard, and who was not there. */
  turns: z.record(z.string(), z.enum(['heard', 'absent'])),
  /** By proposal; a card that is not here has not been opened yet. */
  cards: z.record(z.string(), z.enum(['open', 'locked'])),
  /** Locked cards that one judge may still send. */
  late: z.array(z.object({ proposal: proposalId, judge: personId })),
  /** When a card was last taken away from a judge. */
  lockedAt: instant.nullable(),
  /** What was read out: each proposal's score, best first. */
  revealed: z.object({ at: instant, lines: z.array(z.object({ proposal: proposalId, score: z.string() })) }).nullable(),
})
export type Pitch = z.infer<typeof pitchSchema>

/** What the rulebook says of the round's pitch; a round without words about it talks for five minutes and answers for three. */
export type PitchRules = Pick<Round, 'pitch'>
const DEFAULTS: NonNullable<Round['pitch']> = { talkSeconds: 300, answerSeconds: 180 }
export const habits = ({ pitch }: PitchRules): NonNullable<Round['pitch']> => pitch ?? DEFAULTS

/**
 * Seconds between the last lock and the reading out: longer than the longest request, so that a score that was on its way at the lock has
 * arrived (design.md section 3: what closes a window waits before it reads).
 */
export const REVEAL_WAIT = 60

const idle = (seconds: number): Clock => ({ seconds, spent: 0, startedAt: null })

export function setUp(place: Pick<Pitch, 'competition' | 'index' | 'group' | 'name' | 'entries'>, rules: PitchRules): Pitch {
  return { ...place, state: 'drawing', draw: null, order: [], turn: null, phase: null, clock: idle(habits(rules).talkSeconds), turns: {}, cards: {}, late: [], lockedAt: null, revealed: null }
}

/** The seed of a group's order: what the competition published, the round and group, and what was called out in the hall. */
export const drawSeed = (published: string, round: string, group: string, said: string): string => `${published}/pitch/${round}/${group}/${said}`

/** The order that a seed gives: lowest lot first (shared/kernel/draw.ts says how anybody repeats it). By public numbers: ids are known to nobody in the hall. */
export const drawOrder = (seed: string, proposals: readonly ProposalId[]): ProposalId[] => drawn(seed, proposals, proposalNumber)

/** Once, so that nobody draws until they like the order. Throws WRONG_STATE. */
export function drawTurns(pitch: Pitch, given: { said: string; supervisor: string; host: string; published: string; round: string }, now: Instant): Pitch {
  if (pitch.state !== 'drawing') throw no('DRAWN_ALREADY', '顺序已经抽定，不能再抽。', 'The order has been drawn and is not drawn again.')
  const { said, supervisor, host } = given
  const seed = drawSeed(given.published, given.round, pitch.group, said)
  return { ...pitch, state: 'running', draw: { said, seed, at: now, host, supervisor }, order: drawOrder(seed, pitch.entries.map(({ proposal }) => proposal)) }
}

/** Calls whoever stands at a place of the order (from 0); the clock stands ready. Throws WRONG_STATE while somebody is talking, NOT_FOUND. */
export function callTurn(pitch: Pitch, rules: PitchRules, turn: number): Pitch {
  requireRun(pitch)
  if (pitch.phase === 'talk' || pitch.phase === 'answers') throw no('STILL_ON_STAGE', '台上这一场还没有结束，请先点“讲完了”。', 'The one on stage is not done; finish that turn first.')
  const proposal = pitch.order[turn]
  if (proposal === undefined) throw new Refusal('NOT_FOUND')
  return { ...pitch, turn, phase: pitch.turns[proposal] === 'heard' ? 'heard' : 'called', clock: idle(habits(rules).talkSeconds) }
}

/** Starts the talk, or lets a stopped clock go on. Throws WRONG_STATE. */
export function startClock(pitch: Pitch, now: Instant): Pitch {
  if (pitch.phase === 'called') return { ...without(pitch, onStage(pitch)), phase: 'talk', clock: { ...pitch.clock, startedAt: now } }
  requireTalking(pitch)
  return pitch.clock.startedAt === null ? { ...pitch, clock: { ...pitch.clock, startedAt: now } } : pitch
}

/** Throws WRONG_STATE unless somebody talks or answers. */
export function pauseClock(pitch: Pitch, now: Instant): Pitch {
  requireTalking(pitch)
  return { ...pitch, clock: stopped(pitch.clock, now) }
}

/** Gives more seconds, or takes some away. Throws WRONG_STATE unless somebody talks or answers. */
export function addTime(pitch: Pitch, seconds: number): Pitch {
  requireTalking(pitch)
  return { ...pitch, clock: { ...pitch.clock, seconds: Math.max(0, pitch.clock.seconds + seconds) } }
}

/** From the talk to the judges' questions, with a clock of their own. Throws WRONG_STATE. */
export function beginAnswers(pitch: Pitch, rules: PitchRules, now: Instant): Pitch {
  if (pitch.phase !== 'talk') throw wrong(pitch)
  return { ...pitch, phase: 'answers', clock: { seconds: habits(rules).answerSeconds, spent: 0, startedAt: now } }
}

/**
 * The turn is over: its card opens, with those that waited for it where scoring starts only after some pitches. Throws WRONG_STATE unless
 * somebody is on stage.
 */
export function finishTurn(pitch: Pitch, rules: PitchRules, now: Instant): Pitch {
  requireTalking(pitch)
  const heard: Pitch = { ...pitch, phase: 'heard', clock: stopped(pitch.clock, now), turns: { ...pitch.turns, [onStage(pitch)]: 'heard' } }
  return openWaiting(heard, rules)
}

/** Called and not there: no card opens. Throws WRONG_STATE. */
export function missTurn(pitch: Pitch, rules: PitchRules): Pitch {
  if (pitch.phase !== 'called') throw wrong(pitch)
  // The last of three may be the one who is missing: the others wait no longer.
  return settled(openWaiting({ ...pitch, phase: 'absent', turns: { ...pitch.turns, [onStage(pitch)]: 'absent' } }, rules))
}

/** How many pitches must still be heard before the first card opens. */
export function untilScoring(pitch: Pitch, rules: PitchRules): number {
  const present = pitch.order.filter((proposal) => pitch.turns[proposal] !== 'absent')
  const heard = present.filter((proposal) => pitch.turns[proposal] === 'heard').length
  return Math.max(0, Math.min(habits(rules).scoringStartsAfter ?? 0, present.length) - heard)
}

function openWaiting(pitch: Pitch, rules: PitchRules): Pitch {
  if (untilScoring(pitch, rules) > 0) return pitch
  const waiting = pitch.order.filter((proposal) => pitch.turns[proposal] === 'heard' && pitch.cards[proposal] === undefined)
  return { ...pitch, cards: { ...pitch.cards, ...Object.fromEntries(waiting.map((proposal) => [proposal, 'open' as const])) } }
}

/** Opens a card for all its judges, also once more. Throws WRONG_STATE before its pitch was heard or the scoring starts, NOT_FOUND. */
export function openCard(pitch: Pitch, rules: PitchRules, proposal: ProposalId): Pitch {
  requireEntry(pitch, proposal)
  if (pitch.state === 'drawing' || pitch.state === 'revealed') throw wrong(pitch)
  if (pitch.turns[proposal] !== 'heard') throw no('NOT_HEARD', '这个项目还没有讲完，不能开放评分。', 'This pitch has not been heard yet, so its card stays closed.')
  const left = untilScoring(pitch, rules)
  if (left > 0) throw no('SCORING_WAITS', `章程规定先听完几场再评分，还要再听 ${left} 场。`, `By the rulebook judges hear ${left} more before they score.`)
  return { ...pitch, state: 'running', cards: { ...pitch.cards, [proposal]: 'open' }, late: pitch.late.filter((one) => one.proposal !== proposal) }
}

/** Takes the card from all its judges; what is not sent by then is not sent. Throws WRONG_STATE, NOT_FOUND. */
export function lockCard(pitch: Pitch, proposal: ProposalId, now: Instant): Pitch {
  requireEntry(pitch, proposal)
  if (pitch.cards[proposal] !== 'open') throw no('NOT_OPEN', '这份评分表现在没有开放。', 'This card is not open.')
  return settled({ ...pitch, cards: { ...pitch.cards, [proposal]: 'locked' }, lockedAt: now })
}

/** Opens a locked card for one judge, whose phone was offline, until it is taken away or the group is read out. Throws WRONG_STATE, NOT_FOUND. */
export function openLate(pitch: Pitch, late: Pitch['late'][number]): Pitch {
  requireEntry(pitch, late.proposal)
  if (pitch.state === 'revealed' || pitch.cards[late.proposal] !== 'locked') throw no('NOT_LOCKED', '只有锁定了、还没有公布的评分表才能单独重开。', 'Only a card that is locked and not yet read out is opened for one judge.')
  return pitch.late.some((one) => one.proposal === late.proposal && one.judge === late.judge) ? pitch : { ...pitch, late: [...pitch.late, late] }
}

export function closeLate(pitch: Pitch, late: Pitch['late'][number], now: Instant): Pitch {
  const left = pitch.late.filter((one) => one.proposal !== late.proposal || one.judge !== late.judge)
  return left.length === pitch.late.length ? pitch : { ...pitch, late: left, lockedAt: now }
}

/** What one judge may do with one card now. */
export type Gate = 'open' | 'waiting' | 'locked'
export function gateOf(pitch: Pick<Pitch, 'cards' | 'late'>, proposal: string, judge: string): Gate {
  const card = pitch.cards[proposal]
  if (card === undefined) return 'waiting'
  return card === 'open' || pitch.late.some((one) => one.proposal === proposal && one.judge === judge) ? 'open' : 'locked'
}

/** Throws CARD_NOT_OPEN, saying which it is, unless the judge may fill in the card now. */
export function requireGate(pitch: Pick<Pitch, 'cards' | 'late'>, proposal: string, judge: string): void {
  const gate = gateOf(pitch, proposal, judge)
  if (gate === 'open') return
  throw new Refusal('CARD_NOT_OPEN', { facts: { gate }, mistakes: [gate === 'waiting'
    ? { path: '', code: 'CARD_WAITS', zh: '主持人还没有开放这份评分表，什么都没有改。开放后这里会亮起来。', en: 'The host has not opened this card yet; nothing was changed. It lights up when it opens.' }
    : { path: '', code: 'CARD_TAKEN', zh: '主持人已经锁定这份评分表，什么都没有改。刚才没有连上网的，请举手告诉主持人，可以为您单独重开。', en: 'The host has locked this card; nothing was changed. If you were offline, raise your hand: the host can open it for you alone.' }] })
}

/** Why a group's scores can't be read out yet, as a sentence; null when they can. `next`: the group after it, none for the last. */
export function revealWaits(pitch: Pitch, rules: PitchRules, next: Pick<Pitch, 'state'> | 'none' | 'not-set-up', now: Instant): { zh: string; en: string } | null {
  if (pitch.state !== 'finished') return { zh: '这一组还没有全部讲完并锁定评分表。', en: 'Not everybody has pitched, or a card is still open.' }
  const after = habits(rules).announced ?? 'after-own-group'
  const nextDone = next === 'none' || (next !== 'not-set-up' && (next.state === 'finished' || next.state === 'revealed'))
  if (after === 'after-next-group' && !nextDone) return { zh: '章程规定：下一组讲完后才公布这一组的得分。', en: 'By the rulebook this group is read out after the next one is done.' }
  const left = pitch.lockedAt === null ? 0 : Math.ceil((milliseconds(pitch.lockedAt) - milliseconds(now)) / 1000) + REVEAL_WAIT
  return left > 0 ? { zh: `再等 ${left} 秒：让路上的评分都送到。`, en: `${left} more seconds, so that scores on their way arrive.` } : null
}

/** Reads the group's scores out; no card of it opens any more. Throws WRONG_STATE with the reason. */
export function reveal(pitch: Pitch, rules: PitchRules, next: Parameters<typeof revealWaits>[2], lines: { proposal: ProposalId; score: string }[], now: Instant): Pitch {
  if (pitch.state === 'revealed') throw no('REVEALED_ALREADY', '这一组已经公布过了。', 'This group has been read out.')
  const waits = revealWaits(pitch, rules, next, now)
  if (waits !== null) throw no('REVEAL_WAITS', waits.zh, waits.en)
  return { ...pitch, state: 'revealed', late: [], revealed: { at: now, lines } }
}

/** Milliseconds left on the clock; below zero when the time is over. */
export function leftOn({ seconds, spent, startedAt }: Clock, now: Instant): number {
  return seconds * 1000 - spent - (startedAt === null ? 0 : milliseconds(now) - milliseconds(startedAt))
}

const stopped = (clock: Clock, now: Instant): Clock => (clock.startedAt === null ? clock : { ...clock, spent: clock.spent + milliseconds(now) - milliseconds(clock.startedAt), startedAt: null })

/** Finished once nobody is left to be called and nothing to be locked. */
function settled(pitch: Pitch): Pitch {
  const done = pitch.order.every((proposal) => pitch.turns[proposal] === 'absent' || (pitch.turns[proposal] === 'heard' && pitch.cards[proposal] === 'locked'))
  return done ? { ...pitch, state: 'finished' } : pitch
}

function onStage(pitch: Pitch): ProposalId {
  const proposal = pitch.turn === null ? undefined : pitch.order[pitch.turn]
  if (proposal === undefined) throw wrong(pitch)
  return proposal
}

/** An absent one who comes after all counts as not called yet. */
const without = (pitch: Pitch, proposal: ProposalId): Pitch => ({ ...pitch, turns: Object.fromEntries(Object.entries(pitch.turns).filter(([id]) => id !== proposal)) })

function requireEntry(pitch: Pitch, proposal: ProposalId): void {
  if (!pitch.order.includes(proposal)) throw new Refusal('NOT_FOUND')
}
function requireRun(pitch: Pitch): void {
  if (pitch.state === 'drawing') throw no('NOT_DRAWN', '请先抽签定顺序。', 'Draw the order first.')
  if (pitch.state === 'revealed') throw wrong(pitch)
}
function requireTalking(pitch: Pitch): void {
  if (pitch.phase !== 'talk' && pitch.phase !== 'answers') throw no('NOBODY_ON_STAGE', '台上现在没有人在讲。', 'Nobody is on stage.')
}

const wrong = (pitch: Pitch): Refusal => new Refusal('WRONG_STATE', { facts: { state: pitch.state } })
const no = (code: string, zh: string, en: string): Refusal => new Refusal('WRONG_STATE', { mistakes: [{ path: '', code, zh, en }] })
