import { fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, Refusal } from '../../../../shared/kernel/refusal.ts'
import { type Import, undoUntil } from '../../../../shared/registry/import.ts'
import { MOST_ROWS } from '../../../../shared/registry/plan.ts'
import { inRegister } from '../../../../shared/registry/registers.store.ts'
import { type Register, registers } from '../../../../shared/registry/sheet.ts'
import { MOST_BYTES } from '../../../../shared/file/file.ts'
import { importForm, readUpload, undoImport, uploadedAs } from '../../../commands/registry-import.ts'
import { registryTemplate } from '../../../queries/registry.ts'
import { listImports } from '../../../queries/registry-import.ts'
import { FileField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Pager, Table } from '../../look/table.tsx'
import { At, Empty, Panel, type State, Tabs, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { districtIn, download, registerIn, registerNames, registryAt, RegistryPage } from './frame.tsx'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 20

export async function showImports(asked: Asked, attempt?: Attempt, of?: Register): Promise<Shown> {
  const { context, look, query } = asked
  const district = districtIn(asked)
  const register = of ?? registers.find((one) => one === query.get('register')) ?? 'organisations'
  const [all, upload] = [await listImports(context, district), await importForm(context, district, register)]
  const page = pageWithin(Number(query.get('page')), SIZE, all.length)
  const at = `${registryAt(district)}/imports`
  const t = importTexts(look)
  return { page: (
    <RegistryPage look={look} district={district} tab="imports" mistakes={(attempt?.mistakes ?? []).map((mistake) => (mistake.path === 'file' ? { ...mistake, path: 'list' } : mistake))}>
      <Panel title={t.title} id="new">
        <Tabs label={t.which} ways={registers.map((one) => ({ href: `${at}?register=${one}`, label: registerNames[one][look.language], current: one === register }))} />
        <Columns look={look} register={register} />
        <p><ButtonLink href={`${registryAt(district)}/${register}/template`} icon="download" download>{t.template}</ButtonLink></p>
        <Form action={upload.url} files labelledBy="new">
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="list" name="file" label={t.file} hint={t.fileHint} required kinds={look.language === 'zh' ? 'Excel（.xlsx）或 CSV' : 'Excel (.xlsx) or CSV'} accept=".xlsx,.csv" megabytes={MOST_BYTES / 1024 / 1024} />
          <p class="acts"><Button icon="upload">{t.read}</Button></p>
        </Form>
      </Panel>
      <Panel title={t.history} id="history">
        <Table caption={t.history} rows={all.slice((page - 1) * SIZE, page * SIZE)} empty={<Empty title={t.none} />} columns={[
          { header: t.name, names: true, cell: (one) => <a href={`${at}/${one.id}`}>{one.name}</a> },
          { header: t.which, cell: (one) => registerNames[one.register][look.language] },
          { header: t.state, cell: (one) => <Tag state={tones[one.state]}>{t.states[one.state]}</Tag> },
          { header: t.what, cell: (one) => (one.applied === null ? t.rows(one.rows) : t.did(one.applied.added, one.applied.changed)) },
          { header: t.when, cell: (one) => <><At at={one.undone?.at ?? one.applied?.at ?? one.readAt} /><br /><span class="soft small">{one.undone?.by ?? one.applied?.by ?? one.by.name}</span></> },
          { header: t.act, hidden: true, align: 'end', cell: (one) => <UndoForm look={look} district={district} of={one} /> },
        ]} />
        <Pager page={page} size={SIZE} total={all.length} unit={look.language === 'zh' ? '次' : ''} />
      </Panel>
    </RegistryPage>
  ) }
}

export const tones: Record<Import['state'], State> = { read: 'wait', applied: 'done', undone: 'idle' }

function Columns({ look, register }: { look: Look; register: Register }) {
  const t = importTexts(look)
  const names = (required: boolean) => inRegister(register, ({ sheet }) => sheet.columns.filter((column) => column.required === required).map(({ label }) => (look.language === 'zh' ? label.zh : `${label.en} (${label.zh})`)).join(look.language === 'zh' ? '、' : ', '))
  return <p class="soft">{t.columns(names(true), names(false))}</p>
}

/** Undoing takes all of it back; within its time, and where nothing was changed since. */
export function UndoForm({ look, district, of }: { look: Look; district: string; of: Import }) {
  const until = undoUntil(of)
  const t = importTexts(look)
  if (until === null || until < look.now) return null
  return (
    <Form action={`${registryAt(district)}/imports/${of.id}/undoing`} command={newSecret()} label={t.undoLabel(of.name)} class="inline">
      <Button weight="quiet" icon="back" label={t.undoLabel(of.name)}>{t.undo}</Button>
    </Form>
  )
}

const nothingTyped: Posted = { fields: {}, body: {}, lists: {}, files: {} }

const noFile = (error: unknown): never => {
  throw isRefusal(error) && error.code === 'FILE_NOT_READY' ? new Refusal('INVALID', { mistakes: [{ path: 'file', code: 'REQUIRED', zh: '请先选择文件', en: 'Choose a file first' }] }) : error
}

/** Where the storage sends the browser after an upload: the file is read, and its preview or what is wrong with it is shown. */
export const showArrived = async (asked: Asked): Promise<Shown> => {
  const district = districtIn(asked)
  // Read before the file is: a refused one is not kept.
  const register = await uploadedAs(asked.context, district, asked.params.file ?? '')
  return tryForm(nothingTyped, async () => {
    const file = fileId.safeParse(asked.params.file)
    if (!file.success) throw new Refusal('NOT_FOUND')
    const { id } = await readUpload(asked.context, district, file.data).catch(noFile)
    return { go: `${registryAt(district)}/imports/${id}` }
  }, (attempt) => showImports(asked, attempt, register))
}

export const sendUndo = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const district = districtIn(asked)
    const { id } = await undoImport(asked.context, district, asked.params.import ?? '')
    return { go: `${registryAt(district)}/imports/${id}` }
  }, (attempt) => showImports(asked, attempt))

