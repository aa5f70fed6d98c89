import * as z from 'zod'
import { projectId } from '../kernel/ids.ts'
import { instant, toInstant } from '../kernel/instant.ts'
import type { StageState } from '../stage/lifecycle.ts'
import { keys } from '../store/keys.ts'
import { type ItemKind, itemKind } from '../store/table.ts'
import { type BoardColumn, boardColumns, boardCountsSchema, boardNamesSchema, type BoardLine, boardLineSchema, boardOrder, isStage, momentOf, waiters } from './board.ts'
import { viewSchema } from './view.ts'

export const boardCountsItem = itemKind('board-counts', boardCountsSchema, (counts) => keys.boardCounts(counts.district))

export const boardNamesItem = itemKind('board-names', boardNamesSchema, (names) => keys.boardNames(names.district))

/** A column's place in the keys: one digit, so that the board reads from incubation to what is over. */
export const columnCode = (column: BoardColumn): string => String(boardColumns.indexOf(column) + 1)

const letters = { working: 'w', extension: 'x', review: 'r', paused: 'p', passed: 'd', ended: 'e' } as const satisfies Record<StageState, string>
const stateOf = Object.fromEntries(Object.entries(letters).map(([state, letter]) => [letter, state]))

/** What of a line does not stand in its key. `t` title, `o` `n` the organisation's code and name, `c` class, `s` street, `m` the mentor's code and name, `f` state and who is waited for. */
const packed = z.object({ t: z.string(), o: z.string(), n: z.string(), c: z.string().optional(), s: z.string().optional(), m: z.string().optional(), f: z.string().length(2) })

export const lineKey = (line: BoardLine) => keys.boardLine(line.district, columnCode(line.column), boardOrder(line), line.project)

/** Written short and read long; `boardLineSchema` says what the letters stand for. */
export const boardLineItem: ItemKind<BoardLine> = {
  type: 'line',
  put: (line, expect) => ({
    put: lineKey(line), type: 'line', expect,
    data: {
      t: line.title, o: line.organisation.code, n: line.organisation.name, ...(line.class === '' ? {} : { c: line.class }), ...(line.street === '' ? {} : { s: line.street }),
      ...(line.mentor === null ? {} : { m: `${line.mentor.code}${line.mentor.name}` }), f: `${letters[line.state]}${waiters.indexOf(line.waitsFor)}`,
    } satisfies z.infer<typeof packed>,
  }),
  parse: (raw) => {
    const [pk, sk] = [String(raw.pk), String(raw.sk)]
    const [code = '', order = '', project] = sk.split('#')
    const column = boardColumns[Number(code) - 1] ?? 'ended'
    const { t, o, n, c = '', s = '', m, f } = packed.parse(raw.data)
    const at = momentOf(order, !isStage(column))
    const moment = at === null ? null : toInstant(at)
    return {
      value: boardLineSchema.parse({
        district: pk.split('#')[1], project, column, dueAt: isStage(column) ? moment : null, endedAt: isStage(column) ? null : moment, title: t, organisation: { code: o, name: n }, class: c, street: s,
        mentor: m === undefined ? null : { code: m.slice(0, 6), name: m.slice(6) }, state: stateOf[f.charAt(0)], waitsFor: waiters[Number(f.charAt(1))],
      }),
      version: Number(raw.version), key: { pk, sk },
    }
  },
}

/**
 * Where a project's line stands and which version of the project it was made from: an image that is not newer changes nothing, in whatever
 * order and however often images come.
 */
export const boardPlaceItem = itemKind(
  'board-place',
  z.object({
    project: projectId,
    version: z.int(),
    line: boardLineSchema,
    /** When it first had incubation behind it, as the district's figures count it. */
    incubatedAt: instant.nullable(),
  }),
  (place) => keys.boardPlace(place.project),
)

export const viewItem = itemKind('board-view', viewSchema, (view) => keys.view(view.person, view.id), (view) => (view.removedAt === null ? undefined : Math.floor(Date.parse(view.removedAt) / 1000) + 86_400))
