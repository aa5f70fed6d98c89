import { fileId, newSecret } from '../../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { readableBytes, type StoredFile } from '../../../shared/file/file.ts'
import { loadFile, reusableFiles } from '../../../shared/file/file.store.ts'
import { loadProposal } from '../../../shared/proposal/proposal.store.ts'
import type { Attachment } from '../../../shared/proposal/proposal.ts'
import { attachExisting, attachmentForms, checkAttachment, removeAttachment, type Upload } from '../../commands/file.ts'
import { readFile } from '../../queries/file.ts'
import type { AttachmentKind } from '../../../shared/rulebook/form.ts'
import { FileField } from '../look/choices.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { HiddenField } from '../look/fields.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Panel, Tag } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { proposalCrumbs } from './proposal-parts.tsx'
import { Contents, openSection } from './proposal-section.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '附件', lead: '每次选一个文件上传。传上来的文件会按内容检查，改了扩展名的文件通不过。', upload: '上传', choose: (kind: string) => `选择${kind}`, remove: '移除', removeWhat: (name: string) => `移除 ${name}`, use: '用这个', useWhat: (name: string) => `用 ${name}`, once: '这一类由机构保存，以后的申报都能用。', stored: '机构已存的文件', required: '必交', optional: '选交', done: '已上传',
    judges: '评委能看到内容，文件名会换成中性的。', notSeen: '评委看不到。', next: '核对并提交', back: '回到目录', waiting: '文件还没有传上来。请重新选择并上传。',
  },
  en: {
    title: 'Attachments', lead: 'Upload one file at a time. Each is checked by its content; a changed ending is not enough.', upload: 'Upload', choose: (kind) => `Choose a file: ${kind}`, remove: 'Remove', removeWhat: (name) => `Remove ${name}`, use: 'Use this', useWhat: (name) => `Use this: ${name}`, once: 'Kept with your organisation, for later applications too.', stored: 'Kept with your organisation', required: 'Required', optional: 'Optional', done: 'Attached',
    judges: 'Judges see its content, under a neutral name.', notSeen: 'Judges do not see it.', next: 'Check and send', back: 'Back to the contents', waiting: 'The file has not arrived. Choose it and upload it again.',
  },
})

async function show(asked: Asked, mistakes: readonly Mistake[] = []): Promise<Shown> {
  const read = await openSection(asked)
  if ('go' in read) return read
  const { context, look, query } = asked
  const t = texts(look)
  const { proposal, rulebook, draft } = read
  if (draft === null) return { go: `/proposals/${proposal.id}` }
  const [forms, stored, refused] = await Promise.all([attachmentForms(context, proposal.id), reusableFiles(context.table, proposal.organisation.id), refusedFile(asked, query.get('refused'))])
  const all: Mistake[] = [...mistakes, ...(refused === null ? [] : [refused])]
  if (query.get('waiting') === '1') all.push({ path: '', code: 'FILE_NOT_READY', zh: texts({ ...look, language: 'zh' }).waiting, en: texts({ ...look, language: 'en' }).waiting })
  return { page: (
    <Page look={look} title={t.title} heading={null} crumbs={proposalCrumbs(proposal, look)} mistakes={all}>
      <div class="rail">
        <Contents look={look} read={read} current="attachments" />
        <div class="stackv">
          <div><h1>{t.title}</h1><p class="soft">{t.lead}</p></div>
          {forms.map(({ kind, upload }) => (
            <Kind
              look={look} proposal={proposal.id} kind={kind} upload={upload} blind={rulebook.blind} attached={draft.attachments.filter((one) => one.kind === kind.id)} mistakes={all}
              stored={kind.reusable === true ? stored.filter((file) => file.kind === kind.id && !draft.attachments.some((one) => one.file === file.id)) : []}
            />
          ))}
          <div class="acts">
            <ButtonLink href={`/proposals/${proposal.id}/answers`} weight="primary">{t.next}</ButtonLink>
            <ButtonLink href={`/proposals/${proposal.id}${proposal.version === 0 ? '' : '?edit=1'}`}>{t.back}</ButtonLink>
          </div>
        </div>
      </div>
    </Page>
  ) }
}

/** Why the file that has just come was not taken, beside the field it came from. */
export async function refusedFile(asked: Asked, id: string | null): Promise<Mistake | null> {
  const known = fileId.safeParse(id)
  if (!known.success) return null
  const { value } = await loadFile(asked.context.table, known.data)
  if (value.reason === null || value.proposal !== asked.params.proposal) return null
  return { path: `attachments.${value.kind}`, code: 'FILE_REFUSED', zh: value.reason.zh, en: value.reason.en ?? value.reason.zh }
}

