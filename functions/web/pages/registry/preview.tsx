import { newSecret } from '../../../../shared/kernel/ids.ts'
import { type Import, undoUntil } from '../../../../shared/registry/import.ts'
import { type PlannedRow, type RowState, rowStates } from '../../../../shared/registry/plan.ts'
import { inRegister } from '../../../../shared/registry/registers.store.ts'
import type { Register } from '../../../../shared/registry/sheet.ts'
import { applyImport, applyInput } from '../../../commands/registry-import.ts'
import { authorise } from '../../../context.ts'
import { type Preview, previewFilter, previewImport } from '../../../queries/registry-import.ts'
import { HiddenField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { formatNumber } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table, withQuery } from '../../look/table.tsx'
import { At, Empty, Facts, Note, type State, Tabs, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { districtIn, registerNames, registryAt } from './frame.tsx'
import { importTexts, tones, UndoForm } from './imports.tsx'
import { sayCell } from './list.tsx'

export async function showPreview(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, query } = asked
  const district = districtIn(asked)
  const parsed = previewFilter.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')))
  const filter = parsed.success ? parsed.data : previewFilter.parse({})
  const seen = await previewImport(context, district, asked.params.import ?? '', filter)
  const t = importTexts(look)
  return { page: (
    <Page
      look={look} title={seen.import.name} crumbs={[{ href: `${registryAt(district)}/imports`, label: t.title }]} mistakes={attempt?.mistakes ?? []}
      lead={<><Tag state={tones[seen.import.state]}>{t.states[seen.import.state]}</Tag> <span class="soft">{registerNames[seen.import.register][look.language]}<span class="sep">·</span>{t.rows(seen.import.rows)}</span></>}
    >
      {seen.plan === null ? <Done look={look} district={district} of={seen.import} /> : <Rows look={look} district={district} of={seen.import} plan={seen.plan} state={filter.state} />}
    </Page>
  ) }
}

const stateTones: Record<RowState, State> = { wrong: 'late', new: 'done', changed: 'now', same: 'idle' }

function Rows({ look, district, of, plan, state }: { look: Look; district: string; of: Import; plan: NonNullable<Preview['plan']>; state: RowState | undefined }) {
  const t = texts(look)
  const { counts } = plan
  const all = rowStates.reduce((sum, one) => sum + counts[one], 0)
  return (
    <>
      {counts.wrong > 0 ? <Note state="late">{t.wrong(counts.wrong)}</Note>
        : counts.new + counts.changed === 0 ? <Note state="done">{t.allSame}</Note>
        : (
          <Form action={`${registryAt(district)}/imports/${of.id}/application`} command={newSecret()} label={t.apply(counts.new, counts.changed)}>
            <HiddenField path="registerRevision" value={plan.revision} />
            <p>{t.ready}</p>
            <p class="acts"><Button icon="done">{t.apply(counts.new, counts.changed)}</Button><ButtonLink href={`${registryAt(district)}/imports?register=${of.register}`}>{t.other}</ButtonLink></p>
          </Form>
        )}
      <Tabs label={t.rows} ways={[
        { href: withQuery(look.path, { state: null, page: null }), label: t.all, count: all, current: state === undefined },
        ...rowStates.map((one) => ({ href: withQuery(look.path, { state: one, page: null }), label: t.states[one], count: counts[one], current: state === one })),
      ]} />
      <Table caption={t.caption} rows={plan.rows} empty={<Empty title={t.none} />} columns={[
        { header: t.line, align: 'end', cell: ({ line }) => line },
        { header: t.name, names: true, cell: ({ name }) => (name === '' ? <span class="soft">{t.nameless}</span> : name) },
        { header: t.state, cell: (row) => <Tag state={stateTones[row.state]}>{t.states[row.state]}</Tag> },
        { header: t.what, cell: (row) => <What look={look} register={of.register} row={row} /> },
      ]} />
      <Pager page={plan.page} size={plan.size} total={plan.total} unit={look.language === 'zh' ? '行' : ''} />
    </>
  )
}

