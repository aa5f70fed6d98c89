import { type FileType, readableBytes } from '../../../../shared/file/file.ts'
import { loadFile } from '../../../../shared/file/file.store.ts'
import { attachActions, type GrantFile, grantFileAllowed, grantFileKinds, type GrantFileKind } from '../../../../shared/grant/file.ts'
import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal } from '../../../../shared/kernel/refusal.ts'
import { may } from '../../../../shared/person/access.ts'
import type { Upload } from '../../../commands/file.ts'
import { checkGrantFile, grantFileForm, removeGrantFile } from '../../../commands/grant-file.ts'
import type { Context } from '../../../context.ts'
import { readGrantFile, seenFiles } from '../../../queries/grant-file.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { FileField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look, Mistake } from '../../look/look.ts'
import { At, Tasks } from '../../look/tell.tsx'
import { listed, words } from '../../look/words.ts'
import { localPath } from '../../local-path.ts'
import type { Asked, PageRoute, Posted, Shown } from '../page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    titles: { scan: '盖章扫描件', self: '自评附件', desk: '评估附件', payment: '银行凭证' }, choose: '选择文件', upload: '上传', remove: '移除', removeWhat: (name: string) => `移除“${name}”`, waiting: '文件还没有收到，请再传一次',
    leads: { scan: '双方盖章的纸质协议，扫描后附在这里；双方都能看到。', self: '照片、签到表、凭证等；提交自评后主办单位和评估员可以看到。', desk: '现场照片、核查记录等；出结果后双方可以看到。', payment: '银行回执等；双方都能看到。' },
  },
  en: {
    titles: { scan: 'Sealed scan', self: 'Files of the self-evaluation', desk: 'Files of the evaluator', payment: 'The bank’s papers' }, choose: 'Choose a file', upload: 'Upload', remove: 'Remove', removeWhat: (name) => `Remove ${name}`, waiting: 'The file has not arrived; please upload it again',
    leads: { scan: 'The paper agreement with both seals, scanned; both sides see it.', self: 'Photos, attendance lists, receipts; the authority and the evaluator see them once the self-evaluation is sent.', desk: 'Photos and notes of the visit; both sides see them once there is a result.', payment: 'Receipts of the bank; both sides see them.' },
  },
})

/** The files of one kind at one place of a grant, and the form to add one, where the asker can. */
export interface FileSlot {
  kind: GrantFileKind
  of: string
  files: GrantFile[]
  upload: Upload | null
  here: string
}

/** `here`: the page that shows it. The caller has read the grant for the asker. */
export async function fileSlots(context: Context, grant: Grant, places: readonly { kind: GrantFileKind; of: string }[], here: string): Promise<FileSlot[]> {
  const files = await seenFiles(context, grant)
  return Promise.all(places.map(async ({ kind, of }) => ({ kind, of, here, files: files.filter((one) => one.kind === kind && one.of === of), upload: attaches(context, grant, kind, of) ? await grantFileForm(context, grant.id, kind, of, here) : null })))
}

function attaches({ actor }: Context, grant: Grant, kind: GrantFileKind, of: string): boolean {
  if (!may(actor, attachActions[kind], grantTarget(grant))) return false
  return kind !== 'desk' || (actor.kind === 'person' && grant.evaluations.find((one) => one.of === of)?.evaluator?.person === actor.person.id)
}

const typeNames = (types: readonly FileType[]) => types.map((type) => type.toUpperCase())

/** Nothing at all where there is no file and none can be added. `own`: in a panel of its own, not below another's heading. */
export function Files({ look, grant, slot, own = false }: { look: Look; grant: string; slot: FileSlot | undefined; own?: boolean }) {
  const t = texts(look)
  if (slot === undefined || (slot.files.length === 0 && slot.upload === null)) return null
  const { kind, of, files, upload, here } = slot
  const { types, maxBytes } = grantFileAllowed(kind)
  const Heading = own ? 'h2' : 'h3'
  return (
    <section aria-labelledby={`files-${kind}-${of}`}>
      <Heading id={`files-${kind}-${of}`}>{t.titles[kind]}</Heading>
      {upload === null ? null : <p class="soft small">{t.leads[kind]}</p>}
      {files.length === 0 ? null : <Tasks tasks={files.map(({ file, name, bytes, by, at }) => ({
        label: name, href: `/grants/${grant}/files/${file}`, hint: <>{readableBytes(bytes)}<span class="sep">·</span>{by.name}<span class="sep">·</span><At at={at} /></>,
        end: upload === null ? null : <Form action={`/grants/${grant}/files/${kind}/removal`} command={newSecret()} class="inline"><HiddenField path="file" value={file} /><HiddenField path="to" value={here} /><Button weight="quiet" label={t.removeWhat(name)}>{t.remove}</Button></Form>,
      }))} />}
      {upload === null ? null : (
        <Form action={upload.url} files label={t.titles[kind]}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path={`${kind}:${of}`} name="file" label={t.choose} required kinds={listed(look.language, typeNames(types))} accept={types.map((type) => `.${type}`).join(',')} megabytes={maxBytes / 1024 / 1024} />
          <p class="acts"><Button weight="second" icon="upload">{t.upload}</Button></p>
        </Form>
      )}
    </section>
  )
}

/** Why the file that the browser has just come back from was not taken; nothing for any other. */
export async function fileMistakes({ context, query }: Pick<Asked, 'context' | 'query'>, grant: string): Promise<Mistake[]> {
  if (query.get('waiting') !== null) {
    const [zh, en] = [texts({ language: 'zh' }).waiting, texts({ language: 'en' }).waiting]
    return [{ path: '', code: 'FILE_NOT_READY', zh, en }]
  }
  const id = fileId.safeParse(query.get('refused'))
  const file = id.success ? (await loadFile(context.table, id.data)).value : undefined
  if (file === undefined || file.reason === null || file.owner.id !== grant) return []
  return [{ path: file.kind, code: 'FILE_REFUSED', zh: file.reason.zh, en: file.reason.en ?? file.reason.zh }]
}

const arrived = (kind: GrantFileKind) => async ({ context, params, query }: Asked): Promise<Shown> => {
  const back = localPath(query.get('to') ?? undefined)
  const { grant = '' } = params
  await grantRoom(context, grant, attachActions[kind])
  const id = fileId.safeParse(params.file)
  if (!id.success) return { go: back }
  const more = (name: string, value: string) => `${back}${back.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  try {
    const file = await checkGrantFile(context, grant, kind, id.data)
    return { go: file.state === 'ready' ? back : more('refused', file.id) }
  } catch (error) {
    if (!isRefusal(error, 'FILE_NOT_READY')) throw error
    return { go: more('waiting', '1') }
  }
}

const remove = (kind: GrantFileKind) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  await removeGrantFile(asked.context, asked.params.grant ?? '', kind, posted.fields.file ?? '')
  return { go: localPath(posted.fields.to) }
}

async function download({ context, params }: Asked): Promise<Shown> {
  const { url } = await readGrantFile(context, params.grant ?? '', params.file ?? '')
  return { response: new Response(null, { status: 303, headers: { location: url, 'cache-control': 'private, no-store' } }) }
}

export const grantFilePages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/files/:file', action: 'grant.files', show: download },
  ...grantFileKinds.flatMap((kind): PageRoute[] => [
    { method: 'get', path: `/grants/:grant/files/${kind}/:file/arrived`, action: attachActions[kind], show: arrived(kind) },
    { method: 'post', path: `/grants/:grant/files/${kind}/removal`, action: attachActions[kind], send: remove(kind) },
  ]),
]
