import { grantItem } from '../../shared/grant/grant.store.ts'
import { type Grant, grantNumber } from '../../shared/grant/grant.ts'
import { isGrantOver } from '../../shared/grant/lifecycle.ts'
import { orderedId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Movement } from '../../shared/ledger/ledger.ts'
import { movementItem } from '../../shared/ledger/ledger.store.ts'
import type { Action } from '../../shared/person/access.ts'
import type { Write } from '../../shared/store/table.ts'
import { stir, wake } from '../../shared/wait/wait.store.ts'
import type { DecisionName } from '../../shared/wait/wait.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import type { Context } from '../context.ts'
import { type GrantRoom, grantRoom } from '../queries/grant-room.ts'
import { type Audience, newsOf } from './news.ts'

/** What a move of a grant comes to: the record after it, the money that moves with it, what is said of it, and who is told. */
export interface GrantMove {
  grant: Grant
  movements?: Pick<Movement, 'kind' | 'because' | 'sentence' | 'sides'>[]
  sentence: Bilingual
  reason?: string
  writes?: Write[]
  news?: { to: readonly Audience[]; news: Bilingual; path?: string }
}

export const grantEntry = (grant: Grant, action: string, sentence: Bilingual, more: { from?: string; to?: string; reason?: string } = {}): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'grant', id: grant.id }, action, about: { noun: 'grant', id: grant.id, label: `${grantNumber(grant)} ${grant.title}` }, sentence, ...more,
})

/** Moves a grant and answers with it. */
export function moveGrant(context: Context, id: string, action: Action, decide: (room: GrantRoom) => Promise<GrantMove> | GrantMove): Promise<Grant> {
  return moveGrantFor(context, id, action, async (room) => {
    const move = await decide(room)
    return { ...move, answer: move.grant }
  })
}

/**
 * Moves a grant in one transaction: its record, the ledger's movements, the trail, the wake-up of its machine (and, with the last grant,
 * of the competition's), and mail. A move that changes nothing writes nothing. The answer is kept with the command: sent again, it is
 * answered as it was. Throws what `decide` throws, NOT_FOUND.
 */
export async function moveGrantFor<Answer>(context: Context, id: string, action: Action, decide: (room: GrantRoom) => Promise<GrantMove & { answer: Answer }>): Promise<Answer> {
  return act<Answer>(context, async () => {
    const { version, ...room } = await grantRoom(context, id, action)
    const before = room.grant
    const { grant, movements = [], sentence, reason, writes = [], news, answer } = await decide(room)
    if (grant === before && writes.length === 0) return { writes: [], trail: [], answer }
    const woken = [
      isGrantOver(before) ? nothing : await stir(context.table, id, before.state as DecisionName, isGrantOver(grant) ? (before.state as DecisionName) : (grant.state as DecisionName), context.now),
      isGrantOver(grant) && !isGrantOver(before) ? await wake(context.table, grant.competition, 'grants', 'moved', context.now) : nothing,
    ]
    const by = context.actor.kind === 'person' ? { person: context.actor.person.id, name: context.actor.person.name } : null
    return {
      writes: [
        grantItem.put(grant, version), ...writes, ...woken.flatMap((one) => one.writes),
        ...movements.filter(({ sides }) => sides.length > 0).map((movement) => movementItem.put({ ...movement, id: orderedId(milliseconds(context.now)), competition: grant.competition, at: context.now, by }, 'none')),
      ],
      trail: [grantEntry(grant, action, sentence, { ...(grant.state === before.state ? {} : { from: before.state, to: grant.state }), ...(reason === undefined || reason === '' ? {} : { reason }) })],
      orders: [...woken.flatMap((one) => one.orders), ...(news === undefined ? [] : await newsOf(context, grant, news.to, { news: news.news, reason: reason ?? '', path: news.path ?? `/grants/${grant.id}` }, `${action}/${version}`))],
      answer,
    }
  })
}

const nothing = { writes: [], orders: [] }
