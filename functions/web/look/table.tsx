import type { Child } from 'hono/jsx'
import { Button } from './form.tsx'
import { formatNumber } from './format.ts'
import { Icon } from './icon.tsx'
import { useLook } from './look.ts'
import { words } from './words.ts'

export interface Column<Row> {
  header: string
  cell: (row: Row, index: number) => Child
  /** The one column that names the row: its cells are row headers. */
  names?: boolean
  /** `end` for figures: tabular and at the right edge. */
  align?: 'end'
  /** Key in the `sort` query: the heading becomes a link. */
  sort?: string
  /** Heading only for assistive technology: buttons at the row's end. */
  hidden?: boolean
  /** Label on a phone if the heading is too long for it. */
  label?: string
  /** Cell of the foot row. */
  foot?: Child
  class?: string
}

export interface TableProps<Row> {
  /** Says what the rows are and how they are ordered; seen only with `captioned`. */
  caption: string
  captioned?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Stands instead of the table when there is nothing: an Empty. */
  empty?: Child
  /** `rank` keeps place, name and total on one line of a phone. */
  class?: string
  rowClass?: (row: Row, index: number) => string | undefined
  id?: string
}

/** Rows of facts. On a phone each row becomes a small sheet with the headings as labels. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captioned, columns, rows, empty } = props
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>
  const footed = columns.some((c) => c.foot !== undefined)
  return (
    <table class={`tbl${props.class ? ` ${props.class}` : ''}`} id={props.id}>
      <caption class={captioned ? 'hint' : 'vh'}>{caption}</caption>
      <thead><tr>{columns.map((column) => <Heading column={column} />)}</tr></thead>
      <tbody>
        {rows.map((row, index) => (
          <tr class={props.rowClass?.(row, index)}>{columns.map((column) => <Cell column={column}>{column.cell(row, index)}</Cell>)}</tr>
        ))}
      </tbody>
      {footed ? <tfoot><tr>{columns.map((column) => <Cell column={column.foot === undefined ? { ...column, names: false } : column}>{column.foot}</Cell>)}</tr></tfoot> : null}
    </table>
  )
}

function classes(column: { align?: 'end'; class?: string }): string | undefined {
  return [column.align === 'end' && 'r', column.class].filter(Boolean).join(' ') || undefined
}

function Cell<Row>({ column, children }: { column: Column<Row>; children?: Child }) {
  if (column.names) return <th scope="row" class={classes(column)}>{children}</th>
  if (children === undefined || children === null || children === '' || children === false) return <td class={classes(column)}></td>
  if (column.hidden) return <td class={classes(column)}>{children}</td>
  // One element beside the label that a phone shows, however many the cell holds.
  return <td class={classes(column)} data-l={column.label ?? column.header}><div>{children}</div></td>
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const { path, language } = useLook()
  if (column.hidden) return <th scope="col" class={classes(column)}><span class="vh">{column.header}</span></th>
  if (column.sort === undefined) return <th scope="col" class={classes(column)}>{column.header}</th>
  const sorted = sortOf(path)
  const direction = sorted?.key === column.sort ? sorted.direction : undefined
  const t = words(language, {
    zh: { up: '，从小到大排列', down: '，从大到小排列' },
    en: { up: ', sort ascending', down: ', sort descending' },
  })
  const next = direction === 'ascending' ? `-${column.sort}` : column.sort
  return (
    <th scope="col" class={classes({ ...column, class: ['sorts', column.class].filter(Boolean).join(' ') })} aria-sort={direction}>
      <a class="sort" href={withQuery(path, { sort: next, page: null, after: null, before: null })}>
        {column.header}
        <span class="vh">{next.startsWith('-') ? t.down : t.up}</span>
        <Icon name={direction === undefined ? 'sort' : direction === 'ascending' ? 'up' : 'down'} />
      </a>
    </th>
  )
}

/** What the `sort` query of an address says: `total` ascending, `-total` descending. */
export function sortOf(path: string): { key: string; direction: 'ascending' | 'descending' } | undefined {
  const sort = new URL(path, 'http://x').searchParams.get('sort')
  if (!sort) return undefined
  return sort.startsWith('-') ? { key: sort.slice(1), direction: 'descending' } : { key: sort, direction: 'ascending' }
}