/** One kind of attachment: what is there, what the organisation has stored, and the form to upload. */
export function Kind({ look, proposal, kind, upload, attached, stored, blind, mistakes }: { look: Look; proposal: string; kind: AttachmentKind; upload: Upload | null; attached: Attachment[]; stored: StoredFile[]; blind: boolean; mistakes: readonly Mistake[] }) {
  const t = texts(look)
  const label = say(kind.label, look.language)
  const end = attached.length > 0 ? <Tag state="done">{t.done}</Tag> : <Tag state={kind.required ? 'wait' : 'idle'}>{kind.required ? t.required : t.optional}</Tag>
  return (
    <Panel title={label} id={`k-${kind.id}`} end={end}>
      <p class="soft">{kind.hint === undefined ? null : `${say(kind.hint, look.language)} `}{kind.judgesSee ? (blind ? t.judges : null) : t.notSeen}{kind.reusable === true ? ` ${t.once}` : null}</p>
      {attached.length === 0 ? null : (
        <ul class="tasks">
          {attached.map(({ file, name, bytes }) => (
            <li>
              <div><a href={`/files/${file}`}>{name}</a><p>{readableBytes(bytes)}</p></div>
              <Press action={`/proposals/${proposal}/attachments/removal`} file={file} label={t.removeWhat(name)} words={t.remove} />
            </li>
          ))}
        </ul>
      )}
      {upload === null || stored.length === 0 ? null : (
        <>
          <p class="hint">{t.stored}</p>
          <ul class="tasks">{stored.map(({ id, name, bytes }) => <li><div>{name}<p>{readableBytes(bytes)}</p></div><Press action={`/proposals/${proposal}/attachments/use`} file={id} label={t.useWhat(name)} words={t.use} /></li>)}</ul>
        </>
      )}
      {upload === null ? null : (
        <Form action={upload.url} files label={`${t.upload} ${label}`} mistakes={mistakes.map((mistake) => (mistake.path === `attachments.${kind.id}` ? { ...mistake, path: 'file' } : mistake))}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <UploadField kind={kind} label={t.choose(label)} mistaken={mistakes.find(({ path }) => path === `attachments.${kind.id}`)} />
          <p><Button weight="second" icon="add">{t.upload}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

/** The storage wants the file's field to be called `file`; its id is the kind's, so that the error summary finds it. */
function UploadField({ kind, label, mistaken }: { kind: AttachmentKind; label: string; mistaken: Mistake | undefined }) {
  const { language } = useLook()
  const path = `attachments.${kind.id}`
  return (
    <FileField
      path={path} name="file" label={label} required kinds={listed(language, kind.types.map((type) => type.toUpperCase()))} accept={kind.types.map((type) => (type === 'jpg' ? '.jpg,.jpeg' : `.${type}`)).join(',')}
      megabytes={Math.floor(kind.maxBytes / 1024 / 1024)} {...(mistaken === undefined ? {} : { mistakes: [mistaken] })}
    />
  )
}

function Press({ action, file, label, words: said }: { action: string; file: string; label: string; words: string }) {
  return (
    <Form action={action} command={newSecret()} class="inline">
      <HiddenField path="file" value={file} />
      <Button weight="quiet" label={label}>{said}</Button>
    </Form>
  )
}

const onFile = (command: typeof removeAttachment | typeof attachExisting) => (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const file = fileId.safeParse(posted.fields.file)
    if (!file.success) throw new Refusal('NOT_FOUND')
    await command(asked.context, asked.params.proposal ?? '', file.data)
    return { go: await placeOf(asked.context, asked.params.proposal ?? '') }
  }, ({ mistakes }) => show(asked, mistakes))

/** Where attachments are changed now: in a cure on its own page. */
async function placeOf({ table }: Asked['context'], id: string): Promise<string> {
  const { value } = await loadProposal(table, id)
  return `/proposals/${id}/${value.state === 'curing' ? 'cure' : 'attachments'}`
}

/** Where the storage sends the browser after an upload: the file is checked, and the form says what came of it. */
async function arrived(asked: Asked): Promise<Shown> {
  const id = fileId.safeParse(asked.params.file)
  if (!id.success) throw new Refusal('NOT_FOUND')
  const file = await checkAttachment(asked.context, id.data)
  return { go: `${await placeOf(asked.context, file.proposal ?? '')}${file.state === 'refused' ? `?refused=${file.id}` : ''}#k-${file.kind}` }
}

async function download(asked: Asked): Promise<Shown> {
  const id = fileId.safeParse(asked.params.file)
  if (!id.success) throw new Refusal('NOT_FOUND')
  const { url } = await readFile(asked.context, id.data, asked.query.get('proposal') ?? undefined)
  return { response: new Response(null, { status: 303, headers: { location: url, 'cache-control': 'private, no-store' } }) }
}

export const proposalAttachmentPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/attachments', action: 'proposal.read', show: (asked) => show(asked) },
  { method: 'post', path: '/proposals/:proposal/attachments/removal', action: 'proposal.attach', send: onFile(removeAttachment) },
  { method: 'post', path: '/proposals/:proposal/attachments/use', action: 'proposal.attach', send: onFile(attachExisting) },
  { method: 'get', path: '/files/:file/arrived', action: 'proposal.attach', show: arrived },
  { method: 'get', path: '/files/:file', action: 'file.read', show: download },
]
