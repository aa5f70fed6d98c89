import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'

/**
 * The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256. Hashes are 64 hexadecimal digits. A leaf and a node
 * are hashed with different first bytes, so that none can be passed off as the other.
 */
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** HASH(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): string => bytesToHex(sha256(concatBytes(LEAF, entry)))

const nodeHash = (left: string, right: string): string => bytesToHex(sha256(concatBytes(NODE, hexToBytes(left), hexToBytes(right))))

/** The largest power of two below `size`, which is 2 or more. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The tree's hash (2.1.1); of no leaves it is the hash of nothing. */
export function rootOf(leaves: readonly string[]): string {
  const [only] = leaves
  if (only === undefined) return bytesToHex(sha256(new Uint8Array()))
  if (leaves.length === 1) return only
  const split = splitOf(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

/** The inclusion proof of the leaf at `index` (2.1.3.1): the hashes beside its way to the root, from the leaf up. Throws a RangeError where there is no such leaf. */
export function pathOf(leaves: readonly string[], index: number): string[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index} among ${leaves.length}`)
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  return index < split
    ? [...pathOf(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...pathOf(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))]
}

/** The root that a leaf and its inclusion proof lead to (2.1.3.2); undefined for a proof that fits no tree of that size. */
export function rootBy(leaf: string, index: number, size: number, path: readonly string[]): string | undefined {
  if (index < 0 || index >= size) return undefined
  let [at, last, root] = [index, size - 1, leaf]
  for (const beside of path) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      root = nodeHash(beside, root)
      // Where the tree's right edge has no partner, the node goes up as it is.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else root = nodeHash(root, beside)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 ? root : undefined
}
