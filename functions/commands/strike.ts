import * as z from 'zod'
import { isOver } from '../../shared/competition/steps.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { instant, type Instant } from '../../shared/kernel/instant.ts'
import { personalIn } from '../../shared/kernel/personal.ts'
import { type Mistake, Refusal, type RefusalCode } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markAdded } from '../../shared/store/mark.store.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { burstsOf, shortTrace } from '../../shared/vote/burst.ts'
import { isStruck, liesIn, type Span, type Strike } from '../../shared/vote/strike.ts'
import { ballotsAndStrikes, strikeItem } from '../../shared/vote/strike.store.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { requireStrikes, strikeBar } from '../queries/vote-watch.ts'
import { voteRoom } from '../queries/vote.ts'

export const strikeInput = z.strictObject({
  /** A burst of the watch: its kind, its short trace, and its first and last ballot. */
  kind: z.enum(['network', 'browser']),
  from: z.string().min(1).max(43),
  since: instant,
  until: instant,
  /** How many ballots it had when it was looked at. */
  ballots: z.int().min(1),
  /** The public reads it. */
  reason: typed(300),
})

const refuse = (code: RefusalCode, mistake: Omit<Mistake, 'path'> & { path?: string }): never => {
  throw new Refusal(code, { mistakes: [{ path: '', ...mistake }] })
}

/**
 * Sets a burst's ballots aside, those that it had when it was looked at. One record says so; the ballots stay, so that who cast one has voted.
 * Throws NOT_FOUND, NOT_ALLOWED, CONFLICTED for whoever is bound to a project of the vote, WRONG_STATE once the last ranking is fixed or where
 * all of them are set aside already, INVALID for a burst that is none or a reason that names somebody by a number, STALE where it has other ballots between its two ends than were seen.
 */
export async function strikeBallots(context: Context, id: string, { kind, from, since, until, ballots: seen, reason }: z.infer<typeof strikeInput>): Promise<{ strike: string; ballots: number }> {
  return act(context, async () => {
    const { competition, writes } = await strikersRoom(context, id)
    if (personalIn(reason).length > 0) return refuse('INVALID', { path: 'reason', code: 'NAMES_SOMEBODY', zh: '理由会公布，不要写电话、邮箱、账号或证件号码。', en: 'The reason is published: leave out phones, addresses, accounts and ID numbers.' })
    const { ballots, strikes } = await ballotsAndStrikes(context.table, id)
    const burst = burstsOf(ballots, strikes).find((one) => one.kind === kind && one.from === from && one.since <= since && since <= until && until <= one.until)
    if (burst === undefined) return refuse('INVALID', { code: 'BURST_UNKNOWN', zh: '没有这样一处集中的选票，请回到“公众投票”再看一次。', en: 'There is no such cluster of ballots; look at the vote again.' })
    const span: Span = { kind, trace: burst.trace, since, until }
    const meant = ballots.filter((ballot) => !ballot.shadow && liesIn(ballot, span))
    if (meant.length !== seen) throw new Refusal('STALE')
    if (meant.every((ballot) => isStruck(ballot, strikes))) return refuse('WRONG_STATE', { code: 'STRUCK_ALREADY', zh: '这些选票已经不计入了。', en: 'These ballots are set aside already.' })
    const by = personOf(context)
    const strike: Strike = { ...span, id: derivedId(kind, burst.trace, since, until), competition: competition.id, ballots: seen, reason, by: { person: by.id, name: by.name }, at: context.now }
    return {
      writes: [...writes, strikeItem.put(strike, 'none')],
      trail: [line(competition, { zh: `决定 ${seen} 张选票不计入：${whence(strike).zh}`, en: `set ${seen} ballots aside: ${whence(strike).en}` }, reason)],
      answer: { strike: strike.id, ballots: seen },
    }
  })
}

/** Takes that back: the ballots count again, unless another decision covers them. Throws NOT_FOUND where there is none, and as `strikeBallots` does. */
export async function restoreBallots(context: Context, id: string, strike: string): Promise<{ restored: true }> {
  return act<{ restored: true }>(context, async () => {
    const { competition, writes } = await strikersRoom(context, id)
    const stored = await context.table.get(strikeItem, keys.strike(id, strike))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    const { value } = stored
    return {
      writes: [...writes, { remove: stored.key, expect: stored.version }],
      trail: [line(competition, { zh: `撤回了选票不计入的决定：${whence(value).zh}`, en: `took back that ballots were set aside: ${whence(value).en}` })],
      answer: { restored: true },
    }
  })
}

/** Whoever may decide on ballots, while it can be decided; `writes` keep the last ranking from being fixed without what is decided. */
async function strikersRoom(context: Context, id: string) {
  const { table, now } = context
  await requireStrikes(context, id)
  const room = await voteRoom(table, id, now)
  const bar = await strikeBar(context, room)
  if (bar !== null) refuse('CONFLICTED', { code: `IS_${bar.hat.toUpperCase()}`, zh: bar.zh, en: bar.en })
  if ((await table.get(besideItem, keys.beside(id))) !== undefined) refuse('WRONG_STATE', { code: 'RANKING_FIXED', zh: '最后一轮已经计分，票数已定，不能再改哪些选票不计入。有疑问请走异议。', en: 'The last round is counted and the votes are fixed: which ballots count can no longer be changed. Doubts are for an objection.' })
  if (isOver(room.competition)) throw new Refusal('WRONG_STATE', { facts: { state: room.competition.state } })
  const writes: Write[] = [await markAdded(table, keys.strikeMark(id)), { check: keys.beside(id), expect: 'none' }]
  return { ...room, writes }
}

const moment = (at: Instant): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }).format(new Date(at))

function whence({ kind, trace, since, until }: Span): { zh: string; en: string } {
  const times = moment(since) === moment(until) ? moment(since) : `${moment(since)} – ${moment(until)}`
  return { zh: `${kind === 'network' ? '同一网络' : '同一浏览器'} ${shortTrace(trace)}，${times}`, en: `one ${kind} ${shortTrace(trace)}, ${times}` }
}

const line = (competition: { id: string; name: { zh: string } }, sentence: Entry['sentence'], reason?: string): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'competition', id: competition.id }, action: 'vote.strike', about: { noun: 'competition', id: competition.id, label: competition.name.zh }, sentence, ...(reason === undefined ? {} : { reason }),
})
