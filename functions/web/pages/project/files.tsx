import { fileId, newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { readableBytes } from '../../../../shared/file/file.ts'
import { loadFile } from '../../../../shared/file/file.store.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectFiles } from '../../../../shared/project/file.store.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { checkProjectFile, projectFileForm, removeProjectFile } from '../../../commands/project-file.ts'
import { readProject, requireProject } from '../../../queries/project.ts'
import { FileField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Empty, Panel, Tasks } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { localPath } from '../../local-path.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from './frame.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { title: '佐证文件', none: '这一阶段的关口不需要另外的佐证文件', noneYet: '还没有文件', choose: '选择文件', upload: '上传', remove: '移除', removeWhat: (name: string) => `移除 ${name}`, least: (n: number) => `至少 ${n} 个。` },
  en: { title: 'Files for the gate', none: 'The gate of this stage asks for no files of its own', noneYet: 'No file yet', choose: 'Choose a file', upload: 'Upload', remove: 'Remove', removeWhat: (name) => `Remove ${name}`, least: (n) => `At least ${n}.` },
})

/** Files that the present gate asks for, kind by kind. */
async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const { project, rule } = await readProject(context, params.project ?? '')
  const t = texts(look)
  const kinds = rule.evidence.flatMap((one) => (one.rule === 'files' ? [one] : []))
  const files = (await projectFiles(context.table, project.id)).map(({ value }) => value).filter(({ cycle }) => cycle === project.cycle)
  const adds = may(context.actor, 'project.attach', projectTarget(project)) && project.current.state === 'working'
  const here = `/projects/${project.id}/evidence`
  const forms = new Map(adds ? await Promise.all(kinds.map(async ({ kind }) => [kind, await projectFileForm(context, project.id, `evidence-${kind}`, '', here)] as const)) : [])
  const refused = fileId.safeParse(query.get('refused'))
  const reason = refused.success ? (await loadFile(context.table, refused.data)).value : undefined
  const mistakes = reason === undefined || reason.reason === null || reason.owner.id !== project.id ? [] : [{ path: reason.kind, code: 'FILE_REFUSED', zh: reason.reason.zh, en: reason.reason.en ?? reason.reason.zh }]
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="overview" title={t.title} mistakes={mistakes}>
      {kinds.length === 0 ? <Empty title={t.none} action={<a href={`/projects/${project.id}`}>{project.title}</a>} /> : kinds.map(({ kind, label, least }) => {
        const own = files.filter((one) => one.kind === `evidence-${kind}`)
        const upload = forms.get(kind)
        return (
          <Panel title={say(label, look.language)} id={`k-${kind}`}>
            <p class="soft">{t.least(least)}</p>
            {own.length === 0 ? <p>{t.noneYet}</p> : <Tasks tasks={own.map((file) => ({
              label: file.name, href: `/files/${file.file}`, hint: <>{readableBytes(file.bytes)}<span class="sep">·</span><At at={file.at} /></>,
              end: adds ? <Form action={`${here}/removal`} command={newSecret()} class="inline"><HiddenField path="file" value={file.file} /><Button weight="quiet" label={t.removeWhat(file.name)}>{t.remove}</Button></Form> : null,
            }))} />}
            {upload === undefined ? null : (
              <Form action={upload.url} files label={say(label, look.language)}>
                {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
                <FileField path={`evidence-${kind}`} name="file" label={t.choose} required kinds="PDF、JPG、PNG、DOCX、XLSX" accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx" megabytes={20} />
                <p class="acts"><Button weight="second" icon="upload">{t.upload}</Button></p>
              </Form>
            )}
          </Panel>
        )
      })}
    </ProjectPage>
  ) }
}

/** The browser comes back from the storage: the file is checked, and the way leads on to the page it was sent from. */
async function arrived({ context, params, query }: Asked): Promise<Shown> {
  const back = localPath(query.get('to') ?? undefined)
  const id = fileId.safeParse(params.file)
  if (!id.success) {
    await requireProject(context, params.project ?? '', 'project.attach')
    return { go: back }
  }
  const more = (name: string, value: string) => `${back}${back.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  try {
    const file = await checkProjectFile(context, params.project ?? '', id.data)
    return { go: file.state === 'ready' ? back : more('refused', file.id) }
  } catch (error) {
    if (!isRefusal(error, 'FILE_NOT_READY')) throw error
    return { go: more('waiting', '1') }
  }
}

const remove = (asked: Asked, posted: Posted): Promise<Shown> => tryForm(posted, async () => {
  await removeProjectFile(asked.context, asked.params.project ?? '', posted.fields.file ?? '')
  return { go: `/projects/${asked.params.project}/evidence` }
}, () => show(asked))

export const projectFilePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/evidence', action: 'project.read', show },
  { method: 'get', path: '/projects/:project/files/:file/arrived', action: 'project.attach', show: arrived },
  { method: 'post', path: '/projects/:project/evidence/removal', action: 'project.attach', send: remove },
]
