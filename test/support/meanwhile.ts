import { expect } from 'vitest'
import type { Key } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** Carries out `deed` at the worst moment of `command`: it has read and judged everything, and is about to write the item at `key`. Fails where it never writes it. */
export async function meanwhile<T>(table: Table, { pk, sk }: Key, deed: () => Promise<unknown>, command: () => Promise<T>): Promise<T> {
  const transact = table.transact.bind(table)
  let done = false
  table.transact = async (writes) => {
    if (!done && writes.some((write) => 'put' in write && write.put.pk === pk && write.put.sk === sk)) {
      done = true
      await deed()
    }
    return transact(writes)
  }
  try {
    return await command()
  } finally {
    expect(done).toBe(true)
    table.transact = transact
  }
}
