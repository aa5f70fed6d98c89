import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Table } from '../../../shared/store/table.ts'
import { idPart } from '../rehearse/numbers.ts'
import { openTheatre } from '../rehearse/theatre.ts'
import { busyness, type Figure, rounded } from './figure.ts'

const ITEMS = 20_000
const EACH = 5
const WINDOW = 1000

/** Writes 20,000 items in transactions of five to the platform's own table, whose stream is being read. */
export async function measureGrowth(): Promise<Figure> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-'))
  const theatre = await openTheatre({ data, seed: 'growth', seat: null })
  try {
    const table = new Table({ name: 'xiuyuan', endpoint: theatre.tableEndpoint(), region: 'local' })
    const windows: number[] = []
    let from = performance.now()
    for (let start = 0; start < ITEMS; start += EACH) {
      if (start > 0 && start % WINDOW === 0) {
        windows.push(performance.now() - from)
        from = performance.now()
      }
      await table.transact(Array.from({ length: EACH }, (_, i) => ({ put: { pk: `BENCH#${idPart('growth', start + i)}`, sk: 'ITEM' }, type: 'bench', data: { text: 'x'.repeat(200), place: start + i }, expect: 'none' as const })))
    }
    windows.push(performance.now() - from)
    const caught = performance.now()
    await theatre.caughtUp()
    const [first = 1, last = 1] = [windows[0], windows.at(-1)]
    const ratio = rounded(last / first, 2)
    return {
      name: 'writing the last thousand of 20,000 items against the first', value: ratio, unit: '×',
      method: `transactions of 5 items, one connection, consumers running and caught up ${Math.round(performance.now() - caught)} ms after the last: ${Math.round(first)} ms for the first thousand, ${Math.round(last)} ms for the last; aim below 1.5, ${ratio < 1.5 ? 'met' : 'missed'}; ${busyness()}`,
    }
  } finally {
    await theatre.close()
    rmSync(data, { recursive: true, force: true })
  }
}
