import { fileId, type FileId } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { certificateAllowed } from '../../commands/organisation-certificate.ts'
import type { Upload } from '../../commands/file.ts'
import type { Context } from '../../context.ts'
import { refusedCertificate } from '../../queries/organisation.ts'
import { FileField } from '../look/choices.tsx'
import { HiddenField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import { Icon } from '../look/icon.tsx'
import type { Look } from '../look/look.ts'
import { Note, Panel } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'

/** The scan of the certificate: to be opened, and for members to be uploaded or replaced (`upload`: a form of the storage). */
export function CertificatePanel({ look, certificate, upload, refused }: { look: Look; certificate: FileId | null; upload: Upload | null; refused: string | null }) {
  const t = words(look.language, {
    zh: { title: '登记或备案证书', open: '查看证书', none: '还没有上传证书。', file: '选择证书的扫描件或照片', send: '上传证书', replace: '上传新的证书', hint: '上传一次，以后的申报都能用。' },
    en: { title: 'Certificate', open: 'Open the certificate', none: 'No certificate has been uploaded.', file: 'A scan or photo of the certificate', send: 'Upload the certificate', replace: 'Upload a new one', hint: 'Uploaded once, it serves all your proposals.' },
  })
  return (
    <Panel title={t.title} id="certificate">
      {refused === null ? null : <Note state="late" icon="mistake">{refused}</Note>}
      <p>{certificate === null ? <span class="soft">{t.none}</span> : <a href={`/files/${certificate}`}><Icon name="file" /> {t.open}</a>}</p>
      {upload === null ? null : (
        <Form action={upload.url} files label={t.title}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField
            path="certificate" name="file" label={t.file} hint={t.hint} required kinds={listed(look.language, certificateAllowed.types.map((type) => type.toUpperCase()))}
            accept=".pdf,.jpg,.jpeg,.png" megabytes={certificateAllowed.maxBytes / 1024 / 1024}
          />
          <p class="acts"><Button weight="second" icon="upload">{certificate === null ? t.send : t.replace}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

/** Why the file that was just uploaded was not taken; null where nothing went wrong. */
export async function whyRefused(context: Context, look: Look, organisation: string, id: string | null): Promise<string | null> {
  const file = fileId.safeParse(id)
  const found = file.success ? await refusedCertificate(context, organisation, file.data) : undefined
  return found === undefined ? null : `${found.name}${look.language === 'zh' ? '：' : ': '}${say(found.reason, look.language)}`
}
