import * as z from 'zod'
import { proposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import { ballotItem } from '../../shared/vote/ballot.store.ts'
import { traceOf } from '../../shared/vote/trace.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { ballotDay, choicesOf, judgesHere, voteRoom } from '../queries/vote.ts'
import { votersOf } from '../queries/voter.ts'
import { countTry } from '../throttle.ts'

/** Ballots an hour of one network: a hall of people votes behind one address, and a mobile network has many more. */
const BALLOTS_A_NETWORK = 600
/** Of one browser: a family may share a phone. */
const BALLOTS_A_BROWSER = 6

export const ballotInput = z.strictObject({ proposals: z.array(proposalId).max(40) })

export interface CastBallot {
  proposals: string[]
  at: Instant
}

/** What the vote's page knows of who asks: whose phone it is, and which browser, for telling many voters on one. */
interface Here {
  cookie: string | undefined
  browser: string | undefined
}

const refuse = (path: string, code: string, zh: string, en: string): never => {
  const mistake: Mistake = { path, code, zh, en }
  throw new Refusal('INVALID', { mistakes: [mistake] })
}

/**
 * One person's ballot. Whoever is signed in on a phone that is proved for a volunteer, or whom the records know as a volunteer, uses all of their
 * names up with one ballot. It leaves no trail: whom somebody votes for is in no list of deeds. `here` is what the vote's own page knows; without it only a person who is signed in votes.
 * Throws NOT_FOUND, TOO_MANY_TRIES, INVALID where the vote is closed, for a judge of the competition, for somebody who is not known, who has voted, or whose ballot names nothing, too much or a stranger.
 */
export async function castBallot(context: Context, id: string, { proposals }: z.infer<typeof ballotInput>, here?: Here): Promise<CastBallot> {
  authorise(context, here === undefined ? 'vote.cast' : 'vote.cast-here', {})
  const { cookie, browser } = here ?? {}
  let counted = false
  return act(context, async () => {
    const room = await voteRoom(context.table, id, context.now)
    const { vote, competition } = room
    if (!room.open) return refuse('', 'VOTE_CLOSED', '现在不在投票时间。', 'Votes are not taken now.')
    if (judgesHere(context, competition.id)) return refuse('', 'JUDGE_VOTES', '您是本次大赛的评委，已经打分，不再投票。', 'You judge this competition; your scores count, so you do not vote.')
    const { shown, known: namesakes } = await votersOf(context, cookie)
    const [first] = shown
    if (first === undefined) return refuse('', 'VOTER_UNKNOWN', '请先登录，或用已验证的志愿者手机打开本页，再投票。', 'Sign in first, or open this page on a phone that is verified for a volunteer.')
    const chosen = [...new Set(proposals)]
    const known = new Set((await choicesOf(context.table, room)).map(({ proposal }) => proposal))
    if (chosen.length === 0) return refuse('proposals', 'REQUIRED', '请至少选一个项目。', 'Choose one project at least.')
    if (chosen.length > vote.choices) return refuse('proposals', 'TOO_MANY', `最多选 ${vote.choices} 个项目，您选了 ${chosen.length} 个。`, `Choose ${vote.choices} projects at most; you have chosen ${chosen.length}.`)
    if (chosen.some((proposal) => !known.has(proposal))) return refuse('proposals', 'CHOICE_UNKNOWN', '有的项目不在这次投票里，请重新打开本页再选。', 'Some of these are not in this vote; open the page again.')
    const day = ballotDay(vote, context.now)
    const names = [...shown, ...namesakes]
    const earlier = await context.table.getMany(ballotItem, names.map((voter) => keys.ballot(competition.id, voter, day)))
    if (earlier.some((one) => one !== undefined)) {
      const under = earlier.slice(0, shown.length).some((one) => one !== undefined) ? { zh: '', en: '' } : { zh: '用志愿者身份', en: ' as a volunteer' }
      return vote.ballots === 'daily' ? refuse('', 'VOTED', `您今天已经${under.zh}投过票了，明天可以再投。`, `You have voted${under.en} today; you may vote again tomorrow.`) : refuse('', 'VOTED', `您已经${under.zh}投过票了，每人只投一次。`, `You have voted${under.en} already; everybody votes once.`)
    }
    const trace = (kind: 'network' | 'browser', what: string | null) => (what === null ? null : traceOf(context.environment.XIUYUAN_TRACE_SECRET, competition.id, kind, what))
    const [network, on] = [trace('network', context.address), trace('browser', browser ?? null)]
    if (!counted) {
      await countTry(context, `vote#${competition.id}`, BALLOTS_A_NETWORK, network ?? undefined)
      if (on !== null) await countTry(context, `vote-browser#${competition.id}`, BALLOTS_A_BROWSER, on)
      counted = true
    }
    const ballot = { competition: competition.id, day, at: context.now, network, browser: on }
    return {
      writes: names.map((voter) => ballotItem.put(voter === first ? { ...ballot, voter, proposals: chosen, shadow: false } : { ...ballot, voter, proposals: [], shadow: true }, 'none')),
      trail: [], answer: { proposals: chosen, at: context.now },
    }
  })
}
