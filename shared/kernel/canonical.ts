/**
 * JSON in the canonical form of RFC 8785: names in the order of their UTF-16 units, no white space. The same content gives the same text,
 * whatever built it or stored it meanwhile; what is undefined is left out.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value))

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]))
}