export const showTemplate = async (asked: Asked): Promise<Shown> => download(await registryTemplate(asked.context, districtIn(asked), registerIn(asked)))

export function importTexts(look: Look) {
  return words(look.language, {
    zh: {
      title: '导入名单', which: '名单', template: '下载模板', file: '选择文件', fileHint: `第一行是表头，最多 ${MOST_ROWS.toLocaleString('en')} 行。上传后先看预览，不会马上改动登记册。`, read: '上传并预览',
      columns: (required: string, optional: string) => `必填的列：${required}。选填的列：${optional}。没有的列保持不变，空着的格子会清空这一项（必填的列、等级和名录除外）。`,
      history: '导入记录', none: '还没有导入过', name: '文件', state: '状态', states: { read: '待确认', applied: '已导入', undone: '已撤销' }, what: '内容', rows: (n: number) => `${n.toLocaleString('en')} 行`, did: (added: number, changed: number) => `新增 ${added.toLocaleString('en')}，修改 ${changed.toLocaleString('en')}`,
      when: '时间', act: '操作', undo: '整批撤销', undoLabel: (name: string) => `整批撤销：${name}`,
    },
    en: {
      title: 'Import a list', which: 'List', template: 'Download the template', file: 'Choose a file', fileHint: `The first row holds the headings; at most ${MOST_ROWS.toLocaleString('en')} rows. You see a preview first; the registry does not change yet.`, read: 'Upload and preview',
      columns: (required, optional) => `Columns to fill in: ${required}. May be left out: ${optional}. A column that is not there changes nothing; an empty cell empties that item (but for columns to fill in, grades and lists).`,
      history: 'Imports', none: 'Nothing has been imported', name: 'File', state: 'State', states: { read: 'To be confirmed', applied: 'Imported', undone: 'Undone' }, what: 'Content', rows: (n) => `${n.toLocaleString('en')} rows`, did: (added, changed) => `${added.toLocaleString('en')} new, ${changed.toLocaleString('en')} changed`,
      when: 'When', act: 'Actions', undo: 'Undo all', undoLabel: (name) => `Undo all of ${name}`,
    },
  })
}