/** What is wrong with a row, or what it changes: old to new. Of a new one, what it says. */
function What({ look, register, row }: { look: Look; register: Register; row: PlannedRow }) {
  const t = texts(look)
  const said = (heading: string, text: string) => sayCell(look, register, columnOf(register, heading)?.id ?? '', text)
  if (row.state === 'wrong') return <ul>{row.faults.map((fault) => <li><strong>{labelOf(look, register, fault.column)}</strong>{t.colon}{look.language === 'zh' ? fault.zh : fault.en}</li>)}</ul>
  if (row.state === 'new') return <span class="soft">{row.changes.slice(1, 6).map(({ column, to }) => said(column, to)).join(look.language === 'zh' ? '、' : ', ')}</span>
  if (row.state === 'same') return <span class="soft">{t.nothing}</span>
  return <ul>{row.changes.map(({ column, from, to }) => <li>{headed(look, register, column)}{t.colon}<del>{from === '' ? t.empty : said(column, from)}</del> → {to === '' ? t.empty : said(column, to)}</li>)}</ul>
}

/** A column by its heading in the file, which is the Chinese one. */
const columnOf = (register: Register, heading: string) => inRegister(register, ({ sheet }) => {
  const found = sheet.columns.find(({ label }) => label.zh === heading)
  return found === undefined ? undefined : { id: found.id as string, label: found.label }
})
const headed = (look: Look, register: Register, heading: string): string => columnOf(register, heading)?.label[look.language] ?? heading
const labelOf = (look: Look, register: Register, column: string): string => inRegister(register, ({ sheet }) => sheet.columns.find(({ id }) => id === column)?.label[look.language]) ?? ''

function Done({ look, district, of }: { look: Look; district: string; of: Import }) {
  const t = texts(look)
  const until = undoUntil(of)
  return (
    <>
      <Facts facts={[
        of.applied !== null && { term: t.applied, detail: <><At at={of.applied.at} /> {of.applied.by}</> },
        of.applied !== null && { term: t.what, detail: ([['new', of.applied.added], ['changed', of.applied.changed], ['same', of.applied.same]] as const).map(([state, n]) => `${t.states[state]} ${formatNumber(n)}`).join(t.comma) },
        of.undone !== null && { term: t.undone, detail: <><At at={of.undone.at} /> {of.undone.by}</> },
        until !== null && { term: t.undoUntil, detail: <At at={until} /> },
      ]} />
      <div class="acts"><ButtonLink href={`${registryAt(district)}/${of.register}`} weight="primary">{t.look}</ButtonLink><UndoForm look={look} district={district} of={of} /></div>
    </>
  )
}

export function sendApply(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtIn(asked)
  authorise(asked.context, 'registry.import', { district })
  return tryForm(posted, async () => {
    const { id } = await applyImport(asked.context, district, asked.params.import ?? '', readAs(applyInput, { revision: Number(posted.fields.registerRevision ?? Number.NaN) }))
    return { go: `${registryAt(district)}/imports/${id}` }
  }, (attempt) => showPreview(asked, attempt))
}

function texts(look: Look) {
  return words(look.language, {
    zh: {
      wrong: (n: number) => `有 ${n.toLocaleString('en')} 行要改。请在文件里改好后重新上传；现在什么都没有导入。`, allSame: '和登记册完全一样，没有要导入的。', ready: '所有行都没有问题。确认后一次全部生效，30 天内可以整批撤销。', apply: (added: number, changed: number) => `全部导入（新增 ${added.toLocaleString('en')}，修改 ${changed.toLocaleString('en')}）`, other: '换一个文件',
      rows: '各行', all: '全部', states: { wrong: '要改', new: '新增', changed: '修改', same: '不变' }, caption: '文件的各行，要改的在前', none: '没有这样的行', line: '行', name: '名称', nameless: '（没有名称）', state: '结果', what: '内容', colon: '：', comma: '，', nothing: '和登记册一样', empty: '（空）',
      applied: '导入', undone: '撤销', undoUntil: '可以撤销到', look: '看登记册',
    },
    en: {
      wrong: (n) => `${n.toLocaleString('en')} ${n === 1 ? 'row needs' : 'rows need'} changing. Put it right in the file and upload it again; nothing was imported.`, allSame: 'The registry has all of this already; there is nothing to import.', ready: 'Every row is sound. All of them take effect at once, and can be undone together for 30 days.', apply: (added, changed) => `Import all (${added.toLocaleString('en')} new, ${changed.toLocaleString('en')} changed)`, other: 'Another file',
      rows: 'Rows', all: 'All', states: { wrong: 'To change', new: 'New', changed: 'Changed', same: 'Same' }, caption: 'The rows of the file, those to change first', none: 'No such rows', line: 'Row', name: 'Name', nameless: '(no name)', state: 'Result', what: 'Content', colon: ': ', comma: ', ', nothing: 'As in the registry', empty: '(empty)',
      applied: 'Imported', undone: 'Undone', undoUntil: 'Can be undone until', look: 'See the registry',
    },
  })
}
