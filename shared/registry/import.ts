import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { importId, personId } from '../kernel/ids.ts'
import { instant, type Instant, plusDays } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { registers } from './sheet.ts'

/** Read and looked at; applied as a whole; undone as a whole. */
export const importLifecycle = { read: ['applied'], applied: ['undone'], undone: [] } as const satisfies Record<string, readonly string[]>
const importStates = Object.keys(importLifecycle) as [keyof typeof importLifecycle, ...(keyof typeof importLifecycle)[]]

/** How long an import can be undone: so long the parts of the register before it are kept. */
export const UNDO_DAYS = 30

/** One file that was read in. Its rows stand apart. */
export const importSchema = z.object({
  id: inside(importId),
  district: inside(districtCode),
  register: inside(z.enum(registers)),
  /** The file's name. */
  name: inside(z.string()),
  /** Ids of the columns, in the file's order. */
  columns: inside(z.array(z.string())),
  rows: inside(z.int()),
  state: inside(z.enum(importStates)),
  readAt: inside(instant),
  by: personal(z.object({ person: personId, name: z.string() })),
  /** What applying it did: the register's parts before and after, and the rows by what they were. */
  applied: inside(z.object({ at: instant, by: personal(z.string()), before: z.array(z.string()), after: z.array(z.string()), added: z.int(), changed: z.int(), same: z.int() }).nullable()),
  undone: inside(z.object({ at: instant, by: personal(z.string()) }).nullable()),
})
export type Import = z.infer<typeof importSchema>

/** Until when it can be undone; null where it cannot. */
export const undoUntil = ({ state, applied }: Import): Instant | null => (state === 'applied' && applied !== null ? plusDays(applied.at, UNDO_DAYS) : null)
