import { Conflict, type Write } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'

/** Upkeep needs the table and nobody's leave: only the stream's consumer and the rebuild reach it. */
export type Kept = Pick<Context, 'table'>

/** Somebody else keeps the same board now and then: a rebuild, or a consumer that was given up and goes on all the same. */
const TRIES = 12

/** Decides and writes until nobody was faster; nothing to write is settled, too. Throws when it never comes to that. */
export async function settled({ table }: Kept, what: string, decide: () => Promise<readonly Write[]>): Promise<void> {
  for (let nth = 0; nth < TRIES; nth += 1) {
    const writes = await decide()
    if (writes.length === 0) return
    try {
      await table.transact(writes)
      return
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  throw new Error(`${what} could not be written`)
}

const WIDTH = 8

/** Several at a time: what takes long is the way to the table and back. */
export async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  await Promise.all(Array.from({ length: WIDTH }, async () => {
    for (const one of rest) await work(one)
  }))
}
