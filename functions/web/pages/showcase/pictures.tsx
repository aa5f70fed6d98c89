import { loadFile } from '../../../../shared/file/file.store.ts'
import { type FileId, fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { limits, shownOnPicture } from '../../../../shared/showcase/showcase.ts'
import type { Upload } from '../../../commands/file.ts'
import { checkPicture, describePicture, MOST_PICTURE_BYTES, pictureInput, removePicture } from '../../../commands/showcase-picture.ts'
import { readDesk, type ShowcaseDesk } from '../../../queries/showcase.ts'
import { CheckField, ChoiceField, FileField } from '../../look/choices.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { requireAllowed } from './allowed.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      panel: '照片', panelLead: `最多 ${limits.pictures} 张。每张都要写明画面内容，并确认上面的人同意公开。移除的照片马上从公开页消失。`, none: '还没有照片。', choose: '选一张照片', upload: '上传', remove: '移除', removeWhat: (alt: string) => `移除：${alt}`, change: '修改', put: '放上页面', unused: '没有放上页面的照片', full: '照片已满，移除一张后可以再传。', describe: (name: string) => `说明照片 ${name}`,
      shows: { nobody: '没有能认出来的人', adults: '有成年人', minors: '有未成年人' }, title: '说明照片', alt: '画面内容', altHint: '给看不到图的人听的一句话，例如“孩子们在活动室里读书”。不写姓名。', who: '照片上有谁', agreed: '照片上能认出来的人都同意公开；其中的未成年人，监护人已书面同意', agreedHint: '没有能认出来的人时，也请勾选确认。不确定的，请换一张。', save: '放上页面', back: '返回', waiting: '照片还没有传上来，请重新选择并上传。',
    },
    en: {
      panel: 'Pictures', panelLead: `Up to ${limits.pictures}. Each needs a description and the word that those on it agreed. A picture you remove is gone from the public page at once.`, none: 'No picture yet.', choose: 'Choose a picture', upload: 'Upload', remove: 'Remove', removeWhat: (alt) => `Remove: ${alt}`, change: 'Change', put: 'Put on the page', unused: 'Pictures that are not on the page', full: 'There is no room for more; remove one first.', describe: (name) => `Describe ${name}`,
      shows: { nobody: 'Nobody who could be recognised', adults: 'Adults', minors: 'Minors' }, title: 'Describe the picture', alt: 'What it shows', altHint: 'A sentence for those who do not see it, such as “children reading in the community room”. No names.', who: 'Who is on it', agreed: 'Everybody who can be recognised agreed to be shown; for minors their guardians agreed in writing', agreedHint: 'Tick it also where nobody can be recognised. If you are not sure, take another picture.', save: 'Put on the page', back: 'Back', waiting: 'The picture has not arrived. Choose it and upload it again.',
    },
  })

/** Why the picture that has just come was not taken, for its field; null where nothing went wrong. */
export async function whyNotTaken({ context, params }: Asked, id: string | null): Promise<Mistake | null> {
  if (id === null) return null
  const known = fileId.safeParse(id)
  const found = known.success ? (await loadFile(context.table, known.data)).value : undefined
  if (found === undefined || found.owner.id !== params.project || found.reason === null) return { path: 'file', code: 'FILE_NOT_READY', zh: texts({ language: 'zh' }).waiting, en: texts({ language: 'en' }).waiting }
  return { path: 'file', code: 'FILE_REFUSED', zh: found.reason.zh, en: found.reason.en ?? found.reason.zh }
}

