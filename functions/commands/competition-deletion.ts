import { competitionItem, competitionRulebookItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { undoUntil } from '../../shared/competition/deletion.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { bothScopes, type Competed } from './competition.ts'

/** Takes a draft away; for ten minutes it can be brought back. Throws NOT_FOUND, WRONG_STATE once the call is out. */
export async function deleteCompetition(context: Context, id: string): Promise<{ undoUntil: Instant }> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, id)
    const { value } = stored
    authorise(context, 'competition.delete', { district: value.district, competition: id })
    if (value.state !== 'draft') throw new Refusal('WRONG_STATE', { mistakes: [{ path: '', code: 'PUBLISHED', zh: '征集已公布，不能删除；确需停办的，可以写明理由取消征集', en: 'The call is out, so it cannot be deleted; if it has to stop, cancel the call with a reason' }] })
    const rules = await context.table.get(competitionRulebookItem, keys.competitionRulebook(id))
    if (rules === undefined) throw new Refusal('NOT_FOUND')
    const deletedAt = context.now
    return {
      writes: [competitionItem.put({ ...value, deletedAt }, stored.version), competitionRulebookItem.put({ ...rules.value, deletedAt }, rules.version)],
      trail: bothScopes(value, { action: 'competition.delete', sentence: { zh: '删除了大赛草稿', en: 'deleted the draft of the competition' }, from: 'draft' }),
      answer: { undoUntil: undoUntil(deletedAt) },
    }
  })
}

/** Brings a deleted draft back as it was; one that is there stays. Throws NOT_FOUND, WRONG_STATE once the ten minutes are over. */
export async function restoreCompetition(context: Context, id: string): Promise<Competed> {
  return act(context, async () => {
    const [stored, rules] = await context.table.getEach({ kind: competitionItem, key: keys.competition(id) }, { kind: competitionRulebookItem, key: keys.competitionRulebook(id) })
    if (stored === undefined || rules === undefined) throw new Refusal('NOT_FOUND')
    const { deletedAt, ...competition } = stored.value
    authorise(context, 'competition.delete', { district: competition.district, competition: id })
    if (deletedAt === undefined) return { writes: [], trail: [], answer: { competition } }
    if (context.now > undoUntil(deletedAt)) throw new Refusal('WRONG_STATE', { mistakes: [{ path: '', code: 'UNDO_OVER', zh: '已过十分钟，删除的草稿不能再恢复', en: 'Ten minutes have passed; the deleted draft cannot be brought back' }] })
    const { deletedAt: _, ...rulebook } = rules.value
    return {
      writes: [competitionItem.put(competition, stored.version), competitionRulebookItem.put(rulebook, rules.version)],
      trail: bothScopes(competition, { action: 'competition.delete', sentence: { zh: '恢复了删除的大赛草稿', en: 'brought the deleted draft back' }, to: 'draft' }),
      answer: { competition },
    }
  })
}
