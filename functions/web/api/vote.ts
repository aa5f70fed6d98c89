import * as z from 'zod'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { restoreBallots, strikeBallots, strikeInput } from '../../commands/strike.ts'
import { ballotInput, castBallot } from '../../commands/vote.ts'
import { readVote } from '../../queries/vote.ts'
import { watchVote } from '../../queries/vote-watch.ts'
import { type Route, route } from './route.ts'

const params = z.object({ competition: competitionId })
/** Ballots from one network or browser: who cast them and whom they name is not told. */
const span = { kind: z.enum(['network', 'browser']), from: z.string(), since: z.string(), until: z.string(), ballots: z.int() }

/** The public's vote. Through the API only whoever is signed in votes: a volunteer's phone is known by its browser. */
export const voteRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/vote', action: 'vote.read', summary: 'The public vote: its projects, whether it is open, one’s own ballot', params,
    answer: z.object({
      open: z.boolean(), closesAt: z.string(), weight: z.int(), most: z.int(), ballots: z.enum(['daily', 'once']), votes: z.record(z.string(), z.int()).nullable(), ballot: z.object({ proposals: z.array(z.string()), at: z.string() }).nullable(),
      projects: z.array(z.object({ proposal: z.string(), title: z.string(), category: z.string(), shown: z.array(z.object({ label: bilingual, text: z.string() })) })),
    }),
    run: async (context, { params: { competition } }) => {
      const { open, closesAt, vote, votes, ballot, choices } = await readVote(context, competition, undefined, context.actor.kind === 'person' ? context.actor.person.id : 'visitor')
      return { open, closesAt, weight: vote.weight, most: vote.choices, ballots: vote.ballots, votes, ballot, projects: choices }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/ballots', action: 'vote.cast', summary: 'Vote: once a day or once in all, as the rulebook says', params, body: ballotInput, status: 201, answer: z.object({ proposals: z.array(z.string()), at: z.string() }),
    run: (context, { params: { competition }, body }) => castBallot(context, competition, body),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/vote/watch', action: 'vote.watch', summary: 'How many ballots came when, and what deserves a second look', params,
    answer: z.object({
      open: z.boolean(), ballots: z.int(), struck: z.int(), fixed: z.boolean(), days: z.array(z.object({ day: z.string(), ballots: z.int() })), standing: z.array(z.object({ proposal: z.string(), title: z.string(), votes: z.int() })).nullable(),
      bursts: z.array(z.object({ ...span, struck: z.int() })), strikes: z.array(z.object({ ...span, id: z.string(), reason: z.string(), by: z.string(), at: z.string() })),
    }),
    run: (context, { params: { competition } }) => watchVote(context, competition),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/vote/strikes', action: 'vote.strike', summary: 'Set the ballots of one burst aside, with a reason that is published', params, body: strikeInput, status: 201, answer: z.object({ strike: z.string(), ballots: z.int() }),
    run: (context, { params: { competition }, body }) => strikeBallots(context, competition, body),
  }),
  route({
    method: 'delete', path: '/competitions/{competition}/vote/strikes/{strike}', action: 'vote.strike', summary: 'Take that back: the ballots count again', params: params.extend({ strike: z.string().min(1).max(40) }), answer: z.object({ restored: z.literal(true) }),
    run: (context, { params: { competition, strike } }) => restoreBallots(context, competition, strike),
  }),
]
