import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { castOf } from '../rehearse/cast.ts'
import { createClient } from '../rehearse/client.ts'
import { play } from '../rehearse/player.ts'
import { openTheatre } from '../rehearse/theatre.ts'
import type { Figure } from './figure.ts'
import { benchRules } from './rules.ts'

const SIZES = [8, 64] as const

/** State transitions of a whole contest, small and large: how many must not depend on the size. */
export async function measureTransitions(): Promise<Figure[]> {
  const found: number[] = []
  for (const proposals of SIZES) found.push(await transitionsOf(proposals))
  const same = new Set(found).size === 1
  return SIZES.map((proposals, i) => ({
    name: `state transitions of a contest of ${proposals} proposals`, value: found[i] ?? Number.NaN, unit: 'transitions',
    method: `states entered, by the histories of all its executions, from the call to the awards with one round and two reminders; aim: independent of the size, ${same ? 'met' : 'missed'}`,
  }))
}

async function transitionsOf(proposals: number): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-'))
  const rulebook = benchRules()
  const seat = { proposals, judges: 8 }
  const seed = 'transitions'
  const theatre = await openTheatre({ data, seed, seat: { ...seat, kinds: rulebook.applicants.kinds } })
  const client = createClient({ origin: theatre.origin, patience: 0, connections: 6 })
  try {
    const { transitions } = await play({ client, cast: castOf(seed, seat), rulebook, seed, width: 6, tell: () => undefined, step: () => Promise.resolve() })
    return transitions
  } finally {
    client.close()
    await theatre.close()
    rmSync(data, { recursive: true, force: true })
  }
}
