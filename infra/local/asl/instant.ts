import type { Json } from './json.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** Milliseconds since 1970 of an ISO-8601 extended offset date-time, the only form that Step Functions takes; undefined for others. */
export function instantOf(value: Json): number | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}
