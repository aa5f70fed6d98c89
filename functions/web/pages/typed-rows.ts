/** What was typed into a form, by dotted name. */
export type Values = Record<string, string>

/** No list has as many; a number beyond it comes from no form of ours, and would be drawn as that many rows. */
const MOST_ROWS = 1000

/** How many rows the list at `path` has. */
export function rowCount(values: Values, path: string): number {
  let count = 0
  for (const name of Object.keys(values)) {
    if (!name.startsWith(`${path}.`)) continue
    const index = Number(name.slice(path.length + 1).split('.')[0])
    if (Number.isInteger(index) && index < MOST_ROWS) count = Math.max(count, index + 1)
  }
  return count
}

/** The values after the button of a Rows was pressed (without script): `add` names a list, `remove` a row. Undefined if neither was. */
export function withRowsChanged(values: Values): Values | undefined {
  const { add, remove, ...rest } = values
  if (add !== undefined && add !== '') return { ...rest, [`${add}.${rowCount(rest, add)}.`]: '' }
  if (remove === undefined || remove === '') return undefined
  const [, path, row] = /^(.+)\.(\d+)$/.exec(remove) ?? []
  if (path === undefined || row === undefined) return rest
  return Object.fromEntries(Object.entries(rest).flatMap(([name, value]) => {
    const [, index, field] = name.startsWith(`${path}.`) ? (/^(\d+)(\..*)$/.exec(name.slice(path.length + 1)) ?? []) : []
    if (index === undefined || Number(index) < Number(row)) return [[name, value]]
    return index === row ? [] : [[`${path}.${Number(index) - 1}${field}`, value]]
  }))
}
