import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Explained, explainedSchema } from './doubt.ts'

export const explainedItem = itemKind('explained-doubt', explainedSchema, (explained) => keys.explainedDoubt(explained.project, explained.doubt))

/** What was found out about a project's doubts, by the doubt. */
export async function explainedOf(table: Table, project: string): Promise<Map<string, Explained>> {
  return new Map((await table.queryAll(explainedItem, keys.explainedDoubts(project))).map(({ value }) => [value.doubt, value]))
}
