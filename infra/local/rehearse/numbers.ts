import { createHash } from 'node:crypto'

/** Numbers that follow from a seed and a name alone: whoever asks first, and on whichever machine, they are the same. */
export interface Numbers {
  /** From 0 (included) to 1. */
  next(): number
  /** Both bounds included. */
  integer(from: number, to: number): number
  pick<T>(from: readonly T[]): T
  /** True this often of one. */
  chance(share: number): boolean
  /** Around 0, hardly ever beyond ±3: the sum of twelve draws, which needs no function that machines round differently. */
  around(): number
}

export function numbers(seed: string, ...name: (string | number)[]): Numbers {
  const digest = createHash('sha256').update([seed, ...name].join('\u0000')).digest()
  let state = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)] as [number, number, number, number]
  // sfc32: small, fast, and integers only.
  const next = () => {
    const [a, b, c, d] = state
    const sum = (((a + b) | 0) + d) | 0
    state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (d + 1) | 0]
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i += 1) next()
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    integer,
    pick: <T>(from: readonly T[]): T => {
      const picked = from[integer(0, from.length - 1)]
      if (picked === undefined) throw new TypeError('nothing to pick from')
      return picked
    },
    chance: (share) => next() < share,
    around: () => {
      let sum = -6
      for (let i = 0; i < 12; i += 1) sum += next()
      return sum
    },
  }
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** The 26 characters of an id that follows from a seed and a name. */
export function idPart(seed: string, ...name: (string | number)[]): string {
  const digest = createHash('sha256').update([seed, ...name].join('\u0000')).digest()
  return Array.from({ length: 26 }, (_, i) => alphabet[(digest[i] ?? 0) & 31]).join('')
}
