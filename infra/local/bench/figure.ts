import { loadavg } from 'node:os'
import { several } from '../rehearse/client.ts'

/** One line of the bench's answer. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** How it was measured, and where an aim is missed what the time goes into. */
  method: string
}

export const rounded = (value: number, decimals = 1): number => Math.round(value * 10 ** decimals) / 10 ** decimals
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Others may be at work on the machine: how busy it was belongs to every time. */
export const busyness = (): string => `load average ${loadavg()[0]?.toFixed(1)} on this machine at the time`

export interface Driven {
  /** Requests a second: of the middle one of the batches, and of the fastest. */
  rate: number
  best: number
  /** Milliseconds of one request, in the middle. */
  each: number
}

/** Does the jobs over so many connections, batch after batch, and tells how fast. */
export async function drive(connections: number, jobs: readonly (() => Promise<void>)[], batch = 100): Promise<Driven> {
  const rates: number[] = []
  const times: number[] = []
  for (let start = 0; start < jobs.length; start += batch) {
    const part = jobs.slice(start, start + batch)
    const from = performance.now()
    await several(part, connections, async (job) => {
      const began = performance.now()
      await job()
      times.push(performance.now() - began)
    })
    rates.push((part.length / (performance.now() - from)) * 1000)
  }
  return { rate: rounded(median(rates)), best: rounded(Math.max(...rates)), each: rounded(median(times), 2) }
}

/** Milliseconds of each run. */
export async function timed(runs: number, work: (nth: number) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  for (let nth = 0; nth < runs; nth += 1) {
    const from = performance.now()
    await work(nth)
    times.push(performance.now() - from)
  }
  return times
}