/** The same address with some of its query changed; `null` takes a key out. */
export function withQuery(path: string, changes: Record<string, string | number | null>): string {
  const url = new URL(path, 'http://x')
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(key)
    else url.searchParams.set(key, String(value))
  }
  return url.pathname + url.search
}

/** One row of filters above a table: a GET form of fields. Keeps the sort order; goes back to the first page. */
export function Tools({ children, end, label, deed }: { children?: Child; /** Beside the filters, at the end: export, a remark. */ end?: Child; label?: string; /** What the button does, where that is not to filter. */ deed?: string }) {
  const { path, language } = useLook()
  const url = new URL(path, 'http://x')
  const t = words(language, { zh: { filter: '筛选', label: '筛选' }, en: { filter: 'Filter', label: 'Filter' } })
  const sort = url.searchParams.get('sort')
  return (
    <form class="tools" method="get" action={url.pathname} role="search" aria-label={label ?? t.label}>
      {sort ? <input type="hidden" name="sort" value={sort} /> : null}
      {children}
      <Button weight="second" icon="search">{deed ?? t.filter}</Button>
      {end ? <div class="end">{end}</div> : null}
    </form>
  )
}

export type PagerProps =
  | { /** From 1. */ page: number; /** Rows a page. */ size: number; total: number; unit?: string }
  | { /** Cursors of the `after` and `before` query; null where the list ends. */ after: string | null; before: string | null }

/** Ways to the other pages of a list; they keep filter and order. */
export function Pager(props: PagerProps) {
  const { path, language } = useLook()
  const t = words(language, {
    zh: {
      pages: '分页', next: '下一页', previous: '上一页', page: (n: number) => `第 ${n} 页`,
      range: (a: string, b: string, total: string, unit: string) => `第 ${a}–${b} ${unit || '个'}，共 ${total} ${unit || '个'}`,
    },
    en: { pages: 'Pages', next: 'Next page', previous: 'Previous page', page: (n) => `Page ${n}`, range: (a, b, total, unit) => `${a}–${b} of ${total}${unit ? ` ${unit}` : ''}` },
  })
  if ('after' in props) {
    if (props.after === null && props.before === null) return null
    return (
      <nav class="pager" aria-label={t.pages}>
        {props.before === null ? null : <a class="pager-word" href={withQuery(path, { before: props.before, after: null })}><Icon name="previous" />{t.previous}</a>}
        {props.after === null ? null : <a class="pager-word" href={withQuery(path, { after: props.after, before: null })}>{t.next}<Icon name="next" /></a>}
      </nav>
    )
  }
  const { page, size, total } = props
  const last = Math.max(1, Math.ceil(total / size))
  if (total === 0) return null
  const range = t.range(formatNumber((page - 1) * size + 1), formatNumber(Math.min(page * size, total)), formatNumber(total), props.unit ?? '')
  return (
    <nav class="pager" aria-label={t.pages}>
      <p class="small soft">{range}</p>
      {page > 1 ? <a href={withQuery(path, { page: page - 1 })} aria-label={t.previous}><Icon name="previous" /></a> : null}
      {last > 1 ? pagesShown(page, last).map((n) => {
        if (n === null) return <span class="pager-gap" aria-hidden="true">…</span>
        return n === page ? <span aria-current="page">{n}</span> : <a href={withQuery(path, { page: n })} aria-label={t.page(n)}>{n}</a>
      }) : null}
      {page < last ? <a href={withQuery(path, { page: page + 1 })} aria-label={t.next}><Icon name="next" /></a> : null}
    </nav>
  )
}

/** First, last, and those around the present one; null stands for the gap between. */
function pagesShown(page: number, last: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, last].filter((n) => n >= 1 && n <= last)
  const shown: (number | null)[] = []
  for (const n of [...new Set(wanted)].sort((a, b) => a - b)) {
    const before = shown.at(-1)
    if (typeof before === 'number' && n - before === 2) shown.push(n - 1)
    else if (typeof before === 'number' && n - before > 2) shown.push(null)
    shown.push(n)
  }
  return shown
}
