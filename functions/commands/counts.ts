import { type Change, counted, noCounts } from '../../shared/counts/counts.ts'
import { countsItem, seenEventItem } from '../../shared/counts/counts.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'

/** The change of a figure that a stream record stands for, if any: from the item's image before and after. */
export function changeOf(before: Record<string, unknown> | undefined, after: Record<string, unknown> | undefined): Change | undefined {
  const type = after?.type ?? before?.type
  if (type === proposalItem.type) {
    const [old, now] = [before && proposalItem.parse(before).value, after && proposalItem.parse(after).value]
    const competition = now?.competition ?? old?.competition
    if (competition === undefined || old?.state === now?.state) return undefined
    return { of: 'proposal', competition, from: old?.state ?? null, to: now?.state ?? null }
  }
  if (type === scorecardItem.type) {
    const [old, now] = [before && scorecardItem.parse(before).value, after && scorecardItem.parse(after).value]
    const card = now ?? old
    if (card === undefined || old?.state === now?.state) return undefined
    return { of: 'scorecard', competition: card.competition, index: card.index, judge: card.judge, from: old?.state ?? null, to: now?.state ?? null, at: now?.submittedAt ?? null }
  }
  return undefined
}

/** Events of one transaction: with the figures they leave room below DynamoDB's hundred. */
const EVENTS = 90

/** Adds the changes to their competition's figures, each event once however often it is handed over. */
export async function count(context: Context, competition: string, changes: readonly { event: string; change: Change }[]): Promise<void> {
  for (let start = 0; start < changes.length; start += EVENTS) await countChunk(context, competition, changes.slice(start, start + EVENTS))
}

async function countChunk(context: Context, competition: string, chunk: readonly { event: string; change: Change }[]): Promise<void> {
  let fresh = chunk
  for (let attempt = 0; attempt < 10 && fresh.length > 0; attempt += 1) {
    const found = await context.table.get(countsItem, keys.counts(competition))
    const next = counted(found?.value ?? noCounts(competition), fresh.map(({ change }) => change))
    try {
      await context.table.transact([
        countsItem.put(next, found?.version ?? 'none'),
        ...fresh.map(({ event }) => seenEventItem.put({ id: event, at: Date.now() }, 'none')),
      ])
      return
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      const seen = await context.table.getMany(seenEventItem, fresh.map(({ event }) => keys.seenEvent(event)))
      fresh = fresh.filter((_, i) => seen[i] === undefined)
    }
  }
  if (fresh.length > 0) throw new Error(`figures of ${competition} could not be written`)
}

/** Counts one competition's figures again from its records, and puts them in place of what stands. */
export async function recount(context: Pick<Context, 'table'>, competition: string): Promise<void> {
  const proposals = await context.table.queryAll(proposalItem, keys.proposalsOf(competition))
  const changes: Change[] = []
  for (const { value: proposal } of proposals) {
    changes.push({ of: 'proposal', competition, from: null, to: proposal.state })
    for (const { value: card } of await context.table.queryAll(scorecardItem, keys.scorecards(proposal.id))) {
      changes.push({ of: 'scorecard', competition, index: card.index, judge: card.judge, from: null, to: card.state, at: card.submittedAt })
    }
  }
  const found = await context.table.get(countsItem, keys.counts(competition))
  await context.table.transact([countsItem.put(counted(noCounts(competition), changes), found?.version ?? 'none')])
}
