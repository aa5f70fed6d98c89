import type { Block } from '../../shared/archive/document.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import type { Context } from '../context.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, said, word } from './archive-room.ts'
import { csv } from './csv.ts'
import { authorise } from '../context.ts'

/** Every line of a trail, oldest first. */
export async function allEntries({ table }: Context, scope: Entry['scope']): Promise<Entry[]> {
  const found: Entry[] = []
  let after: string | undefined
  do {
    const { items, next } = await readTrail(table, scope, { limit: 500, after })
    found.push(...items.map(({ value }) => value))
    after = next
  } while (after !== undefined)
  return found.toReversed()
}

const trailHead = (room: ArchiveRoom): string[] => heads(room, ['时间（北京时间）', 'Time (Beijing)'], ['谁', 'Who'], ['做了什么', 'What'], ['对象', 'About'], ['理由', 'Reason'], ['从', 'From'], ['到', 'To'])
const trailRow = (room: ArchiveRoom, one: Entry): string[] => [moment(one.at), one.by?.name ?? word(room, '系统', 'Platform'), said(room, one.sentence), one.about.label, one.reason ?? '', one.from ?? '', one.to ?? '']

export const trailBlock = (room: ArchiveRoom, entries: readonly Entry[]): Block => ({ table: { head: trailHead(room), rows: entries.map((one) => trailRow(room, one)) } })

/** The competition's trail, whole. A grant's stands with the grant. */
export async function* archiveTrail(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, []> {
  const { context, competition } = room
  authorise(context, 'trail.read', { district: competition.district, competition: competition.id })
  const entries = await allEntries(context, { of: 'competition', id: competition.id })
  const name = `${folder}/${word(room, '留痕', 'trail')}`
  yield { path: `${name}.csv`, bytes: Buffer.from(csv([[...trailHead(room), word(room, '操作', 'Action')], ...entries.map((one) => [...trailRow(room, one), one.action])])), pack: true }
  yield { path: `${name}.json`, bytes: Buffer.from(JSON.stringify(entries, null, 1)), pack: true }
  return []
}
