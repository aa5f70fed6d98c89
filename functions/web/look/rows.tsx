import type { Child } from 'hono/jsx'
import { Wrong } from './fields.tsx'
import { Icon } from './icon.tsx'
import { fieldId, useLook, useMistake } from './look.ts'
import type { Mistake } from './look.ts'
import { words } from './words.ts'

/** A row to draw: one of the list's, or the pattern of those to come. */
export interface RowSlot {
  /** `budget.2`. */
  path: string
  /** What the reader calls it, from 1; a placeholder in the pattern, which rows.js fills. */
  number: string
  /** Its place in the list's values; null in the pattern. */
  index: number | null
}

export interface RowsColumn {
  header: string
  /** The fields of a row, with paths `${row.path}.something`; give them `bare` and a label that says `第 ${row.number} 行` or `row ${row.number}`. */
  cell: (row: RowSlot) => Child
  align?: 'end'
  /** The one whose cells name the row. */
  names?: boolean
  foot?: Child
}

/**
 * A table of rows that the reader adds and removes: a budget, a team. Without script the buttons send the form with `add=<path>` or
 * `remove=<path>.<index>` and the server answers with the changed form; rows.js (on the Page's `scripts`) does it in place.
 */
export function Rows({ path, caption, label = '', columns, count, most, least = 0, addLabel, mistakes }: {
  /** Dotted name of the list: its rows are `budget.0`, `budget.1`, … */
  path: string
  caption: string
  /** What the list is called in the error summary, where its mistakes do not name it themselves. */
  label?: string
  columns: readonly RowsColumn[]
  count: number
  most?: number
  least?: number
  addLabel?: string
  mistakes?: readonly Mistake[]
}) {
  const t = rowWords(useLook().language)
  const mistake = useMistake(path, label, mistakes)
  const pattern: RowSlot = { path: `${path}.__row__`, number: '__number__', index: null }
  return (
    <div class={`rows stackv${mistake ? ' bad' : ''}`} id={fieldId(path)} data-rows={path} data-most={most} data-least={least}>
      {mistake ? <Wrong id={`${fieldId(path)}-e`} mistake={mistake} /> : null}
      <table class="tbl">
        <caption class="hint">{caption}</caption>
        <thead>
          <tr>
            {columns.map((c) => <th scope="col" class={c.align === 'end' ? 'r' : undefined}>{c.header}</th>)}
            <th scope="col"><span class="vh">{t.act}</span></th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, i) => (
            <Row columns={columns} slot={{ path: `${path}.${i}`, number: String(i + 1), index: i }} locked={count <= least} />
          ))}
        </tbody>
        {columns.some((c) => c.foot !== undefined) ? <Foot columns={columns} /> : null}
      </table>
      <template><Row columns={columns} slot={pattern} locked={false} /></template>
      <p class="acts">
        <button class="btn btn-2" name="add" value={path} disabled={most !== undefined && count >= most}><Icon name="add" />{addLabel ?? t.add}</button>
        <span class="vh" role="status" data-rows-said></span>
      </p>
    </div>
  )
}

function Row({ columns, slot, locked }: { columns: readonly RowsColumn[]; slot: RowSlot; locked: boolean }) {
  const t = rowWords(useLook().language)
  return (
    <tr>
      {columns.map((c) => c.names
        ? <th scope="row" data-l={c.header}>{c.cell(slot)}</th>
        : <td class={c.align === 'end' ? 'r' : undefined} data-l={c.header}>{c.cell(slot)}</td>)}
      <td class="r">
        <button class="btn btn-q" name="remove" value={slot.path} disabled={locked}>
          <Icon name="remove" />
          <span class="phone-word">{t.remove(slot.number)}</span>
        </button>
      </td>
    </tr>
  )
}

function Foot({ columns }: { columns: readonly RowsColumn[] }) {
  return (
    <tfoot>
      <tr>
        {columns.map((c) => c.names && c.foot !== undefined
          ? <th scope="row">{c.foot}</th>
          : <td class={c.align === 'end' ? 'r' : undefined} data-l={c.foot === undefined ? undefined : c.header}>{c.foot}</td>)}
        <td></td>
      </tr>
    </tfoot>
  )
}

function rowWords(language: 'zh' | 'en') {
  return words(language, {
    zh: { add: '加一行', act: '操作', remove: (n: string) => `删除第 ${n} 行` },
    en: { add: 'Add a row', act: 'Actions', remove: (n) => `Remove row ${n}` },
  })
}
