import type { Table } from '../../shared/store/table.ts'

/** Where the process dies: before what a command writes is written, or after it, before anybody is answered. */
export type Moment = 'before' | 'after'

/**
 * Lets commands die: the next write of a command after `arm` is lost, or goes through and its answer is lost. What else writes meanwhile
 * (the stream's consumer, machines) is left alone. `restore` ends it.
 */
export function crashes(table: Table): { arm(moment: Moment): void; disarm(): void; restore(): void } {
  const transact = table.transact.bind(table)
  let armed: Moment | null = null
  table.transact = async (writes) => {
    const moment = writes.some((write) => 'put' in write && write.type === 'command') ? armed : null
    if (moment === null) return transact(writes)
    armed = null
    if (moment === 'after') await transact(writes)
    const died = new Error(`died ${moment} the write`)
    // The log says it in a line: it is meant.
    died.stack = died.message
    throw died
  }
  return { arm: (moment) => { armed = moment }, disarm: () => { armed = null }, restore: () => { table.transact = transact } }
}
