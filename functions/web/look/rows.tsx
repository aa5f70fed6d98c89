import type { Child } from 'hono/jsx'
import { Wrong } from './fields.tsx'
import { Icon } from './icon.tsx'
import { fieldId, useLook, useMistake } from './look.ts'
import type { Mistake } from './look.ts'
import { words } from './words.ts'

export interface RowsColumn {
  header: string
  /** The fields of row `index`, named `${row}.something`; give them `bare`. */
  cell: (row: string, index: number) => Child
  align?: 'end'
  /** The one whose cells name the row. */
  names?: boolean
  foot?: Child
}

/** Stands for the number of a row to come, in the template that rows.js copies. */
const NEW = '__row__'

/**
 * A table of rows that the reader adds and removes: a budget, a team. Without script the buttons send the form with `add=<path>` or
 * `remove=<path>.<index>` and the server answers with the changed form; rows.js (on the Page's `scripts`) does it in place.
 */
  /** Dotted name of the list: its rows are `budget.0`, `budget.1`, … */
  path: string
  caption: string
  columns: readonly RowsColumn[]
  count: number
  most?: number
  least?: number
  addLabel?: string
  mistakes?: readonly Mistake[]
}) {
  const { language } = useLook()
  const mistake = useMistake(path, mistakes)
  const t = words(language, { zh: { add: '加一行' }, en: { add: 'Add a row' } })
  const footed = columns.some((c) => c.foot !== undefined)
  return (
    <div class={`rows stackv${mistake ? ' bad' : ''}`} id={fieldId(path)} data-rows={path} data-most={most} data-least={least}>
      {mistake ? <Wrong id={`${fieldId(path)}-e`} mistake={mistake} /> : null}
      <table class="tbl">
        <caption class="hint">{caption}</caption>
        <thead>
          <tr>
            {columns.map((c) => <th scope="col" class={c.align === 'end' ? 'r' : undefined}>{c.header}</th>)}
            <th scope="col"><span class="vh">{words(language, { zh: { act: '操作' }, en: { act: 'Actions' } }).act}</span></th>
          </tr>
        </thead>
        <tbody>{Array.from({ length: count }, (_, i) => <Row path={path} columns={columns} index={i} name={String(i)} locked={count <= least} />)}</tbody>
        {footed ? (
          <tfoot>
            <tr>
              {columns.map((c) => c.names ? <th scope="row">{c.foot}</th> : <td class={c.align === 'end' ? 'r' : undefined} data-l={c.foot === undefined ? undefined : c.header}>{c.foot}</td>)}
              <td></td>
            </tr>
          </tfoot>
        ) : null}
      </table>
      <template><Row path={path} columns={columns} index={count} name={NEW} locked={false} /></template>
      <p class="acts">
        <button class="btn btn-2" name="add" value={path} disabled={most !== undefined && count >= most}><Icon name="add" />{addLabel ?? t.add}</button>
        <span class="vh" role="status" data-rows-said></span>
      </p>
    </div>
  )
}

function Row({ path, columns, index, name, locked }: { path: string; columns: readonly RowsColumn[]; index: number; name: string; locked: boolean }) {
  const { language } = useLook()
  const row = `${path}.${name}`
  const shown = name === NEW ? '__number__' : String(index + 1)
  const t = words(language, {
    zh: { remove: (n: string) => `删除第 ${n} 行`, word: '删除这一行' },
    en: { remove: (n) => `Remove row ${n}`, word: 'Remove this row' },
  })
  return (
    <tr>
      {columns.map((c) => c.names
        ? <th scope="row">{c.cell(row, index)}</th>
        : <td class={c.align === 'end' ? 'r' : undefined} data-l={c.header}>{c.cell(row, index)}</td>)}
      <td class="r">
        <button class="btn btn-q" name="remove" value={row} aria-label={t.remove(shown)} disabled={locked}><Icon name="remove" /><span class="phone-only">{t.word}</span></button>
      </td>
    </tr>
  )
}
