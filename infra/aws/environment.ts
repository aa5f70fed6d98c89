import { type Environment, environmentSchema } from '../../shared/kernel/environment.ts'
import type { Bundle } from './bundle.ts'

/** What this home has for each variable. Lambda itself sets AWS_REGION; endpoints are left to the SDK. */
export type Values = Partial<Record<keyof Environment, string>>

const setByLambda: ReadonlySet<string> = new Set<keyof Environment>(['AWS_REGION'])

/** The variables of one function: those that its code reads, and no others. Throws TypeError where a required one has no value. */
export function variablesOf(bundle: Bundle, values: Values): Record<string, string> {
  return Object.fromEntries(bundle.reads.flatMap((name) => {
    if (setByLambda.has(name)) return []
    const value = values[name]
    if (value !== undefined) return [[name, value]]
    if (!environmentSchema.shape[name].safeParse(undefined).success) throw new TypeError(`${bundle.source} reads ${name}, and nothing is set for it`)
    return []
  }))
}
