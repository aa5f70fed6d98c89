import { Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { proposalNumber } from '../../../shared/proposal/proposal.ts'
import { isEmpty, rowsOf } from '../../../shared/rulebook/content.ts'
import type { Form, RowsField } from '../../../shared/rulebook/form.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { readProposal, readVersion } from '../../queries/proposal.ts'
import { useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { PaperForm, PrintButton, Seals, Sheet } from '../look/print.tsx'
import { Table } from '../look/table.tsx'
import { At, Note } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { columnsOf } from '../typed-content.ts'
import type { Asked, PageRoute, Shown } from './page.ts'
import { answerText, BudgetLines, chunks, Lines } from './proposal-answers.tsx'
import { proposalCrumbs } from './proposal-parts.tsx'

/** What is printed: a version that was sent, or the draft as it stands. */
async function printed({ context, params, query }: Asked) {
  const asked = query.get('version')
  if (asked !== null) {
    const number = Number(asked)
    if (!Number.isInteger(number) || number < 1) throw new Refusal('NOT_FOUND')
    const { version, proposal, competition, rulebook } = await readVersion(context, params.proposal ?? '', number)
    return { proposal, competition, rulebook, content: version.content, category: version.category, submittedAt: version.submittedAt, number: version.number }
  }
  const { proposal, competition, rulebook, draft, version } = await readProposal(context, params.proposal ?? '')
  const shown = version ?? draft
  if (shown === null) throw new Refusal('NOT_FOUND')
  return { proposal, competition, rulebook, content: shown.content, category: shown.category, submittedAt: version?.submittedAt ?? null, number: version?.number ?? null }
}

/** The application form on A4, in its official order, with the boxes for opinions and seals (forms.md part 1, consequence 3). */
async function show(asked: Asked): Promise<Shown> {
  const { look } = asked
  const { proposal, competition, rulebook, content, category, submittedAt, number } = await printed(asked)
  const t = words(look.language, {
    zh: { title: '打印申报书', number: '编号', category: '申报类别', draft: '草稿，还没有提交', sent: (n: number) => `第 ${n} 版，提交于`, hint: '用 A4 纸打印，签字盖章后按章程要求提交纸质件。' },
    en: { title: 'Print the proposal', number: 'Number', category: 'Category', draft: 'A draft that was not sent', sent: (n) => `Version ${n}, sent`, hint: 'Print on A4; sign and seal it as the rules ask.' },
  })
  return { page: (
    <Page look={look} title={t.title} crumbs={proposalCrumbs(proposal, look)} styles={['print.css']} actions={<PrintButton />}>
      <div class="no-print">{submittedAt === null ? <Note state="wait">{t.draft}</Note> : <p class="soft">{t.hint}</p>}</div>
      <Sheet>
        <PaperForm
          title={<>{say(competition.name, look.language)}<br />{say(rulebook.form.title, look.language)}</>}
          number={<>{t.number}：<span class="n">{proposalNumber(proposal.id)}</span>{submittedAt === null || number === null ? `（${t.draft}）` : <>（{t.sent(number)} <At at={submittedAt} year="always" weekday={false} />）</>}</>}
          groups={[{ rows: [{ label: t.category, value: say(categoryName(rulebook, category), look.language), long: true }] }]}
        />
        <PaperSections form={rulebook.form} content={content} />
        <Seals seals={rulebook.form.seals.map((seal) => ({ who: say(seal, look.language), signs: true }))} />
      </Sheet>
    </Page>
  ) }
}

type Single = Extract<ReturnType<typeof chunks>[number], unknown[]>

function PaperSections({ form, content }: { form: Form; content: Readonly<Record<string, unknown>> }) {
  const { language } = useLook()
  return (
    <>
      {form.sections.map((section) => (
        <section class="paper-group">
          <h3>{say(section.title, language)}</h3>
          {chunks(section.fields).map((chunk) => {
            if (Array.isArray(chunk)) return <PaperLines fields={chunk} content={content} />
            return chunk.kind === 'rows' ? <PaperRows field={chunk} value={content[chunk.id]} /> : <BudgetLines field={chunk} value={content[chunk.id]} />
          })}
        </section>
      ))}
    </>
  )
}

/** Label and answer in ruled boxes, two pairs a line; a long one, or the odd one at the end, takes the whole line. */
function PaperLines({ fields, content }: { fields: Single; content: Readonly<Record<string, unknown>> }) {
  const { language, now } = useLook()
  let left = true
  return (
    <dl class="paper">
      {fields.map((field, i) => {
        const next = fields[i + 1]
        const whole = field.kind === 'longtext' || (left && (next === undefined || next.kind === 'longtext'))
        left = whole ? true : !left
        return (
          <div class={whole ? 'paper-long' : undefined}>
            <dt>{say(field.label, language)}</dt>
            <dd>{isEmpty(content[field.id]) ? '' : <Lines text={answerText(field, content[field.id], language, now)} />}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** Every row that was filled in, or empty ones to be written by hand. */
function PaperRows({ field, value }: { field: RowsField; value: unknown }) {
  const { language, now } = useLook()
  const filled = rowsOf(value)
  const rows: Record<string, unknown>[] = filled.length > 0 ? filled : [{}, {}]
  return (
    <Table
      caption={say(field.label, language)} captioned rows={rows}
      columns={columnsOf(field).map((column) => ({ header: say(column.label, language), cell: (row: Record<string, unknown>) => (isEmpty(row[column.id]) ? '\u00a0' : answerText(column, row[column.id], language, now)) }))}
    />
  )
}

export const printFormPages: PageRoute[] = [{ method: 'get', path: '/proposals/:proposal/print', action: 'proposal.read', show }]
