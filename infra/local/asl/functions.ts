import { createHash, randomUUID } from 'node:crypto'
import type jsonata from 'jsonata'

const ALGORITHMS: Record<string, string> = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' }

/** The longest array that AWS lets $range build. */
const LONGEST_RANGE = 360_145

function partition(array: unknown[], size: number): unknown[][] | undefined {
  const step = Math.trunc(size)
  if (array.length === 0 || step <= 0) return undefined
  return Array.from({ length: Math.ceil(array.length / step) }, (_, at) => array.slice(at * step, (at + 1) * step))
}

/** Inclusive of `end` when a step lands on it; one element alone is that number, as JSONata unwraps singletons. */
function range(start: number, end: number, step: number | undefined): number[] | number | undefined {
  if (step === undefined) return undefined
  const [from, to, by] = [Math.trunc(start), Math.trunc(end), Math.trunc(step)]
  if (by === 0 || (to - from) * by < 0) return undefined
  const length = Math.floor((to - from) / by) + 1
  if (length > LONGEST_RANGE) throw new RangeError('Expression evaluation memory limit exceeded: Check for excessive memory usage')
  return length === 1 ? from : Array.from({ length }, (_, at) => from + at * by)
}

function hash(text: string, algorithm: string | undefined): string | undefined {
  if (algorithm === undefined) return undefined
  const name = ALGORITHMS[algorithm]
  if (name === undefined) throw new TypeError(`The hash algorithm ${JSON.stringify(algorithm)} is not supported`)
  return createHash(name).update(text).digest('hex')
}

/** The first double of java.util.Random(seed), which is what AWS answers for a seed. */
function seeded(seed: number): number {
  const mask = (1n << 48n) - 1n
  let state = (BigInt(Math.trunc(seed)) ^ 0x5DEECE66Dn) & mask
  const next = (bits: bigint) => {
    state = (state * 0x5DEECE66Dn + 0xBn) & mask
    return state >> (48n - bits)
  }
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SyntaxError(`$parse was given text that is not JSON: ${JSON.stringify(text.slice(0, 80))}`)
  }
}

/**
 * Gives an expression the functions that Step Functions adds to JSONata ($partition, $range, $hash, $random, $uuid, $parse),
 * and takes away $eval, which AWS disables. Edge cases follow what AWS answers.
 */
export function addStepFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<an:x>')
  expression.registerFunction('range', range, '<nnn?:x>')
  expression.registerFunction('hash', hash, '<ss?:s>')
  expression.registerFunction('random', (seed?: number) => (seed === undefined ? Math.random() : seeded(seed)), '<n?:n>')
  expression.registerFunction('uuid', () => randomUUID(), '<:s>')
  expression.registerFunction('parse', parse, '<s:x>')
  expression.assign('eval', undefined)
}
