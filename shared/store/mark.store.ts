import * as z from 'zod'
import type { Key } from './keys.ts'
import { itemKind, type Table, type Write } from './table.ts'

/**
 * Stands for a list that grows, such as a competition's objections: whoever adds to the list rewrites its mark, and a deed that holds only
 * while something is not on the list checks it. Without it the two would not meet in any item, and both could go through.
 */
const markItem = itemKind('mark', z.object({ pk: z.string(), sk: z.string(), added: z.int() }), ({ pk, sk }) => ({ pk, sk }))

/** Goes with what is added to the list. */
export async function markAdded(table: Table, mark: Key): Promise<Write> {
  const found = await table.get(markItem, mark)
  return markItem.put({ ...mark, added: (found?.value.added ?? 0) + 1 }, found?.version ?? 'none')
}

/** Read before the list is: goes with what is written because of something that the list did not have. */
export async function markSeen(table: Table, mark: Key): Promise<Write> {
  return { check: mark, expect: (await table.get(markItem, mark))?.version ?? 'none' }
}
