import { parseArgs } from 'node:util'
import { Trouble } from '../trouble.ts'

export interface AssignArguments {
  file: string
  /** Undefined: as the file says. */
  perSubmission: number | undefined
  /** Where the plan goes; undefined: only the figures are told. */
  out: string | undefined
  json: string | undefined
  seed: string
  fair: boolean
}

const USAGE = 'npm run assign -- INSTANCE.json[.gz] [--per-submission K] [--out F.csv] [--json G] [--seed TEXT] [--no-fairness]'
const DEFAULT_SEED = 'demo'
const MOST_PER_SUBMISSION = 1000

/** Throws Trouble with a sentence for a mistake. */
export function assignArguments(given: readonly string[]): AssignArguments {
  const { values, positionals } = parsed(given)
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Trouble(`Give one instance file.\n${USAGE}`)
  const count = values['per-submission']
  if (count !== undefined && (!/^\d{1,6}$/.test(count) || Number(count) < 1 || Number(count) > MOST_PER_SUBMISSION)) throw new Trouble(`--per-submission takes a whole number from 1 to ${MOST_PER_SUBMISSION}, not "${count}".\n${USAGE}`)
  return {
    file, perSubmission: count === undefined ? undefined : Number(count), out: values.out, json: values.json,
    seed: values.seed ?? DEFAULT_SEED, fair: values['no-fairness'] !== true,
  }
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...given], allowPositionals: true, options: { 'per-submission': text, out: text, json: text, seed: text, 'no-fairness': { type: 'boolean' } } })
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
