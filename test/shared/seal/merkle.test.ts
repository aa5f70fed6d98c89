import * as fc from 'fast-check'
import { hexToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { leafHash, pathOf, rootBy, rootOf } from '../../../shared/seal/merkle.ts'

/** The eight entries and the roots of their trees with which Certificate Transparency's own implementations are tested. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => leafHash(hexToBytes(hex)))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test.each(roots.map((root, i) => [i + 1, root] as const))('the tree of %i entries has the known root', (size, root) => {
  expect(rootOf(entries.slice(0, size))).toBe(root)
})

test('no leaves make the hash of nothing', () => {
  expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('known inclusion proofs: the first and the sixth of eight, the third of three, the second of five', () => {
  expect(pathOf(entries, 0)).toEqual(['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'])
  expect(pathOf(entries, 5)).toEqual(['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'])
  expect(pathOf(entries.slice(0, 3), 2)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
  expect(pathOf(entries.slice(0, 5), 1)).toEqual(['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'])
})

const tree = fc.integer({ min: 1, max: 70 }).chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }))
const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i)))

test('every leaf of a tree of any size is proved by its path, and by no other place, leaf or size of the path', () => {
  fc.assert(fc.property(tree, fc.nat(), ({ size, index }, other) => {
    const leaves = leavesOf(size)
    const [leaf, root, path] = [leaves[index] as string, rootOf(leaves), pathOf(leaves, index)]
    expect(rootBy(leaf, index, size, path)).toBe(root)
    const elsewhere = other % size
    if (elsewhere !== index) {
      expect(rootBy(leaves[elsewhere] as string, index, size, path)).not.toBe(root)
      expect(rootBy(leaf, elsewhere, size, path)).not.toBe(root)
    }
    expect(rootBy(leaf, index, size, [...path, root])).toBeUndefined()
    if (path.length > 0) expect(rootBy(leaf, index, size, path.slice(0, -1))).not.toBe(root)
    expect(rootBy(leaf, size, size, path)).toBeUndefined()
  }))
})

test('a leaf is never a node: the two hashes of a pair, taken as an entry, make another root', () => {
  const [a, b] = leavesOf(2) as [string, string]
  expect(rootOf([leafHash(hexToBytes(a + b))])).not.toBe(rootOf([a, b]))
})