export function PicturesPanel({ desk: { project, showcase, files }, upload, mistakes }: { desk: ShowcaseDesk; /** null: nothing can be added now. */ upload: Upload | null; mistakes: readonly Mistake[] }) {
  const { language } = useLook()
  const t = texts({ language })
  const { pictures } = showcase.draft
  const here = `/projects/${project.id}/showcase`
  const known = new Map(files.map((file) => [file.file as string, file]))
  const unused = files.filter(({ file }) => !pictures.some((one) => one.file === file))
  return (
    <Panel title={t.panel} id="pictures">
      <p class="soft">{t.panelLead}</p>
      {pictures.length === 0 ? <p class="soft">{t.none}</p> : (
        <ul class="tasks">
          {pictures.map(({ file, alt, shows }) => (
            <li>
              <div class="with-thumb">
                {known.has(file) ? <Thumb file={file} /> : null}
                <div>{alt}<p>{t.shows[shows]}</p></div>
              </div>
              <div class="acts">
                {upload === null ? null : <ButtonLink href={`${here}/pictures/${file}`} weight="quiet" about={language === 'zh' ? `：${alt}` : `: ${alt}`}>{t.change}</ButtonLink>}
                <Form action={`${here}/pictures/removal`} command={newSecret()} class="inline"><HiddenField path="picture" value={file} /><Button weight="quiet" icon="remove" label={t.removeWhat(alt)}>{t.remove}</Button></Form>
              </div>
            </li>
          ))}
        </ul>
      )}
      {upload === null || unused.length === 0 ? null : <><h3>{t.unused}</h3><ul class="tasks">{unused.map(({ file, name }) => <li><div class="with-thumb"><Thumb file={file} /><div>{name}</div></div><ButtonLink href={`${here}/pictures/${file}`} weight="quiet" about={` ${name}`}>{t.put}</ButtonLink></li>)}</ul></>}
      {upload === null ? null : pictures.length >= limits.pictures ? <p class="soft">{t.full}</p> : (
        <Form action={upload.url} files label={t.upload}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="file" label={t.choose} required kinds={language === 'zh' ? 'JPG、PNG' : 'JPG, PNG'} accept=".jpg,.jpeg,.png" megabytes={MOST_PICTURE_BYTES / 1024 / 1024} mistakes={mistakes} />
          <p class="acts"><Button weight="second" icon="upload">{t.upload}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

const Thumb = ({ file }: { file: string }) => <img class="thumb" src={`/files/${file}`} alt="" width="96" height="64" loading="lazy" />

const fileOf = ({ params }: Asked): FileId => {
  const id = fileId.safeParse(params.file)
  if (!id.success) throw new Refusal('NOT_FOUND')
  return id.data
}

/** The browser comes here when its upload is done, or to change what is said of a picture: it is checked, then described. */
async function describe(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const [project, file, t] = [params.project ?? '', fileOf(asked), texts(look)]
  try {
    const checked = await checkPicture(context, project, file)
    if (checked.state === 'refused') return { go: `/projects/${project}/showcase?refused=${file}#pictures` }
  } catch (error) {
    if (!isRefusal(error, 'FILE_NOT_READY')) throw error
    return { go: `/projects/${project}/showcase?refused=waiting#pictures` }
  }
  const desk = await readDesk(context, project)
  const known = desk.showcase.draft.pictures.find((one) => one.file === file)
  const { alt, shows } = attempt?.values ?? { alt: known?.alt, shows: known?.shows }
  return { page: (
    <ProjectPage look={look} context={context} project={desk.project} tab="showcase" deeper={[]} title={t.title} mistakes={attempt?.mistakes}>
      <div class="pics"><img src={`/files/${file}`} alt={known?.alt ?? t.describe('')} width="480" height="320" /></div>
      <Form action={`/projects/${project}/showcase/pictures/${file}`} command={newSecret()}>
        <TextField path="alt" label={t.alt} hint={t.altHint} required limit={limits.alt} value={alt} />
        <ChoiceField path="shows" label={t.who} required value={shows} choices={shownOnPicture.map((value) => ({ value, label: t.shows[value] }))} />
        <CheckField path="agreed" label={t.agreed} hint={t.agreedHint} required />
        <p class="acts"><Button>{t.save}</Button><ButtonLink href={`/projects/${project}/showcase#pictures`}>{t.back}</ButtonLink></p>
      </Form>
    </ProjectPage>
  ) }
}

async function keep(asked: Asked, posted: Posted): Promise<Shown> {
  await requireAllowed(asked, 'showcase.edit')
  return tryForm(posted, async () => {
    const { alt = '', shows, agreed } = posted.fields
    await describePicture(asked.context, asked.params.project ?? '', fileOf(asked), readAs(pictureInput, { alt, shows, agreed: agreed === 'true' }))
    return { go: `/projects/${asked.params.project}/showcase#pictures` }
  }, (attempt) => describe(asked, attempt))
}

async function remove({ context, params }: Asked, posted: Posted): Promise<Shown> {
  const file = fileId.safeParse(posted.fields.picture)
  if (!file.success) throw new Refusal('NOT_FOUND')
  await removePicture(context, params.project ?? '', file.data)
  return { go: `/projects/${params.project}/showcase#pictures` }
}

export const picturePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/showcase/pictures/:file', action: 'showcase.edit', show: (asked) => describe(asked) },
  { method: 'post', path: '/projects/:project/showcase/pictures/removal', action: 'showcase.edit', send: remove },
  { method: 'post', path: '/projects/:project/showcase/pictures/:file', action: 'showcase.edit', send: keep },
]
