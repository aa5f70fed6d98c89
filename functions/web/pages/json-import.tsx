import { newSecret } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { FileField } from '../look/choices.tsx'
import { TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look, Way } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Attempt, Posted } from './page.ts'

/** The page that takes rules as JSON, from a file or pasted. Mistakes inside the rules (their paths are JSON pointers) are all listed at once. */
export function JsonImportPage({ look, title, lead, crumbs, action, example, hint, attempt }: { look: Look; title: string; lead: string; crumbs: Way[]; action: string; example: Way; hint: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  const named = (attempt?.mistakes ?? []).filter(({ path }) => path.startsWith('/'))
  const own = (attempt?.mistakes ?? []).filter(({ path }) => !path.startsWith('/'))
  const first = named.length === 0 ? [] : [{ path: 'json', code: 'RULES', zh: `内容里有 ${named.length} 处要改，已在下面逐条列出`, en: `There are ${named.length} mistakes in it; each is listed below` }]
  return (
    <Page look={look} title={title} crumbs={crumbs} lead={<p class="soft">{lead}</p>} mistakes={[...own, ...first]}>
      {named.length === 0 ? null : (
        <Panel title={t.mistakes(named.length)} id="mistakes">
          <Table caption={t.mistakes(named.length)} rows={named} columns={[
            { header: t.where, names: true, cell: ({ path }) => <code>{path}</code> },
            { header: t.what, cell: (mistake) => mistake[look.language] },
          ]} />
        </Panel>
      )}
      <Form action={action} command={newSecret()} files>
        <FileField path="file" label={t.file} kinds="JSON" accept=".json,application/json" megabytes={0.4} />
        <TextArea path="json" label={t.json} hint={hint} rows={14} value={attempt?.values.json ?? ''} />
        <div class="acts"><Button icon="upload">{title}</Button><ButtonLink href={example.href}>{example.label}</ButtonLink></div>
      </Form>
    </Page>
  )
}

/** The form as it came, with a file's text in the text field: it comes back there, to be mended. */
export async function withFileText(posted: Posted): Promise<Posted> {
  const file = posted.files.file
  const json = file !== undefined && file.size > 0 ? (await file.text()).replace(/^\uFEFF/, '') : (posted.fields.json ?? '')
  return { ...posted, fields: { ...posted.fields, json } }
}

/** Throws INVALID at the field for what is missing or no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (text.trim() === '') throw new Refusal('INVALID', { mistakes: [{ path: 'file', code: 'REQUIRED', zh: '请选一个文件，或把内容粘贴在下面', en: 'Choose a file, or paste it below' }] })
    const reason = error instanceof Error ? error.message : ''
    throw new Refusal('INVALID', { mistakes: [{ path: 'json', code: 'NOT_JSON', zh: `这不是完整的 JSON：${reason}`, en: `This is not complete JSON: ${reason}` }] })
  }
}

const texts = (look: Look) => words(look.language, {
  zh: { mistakes: (n: number) => `${n} 处要改`, where: '位置', what: '要改什么', file: 'JSON 文件', json: '或粘贴 JSON' },
  en: { mistakes: (n) => (n === 1 ? 'One thing to fix' : `${n} things to fix`), where: 'Where', what: 'What to change', file: 'JSON file', json: 'Or paste the JSON' },
})
