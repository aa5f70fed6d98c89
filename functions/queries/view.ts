import { undoUntil, type View } from '../../shared/board/view.ts'
import { viewItem } from '../../shared/board/board.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { districtOf } from './districts.ts'

/** The asker's own views of a district's board, by name, and those that can still be had back. */
export async function readViews(context: Context, named: string | undefined): Promise<{ district: string; views: View[]; removed: View[] }> {
  const district = districtOf(context, named)
  authorise(context, 'board.keep-view', { district })
  const all = (await context.table.queryAll(viewItem, keys.views(personOf(context).id))).map(({ value }) => value).filter((view) => view.district === district)
  return { district, views: all.filter(({ removedAt }) => removedAt === null).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN')), removed: all.filter(({ removedAt }) => removedAt !== null && undoUntil(removedAt) > context.now) }
}
