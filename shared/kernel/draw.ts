import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * The lot that something draws: the SHA-256 of the published seed and its name, as hex. Whoever knows the seed can repeat the draw with
 * any tool (`printf 'SEED\0NAME' | sha256sum`); the lowest lot comes first. It depends on nobody else's taking part.
 */
export function lot(seed: string, ...name: string[]): string {
  return bytesToHex(sha256(utf8ToBytes([seed, ...name].join('\u0000'))))
}

/** In the order of their lots, whatever order they come in. */
export function drawn<T>(seed: string, items: readonly T[], name: (item: T) => string): T[] {
  const lots = items.map((item) => ({ item, lot: lot(seed, name(item)) }))
  return lots.toSorted((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0)).map(({ item }) => item)
}
