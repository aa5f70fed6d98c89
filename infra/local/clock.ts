import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/**
 * The platform's clock here: real time plus what it was moved forward by. It only goes forward, and a restart keeps it. On a new data
 * folder it may start in the past, so that a demonstration can be played until today.
 */
export interface MovableClock {
  now(): number
  /** Milliseconds that it is ahead of real time. */
  ahead(): number
  forward(milliseconds: number): void
}

export function movableClock(data: string, onMove: () => void, startAhead = 0): MovableClock {
  const file = join(data, 'clock.json')
  let ahead = existsSync(file) ? z.object({ ahead: z.number() }).parse(JSON.parse(readFileSync(file, 'utf8'))).ahead : startAhead
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    forward(milliseconds) {
      if (!(milliseconds >= 0)) throw new TypeError('the clock goes forward only')
      ahead += milliseconds
      writeFileSync(`${file}.new`, JSON.stringify({ ahead }))
      renameSync(`${file}.new`, file)
      onMove()
    },
  }
}
