import { type Instant, toInstant } from './instant.ts'

let source: () => number = () => Date.now()

/** The platform's time: everything that has a date goes by it. Sign-in and sessions go by the real clock instead. */
export const now = (): Instant => toInstant(source())

/** The seam for a clock that can be moved forward; nothing that is deployed calls it. */
export function useClock(clock: () => number): void {
  source = clock
}
