import type { Language } from '../kernel/text.ts'

/** A part of a document, in its order. Line ends in a text are line ends. */
export type Block =
  | { heading: string }
  | { text: string }
  | { facts: readonly (readonly [term: string, text: string])[] }
  | { table: { head: readonly string[]; rows: readonly (readonly string[])[] } }
  | { links: readonly { href: string; label: string; note?: string }[] }

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const safe = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '').replaceAll('\n', '<br>')

const style = 'body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1e}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d0d0d5}table{border-collapse:collapse;width:100%}th,td{border:1px solid #d0d0d5;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#f4f4f6}dt{font-weight:600;margin-top:.6rem}dd{margin:0}.note{background:#fff4d6;padding:.5rem .8rem}.soft{color:#5b5b62;font-size:.9rem}@media print{body{margin:0;max-width:none}}'

/** A page that any browser shows in fifty years: no script, nothing from elsewhere. `note` stands above all (中间稿). */
export function documentOf({ title, language, note, blocks }: { title: string; language: Language; note: string | null; blocks: readonly Block[] }): string {
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(title)}</title><style>${style}</style></head>
<body><main>${note === null ? '' : `<p class="note">${safe(note)}</p>`}<h1>${safe(title)}</h1>
${blocks.map(blockOf).join('\n')}
</main></body></html>
`
}

function blockOf(block: Block): string {
  if ('heading' in block) return `<h2>${safe(block.heading)}</h2>`
  if ('text' in block) return `<p>${safe(block.text)}</p>`
  if ('facts' in block) return `<dl>${block.facts.map(([term, text]) => `<dt>${safe(term)}</dt><dd>${safe(text)}</dd>`).join('')}</dl>`
  if ('links' in block) return `<ul>${block.links.map(({ href, label, note }) => `<li><a href="${safe(href)}">${safe(label)}</a>${note === undefined ? '' : ` <span class="soft">${safe(note)}</span>`}</li>`).join('')}</ul>`
  const row = (cells: readonly string[], tag: string) => `<tr>${cells.map((cell) => `<${tag}>${safe(cell)}</${tag}>`).join('')}</tr>`
  return `<table><thead>${row(block.table.head, 'th')}</thead><tbody>${block.table.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`
}
