import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { useLook } from './look.ts'
import { words } from './words.ts'

/** Opens the browser's print dialog; only there when enhance.js runs. */
export function PrintButton({ children }: { children?: Child }) {
  const { language } = useLook()
  return (
    <button class="btn btn-2" type="button" data-print hidden>
      <Icon name="print" />
      {children ?? words(language, { zh: { print: '打印' }, en: { print: 'Print' } }).print}
    </button>
  )
}

/** A sheet of A4 on the screen, the page itself on paper. Needs `print.css` in the Page's `styles`. */
export function Sheet({ children, landscape }: { children?: Child; landscape?: boolean }) {
  return <article class={`sheet${landscape ? ' sheet-wide' : ''}`}>{children}</article>
}

export interface PaperRow {
  label: Child
  value: Child
  /** Whole width under its label: long texts. */
  long?: boolean
}

/** The ruled table of an official form: label, value, two pairs a line, long ones on their own. */
export function PaperForm({ title, number, groups }: { title: Child; number?: Child; groups: readonly { heading?: Child; rows: readonly PaperRow[] }[] }) {
  return (
    <>
      <h2 class="paper-title">{title}</h2>
      {number ? <p class="paper-number">{number}</p> : null}
      {groups.map(({ heading, rows }) => (
        <section class="paper-group">
          {heading ? <h3>{heading}</h3> : null}
          <dl class="paper">
            {paired(rows).map(({ label, value, long }) => <div class={long ? 'paper-long' : undefined}><dt>{label}</dt><dd>{value}</dd></div>)}
          </dl>
        </section>
      ))}
    </>
  )
}

/** A short row without a partner on its line takes the whole of it, so that the ruling has no hole. */
function paired(rows: readonly PaperRow[]): PaperRow[] {
  const placed: PaperRow[] = []
  for (let i = 0; i < rows.length; i += 1) {
    const [row, next] = [rows[i], rows[i + 1]]
    if (!row) break
    if (!row.long && next && !next.long) {
      placed.push(row, next)
      i += 1
    } else placed.push({ ...row, long: true })
  }
  return placed
}

/** Places to sign and seal at the foot of a form: who, （盖章）, and a line for the date. */
export function Seals({ seals }: { seals: readonly { who: Child; /** What they state above the seal. */ says?: Child; signs?: boolean }[] }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { seal: '（盖章）', sign: '签字：', date: '年　　月　　日' },
    en: { seal: '(seal)', sign: 'Signed:', date: 'Date:' },
  })
  return (
    <div class="seals">
      {seals.map(({ who, says, signs }) => (
        <div class="seal">
          <p><strong>{who}</strong></p>
          {says ? <p>{says}</p> : null}
          <div class="seal-foot">
            {signs ? <p>{t.sign}</p> : null}
            <p>{t.seal}</p>
            <p class="seal-date">{t.date}</p>
          </div>
        </div>
      ))}
    </div>
  )
}

/** A certificate: landscape A4, the text in the middle, issuer and date at the foot, a code that leads to its check page. */
export function CertificateSheet({ title, to, body, issuer, date, number, code }: {
  title: Child
  /** Whom it honours. */
  to: Child
  body: Child
  issuer: Child
  date: Child
  number: Child
  /** A Qr to the page that says whether it is real. */
  code?: Child
}) {
  return (
    <Sheet landscape>
      <div class="certificate">
        <h2 class="certificate-title">{title}</h2>
        <p class="certificate-to">{to}</p>
        <div class="certificate-body">{body}</div>
        <div class="certificate-foot">
          <div class="certificate-code">{code}<p class="small n">{number}</p></div>
          <div class="certificate-issuer"><p>{issuer}</p><p>{date}</p></div>
        </div>
      </div>
    </Sheet>
  )
}
